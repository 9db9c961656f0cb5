import { retrying } from '../base/retry';
import { KafkaJSAggregateError, KafkaJSCreateTopicError } from '../errors/admin-errors';
import { KafkaJSProtocolError } from '../errors/errors';
import { fromCore, protocolError } from '../errors/from-core';
import type { Admin, ITopicConfig } from '../types/admin';
import type { PartitionMetadata } from '../types/places';
import type { AdminConnection } from './connection';
import { checkTopicConfigs, checkTopicList, refused } from './checks';

const DEFAULT_TIMEOUT_MS = 5000;
const TOPIC_ALREADY_EXISTS = 'TOPIC_ALREADY_EXISTS';

type TopicCalls = Pick<
  Admin,
  | 'listTopics'
  | 'createTopics'
  | 'deleteTopics'
  | 'createPartitions'
  | 'fetchTopicMetadata'
  | 'alterPartitionReassignments'
  | 'listPartitionReassignments'
>;

/** The brokers of each partition, as the core takes them. */
function assignments({ replicaAssignment }: ITopicConfig): Record<number, number[]> | undefined {
  if (!replicaAssignment || replicaAssignment.length === 0) return undefined;
  return Object.fromEntries(replicaAssignment.map(({ partition, replicas }) => [partition, replicas]));
}

/** −1 and nothing mean the broker's default. */
const given = (number: number | undefined): number | undefined =>
  number === undefined || number === -1 ? undefined : number;

const ALREADY_EXISTS = 36;
const INVALID_PARTITIONS = 37;
const INVALID_REPLICATION_FACTOR = 38;

/** Numbers that the core refuses to send. 0: none of them; else what the broker says of them. */
function refusal({ numPartitions = -1, replicationFactor = -1, replicaAssignment }: ITopicConfig): number {
  if (replicaAssignment && replicaAssignment.length > 0) return 0;
  const isPossible = (number: number): boolean => number === -1 || number >= 1;
  if (!isPossible(numPartitions)) return INVALID_PARTITIONS;
  return isPossible(replicationFactor) ? 0 : INVALID_REPLICATION_FACTOR;
}

/** The broker first looks whether there is such a topic. */
async function refusals(
  connection: AdminConnection,
  topics: readonly ITopicConfig[],
): Promise<KafkaJSCreateTopicError[]> {
  const refused = topics.filter((one) => refusal(one) !== 0);
  if (refused.length === 0) return [];
  const known = new Set((await connection.call((core) => core.listTopics())).map(({ name }) => name));
  return refused.map((one) => {
    const code = known.has(one.topic) ? ALREADY_EXISTS : refusal(one);
    return new KafkaJSCreateTopicError(protocolError(code), one.topic);
  });
}

function newTopic(config: ITopicConfig) {
  const { topic, numPartitions, replicationFactor, configEntries } = config;
  const replicasAssignments = assignments(config);
  return {
    name: topic,
    ...(replicasAssignments
      ? { replicasAssignments }
      : { numPartitions: given(numPartitions), replicationFactor: given(replicationFactor) }),
    configs: Object.fromEntries((configEntries ?? []).map(({ name, value }) => [name, value])),
  };
}

/**
 * Each partition has a leader that answers. Metadata name a leader before it does, and it ends the connection over
 * which a message without acknowledgement comes too early.
 */
async function leadersAnswer(connection: AdminConnection, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return;
  await connection.call(async (core) => {
    const described = await core.describeTopics(topics);
    const partitions = described.flatMap(({ name, partitions }) =>
      partitions.map(({ partition }) => ({ topic: name, partition, spec: 'latest' as const })),
    );
    await core.listOffsets(partitions);
  });
}

