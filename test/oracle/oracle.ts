/**
 * npm run oracle -- --minutes 30 --seed 7: generated programs, each by Java's clients and by ours on the same broker,
 * until the time is up. --from 120 begins with that program of the seed; --only 120 runs it alone and prints what both
 * sides saw. KAFKA_NAPI_ORACLE_FAULT puts a difference in on purpose. --page prints docs/java-differences.md.
 */
import { parseArgs } from 'node:util';

import { seedOfRun } from '../helpers/random';
import { faultOf } from './drivers/faults';
import { OracleBroker } from './oracle-broker';
import { generate } from './programs/generate';
import { programText } from './programs/program';
import { Oracle } from './run-oracle';
import { allowedBy } from './verdict/allowed';
import { differenceText } from './verdict/compare';
import { differencesPage } from './verdict/page';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string' },
      from: { type: 'string', default: '0' },
      only: { type: 'string' },
      parallel: { type: 'string', default: '6' },
      page: { type: 'boolean', default: false },
    },
  });
  if (values.page) return void process.stdout.write(differencesPage());
  const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
  const broker = await OracleBroker.start();
  try {
    const oracle = new Oracle({
      broker,
      seed,
      minutes: Number(values.minutes),
      from: Number(values.from),
      parallel: Number(values.parallel),
      fault: faultOf(process.env['KAFKA_NAPI_ORACLE_FAULT']),
      log: (line) => console.log(line),
    });
    if (values.only !== undefined) {
      const program = generate(seed, Number(values.only));
      console.log(programText(program));
      const { java, ours, differences } = await oracle.both(program);
      for (const [i, { seen, ms }] of java.entries())
        console.log(
          `${i}\n  Java ${Math.round(ms)} ${JSON.stringify(seen)}\n  ours ${Math.round(ours[i]!.ms)} ${JSON.stringify(ours[i]!.seen)}`,
        );
      for (const one of differences) {
        const listed = allowedBy(program, one);
        console.log(`${listed ? `listed (${listed.title}): ` : ''}${differenceText(program, one)}`);
      }
      return;
    }
    console.log(`oracle: seed ${seed}, ${values.minutes} min`);
    const result = await oracle.run();
    const { findings, ...totals } = result;
    const kinds: Record<string, number> = {};
    for (const { kind } of findings) kinds[kind] = (kinds[kind] ?? 0) + 1;
    console.log(JSON.stringify({ ...totals, findings: kinds }, null, 1));
    process.exitCode = findings.length === 0 ? 0 : 1;
  } finally {
    await broker.stop();
  }
}

void main();
