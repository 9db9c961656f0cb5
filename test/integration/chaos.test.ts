/**
 * The short form of `npm run chaos`: half a minute of faults on three brokers of its own, with a new seed each time.
 */
import { seedOfRun } from '../helpers/random';
import { runChaos } from '../stress/chaos/run-chaos';

test('no acknowledged record is lost or duplicated, none is skipped, no client stops', async () => {
  const seed = seedOfRun();
  const lines: string[] = [];
  const result = await runChaos({ seed, minutes: 0.5, log: (line) => lines.push(line) });
  console.log(JSON.stringify(result, null, 1));
  expect({ seed, log: lines, violations: result.violations }).toEqual({ seed, log: lines, violations: [] });
  expect(result.acknowledged).toBeGreaterThan(0);
}, 900_000);
