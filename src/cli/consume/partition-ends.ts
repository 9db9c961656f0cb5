export interface TopicPartition {
  topic: string;
  partition: number;
}

interface PartitionState {
  topic: string;
  partition: number;
  /** The next offset after the written records; undefined: nothing was written. */
  next: number | undefined;
  /** The first offset not to read. */
  stopAt: number | undefined;
  /** The end of the partition that the broker reported, until it was printed. */
  eofAt: number | undefined;
  atEof: boolean;
}

/**
 * Tracks how far each partition was written and whether that is far enough. The broker may report the end of a
 * partition before its last records were returned, so the end counts only once they were written.
 */
export class PartitionEnds {
  readonly #states = new Map<string, PartitionState>();

  get size(): number {
    return this.#states.size;
  }

  /** Whether any partition has its own end. */
  get limited(): boolean {
    for (const state of this.#states.values()) if (state.stopAt !== undefined) return true;
    return false;
  }

  /** Adds these partitions, from their start, to the existing ones. */
  add(partitions: readonly (TopicPartition & { stopAt?: number })[]): void {
    for (const { topic, partition, stopAt } of partitions) {
      this.#states.set(keyOf(topic, partition), {
        topic,
        partition,
        next: undefined,
        stopAt,
        eofAt: undefined,
        atEof: false,
      });
    }
  }

  remove(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.#states.delete(keyOf(topic, partition));
  }

  wrote(partitions: readonly (TopicPartition & { offset: number })[]): void {
    for (const { topic, partition, offset } of partitions) {
      const state = this.#states.get(keyOf(topic, partition));
      if (state === undefined) continue;
      state.next = offset;
      if (state.eofAt === undefined || offset > state.eofAt) state.atEof = false;
    }
  }

  reachedEof(topic: string, partition: number, offset: number): void {
    const state = this.#states.get(keyOf(topic, partition));
    if (state !== undefined) state.eofAt = offset;
  }

  stopAt(topic: string, partition: number): number {
    return this.#states.get(keyOf(topic, partition))?.stopAt ?? Infinity;
  }

  /** Whether some end was announced but not confirmed. */
  get awaitingEof(): boolean {
    for (const state of this.#states.values()) if (state.eofAt !== undefined && !state.atEof) return true;
    return false;
  }

  /**
   * Returns the ends that are confirmed now: records were written up to there, or `position` (the consumer's own,
   * beyond gaps and control records) is there, or a poll returned `empty`, so that no record before it remains.
   */
  confirmEofs(
    empty: boolean,
    position: (partition: TopicPartition) => number | null,
  ): { topic: string; partition: number; offset: number }[] {
    const confirmed: { topic: string; partition: number; offset: number }[] = [];
    for (const state of this.#states.values()) {
      const { topic, partition, eofAt } = state;
      if (eofAt === undefined || state.atEof) continue;
      if (!empty && (state.next ?? -1) < eofAt && (position({ topic, partition }) ?? -1) < eofAt) continue;
      state.atEof = true;
      confirmed.push({ topic, partition, offset: eofAt });
    }
    return confirmed;
  }

  /** Every partition is written up to its end: the requested one, or with `exitAtEnd` the end of the log. */
  finished(exitAtEnd: boolean): boolean {
    if (this.#states.size === 0) return false;
    for (const state of this.#states.values()) {
      const stopped =
        state.stopAt !== undefined &&
        Math.max(state.next ?? 0, state.atEof ? (state.eofAt as number) : 0) >= state.stopAt;
      if (!stopped && !(exitAtEnd && state.atEof)) return false;
    }
    return true;
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
