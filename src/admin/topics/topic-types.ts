import type { NativeErrorData } from '../errors/kafka-error';
import type { AclOperation } from './enums';
import type { Node } from './node';

/** Java's NewTopic. */
export interface NewTopic {
  name: string;
  /** Left out: the broker's `num.partitions`. */
  numPartitions?: number;
  /** Left out: the broker's `default.replication.factor`. */
  replicationFactor?: number;
  /** Instead of the two above: for each partition from 0 its brokers, the preferred leader first. */
  replicasAssignments?: readonly (readonly number[])[] | Readonly<Record<number, readonly number[]>>;
  configs?: Readonly<Record<string, string>>;
}

/** Java's CreateTopicsResult.TopicMetadataAndConfig, without the configuration. With `validateOnly` all but the name is null. */
export interface CreatedTopic {
  name: string;
  topicId: string | null;
  numPartitions: number | null;
  replicationFactor: number | null;
}

export interface NewPartitions {
  name: string;
  /** How many there are to be, not how many are added. */
  totalCount: number;
  /** For each new partition its brokers. Left out: the controller's choice. */
  newAssignments?: readonly (readonly number[])[];
}

export interface TopicName {
  name: string;
}

/** Java's TopicListing. */
export interface TopicListing {
  name: string;
  topicId: string;
  isInternal: boolean;
}

/** Java's TopicPartitionInfo; librdkafka does not tell of eligible leader replicas. */
export interface TopicPartitionInfo {
  partition: number;
  /** null: none at present. */
  leader: Node | null;
  replicas: Node[];
  isr: Node[];
}

/** Java's TopicDescription. */
export interface TopicDescription {
  name: string;
  /** As Kafka prints it. */
  topicId: string;
  isInternal: boolean;
  partitions: TopicPartitionInfo[];
  /** null: not asked for. */
  authorizedOperations: AclOperation[] | null;
}

/** @internal What librdkafka answers about a topic. */
export interface TopicResult {
  name: string;
  error: NativeErrorData | null;
}

/** @internal */
export interface DescribedTopic extends TopicResult {
  topicId: string;
  internal: boolean;
  partitions: TopicPartitionInfo[];
  authorizedOperations: number[] | null;
}
