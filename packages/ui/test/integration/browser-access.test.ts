/** The page for those who do not see it, do not point, or have set their colours themselves. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

import { Consumer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import { startBrowser, Visitor, type View } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;
let browser: Browser;
let topic: string;
let group: string;

beforeAll(async () => {
  topic = uniqueName('access');
  group = uniqueName('readers');
  browser = await startBrowser();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  await ui.send('POST', '/topics', { name: topic, partitions: 3 });
  for (const data of ['{"id":1,"name":"first","list":[1,2]}', '{"id":2}'])
    await ui.send('POST', `/topics/${topic}/records`, {
      partition: 0,
      key: { as: 'utf8', data: 'k' },
      value: { as: 'json', data },
      headers: [['source', { as: 'utf8', data: 'web' }]],
      times: 20,
    });
  const consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': group });
  await consumer.commit([{ topic, partition: 0, offset: 4 }]);
  await consumer.close();
});
afterAll(async () => {
  await browser?.close();
  await ui?.close();
});

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What axe finds, each in one line. */
async function findings({ page }: Visitor): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then((result) => result.violations)`);
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${impact} ${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

type Step = (visitor: Visitor) => Promise<unknown>;

const first: Step = ({ page }) => page.locator('main h1').first().waitFor({ state: 'attached' });
const rows: Step = (visitor) => visitor.rows.first().waitFor();

/** Each page and each thing that opens: how one gets there, and what shows that it is there. */
const views = (): [name: string, path: string, ready: Step][] => [
  ['overview', '/', ({ page }) => page.getByText('Brokers').first().waitFor()],
  ['broker', '/brokers/1', rows],
  ['topics', '/topics?internal=1', rows],
  ['create topic', '/topics?create=1', ({ page }) => page.getByRole('dialog').waitFor()],
  ['messages', `/topics/${topic}/messages`, rows],
  ['no messages', `/topics/${topic}/messages?q=nothing`, ({ page }) => page.getByText('No message fits').waitFor()],
  [
    'message',
    `/topics/${topic}/messages?open=0:3`,
    ({ page }) => page.getByRole('button', { name: 'Copy as a command' }).waitFor(),
  ],
  [
    'condition',
    `/topics/${topic}/messages?where=id%20%3D%201`,
    async (visitor) => {
      await rows(visitor);
      await visitor.page.locator('textarea#filter').fill('id = = 1');
      await visitor.page.locator('.kql-fault').waitFor();
    },
  ],
  [
    'partitions of a list',
    `/topics/${topic}/messages`,
    async (visitor) => {
      await rows(visitor);
      await visitor.button(/^Partitions:/).click();
    },
  ],
  ['produce', `/topics/${topic}/messages?produce=0:3`, ({ page }) => page.getByText('Produce again to').waitFor()],
  ['tail', `/topics/${topic}/messages?mode=tail`, ({ page }) => page.getByText('Waiting for new').waitFor()],
  ['partitions', `/topics/${topic}/partitions`, rows],
  [
    'purge',
    `/topics/${topic}/partitions`,
    async (visitor) => {
      await rows(visitor);
      await visitor.button('Purge messages').click();
      await visitor.page.getByRole('dialog').waitFor();
    },
  ],
  ['configs', `/topics/${topic}/configs`, rows],
  [
    'config',
    `/topics/${topic}/configs`,
    async (visitor) => {
      await visitor.rows.first().click();
      await visitor.page.getByRole('dialog').waitFor();
    },
  ],
  ['consumers', `/topics/${topic}/consumers`, first],
  ['groups', '/groups', first],
  ['group', `/groups/${group}`, rows],
  [
    'reset',
    `/groups/${group}/reset`,
    async (visitor) => {
      await visitor.button('Preview').click();
      await rows(visitor);
    },
  ],
  ['query', '/query', ({ page }) => page.getByText('What can be asked').waitFor()],
  [
    'answer',
    `/query?explain=1&kql=${encodeURIComponent(`select id, count(*) from \`${topic}\` group by id`)}`,
    async (visitor) => {
      await rows(visitor);
      await visitor.page.getByText('Reads as').waitFor();
    },
  ],
  ['security', '/security?tab=users', first],
  ['client', '/client', first],
  ['no page', '/nowhere', ({ page }) => page.getByText('There is no such page').waitFor()],
  [
    'palette',
    '/topics',
    async (visitor) => {
      await rows(visitor);
      await visitor.page.keyboard.press('Control+k');
      await visitor.page.getByRole('option').first().waitFor();
    },
  ],
  [
    'help',
    '/topics',
    async (visitor) => {
      await rows(visitor);
      await visitor.page.keyboard.press('?');
      await visitor.page.getByRole('dialog').waitFor();
    },
  ],
];

describe.each<[string, View]>([
  ['in light colours', { theme: 'light' }],
  ['in dark colours', { theme: 'dark' }],
  ['on a phone', { theme: 'light', width: 390, height: 844 }],
])('%s', (_name, view) => {
  let visitor: Visitor;
  beforeAll(async () => void (visitor = await Visitor.open(browser, ui, '/', view)));
  afterAll(() => visitor?.close());

  it('axe finds nothing on any page', async () => {
    const found: string[] = [];
    for (const [name, path, ready] of views()) {
      // A phone has the filter in a sheet, and no room for columns of settings.
      if (view.width !== undefined && ['condition', 'partitions of a list'].includes(name)) continue;
      await visitor.go(path);
      await ready(visitor);
      for (const line of await findings(visitor)) found.push(`${name}: ${line}`);
    }
    expect(found).toEqual([]);
    expect(visitor.complaints.filter((line) => !/status of (4|5)\d\d/.test(line))).toEqual([]);
  });
});

it('has no page that scrolls sideways on a phone', async () => {
  const visitor = await Visitor.open(browser, ui, '/', { width: 390, height: 844 });
  for (const [name, path, ready] of views()) {
    if (['condition', 'partitions of a list'].includes(name)) continue;
    await visitor.go(path);
    await ready(visitor);
    expect([name, await visitor.page.evaluate('document.scrollingElement.scrollWidth')]).toEqual([name, 390]);
    const wide = await visitor.page.evaluate('document.querySelector("main").scrollWidth');
    expect([name, wide]).toEqual([name, 390]);
  }
  await visitor.close();
});

it('shows what is selected in the colours of the system', async () => {
  const visitor = await Visitor.open(browser, ui, `/topics/${topic}/messages?open=0:39`, { forcedColors: true });
  await visitor.page.locator('.grid-row[aria-selected=true]').waitFor();
  const backgrounds = await visitor.page.evaluate<string[]>(`[...document.querySelectorAll('.grid-body .grid-row')]
    .slice(0, 2).map((row) => getComputedStyle(row).backgroundColor)`);
  expect(backgrounds[0]).not.toBe(backgrounds[1]);
  await visitor.close();
});

it('is used from beginning to end without a pointer', async () => {
  const visitor = await Visitor.open(browser, ui);
  const { page } = visitor;
  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = (): Promise<string> =>
    page.evaluate<string>(
      `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()`,
    );

  await press('g', 't');
  await page.waitForURL('**/topics');
  await visitor.rows.first().waitFor();
  await press('/');
  await page.keyboard.type(topic);
  await eventually('one topic', async () => (await visitor.column(0)).join() === topic);
  await press('Tab', 'Tab', 'Tab', 'Tab');
  await page.locator('[role=row]:focus').or(page.locator('button.sort:focus')).waitFor();
  for (let at = 0; at < 12 && !(await page.locator('[role=row]:focus').isVisible()); at += 1) await press('Tab');
  await press('Enter');
  await page.waitForURL(`**/topics/${topic}/messages`);
  await visitor.rows.first().waitFor();

  // Through the list, into a message, and back to the row that it came from.
  await press('j', 'j', 'j');
  await eventually('a row has the focus', async () => (await page.locator('[role=row]:focus').count()) === 1);
  const row = await page.locator('[role=row]:focus').getAttribute('aria-rowindex');
  await press('Enter');
  await page.getByRole('complementary').waitFor();
  await press('c');
  await page.getByText('Copied: value').waitFor();
  await press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'hidden' });
  await eventually('the row has it again', async () => (await page.locator('[role=row]:focus').count()) === 1);
  expect(await page.locator('[role=row]:focus').getAttribute('aria-rowindex')).toBe(row);
  await press('End');
  await eventually(
    'the last row',
    async () => (await page.locator('[role=row]:focus').getAttribute('aria-rowindex')) === '41',
  );

  // A dialog keeps the focus, and gives it back.
  await press('?');
  await page.getByRole('dialog').waitFor();
  for (let at = 0; at < 8; at += 1) {
    await press('Tab');
    expect(
      await page.evaluate(
        'document.activeElement === document.body || document.activeElement.closest("dialog") !== null',
      ),
    ).toBe(true);
  }
  await press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await page.locator('[role=row]:focus').count()).toBe(1);

  // A menu, by its arrows.
  await visitor.button('More').focus();
  await press('Enter', 'ArrowDown', 'ArrowDown');
  expect(await focused()).toContain('Copy as a command');
  await press('Escape');
  expect(await focused()).toBe('More');

  await press('Control+k');
  await page.keyboard.type(`${topic} 0:7`);
  await page.getByRole('option', { name: `${topic} 0:7` }).waitFor();
  await press('Enter');
  await page.waitForURL(`**/topics/${topic}/messages/0/7`);
  await page.getByRole('complementary', { name: 'Message 0:7' }).waitFor();

  await press('g', 'q');
  await page.waitForURL('**/query');
  await press('/');
  await page.keyboard.type(`select count(*) from \`${topic}\``);
  await press('Control+Enter');
  await eventually('the answer', async () => (await visitor.column(0)).join() === '40');
  expect(visitor.complaints).toEqual([]);
  await visitor.close();
});