export function topicCalls(connection: AdminConnection): TopicCalls {
  return {
    async listTopics() {
      const topics = await connection.call((core) => core.listTopics({ listInternal: true }));
      return topics.map(({ name }) => name);
    },

    async createTopics({ topics, validateOnly = false, waitForLeaders = true, timeout = DEFAULT_TIMEOUT_MS }) {
      checkTopicConfigs(topics);
      if (topics.length === 0) return true;
      const errors = await refusals(connection, topics);
      const possible = topics.filter((one) => !errors.some(({ topic }) => topic === one.topic));
      const outcomes = await connection.call(async (core) =>
        possible.length === 0
          ? []
          : core.createTopics(possible.map(newTopic), { settled: true, validateOnly, timeoutMs: timeout }),
      );
      outcomes.forEach((outcome, i) => {
        if (outcome.status === 'fulfilled') return;
        const error = fromCore(outcome.reason);
        if (!(error instanceof KafkaJSProtocolError)) throw error;
        errors.push(new KafkaJSCreateTopicError(error, possible[i]!.topic));
      });
      if (waitForLeaders && !validateOnly) {
        const created = possible.flatMap(({ topic }, i) => (outcomes[i]!.status === 'fulfilled' ? [topic] : []));
        await leadersAnswer(connection, created);
      }
      if (errors.length === 0) return true;
      if (errors.every(({ type }) => type === TOPIC_ALREADY_EXISTS)) return false;
      errors.sort((a, b) => a.topic.localeCompare(b.topic));
      throw new KafkaJSAggregateError('Topic creation errors', errors);
    },

    async deleteTopics({ topics, timeout = DEFAULT_TIMEOUT_MS }) {
      if (!topics || !Array.isArray(topics)) throw refused(`Invalid topics array ${String(topics)}`);
      if (topics.some((topic) => typeof topic !== 'string')) {
        throw refused('Invalid topics array, the names must be a valid string');
      }
      if (topics.length === 0) return;
      let left: string[] = topics;
      await retrying(connection.retry, async (bail, retryCount, retryTime) => {
        const outcomes = await connection.call((core) =>
          core.deleteTopics(left, { settled: true, timeoutMs: timeout }),
        );
        left = left.filter((_, i) => outcomes[i]!.status === 'rejected');
        const failed = outcomes.find((outcome) => outcome.status === 'rejected');
        if (failed?.status !== 'rejected') return;
        const error = fromCore(failed.reason) as KafkaJSProtocolError;
        if (error.type !== 'NOT_CONTROLLER' && error.type !== 'UNKNOWN_TOPIC_OR_PARTITION') bail(error);
        connection.logger.warn('Could not delete topics', { error: error.message, retryCount, retryTime });
        throw error;
      });
    },

    async createPartitions({ topicPartitions, validateOnly = false, timeout = DEFAULT_TIMEOUT_MS }) {
      checkTopicList('topic partitions', topicPartitions);
      if (topicPartitions.length === 0) throw refused('Empty topic partitions array');
      const list = topicPartitions.map(({ topic, count, assignments: newAssignments }) => ({
        name: topic,
        totalCount: count,
        ...(newAssignments && newAssignments.length > 0 ? { newAssignments } : {}),
      }));
      await connection.call((core) => core.createPartitions(list, { validateOnly, timeoutMs: timeout }));
      // kafkajs's types promise true, and it resolves with nothing.
      return undefined as unknown as boolean;
    },

    async fetchTopicMetadata({ topics = [] }: { topics?: string[] | undefined } = {}) {
      for (const topic of topics ?? []) {
        if (!topic || typeof topic !== 'string') throw refused(`Invalid topic ${String(topic)}`);
      }
      const metadata = await connection.call((core) => core.metadata(topics.length === 0 ? null : topics));
      return {
        topics: metadata.topics.map(({ topic, errno, partitions }) => {
          if (errno !== 0) throw protocolError(errno);
          return { name: topic, partitions: partitions.map(partitionOf) };
        }),
      };
    },

    async alterPartitionReassignments() {
      throw connection.notImplemented('alterPartitionReassignments');
    },

    async listPartitionReassignments() {
      throw connection.notImplemented('listPartitionReassignments');
    },
  };
}

function partitionOf({
  partition,
  errno,
  leader,
  replicas,
  isrs,
}: {
  partition: number;
  errno: number;
  leader: number;
  replicas: number[];
  isrs: number[];
}): PartitionMetadata {
  return { partitionErrorCode: errno, partitionId: partition, leader, replicas, isr: isrs, offlineReplicas: [] };
}
