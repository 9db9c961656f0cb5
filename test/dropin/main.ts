/**
 * Kafkajs beside `kafka-napi/kafkajs`, on generated programs and one real broker.
 *
 *   npm run dropin:oracle -- --cases 500 --seed 1
 *   npm run dropin:oracle -- --show 17          prints the program of a seed, and what both see
 *   npm run dropin:oracle -- --original FOLDER  on Confluent's promise-based API: FOLDER is that of a compiled
 *                                               @confluentinc/kafka-javascript 1.10.1
 *
 * `--seed`: of the first program; those that follow have the next ones. Without it, a new one, which is printed.
 * `--parallel N`: programs at a time (default 4). `--bootstrap ADDRESS`: a broker that runs already. Ends with 1 if a
 * program saw something else.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { KafkaEndpoint } from '../helpers/kafka/kafka-endpoint';
import { seedOfRun } from '../helpers/random';
import { onBrokers } from './brokers';
import { generate as generateConfluent } from './confluent/generate';
import type { Program as Confluent } from './confluent/program';
import { differs, foundText, runPrograms, type Outcome } from './oracle';
import { generate } from './programs/generate';
import { Pair } from './rdkafka/run/both';
import { runBoth } from './run/run';

interface Runner<Program> {
  run: (program: Program) => Promise<Outcome>;
  end: () => void;
}

/** Each pair of processes runs one program at a time. */
function confluentPairs(broker: KafkaEndpoint, folder: string, count: number): Runner<Confluent> {
  const script = path.join(__dirname, 'confluent/child.ts');
  const pairs = Array.from({ length: count }, () => new Pair<Confluent>(broker, script, folder));
  return {
    run: async (program) => {
      const pair = pairs.pop()!;
      try {
        return await pair.run(program);
      } finally {
        pairs.push(pair);
      }
    },
    end: () => {
      for (const pair of pairs) pair.end();
    },
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '200' },
      seed: { type: 'string' },
      show: { type: 'string' },
      parallel: { type: 'string', default: '4' },
      bootstrap: { type: 'string' },
      original: { type: 'string' },
    },
  });
  const firstSeed = Number(values.show ?? values.seed ?? seedOfRun());
  const count = values.show === undefined ? Number(values.cases) : 1;
  if (values.show === undefined) console.log(`${count} programs from seed ${firstSeed}`);
  const parallel = Number(values.parallel);

  function compare<Program>(
    name: string,
    make: (seed: number) => Program,
    runnerOn: (broker: KafkaEndpoint) => Runner<Program>,
  ): Promise<Outcome[]> {
    return onBrokers<Outcome>(values.bootstrap, { firstSeed, count }, async (broker, seeds) => {
      const { run, end } = runnerOn(broker);
      try {
        if (values.show === undefined)
          return await runPrograms({
            ...seeds,
            generate: make,
            run,
            parallel,
            tell: (one) => console.log(`\n${foundText(name, one)}\n`),
            report: (done, differing) => done % 10 === 0 && console.log(`${done} programs, ${differing} differ`),
          });
        const program = make(firstSeed);
        console.log(JSON.stringify(program, null, 1));
        const outcome = await run(program);
        console.log([`${name}:`, ...outcome.original, 'ours:', ...outcome.ours].join('\n'));
        return differs(outcome) ? [outcome] : [];
      } finally {
        end();
      }
    });
  }

  const found = await (values.original === undefined
    ? compare('kafkajs', generate, (broker) => ({ run: (program) => runBoth(program, broker), end: () => undefined }))
    : compare('original', generateConfluent, (broker) => confluentPairs(broker, values.original!, parallel)));
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
