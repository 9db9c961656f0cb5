import { retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import { warnOnce } from '../base/warn-once';
import { KafkaJSSASLAuthenticationError } from '../errors/errors';
import type { KafkaConfig } from '../types/kafka';
import type { Logger } from '../types/logging';
import { bootstrapServers } from './brokers';
import { GroupCommits } from './group-commits';
import { authenticationWith, saslConfig } from './sasl';
import { sslConfig } from './ssl';

/** librdkafka's longest timeout of a request. */
const LONGEST_REQUEST_MS = 300_000;

/** What all clients of one `Kafka` share. */
export class ClientConfig {
  readonly clientId: string;
  readonly requestTimeout: number;
  readonly retry: RetryOptions | undefined;
  readonly groupCommits = new GroupCommits();
  readonly #given: KafkaConfig;
  readonly #connectMs: number;
  readonly #logger: Logger;

  constructor(given: KafkaConfig, logger: Logger) {
    const { clientId = 'kafkajs', connectionTimeout = 1000, authenticationTimeout = 10_000 } = given;
    const { requestTimeout = 30_000, enforceRequestTimeout = true } = given;
    this.#given = given;
    this.#logger = logger;
    this.clientId = clientId;
    this.retry = given.retry;
    this.#connectMs = connectionTimeout;
    this.requestTimeout = enforceRequestTimeout ? Math.min(requestTimeout, LONGEST_REQUEST_MS) : LONGEST_REQUEST_MS;
    this.setupMs = Math.max(1000, connectionTimeout + authenticationTimeout);
    if (given.socketFactory !== undefined) {
      warnOnce(logger, 'socketFactory', 'socketFactory is ignored: sockets are created by librdkafka');
    }
  }

  /** librdkafka counts connecting and authenticating together. */
  readonly setupMs: number;

  /** How long `connect()` tries: kafkajs's pauses between its tries, and the first try. */
  get connectTimeoutMs(): number {
    return Math.max(1000, Math.min(0x7fffffff, totalPauses(retryTimes(this.retry)) + this.#connectMs));
  }

  /** An error as kafkajs has it, with its name of the mechanism if the brokers refuse the client. */
  refusal(error: Error): Error {
    const { sasl } = this.#given;
    if (!sasl || !(error instanceof KafkaJSSASLAuthenticationError)) return error;
    const message = `${authenticationWith(sasl.mechanism)} failed: ${error.message}`;
    return new KafkaJSSASLAuthenticationError(message, { cause: error.cause });
  }

  /** Properties of every core client. Asks for the brokers, and rejects what cannot be. */
  async common(): Promise<Record<string, unknown>> {
    const { brokers, ssl, sasl } = this.#given;
    const servers = await bootstrapServers(brokers);
    const protocol = `${sasl ? 'SASL_' : ''}${ssl ? 'SSL' : 'PLAINTEXT'}`;
    const { initialRetryTime, maxRetryTime } = retryTimes(this.retry);
    return {
      'bootstrap.servers': servers,
      'client.id': this.clientId,
      'security.protocol': protocol,
      'request.timeout.ms': Math.max(1, this.requestTimeout),
      'socket.connection.setup.timeout.ms': this.setupMs,
      'socket.connection.setup.timeout.max.ms': Math.max(30_000, this.setupMs),
      'retry.backoff.ms': Math.max(1, Math.ceil(initialRetryTime)),
      'retry.backoff.max.ms': Math.max(1, Math.ceil(maxRetryTime), Math.ceil(initialRetryTime)),
      ...(ssl ? sslConfig(ssl, this.#logger) : {}),
      ...(sasl ? saslConfig(sasl, this.clientId) : {}),
    };
  }
}
