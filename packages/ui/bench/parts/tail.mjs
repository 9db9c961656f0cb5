// A tail while 50,000 messages a second are written: what the page shows, how smoothly, and whether its sums are exact.
import { setTimeout as sleep } from 'node:timers/promises';

import { startBrowser, takeLongFrames, visit } from '../lib/browser.mjs';
import { AdminClient, newProducer } from '../lib/kafka.mjs';
import { Server } from '../lib/server.mjs';

const PER_SECOND = 50_000;
const TURN_MS = 20;
const value = Buffer.from(JSON.stringify({ at: 1, symbol: 'AAPL', price: 189.5, text: 'x'.repeat(53) }));

/** Writes at a steady pace, or as fast as the machine can, if that is slower. @returns How many. */
async function writeSteadily(producer, topic, seconds) {
  const begun = performance.now();
  let written = 0;
  for (let ms = 0; ms < seconds * 1000; ms = performance.now() - begun) {
    const due = Math.min((ms / 1000) * PER_SECOND, written + PER_SECOND / 10);
    for (; written < due; written++) producer.produce({ topic, partition: written % 4, key: null, value });
    await producer.drained();
    await sleep(TURN_MS);
  }
  await producer.flush();
  return written;
}

/** The numbers of the line above the rows: shown, skipped, jumped over. */
async function countsOf(page) {
  const text = (await page.locator('.progress-line').textContent()) ?? '';
  const count = (words) => Number(new RegExp(`([\\d\u2009]+) ${words}`).exec(text)?.[1]?.replaceAll('\u2009', '') ?? 0);
  return { shown: count('shown'), skipped: count('skipped'), jumped: count('jumped over') };
}

export async function measureTail({ report, kafka, seconds }) {
  const topic = 'fast';
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await admin.createTopics([{ name: topic, numPartitions: 4, replicationFactor: 1 }]);
  await admin.close();
  const server = await Server.start(kafka.bootstrapServers);
  const browser = await startBrowser();
  const visitor = await visit(browser, server, `/topics/${topic}/messages?mode=tail`);
  const { page } = visitor;
  await page.locator('.progress-line .state', { hasText: 'live' }).waitFor();

  const producer = newProducer(kafka);
  let rowsInPage = 0;
  let isWriting = true;
  const watching = (async () => {
    for (; isWriting; await sleep(500)) rowsInPage = Math.max(rowsInPage, await page.locator('.grid-row').count());
  })();
  await takeLongFrames(page);
  const cpu = server.cpu;
  const begun = performance.now();
  const written = await writeSteadily(producer, topic, seconds);
  const tookSeconds = (performance.now() - begun) / 1000;
  const used = server.cpu - cpu;
  isWriting = false;
  await watching;
  const frames = await takeLongFrames(page);
  await producer.close();

  let counts = await countsOf(page);
  const sum = () => counts.shown + counts.skipped + counts.jumped;
  for (const end = performance.now() + 30_000; sum() < written && performance.now() < end; await sleep(250))
    counts = await countsOf(page);
  report.add('tail: messages written', written / tookSeconds, '/s');
  report.check(
    'tail: shown + skipped + jumped over = written',
    sum() === written,
    `${counts.shown} + ${counts.skipped} + ${counts.jumped} of ${written}`,
  );
  report.add('tail: rows in the DOM, at most', rowsInPage, '', { most: 199 });
  report.add('tail: frames over 100 ms', frames.length, '', { most: 0 });
  report.add('tail: longest of them', Math.max(0, ...frames), 'ms');
  report.add('tail: processor of the whole server', (used / tookSeconds) * 100, '% of a core', { most: 60 });
  await visitor.close();
  await browser.close();
  await server.stop();
}
