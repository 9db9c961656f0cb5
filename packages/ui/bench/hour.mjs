// An hour of watching, in minutes: whether the memory of page and server stays as it is.
//
//   npm run build && node packages/ui/bench/hour.mjs [--minutes 60] [--scans 10000]
//
// Three tabs stay open: an overview, a tail, and a group with its plot. Their clocks run fast: each step is 5 s for them,
// in which they ask for samples, and a hundred messages come. The server, whose own clock is the real one, does the scans
// meanwhile. Exit status 1 if something grows, or is left. Linux, Java, Chromium.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { startBrowser, visit } from './lib/browser.mjs';
import { AdminClient, newProducer, startKafka, write } from './lib/kafka.mjs';
import { Report } from './lib/report.mjs';
import { Server } from './lib/server.mjs';

const require = createRequire(import.meta.url);
const { slope } = require('../../../test/helpers/slope.ts');

const { values: given } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, scans: { type: 'string', default: '10000' } },
});
const steps = Number(given.minutes) * 12;
const scansOfStep = Number(given.scans) / steps;
const MB = 2 ** 20;
/** A worker without work stays for a minute. */
const WARM_MS = 75_000;
const topic = 'watched';
const value = Buffer.from(JSON.stringify({ symbol: 'AAPL', price: 189.5, text: 'x'.repeat(60) }));

const kafka = await startKafka();
const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
await admin.createTopics([{ name: topic, numPartitions: 3, replicationFactor: 1 }]);
// The first group of a cluster waits until Kafka has made its own topic.
await admin.alterConsumerGroupOffsets('readers', [{ topic, partition: 0, offset: 0 }], { timeoutMs: 300_000 });
await admin.close();
const producer = newProducer(kafka);
await write(producer, topic, 1000, 3, () => value);
const server = await Server.start(kafka.bootstrapServers);
const browser = await startBrowser();

const threads = () => readdirSync(`/proc/${server.pid}/task`).length;
const files = () => readdirSync(`/proc/${server.pid}/fd`).length;
const scan = () => server.stream('scan', { topic, mode: 'newest', limit: 20 });

/** Threads and open files while nobody asks for anything, and workers have gone. */
async function idle() {
  await sleep(WARM_MS);
  return { threads: threads(), files: files() };
}

await Promise.all([scan(), scan(), scan(), scan()]);
const before = await idle();

const first = await visit(browser, server, '/');
await first.page.clock.install();
const tabs = { overview: first };
for (const [name, at] of [
  ['tail', `/topics/${topic}/messages?mode=tail`],
  ['group', '/groups/readers'],
])
  tabs[name] = await first.newTab(at);
await tabs.tail.page.locator('.progress-line .state', { hasText: 'live' }).waitFor();

/** Of a tab, after its garbage is collected. */
async function memoryOf({ page }) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heap: usedSize / MB, nodes };
}

const samples = [];
let scans = 0;
for (let step = 1; step <= steps; step++) {
  await write(producer, topic, 100, 3, () => value);
  for (; scans < step * scansOfStep; scans++) await scan();
  await first.page.clock.runFor(5000);
  await sleep(50);
  if (step % 12 !== 0) continue;
  const minute = step / 12;
  const sample = { minute, rss: server.rss / MB };
  for (const [name, tab] of Object.entries(tabs)) sample[name] = await memoryOf(tab);
  samples.push(sample);
  const heaps = Object.keys(tabs).map((name) => `${name} ${sample[name].heap.toFixed(1)} MB`);
  console.error(`minute ${minute}: server ${sample.rss.toFixed(0)} MB, ${heaps.join(', ')}, ${scans} scans`);
}
await first.close();
await browser.close();
const after = await idle();

/** What a figure grows in an hour, by its second half: caches and compiled code have settled by then. */
const growth = (of) => {
  const points = samples.slice(Math.floor(samples.length / 2)).map((sample) => ({ x: sample.minute, y: of(sample) }));
  return slope(points) * 60;
};
const report = new Report();
for (const name of Object.keys(tabs)) {
  report.add(`${name}: heap, at most`, Math.max(...samples.map((sample) => sample[name].heap)), 'MB', { most: 60 });
  report.add(
    `${name}: heap, growth in an hour`,
    growth((sample) => sample[name].heap),
    'MB',
    { most: 2 },
  );
  report.add(
    `${name}: nodes of the document, growth in an hour`,
    growth((sample) => sample[name].nodes),
    '',
    { most: 50 },
  );
}
report.add('server: memory, at most', Math.max(...samples.map(({ rss }) => rss)), 'MB');
report.add(
  'server: memory, growth in an hour',
  growth(({ rss }) => rss),
  'MB',
  { most: 10 },
);
report.check('server: no thread is left', after.threads <= before.threads, `${after.threads} of ${before.threads}`);
report.check('server: no socket or file is left', after.files <= before.files, `${after.files} of ${before.files}`);
console.log(report.markdown(`${steps / 12} simulated minutes, ${scans} scans, ${steps * 100} messages.`));

await producer.close();
await server.stop();
await kafka.stop();
process.exitCode = report.isGood ? 0 : 1;
