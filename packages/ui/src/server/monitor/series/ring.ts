/**
 * The last values of one figure in steps of equal length. What was not measured is a hole.
 *
 * Times must not go back. A value is that of the whole time between two samples; where a step has parts of several, it
 * has their mean by time.
 */
export class Ring {
  readonly stepMs: number;
  readonly #length: number;
  /** Null: all steps from `#first` to the latest have the value `#same`. Most of 10,000 topics are never written to. */
  #values: Float64Array | null = null;
  #first = Infinity;
  #same = NaN;
  /** The latest step: its number since time 0. */
  #head = -Infinity;
  /** How many ms of the latest step have a value. */
  #known = 0;

  constructor(stepMs: number, length: number) {
    this.stepMs = stepMs;
    this.#length = length;
  }

  /** The figure was `value` from `from` to `to`. */
  fill(from: number, to: number, value: number): void {
    if (!(to > from) || Number.isNaN(value)) return;
    const last = Math.ceil(to / this.stepMs) - 1;
    const first = Math.max(Math.floor(from / this.stepMs), last - this.#length + 1, this.#head);
    for (let step = first; step <= last; step++) {
      this.#advance(step);
      const begin = Math.max(from, step * this.stepMs);
      const ms = Math.min(to, (step + 1) * this.stepMs) - begin;
      const known = this.#known + ms;
      const before = this.#known === 0 ? value : this.#at(step);
      this.#set(step, before + ((value - before) * ms) / known);
      this.#known = known;
    }
  }

  /** The figure is `value` at `time`. */
  put(time: number, value: number): void {
    const step = Math.floor(time / this.stepMs);
    if (step < this.#head || Number.isNaN(value)) return;
    this.#advance(step);
    this.#set(step, value);
    this.#known = this.stepMs;
  }

  /** The steps from the one that has `since`, as they begin; holes between values have NaN. */
  from(since: number): [time: number, value: number][] {
    const points: [number, number][] = [];
    if (this.#head === -Infinity) return points;
    const oldest = this.#head - this.#length + 1;
    const first = Math.max(oldest, Math.floor(since / this.stepMs));
    for (let step = first; step <= this.#head; step++) {
      const value = this.#at(step);
      if (points.length > 0 || !Number.isNaN(value)) points.push([step * this.stepMs, value]);
    }
    return points;
  }

  clear(): void {
    this.#head = -Infinity;
    this.#values = null;
    this.#first = Infinity;
  }

  #at(step: number): number {
    if (this.#values !== null) return this.#values[this.#place(step)]!;
    return step >= this.#first ? this.#same : NaN;
  }

  /** Of the latest step. */
  #set(step: number, value: number): void {
    if (this.#values === null) {
      if (this.#first === Infinity) {
        this.#first = step;
        this.#same = value;
      }
      if (value === this.#same) return;
      this.#spread();
    }
    this.#values![this.#place(step)] = value;
  }

  /** From now on each step has a value of its own. */
  #spread(): void {
    const values = (this.#values = new Float64Array(this.#length).fill(NaN));
    const first = Math.max(this.#first, this.#head - this.#length + 1);
    for (let step = first; step <= this.#head; step++) values[this.#place(step)] = this.#same;
  }

  #advance(step: number): void {
    if (step <= this.#head) return;
    if (step - this.#head >= this.#length) this.clear();
    // A hole.
    else if (this.#values === null && step > this.#head + 1) this.#spread();
    for (let between = this.#head + 1; this.#values !== null && between <= step; between++)
      this.#values[this.#place(between)] = NaN;
    this.#head = step;
    this.#known = 0;
  }

  #place(step: number): number {
    return ((step % this.#length) + this.#length) % this.#length;
  }
}
