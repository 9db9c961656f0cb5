const LEAST_POINTS = 3;
const LEAST_MS = 20_000;

/** Change per second: the slope of the straight line that fits best. Null: too few points, or too close together. */
export function trendOf(points: readonly (readonly [time: number, value: number])[]): number | null {
  const known = points.filter(([, value]) => !Number.isNaN(value));
  const first = known[0];
  if (known.length < LEAST_POINTS || known.at(-1)![0] - first![0] < LEAST_MS) return null;
  let times = 0;
  let values = 0;
  for (const [time, value] of known) {
    times += time - first![0];
    values += value - first![1];
  }
  const middle = times / known.length;
  const mean = values / known.length;
  let together = 0;
  let spread = 0;
  for (const [time, value] of known) {
    const x = time - first![0] - middle;
    together += x * (value - first![1] - mean);
    spread += x * x;
  }
  return (together / spread) * 1000;
}

const MINUTE_MS = 60_000;
const MINUTES = 5;

/**
 * Whether a lag has grown through the last five minutes: the lowest of each minute lies above that of the minute
 * before. The lowest, because a lag goes up and down with each commit.
 */
export class Growth {
  /** The lowest of the last minutes, the latest last. */
  #lows: number[] = [];
  #minute = -Infinity;

  put(time: number, lag: number): void {
    const minute = Math.floor(time / MINUTE_MS);
    const low = this.#lows.at(-1);
    if (minute === this.#minute && low !== undefined) {
      this.#lows[this.#lows.length - 1] = Math.min(low, lag);
      return;
    }
    // A minute without a sample: whether it grew through that is not known.
    this.#lows = minute === this.#minute + 1 ? [...this.#lows.slice(-MINUTES), lag] : [lag];
    this.#minute = minute;
  }

  /** `now`: a lag that nobody has asked for since a minute does not grow. */
  isGrowing(now: number): boolean {
    if (this.#lows.length <= MINUTES || Math.floor(now / MINUTE_MS) - this.#minute > 1) return false;
    return this.#lows.every((low, i) => i === 0 || low > this.#lows[i - 1]!);
  }
}
