import { now } from '../../client/waiting';
import type { Assignment } from '../partitions/assignment';
import type { PartitionState } from '../partitions/partition-state';
import type { Rebalancer } from '../rebalance/rebalancer';
import type { PrefetchedRecords } from '../records/prefetched-records';
import type { Run } from '../records/record-batch';
import type { Intake } from './intake';
import type { Poller } from './poller';

/** The end of a partition, at its place between the records. */
export interface EndReached {
  topic: string;
  partition: number;
  offset: number;
}

/** Gets what is taken, in order. */
export interface Sink {
  /** The record at `index` of the run. False: take no more. */
  record(run: Run, index: number): boolean;
  end(end: EndReached): void;
}

/**
 * Reads as librdkafka's own poll does: record by record, with the ends between them, and a record counts as consumed
 * when it is handed over. For callers that store offsets themselves.
 */
export class DirectReader {
  readonly #assignment: Assignment;
  readonly #prefetched: PrefetchedRecords;
  readonly #intake: Intake;
  readonly #poller: Poller;
  readonly #rebalancer: Rebalancer;
  #ends: EndReached[] = [];
  /** Partitions from which records were taken since `touched()`. */
  readonly #touched = new Set<PartitionState>();
  #last: PartitionState | undefined;

  constructor(parts: {
    assignment: Assignment;
    prefetched: PrefetchedRecords;
    intake: Intake;
    poller: Poller;
    rebalancer: Rebalancer;
  }) {
    this.#assignment = parts.assignment;
    this.#prefetched = parts.prefetched;
    this.#intake = parts.intake;
    this.#poller = parts.poller;
    this.#rebalancer = parts.rebalancer;
  }

  /** A partition end was drained. */
  ended(end: EndReached): void {
    this.#ends.push(end);
  }

  /** Partitions with records taken since the last call. */
  touched(): PartitionState[] {
    if (this.#touched.size === 0) return [];
    const list = [...this.#touched];
    this.#touched.clear();
    this.#last = undefined;
    return list;
  }

  /** There is a record or an end to take. */
  get hasAny(): boolean {
    if (this.#rebalancer.work.isPending) return false;
    return this.#prefetched.current() !== undefined || this.#ends.some((end) => this.#isPassed(end));
  }

  /** There is something to take, and the event loop had its turn lately: no wait is needed. */
  get isReady(): boolean {
    return !this.#poller.isTurnDue() && this.hasAny;
  }

  /**
   * Resolves with true when there is something to take; with false at the deadline, or when `isOver()` returns true.
   * Looks at librdkafka's queue at least once.
   */
  async wait(timeoutMs: number, isOver: () => boolean): Promise<boolean> {
    const deadline = now() + timeoutMs;
    if (this.#poller.isTurnDue()) await this.#poller.turn();
    for (;;) {
      if (isOver()) return false;
      if (this.hasAny) return true;
      if (!this.#rebalancer.work.isPending && this.#intake.drain(0)) {
        if (this.#poller.isTurnDue()) await this.#poller.turn();
        continue;
      }
      const left = deadline - now();
      if (left <= 0) return false;
      await this.#poller.pause(left);
    }
  }

  /** Takes records and ends that are there, up to `max` records. Returns how many records were taken. */
  take(max: number, sink: Sink): number {
    let taken = 0;
    for (;;) {
      const run = this.#rebalancer.work.isPending ? undefined : this.#prefetched.current();
      if (this.#ends.length > 0) this.#tellEnds(run, sink);
      if (run === undefined || taken >= max) return taken;
      taken++;
      if (!sink.record(run, this.#advance(run))) {
        if (this.#ends.length > 0) this.#tellEnds(this.#prefetched.current(), sink);
        return taken;
      }
    }
  }

  #advance(run: Run): number {
    const { state } = run;
    const index = run.next++;
    const next = run.batch.offset(index) + 1;
    state.position = next;
    state.consumed = next;
    state.leaderEpoch = run.leaderEpoch ?? -1;
    if (!state.handed) state.delivered();
    if (--state.waiting === 0 && state.end >= 0) state.passEnd();
    if (state !== this.#last) {
      this.#last = state;
      this.#touched.add(state);
    }
    return index;
  }

  /** Tells the ends that come before the next record. */
  #tellEnds(run: Run | undefined, sink: Sink): void {
    const later: EndReached[] = [];
    for (const end of this.#ends.splice(0)) {
      const isNext = run !== undefined && run.topic === end.topic && run.partition === end.partition;
      if (isNext ? run.batch.offset(run.next) >= end.offset : this.#isPassed(end)) sink.end(end);
      else if (this.#assignment.get(end.topic, end.partition) !== undefined) later.push(end);
    }
    // The sink may have caused new ones.
    this.#ends.unshift(...later);
  }

  /** No record before the end waits. */
  #isPassed({ topic, partition, offset }: EndReached): boolean {
    const state = this.#assignment.get(topic, partition);
    if (state === undefined || state.stopped) return false;
    const next = this.#prefetched.nextOffset(state);
    return next === undefined || next >= offset;
  }
}
