/** Java's defaults of `metrics.sample.window.ms` and `metrics.num.samples`: of the last and the present window. */
const WINDOW_MS = 30_000;

/** What was recorded within one window. */
interface Sample {
  start: number;
  sum: number;
  count: number;
  least: number;
  most: number;
}

const empty = (start: number): Sample => ({ start, sum: 0, count: 0, least: Infinity, most: -Infinity });

/** Numbers that were recorded, all of them and those of late. Times are milliseconds since the epoch. */
export class Measure {
  /** The sum of all. */
  total = 0;
  #now: Sample | undefined;
  #before: Sample | undefined;

  record(value: number, now: number): void {
    this.total += value;
    let sample = this.#now;
    if (!sample || now - sample.start >= WINDOW_MS) sample = this.#next(now);
    sample.sum += value;
    sample.count++;
    if (value < sample.least) sample.least = value;
    if (value > sample.most) sample.most = value;
  }

  #next(now: number): Sample {
    this.#before = this.#now;
    return (this.#now = empty(now));
  }

  /** The samples that count now. */
  #samples(now: number): Sample[] {
    return [this.#before, this.#now].filter((one): one is Sample => !!one && now - one.start < 2 * WINDOW_MS);
  }

  /** The sum of late, for each second. */
  rate(now: number): number {
    const samples = this.#samples(now);
    const sum = samples.reduce((all, one) => all + one.sum, 0);
    // At least one window, as in Java: the first record is not a rate of thousands.
    const elapsed = Math.max(WINDOW_MS, now - (samples[0]?.start ?? now));
    return (sum * 1000) / elapsed;
  }

  /** NaN: nothing was recorded of late. */
  average(now: number): number {
    const samples = this.#samples(now);
    const count = samples.reduce((all, one) => all + one.count, 0);
    return samples.reduce((all, one) => all + one.sum, 0) / count;
  }

  /** NaN: nothing was recorded of late. */
  most(now: number): number {
    const most = Math.max(...this.#samples(now).map((one) => one.most));
    return most === -Infinity ? NaN : most;
  }

  /** NaN: nothing was recorded of late. */
  least(now: number): number {
    const least = Math.min(...this.#samples(now).map((one) => one.least));
    return least === Infinity ? NaN : least;
  }
}

/** Values by the names of their metrics. */
export type Values = Record<string, number | string>;

export const rateAndTotal = (name: string, measure: Measure, now: number): Values => ({
  [`${name}-rate`]: measure.rate(now),
  [`${name}-total`]: measure.total,
});

export const averageAndMost = (name: string, measure: Measure, now: number): Values => ({
  [`${name}-avg`]: measure.average(now),
  [`${name}-max`]: measure.most(now),
});
