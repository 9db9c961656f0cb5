/** What people do with the page, from the first topic to the last, in a real browser on a real Kafka. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

import { Consumer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  browser = await startBrowser();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  visitor = await Visitor.open(browser, ui);
});
afterAll(async () => {
  await browser?.close();
  await ui?.close();
});

/** Sends through the API what no form would have patience for. */
async function fill(topic: string, count: number, partition: number, from = 0): Promise<void> {
  for (let at = 0; at < count; at += 1)
    await ui.send('POST', `/topics/${topic}/records`, {
      partition,
      key: { as: 'utf8', data: `key-${from + at}` },
      value: { as: 'json', data: JSON.stringify({ n: from + at, even: (from + at) % 2 === 0 }) },
      headers: [],
      timestamp: Date.UTC(2026, 0, 1) + (from + at) * 60_000,
    });
}

const offsets = (): Promise<string[]> => visitor.column(2);

it('creates a topic, writes messages, and shows what was written', async () => {
  const topic = uniqueName('story');
  const { page } = visitor;
  await visitor.go('/topics');
  await visitor.button('Create topic').click();
  await page.getByLabel('Name', { exact: true }).fill('no good name');
  await page.getByText('A name has letters, digits').waitFor();
  await page.getByLabel('Name', { exact: true }).fill(topic);
  await page.getByLabel('Partitions', { exact: true }).fill('3');
  await page.getByText('The broker would create it').waitFor();
  await visitor.button('Create').click();
  await page.waitForURL(`**/topics/${topic}/messages`);
  await page.getByText('There are no messages here').waitFor();

  // A key, a value, the same header twice, unicode.
  await visitor.button('Produce').click();
  await page.getByLabel('no key (null)').uncheck();
  await visitor.field('key').fill('customer-ß');
  await visitor.field('value').fill('{"id":9007199254740993,"name":"トヨタ","price":1.0}');
  for (const value of ['first', 'zweiter ü']) {
    await visitor.button('Add a header').click();
    await page
      .getByLabel(/^Name of header/)
      .last()
      .fill('trace');
    await page
      .getByLabel(/^Value of header/)
      .last()
      .fill(value);
  }
  await visitor.field('Partition').fill('1');
  await visitor.button('Send').click();
  await page.getByText('Written:').waitFor();
  // A tombstone, and an empty value, which is not null.
  await page.getByLabel('tombstone (null)').check();
  await visitor.button('Send').click();
  await page.getByRole('link', { name: '1:1', exact: true }).waitFor();
  await page.getByLabel('tombstone (null)').uncheck();
  await page.getByLabel('The value is typed as').selectOption('utf8');
  await visitor.field('value').fill('');
  await visitor.button('Send').click();
  await page.getByRole('link', { name: '1:2', exact: true }).waitFor();
  await page.keyboard.press('Escape');

  await page.keyboard.press('r');
  await eventually('three rows', async () => (await visitor.rows.count()) === 3);
  expect(await visitor.column(4)).toEqual([
    'empty',
    '⊘ tombstone',
    '{"id":9007199254740993,"name":"トヨタ","price":1.0}',
  ]);
  await visitor.rows.filter({ hasText: 'トヨタ' }).click();
  const drawer = page.getByRole('complementary', { name: 'Message 1:0' });
  await drawer.getByText('9007199254740993').waitFor();
  await drawer.getByText('zweiter ü').waitFor();
  expect(await drawer.getByRole('term').allTextContents()).toEqual(['trace', 'trace']);
  expect(visitor.place).toContain('open=1:0');
});

it('finds by words and by KQL, and says what is wrong with a condition', async () => {
  const topic = uniqueName('filter');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 1 });
  await fill(topic, 30, 0);
  await visitor.go(`/topics/${topic}/messages`);
  await eventually('all rows', async () => (await visitor.rows.count()) === 30);
  await page.keyboard.press('/');
  await page.keyboard.type('key-17');
  await eventually('one row', async () => (await visitor.rows.count()) === 1);
  expect(await visitor.column(3)).toEqual(['key-17']);
  expect(visitor.place).toBe(`/topics/${topic}/messages?q=key-17`);

  await visitor.button('KQL').click();
  await page.locator('textarea#filter').pressSequentially('n > 20 adn even = true');
  await page.getByText('did you mean and?').waitFor();
  await visitor.button('Take and').click();
  await page.locator('#filter').press('Enter');
  await eventually('the even ones', async () => (await visitor.column(3)).join() === 'key-28,key-26,key-24,key-22');
  await page.goBack();
  await eventually('all of them again', async () => (await visitor.rows.count()) === 30);
});

