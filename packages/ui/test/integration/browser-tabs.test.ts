/** Pages that stay open: hidden, several at once, without their broker; and addresses that somebody sends. */
import type { Browser } from 'playwright-core';

import { Producer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { KafkaCluster } from '../../../../test/helpers/kafka/kafka-cluster';
import { uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

let kafka: KafkaCluster;
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await startBrowser();
  kafka = await KafkaCluster.start();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
}, 120_000);
beforeEach(async () => {
  visitor = await Visitor.open(browser, ui);
});
afterEach(() => visitor.close());
afterAll(async () => {
  await browser?.close();
  await ui?.close();
  await kafka?.stop();
});

async function newTopic(count: number): Promise<string> {
  const topic = uniqueName('tabs');
  await kafka.createTopic(topic, { partitions: 2 });
  await send(topic, count);
  return topic;
}

async function send(topic: string, count: number): Promise<void> {
  const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers });
  await producer.sendBatch(
    Array.from({ length: count }, (_, at) => ({
      ...{ topic, partition: at % 2, key: `key-${at}`, value: JSON.stringify({ n: at }) },
      timestamp: Date.UTC(2026, 0, 1) + at * 60_000,
    })),
  );
  await producer.close();
}

/** What the server does for the sessions of this page. */
const scansOf = ({ page }: Visitor): Promise<number> =>
  page.evaluate<number>(`fetch('/api/v1/client', { headers: { 'X-Kafka-UI':
    localStorage.getItem(Object.keys(localStorage).find((name) => name.endsWith(':secret'))) } })
    .then((answer) => answer.json()).then(({ scans }) => scans.length)`);

const stateOf = ({ page }: Visitor, text: string): Promise<void> =>
  page.locator('.progress-line .state', { hasText: text }).waitFor();

it('ends a tail that nobody sees, and goes on with it when somebody does', async () => {
  const topic = await newTopic(0);
  const { page } = visitor;
  await page.clock.install();
  await visitor.go(`/topics/${topic}/messages?mode=tail`);
  await stateOf(visitor, 'live');
  expect(await scansOf(visitor)).toBe(1);
  const hide = (hidden: boolean): Promise<unknown> =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
      document.dispatchEvent(new Event('visibilitychange'))`);
  await hide(true);
  await page.clock.fastForward(31_000);
  await stateOf(visitor, 'paused: not in view');
  await eventually('the server reads no more', async () => (await scansOf(visitor)) === 0);
  await send(topic, 10);
  await hide(false);
  await eventually('all that came', async () => (await visitor.rows.count()) === 10);
  expect(await scansOf(visitor)).toBe(1);
});

it('lives in six tabs at once, four of which follow a topic', async () => {
  const topic = await newTopic(3);
  const tails: Visitor[] = [];
  for (let at = 0; at < 4; at += 1) {
    const tail = await visitor.newTab(`/topics/${topic}/messages?mode=tail`);
    await stateOf(tail, 'live');
    tails.push(tail);
  }
  const groups = await visitor.newTab('/groups');
  await groups.page.getByRole('heading', { name: 'Groups' }).waitFor();
  await visitor.go('/topics');
  await visitor.rows.filter({ hasText: topic }).waitFor();
  await visitor.go(`/topics/${topic}/partitions`);
  await visitor.rows.first().waitFor();
  await send(topic, 6);
  for (const tail of tails) await eventually('each shows all', async () => (await tail.rows.count()) === 6);
  // All four workers are busy: what comes next waits, says so, and begins once a place is free.
  await visitor.go(`/topics/${topic}/messages`);
  await visitor.page.getByText('Waiting for its turn').waitFor();
  await tails[0]!.page.close();
  await eventually('the list', async () => (await visitor.rows.count()) === 9);
  expect(visitor.complaints).toEqual([]);
});

it('opens every address as it is in another browser, where one signs in first', async () => {
  const topic = await newTopic(40);
  const at = `/topics/${topic}/messages`;
  await visitor.go(`${at}?limit=10`);
  await visitor.rows.nth(9).waitFor();
  await visitor.page.keyboard.press(']');
  await visitor.page.waitForURL(/[?&]c=/);
  const query = encodeURIComponent(`select n from \`${topic}\` where n > 30 order by n`);
  const places = [
    visitor.place,
    `${at}?mode=oldest&limit=10&p=1`,
    `${at}?q=key-17`,
    `${at}?where=n%20%3E%2030`,
    `${at}?mode=from-offset&offset=0:18,1:19`,
    `${at}?mode=to-time&time=${Date.UTC(2026, 0, 1, 0, 5)}&tz=Asia/Tokyo`,
    `${at}?open=0:3&v=hex`,
    `${at}/1/7`,
    `/topics/${topic}/partitions`,
    `/topics/${topic}/configs?changed=1`,
    `/topics?q=${topic}&sort=partitions&desc=1`,
    `/groups?state=EMPTY&type=CLASSIC`,
    `/query?kql=${query}`,
  ];
  /** The rows and the message beside them. */
  const look = ({ page }: Visitor): Promise<string> =>
    page.evaluate<string>(
      `[...document.querySelectorAll('main h1, main h2, main .grid-row, main .empty, main aside .part')]
        .map((one) => one.textContent).join('\\n')`,
    );
  for (const place of places) {
    await visitor.go(place);
    await visitor.page.locator('main .grid-body .grid-row, main .empty').first().waitFor();
    const stranger = await Visitor.stranger(browser, ui);
    await stranger.go(place);
    await stranger.field('Token, or the whole address').fill(ui.ui.token);
    await stranger.button('Sign in').click();
    await stranger.page.locator('main .grid-body .grid-row, main .empty').first().waitFor();
    await eventually(`${place} is the same`, async () => (await look(stranger)) === (await look(visitor)));
    expect(stranger.place).toBe(visitor.place);
    expect(stranger.complaints.filter((line) => !/status of 401/.test(line))).toEqual([]);
    await stranger.close();
  }
}, 240_000);

it('stays while its broker is killed, and goes on once that is back', async () => {
  const topic = await newTopic(5);
  await visitor.go(`/topics/${topic}/messages?mode=tail`);
  await stateOf(visitor, 'live');
  const list = await visitor.newTab('/topics');
  await list.rows.filter({ hasText: topic }).waitFor();
  await kafka.kill(1);
  const note = list.page.locator('main .line', { hasText: / old \(/ });
  await note.waitFor();
  expect(await list.rows.filter({ hasText: topic }).count()).toBe(1);
  await kafka.restart(1);
  await note.waitFor({ state: 'hidden' });
  await send(topic, 4);
  await eventually('the tail goes on', async () => (await visitor.rows.count()) === 4);
}, 240_000);
