import { positionTarget, type OffsetTarget } from './offset-target';
import type { PartitionState } from '../partitions/partition-state';

interface Progress {
  /** Started offsets in order, without the finished ones at the front. */
  begun: number[];
  finished: Set<number>;
  /** Everything below this offset is finished. −1: nothing is finished. */
  next: number;
  committed: number;
}

/** Records finish in any order. This finds the offset up to which each partition is finished without a gap. */
export class FinishedOffsets {
  readonly #partitions = new Map<PartitionState, Progress>();

  begin(state: PartitionState, offset: number): void {
    let progress = this.#partitions.get(state);
    if (!progress)
      this.#partitions.set(state, (progress = { begun: [], finished: new Set(), next: -1, committed: -1 }));
    progress.begun.push(offset);
  }

  finish(state: PartitionState, offset: number): void {
    const progress = this.#partitions.get(state);
    if (!progress) return;
    progress.finished.add(offset);
    let passed = 0;
    for (; passed < progress.begun.length && progress.finished.delete(progress.begun[passed]!); passed++) {
      progress.next = progress.begun[passed]! + 1;
    }
    if (passed > 0) progress.begun.splice(0, passed);
  }

  /** Returns finished offsets that were not taken before. With `states`, only for these partitions. */
  take(states?: readonly PartitionState[]): OffsetTarget[] {
    const targets: OffsetTarget[] = [];
    const wanted = states && new Set(states);
    for (const [state, progress] of this.#partitions) {
      if (!state.assigned) {
        this.#partitions.delete(state);
        continue;
      }
      if (progress.next <= progress.committed || (wanted && !wanted.has(state))) continue;
      progress.committed = progress.next;
      targets.push({ partition: positionTarget(state, progress.next, -1), state });
    }
    return targets;
  }

  /** The offset to restart at so that no unfinished record is skipped. undefined: every started record is finished. */
  firstUnfinished(state: PartitionState): number | undefined {
    return this.#partitions.get(state)?.begun[0];
  }
}
