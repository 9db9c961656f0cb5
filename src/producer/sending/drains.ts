/** Waits for half of `buffer.memory` to be free: promises of `drained()`, and the 'drain' event. */
export class Drains {
  /** The next drain must be emitted as an event, because a caller was asked to wait. */
  needed = false;
  readonly #tell: () => void;
  readonly #waiting = new Set<{ resolve: () => void; reject: (error: Error) => void }>();

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get any(): boolean {
    return this.needed || this.#waiting.size > 0;
  }

  /** Returns a function that cancels the wait. */
  add(resolve: () => void, reject: (error: Error) => void): () => void {
    const entry = { resolve, reject };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** There is room. */
  tell(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { resolve } of waiting) resolve();
    if (!this.needed) return;
    this.needed = false;
    this.#tell();
  }

  fail(makeError: () => Error): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(makeError());
  }
}
