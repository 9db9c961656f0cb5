/** Where a program runs: one of the libraries, a broker, and names of its own. */
import type * as original from 'kafkajs';
import { AdminClient } from '../../../src';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { described } from '../errors';

export type Library = typeof original;

export interface Place {
  lib: Library;
  kafka: original.Kafka;
  broker: KafkaEndpoint;
  /** Unlike the other library's, of the same length. */
  name: string;
  /** What the program has seen until now. */
  seen: unknown[];
  /** Runs at the end, in reverse order. */
  later: (clean: () => Promise<unknown>) => void;
  /** The connections that kafkajs ends have ended. */
  ended: () => Promise<void>;
}

type OnBroker = Pick<Place, 'broker'>;

/** Notes what a call returns, or its error. */
export async function note<T>(
  place: Place,
  label: string,
  work: () => T | Promise<T>,
  shown = (value: T): unknown => value,
): Promise<T | undefined> {
  try {
    const value = await work();
    place.seen.push([label, 'returns', shown(value)]);
    return value;
  } catch (error) {
    place.seen.push([label, 'fails', described(error)]);
    return undefined;
  }
}

/** A client of neither library. */
export async function withCore<T>({ broker }: OnBroker, work: (core: AdminClient) => Promise<T>): Promise<T> {
  const core = new AdminClient({ 'bootstrap.servers': broker.bootstrapServers });
  try {
    return await work(core);
  } finally {
    await core.close();
  }
}

/** A topic whose partitions all accept records. */
export async function createTopic(place: OnBroker, topic: string, partitions: number): Promise<void> {
  await place.broker.createTopic(topic, { partitions });
  const asked = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, spec: 'latest' as const }));
  await withCore(place, (core) => core.listOffsets(asked));
}

/** Ages of messages count from here. */
export const started = Date.now();

/** What Java's consumer finds in the topic that sees only what is committed. */
export async function recordsOf({ broker }: OnBroker, topic: string): Promise<unknown[][]> {
  const records = await broker.consume(topic, { isolation: 'read_committed' });
  return records.map(({ partition, offset, timestamp, key, value, headers }) => [
    `${partition} ${offset}`,
    text(key),
    text(value),
    headers.map(([name, one]) => [name, text(one)]),
    timestamp < started - 900_000 ? timestamp - started : 'now',
  ]);
}

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('latin1');
