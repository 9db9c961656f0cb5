import { now } from '../client/waiting';
import { ConcurrentError } from '../errors/usage-errors';
import type { ConsumerRecord } from './consumer-record';
import type { ConsumerRecords } from './consumer-records';
import { isPromise } from './listeners';
import type { Parts } from './parts';
import type { Run } from './record-batch';
import { StopLine } from './stop-line';
import type { StreamEnds } from './stream-options';

const ended = Object.freeze({ done: true as const, value: undefined });

/**
 * An async iterator by hand: an async generator would cost several times as much per record. It keeps nothing but where it ends; records it
 * did not come to are the consumer's.
 */
abstract class Stream<K, V, T> implements AsyncIterableIterator<T, undefined> {
  protected readonly parts: Parts<K, V>;
  protected readonly ends: StreamEnds<K, V>;
  protected left: number;
  /** Nothing comes after what was handed over last. */
  protected isLast = false;
  #state: 'new' | 'open' | 'ended' = 'new';
  #line: StopLine | undefined;
  #startedAt = 0;
  #assignedAt: number | undefined;
  readonly #operation: string;
  readonly #onAbort = () => this.parts.poller.kick();

  constructor(parts: Parts<K, V>, ends: StreamEnds<K, V>, operation: string) {
    this.parts = parts;
    this.ends = ends;
    this.left = ends.limit;
    this.#operation = operation;
    this.isLast = ends.limit === 0;
  }

  /** Takes what `next()` resolves with. undefined: what was there is gone. */
  protected abstract take(run: Run): T | undefined | Promise<T | undefined>;

  protected get isOpen(): boolean {
    return this.#state === 'open';
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.supply();
  }

  /** What `break`, `return` and a throw in the loop call. The consumer stays usable. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#end();
    return Promise.resolve(ended);
  }

  throw(error: unknown): Promise<IteratorResult<T, undefined>> {
    this.#end();
    return Promise.reject(error as Error);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  protected async supply(): Promise<IteratorResult<T, undefined>> {
    if (this.#state === 'ended') return ended;
    const { poller, offsets, iterator, port } = this.parts;
    if (iterator.open !== undefined && iterator.open !== this) {
      throw new ConcurrentError(
        this.#operation,
        `${this.#operation}: another iterator of this consumer is in use; end it first (break, or its return()), or use a consumer for each`,
      );
    }
    poller.begin(this.#operation);
    try {
      if (this.#state === 'new') this.#start();
      offsets.asked();
      offsets.countsAtClose = false;
      const value = this.isLast || this.ends.signal?.aborted || !port.lifecycle.isOpen ? undefined : await this.#wait();
      if (value !== undefined) return { done: false, value };
      this.#end();
      return ended;
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      poller.end();
    }
  }

  #start(): void {
    this.#state = 'open';
    this.#startedAt = now();
    if (!this.parts.port.lifecycle.isOpen) return;
    this.parts.assertSubscribed(this.#operation);
    this.parts.iterator.open = this;
    this.ends.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (this.ends.to !== undefined) this.#line = new StopLine(this.parts, this.ends.to);
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.ends.signal?.removeEventListener('abort', this.#onAbort);
    this.#line?.erase();
    if (this.parts.iterator.open === this) this.parts.iterator.open = undefined;
    this.parts.poller.kick();
  }

  /** undefined: the stream is over. */
  async #wait(): Promise<T | undefined> {
    const { poller, rest } = this.parts;
    const waitingSince = now();
    const deadline = () => this.#idleAt(waitingSince);
    for (;;) {
      if (poller.isTurnDue()) await poller.turn();
      if (this.#line?.isIncomplete) await this.#line.draw(deadline());
      await poller.supply({
        operation: this.#operation,
        deadline,
        until: () => this.#isOver() || (this.#line?.isIncomplete ?? false),
      });
      if (this.#isOver()) return undefined;
      if (this.#line?.isIncomplete) continue;
      const run = rest.current();
      if (!run) {
        if (now() >= deadline()) return undefined;
        continue;
      }
      const taken = this.take(run);
      const value = isPromise(taken) ? await taken : taken;
      if (value !== undefined) return value;
    }
  }

  #isOver(): boolean {
    if (this.#state === 'ended' || this.ends.signal?.aborted || !this.parts.port.lifecycle.isOpen) return true;
    return this.#line !== undefined && this.#line.isReached();
  }

  /** When it will have been idle for too long. The group may take its time to assign partitions: that does not count. */
  #idleAt(waitingSince: number): number {
    if (this.ends.idleTimeoutMs === Infinity) return Infinity;
    if (this.#assignedAt === undefined && this.parts.assignment.size > 0) this.#assignedAt = now();
    const from = this.#assignedAt ?? this.#startedAt + this.parts.port.defaultTimeoutMs;
    return Math.max(from, waitingSince) + this.ends.idleTimeoutMs;
  }
}

/** Record by record. */
export class RecordStream<K, V> extends Stream<K, V, ConsumerRecord<K, V>> {
  override next(): Promise<IteratorResult<ConsumerRecord<K, V>, undefined>> {
    const { poller, rest, offsets } = this.parts;
    // Nothing to wait for and nothing to look at: nearly every record comes this way.
    if (
      this.isOpen &&
      !this.isLast &&
      poller.isSmooth &&
      this.parts.port.lifecycle.isOpen &&
      !this.ends.signal?.aborted
    ) {
      const run = rest.current();
      if (run !== undefined) {
        offsets.asked();
        const record = this.parts.handOver.takeAtOnce(run);
        if (record !== undefined) return Promise.resolve({ done: false, value: this.#count(record) });
      }
    }
    return this.supply();
  }

  protected take(run: Run): ConsumerRecord<K, V> | undefined | Promise<ConsumerRecord<K, V> | undefined> {
    const taken = this.parts.handOver.takeOne(run);
    return isPromise(taken) ? taken.then((record) => record && this.#count(record)) : taken && this.#count(taken);
  }

  #count(record: ConsumerRecord<K, V>): ConsumerRecord<K, V> {
    if (--this.left === 0 || this.ends.until?.(record)) this.isLast = true;
    return record;
  }
}

/** Batch by batch; the last one is cut to fit. */
export class BatchStream<K, V> extends Stream<K, V, ConsumerRecords<K, V>> {
  protected take(): ConsumerRecords<K, V> | undefined | Promise<ConsumerRecords<K, V> | undefined> {
    const { handOver, settings } = this.parts;
    const taken = handOver.take(Math.min(settings.maxPollRecords, this.left));
    return isPromise(taken) ? taken.then((records) => this.#cut(records)) : this.#cut(taken);
  }

  #cut(taken: ConsumerRecords<K, V>): ConsumerRecords<K, V> | undefined {
    if (taken.isEmpty) return undefined;
    let records = taken;
    const { until } = this.ends;
    if (until) {
      let i = 0;
      for (const record of taken) {
        i++;
        if (!until(record)) continue;
        this.isLast = true;
        if (i < taken.count) records = this.parts.handOver.putBack(taken, i);
        break;
      }
    }
    this.left -= records.count;
    if (this.left === 0) this.isLast = true;
    return records;
  }
}
