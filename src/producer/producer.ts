import { Status, type NativeEvent } from '../binding/native';
import { Client } from '../client/client';
import { warnAboutConfig } from '../client/config-warnings';
import type { ClientEvents } from '../client/events';
import type { ConsumerGroupMetadata } from '../client/group-metadata';
import { checkSignal, checkTimeout, throwIfAborted, wait, type WaitOptions } from '../client/waiting';
import { configDefOf } from '../config/config-def';
import type { ProducerConfig } from '../config/generated/types';
import type { MetricReporter } from '../config/option-types';
import { resolveConfig } from '../config/resolve';
import { errorNumber } from '../errors/codes';
import { DeliveryError } from '../errors/delivery-error';
import { KafkaError } from '../errors/kafka-error';
import type { Outcome } from '../errors/partial-failure-error';
import { ClosedError } from '../errors/usage-errors';
import type { Bytes, Serialized } from '../serde/spec';
import { Accumulator, NO_ROOM, type AccumulatorHooks } from './accumulator';
import { allDelivered } from './batch-send';
import { Closing } from './closing';
import type { DeliveryCallback, Settlers } from './deliveries';
import { Drains } from './drains';
import { Flusher } from './flusher';
import { Interceptors } from './interceptors';
import { producerMetrics, type ProducerMetrics } from './metrics';
import type { TransactionOffset } from './offsets';
import { assertRecord, badRecord, describe, type ProducerRecord, type RecordMetadata } from './record';
import { SendQueue } from './send-queue';
import { Sender } from './sender';
import { RecordSerializer } from './serialization';
import { checkTopicName } from './topic-table';
import { topicPartitions, type PartitionInfo } from '../client/topic-metadata';
import { TransactionCalls } from './transaction-calls';
import { stateError } from './transactions';
import { RecordWritable, type WritableOptions } from './writable';

export interface ProducerEvents extends ClientEvents {
  /** After a `produce` that returned false or threw ERR__QUEUE_FULL: half of `buffer.memory` is free again. */
  drain: [];
}

/** Of the promise made last: one executor for all promises saves a closure for each send. */
let keptSettlers: Settlers;
const keepSettlers = (resolve: Settlers['resolve'], reject: Settlers['reject']): void => {
  keptSettlers = { resolve, reject };
};

/**
 * Writes records to topics. Java's KafkaProducer, with librdkafka's delivery callback.
 *
 * `K` and `V` are what keys and values are before serialization, or the short name of a serializer. `null` is always legal.
 */
export class Producer<K = Bytes, V = Bytes> extends Client<ProducerEvents> {
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('producer');

  readonly #accumulator: Accumulator;
  readonly #queue: SendQueue;
  readonly #flusher: Flusher;
  readonly #drains: Drains;
  readonly #sender: Sender;
  readonly #serializer: RecordSerializer;
  readonly #interceptors: Interceptors;
  readonly #transactions: TransactionCalls;
  readonly #metricReporters: readonly MetricReporter[];
  readonly #closePartitioner: () => void;
  readonly #highWater: number;
  #isAccepting = false;
  #isHeld = false;
  #statistics: Record<string, unknown> | undefined;
  #closing: Closing | undefined;

