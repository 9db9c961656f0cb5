// Medians of paired ratios, and how sure they are.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A generator with a fixed seed (mulberry32): the same results always give the same interval. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const RESAMPLES = 2000;

/** Median of `values` with its 90 % bootstrap interval. */
export function estimate(values) {
  const next = random(values.length);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(values.map(() => values[Math.floor(next() * values.length)])),
  ).sort((a, b) => a - b);
  return {
    median: median(values),
    low: medians[Math.floor(RESAMPLES * 0.05)],
    high: medians[Math.ceil(RESAMPLES * 0.95) - 1],
    rounds: values.length,
  };
}

/** Ratios of the rounds that both took part in: `of(a) / of(b)`. */
export function pairedRatio(runsA, runsB, of) {
  const ratios = [];
  for (const [round, a] of runsA) {
    const b = runsB.get(round);
    if (b !== undefined && of(b) > 0) ratios.push(of(a) / of(b));
  }
  return ratios.length === 0 ? undefined : estimate(ratios);
}
