import { kindOf } from '../errors/brief';
import { checkOneArgument, checkOptions, checkWait } from '../client/options';
import { connection, type Connection } from '../client/connection';
import { TypedEmitter } from '../client/events/events';
import type { ConsumerGroupMetadata } from '../client/group-metadata';
import { checkSignal, checkTimeout, throwIfAborted, wait, type WaitOptions } from '../client/waiting';
import type { ClientState } from '../client/lifecycle';
import type { ProducerConfig } from '../config/generated/types';
import { configDefOf } from '../config/names/config-def';
import { configFromFile } from '../config/shared-file';
import type { Outcome } from '../errors/partial-failure-error';
import type { Bytes, Serialized } from '../serde/spec';
import { NO_ROOM } from './sending/accumulator';
import { allDelivered } from './sending/batch-send';
import { ProducerCore } from './producer-core';
import type { ProducerEvents } from './producer-events';
import type { DeliveryCallback, Settlers } from './settling/deliveries';
import type { ProducerMetrics } from './metrics';
import type { TransactionOffset } from './transactions/offsets';
import { assertRecord, badRecord, type ProducerRecord, type RecordMetadata } from './records/record';
import { checkTopicName } from './records/topic-table';
import type { PartitionInfo } from '../client/topic-metadata';
import { callWork } from '../user-code/user-code';
import { RecordWritable, type WritableOptions } from './writable';

const purgeOptions = ['queue', 'inFlight'] as const;

/** The settlers of the promise created last. Sharing one executor for all promises saves a closure per send. */
let keptSettlers: Settlers;
const keepSettlers = (resolve: Settlers['resolve'], reject: Settlers['reject']): void => {
  keptSettlers = { resolve, reject };
};

/**
 * Writes records to topics. Java's KafkaProducer, with librdkafka's delivery callback.
 *
 * `K` and `V` are the types of keys and values before serialization, or the short name of a serializer. `null` is
 * always allowed.
 */
export class Producer<K = Bytes, V = Bytes> extends TypedEmitter<ProducerEvents> {
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('producer');
  readonly #core: ProducerCore;

