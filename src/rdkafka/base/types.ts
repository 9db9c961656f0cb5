/* eslint-disable @typescript-eslint/no-explicit-any -- these are node-rdkafka's types */
import type { ReadableOptions, WritableOptions } from 'node:stream';

/** An error with a code of librdkafka. */
export interface LibrdKafkaError {
  message: string;
  code: number;
  errno: number;
  /** 'local' from code −100 on, otherwise 'kafka'. */
  origin: string;
  stack?: string | undefined;
  isFatal?: boolean | undefined;
  isRetriable?: boolean | undefined;
  isTxnRequiresAbort?: boolean | undefined;
}

export interface ReadyInfo {
  name: string;
}

export interface ClientMetrics {
  /** ms since the epoch. */
  connectionOpened: number;
}

export interface MetadataOptions {
  topic?: string | undefined;
  allTopics?: boolean | undefined;
  /** ms. */
  timeout?: number | undefined;
}

export interface BrokerMetadata {
  id: number;
  host: string;
  port: number;
}

export interface PartitionMetadata {
  id: number;
  leader: number;
  replicas: number[];
  isrs: number[];
}

export interface TopicMetadata {
  name: string;
  partitions: PartitionMetadata[];
}

export interface Metadata {
  orig_broker_id: number;
  orig_broker_name: string;
  topics: TopicMetadata[];
  brokers: BrokerMetadata[];
}

export interface WatermarkOffsets {
  lowOffset: number;
  highOffset: number;
}

export interface TopicPartition {
  topic: string;
  partition: number;
  /** Why the call failed for this partition. */
  error?: LibrdKafkaError | undefined;
  leaderEpoch?: number | undefined;
}

export interface TopicPartitionOffset extends TopicPartition {
  offset: number;
}

/** Of Confluent's. */
export interface TopicPartitionOffsetAndMetadata extends TopicPartitionOffset {
  metadata?: string | null | undefined;
}

/** `offset` is a time in ms since the epoch. */
export type TopicPartitionTime = TopicPartitionOffset;

export type EofEvent = TopicPartitionOffset;

export type Assignment = TopicPartition | TopicPartitionOffset;

export interface DeliveryReport extends TopicPartitionOffset {
  /** Only with `dr_msg_cb`. */
  value?: MessageValue | undefined;
  size: number;
  key?: MessageKey | undefined;
  timestamp?: number | undefined;
  opaque?: any | undefined;
}

export type NumberNullUndefined = number | null | undefined;
export type MessageKey = Buffer | string | null | undefined;
export type MessageHeader = { [key: string]: string | Buffer };
export type MessageValue = Buffer | null;
export type SubscribeTopic = string | RegExp;
export type SubscribeTopicList = SubscribeTopic[];

export interface Message extends TopicPartitionOffset {
  value: MessageValue;
  size: number;
  topic: string;
  key?: MessageKey | undefined;
  timestamp?: number | undefined;
  headers?: MessageHeader[] | undefined;
  opaque?: any | undefined;
}

export interface ReadStreamOptions extends ReadableOptions {
  topics: SubscribeTopicList | SubscribeTopic | ((metadata: Metadata) => SubscribeTopicList);
  waitInterval?: number | undefined;
  fetchSize?: number | undefined;
  objectMode?: boolean | undefined;
  highWaterMark?: number | undefined;
  autoClose?: boolean | undefined;
  streamAsBatch?: boolean | undefined;
  connectOptions?: any | undefined;
  initOauthBearerToken?: string | undefined;
}

export interface WriteStreamOptions extends WritableOptions {
  encoding?: string | undefined;
  objectMode?: boolean | undefined;
  topic?: string | undefined;
  autoClose?: boolean | undefined;
  pollInterval?: number | undefined;
  connectOptions?: any | undefined;
}

/** A consumer in a group, for a producer's transaction. */
export interface GroupMember {
  /** @internal */
  _groupMetadata(): Buffer;
}

export type KafkaClientEvents =
  | 'disconnected'
  | 'ready'
  | 'connection.failure'
  | 'event.error'
  | 'event.stats'
  | 'event.log'
  | 'event.event'
  | 'event.throttle';
export type KafkaConsumerEvents =
  | 'data'
  | 'partition.eof'
  | 'rebalance'
  | 'rebalance.error'
  | 'subscribed'
  | 'unsubscribed'
  | 'unsubscribe'
  | 'offset.commit'
  | KafkaClientEvents;
/** A consumer also emits what node-rdkafka's types do not have. */
export type OwnConsumerEvents = KafkaConsumerEvents | 'warning';
export type KafkaProducerEvents = 'delivery-report' | KafkaClientEvents;

export interface EventListenerMap {
  disconnected: (metrics: ClientMetrics) => void;
  ready: (info: ReadyInfo, metadata: Metadata) => void;
  'connection.failure': (error: LibrdKafkaError, metrics: ClientMetrics) => void;
  'event.error': (error: LibrdKafkaError) => void;
  'event.stats': (eventData: any) => void;
  'event.log': (eventData: any) => void;
  'event.event': (eventData: any) => void;
  'event.throttle': (eventData: any) => void;
  data: (arg: Message) => void;
  'partition.eof': (arg: EofEvent) => void;
  rebalance: (err: LibrdKafkaError, assignments: TopicPartition[]) => void;
  'rebalance.error': (err: Error) => void;
  subscribed: (topics: SubscribeTopicList) => void;
  unsubscribe: () => void;
  unsubscribed: () => void;
  warning: (err: LibrdKafkaError) => void;
  'offset.commit': (error: LibrdKafkaError, topicPartitions: TopicPartitionOffset[]) => void;
  'delivery-report': (error: LibrdKafkaError, report: DeliveryReport) => void;
}

export type EventListener<K extends string> = K extends keyof EventListenerMap ? EventListenerMap[K] : never;
