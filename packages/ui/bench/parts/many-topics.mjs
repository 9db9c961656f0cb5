// Thousands of topics: the list, its filter, and the memory of the server.
import { setTimeout as sleep } from 'node:timers/promises';

import { startBrowser, timeTo, until, visit } from '../lib/browser.mjs';
import { AdminClient, createTopics } from '../lib/kafka.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

const MB = 2 ** 20;

export async function measureManyTopics({ report, kafka, topics, rounds, seconds }) {
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await createTopics(admin, 'many', topics, 3);
  await admin.close();
  const what = `${topics.toLocaleString('en-US')} topics, ${(3 * topics).toLocaleString('en-US')} partitions`;

  const server = await Server.start(kafka.bootstrapServers);
  const { firstMs, endsMs, listMs, atRest, most } = await watch(server, topics, seconds);
  report.add(`${what}: the first list`, firstMs, 'ms', { most: 5000 });
  report.add(`${what}: all ends known`, endsMs, 'ms');
  report.add(`${what}: /topics once sampled, median`, listMs, 'ms', { most: 50 });
  report.add(`${what}: memory at rest`, atRest / MB, 'MB');
  report.add(`${what}: memory above that, at most, in ${seconds} s`, (most - atRest) / MB, 'MB', { most: 80 });

  const browser = await startBrowser();
  const visitor = await visit(browser, server, '/topics');
  const { page } = visitor;
  await visitor.rows.first().waitFor();
  const filter = page.getByPlaceholder('filter topics');
  const keys = [];
  for (let round = 0; round < rounds; round++) {
    const number = String((round * 7919 + 13) % topics).padStart(5, '0');
    await filter.fill('');
    await until(page, "Number(document.querySelector('[role=grid]')?.ariaRowCount) > 100");
    // Beginning with the last key: the field waits 150 ms for another one, which is not part of the figure.
    const ms = await timeTo(
      page,
      () => filter.fill(`many.${number}`),
      "document.querySelector('[role=grid]')?.ariaRowCount === '2'",
    );
    keys.push(ms - 150);
  }
  report.add(`${what}: from a key of the filter to its list, median`, median(keys), 'ms', { most: 50 });
  await filter.fill('');
  await until(page, "Number(document.querySelector('[role=grid]')?.ariaRowCount) > 100");
  await page.getByRole('grid').press('End');
  report.add(`${what}: rows in the DOM`, await page.locator('.grid-row').count(), '', { most: 100 });
  await visitor.close();
  await browser.close();
  await server.stop();
}

/** Asks for the list as a page does, to the first answer, until all is known, and for some time from then on. */
async function watch(server, topics, seconds) {
  await sleep(2000);
  const atRest = server.rss;
  let most = atRest;
  const begun = performance.now();
  const look = async (where) => {
    const answer = await server.get(where);
    most = Math.max(most, server.rss);
    return answer;
  };
  while ((await look('topics?limit=1')).total < topics) await sleep(50);
  const firstMs = performance.now() - begun;
  // Those of which nothing is known come last.
  const last = `topics?limit=200&sort=records&offset=${topics - 200}`;
  while ((await look(last)).items.some(({ records }) => records === null)) await sleep(500);
  const endsMs = performance.now() - begun;
  const times = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await sleep(500)) {
    const asked = performance.now();
    await look('topics?limit=200');
    times.push(performance.now() - asked);
  }
  return { atRest, most, firstMs, endsMs, listMs: median(times) };
}