it('goes to an offset, to a time, to a message', async () => {
  const topic = uniqueName('seek');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 2 });
  await fill(topic, 20, 0);
  await fill(topic, 20, 1, 100);
  await visitor.go(`/topics/${topic}/messages`);
  await page.getByLabel('Where the list begins').selectOption('from-offset');
  await page.getByPlaceholder('100, or 0:100,3:7').fill('0:18,1:19');
  await page.keyboard.press('Enter');
  await eventually('the last ones', async () => (await visitor.column(3)).join() === 'key-18,key-19,key-119');

  await page.getByLabel('Where the list begins').selectOption('to-time');
  await page.getByPlaceholder('2026-01-31 13:00, 1h').fill('2026-01-01 00:02');
  await page.keyboard.press('Enter');
  await eventually('the first ones', async () => (await visitor.column(3)).join() === 'key-2,key-1,key-0');
  expect(visitor.place).toContain(`time=${Date.UTC(2026, 0, 1, 0, 2)}`);

  await visitor.go(`/topics/${topic}/messages/1/7`);
  await page.getByRole('complementary', { name: 'Message 1:7' }).getByText('key-107').first().waitFor();
  await eventually('its neighbours', async () => (await visitor.rows.count()) === 20);
  expect((await offsets())[7]).toBe('7');
});

it('turns five pages on and five back, and shows the same', async () => {
  const topic = uniqueName('pages');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 3 });
  for (const partition of [0, 1, 2])
    await ui.send('POST', `/topics/${topic}/records`, {
      partition,
      key: null,
      value: { as: 'utf8', data: 'x' },
      headers: [],
      times: 120,
    });
  await visitor.go(`/topics/${topic}/messages`);
  const line = page.locator('.progress-line', { hasText: /page full|all was read/ });
  const grid = page.getByRole('grid', { name: 'Messages' });
  const rows = async (): Promise<string> => {
    const [partitions, numbers] = [await visitor.column(1), await offsets()];
    return partitions.map((partition, at) => `${partition}:${numbers[at]}`).join();
  };
  /** What is shown after a key, when it is something else than before, and all of it. */
  const turn = async (key: string, before: string): Promise<string> => {
    await page.keyboard.press(key);
    await eventually('another page', async () => (await line.isVisible()) && (await rows()) !== before);
    return rows();
  };
  await line.waitFor();
  const seen = [await rows()];
  for (let at = 0; at < 5; at += 1) seen.push(await turn(']', seen[at]!));
  expect(new Set(seen).size).toBe(6);
  for (let at = 4; at >= 0; at -= 1) expect(await turn('[', seen[at + 1]!)).toBe(seen[at]);
  expect(await grid.getAttribute('aria-rowcount')).toBe('51');
});

it('follows what comes, counts what it does not show, and pauses', async () => {
  const topic = uniqueName('tail');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 2 });
  await visitor.go(`/topics/${topic}/messages`);
  await page.getByText('There are no messages here').waitFor();
  await page.keyboard.press('t');
  await page.getByText('Waiting for new messages').waitFor();
  await page.getByText('live').waitFor();
  const total = 4000;
  const send = (times: number): Promise<unknown> =>
    ui.send('POST', `/topics/${topic}/records`, {
      partition: null,
      key: null,
      value: { as: 'utf8', data: 'tick' },
      headers: [],
      times,
    });
  for (let sent = 0; sent < total; sent += 1000) await send(1000);
  const count = async (word: string): Promise<number> => {
    const text = (await page.locator('.progress-line').textContent()) ?? '';
    return Number(new RegExp(`([\\d\u2009]+) ${word}`).exec(text)?.[1]?.replaceAll('\u2009', '') ?? 0);
  };
  await eventually('exact sums', async () => (await count('shown')) + (await count('skipped')) === total);
  expect(await page.locator('.grid-body .grid-row').count()).toBeLessThan(200);

  await page.keyboard.press(' ');
  await page.getByText('paused').waitFor();
  await send(10);
  await page.keyboard.press(' ');
  await eventually('nothing is lost', async () => (await count('shown')) + (await count('skipped')) === total + 10);
});

