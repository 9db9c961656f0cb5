/** What is not made for each record: records that wait, bytes of texts, bytes of entries. */
import type { ConsumerRecords } from '../../../src/index';
import { bindSerde } from '../../../src/streams/serdes/bind';
import {
  Stores,
  StreamsBuilder,
  type KeyValueStore,
  type ProductionExceptionHandler,
} from '../../../src/streams/index';
import { readSettings } from '../../../src/streams/config/task-settings';
import { RecordCollectors } from '../../../src/streams/runtime/commit/record-collector';
import type { StreamsProducer } from '../../../src/streams/runtime/commit/streams-producer';
import { InMemoryKeyValueBytes } from '../../../src/streams/stores/bytes/in-memory-bytes';
import { keyOfText, textOf } from '../../../src/streams/stores/bytes/key-text';
import { StoreCore } from '../../../src/streams/stores/store-core';
import { RowsByKey } from '../../../src/streams/stores/timed/rows-by-key';
import { windowKey } from '../../../src/streams/stores/timed/timed-keys';
import { UnwrittenEntry } from '../../../src/streams/stores/bytes/unwritten-entry';
import { runsOf } from '../../../src/streams/task/queues/record-run';
import { TopologyTestDriver } from '../../../src/streams/testing/index';
import { Random } from '../../helpers/random';

describe('the records of a poll', () => {
  const bytes = Buffer.from('..küvalue');
  const columns = {
    ...{ topic: 't', partition: 3, count: 3, bytes },
    offset: (i: number) => 10 + i,
    timestamp: (i: number) => 20 + i,
    headers: () => [],
    keyStart: () => 2,
    keyLength: (i: number) => (i === 1 ? -1 : 3),
    key: (i: number) => (i === 1 ? null : bytes.subarray(2, 5)),
    // The last one has memory of its own.
    valueStart: (i: number) => (i === 2 ? -1 : 5),
    valueLength: (i: number) => (i === 1 ? -1 : 5),
    value: (i: number) => (i === 1 ? null : i === 2 ? Buffer.from('large') : bytes.subarray(5)),
  };

  test('are read from their memory, as bytes or as text', () => {
    const [run] = runsOf({ columns: () => [columns] } as unknown as ConsumerRecords);
    const records = [0, 1, 2].map((i) => run!.record(i));
    expect(records.map(({ topic, partition, offset, timestamp }) => [topic, partition, offset, timestamp])).toEqual([
      ['t', 3, 10, 20],
      ['t', 3, 11, 21],
      ['t', 3, 12, 22],
    ]);
    expect(records.map((record) => [record.keyText!(), record.valueText!()])).toEqual([
      ['kü', 'value'],
      [null, null],
      ['kü', 'large'],
    ]);
    expect(records.map(({ key, value }) => [key?.toString(), value?.toString()])).toEqual([
      ['kü', 'value'],
      [undefined, undefined],
      ['kü', 'large'],
    ]);
  });

  test('that an interceptor has chosen are taken one by one', () => {
    const record = { topic: 't', partition: 0, offset: 1, timestamp: 2, key: null, value: null, headers: [] };
    const chosen = {
      columns() {
        throw Object.assign(new Error('an interceptor'), { code: 'ERR__STATE' });
      },
      *[Symbol.iterator]() {
        yield record;
      },
    };
    const [run] = runsOf(chosen as unknown as ConsumerRecords);
    expect([run!.count, run!.topic, run!.record(0)]).toEqual([1, 't', record]);
  });
});

