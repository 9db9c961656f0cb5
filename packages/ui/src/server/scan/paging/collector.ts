import type { Chunk, Lane, Match, Read } from './lane';

/** What is to be sent of a record that passed. */
export interface Item<T> {
  readonly item: T;
  readonly weight: number;
}

/** Takes the records of one chunk as they arrive, in the order of the log. */
export class Collector<T> {
  readonly lane: Lane<T>;
  readonly chunk: Chunk;
  readonly #limit: number;
  readonly #isBack: boolean;
  #matches: Match<T>[] = [];
  /** The highest timestamp so far. */
  #clock: number;
  #firstClock: number | null = null;
  #reached: number;
  #isCut = false;
  /** Records so far. */
  count = 0;
  /** Matches behind it are not wanted: nothing is to be taken any more. */
  isFull = false;
  /**
   * `complete`: the chunk was read to its end. `ended`: to the end of the log, which lies before that of the chunk. Set
   * by who reads.
   */
  state: 'open' | 'complete' | 'ended' = 'open';

  /** @param limit Matches that are kept: the nearest ones in the direction of reading. */
  constructor(lane: Lane<T>, limit: number) {
    this.lane = lane;
    this.chunk = lane.next;
    this.#limit = limit;
    this.#isBack = lane.direction === 'back';
    this.#clock = this.#isBack ? -Infinity : lane.limitTime;
    this.#reached = this.chunk.from;
  }

  /** Behind the last record that was taken. */
  get reached(): number {
    return this.#reached;
  }

  /** The running time of the last record that was taken. */
  get clock(): number {
    return this.#clock;
  }

  /** Counts a record. @returns Whether it is older than one before it. */
  pass(offset: number, timestamp: number): boolean {
    const isLate = timestamp < this.#clock;
    if (!isLate) this.#clock = timestamp;
    this.#firstClock ??= this.#clock;
    this.#reached = offset + 1;
    this.count++;
    return isLate;
  }

  /** Keeps the record that was passed last. */
  keep(offset: number, { item, weight }: Item<T>): void {
    this.#matches.push({ clock: this.#bounded(this.#clock), offset, weight, item });
    if (!this.#isBack) this.isFull = this.#matches.length >= this.#limit;
    else if (this.#matches.length > 2 * this.#limit) this.#cut();
  }

  /** What the chunk gave; undefined: nothing is known. Of an open chunk, back, nothing is; on, what was read. */
  read(): Read<T> | undefined {
    return this.#isBack ? this.#readBack() : this.#readOn();
  }

  #readBack(): Read<T> | undefined {
    if (this.state === 'open') return undefined;
    this.#cut();
    const matches = this.#matches;
    if (this.#isCut) {
      const [last] = matches;
      return { matches, known: { from: last!.offset, to: this.chunk.to }, clock: last!.clock };
    }
    const clock = this.#firstClock === null ? null : this.#bounded(this.#firstClock);
    return { matches, known: this.chunk, clock };
  }

  #readOn(): Read<T> | undefined {
    const to = this.state === 'open' || this.isFull ? this.#reached : this.chunk.to;
    if (to === this.chunk.from) return undefined;
    const clock = this.count === 0 ? null : this.#clock;
    return { matches: this.#matches, known: { from: this.chunk.from, to }, clock };
  }

  /** Leaves out the matches that are farthest away. */
  #cut(): void {
    if (this.#matches.length <= this.#limit) return;
    this.#matches = this.#matches.slice(-this.#limit);
    this.#isCut = true;
  }

  /** Back, a chunk knows nothing of what stands before it: its times do not exceed those of the chunk behind it. */
  #bounded(clock: number): number {
    return this.#isBack ? Math.min(clock, this.lane.limitTime) : clock;
  }
}
