import { KafkaError, nameErrorClass } from './kafka-error';

/**
 * No broker accepts this client, for a permanent reason: the credentials or a certificate are refused, or the other
 * side does not speak Kafka. `cause` is the error of the connection. The client keeps trying, so a call made after the
 * reason is gone succeeds. Codes `ERR__AUTHENTICATION` (SASL), `ERR__SSL` (TLS), `ERR_NOT_KAFKA`. Java's
 * AuthenticationException.
 */
export class AuthenticationError extends KafkaError {
  constructor(operation: string, message: string, cause: KafkaError) {
    const { code, errno } = cause;
    super({ code, errno, message: `${operation}: ${message}`, operation, isRetriable: false, cause });
  }
}
nameErrorClass(AuthenticationError, 'AuthenticationError');
