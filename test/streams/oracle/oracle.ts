/**
 * Java's TopologyTestDriver beside ours, on generated topologies and inputs.
 *
 *   npm run oracle:streams -- --cases 10000 --seed 1
 *   npm run oracle:streams -- --show 17          prints the case of a seed, and what both sides make of it
 *
 * `--seed`: of the first case; those that follow have the next ones. Without it, a new one, which is printed.
 * `--store lmdb`: all of our stores are on disk (`in_memory`: none). Without it, those of three cases in ten.
 * `--most N`: goes on until N cases differ (default 5). Ends with 1 if one differs.
 */
import { inspect, parseArgs } from 'node:util';

import { seedOfRun } from '../../helpers/random';
import type { Case, Outcome } from './cases/case';
import { generate } from './cases/generate';
import { JavaOracle } from './java-oracle';
import { runOurs } from './ours/run';
import { runCases } from './run-cases';

const show = (value: unknown): string => inspect(value, { depth: null, breakLength: 120, maxArrayLength: null });

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      most: { type: 'string', default: '5' },
      show: { type: 'string' },
      store: { type: 'string' },
    },
  });
  const { store } = values;
  const place = (test: Case): Case => (store === undefined ? test : { ...test, onDisk: store === 'lmdb' });
  const oracle = await JavaOracle.start();
  try {
    if (values.show !== undefined) {
      const test = place(generate(Number(values.show)));
      console.log(show({ test, java: await oracle.run(test), ours: runOurs(test) }));
      return 0;
    }
    const ours = (test: Case): Outcome => runOurs(place(test));
    const firstSeed = values.seed === undefined ? seedOfRun() : Number(values.seed);
    const count = Number(values.cases);
    console.log(`${count} cases from seed ${firstSeed}`);
    const report = (done: number, found: number): void => {
      if (done % 500 === 0) console.log(`${done} cases, ${found} differ`);
    };
    const result = await runCases(oracle, { firstSeed, count, mostFound: Number(values.most), report, ours });
    for (const { seed, test, differences } of result.found)
      console.log(`\nseed ${seed}\n${JSON.stringify(test)}\n${show(differences)}`);
    const { cases, unbuilt, failed, records, found } = result;
    console.log(`\n${cases} cases: ${records} records, ${failed} failed on both sides, ${unbuilt} could not be built`);
    console.log(`${found.length} differ`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await oracle.stop();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
