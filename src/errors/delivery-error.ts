import { errorName, isRetriableErrno, type KafkaErrorCode } from './codes';
import { KafkaError, nameErrorClass } from './kafka-error';

/** A record that was not delivered, or not known to be. */
export class DeliveryError extends KafkaError {
  readonly topic: string;
  readonly partition: number;
  /** `'no'`: certainly not in the log. `'maybe'`: it may be, the answer did not arrive. */
  readonly persisted: 'no' | 'maybe';

  constructor(options: {
    errno: number;
    code?: KafkaErrorCode;
    message: string;
    topic: string;
    partition: number;
    persisted: 'no' | 'maybe';
    isFatal?: boolean;
    cause?: unknown;
  }) {
    super({
      code: options.code ?? errorName(options.errno),
      errno: options.errno,
      message: options.message,
      operation: 'produce',
      isFatal: options.isFatal,
      isRetriable: isRetriableErrno(options.errno),
      cause: options.cause,
    });
    this.topic = options.topic;
    this.partition = options.partition;
    this.persisted = options.persisted;
  }
}
nameErrorClass(DeliveryError, 'DeliveryError');
