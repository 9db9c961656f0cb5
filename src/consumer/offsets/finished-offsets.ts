import type { OffsetTarget } from './offset-arguments';
import { positionTarget } from './offset-arguments';
import type { PartitionState } from './partition-state';

interface Progress {
  /** Offsets that were begun, in order; those in front that are finished have left. */
  begun: number[];
  finished: Set<number>;
  /** Everything below is finished. −1: nothing is. */
  next: number;
  committed: number;
}

/** Of records that finish in any order: up to where each partition is finished without a gap. */
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

  /** What is finished and was not taken before; of these partitions only, where given. */
  take(states?: readonly PartitionState[]): OffsetTarget[] {
    const targets: OffsetTarget[] = [];
    for (const [state, progress] of this.#partitions) {
      if (!state.assigned) {
        this.#partitions.delete(state);
        continue;
      }
      if (progress.next <= progress.committed || (states && !states.includes(state))) continue;
      progress.committed = progress.next;
      targets.push({ partition: positionTarget(state, progress.next, -1), state });
    }
    return targets;
  }

  /** The offset to begin at again, so that nothing unfinished is left out. undefined: everything begun is finished. */
  firstUnfinished(state: PartitionState): number | undefined {
    return this.#partitions.get(state)?.begun[0];
  }
}
