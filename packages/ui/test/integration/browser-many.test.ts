/** Ten thousand topics, two thousand partitions of one topic, a thousand groups: on a real Kafka, in a real browser. */
import type { Browser } from 'playwright-core';

import { AdminClient, Producer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { KafkaCluster } from '../../../../test/helpers/kafka/kafka-cluster';
import type { GroupRow, Page } from '../../src/shared/api';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const TOPICS = 10_000;
const WIDE = 2000;
const GROUPS = 1000;

let kafka: KafkaCluster;
let admin: AdminClient;
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;

const topicName = (at: number): string => `topic.${String(at).padStart(5, '0')}`;
const groupName = (at: number): string => `group-${String(at).padStart(4, '0')}`;

beforeAll(async () => {
  browser = await startBrowser();
  // Files of 64 KB instead of 10 MB for each index, and memory for all partitions.
  kafka = await KafkaCluster.start({ maxHeap: '1g', config: { 'log.index.size.max.bytes': '65536' } });
  const servers = { 'bootstrap.servers': kafka.bootstrapServers };
  admin = new AdminClient(servers);
  // Settled: a topic counts as failed if its broker is too busy to show it within 3 s. The tests count them.
  const create = (topics: { name: string; numPartitions: number }[]): Promise<unknown> =>
    admin.createTopics(
      topics.map((topic) => ({ ...topic, replicationFactor: 1 })),
      { timeoutMs: 600_000, settled: true },
    );
  for (let at = 0; at < TOPICS; at += 100)
    await create(Array.from({ length: 100 }, (_, i) => ({ name: topicName(at + i), numPartitions: 1 })));
  await create([{ name: 'wide', numPartitions: WIDE }]);
  const producer = new Producer(servers);
  const begin = Date.UTC(2026, 0, 1);
  for (let at = 0; at < 2 * WIDE; at += 1000)
    await producer.sendBatch(
      Array.from({ length: 1000 }, (_, i) => ({
        ...{ topic: 'wide', partition: ((at + i) * 7) % WIDE, value: String(at + i), timestamp: begin + at + i },
      })),
    );
  await producer.close();
  const partitions = Array.from({ length: 10 }, (_, partition) => partition);
  for (let at = 0; at < GROUPS; at += 20)
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        admin.alterConsumerGroupOffsets(
          groupName(at + i),
          partitions.map((partition) => ({ topic: 'wide', partition, offset: partition === 0 ? (at + i) % 3 : 2 })),
        ),
      ),
    );
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  visitor = await Visitor.open(browser, ui);
}, 900_000);
afterAll(async () => {
  await browser?.close();
  await ui?.close();
  await admin?.close();
  await kafka?.stop();
}, 120_000);
afterEach(() => expect(visitor.complaints.splice(0)).toEqual([]));

const rowsInPage = (): Promise<number> => visitor.page.locator('.grid-row').count();

it('lists all topics, finds one, and goes to the last', async () => {
  const { page } = visitor;
  await visitor.go('/topics');
  await page.getByText(`10\u2009001 topics`).waitFor();
  expect(await rowsInPage()).toBeLessThan(100);
  await page.getByRole('grid').press('End');
  await visitor.rows.filter({ hasText: 'wide' }).waitFor();
  await visitor.rows.filter({ hasText: topicName(TOPICS - 1) }).waitFor();
  expect(await rowsInPage()).toBeLessThan(100);
  await page.keyboard.press('/');
  await page.keyboard.type('7777');
  await page.getByText('1 topic', { exact: true }).waitFor();
  expect(await visitor.column(0)).toEqual([topicName(7777)]);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('04242');
  await page.getByRole('option', { name: topicName(4242) }).waitFor();
  await page.keyboard.press('Escape');
  await visitor.go('/topics?sort=partitions&desc=1');
  await eventually('the widest comes first', async () => (await visitor.column(0))[0] === 'wide');
});

it('shows exactly the newest of two thousand partitions, page after page', async () => {
  const { page } = visitor;
  await visitor.go('/topics/wide/messages');
  const values = (from: number): string =>
    Array.from({ length: 50 }, (_, at) => String(2 * WIDE - 1 - from - at)).join();
  const shown = async (): Promise<string> => (await visitor.column(4)).join();
  await eventually('the newest', async () => values(0).startsWith(await shown()) && (await shown()) !== '');
  await page.locator('.progress-line', { hasText: 'page full' }).waitFor();
  expect(await page.getByRole('grid', { name: 'Messages' }).getAttribute('aria-rowcount')).toBe('51');
  await page.keyboard.press(']');
  await eventually('those before', async () => values(50).startsWith(await shown()) && (await shown()) !== '');
  await visitor.go('/topics/wide/partitions');
  await visitor.rows.first().waitFor();
  expect(await rowsInPage()).toBeLessThan(100);
  await page.getByRole('grid').press('End');
  await visitor.rows.filter({ hasText: String(WIDE - 1) }).waitFor();
  expect(await rowsInPage()).toBeLessThan(100);
}, 120_000);

it('lists a thousand groups with the lag of each', async () => {
  const { page } = visitor;
  await visitor.go('/groups');
  await page.getByText('1\u2009000 groups').waitFor();
  await eventually('all lags', async () => {
    const pages = await Promise.all(
      [0, 200, 400, 600, 800].map((offset) => ui.get<Page<GroupRow>>(`/groups?limit=200&offset=${offset}`)),
    );
    return pages.every(({ items }) => items.every(({ lag }) => lag !== null));
  });
  await visitor.go('/groups?sort=lag&desc=1');
  await eventually('the greatest lag first', async () => (await visitor.column(5))[0] === '2');
  expect((await visitor.column(0)).slice(0, 2)).toEqual([`${groupName(0)}simple`, `${groupName(3)}simple`]);
  expect(await rowsInPage()).toBeLessThan(100);
  await visitor.go('/topics/wide/consumers');
  await page.getByText('1\u2009000 groups').waitFor();
  await page.getByRole('grid').press('End');
  await page.getByRole('link', { name: groupName(999) }).waitFor();
}, 120_000);
