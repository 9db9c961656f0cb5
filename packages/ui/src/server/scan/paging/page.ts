import type { Direction } from './cursor';
import type { Lane, Match } from './lane';

/** Partitions that are read at once. */
export const MAX_ROUND = 500;
/** Bytes of matches that wait in all lanes. */
const MAX_WEIGHT = 64 * 1024 * 1024;

/**
 * The merge: gives the matches of all partitions in the order of their running times, and says which partitions must be
 * read before the next one can be known.
 */
export class Page<T> {
  readonly #lanes: readonly Lane<T>[];
  readonly #isBack: boolean;
  /** With equal times, the lower partition comes first in the list. */
  readonly #isLowerFirst: boolean;
  /** Lanes of the next round at most; grows while rounds give nothing to show. */
  #roundSize: number;

  /**
   * @param lanes In the order of their partitions. @param list How the list runs: read against it, everything comes in
   * the reverse order.
   */
  constructor(lanes: readonly Lane<T>[], direction: Direction, list: Direction, limit: number) {
    this.#lanes = lanes;
    this.#isBack = direction === 'back';
    this.#isLowerFirst = direction === list;
    this.#roundSize = Math.min(MAX_ROUND, Math.max(16, limit));
  }

  get lanes(): readonly Lane<T>[] {
    return this.#lanes;
  }

  /** There is nothing left, neither waiting nor in the logs. */
  get isAtEnd(): boolean {
    return this.#lanes.every((lane) => lane.head === undefined && lane.isAtEnd);
  }

  /** Where the next page begins. */
  get bounds(): [partition: number, bound: number][] {
    return this.#lanes.map((lane) => [lane.partition, lane.bound]);
  }

  /**
   * The next match, if it is known to be the next. `anyway`: the best of those that wait, whatever the logs still hold.
   */
  take(anyway = false): Match<T> | undefined {
    const best = this.#best();
    if (best === undefined || (!anyway && this.#isBlocked(best.head!.clock))) return undefined;
    return best.shift();
  }

  /** The lanes that must be read before there is a next match. Empty: there is none. */
  round(): Lane<T>[] {
    const best = this.#best()?.head?.clock;
    const blockers = this.#lanes.filter((lane) => this.#blocks(lane, best));
    if (blockers.length > this.#roundSize) {
      // Those that can have the best come first: the others often need not be read then.
      blockers.sort((a, b) => (this.#isBetter(a.limitTime, b.limitTime) ? -1 : a.limitTime === b.limitTime ? 0 : 1));
      blockers.length = this.#roundSize;
    }
    this.#roundSize = Math.min(MAX_ROUND, this.#roundSize * 2);
    return blockers;
  }

  /** Keeps memory in bounds, after a round. `wanted`: matches that will still be shown. */
  trim(wanted: number): void {
    for (const lane of this.#lanes) lane.trim(wanted);
    for (let keep = wanted; keep > 1 && this.#weight() > MAX_WEIGHT;) {
      keep = Math.ceil(keep / 2);
      for (const lane of this.#lanes) lane.trim(keep);
    }
  }

  #weight(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.weight, 0);
  }

  #best(): Lane<T> | undefined {
    let best: Lane<T> | undefined;
    for (const lane of this.#lanes) {
      const clock = lane.head?.clock;
      if (clock === undefined) continue;
      const other = best?.head?.clock;
      if (other === undefined || this.#isBetter(clock, other) || (clock === other && !this.#isLowerFirst)) best = lane;
    }
    return best;
  }

  #isBlocked(clock: number): boolean {
    return this.#lanes.some((lane) => this.#blocks(lane, clock));
  }

  /** Whether something that is not known yet may come before, or beside, a match of this running time. */
  #blocks(lane: Lane<T>, clock: number | undefined): boolean {
    if (lane.head !== undefined || lane.isAtEnd) return false;
    return clock === undefined || !this.#isBetter(clock, lane.limitTime);
  }

  #isBetter(a: number, b: number): boolean {
    return this.#isBack ? a > b : a < b;
  }
}
