import { errorName, isRetriableErrno, type KafkaErrorCode } from './codes';
import { AuthorizationError, KafkaError, nameErrorClass } from './kafka-error';

function notAuthorized(errno: number, message: string): AuthorizationError | undefined {
  const code = errorName(errno);
  return AuthorizationError.isMeant(code)
    ? new AuthorizationError({ code, errno, message, operation: 'produce' })
    : undefined;
}

/** A record that was not delivered, or for which this is unknown. */
export class DeliveryError extends KafkaError {
  readonly topic: string;
  readonly partition: number;
  /** `'no'`: certainly not in the log. `'maybe'`: possibly in the log, because no response arrived. */
  readonly persisted: 'no' | 'maybe';

  constructor(options: {
    errno: number;
    code?: KafkaErrorCode | undefined;
    message: string;
    topic: string;
    partition: number;
    persisted: 'no' | 'maybe';
    isFatal?: boolean | undefined;
    txnRequiresAbort?: boolean | undefined;
    cause?: unknown;
  }) {
    super({
      code: options.code ?? errorName(options.errno),
      errno: options.errno,
      message: options.message,
      operation: 'produce',
      isFatal: options.isFatal,
      txnRequiresAbort: options.txnRequiresAbort,
      isRetriable: isRetriableErrno(options.errno),
      cause: options.cause ?? notAuthorized(options.errno, options.message),
    });
    this.topic = options.topic;
    this.partition = options.partition;
    this.persisted = options.persisted;
  }
}
nameErrorClass(DeliveryError, 'DeliveryError');
