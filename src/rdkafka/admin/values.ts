import type { LibrdKafkaError, TopicPartition, TopicPartitionOffset } from '../base/types';

export const ConsumerGroupStates = Object.freeze({
  UNKNOWN: 0,
  PREPARING_REBALANCE: 1,
  COMPLETING_REBALANCE: 2,
  STABLE: 3,
  DEAD: 4,
  EMPTY: 5,
});

export const ConsumerGroupTypes = Object.freeze({ UNKNOWN: 0, CONSUMER: 1, CLASSIC: 2 });

export const AclOperationTypes = Object.freeze({
  UNKNOWN: 0,
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
});

export const IsolationLevel = Object.freeze({ READ_UNCOMMITTED: 0, READ_COMMITTED: 1 });

/** Which offset to list: one of the three below, or that of a time in ms. */
export class OffsetSpec {
  static readonly EARLIEST = new OffsetSpec(-2);
  static readonly LATEST = new OffsetSpec(-1);
  static readonly MAX_TIMESTAMP = new OffsetSpec(-3);

  constructor(readonly timestamp: number) {}
}

export interface NewTopic {
  topic: string;
  num_partitions: number;
  replication_factor: number;
  config?: { [name: string]: string } | undefined;
}

export interface GroupOverview {
  groupId: string;
  protocolType: string;
  isSimpleConsumerGroup: boolean;
  state: number;
  type: number;
}

export interface AdminNode {
  id: number;
  host: string;
  port: number;
  rack?: string | undefined;
}

export interface MemberDescription {
  clientHost: string;
  clientId: string;
  memberId: string;
  /** Not known to librdkafka. */
  memberAssignment: null;
  memberMetadata: null;
  groupInstanceId?: string | undefined;
  assignment: { topicPartitions: TopicPartition[] };
  targetAssignment?: { topicPartitions: TopicPartition[] } | undefined;
}

export interface GroupDescription {
  groupId: string;
  error?: LibrdKafkaError | undefined;
  members: MemberDescription[];
  protocol: string;
  isSimpleConsumerGroup: boolean;
  protocolType: string;
  partitionAssignor: string;
  state: number;
  type: number;
  coordinator: AdminNode | null;
  authorizedOperations?: number[] | undefined;
}

export interface DeleteGroupsResult {
  groupId: string;
  errorCode?: number | undefined;
  error?: LibrdKafkaError | undefined;
}

export interface ListGroupOffsets {
  groupId: string;
  partitions?: TopicPartition[] | undefined;
}

export interface GroupResults {
  groupId: string;
  error?: LibrdKafkaError | undefined;
  partitions: (TopicPartitionOffset & { metadata?: string | undefined; leaderEpoch?: number | undefined })[];
}

export interface DeleteRecordsResult {
  topic: string;
  partition: number;
  lowWatermark: number;
  error?: LibrdKafkaError | undefined;
}

/** A topic's id: both halves, and Kafka's text, which Confluent's types and its objects name differently. */
export interface Uuid {
  mostSignificantBits: bigint;
  leastSignificantBits: bigint;
  base64: string;
  base64str: string;
}

export interface TopicDescription {
  name: string;
  topicId: Uuid;
  isInternal: boolean;
  partitions: { partition: number; leader: AdminNode | null; isr: AdminNode[]; replicas: AdminNode[] }[];
  error?: LibrdKafkaError | undefined;
  authorizedOperations?: number[] | undefined;
}

export interface TopicPartitionOffsetSpec {
  topic: string;
  partition: number;
  offset: OffsetSpec;
}

export interface ListOffsetsResult {
  topic: string;
  partition: number;
  offset: number;
  error?: LibrdKafkaError | undefined;
  leaderEpoch?: number | undefined;
  timestamp: number;
}
