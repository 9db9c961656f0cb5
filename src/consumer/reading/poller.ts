import { TURN_MS } from '../../client/pumped-handle';
import { onAbort } from '../../client/signals';
import { LONGEST_TIMER_MS, now } from '../../client/waiting';
import { ClosedError, ConcurrentError, WakeupError } from '../../errors/usage-errors';
import { AbortError } from '../../errors/waiting-errors';
import type { Offsets } from '../offsets/offset-commits';
import type { NativeClient } from '../../client/native-client';
import type { Rebalancer } from '../rebalance/rebalancer';
import type { PrefetchedRecords } from '../records/prefetched-records';
import type { Intake } from './intake';
import { PollErrors } from './poll-errors';
import { SEEK_RETRY_MS, type Seeks } from './seeks';

/** A wait looks at the queue this often even without a wake-up: librdkafka counts that as polling. */
const LOOK_MS = 1000;
/** `pollSync` blocks for this long at a time and serves the main queue in between. */
const SYNC_SLICE_MS = 50;
/** Maximum number of records delivered one by one between two looks at the clock. */
const STRIDE = 64;

export interface Supply {
  operation: string;
  /** In the ms of now(). The waiting call may move it. */
  deadline: () => number;
  signal?: AbortSignal | undefined;
  /** Ends the wait if true: the awaited state is reached, or will not come. */
  until: () => boolean;
  /** The call waits only for the group, so a refusal by the group ends it. */
  needsGroup?: boolean | undefined;
}

/**
 * The only way by which records arrive: wait for the wake-up, drain, deliver. Every poll, iterator and stream uses it,
 * one at a time.
 */
export class Poller {
  readonly #client: NativeClient;
  readonly #prefetched: PrefetchedRecords;
  readonly #offsets: Offsets;
  readonly #rebalancer: Rebalancer;
  readonly #seeks: Seeks;
  readonly #maxPollRecords: number;
  readonly #lookMs: number;
  readonly #intake: Intake;
  #busy: string | undefined;
  #wake: (() => void) | undefined;
  #woken = false;
  readonly #watchers = new Set<() => void>();
  #turnAt = now();
  #strideLeft = 1;
  #stride = 1;
  #checkedAt = 0;
  #wakeup = false;
  /** What the pending call rejects with, or else the next one. */
  readonly errors: PollErrors;

  constructor(parts: {
    client: NativeClient;
    prefetched: PrefetchedRecords;
    offsets: Offsets;
    rebalancer: Rebalancer;
    seeks: Seeks;
    maxPollRecords: number;
    maxPollIntervalMs: number;
    intake: Intake;
  }) {
    this.#intake = parts.intake;
    this.#client = parts.client;
    this.#prefetched = parts.prefetched;
    this.#offsets = parts.offsets;
    this.#rebalancer = parts.rebalancer;
    this.#seeks = parts.seeks;
    this.#maxPollRecords = parts.maxPollRecords;
    this.errors = new PollErrors(parts.client.lifecycle, () => this.kick());
    this.#lookMs = Math.max(1, Math.min(LOOK_MS, parts.maxPollIntervalMs / 3));
  }

  /** A call is waiting. */
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

