import { AdminClient, Producer, type ProducerConfig as CoreConfig } from '../../index';
import { logEventsOf, whenReady } from '../base/core-events';
import { retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import { warnOnce } from '../base/warn-once';
import type { ClientConfig } from '../config/client-config';
import { KafkaJSNonRetriableError } from '../errors/errors';
import { protocolError } from '../errors/from-core';
import type { Logger } from '../types/logging';
import type { ProducerConfig } from '../types/producer';
import { compressionNames } from '../values/compression-types';

const INVALID_REQUIRED_ACKS = 21;
const LONGEST_MS = 0x7fffffff;
/** librdkafka's limit. Brokers have a lower one, and say so. */
const LARGEST_RECORD = 1_000_000_000;
/** kafkajs has no limit. Memory is used only for records that are on their way. */
const BUFFER_MEMORY = 2 ** 30;
/** One request for all messages of a `send`, as far as a broker takes it by default. */
const BATCH_BYTES = 1_000_000;

/**
 * The core producers behind one producer of kafkajs. There, acks and compression belong to a call; in librdkafka they
 * belong to a client: so there is one for each combination that is used.
 */
export class CoreProducers {
  readonly #client: ClientConfig;
  readonly #config: ProducerConfig;
  readonly #retry: RetryOptions;
  readonly #logger: Logger;
  #common: Record<string, unknown> = {};
  readonly #open = new Map<string, Producer>();
  #transactional: Producer | undefined;
  /** Compression of all transactions, once known. */
  #transactionType: string | undefined;
  #switched: Promise<Producer> | undefined;
  #admin: AdminClient | undefined;

  constructor(client: ClientConfig, config: ProducerConfig, retry: RetryOptions, logger: Logger) {
    this.#client = client;
    this.#config = config;
    this.#retry = retry;
    this.#logger = logger;
  }

  /** Resolves when a broker has answered. */
  async connect(): Promise<void> {
    this.#common = await this.#client.common();
    const first = this.with(-1, 0);
    try {
      await whenReady(first, this.#client);
    } catch (error) {
      this.#open.clear();
      throw error;
    }
  }

  /** The core producer with these acks and this number of `CompressionTypes`. */
  with(acks: number, compression: number): Producer {
    if (![-1, 0, 1].includes(acks)) throw protocolError(INVALID_REQUIRED_ACKS);
    const type = compressionName(compression);
    const key = `${acks} ${type}`;
    let known = this.#open.get(key);
    if (known === undefined) {
      known = this.#create({
        acks: acks as never,
        'compression.type': type as never,
        'enable.idempotence': this.#config.idempotent === true,
      });
      this.#open.set(key, known);
    }
    return known;
  }

  /** For questions over the connection of the producer. */
  get admin(): AdminClient {
    this.#admin ??= AdminClient.from(this.with(-1, 0));
    return this.#admin;
  }

  /** The one core producer for transactions, ready for them. */
  async transactional(timeoutMs: number): Promise<Producer> {
    if (this.#transactional) return this.#transactional;
    const producer = this.#create(this.#transactionConfig());
    try {
      await producer.initTransactions({ timeoutMs });
    } catch (error) {
      await producer.close({ timeoutMs: 0 });
      throw error;
    }
    this.#transactional = producer;
    return producer;
  }

  /**
   * The core producer for records of the present transaction. All transactions have one, so the first records decide
   * about compression: if they want any, the transaction, which is still empty, begins anew in a producer that has it.
   */
  forTransaction(compression: number, timeoutMs: number): Promise<Producer> {
    const type = compressionName(compression);
    if (this.#transactionType === undefined) {
      this.#transactionType = type;
      if (type !== 'none') this.#switched = this.#beginAnew(timeoutMs);
    } else if (type !== this.#transactionType) {
      const what = `compression ${type} is ignored: transactions of this producer have ${this.#transactionType}`;
      warnOnce(this.#logger, 'compression in transactions', `${what}, as librdkafka has one setting for a producer`);
    }
    return this.#switched ?? Promise.resolve(this.currentTransactional);
  }

  /** The transaction has something in it: it stays in the producer that it has. */
  keepTransactional(): void {
    this.#transactionType ??= 'none';
  }

  /** The core producer of the present transaction. */
  get currentTransactional(): Producer {
    if (this.#transactional) return this.#transactional;
    throw new KafkaJSNonRetriableError('The producer of this transaction is gone: it was disconnected, or has failed');
  }

  async #beginAnew(timeoutMs: number): Promise<Producer> {
    const empty = this.#transactional;
    this.#transactional = undefined;
    try {
      await empty?.close();
      const producer = await this.transactional(timeoutMs);
      producer.beginTransaction();
      return producer;
    } finally {
      this.#switched = undefined;
    }
  }

  /** Sends what waits, then releases everything. */
  async close(): Promise<void> {
    const all = [...this.#open.values()];
    if (this.#transactional) all.push(this.#transactional);
    this.#open.clear();
    this.#transactional = undefined;
    this.#transactionType = undefined;
    this.#switched = undefined;
    this.#admin = undefined;
    await Promise.all(all.map((producer) => producer.close()));
  }

  #transactionConfig(): CoreConfig {
    const { transactionalId, transactionTimeout = 60_000 } = this.#config;
    const { requestTimeout } = this.#client;
    return {
      acks: -1,
      'compression.type': (this.#transactionType ?? 'none') as never,
      'enable.idempotence': true,
      'transactional.id': transactionalId!,
      'transaction.timeout.ms': transactionTimeout,
      // kafkajs takes a timeout of transactions that is below that of requests.
      'request.timeout.ms': Math.max(1, Math.min(requestTimeout, transactionTimeout)),
      'delivery.timeout.ms': Math.max(1, Math.min(this.#deliveryMs, transactionTimeout)),
    };
  }

  /** How long kafkajs tries: its pauses, and the last request. */
  get #deliveryMs(): number {
    return Math.min(LONGEST_MS, totalPauses(retryTimes(this.#retry)) + this.#client.requestTimeout);
  }

  #create(own: CoreConfig): Producer {
    const { metadataMaxAge = 300_000, maxInFlightRequests, idempotent } = this.#config;
    const isIdempotent = idempotent === true || own['enable.idempotence'] === true;
    const inFlight = Math.min(maxInFlightRequests ?? 5, isIdempotent ? 5 : 1_000_000);
    const producer = new Producer({
      ...this.#common,
      'linger.ms': 0,
      'batch.size': BATCH_BYTES,
      'max.request.size': LARGEST_RECORD,
      'buffer.memory': BUFFER_MEMORY,
      'delivery.timeout.ms': this.#deliveryMs,
      'max.block.ms': Math.max(1000, totalPauses(retryTimes(this.#retry))),
      'metadata.max.age.ms': metadataMaxAge,
      'max.in.flight.requests.per.connection': Math.max(1, inFlight),
      ...own,
    } as CoreConfig);
    logEventsOf(producer, this.#logger);
    return producer;
  }
}

function compressionName(compression: number): string {
  const name = compressionNames[compression];
  if (name === undefined) throw new KafkaJSNonRetriableError(`Invalid compression type ${compression}`);
  return name;
}