  /** Connects in the background; throws only ConfigError. */
  constructor(config: ProducerConfig<K, V>) {
    const resolved = resolveConfig('producer', config);
    const { java, partitioner } = resolved;
    // The accumulator comes before `this`, for the native client needs its slab.
    const hooks: AccumulatorHooks = {
      busy: () => undefined,
      submitted: () => undefined,
      partitionCount: () => Promise.resolve(0),
    };
    const accumulator = new Accumulator(
      {
        bufferMemory: java['buffer.memory'],
        maxRequestSize: java['max.request.size'],
        metadataMaxAgeMs: java['metadata.max.age.ms'],
      },
      partitioner.kind === 'function' ? partitioner.partition : undefined,
      hooks,
    );
    super({
      role: 'producer',
      conf: resolved.native,
      certificates: resolved.nativeCertificates,
      oauth: resolved.oauth,
      javaPartitioner:
        partitioner.kind === 'java' ? { batchSize: java['batch.size'], ignoreKeys: partitioner.ignoreKeys } : undefined,
      deliveries: accumulator.deliveries.columns,
      slab: accumulator.packer.slab,
      defaultTimeoutMs: java['max.block.ms'],
    });
    warnAboutConfig(resolved.warnings);
    accumulator.attach(this.handle);
    hooks.busy = () => this.#holdWhileBusy();
    hooks.submitted = () => {
      if (this.status[Status.MORE] === 1) this.pumpSoon();
    };
    hooks.partitionCount = async (topic) => (await this.#partitions('produce', topic, this.defaultTimeoutMs)).length;
    this.#accumulator = accumulator;
    this.#highWater = java['buffer.memory'] / 2;
    this.#queue = new SendQueue(java['buffer.memory']);
    this.#drains = new Drains(() => this.emit('drain'));
    this.#serializer = new RecordSerializer(resolved.keySerializer, resolved.valueSerializer);
    this.#interceptors = new Interceptors(resolved.interceptors, (method, error) =>
      this.#pluginFailed(`an interceptor's ${method}`, method, error),
    );
    this.#sender = new Sender({
      accumulator,
      queue: this.#queue,
      serializer: this.#serializer,
      interceptors: this.#interceptors,
      roomMs: this.defaultTimeoutMs,
      changed: () => this.#afterSettling(),
    });
    this.#metricReporters = resolved.metricReporters;
    this.#closePartitioner = partitioner.kind === 'function' ? partitioner.close : () => undefined;
    this.#flusher = new Flusher(accumulator, this.#queue, {
      request: (timeoutMs) => this.requestWithId('flush', { timeoutMs }, 'flush'),
      cancel: (id) => this.call('cancelFlush', { id }),
      step: (timeoutMs) => this.call('flushStep', { timeoutMs }),
      pump: () => this.#serve(),
    });
    const isTransactional = java['transactional.id'] !== null;
    this.#transactions = new TransactionCalls({
      isTransactional,
      defaultTimeoutMs: this.defaultTimeoutMs,
      assertUsable: (operation) => this.#assertUsable(operation),
      begin: () => this.call('beginTransaction', null),
      request: (operation, args) => this.request(operation, args),
      handOver: (timeoutMs) => this.#handOver(timeoutMs),
      giveUp: (why) => {
        this.#failWaiting(why);
        accumulator.submit();
      },
      failed: (error) => {
        this.lifecycle.failed(error);
        this.#updateAccepting();
      },
      changed: () => this.#updateAccepting(),
    });
    if (isTransactional) accumulator.deliveries.onFailure = (error) => this.#transactions.recordFailed(error);
    accumulator.deliveries.fatalError = () => this.#nativeFatalError();
    this.#updateAccepting();
  }

  /** Records handed over and not settled. */
  get outstanding(): number {
    return this.#accumulator.deliveries.outstanding;
  }

  /** Their share of `buffer.memory`, in bytes: key, value and headers, and 176 for each record. */
  get bufferedBytes(): number {
    return this.#accumulator.deliveries.bytes;
  }

  /**
   * Takes a record and returns at once. False: it was taken, but more than half of `buffer.memory` is in use now; await
   * {@link drained}. The caller may use its buffers again when this returns.
   *
   * Throws, having taken nothing: ERR__QUEUE_FULL when `buffer.memory` is used up or sends wait for it; ERR_MSG_SIZE_TOO_LARGE;
   * ERR_INVALID_ARGUMENT for a bad record; ERR__STATE outside of a transaction; ClosedError. Everything later goes to `callback`.
   */
  produce(record: ProducerRecord<Serialized<K>, Serialized<V>>, callback?: DeliveryCallback | null): boolean {
    if (!this.#isAccepting) this.#refuse('produce');
    if (!this.#queue.isEmpty) {
      this.#drains.needed = true;
      throw this.#accumulator.queueFull('produce', `${this.#queue.length} sends wait and must not be overtaken`);
    }
    assertRecord('produce', record);
    if (typeof callback !== 'function' && callback !== undefined && callback !== null) {
      throw badRecord('produce', `the callback must be a function; got ${describe(callback)}`);
    }
    const target = callback ?? undefined;
    const accumulator = this.#accumulator;
    const id = this.#sender.isPlain
      ? accumulator.take('produce', record, record.key, record.value, target, accumulator.deliveries.flushes.epoch)
      : this.#sender.take(record, target);
    if (id === NO_ROOM) {
      this.#drains.needed = true;
      throw accumulator.queueFull('produce', `buffer.memory (${accumulator.bufferMemory} bytes) is used up`);
    }
    if (accumulator.deliveries.bytes <= this.#highWater) return true;
    this.#drains.needed = true;
    return false;
  }

  /**
   * Sends a record and resolves when the broker has acknowledged it.
   * @param options timeoutMs bounds the whole wait; left out: `max.block.ms` for room, then `delivery.timeout.ms`. A record that still
   * waits for room at that time, or when `signal` aborts, is withdrawn (`error.persisted` is 'no'); one handed over may yet be
   * delivered ('maybe').
   */
  send(record: ProducerRecord<Serialized<K>, Serialized<V>>, options?: WaitOptions): Promise<RecordMetadata> {
    const promise = new Promise<RecordMetadata>(keepSettlers);
    const settlers = keptSettlers;
    try {
      if (!this.#isAccepting) this.#refuse('send');
      assertRecord('send', record);
      this.#sender.send(record, options, settlers);
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
    options?: WaitOptions & { settled?: false },
  ): Promise<RecordMetadata[]>;
  /**
   * Sends records in order and resolves with their metadata in that order; rejects with PartialFailureError if one failed, the
   * others having been sent all the same. `settled`: resolves with each one's outcome. However many there are, no more than
   * `buffer.memory` is in use; leave the records alone until it has resolved.
   */
  async sendBatch(
    records: Iterable<ProducerRecord<Serialized<K>, Serialized<V>>>,
    options: WaitOptions & { settled?: boolean } = {},
  ): Promise<RecordMetadata[] | Outcome<RecordMetadata>[]> {
    if (!this.#isAccepting) this.#refuse('sendBatch');
    const outcomes = await this.#sender.sendBatch(records, options);
    return options.settled === true ? outcomes : allDelivered(outcomes);
  }

  /**
   * Resolves when half of `buffer.memory` is free and no send waits: at once, if so already.
   * @param options timeoutMs: `max.block.ms`.
   */
  async drained(options: WaitOptions = {}): Promise<void> {
    const timeoutMs = checkTimeout('drained', options.timeoutMs, this.defaultTimeoutMs);
    const signal = checkSignal('drained', options.signal);
    this.#assertUsable('drained');
    throwIfAborted('drained', signal);
    if (this.#isDrained) return;
    await wait<void>('drained', { timeoutMs, signal }, (resolve, reject) => this.#drains.add(resolve, reject));
  }

  /**
   * Serves the delivery reports that are there, running their callbacks, and returns how many. Needed only by a loop that never
   * awaits. With a time it blocks this thread for the first report, that long at most; without, until there is one. It returns at
   * once when nothing is outstanding that could be served without a turn of the event loop, and inside of a delivery callback.
   */
  poll(timeoutMs?: number): number {
    const limit = checkTimeout('poll', timeoutMs, Infinity);
    this.#assertNotClosed('poll');
    const { deliveries } = this.#accumulator;
    if (deliveries.isSettling) return 0;
    this.#accumulator.submit();
    const before = deliveries.acknowledged + deliveries.failed;
    const served = () => deliveries.acknowledged + deliveries.failed - before;
    this.#serve();
    if (limit > 0) this.pumpUntil(() => served() > 0 || !this.#accumulator.mayBeServed, limit);
    return served();
  }

  /**
   * Sends what is waiting, whatever `linger.ms` says, and resolves when every record taken before this call is settled, or after
   * timeoutMs; with how many of them are not.
   */
  async flush(timeoutMs?: number, options: { signal?: AbortSignal } = {}): Promise<number> {
    const limit = checkTimeout('flush', timeoutMs, Infinity);
    const signal = checkSignal('flush', options.signal);
    this.#assertNotClosed('flush');
    return this.#flusher.flush('flush', limit, signal);
  }

  /** As {@link flush}, blocking this thread: for exit handlers. Callbacks have run when it returns. */
  flushSync(timeoutMs?: number): number {
    const limit = checkTimeout('flushSync', timeoutMs, Infinity);
    this.#assertNotClosed('flushSync');
    return this.#flusher.flushSync(limit);
  }

  /**
   * Gives up records: those in the queue (ERR__PURGE_QUEUE) and, with `inFlight`, those already on their way (ERR__PURGE_INFLIGHT: they
   * may have been written). Each fails by its own callback or promise, soon after.
   */
  purge(options: { queue?: boolean; inFlight?: boolean } = {}): void {
    this.#assertNotClosed('purge');
    this.#purge('purge', options.queue ?? true, options.inFlight ?? false);
  }

  /** Waits for the topic to be there; asking may create it. */
  async partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    const timeoutMs = checkTimeout('partitionsFor', options.timeoutMs, this.defaultTimeoutMs);
    const signal = checkSignal('partitionsFor', options.signal);
    checkTopicName('partitionsFor', topic);
    this.#assertUsable('partitionsFor');
    return this.#partitions('partitionsFor', topic, timeoutMs, signal);
  }

  metrics(): ProducerMetrics {
    return producerMetrics(this.#accumulator, this.#queue, this.#statistics);
  }

  /** A Writable, object mode: of values (bytes or strings), or of records. It ends when all it took is acknowledged. */
  writable(options: WritableOptions): RecordWritable {
    this.#assertUsable('writable');
    return new RecordWritable(this as unknown as Producer, options);
  }

  // ---- transactions

  /** Once, before the first transaction: fences producers of the same `transactional.id`, and finishes what they left. */
  async initTransactions(options: WaitOptions = {}): Promise<void> {
    await this.#transactions.init(options);
  }

  beginTransaction(): void {
    this.#transactions.begin();
  }

  /**
   * Makes the consumed offsets part of the transaction.
   * @param offsets next to read: `records.offsets()`.
   * @param group `consumer.groupMetadata()` of the consumer that read them.
   */
  async sendOffsetsToTransaction(
    offsets: Iterable<TransactionOffset>,
    group: ConsumerGroupMetadata,
    options: WaitOptions = {},
  ): Promise<void> {
    await this.#transactions.sendOffsets(offsets, group, options);
  }

  /**
   * Sends everything and commits. Rejects with `txnRequiresAbort` if something of it failed; after a TimeoutError or an error that
   * is retriable call it again, and nothing else.
   */
  async commitTransaction(options: WaitOptions = {}): Promise<void> {
    await this.#transactions.commit(options);
  }

  /** Gives up the transaction: its records fail with ERR__PURGE_QUEUE or are never seen by a read_committed consumer. */
  async abortTransaction(options: WaitOptions = {}): Promise<void> {
    await this.#transactions.abort(options);
  }

  /**
   * Runs `work` in a transaction: begins, commits, and resolves with what `work` returned. When it throws, or the commit must not
   * go through, aborts and rethrows.
   */
  async transaction<Result>(
    work: (producer: this) => Result | Promise<Result>,
    options: WaitOptions = {},
  ): Promise<Result> {
    if (typeof work !== 'function') throw badRecord('transaction', `takes a function; got ${describe(work)}`);
    return this.#transactions.around(() => work(this), options);
  }

  // ---- the end

  /**
   * Settles everything, then lets go. At the deadline, or when a second call's deadline comes first, what is left fails, each record by
   * its own callback or promise. An open transaction is aborted. Never rejects for what records met with.
   * @param options timeoutMs: until all is settled, which `delivery.timeout.ms` bounds.
   */
  async close(options: WaitOptions = {}): Promise<void> {
    const timeoutMs = checkTimeout('close', options.timeoutMs, Infinity);
    const signal = checkSignal('close', options.signal);
    if (this.#closing === undefined) {
      this.lifecycle.closing();
      this.#updateAccepting();
      this.#closing = new Closing({
        flush: (limit) => this.#flusher.flush('close', limit),
        unsettled: () => this.#flusher.unsettled,
        abort: () => this.#transactions.finish(),
        purge: () => this.#purge('close', true, true),
        failRest: () => this.#failRest(),
        finish: () => this.#finishClosing(),
      });
    }
    const closing = this.#closing;
    closing.within(timeoutMs);
    await wait<void>('close', { timeoutMs: Infinity, signal }, (resolve, reject) => {
      closing.finished.then(resolve, reject);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // ---- from the native side

  protected override onDeliveries(count: number): void {
    this.#accumulator.deliveries.settle(count);
    this.#afterSettling();
  }

  protected override onEvent(event: NativeEvent): void {
    if (event.type === 'stats') {
      this.#statistics = JSON.parse(event.json) as Record<string, unknown>;
      for (const reporter of this.#metricReporters) this.#report(reporter);
    }
    super.onEvent(event);
  }

  protected override onError(error: KafkaError): void {
    super.onError(error);
    if (error.isFatal) this.#updateAccepting();
  }

  /** Records may be given up before the event comes that says why. */
  #nativeFatalError(): KafkaError | null {
    if (this.lifecycle.fatalError !== undefined || this.isDestroyed) return this.lifecycle.fatalError ?? null;
    const reason = this.call('fatalError', null);
    return reason && KafkaError.fromNative({ ...reason, operation: 'produce' });
  }

  #report(reporter: MetricReporter): void {
    try {
      reporter.metrics(this.metrics());
    } catch (error) {
      this.#pluginFailed("a metric reporter's metrics", 'metrics', error);
    }
  }

  #pluginFailed(what: string, method: string, cause: unknown): void {
    const message = `${what} threw: ${String((cause as Error)?.message ?? cause)}`;
    this.emit('warning', new KafkaError({ code: 'ERR_LISTENER', message, operation: method, cause }));
  }

  // ---- room

  get #isDrained(): boolean {
    return this.#queue.isEmpty && this.#accumulator.deliveries.bytes <= this.#highWater;
  }

  #afterSettling(): void {
    if (!this.#queue.isEmpty) this.#queue.advance();
    if (this.#drains.any && this.#isDrained) this.#drains.tell();
    if (this.#isHeld && this.#accumulator.deliveries.outstanding === 0) {
      this.#isHeld = false;
      this.release();
    }
  }

  #holdWhileBusy(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.hold();
  }

  /** Serves what is there now; what comes in meanwhile waits, so that this ends. */
  #serve(): void {
    let left = this.#accumulator.deliveries.outstanding;
    do left -= this.pumpOnce(0);
    while (left > 0 && this.status[Status.MORE] === 1);
  }

  /** Sees to it that librdkafka has all that was taken, and that what it refused has been reported. */
  async #handOver(timeoutMs: number): Promise<void> {
    if (!this.#queue.isEmpty || this.#accumulator.partitioner?.held) {
      await this.#flusher.flush('commitTransaction', timeoutMs < 0 ? Infinity : timeoutMs);
    }
    this.#accumulator.submit();
    this.#serve();
  }

  /** Fails what librdkafka has not got yet. */
  #failWaiting(why: string): void {
    this.#queue.failAll((topic) => purged(topic, why));
    this.#accumulator.partitioner?.failAll((topic) => purged(topic, why));
    this.#afterSettling();
  }

  #purge(operation: string, queue: boolean, inFlight: boolean): void {
    if (queue) this.#failWaiting(operation === 'close' ? 'the producer was closed' : 'it was purged');
    this.#accumulator.submit();
    this.call('purge', { queue, inFlight });
  }

  // ---- state

  #updateAccepting(): void {
    this.#isAccepting =
      this.lifecycle.isOpen && this.lifecycle.fatalError === undefined && this.#transactions.mayProduce;
  }

  /** Says why no record is taken. */
  #refuse(operation: string): never {
    this.#assertUsable(operation);
    this.#transactions.assertMayProduce(operation);
    throw stateError(operation, 'not possible now');
  }

  /** Serving, flushing and purging go on while it closes. */
  #assertNotClosed(operation: string): void {
    if (this.isDestroyed) throw new ClosedError(operation);
  }

  #assertUsable(operation: string): void {
    this.lifecycle.assertOpen(operation);
    const cause = this.lifecycle.fatalError;
    if (cause === undefined) return;
    const { code, errno } = cause;
    const message = `${operation}: the producer has failed and must be closed: ${cause.message}`;
    throw new KafkaError({ code, errno, message, operation, isFatal: true, cause });
  }

  async #partitions(
    operation: string,
    topic: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<PartitionInfo[]> {
    return topicPartitions(operation, topic, timeoutMs, (left) =>
      this.requestWithin(
        'metadata',
        { topics: [topic], timeoutMs: this.requestTimeout(left) },
        { operation, timeoutMs: left, signal },
      ),
    );
  }

  // ---- closing

  #failRest(): void {
    this.#accumulator.deliveries.failAll(errorNumber('ERR__DESTROY'));
    this.#afterSettling();
  }

  #finishClosing(): Promise<void> {
    this.#drains.fail(() => new ClosedError('drained'));
    this.#interceptors.close();
    this.#serializer.close();
    this.#closePartitioner();
    for (const reporter of this.#metricReporters) reporter.close?.();
    return this.destroyHandle();
  }
}

/** A record that was given up before librdkafka had it. */
function purged(topic: string, why: string): DeliveryError {
  const errno = errorNumber('ERR__PURGE_QUEUE');
  return new DeliveryError({
    errno,
    message: `${topic}: ${why} before the record was sent`,
    topic,
    partition: -1,
    persisted: 'no',
  });
}
