import { inspect, type InspectOptions } from 'node:util';
import { inspected } from '../../errors/brief';
import { onAbort } from '../../client/signals';
import { now } from '../../client/waiting';
import { ConcurrentError } from '../../errors/usage-errors';
import type { ConsumerRecord } from '../records/consumer-record';
import type { ConsumerRecords } from '../records/consumer-records';
import { callUntil, isPromise } from '../../user-code/user-code';
import type { NativeClient } from '../../client/native-client';
import type { Offsets } from '../offsets/offset-commits';
import type { HandOver } from '../reading/hand-over';
import type { Poller } from '../reading/poller';
import type { ConsumerSettings } from '../settings';
import type { Run } from '../records/record-batch';
import { StopLine, type StopLineParts } from './stream-end';
import type { StreamEnds } from './stream-options';

export interface StreamParts<K, V> extends StopLineParts {
  client: NativeClient;
  offsets: Offsets;
  poller: Poller;
  handOver: HandOver<K, V>;
  settings: Pick<ConsumerSettings, 'readCommitted' | 'maxPollRecords'>;
  /** Throws unless there is a subscription or an assignment. */
  assertSubscribed: (operation: string) => void;
  /** The iterator in use: it has returned a record and has not ended. */
  iterator: { open: object | undefined };
}

const ended = Object.freeze({ done: true as const, value: undefined });

/**
 * A hand-written async iterator: an async generator would cost several times as much per record. Its only state is its
 * end conditions. Records that it did not return stay with the consumer.
 */
abstract class Stream<K, V, T> implements AsyncIterableIterator<T, undefined> {
  protected readonly parts: StreamParts<K, V>;
  protected readonly ends: StreamEnds<K, V>;
  protected left: number;
  /** The last delivery ended the stream. */
  protected isLast = false;
  #state: 'new' | 'open' | 'ended' = 'new';
  #line: StopLine | undefined;
  #startedAt = 0;
  #assignedAt: number | undefined;
  readonly #operation: string;
  readonly #onAbort = () => this.parts.poller.kick();
  #stopListening: () => void = () => undefined;

  constructor(parts: StreamParts<K, V>, ends: StreamEnds<K, V>, operation: string) {
    this.parts = parts;
    this.ends = ends;
    this.left = ends.limit;
    this.#operation = operation;
    this.isLast = ends.limit === 0;
  }

  /** Takes the value that `next()` resolves with. undefined: the record is no longer there. */
  protected abstract take(run: Run): T | undefined | Promise<T | undefined>;

  protected get isOpen(): boolean {
    return this.#state === 'open';
  }

