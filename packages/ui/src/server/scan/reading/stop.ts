/** Says whether the work is to end. Also seen by code that does not wait: another thread sets the flag. */
export class Stop {
  readonly #controller = new AbortController();
  readonly #flag: Int32Array | undefined;
  readonly #id: number;
  #isAsked = false;

  /** @param flag Shared memory; it holds the number of the work that is cancelled. */
  constructor(flag?: Int32Array, id = 1) {
    this.#flag = flag;
    this.#id = id;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isAsked(): boolean {
    if (this.#isAsked) return true;
    if (this.#flag === undefined || Atomics.load(this.#flag, 0) !== this.#id) return false;
    this.ask();
    return true;
  }

  /** For those who wait. */
  ask(): void {
    this.#isAsked = true;
    this.#controller.abort();
  }
}
