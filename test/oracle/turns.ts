/** Lets any number of programs run together, or one alone. */
export class Turns {
  #running = new Set<Promise<unknown>>();
  /** The last one that asked to be alone. */
  #alone: Promise<unknown> = Promise.resolve();

  async together<T>(work: () => Promise<T>): Promise<T> {
    for (let last; last !== this.#alone;) await (last = this.#alone).catch(() => undefined);
    return this.#start(work);
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const turn = before
      .catch(() => undefined)
      .then(() => Promise.allSettled(this.#running))
      .then(work);
    this.#alone = turn;
    return turn;
  }

  #start<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#running.add(running);
    const over = () => void this.#running.delete(running);
    running.then(over, over);
    return running;
  }
}
