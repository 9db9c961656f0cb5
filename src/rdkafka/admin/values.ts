import { plainEnums } from '../base/plain-enum';
import type { LibrdKafkaError, TopicPartition, TopicPartitionOffsetAndMetadata } from '../base/types';

export enum ConsumerGroupStates {
  UNKNOWN = 0,
  PREPARING_REBALANCE = 1,
  COMPLETING_REBALANCE = 2,
  STABLE = 3,
  DEAD = 4,
  EMPTY = 5,
}

export enum ConsumerGroupTypes {
  UNKNOWN = 0,
  CONSUMER = 1,
  CLASSIC = 2,
}

export enum AclOperationTypes {
  UNKNOWN = 0,
  ANY = 1,
  ALL = 2,
  READ = 3,
  WRITE = 4,
  CREATE = 5,
  DELETE = 6,
  ALTER = 7,
  DESCRIBE = 8,
  CLUSTER_ACTION = 9,
  DESCRIBE_CONFIGS = 10,
  ALTER_CONFIGS = 11,
  IDEMPOTENT_WRITE = 12,
}

export enum IsolationLevel {
  READ_UNCOMMITTED = 0,
  READ_COMMITTED = 1,
}

plainEnums(ConsumerGroupStates, ConsumerGroupTypes, AclOperationTypes, IsolationLevel);

/** Which offset to list: one of the three below, or that of a time in ms. */
export class OffsetSpec {
  static readonly EARLIEST = new OffsetSpec(-2);
  static readonly LATEST = new OffsetSpec(-1);
  static readonly MAX_TIMESTAMP = new OffsetSpec(-3);

  constructor(readonly timestamp: number) {}
}

/** The topic settings whose values are known. All others are text as well. */
interface TopicSettings {
  'cleanup.policy'?: 'delete' | 'compact' | 'delete,compact' | 'compact,delete' | undefined;
  'compression.type'?: 'gzip' | 'snappy' | 'lz4' | 'zstd' | 'uncompressed' | 'producer' | undefined;
  [name: string]: string | undefined;
}

export interface NewTopic {
  topic: string;
  num_partitions: number;
  replication_factor: number;
  config?: { [name: string]: string } | TopicSettings | undefined;
}

export interface GroupOverview {
  groupId: string;
  protocolType: string;
  isSimpleConsumerGroup: boolean;
  state: ConsumerGroupStates;
  type: ConsumerGroupTypes;
}

export type Node = {
  id: number;
  host: string;
  port: number;
  rack?: string | undefined;
};

export type MemberAssignment = { topicPartitions: TopicPartition[] };

export interface MemberDescription {
  clientHost: string;
  clientId: string;
  memberId: string;
  /** Always null: librdkafka does not tell it. */
  memberAssignment: Buffer | null;
  memberMetadata: Buffer | null;
  groupInstanceId?: string | undefined;
  assignment: MemberAssignment;
  targetAssignment?: MemberAssignment | undefined;
}

export interface GroupDescription {
  groupId: string;
  error?: LibrdKafkaError | undefined;
  members: MemberDescription[];
  protocol: string;
  isSimpleConsumerGroup: boolean;
  protocolType: string;
  partitionAssignor: string;
  state: ConsumerGroupStates;
  type: ConsumerGroupTypes;
  /** null for a group that does not exist, although Confluent's types do not say so. */
  coordinator: Node;
  authorizedOperations?: AclOperationTypes[] | undefined;
}

export type GroupDescriptions = { groups: GroupDescription[] };

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
  partitions: TopicPartitionOffsetAndMetadata[];
}

export interface DeleteRecordsResult {
  topic: string;
  partition: number;
  lowWatermark: number;
  error?: LibrdKafkaError | undefined;
}

/** A topic's id: both halves, and Kafka's text, which is also in `base64`: Confluent's objects have it there. */
export interface Uuid {
  mostSignificantBits: bigint;
  leastSignificantBits: bigint;
  base64?: string | undefined;
  base64str: string;
}

export type TopicPartitionInfo = { partition: number; leader: Node | null; isr: Node[]; replicas: Node[] };

export interface TopicDescription {
  name: string;
  topicId: Uuid;
  isInternal: boolean;
  partitions: TopicPartitionInfo[];
  error?: LibrdKafkaError | undefined;
  authorizedOperations?: AclOperationTypes[] | undefined;
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
