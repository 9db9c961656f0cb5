import type { Assignment } from './assignment';
import type { PartitionState } from './partition-state';
import { Run, type RecordBatch } from './record-batch';

/**
 * The undelivered rest of what was drained. It belongs to the consumer, not to a poll or an iterator: the next of these, whichever it
 * is, begins with it. librdkafka's queue is the only other buffer.
 */
export class Rest {
  readonly #assignment: Assignment;
  #runs: Run[] = [];
  #head = 0;
  /** Runs of partitions that are paused, and what lies behind a stream's `to`. */
  #held: Run[] = [];

  constructor(assignment: Assignment) {
    this.#assignment = assignment;
  }

  /** Records, the ones that are held back included. */
  get count(): number {
    let count = 0;
    for (const run of this.#held) count += run.end - run.next;
    for (let i = this.#head; i < this.#runs.length; i++) count += this.#runs[i]!.end - this.#runs[i]!.next;
    return count;
  }

  /** Takes in a drain. `topicName` turns its topic ids into names; `accept` decides about a record below what the partition expects. */
  add(
    batch: RecordBatch,
    topicName: (id: number) => string,
    accept: (state: PartitionState, offset: number) => boolean,
  ): void {
    for (let start = 0; start < batch.count;) {
      const end = batch.runEnd(start);
      const state = this.#assignment.get(topicName(batch.topicId(start)), batch.partition(start));
      // Drained before librdkafka heard of an unassignment or a seek.
      if (state && state.seekTarget === undefined) this.#addRun(batch, start, end, state, accept);
      start = end;
    }
  }

  #addRun(
    batch: RecordBatch,
    from: number,
    end: number,
    state: PartitionState,
    accept: (state: PartitionState, offset: number) => boolean,
  ): void {
    let start = from;
    const first = batch.offset(start);
    if (state.expected >= 0 && first < state.expected && !accept(state, first)) {
      start = batch.indexOf(state.expected, start, end);
      if (start === end) return;
    }
    if (state.position < 0) state.position = batch.offset(start);
    state.expected = batch.offset(end - 1) + 1;
    state.waiting += end - start;
    const stop = state.stopAt === Infinity ? end : batch.indexOf(state.stopAt, start, end);
    if (start < stop) (state.isHeld ? this.#held : this.#runs).push(new Run(batch, start, stop, state));
    if (stop < end) this.#held.push(new Run(batch, stop, end, state));
  }

  /** The run whose next record is to be handed over. Whoever hands over moves its `next` on. */
  current(): Run | undefined {
    while (this.#head < this.#runs.length) {
      const run = this.#runs[this.#head]!;
      if (run.next < run.end && run.epoch === run.state.epoch) return run;
      this.#head++;
    }
    if (this.#head > 0) {
      this.#runs = [];
      this.#head = 0;
    }
    return undefined;
  }

  /** The run after `run` that may be handed over too. */
  following(run: Run): Run | undefined {
    for (let i = this.#runs.indexOf(run, this.#head) + 1; i < this.#runs.length; i++) {
      const next = this.#runs[i]!;
      if (next.next < next.end && next.isCurrent) return next;
    }
    return undefined;
  }

  /** Drops what was drained of a partition; its drained records are worthless now. */
  drop(state: PartitionState): void {
    state.epoch++;
    state.waiting = 0;
    this.#runs = this.#runs.slice(this.#head).filter((run) => run.state !== state);
    this.#head = 0;
    this.#held = this.#held.filter((run) => run.state !== state);
  }

  /** After `paused`, `stopped` or `stopAt` of a partition changed: holds its records back, or lets them go first. */
  sort(state: PartitionState): void {
    const others = this.#runs.slice(this.#head).filter((run) => run.state !== state);
    const own = [...this.#held, ...this.#runs.slice(this.#head)].filter(
      (run) => run.state === state && run.isCurrent && run.next < run.end,
    );
    own.sort((a, b) => a.batch.offset(a.next) - b.batch.offset(b.next));
    this.#held = this.#held.filter((run) => run.state !== state);
    const free: Run[] = [];
    for (const run of own) {
      const stop = state.isHeld ? run.next : run.batch.indexOf(state.stopAt, run.next, run.end);
      if (run.next < stop) free.push(new Run(run.batch, run.next, stop, state));
      if (stop < run.end) this.#held.push(new Run(run.batch, stop, run.end, state));
    }
    this.#runs = [...free, ...others];
    this.#head = 0;
  }

  /** Takes records back that were handed over last: those of `run` from `index` on. Of several runs, the last one first. */
  putBack(run: Run, index: number): void {
    if (!run.isCurrent || index >= run.next) return;
    run.state.waiting += run.next - index;
    run.next = index;
    if (!this.#runs.includes(run, this.#head)) {
      this.#runs = [run, ...this.#runs.slice(this.#head)];
      this.#head = 0;
    }
  }

  clear(): void {
    this.#runs = [];
    this.#held = [];
    this.#head = 0;
  }
}
