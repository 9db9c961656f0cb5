// Compares results with baseline.json: ratios to C, never times. A trial fails if its whole interval is beyond the
// failing ratio.
import { readFileSync } from 'node:fs';

const { trials } = JSON.parse(readFileSync(new URL('../baseline.json', import.meta.url), 'utf8'));

/** Returns one sentence per failure. */
export function compareWithBaseline(summary) {
  const failures = [];
  for (const [id, { failBelowSpeed, failAboveCpu }] of Object.entries(trials)) {
    const ours = summary.find((trial) => trial.id === id)?.rows.find((row) => row.driver === 'kafka-napi');
    if (!ours) continue;
    const { speed, cpu } = ours.ratios;
    if (speed && speed.high < failBelowSpeed) {
      failures.push(
        `${id}: ${speed.median.toFixed(2)} of C's speed (at most ${speed.high.toFixed(2)}); below ${failBelowSpeed} fails`,
      );
    }
    if (cpu && cpu.low > failAboveCpu) {
      failures.push(
        `${id}: ${cpu.median.toFixed(2)} times C's CPU (at least ${cpu.low.toFixed(2)}); above ${failAboveCpu} fails`,
      );
    }
  }
  return failures;
}
