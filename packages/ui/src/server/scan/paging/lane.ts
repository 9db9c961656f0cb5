import type { Direction } from './cursor';

/** A record that passed the filter, with what is to be sent of it. */
export interface Match<T> {
  /** Running time: the highest timestamp of the partition up to this record. */
  readonly clock: number;
  readonly offset: number;
  /** Bytes that it holds in memory, about. */
  readonly weight: number;
  readonly item: T;
}

/** A part of a partition: from this offset to before that one. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** What a chunk gave. */
export interface Read<T> {
  /** In the order of the log. */
  readonly matches: readonly Match<T>[];
  /** What is known now: less than the chunk if matches were left out, or if it was not read to its end. */
  readonly known: Chunk;
  /** The running time at the far end of what is known; null: it has no record. */
  readonly clock: number | null;
}

/** How many offsets a chunk has at most: where records are, and where there are none, as in compacted logs. */
const MAX_WIDTH = 10_000;
const MAX_EMPTY_WIDTH = 1_000_000;

/** One partition of a page: how far it is known, and the matches in there that are not shown yet. */
export class Lane<T> {
  readonly partition: number;
  readonly direction: Direction;
  readonly #range: Chunk;
  /** In the order of showing, the next one last. */
  #waiting: Match<T>[] = [];
  #weight = 0;
  #width: number;
  /** How far the partition is known, in the direction of reading. */
  edge: number;
  /** The best running time that anything beyond the edge can have: back at most this, on at least. */
  limitTime: number;

  /**
   * @param range All that may be read. @param start Where reading begins: back from there, or on. @param limitTime Of
   * the whole partition.
   */
  constructor(
    place: { partition: number; direction: Direction; range: Chunk; start: number },
    limitTime: number,
    width: number,
  ) {
    this.partition = place.partition;
    this.direction = place.direction;
    this.#range = place.range;
    this.edge = Math.min(Math.max(place.start, place.range.from), place.range.to);
    this.limitTime = limitTime;
    this.#width = width;
  }

  /** The match to be shown next. */
  get head(): Match<T> | undefined {
    return this.#waiting[this.#waiting.length - 1];
  }

  /** Bytes of the matches that wait, about. */
  get weight(): number {
    return this.#weight;
  }

  /** Nothing is beyond the edge. */
  get isAtEnd(): boolean {
    return this.direction === 'back' ? this.edge <= this.#range.from : this.edge >= this.#range.to;
  }

  /** Where the next page begins: at the first match that was not shown, or else at the edge. */
  get bound(): number {
    const { head } = this;
    if (head === undefined) return this.edge;
    return this.direction === 'back' ? head.offset + 1 : head.offset;
  }

  /** What to read next. */
  get next(): Chunk {
    return this.direction === 'back'
      ? { from: Math.max(this.#range.from, this.edge - this.#width), to: this.edge }
      : { from: this.edge, to: Math.min(this.#range.to, this.edge + this.#width) };
  }

  shift(): Match<T> {
    const match = this.#waiting.pop()!;
    this.#weight -= match.weight;
    return match;
  }

  /** Takes what the next chunk gave. Fewer matches than `wanted` make the one after it wider. */
  add({ matches, clock, known }: Read<T>, wanted: number): void {
    const isBack = this.direction === 'back';
    this.edge = isBack ? known.from : known.to;
    if (clock !== null) this.limitTime = clock;
    if (matches.length < wanted) this.#width *= 4;
    this.#width = Math.min(this.#width, clock === null ? MAX_EMPTY_WIDTH : MAX_WIDTH);
    for (const { weight } of matches) this.#weight += weight;
    // Blockers alone are read, so that nothing waits here.
    this.#waiting = isBack ? [...matches] : [...matches].reverse();
  }

  /** Forgets all matches but the first `keep`: the edge moves back to the last of them. */
  trim(keep: number): void {
    if (this.#waiting.length <= keep) return;
    const forgotten = this.#waiting.splice(0, this.#waiting.length - keep);
    for (const { weight } of forgotten) this.#weight -= weight;
    const last = this.#waiting[0]!;
    this.edge = this.direction === 'back' ? last.offset : last.offset + 1;
    this.limitTime = last.clock;
  }

  /** Chunks of half the width: the last one was too large to be read within the budget. */
  halve(): boolean {
    if (this.#width === 1) return false;
    this.#width = Math.floor(this.#width / 2);
    return true;
  }

  /** Of one that is read on: what is beyond the edge is gone from the log. */
  finish(): void {
    this.edge = this.#range.to;
  }
}
