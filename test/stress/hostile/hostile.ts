/**
 * npm run hostile -- --minutes 30 --seed 7 [--brokers mock,kafka] [--parallel 1]: corrupted broker answers for this
 * time. npm run hostile -- --round 1803473336 [--round …] --brokers mock: repeats these rounds.
 * HOSTILE_DEBUG=broker,cgrp keeps librdkafka's log of a failed round in hostile-SEED.log.
 */
import { parseArgs } from 'node:util';

import { seedOfRun } from '../../helpers/random';
import { runHostile } from './run-hostile';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string' },
      brokers: { type: 'string', default: 'mock,kafka' },
      round: { type: 'string', multiple: true },
      parallel: { type: 'string', default: '1' },
    },
  });
  const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
  const brokers = values.brokers.split(',') as ('mock' | 'kafka')[];
  console.error(`hostile: seed ${seed}, ${values.minutes} min, ${brokers.join(' and ')}`);
  const result = await runHostile({
    seed,
    minutes: Number(values.minutes),
    brokers,
    parallel: Number(values.parallel),
    ...(values.round ? { rounds: values.round.map(Number) } : {}),
    env: JSON.parse(process.env['HOSTILE_CLIENT_ENV'] ?? '{}') as Record<string, string>,
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify(result, null, 1));
  process.exit(result.failures.length === 0 ? 0 : 1);
}

void main();
