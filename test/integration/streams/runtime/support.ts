import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient, type TopicPartition } from '../../../../src/index';
import { KafkaStreams, type StreamsConfig, type Topology } from '../../../../src/streams/index';
import { sharedKafka, uniqueName } from '../../../helpers/kafka/shared-kafka';

export const kafka = sharedKafka();
export const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Applications of one test, which are closed after it. */
export class Applications {
  readonly #open = new Set<KafkaStreams>();

  create(topology: Topology, config: StreamsConfig): KafkaStreams {
    const streams = new KafkaStreams(topology, {
      'bootstrap.servers': kafka.bootstrapServers,
      'commit.interval.ms': 100,
      'linger.ms': 5,
      'session.timeout.ms': 6000,
      'heartbeat.interval.ms': 500,
      ...config,
    });
    this.#open.add(streams);
    return streams;
  }

  /** Started, and running. */
  async run(topology: Topology, config: StreamsConfig): Promise<KafkaStreams> {
    const streams = this.create(topology, config);
    await streams.start();
    await streams.ready({ timeoutMs: 30_000 });
    return streams;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((streams) => streams.close()));
    this.#open.clear();
  }
}

/** A folder for the stores of each test, and its applications: they are closed, and it is deleted, after the test. */
export function withStateFolder(applications: Applications): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => void (folder.path = mkdtempSync(path.join(tmpdir(), 'kafka-streams-'))));
  afterEach(async () => {
    await applications.close();
    rmSync(folder.path, { recursive: true, force: true });
  });
  return folder;
}

/** A topic that keeps records however old their times are. */
export const createTopic = (name: string, partitions: number): Promise<void> =>
  kafka.createTopic(name, { partitions, configs: { 'retention.ms': '-1' } });

/** Topics with unique names. */
export async function topics(partitions: number, ...names: string[]): Promise<string[]> {
  const unique = names.map((name) => uniqueName(name));
  for (const name of unique) await createTopic(name, partitions);
  return unique;
}

export type Row = [key: string | null, value: unknown, timestamp: number];

/** Everything in a topic: key and value as text, or as what `read` makes of the value. */
export async function rowsOf(topic: string, read = (value: Buffer): unknown => value.toString()): Promise<Row[]> {
  const records = await kafka.consume(topic, { isolation: 'read_committed' });
  return records.map(({ key, value, timestamp }) => [key && key.toString(), value && read(value), timestamp]);
}

/** Java's Long. */
export const eight = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};

/** Rounds of records of these keys, the n-th of which has n times the factor, and what they sum up to. */
export const roundsOf = (topic: string, keys: readonly string[]) => ({
  round: (factor: number): Promise<unknown> =>
    kafka.produce(
      topic,
      keys.map((key, i) => ({ key, value: eight(factor * i) })),
    ),
  summed: (factor: number): Record<string, number> => Object.fromEntries(keys.map((key, i) => [key, factor * i])),
});

export const int64 = (value: Buffer): number => Number(value.readBigInt64BE());

/** The last value of each key. */
export function latest(rows: readonly Row[]): Record<string, unknown> {
  return Object.fromEntries(rows.map(([key, value]) => [key, value]));
}

/** Looks again until it is so; after 30 s returns what is there, for the message of the test. */
export async function eventually<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (isSo(found) || Date.now() > deadline) return found;
    await sleep(50);
  }
}

/** What an application has committed. */
export async function committedOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<unknown[]> {
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const offsets = await admin.listConsumerGroupOffsets(groupId, { topicPartitions: partitions });
  return offsets.map(({ offset }) => offset);
}

/** What the configuration of a topic says otherwise than the broker's. */
export async function topicConfig(topic: string): Promise<Record<string, unknown>> {
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const [described] = await admin.describeConfigs([{ type: 'TOPIC', name: topic }]);
  const own = described!.entries.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
  return Object.fromEntries(own.map(({ name, value }) => [name, value] as const).sort());
}
