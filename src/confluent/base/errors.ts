/** The errors of Confluent's KafkaJS API. `code` is what programs look at. */
import { CODES, ERRORS } from '../../rdkafka/base/codes';
import type { LibrdKafkaError } from '../../rdkafka/base/types';
import type { DeleteGroupsResult } from '../../rdkafka/admin/values';

export interface KafkaJSErrorMetadata {
  retriable?: boolean | undefined;
  fatal?: boolean | undefined;
  abortable?: boolean | undefined;
  stack?: string | undefined;
  code?: number | undefined;
}

/** A code's name, or −1 where several names or none have it. */
function typeOf(code: number): string | number {
  const names = Object.entries(ERRORS).flatMap(([name, one]) => (one === code ? [name] : []));
  return names.length === 1 ? names[0]! : ERRORS.ERR_UNKNOWN;
}

export class KafkaJSError extends Error {
  override name = 'KafkaJSError';
  readonly retriable: boolean;
  readonly fatal: boolean;
  readonly abortable: boolean;
  readonly code: number;
  readonly type?: string | number;

  constructor(e: Error | string, metadata: KafkaJSErrorMetadata = {}) {
    super(typeof e === 'string' ? e : e.message, typeof e === 'string' ? {} : { cause: e });
    const { retriable = false, fatal = false, abortable = false, stack, code = ERRORS.ERR_UNKNOWN } = metadata;
    this.retriable = retriable;
    this.fatal = fatal;
    this.abortable = abortable;
    this.code = code;
    this.type = typeOf(code);
    if (stack) this.stack = stack;
    else Error.captureStackTrace(this, new.target);
  }
}

export class KafkaJSProtocolError extends KafkaJSError {
  override name = 'KafkaJSProtocolError';
}

export class KafkaJSOffsetOutOfRange extends KafkaJSProtocolError {
  override name = 'KafkaJSOffsetOutOfRange';
  /** Of Confluent's types. No error has it, there and here. */
  declare readonly topic: string;
  declare readonly partition: number;
}

export class KafkaJSConnectionError extends KafkaJSError {
  override name = 'KafkaJSConnectionError';
}

export class KafkaJSRequestTimeoutError extends KafkaJSError {
  override name = 'KafkaJSRequestTimeoutError';
}

export class KafkaJSPartialMessageError extends KafkaJSError {
  override name = 'KafkaJSPartialMessageError';
}

export class KafkaJSSASLAuthenticationError extends KafkaJSError {
  override name = 'KafkaJSSASLAuthenticationError';
}

export class KafkaJSGroupCoordinatorNotFound extends KafkaJSError {
  override name = 'KafkaJSGroupCoordinatorNotFound';
}

export class KafkaJSNotImplemented extends KafkaJSError {
  override name = 'KafkaJSNotImplemented';
}

export class KafkaJSTimeout extends KafkaJSError {
  override name = 'KafkaJSTimeout';
}

export class KafkaJSNoBrokerAvailableError extends KafkaJSError {
  override name = 'KafkaJSNoBrokerAvailableError';
}

export class KafkaJSCreateTopicError extends KafkaJSProtocolError {
  override name = 'KafkaJSCreateTopicError';
  readonly topic: string;

  constructor(e: Error | string, topicName: string, metadata?: KafkaJSErrorMetadata) {
    super(e, metadata);
    this.topic = topicName;
  }
}

export interface KafkaJSDeleteGroupsErrorGroups {
  groupId: string;
  errorCode?: number | undefined;
  error?: LibrdKafkaError | KafkaJSError | undefined;
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
  topic?: string | undefined;
  partitions: KafkaJSDeleteTopicRecordsErrorPartition[];
}

export class KafkaJSDeleteTopicRecordsError extends KafkaJSError {
  override name = 'KafkaJSDeleteTopicRecordsError';
  readonly partitions: KafkaJSDeleteTopicRecordsErrorPartition[];

  /** Can be retried if each of its errors can. */
  constructor({ partitions }: KafkaJSDeleteTopicRecordsErrorTopic) {
    super('Error while deleting records', { retriable: partitions.every(({ error }) => error?.retriable !== false) });
    this.partitions = partitions;
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

export const isKafkaJSError = (error: unknown): error is KafkaJSError => error instanceof KafkaJSError;

const rebalancing: readonly unknown[] = ['REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP', 'ILLEGAL_GENERATION'];

/** As in kafkajs by the error's type. Also by librdkafka's names, which the errors here have. */
export const isRebalancing = (error: unknown): boolean => {
  const type = (error as { type?: unknown } | null)?.type;
  return rebalancing.includes(typeof type === 'string' ? type.replace(/^ERR_/, '') : type);
};

export const ErrorCodes = CODES.ERRORS;
