/** The page when something is missing, slow, forbidden, huge or gone. */
import type { Browser, Route } from 'playwright-core';

import { Consumer } from '../../../../src/index';
import { MockCluster } from '../../../../src/testing/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import type { Fault, Page, TopicRow } from '../../src/shared/api';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;
let browser: Browser;
let topic: string;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  topic = uniqueName('states');
  browser = await startBrowser();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  await ui.send('POST', '/topics', { name: topic, partitions: 2 });
  await write(ui, 300);
});
afterAll(async () => {
  await browser?.close();
  await ui?.close();
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const write = (to: UiUnderTest, times: number, timestamp?: number): Promise<unknown> =>
  to.send('POST', `/topics/${topic}/records`, {
    partition: 0,
    key: null,
    value: { as: 'utf8', data: 'x' },
    headers: [],
    times,
    ...(timestamp === undefined ? {} : { timestamp }),
  });

async function visit(to: UiUnderTest, at: string, view = {}): Promise<Visitor> {
  const visitor = await Visitor.open(browser, to, at, view);
  open.push(() => visitor.close());
  return visitor;
}

async function another(
  options: Parameters<typeof UiUnderTest.start>[1],
  servers = kafka.bootstrapServers,
): Promise<UiUnderTest> {
  const made = await UiUnderTest.start(servers, options);
  open.push(() => made.close());
  return made;
}

const refusal =
  (status: number, error: Fault) =>
  (route: Route): Promise<void> =>
    route.fulfill({ status, json: { error, requestId: 'r' } });

it('says which permission is missing, and the rest lives', async () => {
  const { page } = await visit(ui, '/');
  const hint = `Kafka must allow DESCRIBE on the topic ${topic}`;
  const message = 'Not allowed to ask for its partitions';
  await page.route('**/partitions?*', refusal(403, { code: 'NOT_AUTHORIZED', message, hint, retriable: false }));
  await page.goto(`${ui.ui.url}topics/${topic}/partitions`);
  const fault = page.getByRole('alert').filter({ hasText: 'Kafka does not allow this' });
  await fault.getByText(hint).waitFor();
  await page.getByRole('heading', { name: topic }).waitFor();
  await page.unroute('**/partitions?*');
  await fault.getByRole('button', { name: 'Retry' }).click();
  await fault.waitFor({ state: 'hidden' });
});

it('says that the broker is gone, keeps what it has, and comes back', async () => {
  const visitor = await visit(ui, '/topics');
  const { page } = visitor;
  await visitor.rows.first().waitFor();
  await page.route('**/api/v1/**', refusal(502, { code: 'BROKER', message: 'No broker answers', retriable: true }));
  await page.keyboard.press('r');
  await page.getByText('does not answer. What is shown may be old').waitFor();
  expect(await visitor.rows.count()).toBeGreaterThan(0);
  await page.unroute('**/api/v1/**');
  await page.getByText('does not answer. What is shown may be old').waitFor({ state: 'hidden' });
});

it('goes on saying so while the server answers from what it knew before', async () => {
  const broker = await MockCluster.start({ topics: { dev: 2 } });
  const visitor = await visit(await another({}, broker.bootstrapServers), '/topics/dev/partitions');
  const { page } = visitor;
  await visitor.rows.first().waitFor();
  await broker.close();
  await page.keyboard.press('r');
  const bar = page.getByText('does not answer. What is shown may be old');
  await bar.waitFor();
  await page.getByRole('link', { name: 'Topics', exact: true }).click();
  await page.getByText('dev').waitFor();
  await page.keyboard.press('r');
  await page.waitForResponse('**/api/v1/topics?*');
  expect(await bar.isVisible()).toBe(true);
});

it('says that the server is gone, and signs in again when it was started anew', async () => {
  const mine = await UiUnderTest.start(kafka.bootstrapServers);
  const visitor = await visit(mine, `/topics/${topic}/messages`);
  const { page } = visitor;
  await visitor.rows.first().waitFor();
  await mine.close();
  await page.keyboard.press('r');
  await page.getByText('it was stopped, or the network is gone').waitFor();

  const next = await another({ port: mine.ui.port });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await visitor.field('Token, or the whole address').fill('wrong');
  await visitor.button('Sign in').click();
  await page.getByText('This is not the token of the server').waitFor();
  await visitor.field('Token, or the whole address').fill(`${next.ui.url}#t=${next.ui.token}`);
  await visitor.button('Sign in').click();
  await visitor.rows.first().waitFor();
  expect(visitor.place).toBe(`/topics/${topic}/messages`);
});

it('offers nothing that a server for readers would refuse', async () => {
  const visitor = await visit(await another({ readOnly: true }), `/topics/${topic}/messages`);
  const { page } = visitor;
  await visitor.rows.first().click();
  await page.getByText('read-only').waitFor();
  await visitor.button('Copy as a command').waitFor();
  for (const name of ['Produce', 'More about the topic'])
    expect(await visitor.button(name).count()).toBe(name === 'Produce' ? 0 : 1);
  expect(await page.getByRole('link', { name: 'Produce again' }).count()).toBe(0);
  await page.keyboard.press('p');
  await visitor.go('/topics');
  await visitor.rows.first().waitFor();
  expect(await visitor.button('Create topic').count()).toBe(0);
  await visitor.go(`/topics/${topic}/partitions`);
  await visitor.rows.first().waitFor();
  expect(await visitor.button('Purge messages').count()).toBe(0);
});

it('shows no messages where they are denied', async () => {
  const visitor = await visit(await another({ deny: ['messages'] }), `/topics/${topic}`);
  const { page } = visitor;
  await visitor.rows.first().waitFor();
  expect(await page.getByRole('link', { name: 'Messages' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Query' }).count()).toBe(0);
});

it('lives under another path', async () => {
  const visitor = await visit(await another({ basePath: '/tools/kafka' }), `/topics/${topic}/messages`);
  await visitor.rows.first().waitFor();
  await visitor.page.getByRole('link', { name: 'Groups' }).click();
  await visitor.page.waitForURL('**/tools/kafka/groups');
  await visitor.page.reload();
  await visitor.page.getByRole('heading', { name: 'Groups' }).waitFor();
  expect(visitor.complaints).toEqual([]);
});

it('stops at a budget, says so, and goes on from there', async () => {
  const visitor = await visit(await another({ scanBudget: { records: 100 } }), `/topics/${topic}/messages?q=nowhere`);
  const { page } = visitor;
  await page.getByText('stopped: enough records were read').first().waitFor();
  await page.getByText('Nothing was found so far').waitFor();
  for (let turn = 0; turn < 10 && (await visitor.button('Go on').isVisible()); turn += 1) {
    await visitor.button('Go on').click();
    await eventually('it has stopped', async () => !(await visitor.button('Stop').isVisible()));
    await page.waitForTimeout(100);
  }
  await page.getByText('No message fits').waitFor();
});

it('holds ten thousand topics in one list, and few rows in the page', async () => {
  const visitor = await visit(ui, '/');
  const { page } = visitor;
  const names = Array.from({ length: 10_000 }, (_, at) => `topic-${String(at).padStart(5, '0')}`);
  const asked: string[] = [];
  await page.route('**/api/v1/topics?*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    asked.push(query.get('offset') ?? '');
    const found = names.filter((name) => name.includes(query.get('q') ?? ''));
    const offset = Number(query.get('offset') ?? 0);
    const items = found.slice(offset, offset + Number(query.get('limit'))).map((name): TopicRow => ({
      name,
      topicId: '',
      internal: false,
      partitions: 3,
      replicas: [1, 1],
      underReplicated: 0,
      offline: 0,
      records: { value: '9007199254740993' },
      perSec: 0,
      cleanup: 'delete',
    }));
    return route.fulfill({
      json: { items, total: found.length, offset, sampledAt: Date.now() } satisfies Page<TopicRow>,
    });
  });
  await page.getByRole('link', { name: 'Topics', exact: true }).click();
  await page.getByText('10\u2009000 topics').waitFor();
  await page.evaluate('document.querySelector(".grid").scrollTop = 1e9');
  await page.getByText('topic-09999').waitFor();
  expect(await page.locator('.grid-body .grid-row').count()).toBeLessThan(100);
  expect(new Set(asked).size).toBeLessThan(5);
  await page.getByRole('searchbox').fill('7777');
  await page.getByText('topic-07777').waitFor();
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2');
  expect(await visitor.column(4)).toEqual(['9007199254740993']);
});

it('shows both of an hour that comes twice, in the zone of the address', async () => {
  const zoned = await another({});
  const visitor = await visit(zoned, '/', { timezone: 'America/New_York' });
  const { page } = visitor;
  const name = uniqueName('clock');
  await zoned.send('POST', '/topics', { name, partitions: 1 });
  for (const timestamp of [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)])
    await zoned.send('POST', `/topics/${name}/records`, {
      partition: 0,
      key: null,
      value: { as: 'utf8', data: 'x' },
      headers: [],
      timestamp,
    });
  await visitor.go(`/topics/${name}/messages?tz=Europe/Berlin`);
  await visitor.rows.first().waitFor();
  expect(await visitor.column(0)).toEqual(['2026-10-25 02:30:00.000', '2026-10-25 02:30:00.000']);
  await visitor.go(`/topics/${name}/messages?tz=Europe/Berlin&mode=from-time`);
  await page.getByPlaceholder('2026-01-31 13:00, 1h').fill('2026-10-25 02:30');
  await page.keyboard.press('Enter');
  await eventually('both', async () => (await visitor.rows.count()) === 2);
  await visitor.go(`/topics/${name}/messages`);
  await visitor.rows.first().waitFor();
  expect(await visitor.column(0)).toEqual(['2026-10-24 21:30:00.000', '2026-10-24 20:30:00.000']);
});

it('writes a message with a time of its own, and refuses what is no time', async () => {
  const name = uniqueName('dated');
  await ui.send('POST', '/topics', { name, partitions: 1 });
  const visitor = await visit(ui, `/topics/${name}/messages?produce=1&tz=Asia/Tokyo`);
  const { page } = visitor;
  await visitor.field('value').fill('{"a":1}');
  const time = page.getByLabel('Time (Asia/Tokyo)');
  await time.fill('yesterday');
  await page.getByText('This is no time').waitFor();
  expect(await visitor.button('Send').isDisabled()).toBe(true);
  await time.fill('2026-01-31 13:00');
  await page.getByText('= 2026-01-31 13:00:00.000').waitFor();
  await visitor.button('Send').click();
  await page.getByText('Written:').waitFor();
  await visitor.go(`/topics/${name}/messages?tz=UTC`);
  await visitor.rows.first().waitFor();
  expect(await visitor.column(0)).toEqual(['2026-01-31 04:00:00.000']);
});

it('says that a cluster checks nobody, instead of a refusal', async () => {
  const visitor = await visit(ui, '/security');
  const { page } = visitor;
  await page.getByText('This cluster has no authorizer').waitFor();
  await page.getByText('Every user may do everything').waitFor();
  expect(await visitor.button('Create ACL').count()).toBe(0);
  await visitor.button('SCRAM users').click();
  await visitor.button('Add user').waitFor();
});

it('lists the groups of one type', async () => {
  const group = uniqueName('typed');
  const consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': group });
  await consumer.commit([{ topic, partition: 0, offset: 1 }]);
  await consumer.close();
  const visitor = await visit(await another({}), `/groups?q=${group}`);
  const { page } = visitor;
  await visitor.rows.filter({ hasText: group }).waitFor();
  await page.getByLabel('Type', { exact: true }).selectOption('CONSUMER');
  await page.getByText('No group fits').waitFor();
  expect(visitor.place).toBe(`/groups?q=${group}&type=CONSUMER`);
  await page.getByLabel('Type', { exact: true }).selectOption('CLASSIC');
  await visitor.rows.filter({ hasText: group }).waitFor();
});

it('is at home on the development broker', async () => {
  const broker = await MockCluster.start({ topics: { dev: 2 } });
  open.push(() => broker.close());
  const dev = await another({}, broker.bootstrapServers);
  const visitor = await visit(dev, '/');
  const { page } = visitor;
  for (const at of [
    '/',
    '/topics',
    '/groups',
    '/security',
    '/client',
    '/topics/dev/partitions',
    '/topics/dev/configs',
    '/topics/dev/consumers',
  ]) {
    await visitor.go(at);
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    await page.waitForTimeout(500);
    expect([at, await page.getByRole('alert').allTextContents()]).toEqual([at, []]);
  }
  await visitor.go('/topics/dev/messages?produce=1');
  await visitor.field('value').fill('{"hello":"world"}');
  await visitor.button('Send').click();
  await page.getByText('Written:').waitFor();
  await visitor.go('/topics/dev/messages');
  await eventually('the message', async () => (await visitor.column(4)).join() === '{"hello":"world"}');
});

test('a token that has to wait after wrong tries is not lost: the page says why, and signs in by itself', async () => {
  const visitor = await Visitor.stranger(browser, ui);
  const { page } = visitor;
  const message = 'Too many wrong tries. Try again in 60 s';
  let isLocked = true;
  await page.route('**/api/v1/session', (route) =>
    isLocked && route.request().method() === 'POST'
      ? route.fulfill({ status: 429, json: { error: { code: 'BUSY', message, retriable: true }, requestId: 'r' } })
      : route.continue(),
  );
  await page.goto(`${ui.ui.url}#t=${ui.ui.token}`);
  await page.getByText(message).waitFor();
  expect(await page.getByRole('heading', { name: 'Sign in' }).count()).toBe(0);
  isLocked = false;
  await page.locator('nav.nav a').first().waitFor({ state: 'attached' });
  await visitor.close();
});
