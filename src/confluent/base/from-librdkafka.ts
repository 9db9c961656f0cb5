import { ERRORS } from '../../rdkafka/base/codes';
import { fromCore, LibrdKafkaError } from '../../rdkafka/base/librdkafka-error';
import * as errors from './errors';

type ErrorClass = new (e: Error | string, metadata?: errors.KafkaJSErrorMetadata) => errors.KafkaJSError;

const classes = new Map<number, ErrorClass>([
  [ERRORS.ERR_OFFSET_OUT_OF_RANGE, errors.KafkaJSOffsetOutOfRange],
  [ERRORS.ERR_REQUEST_TIMED_OUT, errors.KafkaJSRequestTimeoutError],
  [ERRORS.ERR__PARTIAL, errors.KafkaJSPartialMessageError],
  [ERRORS.ERR__AUTHENTICATION, errors.KafkaJSSASLAuthenticationError],
  [ERRORS.ERR_COORDINATOR_NOT_AVAILABLE, errors.KafkaJSGroupCoordinatorNotFound],
  [ERRORS.ERR__NOT_IMPLEMENTED, errors.KafkaJSNotImplemented],
  [ERRORS.ERR__TIMED_OUT, errors.KafkaJSTimeout],
  [ERRORS.ERR__ALL_BROKERS_DOWN, errors.KafkaJSNoBrokerAvailableError],
  [ERRORS.ERR__TRANSPORT, errors.KafkaJSConnectionError],
]);

/** An error of librdkafka as this API reports it. Others stay what they are: mistakes of the program. */
export function kafkaJSError(thrown: unknown): Error {
  if (errors.isKafkaJSError(thrown)) return thrown;
  const isPlain = typeof (thrown as { code?: unknown } | null)?.code !== 'number';
  // That of an element of a result is no Error.
  const error = isPlain
    ? fromCore(thrown, 'text')
    : thrown instanceof Error
      ? (thrown as LibrdKafkaError)
      : new LibrdKafkaError(thrown as LibrdKafkaError);
  const { code, isRetriable, isFatal, isTxnRequiresAbort } = error;
  const Class = classes.get(code) ?? (code > 0 ? errors.KafkaJSProtocolError : errors.KafkaJSError);
  return new Class(error, { code, retriable: isRetriable, fatal: isFatal, abortable: isTxnRequiresAbort });
}

/** A call of the callback API as a promise. */
export function promised<T>(call: (done: (error: unknown, result?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      call((error, result) => (error ? reject(kafkaJSError(error)) : resolve(result as T)));
    } catch (error) {
      reject(kafkaJSError(error));
    }
  });
}

export const invalid = (message: string): errors.KafkaJSError =>
  new errors.KafkaJSError(message, { code: ERRORS.ERR__INVALID_ARG });

export const wrongState = (message: string): errors.KafkaJSError =>
  new errors.KafkaJSError(message, { code: ERRORS.ERR__STATE });

export const notImplemented = (message = 'Not implemented'): errors.KafkaJSError =>
  new errors.KafkaJSError(message, { code: ERRORS.ERR__NOT_IMPLEMENTED });
