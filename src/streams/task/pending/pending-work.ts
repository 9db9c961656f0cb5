/** Records of a node that are not done when its `process` returns. */
export interface PendingWork {
  /** The task takes no more records now. */
  readonly isFull: boolean;
  /** A commit waits until there is nothing under way. */
  readonly delaysCommit: boolean;
  /** Nothing is under way, and nothing waits to be passed on: only another record or the clock can change that. */
  readonly isSettled: boolean;
  /** The oldest record of the partition that is not done; undefined: all are. */
  firstOffset(topic: string, partition: number): number | undefined;
  /** Passes on what is ready. Returns whether there was something. @throws what a handler does not forgive. */
  deliver(): boolean;
}

/** All of a task. A record is done when it is for each of them; what is committed is before the oldest that is not. */
export class PendingWorks implements PendingWork {
  readonly #all: PendingWork[] = [];

  add(work: PendingWork): void {
    this.#all.push(work);
  }

  get isFull(): boolean {
    for (const work of this.#all) if (work.isFull) return true;
    return false;
  }

  get delaysCommit(): boolean {
    return this.#all.some((work) => work.delaysCommit);
  }

  get isSettled(): boolean {
    return this.#all.every((work) => work.isSettled);
  }

  firstOffset(topic: string, partition: number): number | undefined {
    const offsets = this.#all.flatMap((work) => work.firstOffset(topic, partition) ?? []);
    return offsets.length === 0 ? undefined : Math.min(...offsets);
  }

  deliver(): boolean {
    let isSome = false;
    // What one passes on may be ready at once in another.
    for (const work of this.#all) if (work.deliver()) isSome = true;
    return isSome;
  }
}