it('shows a lag, resets it exactly as planned, purges and deletes', async () => {
  const topic = uniqueName('lag');
  const group = uniqueName('billing');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 2 });
  await fill(topic, 10, 0);
  await fill(topic, 10, 1);
  const consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': group });
  await consumer.commit([
    { topic, partition: 0, offset: 4 },
    { topic, partition: 1, offset: 9 },
  ]);
  await consumer.close();

  await visitor.go(`/groups/${group}`);
  await eventually('the lag', async () => (await visitor.column(4)).join() === '6,1');
  await page.getByRole('link', { name: 'Reset offsets' }).click();
  await page.getByLabel('a number of records on or back').check();
  await visitor.field('Records').fill('-6');
  await visitor.button('Preview').click();
  await page.getByText('the log begins here').waitFor();
  expect(await visitor.column(3)).toEqual(['0', '3']);
  expect(await visitor.button('Reset 2 partitions').isDisabled()).toBe(true);
  await page.getByLabel(`Type ${group} to confirm`).fill(group);
  await visitor.button('Reset 2 partitions').click();
  await page.waitForURL(`**/groups/${group}`);
  await eventually('the new lag', async () => (await visitor.column(4)).join() === '10,7');

  await visitor.go(`/topics/${topic}/partitions`);
  await visitor.button('Purge messages').click();
  await visitor.field('Partitions').fill('0');
  await page.getByText('≈ 10 messages of 1 partition').waitFor();
  await page.getByLabel(`Type ${topic} to confirm`).fill(topic);
  await visitor.button(/^Purge ≈/).click();
  await page.getByText('Purged 1 partition').waitFor();
  await eventually('it is gone', async () => (await visitor.column(1)).join() === '10,0');

  await visitor.button('More about the topic').click();
  await page.getByRole('menuitem', { name: 'Delete topic' }).click();
  expect(await visitor.button('Delete topic').isDisabled()).toBe(true);
  await page.getByLabel(`Type ${topic} to confirm`).fill(topic);
  await visitor.button('Delete topic').click();
  await page.waitForURL('**/topics');
  await page.keyboard.press('/');
  await page.keyboard.type(topic);
  await page.getByText(`No topic has ${topic} in its name`).waitFor();
});

it('saves what a list and a query find', async () => {
  const topic = uniqueName('save');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 1 });
  await fill(topic, 3, 0);
  await visitor.go(`/topics/${topic}/messages?mode=oldest`);
  await visitor.rows.first().waitFor();
  const save = async (menu: string, item: string): Promise<string> => {
    await visitor.button(menu).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };
  const lines = (await save('More', 'Save as JSON lines')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { value: { n: number } }).value.n)).toEqual([0, 1, 2]);
  await visitor.go(`/query?kql=${encodeURIComponent(`select n from \`${topic}\` order by offset asc`)}`);
  await visitor.rows.first().waitFor();
  expect((await save('More', 'Save as CSV')).trim().split('\r\n')).toEqual(['n', '0', '1', '2']);
});

it('asks in KQL, draws and copies the answer', async () => {
  const topic = uniqueName('query');
  const { page } = visitor;
  await ui.send('POST', '/topics', { name: topic, partitions: 1 });
  await fill(topic, 12, 0);
  await visitor.go('/query');
  await page.locator('#filter').fill(`select even, count(*), sum(n) from \`${topic}\` group by even order by 2`);
  await page.keyboard.press('Control+Enter');
  await eventually('the table', async () => (await visitor.column(2)).join() === '36,30');
  await visitor.button('Copy as CSV').click();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    'even,count(*),sum(n)\r\nfalse,6,36\r\ntrue,6,30\r\n',
  );
  await page.locator('#filter').fill(`select bucket(timestamp, '5m') as t, count(*) from \`${topic}\` group by 1`);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('img', { name: 'Plot' }).waitFor();
  await visitor.button('Explain').click();
  await page.getByText('≈ 12 records of 1 partition').waitFor();
});

it('has written nothing to the console', () => {
  expect(visitor.complaints.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
});
