/** Shorter sleeps are not worth their overhead: they are accumulated. */
const LEAST_SLEEP_MS = 2;

/**
 * Keeps an average rate: after an item, await `pause()` if `due()` returns true. A rate below 0: no limit; 0: nothing
 * at all.
 */
export class Throttle {
  readonly #perSecond: number;
  readonly #start = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** ms until an item after `done` others keeps the rate; Infinity for a rate of 0. */
  delayAfter(done: number): number {
    if (this.#perSecond < 0) return 0;
    if (this.#perSecond === 0) return Infinity;
    const delay = this.#start + (done / this.#perSecond) * 1000 - performance.now();
    return delay >= LEAST_SLEEP_MS ? delay : 0;
  }
}

/** Resolves after ms (Infinity: never), or when the signal aborts. Keeps the process alive meanwhile. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.min(ms, 2 ** 31 - 1));
    signal.addEventListener('abort', finish, { once: true });
  });
}
