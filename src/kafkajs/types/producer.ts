import type { CompressionTypes } from '../values/compression-types';
import type { CommonEvents, On } from './events';
import type { Logger } from './logging';
import type { Offsets, PartitionMetadata } from './places';
import type { RetryOptions } from './retry';

export interface IHeaders {
  [key: string]: Buffer | string | (Buffer | string)[] | undefined;
}

export interface Message {
  key?: Buffer | string | null | undefined;
  value: Buffer | string | null;
  partition?: number | undefined;
  headers?: IHeaders | undefined;
  timestamp?: string | undefined;
}

export interface PartitionerArgs {
  topic: string;
  partitionMetadata: PartitionMetadata[];
  message: Message;
}

export type ICustomPartitioner = () => (args: PartitionerArgs) => number;
export type DefaultPartitioner = ICustomPartitioner;
export type LegacyPartitioner = ICustomPartitioner;

export interface ProducerConfig {
  createPartitioner?: ICustomPartitioner | undefined;
  retry?: RetryOptions | undefined;
  metadataMaxAge?: number | undefined;
  allowAutoTopicCreation?: boolean | undefined;
  idempotent?: boolean | undefined;
  transactionalId?: string | undefined;
  transactionTimeout?: number | undefined;
  maxInFlightRequests?: number | undefined;
}

export interface ProducerRecord {
  topic: string;
  messages: Message[];
  acks?: number | undefined;
  timeout?: number | undefined;
  compression?: CompressionTypes | undefined;
}

export type RecordMetadata = {
  topicName: string;
  partition: number;
  errorCode: number;
  offset?: string | undefined;
  timestamp?: string | undefined;
  baseOffset?: string | undefined;
  logAppendTime?: string | undefined;
  logStartOffset?: string | undefined;
};

export interface TopicMessages {
  topic: string;
  messages: Message[];
}

export interface ProducerBatch {
  acks?: number | undefined;
  timeout?: number | undefined;
  compression?: CompressionTypes | undefined;
  topicMessages?: TopicMessages[] | undefined;
}

export type Sender = {
  send(record: ProducerRecord): Promise<RecordMetadata[]>;
  sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]>;
};

export type ProducerEvents = {
  CONNECT: 'producer.connect';
  DISCONNECT: 'producer.disconnect';
  REQUEST: 'producer.network.request';
  REQUEST_TIMEOUT: 'producer.network.request_timeout';
  REQUEST_QUEUE_SIZE: 'producer.network.request_queue_size';
};

export type Producer = Sender & {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  isIdempotent(): boolean;
  readonly events: ProducerEvents;
  on: On<ProducerEvents, CommonEvents>;
  transaction(): Promise<Transaction>;
  logger(): Logger;
};

export type Transaction = Sender & {
  sendOffsets(offsets: Offsets & { consumerGroupId: string }): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
  isActive(): boolean;
};
