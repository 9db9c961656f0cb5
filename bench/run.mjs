// npm run bench -- [options]
//
//   --quick            a few minutes: the main trials, C and this package only, a quarter of the messages; compares with baseline.json
//   --only REGEX       trials whose id matches
//   --drivers a,b      only these, instead of all that are installed
//   --rounds N         5 by default, 3 with --quick
//   --share N          fraction of each trial's messages; 1 by default, 0.25 with --quick
//   --name NAME        results are in results/NAME.jsonl, where an interrupted run continues; "full" by default
//   --fresh            deletes earlier results of this name first
//   --bootstrap S      uses a running Kafka
//   --no-build         does not rebuild the programs
//   --report           only prints the stored results
//   --publish          writes docs/evidence/performance.md, .json and .svg
//   --list             prints trials and drivers
import { parseArgs } from 'node:util';

import { compareWithBaseline } from './lib/baseline.mjs';
import { buildAll } from './lib/build.mjs';
import { drivers } from './lib/drivers.mjs';
import { startKafka, stopKafka } from './lib/kafka.mjs';
import { publish } from './lib/publish.mjs';
import { printReport, summarize } from './lib/report.mjs';
import { Results } from './lib/results.mjs';
import { Runner } from './lib/runner.mjs';
import { trials } from './lib/trials.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    drivers: { type: 'string' },
    rounds: { type: 'string' },
    share: { type: 'string' },
    name: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    bootstrap: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

const share = Number(options.share ?? (options.quick ? 0.25 : 1));
const pattern = new RegExp(options.only);
const chosen = trials
  .filter((trial) => pattern.test(trial.id) && (!options.quick || trial.quick))
  .map((trial) => ({ ...trial, count: Math.ceil(trial.count * share), warmup: Math.ceil(trial.warmup * share) }));

/** The drivers of a trial. Other clients take part only in trials marked `peers`. */
function driversOf(trial) {
  const own = trial.drivers ?? ['c', 'kafka-napi', ...(trial.also ?? [])];
  const takesPart = ({ peer, isInstalled, can }) => peer && isInstalled?.() !== false && can?.(trial) !== false;
  const peers = trial.peers && !options.quick ? Object.keys(drivers).filter((name) => takesPart(drivers[name])) : [];
  const wanted = options.drivers?.split(',');
  return [...own, ...peers].filter((name) => wanted === undefined || wanted.includes(name));
}

async function measure(results, rounds) {
  if (!options['no-build']) buildAll();
  const kafka = await startKafka(options.bootstrap);
  try {
    const runner = new Runner({ kafka, results, log: (line) => console.error(line) });
    const failures = new Map();
    // Round by round, so that an interrupted run has results of every trial.
    for (let round = 0; round < rounds; round++) {
      for (const trial of chosen) {
        try {
          await runner.run(trial, driversOf(trial), round);
        } catch (error) {
          failures.set(trial.id, `${trial.id}: ${error.message}`);
          console.error(failures.get(trial.id));
        }
      }
    }
    return [...failures.values()];
  } finally {
    await stopKafka(kafka);
  }
}

async function main() {
  if (options.list) {
    for (const trial of chosen) console.log(`${trial.id.padEnd(28)} ${trial.title} (${driversOf(trial).join(', ')})`);
    return;
  }
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 5));
  const results = new Results(options.name ?? (options.quick ? 'quick' : 'full'), {
    fresh: options.fresh || (options.quick && !options.name),
  });
  const failures = options.report ? [] : await measure(results, rounds);
  const summary = summarize(chosen, results);
  printReport(summary);
  if (options.publish) publish(summary, { share, trials: trials.length });
  if (options.quick) failures.push(...compareWithBaseline(summary));
  for (const failure of failures) console.error(`failed: ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

await main();
