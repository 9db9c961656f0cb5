import type { Assignment } from '../partitions/assignment';
import type { PartitionState } from '../partitions/partition-state';
import { Run, type RecordBatch } from './record-batch';

/** Decides whether to read a record with an offset below the expected one. */
export type Accept = (state: PartitionState, offset: number, leaderEpoch: number) => boolean;

/**
 * Drained records that were not delivered yet. They belong to the consumer, not to one poll or iterator: whichever asks
 * next gets them first. librdkafka's queue is the only other buffer.
 */
export class PrefetchedRecords {
  readonly #assignment: Assignment;
  #runs: Run[] = [];
  #head = 0;
  /** Runs of paused partitions, and runs behind a stream's `to`. */
  #held: Run[] = [];

  constructor(assignment: Assignment) {
    this.#assignment = assignment;
  }

  /** Number of records, including those that are held back. */
  get count(): number {
    let count = 0;
    for (const run of this.#held) count += run.end - run.next;
    for (let i = this.#head; i < this.#runs.length; i++) count += this.#runs[i]!.end - this.#runs[i]!.next;
    return count;
  }

  /**
   * Adds the records `from` to `to` of a drain. `topicName` maps topic ids to names. `accept` decides about a record
   * below the expected offset of its partition.
   */
  add(batch: RecordBatch, topicName: (id: number) => string, accept: Accept, from = 0, to = batch.count): void {
    for (let start = from; start < to;) {
      const end = Math.min(to, batch.runEnd(start));
      const state = this.#assignment.get(topicName(batch.topicId(start)), batch.partition(start));
      // Records drained before librdkafka processed an unassignment or a seek are skipped.
      if (state && state.seekTarget === undefined) this.#addRun(batch, start, end, state, accept);
      start = end;
    }
  }

  #addRun(batch: RecordBatch, from: number, to: number, state: PartitionState, accept: Accept): void {
    let start = from;
    // librdkafka moved back within the drain, with no leader change in between.
    const end = batch.offset(to - 1) - batch.offset(start) < to - 1 - start ? batch.riseEnd(start, to) : to;
    if (end < to) {
      this.#addRun(batch, start, end, state, accept);
      return this.#addRun(batch, end, to, state, accept);
    }
    const first = batch.offset(start);
    if (state.expected >= 0 && first < state.expected && !accept(state, first, batch.leaderEpoch(start))) {
      start = batch.indexOf(state.expected, start, end);
      if (start === end) return;
    }
    if (state.position < 0) state.position = batch.offset(start);
    state.movedTo = -1;
    state.drained = true;
    state.expected = batch.offset(end - 1) + 1;
    state.expectedLeaderEpoch = batch.leaderEpoch(end - 1);
    state.waiting += end - start;
    const stop = state.stopAt === Infinity ? end : batch.indexOf(state.stopAt, start, end);
    if (start < stop) {
      const run = new Run(batch, start, stop, state);
      if (state.isHeld) this.#held.push(this.#hold(run));
      else this.#runs.push(run);
    }
    if (stop < end) this.#held.push(this.#hold(new Run(batch, stop, end, state)));
  }

  /** The run that contains the next record to deliver. The caller that delivers it increments `next`. */
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

  /** Offset of the partition's next record, held back or not. undefined: it has no prefetched record. */
  nextOffset(state: PartitionState): number | undefined {
    if (state.waiting === 0) return undefined;
    let next: number | undefined;
    for (const run of [...this.#held, ...this.#runs.slice(this.#head)]) {
      if (run.state !== state || !run.isCurrent || run.next >= run.end) continue;
      const offset = run.batch.offset(run.next);
      if (next === undefined || offset < next) next = offset;
    }
    return next;
  }

  /** The run to deliver after `run`. */
  following(run: Run): Run | undefined {
    for (let i = this.#runs.indexOf(run, this.#head) + 1; i < this.#runs.length; i++) {
      const next = this.#runs[i]!;
      if (next.next < next.end && next.isCurrent) return next;
    }
    return undefined;
  }

  /** Drops all drained records of a partition and makes them invalid. */
  drop(state: PartitionState): void {
    state.epoch++;
    state.waiting = 0;
    this.#runs = this.#runs.slice(this.#head).filter((run) => run.state !== state);
    this.#head = 0;
    this.#held = this.#held.filter((run) => run.state !== state);
  }

  /**
   * Called after `paused`, `stopped` or `stopAt` of partitions changed. Holds their records back, or puts released ones
   * first. The run objects stay the same: a deserializer may be working on one, and its caller checks the run's state
   * afterwards.
   */
  sort(states: Iterable<PartitionState>): void {
    const sorted = new Map<PartitionState, Run[]>();
    for (const state of states) if (state.waiting > 0) sorted.set(state, []);
    if (sorted.size === 0) return;
    const isOther = (run: Run): boolean => {
      const own = sorted.get(run.state);
      if (own && run.isCurrent && run.next < run.end) own.push(run);
      return own === undefined;
    };
    const held = this.#held.filter(isOther);
    const others = this.#runs.slice(this.#head).filter(isOther);
    const free: Run[] = [];
    for (const [state, own] of sorted) {
      own.sort((a, b) => a.batch.offset(a.next) - b.batch.offset(b.next));
      for (const run of own) {
        const stop = state.isHeld ? run.next : run.batch.indexOf(state.stopAt, run.next, run.end);
        if (run.next < stop && stop < run.end) held.push(this.#hold(new Run(run.batch, stop, run.end, state)));
        run.held = run.next >= stop;
        if (run.held) held.push(run);
        else {
          run.end = stop;
          free.push(run);
        }
      }
    }
    this.#held = held;
    this.#runs = [...free, ...others];
    this.#head = 0;
  }

  #hold(run: Run): Run {
    run.held = true;
    return run;
  }

  /**
   * Takes back the records delivered last: those of `run` from `index` on. With several runs, call it for the last run
   * first.
   */
  putBack(run: Run, index: number): void {
    if (!run.isCurrent || index >= run.next) return;
    run.state.waiting += run.next - index;
    run.next = index;
    if (run.held || this.#runs.includes(run, this.#head)) return;
    if (run.state.isHeld) this.#held.push(this.#hold(run));
    else {
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
