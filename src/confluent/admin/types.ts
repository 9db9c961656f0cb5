import type { AclOperationTypes, Node, Uuid } from '../../rdkafka/admin/values';
import type { LibrdKafkaError } from '../../rdkafka/base/types';
import type { GlobalConfig } from '../../rdkafka/config/types.generated';
import type { Logger } from '../base/logger';
import type { logLevel } from '../base/values';
import type { PartitionOffset } from '../producer/types';
import type { RetryOptions } from '../types';

export interface AdminConfig {
  retry?: RetryOptions | undefined;
  logLevel?: logLevel | undefined;
  logger?: Logger | undefined;
}

export interface AdminConstructorConfig extends GlobalConfig {
  kafkaJS?: AdminConfig | undefined;
}

export interface ReplicaAssignment {
  partition: number;
  replicas: number[];
}

export interface IResourceConfigEntry {
  name: string;
  value: string;
}

export interface ITopicConfig {
  topic: string;
  numPartitions?: number | undefined;
  replicationFactor?: number | undefined;
  configEntries?: IResourceConfigEntry[] | undefined;
}

export type PartitionMetadata = {
  partitionErrorCode: number;
  partitionId: number;
  leader: number;
  leaderNode?: Node | null | undefined;
  replicas: number[];
  replicaNodes?: Node[] | undefined;
  isr: number[];
  isrNodes?: Node[] | undefined;
  offlineReplicas?: number[] | undefined;
};

export type ITopicMetadata = {
  name: string;
  topicId?: Uuid | undefined;
  isInternal?: boolean | undefined;
  partitions: PartitionMetadata[];
  authorizedOperations?: AclOperationTypes[] | undefined;
};

export type FetchOffsetsPartition = PartitionOffset & {
  metadata: string | null;
  leaderEpoch: number | null;
  error: LibrdKafkaError | null;
};

export type TopicInput = string[] | { topic: string; partitions: number[] }[];

export interface TimeoutOption {
  /** ms; 5000 by default. */
  timeout?: number | undefined;
}
