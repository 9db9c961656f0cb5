/** Round numbers from 0 to above the greatest value: the lines of a plot. */
export function ticksOf(most: number, wanted = 4): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough)! * power;
  const ticks: number[] = [];
  for (let at = 0; at < Math.ceil(most / step) + 0.5; at += 1) ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}

const steps = [1, 5, 15, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000].map(
  (seconds) => seconds * 1000,
);

/** Moments between two, at round steps of a clock that is `offset` ahead of UTC. */
export function timeTicks(from: number, to: number, wanted: number, offset: number): number[] {
  const rough = (to - from) / Math.max(1, wanted);
  const step = steps.find((one) => one >= rough) ?? Math.ceil(rough / steps.at(-1)!) * steps.at(-1)!;
  const ticks: number[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** The place in sorted numbers that lies nearest to one. */
export function nearest(values: readonly number[], wanted: number): number {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle;
    else high = middle;
  }
  return Math.abs(values[low]! - wanted) <= Math.abs((values[high] ?? Infinity) - wanted) ? low : high;
}
