/**
 * npm run chaos -- --minutes 60 --seed 7 [--only 'kill|freeze']: faults on three real brokers for this time, and the
 * outcome of every record.
 */
import { parseArgs } from 'node:util';

import { seedOfRun } from '../../helpers/random';
import { runChaos } from './run-chaos';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string' }, only: { type: 'string' } },
  });
  const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
  console.error(`chaos: seed ${seed}, ${values.minutes} min`);
  const result = await runChaos({
    seed,
    minutes: Number(values.minutes),
    only: new RegExp(values.only ?? '.'),
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify(result, null, 1));
  process.exitCode = result.violations.length === 0 ? 0 : 1;
}

void main();
