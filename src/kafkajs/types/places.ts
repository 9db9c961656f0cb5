/** Topics, partitions and offsets, as kafkajs's calls and events have them. */

export type TopicPartition = { topic: string; partition: number };
export type TopicPartitions = { topic: string; partitions: number[] };

export interface PartitionOffset {
  partition: number;
  offset: string;
}

export interface TopicOffsets {
  topic: string;
  partitions: PartitionOffset[];
}

export interface Offsets {
  topics: TopicOffsets[];
}

export type PartitionMetadata = {
  partitionErrorCode: number;
  partitionId: number;
  leader: number;
  replicas: number[];
  isr: number[];
  offlineReplicas?: number[] | undefined;
};
