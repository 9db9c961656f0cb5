/** Runs a case in our TopologyTestDriver. */
import {
  TopologyTestDriver,
  type KeyValueStore,
  type StateStore,
  type ValueAndTimestamp,
} from '../../../../src/streams/index';
import { BufferStore } from '../../../../src/streams/stores/key-value-store';
import { UpdateBuffer } from '../../../../src/streams/operators/suppress/update-buffer';
import { readList } from '../../../../src/streams/operators/stream-joins/value-lists';
import type { Case, Input, Outcome, Row } from '../cases/case';
import { text, type Datum } from './functions';
import { buildTopology } from './topologies';

const errors = 'org.apache.kafka.streams.errors.';
const bytes = (hex: string | null): Buffer | null => (hex === null ? null : Buffer.from(hex, 'hex'));
const hex = (data: Uint8Array | null): string | null => (data === null ? null : Buffer.from(data).toString('hex'));

function pipe(driver: TopologyTestDriver, input: Input): void {
  if ('advance' in input) return driver.advanceWallClockTime(input.advance);
  const { topic, key, value, timestamp } = input;
  const headers = input.headers.map(([name, data]) => [name, bytes(data)] as const);
  driver
    .createInputTopic(topic, 'bytes', 'bytes')
    .pipeInput({ key: bytes(key), value: bytes(value), timestamp, headers });
}

function topicsOf(driver: TopologyTestDriver): Record<string, Row[]> {
  return Object.fromEntries(
    [...driver.producedTopicNames()].sort().map((name) => {
      const records = driver.createOutputTopic(name, 'bytes', 'bytes').readRecordsToList();
      return [
        name,
        records.map(({ key, value, timestamp, headers }): Row => {
          return [hex(key), hex(value), timestamp, headers.map(([header, data]) => [header, hex(data)])];
        }),
      ];
    }),
  );
}

/** Side and time of the records without a partner. */
function unpaired(store: KeyValueStore<Buffer, Buffer>): (string | number)[][] {
  return [...store.all()].flatMap(([key, list]) =>
    readList(list).map(() => [key[8] === 1 ? 'left' : 'right', Number(key.readBigInt64BE(0))]),
  );
}

/** Number and bytes of the updates that are held back; undefined: another kind of store. */
function held(store: StateStore | undefined): number[] | undefined {
  if (!(store instanceof BufferStore)) return undefined;
  const { count, sizeInBytes } = new UpdateBuffer(store.core);
  return [count, sizeInBytes];
}

function storesOf(driver: TopologyTestDriver): Record<string, (string | number)[][]> {
  return Object.fromEntries(
    [...driver.getAllStateStores().keys()].sort().map((name) => {
      if (name.includes('-shared-join-store') || name.startsWith('KSTREAM-OUTERSHARED-'))
        return [name, unpaired(driver.getKeyValueStore<Buffer, Buffer>(name)!)];
      // The changelog has all of it.
      if (name.includes('SUBSCRIPTION-STATE-STORE-') || name.endsWith('-subscription-store'))
        return [name, [[driver.getKeyValueStore(name)!.approximateNumEntries()]]];
      const buffer = held(driver.getAllStateStores().get(name));
      if (buffer) return [name, [buffer]];
      const windows = driver.getTimestampedWindowStore<Datum, Datum>(name);
      if (windows) {
        const listed = [...windows.all()].filter(([{ window }]) => window.end > window.start);
        return [name, listed.map(([key, found]) => [String(key), text(found.value), found.timestamp])];
      }
      const plainWindows = driver.getWindowStore<Datum, Datum>(name);
      if (plainWindows) return [name, [...plainWindows.all()].map(([key, value]) => [String(key), text(value)])];
      const sessions = driver.getSessionStore<Datum, Datum>(name);
      if (sessions) return [name, [...sessions.fetch()].map(([key, value]) => [String(key), text(value)])];
      const timestamped = driver.getTimestampedKeyValueStore<Datum, Datum>(name);
      if (timestamped) {
        const row = ([key, found]: [Datum, ValueAndTimestamp<Datum>]): (string | number)[] => [
          text(key),
          text(found.value),
          found.timestamp,
        ];
        return [name, [...timestamped.all()].map(row)];
      }
      const store: KeyValueStore<Datum, Datum> = driver.getKeyValueStore(name)!;
      return [name, [...store.all()].map(([key, value]) => [text(key), text(value)])];
    }),
  );
}

export function runOurs(test: Case): Outcome {
  const outcome: Outcome = {};
  let driver: TopologyTestDriver;
  try {
    const topology = buildTopology(test);
    outcome.describe = topology.describe().toString();
    driver = new TopologyTestDriver(
      topology,
      {
        'application.id': 'app',
        'default.key.serde': 'string',
        'default.value.serde': 'string',
        'dsl.store.suppliers.class': test.onDisk ? 'lmdb' : 'in_memory',
        ...(test.goesOn && {
          'processing.exception.handler': `${errors}LogAndContinueProcessingExceptionHandler`,
          'deserialization.exception.handler': `${errors}LogAndContinueExceptionHandler`,
        }),
      },
      { initialWallClockTime: test.clock },
    );
  } catch (error) {
    return { ...outcome, buildError: String(error) };
  }
  let index = 0;
  try {
    for (; index < test.inputs.length; index++) pipe(driver, test.inputs[index]!);
  } catch (error) {
    outcome.failedAt = index;
    outcome.failure = String(error);
  }
  const topics = topicsOf(driver);
  const found = { ...outcome, topics, stores: storesOf(driver), dropped: driver.droppedRecords };
  try {
    driver.close();
  } catch {
    // Some fail again. What they have to say is known.
  }
  return found;
}
