import { brief } from './brief';
import { errorName, isRetriableErrno, type KafkaErrorCode } from './codes';

/** An error as the native side describes it. */
export interface NativeErrorData {
  errno: number;
  message: string;
  isFatal: boolean;
  isRetriable: boolean;
  txnRequiresAbort: boolean;
  /** The operation that failed: the name of the call, request or property. */
  operation?: string | undefined;
}

export interface KafkaErrorOptions {
  code: KafkaErrorCode;
  message: string;
  errno?: number | undefined;
  operation?: string | undefined;
  isFatal?: boolean | undefined;
  isRetriable?: boolean | undefined;
  txnRequiresAbort?: boolean | undefined;
  cause?: unknown;
}

function causeOf(cause: unknown): unknown {
  const { name, message, code } = (cause ?? {}) as { name?: unknown; message?: unknown; code?: unknown };
  return typeof message === 'string' ? { name, code, message } : brief(cause);
}

const brand = Symbol.for('kafka-napi.KafkaError');

/**
 * The base of every error this package throws, rejects with or emits.
 *
 * `code` is stable: librdkafka's enumerator without `RD_KAFKA_RESP_` (`ERR_…` from a broker, `ERR__…` local), or one of
 * ours (docs/errors.md). `errno` is librdkafka's number, 0 for ours.
 */
export class KafkaError extends Error {
  readonly code: KafkaErrorCode;
  readonly errno: number;
  /** What failed: `'produce'`, `'commit'`, `'createTopics'` … */
  readonly operation: string | undefined;
  /** The client cannot be used any more: close it and create a new one. */
  readonly isFatal: boolean;
  /** The same call may succeed if it is repeated. */
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

  /** For logs: the cause by its name and message, long values shortened. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause } = this;
    const shown = brief(this.details()) as Record<string, unknown>;
    return { name, message, ...shown, ...(cause === undefined ? {} : { cause: causeOf(cause) }) };
  }

  /** @internal Its own properties. */
  protected details(): object {
    return { ...this };
  }

  /** True for an error of this package, from any realm or copy of the package. */
  static is(value: unknown): value is KafkaError {
    return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true;
  }

  static fromNative(data: NativeErrorData): KafkaError {
    const { message, ...flags } = data;
    const isRetriable = data.isRetriable || isRetriableErrno(data.errno);
    return KafkaError.of({ ...flags, isRetriable, code: errorName(data.errno), message });
  }

  /** @internal Creates an error of the class that belongs to its code. */
  static of(options: KafkaErrorOptions): KafkaError {
    return AuthorizationError.isMeant(options.code) ? new AuthorizationError(options) : new KafkaError(options);
  }
}

/**
 * The broker knows this client and does not allow the operation. This is permanent: once an administrator has granted
 * the permission, the same call succeeds. Codes `ERR_TOPIC_AUTHORIZATION_FAILED`, `ERR_GROUP_AUTHORIZATION_FAILED`,
 * `ERR_CLUSTER_AUTHORIZATION_FAILED`, `ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED`. Java's AuthorizationException.
 * Declared in this file because {@link KafkaError.of} creates it.
 */
export class AuthorizationError extends KafkaError {
  /** @internal */
  static isMeant(code: KafkaErrorCode): boolean {
    return code.endsWith('_AUTHORIZATION_FAILED');
  }
}

// On the prototype, so that printing an error omits them: its class name, and the mark that `KafkaError.is` looks for.
Object.defineProperty(KafkaError.prototype, 'name', { value: 'KafkaError', configurable: true, writable: true });
Object.defineProperty(KafkaError.prototype, brand, { value: true });

/** Sets the printed name of a subclass, which minifiers would otherwise change. */
export function nameErrorClass(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}
nameErrorClass(AuthorizationError, 'AuthorizationError');
