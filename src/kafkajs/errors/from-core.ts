import { KafkaError, PartialFailureError } from '../../index';
import {
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
  KafkaJSSASLAuthenticationError,
} from './errors';
import { protocolErrors } from './protocol-table';

interface ProtocolFields {
  code: number;
  type: string;
  retriable: boolean;
  message: string;
}

const byCode = new Map(
  protocolErrors.map(([code, type, retriable, message]) => [code, { code, type, retriable, message }]),
);

/** librdkafka's numbers for what kafkajs has protocol errors of. */
const localMeanings = new Map([
  [-188, 3], // ERR__UNKNOWN_TOPIC
  [-190, 3], // ERR__UNKNOWN_PARTITION
  [-144, 47], // ERR__FENCED
]);
const MESSAGE_TIMED_OUT = -192;
const timeouts = new Set([-185, -166]);
const connection = new Set([-195, -193, -187, -181, -197, -180]);
const authentication = new Set([-169, 33, 34, 58]);

function fieldsOf(code: number, core: KafkaError | undefined): ProtocolFields {
  const known = byCode.get(code);
  if (known) return known;
  const type = core === undefined ? 'KAFKAJS_UNKNOWN_ERROR_CODE' : core.code.replace(/^ERR_/, '');
  const message = core?.message ?? `Unknown error code ${code}`;
  return { code: core === undefined ? -99 : code, type, retriable: core?.isRetriable ?? false, message };
}

/** The protocol error with this number. `cause` is the core's error. */
export function protocolError(code: number, core?: KafkaError): KafkaJSProtocolError {
  const { retriable, ...fields } = fieldsOf(code, core);
  return new KafkaJSProtocolError(fields as unknown as Error, { retriable, cause: core });
}

/** The number of the protocol error that an error of the core stands for; undefined: none. */
export function protocolCodeOf(error: KafkaError): number | undefined {
  const errno = meant(error).errno;
  return errno > 0 || errno === -1 ? errno : localMeanings.get(errno);
}

/** A wait that ended with an error of the broker has that as its reason. */
function meant(error: KafkaError): KafkaError {
  const { cause } = error;
  return error.errno === 0 && KafkaError.is(cause) ? cause : error;
}

/** What kafkajs would have raised. Errors that are not the core's are returned unchanged. */
export function fromCore(error: unknown): Error {
  // Not by instanceof: errors of Node itself are of another realm in test runners.
  if (!KafkaError.is(error)) {
    return typeof error === 'object' && error !== null ? (error as Error) : new KafkaJSNonRetriableError(String(error));
  }
  if (error.code === 'ERR_PARTIAL_FAILURE') return fromCore((error as PartialFailureError).errors[0] ?? error.cause);
  const reason = meant(error);
  const { errno, code, message } = reason;
  if (authentication.has(errno)) return new KafkaJSSASLAuthenticationError(message, { cause: error });
  const protocol = protocolCodeOf(error);
  if (protocol !== undefined) return protocolError(protocol, error);
  if (errno === MESSAGE_TIMED_OUT) {
    const timedOut = new KafkaJSRequestTimeoutError(message, { cause: error });
    return new KafkaJSNumberOfRetriesExceeded(timedOut, { retryCount: 0, retryTime: 0 });
  }
  if (connection.has(errno)) return new KafkaJSConnectionError(message, { cause: error });
  if (timeouts.has(errno) || code === 'ERR_TIMEOUT') return new KafkaJSRequestTimeoutError(message, { cause: error });
  if (code === 'ERR_INVALID_ARGUMENT' || code === 'ERR_CONFIG' || error.isFatal || !error.isRetriable)
    return new KafkaJSNonRetriableError(message, { cause: error });
  return new KafkaJSError(message, { cause: error });
}

/** For an operation that librdkafka has retried as long as it may: kafkajs's error after its last try. */
export function afterRetries(error: unknown, retryCount: number, retryTime: number): Error {
  const final = fromCore(error);
  if (!(final instanceof KafkaJSError) || !final.retriable) return final;
  return new KafkaJSNumberOfRetriesExceeded(final, { retryCount, retryTime });
}
