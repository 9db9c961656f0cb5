import type { KafkaErrorCode } from './codes';
import { KafkaError, nameErrorClass } from './kafka-error';

/** An invalid argument; the call had no effect. Code `ERR_INVALID_ARGUMENT`, or librdkafka's own if it has one. */
export class InvalidArgumentError extends KafkaError {
  constructor(
    operation: string,
    message: string,
    options: { code?: KafkaErrorCode | undefined; errno?: number | undefined; cause?: unknown } = {},
  ) {
    super({
      code: options.code ?? 'ERR_INVALID_ARGUMENT',
      message,
      operation,
      errno: options.errno,
      cause: options.cause,
    });
  }
}
nameErrorClass(InvalidArgumentError, 'InvalidArgumentError');

/** The call was made after `close()`, or `close()` ended it. Code `ERR_CLOSED`. */
export class ClosedError extends KafkaError {
  constructor(operation: string, message = `${operation}: the client is closed`) {
    super({ code: 'ERR_CLOSED', message, operation });
  }
}
nameErrorClass(ClosedError, 'ClosedError');

/** Two polls or iterators of one consumer at the same time. Code `ERR_CONCURRENT`. */
export class ConcurrentError extends KafkaError {
  constructor(operation: string, message: string) {
    super({ code: 'ERR_CONCURRENT', message, operation });
  }
}
nameErrorClass(ConcurrentError, 'ConcurrentError');

/** `wakeup()` ended the pending (or next) poll. Code `ERR_WAKEUP`. Java's WakeupException. */
export class WakeupError extends KafkaError {
  constructor(operation: string) {
    super({ code: 'ERR_WAKEUP', message: `${operation}: ended by wakeup()`, operation });
  }
}
nameErrorClass(WakeupError, 'WakeupError');
