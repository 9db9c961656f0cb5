// node bench/streams.mjs [options]: kafka-napi/streams beside Java's Kafka Streams, and a loop written by hand.
//
//   --count N        records of 100 bytes in 4 partitions; 2,000,000 by default
//   --keys N         different keys; 10,000 by default
//   --rounds N       3 by default
//   --only REGEX     programs whose id matches (bench/streams/programs.mjs)
//   --sides a,b      only these sides: for a profile, say
//   --goals          only programs with a goal; ends with 1 if one is missed
//
// Starts its own broker. Each program runs from the first record of the topic until all are processed and committed;
// the sides take turns, in the other order in every second round. Needs `npm run build`.
import { parseArgs } from 'node:util';
import os from 'node:os';

import { startKafka, stopKafka } from './lib/kafka.mjs';
import { median } from './lib/stats.mjs';
import { programs, sides } from './streams/programs.mjs';
import { Runs } from './streams/runs.mjs';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000000' },
    keys: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    sides: { type: 'string' },
    goals: { type: 'boolean', default: false },
  },
});
const count = Number(options.count);
const pattern = new RegExp(`^(?:${options.only || '.*'})$`);
const chosen = programs.filter(({ id, goal }) => pattern.test(id) && (!options.goals || goal !== undefined));
const wanted = options.sides?.split(',');
const sidesOf = (program) => program.sides.filter((side) => wanted?.includes(side) ?? true);

const load = () => os.loadavg()[0].toFixed(0);
const rate = ({ seconds }) => `${Math.round(count / seconds / 1000)} k/s`;
const show = (id, side, result) =>
  console.error(
    `${id} ${side}: ${rate(result)}, ${result.cpu.toFixed(1)} CPU s, peak ${Math.round(result.rssKb / 1024)} MB, load ${load()}`,
  );

async function measure() {
  const commands = await sides();
  const kafka = await startKafka(undefined);
  const runs = new Runs(kafka.bootstrapServers, count);
  const results = new Map(chosen.map(({ id }) => [id, []]));
  try {
    await runs.fill(Number(options.keys));
    // A broker that has just started is slow.
    await runs.run(commands.loop, programs[0]);
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const program of chosen) {
        const order = sidesOf(program);
        const found = {};
        for (const side of round % 2 === 0 ? order : [...order].reverse()) {
          found[side] = await runs.run(commands[side], program);
          show(program.id, side, found[side]);
        }
        results.get(program.id).push(found);
      }
    }
  } finally {
    await runs.close();
    await stopKafka(kafka);
  }
  return results;
}

/** Medians of each side, and of the ratios in each round. */
function report({ id, than, goal }, rounds) {
  if (!rounds.every(({ ours, [than]: other }) => ours && other)) return true;
  const of = (side, value) => median(rounds.map((found) => value(found[side])));
  const ratio = median(rounds.map(({ ours, [than]: other }) => other.seconds / ours.seconds));
  const columns = ['ours', than].map((side) => {
    const thousands = Math.round(of(side, ({ seconds }) => count / seconds) / 1000);
    const megabytes = Math.round(of(side, ({ rssKb }) => rssKb) / 1024);
    return `${side} ${thousands} k/s, ${of(side, ({ cpu }) => cpu).toFixed(1)} CPU s, ${megabytes} MB`;
  });
  const isMet = goal === undefined || ratio >= goal;
  const verdict = goal === undefined ? '' : ` (goal ${goal}${isMet ? '' : ': MISSED'})`;
  console.log(`${id.padEnd(18)} ${ratio.toFixed(2)} x${verdict} | ${columns.join(' | ')}`);
  return isMet;
}

const results = await measure();
const met = chosen.map((program) => report(program, results.get(program.id)));
if (options.goals && met.includes(false)) process.exitCode = 1;