  toJSON(): Record<string, unknown> {
    return { loop: this.#operation, state: this.#state };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('Stream', this.toJSON(), depth, options);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.supply();
  }

  /** Called by `break`, `return` and a throw in the loop. The consumer stays usable. */
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
    const { poller, offsets, iterator, client } = this.parts;
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
      const value =
        this.isLast || this.ends.signal?.aborted || !client.lifecycle.isOpen ? undefined : await this.#wait();
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
    if (!this.parts.client.lifecycle.isOpen) return;
    this.parts.assertSubscribed(this.#operation);
    this.parts.iterator.open = this;
    this.#stopListening = onAbort(this.ends.signal, this.#onAbort);
    if (this.ends.to !== undefined) this.#line = new StopLine(this.parts, this.ends.to);
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#stopListening();
    this.#line?.erase();
    if (this.parts.iterator.open === this) this.parts.iterator.open = undefined;
    this.parts.poller.kick();
  }

  /** undefined: the stream has ended. */
  async #wait(): Promise<T | undefined> {
    const { poller, prefetched } = this.parts;
    const waitingSince = now();
    const deadline = () => this.#idleAt(waitingSince);
    for (;;) {
      if (poller.isTurnDue()) await poller.turn();
      if (this.#line?.isIncomplete) {
        await this.#draw(this.#line);
        if (this.#isOver()) return undefined;
      }
      await poller.supply({
        operation: this.#operation,
        deadline,
        until: () => this.#isOver() || (this.#line?.isIncomplete ?? false),
      });
      if (this.#isOver()) return undefined;
      if (this.#line?.isIncomplete) continue;
      const run = prefetched.current();
      if (!run) {
        if (now() >= deadline()) return undefined;
        continue;
      }
      const taken = this.take(run);
      const value = isPromise(taken) ? await this.#settledOrOver(taken) : taken;
      if (value !== undefined) return value;
    }
  }

  async #draw(line: StopLine): Promise<void> {
    const asking = new AbortController();
    await this.#settledOrOver(line.draw(this.#operation, asking.signal)).finally(() => asking.abort());
  }

  async #settledOrOver<Value>(work: Promise<Value>): Promise<Value | undefined> {
    const { poller, handOver } = this.parts;
    try {
      return await poller.settledOrOver(work, () => {
        if (this.#isOver()) return true;
        poller.throwIfOver(this.#operation);
        return false;
      });
    } finally {
      handOver.giveUp();
    }
  }

  #isOver(): boolean {
    if (this.#state === 'ended' || this.ends.signal?.aborted || !this.parts.client.lifecycle.isOpen) return true;
    return this.#line !== undefined && this.#line.isReached();
  }

  /** When the idle timeout ends. The group may take its time to assign partitions: that does not count. */
  #idleAt(waitingSince: number): number {
    if (this.ends.idleTimeoutMs === Infinity) return Infinity;
    if (this.#assignedAt === undefined && this.parts.assignment.size > 0) this.#assignedAt = now();
    const from = this.#assignedAt ?? this.#startedAt + this.parts.client.defaultTimeoutMs;
    return Math.max(from, waitingSince) + this.ends.idleTimeoutMs;
  }
}

/** Record by record. */
export class RecordStream<K, V> extends Stream<K, V, ConsumerRecord<K, V>> {
  override next(): Promise<IteratorResult<ConsumerRecord<K, V>, undefined>> {
    const { poller, prefetched, offsets } = this.parts;
    // The usual case for nearly every record: nothing to wait for and nothing to check.
    if (
      this.isOpen &&
      !this.isLast &&
      poller.isSmooth &&
      this.parts.client.lifecycle.isOpen &&
      !this.ends.signal?.aborted
    ) {
      const run = prefetched.current();
      if (run !== undefined) {
        offsets.asked();
        const record = this.parts.handOver.takeAtOnce(run);
        if (record !== undefined) {
          if (this.ends.until === undefined) {
            if (--this.left === 0) this.isLast = true;
            return Promise.resolve({ done: false, value: record });
          }
          try {
            return Promise.resolve({ done: false, value: this.#count(record, run) });
          } catch (error) {
            // The language does not call return() on an iterator whose next() fails.
            return this.throw(error);
          }
        }
      }
    }
    return this.supply();
  }

  protected take(run: Run): ConsumerRecord<K, V> | undefined | Promise<ConsumerRecord<K, V> | undefined> {
    const taken = this.parts.handOver.takeOne(run);
    return isPromise(taken)
      ? taken.then((record) => record && this.#count(record, run))
      : taken && this.#count(taken, run);
  }

  /** Checks whether the stream ends with this record, the last one taken of `run`. */
  #count(record: ConsumerRecord<K, V>, run: Run): ConsumerRecord<K, V> {
    const { until } = this.ends;
    try {
      if (this.left === 1 || (until !== undefined && callUntil(until, record))) this.isLast = true;
    } catch (error) {
      // The record was not delivered: the next loop begins with it.
      this.parts.handOver.putBackLast(run);
      throw error;
    }
    this.left--;
    return record;
  }
}

/** Batch by batch. The last batch is cut to fit. */
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
      try {
        for (const record of taken) {
          i++;
          if (!callUntil(until, record)) continue;
          this.isLast = true;
          break;
        }
      } catch (error) {
        // Nothing of the batch was delivered: the next loop begins with it.
        this.parts.handOver.putBack(taken, 0);
        throw error;
      }
      if (i < taken.count) records = this.parts.handOver.putBack(taken, i);
    }
    this.left -= records.count;
    if (this.left === 0) this.isLast = true;
    return records;
  }
}
