/** A `flush` that waits for the records accepted before it was called. */
export interface FlushWatch {
  readonly epoch: number;
  /** Number of these records that are not settled yet. */
  left: number;
  /** Called once, when `left` has become 0. */
  done: (() => void) | undefined;
}

/**
 * Counts down, for each running flush, the records accepted before it. Each record remembers the epoch in which it was
 * accepted, and each flush begins a new epoch. So a settled record shows which flushes waited for it, without a list
 * per flush.
 */
export class FlushWatches {
  /** The epoch of records accepted from now on. */
  epoch = 0;
  readonly #watches = new Set<FlushWatch>();

  /** True while `settled` has to be called. */
  get any(): boolean {
    return this.#watches.size > 0;
  }

  begin(unsettled: number): FlushWatch {
    const watch: FlushWatch = { epoch: this.epoch++, left: unsettled, done: undefined };
    this.#watches.add(watch);
    return watch;
  }

  end(watch: FlushWatch): void {
    this.#watches.delete(watch);
  }

  /** A record accepted in `epoch` was settled. */
  settled(epoch: number): void {
    for (const watch of this.#watches) {
      if (epoch > watch.epoch || --watch.left > 0) continue;
      this.#watches.delete(watch);
      watch.done?.();
    }
  }
}
