/**
 * The matrix of user code: npm run user-code -- [--seed N] [--count N] [--only TEXT]. Without a count all cases run.
 * Prints each fault with its case; the seed determines the order.
 */
import { parseArgs } from 'node:util';

import { allCases, chosen, nameOf } from './cases';
import { runCases } from './run';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, count: { type: 'string' }, only: { type: 'string' } },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const numbers = chosen(seed, values.count === undefined ? undefined : Number(values.count)).filter((number) =>
    nameOf(allCases[number]!).includes(values.only ?? ''),
  );
  console.log(`seed ${seed}: ${numbers.length} of ${allCases.length} cases`);
  const faults = await runCases(numbers, (line) => console.log(line));
  console.log(`${numbers.length} cases, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

void main();
