import type { NativeErrorData } from '../../errors/kafka-error';
import type { AclOperation } from '../calls/enums';
import type { Node } from '../cluster/node';

/** Java's NewTopic. */
export interface NewTopic {
  name: string;
  /** Default: the broker's `num.partitions`. */
  numPartitions?: number | undefined;
  /** Default: the broker's `default.replication.factor`. */
  replicationFactor?: number | undefined;
  /** Replaces both of the above: the brokers of each partition from 0, the preferred leader first. */
  replicasAssignments?: readonly (readonly number[])[] | Readonly<Record<number, readonly number[]>> | undefined;
  configs?: Readonly<Record<string, string>> | undefined;
}

/**
 * Java's CreateTopicsResult.TopicMetadataAndConfig, without the configuration. With `validateOnly` everything but the
 * name is null.
 */
export interface CreatedTopic {
  name: string;
  topicId: string | null;
  numPartitions: number | null;
  replicationFactor: number | null;
}

export interface NewPartitions {
  name: string;
  /** The new total, not the number of added partitions. */
  totalCount: number;
  /** The brokers of each new partition. Default: the controller's choice. */
  newAssignments?: readonly (readonly number[])[] | undefined;
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

/** Java's TopicPartitionInfo. librdkafka does not report eligible leader replicas. */
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
  /** null: not requested. */
  authorizedOperations: AclOperation[] | null;
}

/** @internal librdkafka's answer about a topic. */
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
