/** What is thrown at once. Everything else is for the callback. */

const MOST_PARTITIONS = 100_000;
const MOST_REPLICAS = 10_000;

/** A field that is missing, or no number, is 0 there. */
export const numberOf = (value: unknown): number => (typeof value === 'number' ? Math.trunc(value) || 0 : 0);

function checkTopic(topic: unknown): void {
  const { num_partitions, replication_factor, config } = (topic ?? {}) as Record<string, unknown>;
  const partitions = numberOf(num_partitions);
  const replicas = numberOf(replication_factor);
  if (partitions < -1 || partitions > MOST_PARTITIONS)
    throw new Error(`num_partitions out of expected range 1..${MOST_PARTITIONS} or -1 for broker default`);
  if (replicas < -1 || replicas > MOST_REPLICAS)
    throw new Error(`replication_factor out of expected range -1..${MOST_REPLICAS}`);
  if (Object.values(config ?? {}).some((value) => typeof value !== 'string'))
    throw new Error('Config values must all be provided as strings.');
}

const checkGroups = (_: unknown, groups?: unknown): void => {
  if (!Array.isArray(groups)) throw new Error('Must provide group name array');
  if (groups.length === 0) throw new Error('Must provide at least one group name');
};

/** By the name of the call: in the order of node-rdkafka's own checks, and of Confluent's. */
export const argumentChecks = {
  createTopic(isTimeout: boolean, topic?: unknown): void {
    if (!isTimeout) throw new Error("Must provide 'timeout'");
    checkTopic(topic);
  },
  deleteTopic(isTimeout: boolean, topic?: unknown): void {
    if (!isTimeout || typeof topic !== 'string') throw new Error("Must provide 'timeout', and 'topicName'");
  },
  createPartitions(isTimeout: boolean, topic?: unknown, total?: unknown): void {
    if (!isTimeout || typeof total !== 'number' || typeof topic !== 'string')
      throw new Error("Must provide 'totalPartitions', 'timeout', and 'topicName'");
    const count = Math.trunc(total) || 0;
    if (count < 1 || count > MOST_PARTITIONS)
      throw new Error(`new_total_cnt out of expected range 1..${MOST_PARTITIONS}`);
  },
  describeGroups: checkGroups,
  deleteGroups: checkGroups,
  listConsumerGroupOffsets(_: unknown, groups?: unknown): void {
    const first = (groups as { 0?: { groupId?: unknown } | null } | null | undefined)?.[0];
    if (first === undefined || first === null) throw new TypeError("'listGroupOffsets' cannot be empty");
    if (!first.groupId) throw new Error('groupId must be provided');
    if (!Array.isArray(groups)) throw new Error("Must provide an array of 'listGroupOffsets'");
  },
  deleteRecords(_: unknown, records?: unknown): void {
    if (!Array.isArray(records) || records.length === 0) throw new Error('delRecords must be a non-empty array');
  },
  describeTopics(_: unknown, names?: unknown): void {
    if (!Array.isArray(names)) throw new Error("Must provide an array of 'topicNames'");
    if (names.length === 0) throw new Error("'topicNames' cannot be empty");
  },
  listOffsets(_: unknown, partitions?: unknown): void {
    if (!Array.isArray(partitions)) throw new Error("Must provide an array of 'TopicPartitionOffsets'");
  },
};
