// Measures the budgets of the web UI on a real Kafka, and prints a table of Markdown.
//
//   npm run build && node packages/ui/bench/ui.mjs [--short] [--only NAME,…]
//
//   --short    a tenth of the topics, partitions, groups and messages: whether it runs, not how fast
//   --only     some of: page, large, scans, tail, wide, groups, topics
//
// The whole run takes about a quarter of an hour on a quiet machine, Linux, with Java and Chromium. Its exit status is 1
// if a part could not run, and 0 whatever the figures are: they depend on what else the machine does, which stands above
// the table.
import os from 'node:os';
import { parseArgs } from 'node:util';

import { describeMachine } from '../../../bench/lib/machine.mjs';
import { startKafka } from './lib/kafka.mjs';
import { Report } from './lib/report.mjs';
import { Server } from './lib/server.mjs';
import { measureGroups } from './parts/groups.mjs';
import { measureLarge } from './parts/large.mjs';
import { measureManyTopics } from './parts/many-topics.mjs';
import { measurePage } from './parts/page.mjs';
import { measureScans } from './parts/scans.mjs';
import { measureTail } from './parts/tail.mjs';
import { measureWideTopic } from './parts/wide-topic.mjs';

const { values: given } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const size = given.short
  ? { rounds: 2, records: 100_000, seconds: 10, wide: 200, groups: 100, topics: 1000 }
  : { rounds: 9, records: 1_000_000, seconds: 60, wide: 2000, groups: 1000, topics: 10_000 };

/** name → what it does, and how many partitions its Kafka holds. Parts without partitions share one Kafka. */
const parts = {
  page: { measure: measurePage },
  large: { measure: measureLarge },
  scans: { measure: measureScans },
  tail: { measure: measureTail },
  wide: { measure: measureWideTopic },
  groups: { measure: measureGroups },
  topics: { measure: measureManyTopics, partitions: 3 * size.topics },
};

const wanted = given.only?.split(',') ?? Object.keys(parts);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`--only ${unknown.join()}: there are ${Object.keys(parts).join(', ')}`);

const report = new Report();
const loads = [os.loadavg()[0]];
for (const partitions of new Set(wanted.map((name) => parts[name].partitions))) {
  const kafka = await startKafka(partitions);
  try {
    for (const name of wanted.filter((one) => parts[one].partitions === partitions)) {
      // The table has what the other parts have found.
      await parts[name].measure({ report, kafka, ...size }).catch(({ message }) => {
        console.error(`${name}: ${message}`);
        process.exitCode = 1;
      });
      loads.push(os.loadavg()[0]);
    }
  } finally {
    await Server.stopAll();
    await kafka.stop();
  }
}

const { date, cpu, memoryGb, node, kafka, commit } = describeMachine();
const load = `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
console.log(
  report.markdown(
    `${date}, commit ${commit}: ${cpu}, ${memoryGb} GB, Node ${node}, Kafka ${kafka}. Load of the machine: ${load}` +
      `${given.short ? '. Short form: a tenth of the numbers' : ''}.`,
  ),
);
