/** When the end of a partition was where. */
export interface Behind {
  ms: number;
  kind: 'estimated' | 'at least';
}

const FIRST_LENGTH = 8;
/** Where two ends are further apart than this, the time between them says too little. */
const WIDE_MS = 120_000;

/**
 * The last ends of one partition, for the question when an offset was written. While the end does not move it needs no
 * room, so that it reaches back further where little is written.
 */
export class EndHistory {
  #most: number;
  #stepMs: number;
  /** Times, then ends. They grow up to `most`. */
  #times = new Float64Array(FIRST_LENGTH);
  #ends = new Float64Array(FIRST_LENGTH);
  #length = 0;

  /** At most `most` ends, each at least `stepMs` after the one before; only the last may be closer. */
  constructor(most: number, stepMs: number) {
    this.#most = Math.max(most, 4);
    this.#stepMs = stepMs;
  }

  /** From now on more ends, and closer together. */
  refine(most: number, stepMs: number): void {
    this.#most = Math.max(this.#most, most);
    this.#stepMs = Math.min(this.#stepMs, stepMs);
  }

  /** Times must grow. An end that went back begins a new history: the partition was made anew or truncated. */
  add(time: number, end: number): void {
    const last = this.#length - 1;
    if (last >= 0) {
      if (end < this.#ends[last]!) this.#length = 0;
      else if (time <= this.#times[last]!) return;
      else if (last >= 1 && this.#saysNothing(last, end)) {
        this.#times[last] = time;
        this.#ends[last] = end;
        return;
      }
    }
    this.#makeRoom();
    this.#times[this.#length] = time;
    this.#ends[this.#length++] = end;
  }

  /**
   * How long ago, at `now`, the record at `offset` was written: the oldest one that a group has not read. Null: nothing
   * is known yet.
   */
  behind(offset: number, now: number): Behind | null {
    const last = this.#length - 1;
    if (last < 0) return null;
    if (offset >= this.#ends[last]!) return { ms: 0, kind: 'estimated' };
    if (offset < this.#ends[0]!)
      return last === 0 ? null : { ms: Math.max(0, now - this.#times[0]!), kind: 'at least' };
    const before = this.#lastWithEndAtMost(offset);
    const from = this.#times[before]!;
    const to = this.#times[before + 1]!;
    if (to - from > WIDE_MS) return { ms: Math.max(0, now - to), kind: 'at least' };
    const end = this.#ends[before]!;
    // The records of the interval came evenly: the first one after one part of it, the last one at its end.
    const part = (offset - end + 1) / (this.#ends[before + 1]! - end);
    const written = from + part * (to - from);
    return { ms: Math.max(0, now - written), kind: 'estimated' };
  }

  /** Whether the last of the known ends says nothing once this one is known. */
  #saysNothing(last: number, end: number): boolean {
    const stands = end === this.#ends[last]! && end === this.#ends[last - 1]!;
    return stands || this.#times[last]! - this.#times[last - 1]! < this.#stepMs;
  }

  #lastWithEndAtMost(offset: number): number {
    let low = 0;
    let high = this.#length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#ends[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #makeRoom(): void {
    if (this.#length < this.#times.length) return;
    if (this.#length < this.#most) {
      const length = Math.min(this.#most, 2 * this.#length);
      this.#times = grown(this.#times, length);
      this.#ends = grown(this.#ends, length);
      return;
    }
    this.#times.copyWithin(0, 1);
    this.#ends.copyWithin(0, 1);
    this.#length--;
  }
}

function grown(old: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const made = new Float64Array(length);
  made.set(old);
  return made;
}
