import { signal } from '../../state/signal';

import type { Fault, Row, StreamEvents, TailRequest } from '../../../shared/api';
import { faultOf, isAbort, RequestError } from '../../net/http';
import { readStream } from '../../net/stream';

type Rate = StreamEvents['rate'];

/** Rows that are kept, and how long a tail goes on that nobody sees. */
const KEPT = 5000;
const HIDDEN_MS = 30_000;

const add = (a: bigint, text: string): bigint => a + BigInt(text);

/** The newest messages as they come: the newest on top, and every other one counted. */
export class Tail {
  readonly rows = signal<readonly Row[]>([]);
  readonly rate = signal<Rate | null>(null);
  /** Since the start: all that was written is one of the three. */
  readonly totals = signal({ shown: 0n, skipped: 0n, jumped: 0n });
  readonly jumps = signal<readonly { p: number; from: string; to: string }[]>([]);
  readonly fault = signal<Fault | null>(null);
  readonly state = signal<'starting' | 'running' | 'paused' | 'hidden' | 'ended'>('ended');
  /** How many rows came while the list was scrolled away from its top. */
  readonly held = signal(0);
  #waiting: Row[] = [];
  #isHeld = false;
  #request: TailRequest | null = null;
  #positions: Record<number, string> = {};
  #controller: AbortController | null = null;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #backOff = 1000;

  constructor() {
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  start(request: TailRequest): void {
    this.#request = request;
    this.#positions = {};
    this.#waiting = [];
    this.rows.value = [];
    this.rate.value = null;
    this.totals.value = { shown: 0n, skipped: 0n, jumped: 0n };
    this.jumps.value = [];
    this.held.value = 0;
    void this.#run();
    // It may begin in a tab that nobody sees.
    this.#onVisibility();
  }

  /** Rows stop moving while somebody reads further down. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    if (!isHeld) this.#release();
  }

  togglePause(): void {
    if (this.state.value === 'paused') void this.#run();
    else this.#end('paused');
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#hiding);
    this.#end('ended');
  }

  #end(state: 'paused' | 'hidden' | 'ended'): void {
    clearTimeout(this.#again);
    this.#again = undefined;
    const ended = this.#controller;
    this.#controller = null;
    ended?.abort();
    this.state.value = state;
  }

  async #run(): Promise<void> {
    this.#end('ended');
    const controller = new AbortController();
    this.#controller = controller;
    this.state.value = 'starting';
    this.fault.value = null;
    let isStopped = false;
    const from = Object.keys(this.#positions).length > 0 ? { from: this.#positions } : {};
    try {
      await readStream(
        '/tail',
        { ...this.#request, ...from },
        {
          meta: ({ partitions }) => {
            this.state.value = 'running';
            for (const { p, from: start } of partitions) this.#positions[p] ??= start;
          },
          rows: ({ rows }) => this.#take(rows),
          rate: (rate) => this.#count(rate),
          error: (fault) => (this.fault.value = fault),
          done: () => (isStopped = true),
        },
        controller.signal,
      );
    } catch (error) {
      if (isAbort(error)) return;
      if (this.#controller === controller) this.fault.value = faultOf(error);
      isStopped = error instanceof RequestError && !error.fault.retriable;
    }
    if (this.#controller !== controller) return;
    this.#end('ended');
    if (isStopped || this.fault.value?.retriable === false) return;
    // The server or its broker is gone: it goes on where it was, once they are back.
    this.#again = setTimeout(() => void this.#run(), this.#backOff);
    this.#backOff = Math.min(this.#backOff * 2, 30_000);
  }

  #take(rows: Row[]): void {
    this.#backOff = 1000;
    this.#waiting.push(...rows);
    if (this.#waiting.length > KEPT) this.#waiting.splice(0, this.#waiting.length - KEPT);
    if (this.#isHeld) this.held.value += rows.length;
    else this.#release();
  }

  #release(): void {
    const come = this.#waiting.reverse();
    this.#waiting = [];
    if (come.length > 0) this.rows.value = [...come, ...this.rows.peek()].slice(0, KEPT);
    this.held.value = 0;
  }

  #count(rate: Rate): void {
    const { shown, skipped, jumped } = this.totals.peek();
    const jumps = rate.jumped ?? [];
    this.rate.value = rate;
    this.totals.value = {
      shown: add(shown, rate.shown),
      skipped: add(skipped, rate.skipped),
      jumped: jumps.reduce((sum, { from, to }) => sum + BigInt(to) - BigInt(from), jumped),
    };
    if (jumps.length > 0) this.jumps.value = [...this.jumps.peek(), ...jumps].slice(-50);
    Object.assign(this.#positions, rate.next);
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#hiding);
    if (document.hidden) this.#hiding = setTimeout(this.#hide, HIDDEN_MS);
    else if (this.state.value === 'hidden') void this.#run();
  };

  /** Also one that is starting, or waits for a broker that is gone. */
  readonly #hide = (): void => {
    if (this.#controller !== null || this.#again !== undefined) this.#end('hidden');
  };
}
