import type { Broker, PartitionAssigner } from './cluster';
import type { CommonEvents, InstrumentationEvent, On } from './events';
import type { Logger } from './logging';
import type { Offsets, TopicOffsets, TopicPartition, TopicPartitions } from './places';
import type { IHeaders } from './producer';
import type { RetryOptions } from './retry';

export interface ConsumerConfig {
  groupId: string;
  partitionAssigners?: PartitionAssigner[] | undefined;
  metadataMaxAge?: number | undefined;
  sessionTimeout?: number | undefined;
  rebalanceTimeout?: number | undefined;
  heartbeatInterval?: number | undefined;
  maxBytesPerPartition?: number | undefined;
  minBytes?: number | undefined;
  maxBytes?: number | undefined;
  maxWaitTimeInMs?: number | undefined;
  retry?: (RetryOptions & { restartOnFailure?: ((err: Error) => Promise<boolean>) | undefined }) | undefined;
  allowAutoTopicCreation?: boolean | undefined;
  maxInFlightRequests?: number | undefined;
  readUncommitted?: boolean | undefined;
  rackId?: string | undefined;
}

export interface MessageSetEntry {
  key: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  attributes: number;
  offset: string;
  size: number;
  headers?: never;
}

export interface RecordBatchEntry {
  key: Buffer | null;
  value: Buffer | null;
  timestamp: string;
  attributes: number;
  offset: string;
  headers: IHeaders;
  size?: never;
}

export type KafkaMessage = MessageSetEntry | RecordBatchEntry;

export type ConsumerGroup = { groupId: string; generationId: number; memberId: string; coordinator: Broker };

export type MemberDescription = {
  clientHost: string;
  clientId: string;
  memberId: string;
  memberAssignment: Buffer;
  memberMetadata: Buffer;
};

export type ConsumerGroupState = 'Unknown' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead' | 'Empty';

export type GroupDescription = {
  groupId: string;
  members: MemberDescription[];
  protocol: string;
  protocolType: string;
  state: ConsumerGroupState;
};

export type GroupDescriptions = { groups: GroupDescription[] };

export type TopicPartitionOffset = TopicPartition & { offset: string };
export type TopicPartitionOffsetAndMetadata = TopicPartitionOffset & { metadata?: string | null | undefined };

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

export type ConsumerEvents = {
  HEARTBEAT: 'consumer.heartbeat';
  COMMIT_OFFSETS: 'consumer.commit_offsets';
  GROUP_JOIN: 'consumer.group_join';
  FETCH_START: 'consumer.fetch_start';
  FETCH: 'consumer.fetch';
  START_BATCH_PROCESS: 'consumer.start_batch_process';
  END_BATCH_PROCESS: 'consumer.end_batch_process';
  CONNECT: 'consumer.connect';
  DISCONNECT: 'consumer.disconnect';
  STOP: 'consumer.stop';
  CRASH: 'consumer.crash';
  REBALANCING: 'consumer.rebalancing';
  RECEIVED_UNSUBSCRIBED_TOPICS: 'consumer.received_unsubscribed_topics';
  REQUEST: 'consumer.network.request';
  REQUEST_TIMEOUT: 'consumer.network.request_timeout';
  REQUEST_QUEUE_SIZE: 'consumer.network.request_queue_size';
};

