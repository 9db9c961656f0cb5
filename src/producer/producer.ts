import type { ConsumerGroupMetadata } from '../client/group-metadata';
import { checkSignal, checkTimeout, throwIfAborted, wait, type WaitOptions } from '../client/waiting';
import { configDefOf } from '../config/config-def';
import type { Outcome } from '../errors/partial-failure-error';
import type { Bytes, Serialized } from '../serde/spec';
import { NO_ROOM } from './accumulator';
import { allDelivered } from './batch-send';
import { ProducerClient } from './producer-client';
import type { DeliveryCallback, Settlers } from './deliveries';
import { producerMetrics, type ProducerMetrics } from './metrics';
import type { TransactionOffset } from './offsets';
import { assertRecord, badRecord, describe, type ProducerRecord, type RecordMetadata } from './record';
import { checkTopicName } from './topic-table';
import type { PartitionInfo } from '../client/topic-metadata';
import { RecordWritable, type WritableOptions } from './writable';

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
export class Producer<K = Bytes, V = Bytes> extends ProducerClient<K, V> {
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('producer');

  /** Records handed over and not settled. */
  get outstanding(): number {
    return this.accumulator.deliveries.outstanding;
  }

  /** Their share of `buffer.memory`, in bytes: key, value and headers, and 176 for each record. */
  get bufferedBytes(): number {
    return this.accumulator.deliveries.bytes;
  }

  /**
   * Takes a record and returns at once. False: it was taken, but more than half of `buffer.memory` is in use now; await
   * {@link drained}. The caller may use its buffers again when this returns.
   *
   * Throws, having taken nothing: ERR__QUEUE_FULL when `buffer.memory` is used up or sends wait for it; ERR_MSG_SIZE_TOO_LARGE;
   * ERR_INVALID_ARGUMENT for a bad record; ERR__STATE outside of a transaction; ClosedError. Everything later goes to `callback`.
   */
  produce(record: ProducerRecord<Serialized<K>, Serialized<V>>, callback?: DeliveryCallback | null): boolean {
    if (!this.isAccepting) this.refuse('produce');
    if (!this.queue.isEmpty) {
      this.drains.needed = true;
      throw this.accumulator.queueFull('produce', `${this.queue.length} sends wait and must not be overtaken`);
    }
    assertRecord('produce', record);
    if (typeof callback !== 'function' && callback !== undefined && callback !== null) {
      throw badRecord('produce', `the callback must be a function; got ${describe(callback)}`);
    }
    const target = callback ?? undefined;
    const accumulator = this.accumulator;
    const id = this.sender.isPlain
      ? accumulator.take('produce', record, record.key, record.value, target, accumulator.deliveries.flushes.epoch)
      : this.sender.take(record, target);
    if (id === NO_ROOM) {
      this.drains.needed = true;
      throw accumulator.queueFull('produce', `buffer.memory (${accumulator.bufferMemory} bytes) is used up`);
    }
    if (accumulator.deliveries.bytes <= this.highWater) return true;
    this.drains.needed = true;
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
      if (!this.isAccepting) this.refuse('send');
      assertRecord('send', record);
      this.sender.send(record, options, settlers);
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
    if (!this.isAccepting) this.refuse('sendBatch');
    const outcomes = await this.sender.sendBatch(records, options);
    return options.settled === true ? outcomes : allDelivered(outcomes);
  }

  /**
   * Resolves when half of `buffer.memory` is free and no send waits: at once, if so already.
   * @param options timeoutMs: `max.block.ms`.
   */
  async drained(options: WaitOptions = {}): Promise<void> {
    const timeoutMs = checkTimeout('drained', options.timeoutMs, this.defaultTimeoutMs);
    const signal = checkSignal('drained', options.signal);
    this.assertUsable('drained');
    throwIfAborted('drained', signal);
    if (this.isDrained) return;
    await wait<void>('drained', { timeoutMs, signal }, (resolve, reject) => this.drains.add(resolve, reject));
  }

