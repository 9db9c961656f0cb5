import type { ConsumerGlobalConfig, ConsumerTopicConfig } from '../../rdkafka/config/types.generated';
import type { Logger } from '../base/logger';
import type { logLevel, PartitionAssigners, PartitionAssignors } from '../base/values';
import type { IHeaders, PartitionOffset, TopicOffsets } from '../producer/types';
import type { RetryOptions } from '../types';

export interface ConsumerConfig {
  groupId: string;
  metadataMaxAge?: number | undefined;
  sessionTimeout?: number | undefined;
  rebalanceTimeout?: number | undefined;
  heartbeatInterval?: number | undefined;
  maxBytesPerPartition?: number | undefined;
  minBytes?: number | undefined;
  maxBytes?: number | undefined;
  maxWaitTimeInMs?: number | undefined;
  retry?: RetryOptions | undefined;
  logLevel?: logLevel | undefined;
  logger?: Logger | undefined;
  allowAutoTopicCreation?: boolean | undefined;
  maxInFlightRequests?: number | undefined;
  readUncommitted?: boolean | undefined;
  rackId?: string | undefined;
  fromBeginning?: boolean | undefined;
  autoCommit?: boolean | undefined;
  autoCommitInterval?: number | undefined;
  partitionAssigners?: PartitionAssigners[] | undefined;
  partitionAssignors?: PartitionAssignors[] | undefined;
}

export interface JSConsumerConfig {
  /** Most messages of a batch, 32 by default. −1: no limit. */
  'js.consumer.max.batch.size'?: string | number | undefined;
  /** Accepted. How much is fetched ahead depends on `js.consumer.max.batch.size` here. */
  'js.consumer.max.cache.size.per.worker.ms'?: string | number | undefined;
}

export type ConsumerGlobalAndTopicConfig = ConsumerGlobalConfig & ConsumerTopicConfig & JSConsumerConfig;
export type ConsumerConstructorConfig = ConsumerGlobalAndTopicConfig & { kafkaJS?: ConsumerConfig | undefined };

interface MessageFields {
  key: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  attributes: number;
  offset: string;
  leaderEpoch?: number | undefined;
}

/** A message that is received has both: `size`, and `headers` if there are any. One that a program makes needs one. */
export type KafkaMessage =
  (MessageFields & { size: number; headers?: never }) | (MessageFields & { headers: IHeaders; size?: never });

export type Batch = {
  topic: string;
  partition: number;
  highWatermark: string;
  messages: KafkaMessage[];
  isEmpty(): boolean;
  firstOffset(): string | null;
  lastOffset(): string;
  offsetLag(): string;
  offsetLagLow(): string;
};

export interface EachMessagePayload {
  topic: string;
  partition: number;
  message: KafkaMessage;
  heartbeat(): Promise<void>;
  pause(): () => void;
}

export interface EachBatchPayload {
  batch: Batch;
  resolveOffset(offset: string | number, leaderEpoch?: number): void;
  heartbeat(): Promise<void>;
  pause(): () => void;
  commitOffsetsIfNecessary(): Promise<void>;
  /** Always there. It is not in Confluent's types: a program's own payload need not have it. */
  uncommittedOffsets?: (() => OffsetsByTopicPartition) | undefined;
  isRunning(): boolean;
  isStale(): boolean;
}

export type EachMessageHandler = (payload: EachMessagePayload) => Promise<void>;
export type EachBatchHandler = (payload: EachBatchPayload) => Promise<void>;

export type ConsumerSubscribeTopic = { topic: string | RegExp; replace?: boolean | undefined };
export type ConsumerSubscribeTopics = { topics: (string | RegExp)[]; replace?: boolean | undefined };

export type ConsumerRunConfig = {
  eachBatchAutoResolve?: boolean | undefined;
  partitionsConsumedConcurrently?: number | undefined;
  eachMessage?: EachMessageHandler | undefined;
  eachBatch?: EachBatchHandler | undefined;
};

export type TopicPartitions = { topic: string; partitions: number[] };
export type TopicPartition = { topic: string; partition: number; leaderEpoch?: number | undefined };
export type TopicPartitionOffset = TopicPartition & { offset: string };
export type TopicPartitionOffsetAndMetadata = TopicPartitionOffset & { metadata?: string | null | undefined };

export interface OffsetsByTopicPartition {
  topics: TopicOffsets[];
}

export type SeekEntry = PartitionOffset;
