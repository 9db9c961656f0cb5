/** Who waits for `buffer.memory` to be half free: promises of `drained()`, and the 'drain' event. */
export class Drains {
  /** The next drain is an event: somebody was told to wait. */
  needed = false;
  readonly #emit: () => void;
  readonly #waiting = new Set<{ resolve: () => void; reject: (error: Error) => void }>();

  constructor(emit: () => void) {
    this.#emit = emit;
  }

  get any(): boolean {
    return this.needed || this.#waiting.size > 0;
  }

  /** Returns what takes the wait back. */
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
    this.#emit();
  }

  fail(makeError: () => Error): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(makeError());
  }
}
