import type { KafkaErrorCode } from './codes';
import { KafkaError, nameErrorClass } from './kafka-error';

/** The wait was longer than its `timeoutMs`. What was handed over may still happen. Code `ERR_TIMEOUT`, or librdkafka's own. */
export class TimeoutError extends KafkaError {
  /** Only of a `send`: `'no'`, the record was withdrawn; `'maybe'`, it was handed over and may yet be delivered. */
  readonly persisted: 'no' | 'maybe' | undefined;

  constructor(
    operation: string,
    message: string,
    options: { code?: KafkaErrorCode; errno?: number; cause?: unknown; persisted?: 'no' | 'maybe' } = {},
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

/** The caller's AbortSignal ended the wait; `cause` is `signal.reason`. Code `ABORT_ERR`, as Node's own. */
export class AbortError extends KafkaError {
  /** As {@link TimeoutError.persisted}. */
  readonly persisted: 'no' | 'maybe' | undefined;

  constructor(operation: string, reason: unknown, options: { persisted?: 'no' | 'maybe' } = {}) {
    super({ code: 'ABORT_ERR', message: `${operation}: the operation was aborted`, operation, cause: reason });
    this.persisted = options.persisted;
  }
}
nameErrorClass(AbortError, 'AbortError');
