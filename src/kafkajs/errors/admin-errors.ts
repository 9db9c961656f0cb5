/** The errors of kafkajs that only its admin client raises. */
import { KafkaJSError, KafkaJSProtocolError } from './errors';

export interface KafkaJSDeleteGroupsErrorGroups {
  groupId: string;
  errorCode: number;
  error: KafkaJSError;
}

export interface DeleteGroupsResult {
  groupId: string;
  errorCode?: number | undefined;
  error?: KafkaJSProtocolError | undefined;
}

export class KafkaJSDeleteGroupsError extends KafkaJSError {
  override name = 'KafkaJSDeleteGroupsError';
  readonly groups: DeleteGroupsResult[];

  constructor(e: Error | string, groups: KafkaJSDeleteGroupsErrorGroups[] = []) {
    super(e);
    this.groups = groups as DeleteGroupsResult[];
  }
}

export interface KafkaJSDeleteTopicRecordsErrorPartition {
  partition: number;
  offset: string;
  error: KafkaJSError;
}

export interface KafkaJSDeleteTopicRecordsErrorTopic {
  topic: string;
  partitions: KafkaJSDeleteTopicRecordsErrorPartition[];
}

/** Can be retried if that is true of every partition's error. */
export class KafkaJSDeleteTopicRecordsError extends KafkaJSError {
  override name = 'KafkaJSDeleteTopicRecordsError';
  readonly partitions: KafkaJSDeleteTopicRecordsErrorPartition[];

  constructor({ partitions }: KafkaJSDeleteTopicRecordsErrorTopic) {
    const errors = partitions.flatMap(({ error }) => error ?? []);
    super('Error while deleting records', { retriable: errors.every(({ retriable }) => retriable === true) });
    this.partitions = partitions;
  }
}

export class KafkaJSCreateTopicError extends KafkaJSProtocolError {
  override name = 'KafkaJSCreateTopicError';
  readonly topic: string;

  constructor(e: Error | string, topicName: string) {
    super(e);
    this.topic = topicName;
  }
}

export class KafkaJSAlterPartitionReassignmentsError extends KafkaJSProtocolError {
  override name = 'KafkaJSAlterPartitionReassignmentsError';
  readonly topic?: string;
  readonly partition?: number;

  constructor(e: Error | string, topicName?: string, partition?: number) {
    super(e);
    this.topic = topicName;
    this.partition = partition;
  }
}

export class KafkaJSAggregateError extends Error {
  override name = 'KafkaJSAggregateError';
  readonly errors: (Error | string)[];

  constructor(message: Error | string, errors: (Error | string)[]) {
    super(typeof message === 'string' ? message : message.message);
    this.errors = errors;
  }
}