describe('texts of keys', () => {
  test.each(['', 'key', 'schlüssel', '鍵', '😀', '\0'])('%j has the text of its bytes', (text) => {
    const key = keyOfText(text);
    expect(key).toEqual(Buffer.from(text));
    expect(textOf(key)).toBe(Buffer.from(text).toString('latin1'));
    expect(textOf(windowKey(key, 1234567890123))).toBe(windowKey(Buffer.from(key), 1234567890123).toString('latin1'));
  });

  test('a key of bytes may be changed between two calls', () => {
    const builder = new StreamsBuilder();
    builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('s'), 'bytes', 'string'));
    builder.stream('in', { keySerde: 'string', valueSerde: 'string' }).process(() => {
      let store: KeyValueStore<Uint8Array, string>;
      return {
        init: (context) => void (store = context.getStateStore('s')),
        process() {
          const key = Buffer.from('a');
          store.put(key, '1');
          key[0] = 0x62;
          store.put(key, '2');
        },
      };
    }, 's');
    using driver = new TopologyTestDriver(builder.build());
    driver.createInputTopic('in', 'string', 'string').pipeInput('k', 'v');
    const rows = [...driver.getKeyValueStore<Uint8Array, string>('s')!.all()];
    expect(rows.map(([key, value]) => [String(key), value])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('rows are found whatever was looked up before', () => {
    const random = new Random(1);
    const rows = new RowsByKey<number>(12);
    const expected = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const text = textOf(windowKey(keyOfText(`k${random.below(5)}`), random.below(20)));
      const step = random.below(4);
      if (step === 0) expect(rows.delete(text)).toBe(expected.delete(text));
      else if (step === 1) expect(rows.get(text)).toBe(expected.get(text));
      else {
        expect(rows.set(text, i)).toBe(!expected.has(text));
        expected.set(text, i);
      }
      expect(rows.get(text)).toBe(expected.get(text));
    }
    expect(new Map(rows.all())).toEqual(expected);
    expect(rows.size).toBe(expected.size);
  });
});

describe('entries whose bytes wait', () => {
  const store = (valueSerde: string) => {
    const changes: (Buffer | null)[] = [];
    const core = new StoreCore({
      ...{ name: 's', topic: 't', logsEvictions: false, bytes: new InMemoryKeyValueBytes() },
      keySerde: bindSerde('string', true, 's'),
      valueSerde: bindSerde(valueSerde, false, 's'),
      log: (_key, entry) => void changes.push(entry && entry.value),
    });
    return { core, changes };
  };

  test.each([
    ['string', 'text', 'text'],
    ['string', '', ''],
    ['string', 'a\ud800b', 'a?b'],
    ['int64', 5, 5],
    ['int64', 0, 0],
    ['int64', -0, 0],
    ['int64', -(2 ** 53) + 1, -(2 ** 53) + 1],
  ] as const)('%s: %j is read as %j, before and after they are written', (serde, data, read) => {
    const { core } = store(serde);
    const key = core.rawKey('k');
    core.write(key, data, 7, 8);
    const entry = core.read(key)!;
    const { fixed } = bindSerde(serde, false, 's');
    const unwritten = new UnwrittenEntry(fixed!, data, 7);
    expect(unwritten.data).toBe(read);
    expect(entry.value).toEqual(bindSerde(serde, false, 's').serialize('t', data));
    expect([core.value(entry), entry.timestamp]).toEqual([read, 7]);
  });

  test('what cannot be written is refused at once', () => {
    const { core, changes } = store('int64');
    expect(() => core.write(core.rawKey('k'), 1.5, 1, 1)).toThrow('expected an integer within ±2^53');
    expect([changes, core.read(core.rawKey('k'))]).toEqual([[], undefined]);
  });
});

test('the handler of a record that cannot be written gets bytes', () => {
  const asked: unknown[] = [];
  const handler: ProductionExceptionHandler = {
    handle(_context, { key, value }) {
      asked.push(key, value);
      return 'RESUME';
    },
  };
  const producer = {
    isAborting: false,
    produce() {
      throw new Error('too large');
    },
  };
  const config = { 'application.id': 'a', 'production.exception.handler': handler };
  const collectors = new RecordCollectors(
    producer as unknown as StreamsProducer,
    readSettings(config, () => 0),
    () => 1,
  );
  const failures = {
    context: () => ({}),
    ofProducer: (_context: unknown, record: never, error: unknown) => ({
      result: handler.handle(undefined as never, record, error),
      error,
    }),
  };
  const collector = collectors.of(() => failures as never);
  const record = { topic: 't', key: 'kü', value: 'v', timestamp: 1, headers: [], partition: undefined };
  collector.send(record, 'sink');
  expect(asked).toEqual([Buffer.from('kü'), Buffer.from('v')]);
});
