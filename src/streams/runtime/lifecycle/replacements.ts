import { sleep } from '../commit/retried';

/** So many replacements within that time may fail at once; then there is a pause before each. */
const AT_ONCE = 3;
const WITHIN_MS = 30_000;
const LONGEST_PAUSE_MS = 30_000;

/** Pauses before what has failed is replaced: the more failures there have been lately, the longer. */
export class Replacements {
  readonly #failures: number[] = [];
  /** Ends a pause. */
  #wake: () => void = () => undefined;

  async pause(): Promise<void> {
    const now = Date.now();
    this.#failures.push(now);
    while (now - this.#failures[0]! > WITHIN_MS + LONGEST_PAUSE_MS) this.#failures.shift();
    const more = this.#failures.length - AT_ONCE;
    if (more <= 0) return;
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    await Promise.race([sleep(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** more)), woken]);
  }

  wake(): void {
    this.#wake();
  }
}
