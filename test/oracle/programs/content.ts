import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { JavaError } from '../../helpers/kafka/bridge';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import type { Names } from './names';
import type { Content, Program, TopicSpec } from './program';

/** Where a transaction is left open on purpose the marker cannot be seen; by then it is there. */
const MARKER_LOOKS = 30;

/**
 * Timestamps count from here, a second a record: both copies of a topic have the same, and retention does not touch
 * them.
 */
export const FIRST_TIMESTAMP = Date.UTC(2026, 0, 1);

/** A batch begins a segment where its records are younger, so that the broker can clean or delete what is below. */
const SEGMENT_EACH = { 'segment.ms': '1' };

/** Several times the broker's `log.retention.check.interval.ms`. */
const RETENTION_PASSES_MS = 1000;

const LONGEST = 2n ** 63n - 1n;

/** Younger than the end of any transaction, which has the broker's time. */
const END_OF_TIME = Date.UTC(2100, 0, 1);

const pastConfigs = {
  compacted: {
    ...SEGMENT_EACH,
    'cleanup.policy': 'compact',
    'min.cleanable.dirty.ratio': '0.001',
    'message.timestamp.after.max.ms': String(LONGEST),
  },
  expired: SEGMENT_EACH,
} as const;

/** Makes the topics of a run and writes into them what the program says, by Java's clients. */
export async function makeTopics(kafka: KafkaEndpoint, program: Program, names: Names): Promise<void> {
  await Promise.all(
    program.topics.map(async (spec, index) => {
      if (spec.late) return;
      const topic = names.topic(index);
      await kafka.createTopic(topic, {
        partitions: spec.partitions,
        configs: { 'retention.ms': '-1', ...spec.configs, ...(spec.past ? pastConfigs[spec.past] : {}) },
      });
      const writer = new Writer(kafka, topic);
      const half = spec.past === 'expired' ? Math.ceil(spec.content.length / 2) : 0;
      for (const [i, one] of spec.content.slice(0, half).entries()) await writer.write(i, one);
      if (half > 0) await expire(kafka, topic);
      for (const [i, one] of spec.content.slice(half).entries()) await writer.write(half + i, one);
      if (spec.past === 'compacted') await compact(kafka, topic, spec);
    }),
  );
}

/** Writes contents one after the other; timestamps go on from one to the next. */
class Writer {
  readonly #kafka: KafkaEndpoint;
  readonly #topic: string;
  #number = 0;

  constructor(kafka: KafkaEndpoint, topic: string) {
    this.#kafka = kafka;
    this.#topic = topic;
  }

  async write(i: number, { partition, kind, count }: Content): Promise<void> {
    const records = Array.from({ length: count }, () => {
      const n = this.#number++;
      const timestamp = FIRST_TIMESTAMP + n * 1000;
      return { partition, key: `k${n % 3}`, value: kind === 'tombstones' ? null : `v${n}`, timestamp };
    });
    if (kind === 'plain' || kind === 'tombstones') return void (await this.#kafka.produce(this.#topic, records));
    const outcome = kind === 'committed' ? 'commit' : kind === 'aborted' ? 'abort' : 'open';
    await this.#kafka.produce(this.#topic, records, { transactionalId: `${this.#topic}.x${i}`, outcome });
    if (kind !== 'open') await markersWritten(this.#kafka, this.#topic);
  }
}

/** Lets retention delete everything that is there, and nothing that comes. */
async function expire(kafka: KafkaEndpoint, topic: string): Promise<void> {
  await kafka.alterTopicConfig(topic, { 'retention.ms': '1' });
  await eventually(`the records of ${topic} to expire`, async () => {
    const ends = await kafka.listOffsets(topic, 'latest');
    return isDeepStrictEqual(await kafka.listOffsets(topic, 'earliest'), ends);
  });
  await kafka.alterTopicConfig(topic, { 'retention.ms': '-1' });
  // The answer comes from the controller. The broker hears of it later, and a pass of retention may be under way.
  await sleep(RETENTION_PASSES_MS);
}

/** Waits until only the last record of each key is left, below one more that ends each partition. */
async function compact(kafka: KafkaEndpoint, topic: string, spec: TopicSpec): Promise<void> {
  const ends = Array.from({ length: spec.partitions }, (_, partition) => ({
    partition,
    key: 'last',
    value: 'last',
    timestamp: END_OF_TIME,
  }));
  for (const end of ends) await kafka.produce(topic, [end]);
  await eventually(`${topic} to be compacted`, async () => {
    const records = await kafka.consume(topic);
    const keys = new Set(records.map(({ partition, key }) => `${partition}-${String(key)}`));
    return keys.size === records.length;
  });
  // What the program writes stays as it is.
  await kafka.alterTopicConfig(topic, { 'min.compaction.lag.ms': String(LONGEST) });
}

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await isSo()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`oracle: waited 60 s for ${what}`);
}

/**
 * The end of a transaction is answered before its marker is in the log: what is written next would lie before or behind
 * it by chance.
 */
export async function markersWritten(kafka: KafkaEndpoint, topic: string): Promise<void> {
  for (let i = 0; i < MARKER_LOOKS; i++) {
    const [all, stable] = await Promise.all([
      kafka.listOffsets(topic, 'latest'),
      kafka.listOffsets(topic, 'latest', 'read_committed'),
    ]);
    if (all.every((end, partition) => end === stable[partition])) return;
    await sleep(10);
  }
}

/** Ends what is open and deletes the topics. */
export async function dropTopics(kafka: KafkaEndpoint, program: Program, names: Names): Promise<void> {
  for (const [index, spec] of program.topics.entries()) {
    const topic = names.topic(index);
    for (const [i, { kind }] of spec.content.entries()) {
      if (kind === 'open' && !spec.late) await kafka.endTransaction(`${topic}.x${i}`, 'abort').catch(() => undefined);
    }
  }
  // One that the program deleted may still be listed.
  const topics = program.topics.map((_, index) => names.topic(index));
  await kafka.bridge.call('deleteTopics', { topics }).catch((error: unknown) => {
    if (!(error instanceof JavaError) || error.javaClass !== 'UnknownTopicOrPartitionException') throw error;
  });
}
