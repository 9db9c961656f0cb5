import { errorName, isRetriableErrno, type KafkaErrorCode } from './codes';

/** An error as the native side describes it. */
export interface NativeErrorData {
  errno: number;
  message: string;
  isFatal: boolean;
  isRetriable: boolean;
  txnRequiresAbort: boolean;
  /** The operation that failed: the name of the call, request or property. */
  operation?: string;
}

export interface KafkaErrorOptions {
  code: KafkaErrorCode;
  message: string;
  errno?: number;
  operation?: string;
  isFatal?: boolean;
  isRetriable?: boolean;
  txnRequiresAbort?: boolean;
  cause?: unknown;
}

const brand = Symbol.for('kafka-napi.KafkaError');

/**
 * The base of every error this package throws, rejects with or emits.
 *
 * `code` is stable: librdkafka's enumerator without `RD_KAFKA_RESP_` (`ERR_…` from a broker, `ERR__…` local), or one
 * of ours (docs/errors.md). `errno` is librdkafka's number, 0 for ours.
 */
export class KafkaError extends Error {
  readonly code: KafkaErrorCode;
  readonly errno: number;
  /** What failed: `'produce'`, `'commit'`, `'createTopics'` … */
  readonly operation: string | undefined;
  /** The client is unusable from now on: close it and make a new one. */
  readonly isFatal: boolean;
  /** The same call may succeed when it is made again. */
  readonly isRetriable: boolean;
  /** The current transaction must be aborted; the producer stays usable. */
  readonly txnRequiresAbort: boolean;

  constructor(options: KafkaErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.errno = options.errno ?? 0;
    this.operation = options.operation;
    this.isFatal = options.isFatal ?? false;
    this.isRetriable = options.isRetriable ?? false;
    this.txnRequiresAbort = options.txnRequiresAbort ?? false;
  }

  /** True for an error of this package, whichever realm or copy of the package it comes from. */
  static is(value: unknown): value is KafkaError {
    return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true;
  }

  static fromNative(data: NativeErrorData): KafkaError {
    const { message, ...flags } = data;
    const isRetriable = data.isRetriable || isRetriableErrno(data.errno);
    return new KafkaError({ ...flags, isRetriable, code: errorName(data.errno), message });
  }
}

// On the prototype, so that an error prints without them: its class name and what `KafkaError.is` looks for.
Object.defineProperty(KafkaError.prototype, 'name', { value: 'KafkaError', configurable: true, writable: true });
Object.defineProperty(KafkaError.prototype, brand, { value: true });

/** Gives a subclass its printed name, which minifiers would otherwise change. */
export function nameErrorClass(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}
