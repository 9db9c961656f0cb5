// Remakes docs/ui/*.png: node packages/ui/screenshots.mjs [NAME…]. It starts a real Kafka with the data of a shop
// (test/helpers/showcase.ts), and takes each picture in Chromium ($CHROMIUM, or /usr/bin/chromium).
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

import page from './vite.config.mjs';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(repository, 'docs/ui');
const wanted = process.argv.slice(2);

/** How long the figures are collected before the first picture. */
const COLLECT_MS = 90_000;

const settle = (browserPage, ms = 900) => browserPage.waitForTimeout(ms);

/** One row of a list, from above. */
const row = (browserPage, at) => browserPage.locator('.grid-body .grid-row').nth(at);

const kql = (text) => `/query?kql=${encodeURIComponent(text)}`;

const refuse = (status, error) => (route) => route.fulfill({ status, json: { error, requestId: 'r' } });

/** Ten thousand topics, which nobody wants to create for a picture. */
function manyTopics(route) {
  const query = new URL(route.request().url()).searchParams;
  const offset = Number(query.get('offset') ?? 0);
  const items = Array.from({ length: Number(query.get('limit')) }, (_, index) => {
    const at = offset + index;
    return {
      // By name, as the page asks for them.
      name: `${['clicks', 'orders', 'payments', 'stock'][Math.floor(at / 2500)]}.${String(at).padStart(5, '0')}`,
      topicId: '',
      internal: false,
      partitions: 1 + ((at * 7) % 24),
      replicas: [3, 3],
      underReplicated: at % 17 === 3 ? 1 : 0,
      offline: 0,
      records: { value: String((at * 7919 * 33_107) % 90_000_000), ...(at % 5 === 0 ? { approx: 'compacted' } : {}) },
      perSec: (at * 31) % 900,
      cleanup: at % 5 === 0 ? 'compact' : 'delete',
    };
  });
  return route.fulfill({ json: { items, total: 10_000, offset, sampledAt: Date.now() } });
}

/** name → where it is, and what is done there. */
const pictures = {
  overview: { at: '/' },
  'overview-dark': { at: '/', theme: 'dark' },
  topics: { at: '/topics', routes: { '**/api/v1/topics?*': manyTopics } },
  messages: { at: '/topics/orders/messages' },
  'messages-dark': { at: '/topics/orders/messages?q=berlin', theme: 'dark' },
  message: { at: '/topics/orders/messages', steps: (view) => row(view, 4).click() },
  bytes: { at: '/topics/sensors.raw/messages', steps: (view) => row(view, 4).click() },
  'five-megabytes': {
    at: '/topics/catalogue.snapshots/messages/0/0',
    steps: (view) => view.getByRole('button', { name: 'Load whole' }).click(),
    wait: 3000,
  },
  tail: { at: '/topics/orders/messages?mode=tail', wait: 4000 },
  condition: {
    at: '/topics/orders/messages',
    async steps(view) {
      await view.getByRole('button', { name: 'KQL' }).click();
      await view.locator('textarea#filter').fill("customer.city = 'Berlin' adn total > 100");
    },
  },
  produce: {
    at: '/topics/orders/messages?produce=0:100',
    steps: (view) => view.locator('button.primary:enabled').waitFor(),
  },
  configs: {
    at: '/topics/orders/configs',
    async steps(view) {
      await view.getByText('retention.ms', { exact: true }).click();
      await view.getByLabel('Value', { exact: true }).fill('86400000');
    },
  },
  group: { at: '/groups/fraud-check', wait: 2500 },
  'group-dark': { at: '/groups/fraud-check', theme: 'dark', wait: 2500 },
  reset: { at: '/groups/billing/reset', steps: (view) => view.getByRole('button', { name: 'Preview' }).click() },
  'query-table': {
    at: kql('select symbol, count(*), avg(price), sum(volume) from trades group by symbol order by 4 desc'),
  },
  'query-plot': {
    at: kql("select bucket(timestamp, '1m') as t, exchange, count(*) from trades where timestamp >= @1h group by 1, 2"),
  },
  'query-explain': {
    at: `${kql("select * from trades where symbl = 'AAPL' and partition = 1 and price > 120 limit 20")}&explain=1`,
    wait: 2500,
  },
  'not-authorised': {
    at: '/topics/orders/partitions',
    routes: {
      '**/partitions?*': refuse(403, {
        code: 'NOT_AUTHORIZED',
        message: 'Kafka refuses to describe the topic orders',
        hint: 'The user needs the operation DESCRIBE on the topic orders',
        retriable: false,
      }),
    },
  },
  'broker-gone': {
    at: '/topics',
    async steps(view) {
      await view.route('**/api/v1/**', refuse(502, { code: 'BROKER', message: 'No broker answers', retriable: true }));
      await view.keyboard.press('r');
    },
  },
  'development-broker': { at: '/topics/greetings/partitions', of: 'development' },
  palette: {
    at: '/topics',
    async steps(view) {
      await view.keyboard.press('Control+k');
      await view.getByRole('combobox', { name: 'Search and commands' }).fill('ord');
    },
  },
  'phone-messages': { at: '/topics/orders/messages', size: [390, 844] },
  'phone-messages-dark': { at: '/topics/orders/messages?q=berlin', size: [390, 844], theme: 'dark' },
  'phone-message': { at: '/topics/orders/messages', size: [390, 844], steps: (view) => row(view, 3).click() },
  'phone-overview': { at: '/', size: [390, 844] },
};

/** Starts the shop; resolves with its addresses. */
function openShop() {
  const child = spawn(
    process.execPath,
    ['-r', './test/helpers/kafka/ts-hook.js', 'packages/ui/test/helpers/showcase.ts'],
    { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the shop has ended with status ${code}`)));
    child.stdout.once('data', (line) => resolve({ child, addresses: JSON.parse(line.toString()) }));
  });
}

async function take(browser, addresses, name) {
  const { at, of = 'shop', theme = 'light', size = [1440, 900], routes = {}, steps, wait } = pictures[name];
  const { url, token } = addresses[of];
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    colorScheme: theme,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  const view = await context.newPage();
  await view.goto(`${url}#t=${token}`);
  await view.locator('nav a').first().waitFor({ state: 'attached' });
  for (const [pattern, handler] of Object.entries(routes)) await view.route(pattern, handler);
  await view.goto(url.replace(/\/$/, '') + at);
  await settle(view, 2000);
  await steps?.(view);
  await settle(view, wait);
  await view.screenshot({ path: path.join(folder, `${name}.png`) });
  await context.close();
}

await build(page);
mkdirSync(folder, { recursive: true });
const { child, addresses } = await openShop();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Letters without coloured edges: smaller files.
  args: ['--no-sandbox', '--disable-lcd-text'],
});
// A page that is open keeps the figures coming.
const watcher = await browser.newPage();
await watcher.goto(`${addresses.shop.url}#t=${addresses.shop.token}`);
await watcher.goto(`${addresses.shop.url}groups/fraud-check`);
if (wanted.length === 0) await settle(watcher, COLLECT_MS);
for (const name of wanted.length > 0 ? wanted : Object.keys(pictures)) {
  await take(browser, addresses, name);
  console.log(`docs/ui/${name}.png`);
}
await browser.close();
child.removeAllListeners('exit');
child.stdin.end();
