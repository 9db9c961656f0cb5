/**
 * Kafkajs beside `kafka-napi/kafkajs`, on generated programs and one real broker.
 *
 *   npm run dropin:oracle -- --cases 500 --seed 1
 *   npm run dropin:oracle -- --show 17          prints the program of a seed, and what both see
 *
 * `--seed`: of the first program; those that follow have the next ones. Without it, a new one, which is printed.
 * `--parallel N`: programs at a time (default 4). `--bootstrap ADDRESS`: a broker that runs already. Ends with 1 if a
 * program saw something else.
 */
import { parseArgs } from 'node:util';

import { seedOfRun } from '../helpers/random';
import { onBrokers } from './brokers';
import { differs, foundText, runPrograms } from './oracle';
import { generate } from './programs/generate';
import { runBoth } from './run/run';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '200' },
      seed: { type: 'string' },
      show: { type: 'string' },
      parallel: { type: 'string', default: '4' },
      bootstrap: { type: 'string' },
    },
  });
  const firstSeed = Number(values.show ?? values.seed ?? seedOfRun());
  const count = values.show === undefined ? Number(values.cases) : 1;
  if (values.show === undefined) console.log(`${count} programs from seed ${firstSeed}`);
  const found = await onBrokers(values.bootstrap, { firstSeed, count }, async (broker, seeds) => {
    if (values.show === undefined)
      return runPrograms({
        ...seeds,
        generate,
        run: (program) => runBoth(program, broker),
        parallel: Number(values.parallel),
        tell: (one) => console.log(`\n${foundText('kafkajs', one)}\n`),
        report: (done, differing) => done % 10 === 0 && console.log(`${done} programs, ${differing} differ`),
      });
    const program = generate(firstSeed);
    console.log(JSON.stringify(program, null, 1));
    const outcome = await runBoth(program, broker);
    console.log(['kafkajs:', ...outcome.original, 'ours:', ...outcome.ours].join('\n'));
    return differs(outcome) ? [outcome] : [];
  });
  if (values.show === undefined) console.log(`\n${count} programs, ${found.length} differ`);
  return found.length === 0 ? 0 : 1;
}

main().then(
  // Kafkajs may leave timers behind.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
