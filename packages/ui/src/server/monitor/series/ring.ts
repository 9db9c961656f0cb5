/**
 * The last values of one figure in steps of equal length. What was not measured is a hole.
 *
 * Times must not go back. A value is that of the whole time between two samples; where a step has parts of several, it
 * has their mean by time.
 */
export class Ring {
  readonly stepMs: number;
  readonly #values: Float64Array;
  /** The latest step: its number since time 0. */
  #head = -Infinity;
  /** How many ms of the latest step have a value. */
  #known = 0;

  constructor(stepMs: number, length: number) {
    this.stepMs = stepMs;
    this.#values = new Float64Array(length).fill(NaN);
  }

  /** The figure was `value` from `from` to `to`. */
  fill(from: number, to: number, value: number): void {
    if (!(to > from) || Number.isNaN(value)) return;
    const last = Math.ceil(to / this.stepMs) - 1;
    const first = Math.max(Math.floor(from / this.stepMs), last - this.#values.length + 1, this.#head);
    for (let step = first; step <= last; step++) {
      this.#advance(step);
      const begin = Math.max(from, step * this.stepMs);
      const ms = Math.min(to, (step + 1) * this.stepMs) - begin;
      const at = this.#place(step);
      const known = this.#known + ms;
      this.#values[at] = this.#known === 0 ? value : this.#values[at]! + ((value - this.#values[at]!) * ms) / known;
      this.#known = known;
    }
  }

  /** The figure is `value` at `time`. */
  put(time: number, value: number): void {
    const step = Math.floor(time / this.stepMs);
    if (step < this.#head || Number.isNaN(value)) return;
    this.#advance(step);
    this.#values[this.#place(step)] = value;
    this.#known = this.stepMs;
  }

  /** The steps from the one that has `since`, as they begin; holes between values have NaN. */
  from(since: number): [time: number, value: number][] {
    const points: [number, number][] = [];
    if (this.#head === -Infinity) return points;
    const oldest = this.#head - this.#values.length + 1;
    const first = Math.max(oldest, Math.floor(since / this.stepMs));
    for (let step = first; step <= this.#head; step++) {
      const value = this.#values[this.#place(step)]!;
      if (points.length > 0 || !Number.isNaN(value)) points.push([step * this.stepMs, value]);
    }
    return points;
  }

  clear(): void {
    this.#head = -Infinity;
  }

  #advance(step: number): void {
    if (step <= this.#head) return;
    const length = this.#values.length;
    if (step - this.#head >= length) this.#values.fill(NaN);
    else for (let between = this.#head + 1; between <= step; between++) this.#values[this.#place(between)] = NaN;
    this.#head = step;
    this.#known = 0;
  }

  #place(step: number): number {
    const length = this.#values.length;
    return ((step % length) + length) % length;
  }
}
