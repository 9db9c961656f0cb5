import type { Clock } from './clock';

export interface RepeaterOptions {
  /** ms from one beginning to the next. */
  every: () => number;
  /** Without demand it rests after the running work. */
  isWanted: () => boolean;
  /** ms until a fault is tried again, if that is sooner. Default 5,000. */
  afterFaultMs?: number;
  work: () => Promise<void>;
}

/** After work that took longer than its interval, the broker has this part of its time to itself. */
const REST = 0.1;
const AFTER_FAULT_MS = 5000;

/**
 * Does its work again and again while it is wanted, never twice at a time. What takes too long makes the next
 * later.
 */
export class Repeater {
  readonly #clock: Clock;
  readonly #options: RepeaterOptions;
  #running: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #isClosed = false;
  #startedAt = -Infinity;
  #nextAt = -Infinity;
  #durationMs: number | null = null;
  #fault: unknown;

  constructor(clock: Clock, options: RepeaterOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Why the last work failed; undefined: it did not. */
  get fault(): unknown {
    return this.#fault;
  }

  /** Of the last work; null: there was none yet. */
  get durationMs(): number | null {
    return this.#durationMs;
  }

  /** Goes on if it rests. Work that is overdue begins at once. */
  wake(): void {
    if (this.#isClosed || this.#running !== undefined || this.#cancel !== undefined) return;
    if (!this.#options.isWanted()) return;
    const wait = this.#nextAt - this.#clock.now();
    if (wait <= 0) {
      void this.#start();
      return;
    }
    this.#cancel = this.#clock.after(wait, () => {
      this.#cancel = undefined;
      if (this.#options.isWanted()) void this.#start();
    });
  }

  /** Works as soon as possible, and resolves after work that began after this call. */
  async soon(): Promise<void> {
    await this.#running;
    if (this.#isClosed) return;
    this.#cancel?.();
    this.#cancel = undefined;
    // Of several callers that waited for the same work, the first has begun the next.
    await (this.#running ?? this.#start());
  }

  /** The work that runs, or the next if it rests. */
  async first(): Promise<void> {
    await (this.#running ?? this.soon());
  }

  /** Resolves when no work runs any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#running;
  }

  #start(): Promise<void> {
    this.#running = this.#once().finally(() => {
      this.#running = undefined;
      this.wake();
    });
    return this.#running;
  }

  async #once(): Promise<void> {
    this.#startedAt = this.#clock.now();
    try {
      await this.#options.work();
      this.#fault = undefined;
    } catch (fault) {
      this.#fault = fault;
    }
    const now = this.#clock.now();
    this.#durationMs = now - this.#startedAt;
    const every = this.#options.every();
    const { afterFaultMs = AFTER_FAULT_MS } = this.#options;
    const next = this.#startedAt + (this.#fault === undefined ? every : Math.min(every, afterFaultMs));
    this.#nextAt = Math.max(next, now + REST * Math.min(this.#durationMs, every));
  }
}