  /** Wakes the waiting call: something has happened. */
  kick(): void {
    this.#woken = true;
    this.#wake?.();
    for (const look of [...this.#watchers]) look();
  }

  /**
   * Waits for the user's deserializers, which may never settle. Resolves with undefined when `isOver()` returns true,
   * and rejects when it throws. Does not keep the process alive.
   */
  settledOrOver<T>(work: Promise<T>, isOver: () => boolean): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = () => void this.#watchers.delete(look);
      const look = () => {
        try {
          if (!isOver()) return;
          resolve(undefined);
        } catch (error) {
          reject(error as Error);
        }
        end();
      };
      this.#watchers.add(look);
      work.then(resolve, reject).finally(end);
      look();
    });
  }

  wakeup(): void {
    this.#wakeup = true;
    this.kick();
  }

  #throwIfGroupRefused(operation: string, began: number): void {
    if (this.#offsets.subscribed) this.errors.throwIfGroupRefused(operation, began);
  }

  /** True if the next record may be delivered without any further check, which is the usual case. */
  get isSmooth(): boolean {
    return this.#busy === undefined && !this.#wakeup && !this.#rebalancer.work.isPending && --this.#strideLeft > 0;
  }

  /** Looks at the clock. True when it is time to let the event loop turn. */
  isTurnDue(): boolean {
    const time = now();
    // The time that user code takes between two records decides how often to look.
    const took = time - this.#checkedAt;
    this.#stride = took < 0.5 ? Math.min(STRIDE, this.#stride * 2) : took > 2 ? 1 : this.#stride;
    this.#strideLeft = this.#stride;
    this.#checkedAt = time;
    this.#intake.touch(time, this.#lookMs / 2);
    this.#offsets.store(false);
    return time - this.#turnAt >= TURN_MS;
  }

  async turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#turnAt = now();
  }

  /** Throws the reason if the call must end before it has a result. */
  throwIfOver(operation: string, signal?: AbortSignal): void {
    if (signal?.aborted) throw new AbortError(operation, signal.reason);
    if (!this.#client.lifecycle.isOpen) throw new ClosedError(operation);
    if (this.#wakeup) {
      this.#wakeup = false;
      throw new WakeupError(operation);
    }
  }

  /**
   * Serves the queue until `until()` or the deadline without delivering records. Records that arrive are prefetched.
   */
  async serve(wanted: Supply): Promise<void> {
    const began = now();
    for (;;) {
      if (wanted.until()) return;
      if (wanted.needsGroup) this.#throwIfGroupRefused(wanted.operation, began);
      this.throwIfOver(wanted.operation, wanted.signal);
      this.errors.throwIfRefused(wanted.operation);
      this.#woken = false;
      // When enough is drained for the next poll, only a rebalance has to be waited for.
      const mayPull = !this.#rebalancer.work.isPending && this.#prefetched.count < this.#maxPollRecords;
      if (mayPull && this.#intake.drain(0) && (await this.#mayGoOn(wanted))) continue;
      const left = wanted.deadline() - now();
      if (left <= 0) return;
      await this.#sleep(left, wanted.signal);
    }
  }

  /**
   * Under continuous supply: lets the event loop turn when that is due. False when the call is over: what arrives may
   * be nothing to deliver (partition ends, errors, records of before a seek), and may never end.
   */
  async #mayGoOn(wanted: Supply): Promise<boolean> {
    if (now() - this.#turnAt >= TURN_MS) await this.turn();
    return now() < wanted.deadline() + TURN_MS;
  }

  /**
   * Waits for a record to deliver, until `until()` or the deadline. Throws any other reason to end. A call that finds
   * nothing at once lets the event loop turn, so that a loop of calls cannot starve it.
   */
  async supply(wanted: Supply): Promise<void> {
    const { operation, signal } = wanted;
    const began = now();
    this.#seeks.resolve();
    for (;;) {
      if (wanted.until()) return;
      this.throwIfOver(operation, signal);
      if (!this.#rebalancer.work.isPending) {
        if (this.#prefetched.current()) return;
        this.errors.throwIfAny(operation);
        this.#throwIfGroupRefused(operation, began);
        this.#woken = false;
        if (this.#intake.drain(0) && (await this.#mayGoOn(wanted))) continue;
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

  /** Resolves when something happens, after `ms`, or when it is time to look again. */
  #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#woken) {
      this.#woken = false;
      return this.turn();
    }
    const look = this.#seeks.isPending ? SEEK_RETRY_MS : this.#lookMs;
    this.#client.hold();
    return new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        stopListening();
        this.#wake = undefined;
        this.#turnAt = now();
        this.#client.release();
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, look, LONGEST_TIMER_MS));
      const stopListening = onAbort(signal, wake);
      this.#wake = wake;
    });
  }

  /** For callers that pull themselves: resolves when something happens, after `ms` at most. */
  pause(ms: number): Promise<void> {
    return this.#sleep(ms, undefined);
  }

  /** Like `supply`, but blocks this thread. */
  supplySync(operation: string, timeoutMs: number): void {
    const began = now();
    const deadline = began + timeoutMs;
    this.#seeks.resolve();
    for (;;) {
      this.throwIfOver(operation);
      if (this.#rebalancer.work.isPending) {
        throw new ConcurrentError(
          operation,
          `${operation}: a rebalance listener of an earlier poll() is still running; await a poll() first`,
        );
      }
      if (this.#prefetched.current()) return;
      this.errors.throwIfAny(operation);
      this.#throwIfGroupRefused(operation, began);
      const left = deadline - now();
      const slice = Math.max(0, Math.min(left, this.#seeks.isPending ? SEEK_RETRY_MS : SYNC_SLICE_MS));
      const got = this.#intake.drain(Math.ceil(slice));
      this.#client.pumpOnce(0);
      if (got && now() < deadline + TURN_MS) continue;
      if (this.#prefetched.current()) return;
      this.#offsets.store(true);
      if (left <= 0) return;
    }
  }
}
