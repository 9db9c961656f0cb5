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

import { KafkaCluster } from '../helpers/kafka/kafka-cluster';
import { KafkaEndpoint } from '../helpers/kafka/kafka-endpoint';
import { seedOfRun } from '../helpers/random';
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
  const broker = values.bootstrap === undefined ? await KafkaCluster.start() : new KafkaEndpoint(values.bootstrap);
  try {
    if (values.show !== undefined) {
      const program = generate(Number(values.show));
      console.log(JSON.stringify(program, null, 1));
      const { original, ours } = await runBoth(program, broker);
      console.log(['kafkajs:', ...original, 'ours:', ...ours].join('\n'));
      return differs({ original, ours }) ? 1 : 0;
    }
    const firstSeed = values.seed === undefined ? seedOfRun() : Number(values.seed);
    const count = Number(values.cases);
    console.log(`${count} programs from seed ${firstSeed}`);
    const found = await runPrograms({
      generate,
      run: (program) => runBoth(program, broker),
      firstSeed,
      count,
      parallel: Number(values.parallel),
      tell: (one) => console.log(`\n${foundText('kafkajs', one)}\n`),
      report: (done, differing) => done % 10 === 0 && console.log(`${done} programs, ${differing} differ`),
    });
    console.log(`\n${count} programs, ${found.length} differ`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await (broker instanceof KafkaCluster ? broker.stop() : broker.close());
  }
}

main().then(
  // Kafkajs may leave timers behind.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
