import { Status } from '../binding/native';
import { TURN_MS } from '../client/pumped-handle';
import { LONGEST_TIMER_MS, now } from '../client/waiting';
import { ClosedError, ConcurrentError, WakeupError } from '../errors/usage-errors';
import { AbortError } from '../errors/waiting-errors';
import type { Offsets } from './offsets';
import type { PartitionState } from './partition-state';
import type { Port } from './port';
import type { Rebalancer } from './rebalance';
import { RecordBatch } from './record-batch';
import type { Rest } from './rest';
import { SEEK_RETRY_MS, type Seeks } from './seeks';

/** About so many bytes are drained at once; a value of more than that comes alone. */
const DRAIN_BYTES = 4 * 1024 * 1024;
/** So many small records are drained at least, also where fewer are asked for: what a drain costs by itself is shared by more of them. */
const DRAIN_RECORDS = 1000;
/** Up to so many bytes a record is small, its columns included. */
const SMALL_BYTES = 256;
/** A wait looks at the queue this often without having been woken: librdkafka counts that as polling. */
const LOOK_MS = 1000;
/** `pollSync` blocks for so long at a time, and serves the main queue in between. */
const SYNC_SLICE_MS = 50;
/** Records handed over one by one between two looks at the clock, at most. */
const STRIDE = 64;

export interface Supply {
  operation: string;
  /** In now()'s ms; moved by whoever waits. */
  deadline: () => number;
  signal?: AbortSignal;
  /** Ends the wait: what it waits for is there, or will not come. */
  until: () => boolean;
}

/**
 * The one way in which records come: wait for the wake-up, drain, hand over. Every poll, iterator and stream supplies itself here, one
 * at a time.
 */
export class Poller {
  readonly #port: Port;
  readonly #rest: Rest;
  readonly #offsets: Offsets;
  readonly #rebalancer: Rebalancer;
  readonly #seeks: Seeks;
  readonly #maxPollRecords: number;
  #drainRecords: number;
  readonly #lookMs: number;
  readonly #topicNames: string[] = [];
  readonly #topicName: (id: number) => string;
  readonly #accept: (state: PartitionState, offset: number) => boolean;
  #busy: string | undefined;
  #wake: (() => void) | undefined;
  #woken = false;
  #turnAt = now();
  #touchedAt = 0;
  #strideLeft = 1;
  #stride = 1;
  #checkedAt = 0;
  #wakeup = false;
  #errors: Error[] = [];
  /** Partitions with nowhere to read from. */
  readonly failed = new Set<PartitionState>();
  /** When a drain last brought records, or nobody had been waiting. */
  suppliedAt = now();

  constructor(parts: {
    port: Port;
    rest: Rest;
    offsets: Offsets;
    rebalancer: Rebalancer;
    seeks: Seeks;
    maxPollRecords: number;
    maxPollIntervalMs: number;
  }) {
    this.#port = parts.port;
    this.#rest = parts.rest;
    this.#offsets = parts.offsets;
    this.#rebalancer = parts.rebalancer;
    this.#seeks = parts.seeks;
    this.#maxPollRecords = parts.maxPollRecords;
    this.#drainRecords = parts.maxPollRecords;
    this.#lookMs = Math.max(1, Math.min(LOOK_MS, parts.maxPollIntervalMs / 3));
    this.#topicName = (id) => (this.#topicNames[id] ??= this.#port.handle.topicName(id));
    this.#accept = (state, offset) => this.#wasReset(state, offset);
  }

  /** Somebody is waiting. */
  get isBusy(): boolean {
    return this.#busy !== undefined;
  }

  /** Throws `ERR_CONCURRENT` while another call waits. */
  assertIdle(operation: string): void {
    if (this.#busy !== undefined) {
      throw new ConcurrentError(
        operation,
        `${operation}: ${this.#busy} of this consumer is still waiting; await it first, or use a consumer for each`,
      );
    }
  }

  begin(operation: string): void {
    this.assertIdle(operation);
    this.#busy = operation;
  }

  end(): void {
    this.#busy = undefined;
  }

  /** Something happened that a wait may be for. */
  kick(): void {
    this.#woken = true;
    this.#wake?.();
  }

  wakeup(): void {
    this.#wakeup = true;
    this.kick();
  }

  /** For the poll that waits, or the next one. */
  fail(error: Error): void {
    this.#errors.push(error);
    this.kick();
  }

  /** Whether a record may be handed over without another look at anything: mostly yes. */
  get isSmooth(): boolean {
    return this.#busy === undefined && !this.#wakeup && !this.#rebalancer.work.isPending && --this.#strideLeft > 0;
  }

  /** Looks at the clock: true when it is time to let the event loop turn. */
  isTurnDue(): boolean {
    const time = now();
    // The user's own work between two records decides how often to look.
    const took = time - this.#checkedAt;
    this.#stride = took < 0.5 ? Math.min(STRIDE, this.#stride * 2) : took > 2 ? 1 : this.#stride;
    this.#strideLeft = this.#stride;
    this.#checkedAt = time;
    if (time - this.#touchedAt >= this.#lookMs / 2) {
      this.#touchedAt = time;
      if (!this.#port.isDestroyed) this.#port.handle.touch();
    }
    this.#offsets.store(false);
    return time - this.#turnAt >= TURN_MS;
  }

  async turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#turnAt = now();
  }

