import type { AdminClient, NewTopic, TopicDescription } from '../../../index';
import { MisconfiguredInternalTopicError, MissingSourceTopicError } from '../../errors/streams-errors';

/** A topic that the application makes for itself. */
export interface InternalTopicPlan {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const isMissing = (error: unknown): boolean =>
  ['ERR_UNKNOWN_TOPIC_OR_PART', 'ERR__UNKNOWN_TOPIC'].includes((error as { code?: string }).code ?? '');

/** Topics that exist, by name, with their number of partitions. */
export async function partitionCounts(admin: AdminClient, topics: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (topics.length === 0) return counts;
  const outcomes = await admin.describeTopics(topics, { settled: true });
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') counts.set(outcome.value.name, partitionsOf(outcome.value));
    else if (!isMissing(outcome.reason)) throw outcome.reason;
  }
  return counts;
}

const partitionsOf = ({ partitions }: TopicDescription): number => partitions.length;

/** @throws MissingSourceTopicError unless all exist. */
export async function sourcePartitions(admin: AdminClient, topics: readonly string[]): Promise<Map<string, number>> {
  const counts = await partitionCounts(admin, topics);
  const missing = topics.filter((topic) => !counts.has(topic));
  if (missing.length > 0) throw new MissingSourceTopicError(missing);
  return counts;
}

/**
 * Makes the internal topics that are missing. Another process may do the same now.
 * @throws MisconfiguredInternalTopicError for one with another number of partitions.
 */
export async function createInternalTopics(
  admin: AdminClient,
  plans: readonly InternalTopicPlan[],
  replicationFactor: number | undefined,
): Promise<void> {
  const names = plans.map(({ name }) => name);
  let counts = await partitionCounts(admin, names);
  const missing = plans.filter(({ name }) => !counts.has(name));
  if (missing.length > 0) {
    const topics = missing.map(({ name, partitions, config }): NewTopic => {
      return { name, numPartitions: partitions, replicationFactor, configs: config };
    });
    for (const outcome of await admin.createTopics(topics, { settled: true })) {
      const exists = outcome.status === 'rejected' && outcome.reason.code === 'ERR_TOPIC_ALREADY_EXISTS';
      if (outcome.status === 'rejected' && !exists) throw outcome.reason;
    }
    counts = await untilVisible(admin, names);
  }
  for (const { name, partitions } of plans) {
    const actual = counts.get(name)!;
    if (actual !== partitions)
      throw new MisconfiguredInternalTopicError(
        `The internal topic ${name} has ${actual} partitions, but the application needs ${partitions}. ` +
          'Delete it, if nothing in it is needed, or give the topics that lead to it the number that they had',
      );
  }
}

/** A broker that was asked may not know of a new topic for a moment. */
async function untilVisible(admin: AdminClient, names: readonly string[]): Promise<Map<string, number>> {
  for (;;) {
    const counts = await partitionCounts(admin, names);
    if (counts.size === names.length) return counts;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
