import { errorNumber, type LibrdkafkaErrorCode } from './codes';
import { KafkaError } from './kafka-error';

/**
 * The call is not possible in the client's current state. Code `ERR__STATE`, or the given one; Java's
 * IllegalStateException. With a `cause` the transaction must be aborted.
 */
export function stateError(
  operation: string,
  message: string,
  options: { code?: LibrdkafkaErrorCode | undefined; cause?: KafkaError | undefined } = {},
): KafkaError {
  const { code = 'ERR__STATE', cause } = options;
  return new KafkaError({
    code,
    errno: errorNumber(code),
    message: `${operation}: ${message}`,
    operation,
    txnRequiresAbort: cause !== undefined,
    cause,
  });
}
