import { errorNumber, type KafkaErrorCode } from '../../errors/codes';
import { AuthenticationError } from '../../errors/authentication-error';
import { KafkaError } from '../../errors/kafka-error';

/** A connection that failed for a permanent reason. */
export interface Refusal {
  readonly cause: KafkaError;
  /** For people, without librdkafka's elapsed milliseconds. */
  readonly reason: string;
  /** The refusal came from an address of bootstrap.servers. Another one of them may be right. */
  readonly isBootstrap: boolean;
}

const sasl: readonly KafkaErrorCode[] = [
  'ERR__AUTHENTICATION',
  'ERR_SASL_AUTHENTICATION_FAILED',
  'ERR_UNSUPPORTED_SASL_MECHANISM',
  'ERR_ILLEGAL_SASL_STATE',
];

/**
 * TLS alerts about the state of the other side rather than about this client: close_notify, internal_error,
 * user_canceled.
 */
const passingAlerts = [0, 80, 90];

/**
 * After this many connections in a row that were closed during the TLS handshake without an alert, the listener counts
 * as one that does not speak TLS: a plain Kafka listener closes silently. A broker that is shutting down does so once.
 */
const CLOSED_HANDSHAKES = 4;

function codeOf(error: KafkaError): KafkaErrorCode | undefined {
  if (/\bnot Kafka\b/.test(error.message)) return 'ERR_NOT_KAFKA';
  if (sasl.includes(error.code)) return 'ERR__AUTHENTICATION';
  // With TLS 1.3, the alert about a client's certificate arrives after the handshake.
  const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
  if (alert !== undefined) return passingAlerts.includes(Number(alert)) ? undefined : 'ERR__SSL';
  return error.code === 'ERR__SSL' ? 'ERR__SSL' : undefined;
}

/** Finds permanent refusals among a client's connection errors, and keeps the last one. */
export class Refusals {
  #closed = 0;
  /** The last refusal since a broker has answered. */
  last: Refusal | undefined;

  /** A connection has failed. Returns the refusal if it is one. */
  note(error: KafkaError): Refusal | undefined {
    let code = codeOf(error);
    if (/SSL handshake failed: .*PLAINTEXT broker listener/.test(error.message)) {
      if (++this.#closed >= CLOSED_HANDSHAKES) code = 'ERR__SSL';
    } else if (error.code !== 'ERR__ALL_BROKERS_DOWN') this.#closed = 0;
    if (code === undefined) return undefined;
    const { message } = error;
    const reason = message.replace(/ \(after \d+ms [^)]*\)/, '').replace('/bootstrap:', ':');
    const errno = code === 'ERR_NOT_KAFKA' ? 0 : errorNumber(code as 'ERR__SSL');
    const cause = new KafkaError({ code, errno, message, operation: error.operation, cause: error.cause });
    this.last = { cause, reason, isBootstrap: /\/bootstrap: /.test(message) };
    return this.last;
  }

  /** A broker has answered. */
  forget(): void {
    this.last = undefined;
    this.#closed = 0;
  }
}

/** The error of a call that waits for a broker. */
export function refusedError(operation: string, { cause, reason }: Refusal): AuthenticationError {
  return new AuthenticationError(operation, reason, cause);
}
