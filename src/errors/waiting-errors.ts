import type { KafkaErrorCode } from './codes';
import { KafkaError, nameErrorClass } from './kafka-error';

/**
 * The wait took longer than its `timeoutMs`. An operation that was already started may still happen. Code
 * `ERR_TIMEOUT`, or librdkafka's own.
 */
export class TimeoutError extends KafkaError {
  /** Only for `send`. `'no'`: the record was withdrawn. `'maybe'`: librdkafka has it, and it may still be delivered. */
  readonly persisted: 'no' | 'maybe' | undefined;

  constructor(
    operation: string,
    message: string,
    options: {
      code?: KafkaErrorCode | undefined;
      errno?: number | undefined;
      cause?: unknown;
      persisted?: 'no' | 'maybe' | undefined;
    } = {},
  ) {
    super({
      code: options.code ?? 'ERR_TIMEOUT',
      message,
      operation,
      errno: options.errno,
      isRetriable: true,
      cause: options.cause,
    });
    this.persisted = options.persisted;
  }
}
nameErrorClass(TimeoutError, 'TimeoutError');

/**
 * The error of a wait that took too long. `unreachable`, if no broker can be reached, is the reason. @param what 'not
 * done within 5 ms'
 */
export function tooLate(
  operation: string,
  what: string,
  unreachable: KafkaError | undefined,
  options: { persisted?: 'no' | 'maybe' | undefined; cause?: unknown } = {},
): TimeoutError {
  const why = unreachable === undefined ? '' : `; the last connection error: ${unreachable.message}`;
  return new TimeoutError(operation, `${operation}: ${what}${why}`, {
    ...options,
    cause: unreachable ?? options.cause,
  });
}

/** The caller's AbortSignal ended the wait; `cause` is `signal.reason`. Code `ABORT_ERR`, as in Node. */
export class AbortError extends KafkaError {
  /** As {@link TimeoutError.persisted}. */
  readonly persisted: 'no' | 'maybe' | undefined;

  constructor(operation: string, reason: unknown, options: { persisted?: 'no' | 'maybe' | undefined } = {}) {
    super({ code: 'ABORT_ERR', message: `${operation}: the operation was aborted`, operation, cause: reason });
    this.persisted = options.persisted;
  }
}
nameErrorClass(AbortError, 'AbortError');
