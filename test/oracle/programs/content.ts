import { setTimeout as sleep } from 'node:timers/promises';
import { JavaError } from '../../helpers/kafka/bridge';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import type { Names } from './names';
import type { Program } from './program';

/** Where a transaction is left open on purpose the marker cannot be seen; by then it is there. */
const MARKER_LOOKS = 30;

/**
 * Timestamps count from here, a second a record: both copies of a topic have the same, and retention does not touch
 * them.
 */
export const FIRST_TIMESTAMP = Date.UTC(2026, 0, 1);

/** Makes the topics of a run and writes into them what the program says, by Java's clients. */
export async function makeTopics(kafka: KafkaEndpoint, program: Program, names: Names): Promise<void> {
  await Promise.all(
    program.topics.map(async (spec, index) => {
      if (spec.late) return;
      const topic = names.topic(index);
      await kafka.createTopic(topic, {
        partitions: spec.partitions,
        configs: { 'retention.ms': '-1', ...spec.configs },
      });
      let number = 0;
      for (const [i, { partition, kind, count }] of spec.content.entries()) {
        const records = Array.from({ length: count }, () => {
          const n = number++;
          const timestamp = FIRST_TIMESTAMP + n * 1000;
          return { partition, key: `k${n % 3}`, value: kind === 'tombstones' ? null : `v${n}`, timestamp };
        });
        if (kind === 'plain' || kind === 'tombstones') await kafka.produce(topic, records);
        else {
          const outcome = kind === 'committed' ? 'commit' : kind === 'aborted' ? 'abort' : 'open';
          await kafka.produce(topic, records, { transactionalId: `${topic}.x${i}`, outcome });
          if (kind !== 'open') await markersWritten(kafka, topic);
        }
      }
    }),
  );
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