  /** What ends a call before it has anything: throws it. */
  throwIfOver(operation: string, signal?: AbortSignal): void {
    if (signal?.aborted) throw new AbortError(operation, signal.reason);
    if (!this.#port.lifecycle.isOpen) throw new ClosedError(operation);
    if (this.#wakeup) {
      this.#wakeup = false;
      throw new WakeupError(operation);
    }
  }

  #throwIfFailed(): void {
    const error = this.#errors.shift();
    if (error) throw error;
    for (const state of this.failed) {
      if (state.assigned && state.resetError) throw state.resetError;
      this.failed.delete(state);
    }
    if (this.#port.lifecycle.fatalError) throw this.#port.lifecycle.fatalError;
  }

  /** Drains once. True if that brought anything: then there may be more. */
  pull(timeoutMs = 0): boolean {
    if (this.#port.isDestroyed) return false;
    this.#seeks.retry();
    if (this.#port.status[Status.REBALANCE] === 1 && this.#port.status[Status.EVENTS] === 0) return false;
    const slab = this.#port.handle.drain(this.#drainRecords, DRAIN_BYTES, timeoutMs);
    this.#touchedAt = now();
    if (slab !== undefined) {
      const large = this.#port.status[Status.LARGE]! > 0 ? this.#port.handle.takeLarge() : undefined;
      const batch = new RecordBatch(slab, large);
      const isSmall = slab.byteLength <= batch.count * SMALL_BYTES;
      this.#drainRecords = isSmall ? Math.max(DRAIN_RECORDS, this.#maxPollRecords) : this.#maxPollRecords;
      this.#rest.add(batch, this.#topicName, this.#accept);
      this.suppliedAt = this.#touchedAt;
    }
    const events = this.#port.status[Status.EVENTS]! > 0;
    if (events) this.#port.dispatchEvents();
    return slab !== undefined || events;
  }

  /**
   * A record below the expected one. If the log now ends before the expected one (the topic was made anew, or truncated), librdkafka
   * has reset the offset and this is where reading goes on; otherwise it is fetched twice, and dropped.
   */
  #wasReset(state: PartitionState, offset: number): boolean {
    const { topic, partition } = state;
    const { high } = this.#port.call('cachedWatermarks', { topic, partition });
    if (high < 0 || high >= state.expected) return false;
    state.reset(offset);
    return true;
  }

  /** Serves the queue until `until()` or the deadline, handing nothing over: records that come stay in the rest. */
  async serve(wanted: Supply): Promise<void> {
    for (;;) {
      if (wanted.until()) return;
      this.throwIfOver(wanted.operation, wanted.signal);
      this.#woken = false;
      // Enough is drained for the next poll; only a rebalance is waited for.
      const mayPull = !this.#rebalancer.work.isPending && this.#rest.count < this.#maxPollRecords;
      if (mayPull && this.pull()) continue;
      const left = wanted.deadline() - now();
      if (left <= 0) return;
      await this.#sleep(left, wanted.signal);
    }
  }

  /**
   * Waits until there is a record to hand over, `until()` or the deadline. Throws what ends the wait otherwise. A call that does not find
   * anything at once lets the event loop turn, so that a loop of calls cannot starve it.
   */
  async supply(wanted: Supply): Promise<void> {
    const { operation, signal } = wanted;
    for (;;) {
      if (wanted.until()) return;
      this.throwIfOver(operation, signal);
      if (!this.#rebalancer.work.isPending) {
        if (this.#rest.current()) return;
        this.#throwIfFailed();
        this.#woken = false;
        if (this.pull()) {
          if (now() - this.#turnAt >= TURN_MS) await this.turn();
          continue;
        }
      }
      this.#offsets.store(true);
      const left = wanted.deadline() - now();
      if (left <= 0) {
        await this.turn();
        return this.throwIfOver(operation, signal);
      }
      await this.#sleep(left, signal);
    }
  }

  /** Until something happens, `ms` have passed, or it is time to look again. */
  #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#woken) {
      this.#woken = false;
      return this.turn();
    }
    const look = this.#seeks.isPending ? SEEK_RETRY_MS : this.#lookMs;
    this.#port.hold();
    return new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake = undefined;
        this.#turnAt = now();
        this.#port.release();
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, look, LONGEST_TIMER_MS));
      signal?.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }

  /** For whoever pulls by hand: until something happens, `ms` at most. */
  rest(ms: number): Promise<void> {
    return this.#sleep(ms, undefined);
  }

  /** As `supply`, blocking this thread. */
  supplySync(operation: string, timeoutMs: number): void {
    const deadline = now() + timeoutMs;
    for (;;) {
      this.throwIfOver(operation);
      if (this.#rebalancer.work.isPending) {
        throw new ConcurrentError(
          operation,
          `${operation}: a rebalance listener of an earlier poll() is still at work; await a poll() first`,
        );
      }
      if (this.#rest.current()) return;
      this.#throwIfFailed();
      const left = deadline - now();
      const slice = Math.max(0, Math.min(left, this.#seeks.isPending ? SEEK_RETRY_MS : SYNC_SLICE_MS));
      const got = this.pull(Math.ceil(slice));
      this.#port.pumpOnce(0);
      if (!got) {
        if (this.#rest.current()) return;
        this.#offsets.store(true);
        if (left <= 0) return;
      }
    }
  }
}
