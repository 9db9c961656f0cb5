/**
 * Node-rdkafka, or the root of `@confluentinc/kafka-javascript`, beside `kafka-napi/rdkafka`, on generated programs and
 * one real broker.
 *
 *   npm run dropin:rdkafka -- --original node_modules/node-rdkafka --cases 500 --seed 1
 *   npm run dropin:rdkafka -- --original … --show 17   prints the program of a seed, and what both see
 *   npm run dropin:rdkafka -- --original … --shrink 17 the smallest program of that seed that differs still
 *
 * `--original`: the folder of node-rdkafka 3.6.1, which `npm install node-rdkafka@3.6.1` in another project compiles,
 * or that of Confluent's package, 1.10.1.
 * `--only KIND,…`: some kinds of programs. The rest as in ../main.ts.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { seedOfRun } from '../../helpers/random';
import { onBrokers } from '../brokers';
import { differs, foundText, runPrograms, type Outcome } from '../oracle';
import { withoutAllowed } from './allowed';
import { confluentKindNames, generate, kindNames } from './programs/generate';
import type { Program } from './programs/program';
import { Pair } from './run/both';
import { shrink } from './shrink';

const script = path.join(__dirname, 'run/child.ts');
const CONFLUENT = '@confluentinc/kafka-javascript';

/** Of a package, by its folder. */
const nameOf = (folder: string): string =>
  (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string }).name;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      original: { type: 'string' },
      cases: { type: 'string', default: '200' },
      seed: { type: 'string' },
      show: { type: 'string' },
      shrink: { type: 'string' },
      only: { type: 'string' },
      parallel: { type: 'string', default: '3' },
      bootstrap: { type: 'string' },
    },
  });
  const { original } = values;
  if (original === undefined) {
    console.error('dropin:rdkafka: no --original. Give the folder of a compiled node-rdkafka or Confluent package');
    return 2;
  }
  const isConfluent = nameOf(original) === CONFLUENT;
  const only = values.only?.split(',') ?? (isConfluent ? confluentKindNames : kindNames);
  const one = values.show ?? values.shrink;
  const firstSeed = Number(one ?? values.seed ?? seedOfRun());
  const count = one === undefined ? Number(values.cases) : 1;
  if (one === undefined) console.log(`${count} programs from seed ${firstSeed}`);
  const found = await onBrokers(values.bootstrap, { firstSeed, count }, async (broker, seeds) => {
    const pairs = Array.from({ length: Number(values.parallel) }, () => new Pair<Program>(broker, script, original));
    /** A pair runs one program at a time. */
    const run = async (program: Program): Promise<Outcome> => {
      const pair = pairs.pop()!;
      try {
        return withoutAllowed(program, await pair.run(program), isConfluent);
      } finally {
        pairs.push(pair);
      }
    };
    try {
      if (one === undefined)
        return await runPrograms({
          ...seeds,
          generate: (seed) => generate(seed, only),
          run,
          parallel: pairs.length,
          tell: (found) => console.log(`\n${foundText('original', found)}\n`),
          report: (done, differing) => done % 10 === 0 && console.log(`${done} programs, ${differing} differ`),
        });
      const generated = generate(firstSeed, only);
      const program = values.shrink === undefined ? generated : await shrink(generated, run, console.error);
      console.log(JSON.stringify(program, null, 1));
      const outcome = await run(program);
      console.log(['original:', ...outcome.original, 'ours:', ...outcome.ours].join('\n'));
      return differs(outcome) ? [outcome] : [];
    } finally {
      for (const pair of pairs) pair.end();
    }
  });
  if (one === undefined) console.log(`\n${count} programs, ${found.length} differ`);
  return found.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