export type ConsumerHeartbeatEvent = InstrumentationEvent<{
  groupId: string;
  memberId: string;
  groupGenerationId: number;
}>;
export type ConsumerCommitOffsetsEvent = InstrumentationEvent<{
  groupId: string;
  memberId: string;
  groupGenerationId: number;
  topics: TopicOffsets[];
}>;
export interface IMemberAssignment {
  [key: string]: number[];
}
export type ConsumerGroupJoinEvent = InstrumentationEvent<{
  duration: number;
  groupId: string;
  isLeader: boolean;
  leaderId: string;
  groupProtocol: string;
  memberId: string;
  memberAssignment: IMemberAssignment;
}>;
export type ConsumerFetchStartEvent = InstrumentationEvent<{ nodeId: number }>;
export type ConsumerFetchEvent = InstrumentationEvent<{ numberOfBatches: number; duration: number; nodeId: number }>;
export interface IBatchProcessEvent {
  topic: string;
  partition: number;
  highWatermark: string;
  offsetLag: string;
  offsetLagLow: string;
  batchSize: number;
  firstOffset: string;
  lastOffset: string;
}
export type ConsumerStartBatchProcessEvent = InstrumentationEvent<IBatchProcessEvent>;
export type ConsumerEndBatchProcessEvent = InstrumentationEvent<IBatchProcessEvent & { duration: number }>;
export type ConsumerCrashEvent = InstrumentationEvent<{ error: Error; groupId: string; restart: boolean }>;
export type ConsumerRebalancingEvent = InstrumentationEvent<{ groupId: string; memberId: string }>;
export type ConsumerReceivedUnsubcribedTopicsEvent = InstrumentationEvent<{
  groupId: string;
  generationId: number;
  memberId: string;
  assignedTopics: string[];
  topicsSubscribed: string[];
  topicsNotSubscribed: string[];
}>;

/** The event of each key in `consumer.events`. */
interface ConsumerEventsByKey extends CommonEvents {
  HEARTBEAT: ConsumerHeartbeatEvent;
  COMMIT_OFFSETS: ConsumerCommitOffsetsEvent;
  GROUP_JOIN: ConsumerGroupJoinEvent;
  FETCH_START: ConsumerFetchStartEvent;
  FETCH: ConsumerFetchEvent;
  START_BATCH_PROCESS: ConsumerStartBatchProcessEvent;
  END_BATCH_PROCESS: ConsumerEndBatchProcessEvent;
  STOP: InstrumentationEvent<null>;
  CRASH: ConsumerCrashEvent;
  REBALANCING: ConsumerRebalancingEvent;
  RECEIVED_UNSUBSCRIBED_TOPICS: ConsumerReceivedUnsubcribedTopicsEvent;
}

export interface OffsetsByTopicPartition {
  topics: TopicOffsets[];
}

export interface EachMessagePayload {
  topic: string;
  partition: number;
  message: KafkaMessage;
  heartbeat(): Promise<void>;
  pause(): () => void;
}

export interface EachBatchPayload {
  batch: Batch;
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  pause(): () => void;
  commitOffsetsIfNecessary(offsets?: Offsets): Promise<void>;
  uncommittedOffsets(): OffsetsByTopicPartition;
  isRunning(): boolean;
  isStale(): boolean;
}

export type ConsumerEachMessagePayload = EachMessagePayload;
export type ConsumerEachBatchPayload = EachBatchPayload;
export type EachBatchHandler = (payload: EachBatchPayload) => Promise<void>;
export type EachMessageHandler = (payload: EachMessagePayload) => Promise<void>;

export type ConsumerRunConfig = {
  autoCommit?: boolean | undefined;
  autoCommitInterval?: number | null | undefined;
  autoCommitThreshold?: number | null | undefined;
  eachBatchAutoResolve?: boolean | undefined;
  partitionsConsumedConcurrently?: number | undefined;
  eachBatch?: EachBatchHandler | undefined;
  eachMessage?: EachMessageHandler | undefined;
};

/** @deprecated Use `ConsumerSubscribeTopics`. */
export type ConsumerSubscribeTopic = { topic: string | RegExp; fromBeginning?: boolean | undefined };
export type ConsumerSubscribeTopics = { topics: (string | RegExp)[]; fromBeginning?: boolean | undefined };

export type Consumer = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  subscribe(subscription: ConsumerSubscribeTopics | ConsumerSubscribeTopic): Promise<void>;
  stop(): Promise<void>;
  run(config?: ConsumerRunConfig): Promise<void>;
  commitOffsets(topicPartitions: Array<TopicPartitionOffsetAndMetadata>): Promise<void>;
  seek(topicPartitionOffset: TopicPartitionOffset): void;
  describeGroup(): Promise<GroupDescription>;
  pause(topics: Array<{ topic: string; partitions?: number[] | undefined }>): void;
  paused(): TopicPartitions[];
  resume(topics: Array<{ topic: string; partitions?: number[] | undefined }>): void;
  on: On<ConsumerEvents, ConsumerEventsByKey>;
  logger(): Logger;
  readonly events: ConsumerEvents;
};
