import type { ProducerGlobalConfig, ProducerTopicConfig } from '../../rdkafka/config/types.generated';
import type { Logger } from '../base/logger';
import type { CompressionTypes, logLevel } from '../base/values';
import type { RetryOptions } from '../types';

export interface ProducerConfig {
  metadataMaxAge?: number | undefined;
  allowAutoTopicCreation?: boolean | undefined;
  idempotent?: boolean | undefined;
  transactionalId?: string | undefined;
  transactionTimeout?: number | undefined;
  maxInFlightRequests?: number | undefined;
  acks?: number | undefined;
  compression?: CompressionTypes | undefined;
  timeout?: number | undefined;
  retry?: RetryOptions | undefined;
  logLevel?: logLevel | undefined;
  logger?: Logger | undefined;
}

export type ProducerConstructorConfig = ProducerGlobalConfig &
  ProducerTopicConfig & { kafkaJS?: ProducerConfig | undefined };

export interface IHeaders {
  [key: string]: Buffer | string | (Buffer | string)[] | undefined;
}

export interface Message {
  key?: Buffer | string | null | undefined;
  value: Buffer | string | null;
  partition?: number | null | undefined;
  headers?: IHeaders | undefined;
  timestamp?: string | undefined;
}

export interface ProducerRecord {
  topic: string;
  messages: Message[];
}

export type TopicMessages = ProducerRecord;

export interface ProducerBatch {
  topicMessages?: TopicMessages[] | undefined;
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

export interface PartitionOffset {
  partition: number;
  offset: string;
}

export interface TopicOffsets {
  topic: string;
  partitions: PartitionOffset[];
}