  /**
   * Serves the delivery reports that are there, running their callbacks, and returns how many. Needed only by a loop that never
   * awaits. With a time it blocks this thread for the first report, that long at most; without, until there is one. It returns at
   * once when nothing is outstanding that could be served without a turn of the event loop, and inside of a delivery callback.
   */
  poll(timeoutMs?: number): number {
    const limit = checkTimeout('poll', timeoutMs, Infinity);
    this.assertNotClosed('poll');
    const { deliveries } = this.accumulator;
    if (deliveries.isSettling) return 0;
    this.accumulator.submit();
    const before = deliveries.acknowledged + deliveries.failed;
    const served = () => deliveries.acknowledged + deliveries.failed - before;
    this.serve();
    if (limit > 0) this.pumpUntil(() => served() > 0 || !this.accumulator.mayBeServed, limit);
    return served();
  }

  /**
   * Sends what is waiting, whatever `linger.ms` says, and resolves when every record taken before this call is settled, or after
   * timeoutMs; with how many of them are not.
   */
  async flush(timeoutMs?: number, options: { signal?: AbortSignal } = {}): Promise<number> {
    const limit = checkTimeout('flush', timeoutMs, Infinity);
    const signal = checkSignal('flush', options.signal);
    this.assertNotClosed('flush');
    return this.flusher.flush('flush', limit, signal);
  }

  /** As {@link flush}, blocking this thread: for exit handlers. Callbacks have run when it returns. */
  flushSync(timeoutMs?: number): number {
    const limit = checkTimeout('flushSync', timeoutMs, Infinity);
    this.assertNotClosed('flushSync');
    return this.flusher.flushSync(limit);
  }

  /**
   * Gives up records: those in the queue (ERR__PURGE_QUEUE) and, with `inFlight`, those already on their way (ERR__PURGE_INFLIGHT: they
   * may have been written). Each fails by its own callback or promise, soon after.
   */
  purge(options: { queue?: boolean; inFlight?: boolean } = {}): void {
    this.assertNotClosed('purge');
    this.giveUp('purge', options.queue ?? true, options.inFlight ?? false);
  }

  /** Waits for the topic to be there; asking may create it. */
  async partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    const timeoutMs = checkTimeout('partitionsFor', options.timeoutMs, this.defaultTimeoutMs);
    const signal = checkSignal('partitionsFor', options.signal);
    checkTopicName('partitionsFor', topic);
    this.assertUsable('partitionsFor');
    return this.partitions('partitionsFor', topic, timeoutMs, signal);
  }

  metrics(): ProducerMetrics {
    return producerMetrics(this.accumulator, this.queue, this.statistics);
  }

  /** A Writable, object mode: of values (bytes or strings), or of records. It ends when all it took is acknowledged. */
  writable(options: WritableOptions): RecordWritable {
    this.assertUsable('writable');
    return new RecordWritable(this as unknown as Producer, options);
  }

  // ---- transactions

  /** Once, before the first transaction: fences producers of the same `transactional.id`, and finishes what they left. */
  async initTransactions(options: WaitOptions = {}): Promise<void> {
    await this.transactions.init(options);
  }

  beginTransaction(): void {
    this.transactions.begin();
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
    await this.transactions.sendOffsets(offsets, group, options);
  }

  /**
   * Sends everything and commits. Rejects with `txnRequiresAbort` if something of it failed; after a TimeoutError or an error that
   * is retriable call it again, and nothing else.
   */
  async commitTransaction(options: WaitOptions = {}): Promise<void> {
    await this.transactions.commit(options);
  }

  /** Gives up the transaction: its records fail with ERR__PURGE_QUEUE or are never seen by a read_committed consumer. */
  async abortTransaction(options: WaitOptions = {}): Promise<void> {
    await this.transactions.abort(options);
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
    return this.transactions.around(() => work(this), options);
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
    const { closing } = this;
    closing.within(timeoutMs);
    await wait<void>('close', { timeoutMs: Infinity, signal }, (resolve, reject) => {
      closing.finished.then(resolve, reject);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