  /** Connects in the background. Throws only ConfigError. */
  constructor(config: ProducerConfig<K, V>);
  constructor(config: ProducerConfig<K, V>, ...others: unknown[]) {
    super();
    checkOneArgument('Producer', others, ['key.serializer', 'value.serializer']);
    this.#core = new ProducerCore(config as ProducerConfig<unknown, unknown>, {
      tell: (name, ...args) => this.tell(name, ...(args as never)),
      drain: () => this.tell('drain'),
    });
  }

  /**
   * A producer with the configuration in a Java `.properties` file. The file may serve all kinds of clients, as with
   * Kafka's tools: properties of other kinds have no effect here. Text that is not UTF-8 is read as Latin-1.
   * @param overrides Properties that replace those of the file, or are added.
   * @throws InvalidArgumentError for a file that cannot be read, ConfigError for an invalid or misspelt property.
   */
  static fromProperties<K = Bytes, V = Bytes>(
    file: string | URL,
    overrides?: Partial<ProducerConfig<K, V>>,
  ): Producer<K, V> {
    return new Producer(configFromFile<K, V>('producer', file, overrides));
  }

  /** For health checks: `'up'` once a broker has answered, `'down'` while none can be reached. */
  get state(): ClientState {
    return this.#core.client.state;
  }

  /**
   * Resolves when a broker has answered. Rejects at once with a permanent error: an AuthenticationError if no broker
   * accepts this client, or a fatal error. At the deadline rejects with a TimeoutError, whose `cause` is the last
   * connection error.
   * @param options timeoutMs: default `max.block.ms`.
   */
  ready(options: WaitOptions = {}): Promise<void> {
    return this.#core.client.ready(options);
  }

  /** Accepted records that are not settled yet. */
  get outstanding(): number {
    return this.#core.accumulator.deliveries.outstanding;
  }

  /** Their share of `buffer.memory`, in bytes: key, value and headers, plus 176 for each record. */
  get bufferedBytes(): number {
    return this.#core.accumulator.deliveries.bytes;
  }

  override toJSON(): { client: string; state: ClientState; outstanding: number; bufferedBytes: number } {
    const { state, outstanding, bufferedBytes } = this;
    return { client: 'Producer', state, outstanding, bufferedBytes };
  }

  /**
   * Accepts a record and returns at once. False: the record was accepted, but more than half of `buffer.memory` is now
   * in use; await {@link drained}. The caller may reuse its buffers when this returns.
   *
   * Throws, without accepting the record: ERR__QUEUE_FULL when `buffer.memory` is used up or sends wait for it;
   * ERR_MSG_SIZE_TOO_LARGE; ERR_INVALID_ARGUMENT for a bad record; ERR__STATE outside of a transaction; ClosedError.
   * Every later error goes to `callback`.
   */
  produce(record: ProducerRecord<Serialized<K>, Serialized<V>>, callback?: DeliveryCallback | null): boolean {
    const core = this.#core;
    if (!core.isAccepting) core.refuse('produce');
    if (!core.queue.isEmpty) {
      core.drains.needed = true;
      throw core.accumulator.queueFull('produce', `${core.queue.length} sends wait and must not be overtaken`);
    }
    assertRecord('produce', record);
    if (typeof callback !== 'function' && callback !== undefined && callback !== null) {
      throw badRecord('produce', `the callback must be a function; got ${kindOf(callback)}`);
    }
    const target = callback ?? undefined;
    const { accumulator } = core;
    const id = core.sender.isPlain
      ? accumulator.take('produce', record, record.key, record.value, target, accumulator.deliveries.flushes.epoch)
      : core.sender.take(record, target);
    if (id === NO_ROOM) {
      core.drains.needed = true;
      throw accumulator.queueFull('produce', `buffer.memory (${accumulator.bufferMemory} bytes) is used up`);
    }
    if (accumulator.deliveries.bytes <= core.room.highWater) return true;
    core.drains.needed = true;
    return false;
  }

  /**
   * Sends a record and resolves when the broker has acknowledged it.
   * @param options timeoutMs bounds the whole wait. Default: `max.block.ms` for room, then `delivery.timeout.ms`. When
   *   the time is over or `signal` aborts, a record that still waits for room is withdrawn (`error.persisted` is 'no');
   *   one that librdkafka already has may still be delivered ('maybe').
   */
  send(record: ProducerRecord<Serialized<K>, Serialized<V>>, options?: WaitOptions): Promise<RecordMetadata> {
    const promise = new Promise<RecordMetadata>(keepSettlers);
    const settlers = keptSettlers;
    const core = this.#core;
    try {
      if (!core.isAccepting) core.refuse('send');
      assertRecord('send', record);
      core.sender.send(record, options, settlers);
    } catch (error) {
      settlers.reject(error);
    }
    return promise;
  }

  sendBatch(
    records: Iterable<ProducerRecord<Serialized<K>, Serialized<V>>>,
    options: WaitOptions & { settled: true },
  ): Promise<Outcome<RecordMetadata>[]>;
  sendBatch(
    records: Iterable<ProducerRecord<Serialized<K>, Serialized<V>>>,
    options?: WaitOptions & { settled?: false | undefined },
  ): Promise<RecordMetadata[]>;
  /**
   * Sends records in order and resolves with their metadata in the same order. Rejects with PartialFailureError if one
   * failed; all others are sent nevertheless. `settled`: resolves with the outcome of each record. A batch of any
   * length uses no more than `buffer.memory`. Do not change the records until the promise settles.
   */
  async sendBatch(
    records: Iterable<ProducerRecord<Serialized<K>, Serialized<V>>>,
    options: WaitOptions & { settled?: boolean | undefined } = {},
  ): Promise<RecordMetadata[] | Outcome<RecordMetadata>[]> {
    if (!this.#core.isAccepting) this.#core.refuse('sendBatch');
    const outcomes = await this.#core.sender.sendBatch(records, options);
    return options?.settled === true ? outcomes : allDelivered(outcomes);
  }

  /**
   * Resolves when half of `buffer.memory` is free and no send waits; at once if that is already so.
   * @param options timeoutMs: by default unlimited. The wait always ends: records are delivered or fail within their
   *   `delivery.timeout.ms`, and release their memory.
   */
  async drained(options: WaitOptions = {}): Promise<void> {
    const { timeoutMs, signal } = checkWait('drained', options, Infinity);
    this.#core.assertUsable('drained');
    throwIfAborted('drained', signal);
    if (this.#core.room.isDrained) return;
    const connectionError = () => this.#core.client.connectionError;
    await wait<void>('drained', { timeoutMs, signal, connectionError }, (resolve, reject) =>
      this.#core.drains.add(resolve, reject),
    );
  }

  /**
   * Serves the queued delivery reports, runs their callbacks, and returns their number. Only a loop that never awaits
   * needs this. With a timeout it blocks this thread until the first report, at most that long; without one, until
   * there is a report. Inside a delivery callback, or when no outstanding record can be served without a turn of the
   * event loop, it returns at once.
   */
  poll(timeoutMs?: number): number {
    const limit = checkTimeout('poll', timeoutMs, Infinity);
    this.#core.assertNotClosed('poll');
    const { deliveries } = this.#core.accumulator;
    if (deliveries.isSettling) return 0;
    this.#core.accumulator.submit();
    const before = deliveries.acknowledged + deliveries.failed;
    const served = () => deliveries.acknowledged + deliveries.failed - before;
    this.#core.serve();
    if (limit > 0) this.#core.client.pumpUntil(() => served() > 0 || !this.#core.accumulator.mayBeServed, limit);
    return served();
  }

  /**
   * Sends all waiting records, regardless of `linger.ms`. Resolves when every record accepted before this call is
   * settled, or after timeoutMs, with the number of these records that are not settled.
   */
  async flush(timeoutMs?: number, options: { signal?: AbortSignal | undefined } = {}): Promise<number> {
    checkOptions('flush', options, ['signal']);
    const limit = checkTimeout('flush', timeoutMs, Infinity);
    const signal = checkSignal('flush', options?.signal);
    this.#core.assertNotClosed('flush');
    return this.#core.flusher.flush('flush', limit, signal);
  }

  /** Like {@link flush}, but blocks this thread: for exit handlers. When it returns, callbacks have run. */
  flushSync(timeoutMs?: number): number {
    const limit = checkTimeout('flushSync', timeoutMs, Infinity);
    this.#core.assertNotClosed('flushSync');
    return this.#core.flusher.flushSync(limit);
  }

  /**
   * Drops records: those in the queue (ERR__PURGE_QUEUE) and, with `inFlight`, those already sent (ERR__PURGE_INFLIGHT:
   * they may have been written). Each fails soon after through its own callback or promise.
   */
  purge(options: { queue?: boolean | undefined; inFlight?: boolean | undefined } = {}): void {
    checkOptions('purge', options, purgeOptions);
    for (const name of purgeOptions) {
      const given: unknown = options?.[name];
      if (given !== undefined && typeof given !== 'boolean')
        throw badRecord('purge', `${name} must be true or false; got ${kindOf(given)}`);
    }
    this.#core.assertNotClosed('purge');
    this.#core.giveUp('purge', options?.queue ?? true, options?.inFlight ?? false);
  }

  /** Waits until the topic exists. The request may create it. */
  async partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    const { timeoutMs, signal } = checkWait('partitionsFor', options, this.#core.client.defaultTimeoutMs);
    checkTopicName('partitionsFor', topic);
    this.#core.assertUsable('partitionsFor');
    return this.#core.partitions('partitionsFor', topic, timeoutMs, signal);
  }

  metrics(): ProducerMetrics {
    return this.#core.metrics();
  }

  /**
   * A Writable in object mode, for values (bytes or strings) or records. It finishes when all its records are
   * acknowledged.
   */
  writable(options: WritableOptions): RecordWritable {
    this.#core.assertUsable('writable');
    return new RecordWritable(this, options);
  }

  // ---- transactions

  /**
   * Call once, before the first transaction. Fences producers with the same `transactional.id` and completes their open
   * transaction.
   */
  async initTransactions(options: WaitOptions = {}): Promise<void> {
    await this.#core.transactions.init(options);
  }

  beginTransaction(): void {
    this.#core.transactions.begin();
  }

  /**
   * Adds consumed offsets to the transaction.
   * @param offsets The next offsets to read: `records.offsets()`.
   * @param group `consumer.groupMetadata()` of the consumer that read them.
   */
  async sendOffsetsToTransaction(
    offsets: Iterable<TransactionOffset>,
    group: ConsumerGroupMetadata,
    options: WaitOptions = {},
  ): Promise<void> {
    await this.#core.transactions.sendOffsets(offsets, group, options);
  }

  /**
   * Sends all records and commits. Rejects with `txnRequiresAbort` if part of the transaction failed. After a
   * TimeoutError or a retriable error, call it again; no other call is allowed then.
   */
  async commitTransaction(options: WaitOptions = {}): Promise<void> {
    await this.#core.transactions.commit(options);
  }

  /** Aborts the transaction: its records fail with ERR__PURGE_QUEUE, or stay invisible to read_committed consumers. */
  async abortTransaction(options: WaitOptions = {}): Promise<void> {
    await this.#core.transactions.abort(options);
  }

  /**
   * Runs `work` in a transaction: begins, commits, and resolves with the result of `work`. If `work` throws or the
   * commit fails for good, aborts and rethrows.
   */
  async transaction<Result>(
    work: (producer: this) => Result | Promise<Result>,
    options: WaitOptions = {},
  ): Promise<Result> {
    if (typeof work !== 'function') throw badRecord('transaction', `takes a function; got ${kindOf(work)}`);
    return this.#core.transactions.around(() => callWork(work, this), options);
  }

  // ---- closing

  /**
   * Settles every record, then releases librdkafka. At the deadline (with several calls, the earliest) the remaining
   * records fail, each through its own callback or promise. An open transaction is aborted. Never rejects because of a
   * failed record.
   * @param options timeoutMs: by default until all records are settled, which `delivery.timeout.ms` bounds.
   */
  async close(options: WaitOptions = {}): Promise<void> {
    const { timeoutMs, signal } = checkWait('close', options, Infinity);
    const closing = this.#core.beginClosing();
    closing.within(timeoutMs);
    await wait<void>('close', { timeoutMs: Infinity, signal }, (resolve, reject) => {
      closing.finished.then(resolve, reject);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For AdminClient.from. */
  [connection](): Connection {
    return this.#core.client.connection;
  }
}
