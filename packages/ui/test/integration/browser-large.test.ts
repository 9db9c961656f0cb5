/** Big and strange messages: the page stays alive, shows all of them, and changes no letter. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

import { AdminClient, Producer } from '../../../../src/index';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const kafka = sharedKafka();
const servers = { 'bootstrap.servers': kafka.bootstrapServers };
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;
let topic: string;

/** 5 MB of JSON, with numbers that no double holds. */
const big = JSON.stringify({
  rows: Array.from({ length: 36_000 }, (_, at) => ({ at, name: `row ${at}`, text: 'x'.repeat(90), exact: 'LAST' })),
}).replaceAll('"LAST"', '9007199254740993');

/** Bytes that are no text. */
const binary = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 7 + 128) % 256));

beforeAll(async () => {
  topic = uniqueName('large');
  browser = await startBrowser();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  visitor = await Visitor.open(browser, ui);
  const admin = new AdminClient(servers);
  const configs = { 'max.message.bytes': '12582912' };
  await admin.createTopics([{ name: topic, numPartitions: 1, replicationFactor: 1, configs }]);
  await admin.close();
  const producer = new Producer({
    ...servers,
    'max.request.size': 12_582_912,
    'key.serializer': 'bytes',
    'value.serializer': 'bytes',
  } as ConstructorParameters<typeof Producer>[0]) as Producer<Buffer, Buffer>;
  const send = (value: Buffer, headers: [string, Buffer][] = []): Promise<unknown> =>
    producer.send({ topic, partition: 0, key: null, value, headers });
  await send(Buffer.from(big));
  await send(binary);
  await send(Buffer.from(`"${'é'.repeat(100_000)}"`));
  await send(
    Buffer.from('{}'),
    Array.from({ length: 300 }, (_, at): [string, Buffer] => [`h-${at % 3}`, Buffer.from(`value ${at}`)]),
  );
  await producer.close();
});
afterAll(async () => {
  await browser?.close();
  await ui?.close();
});
afterEach(() => expect(visitor.complaints.splice(0)).toEqual([]));

it('shows the beginning of 5 MB, and all of it on request', async () => {
  const { page } = visitor;
  expect(big.length).toBeGreaterThan(5_000_000);
  await visitor.go(`/topics/${topic}/messages?mode=oldest`);
  await visitor.rows.first().click();
  const drawer = page.getByRole('complementary');
  await drawer.getByText('This is the beginning of').waitFor();
  await drawer.getByRole('button', { name: 'Load whole' }).click();
  await drawer.getByText('This is the beginning of').waitFor({ state: 'hidden' });
  const lines = drawer.getByRole('region', { name: 'JSON' });
  await lines.press('End');
  await lines.getByText('row 35999').waitFor();
  await lines.getByText('9007199254740993').first().waitFor();
  expect(await lines.locator('.line-row').count()).toBeLessThan(100);

  await drawer.getByRole('button', { name: 'copy', exact: true }).last().click();
  await page.getByText('Copied: value').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(createHash('sha256').update(copied).digest('hex')).toBe(createHash('sha256').update(big).digest('hex'));
});

it('downloads the bytes as they are', async () => {
  const { page } = visitor;
  await visitor.go(`/topics/${topic}/messages/0/1`);
  const drawer = page.getByRole('complementary');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: 'raw' }).last().click(),
  ]);
  expect(readFileSync(await download.path())).toEqual(binary);
  expect(download.suggestedFilename()).toBe(`${topic}-0-1-value.bin`);
});

it('shows bytes as bytes, and a line of 100,000 letters by its beginning', async () => {
  const { page } = visitor;
  await visitor.go(`/topics/${topic}/messages/0/1`);
  await page.getByRole('complementary').getByText('80 87 8e 95').first().waitFor();
  await visitor.go(`/topics/${topic}/messages/0/2`);
  await page
    .getByRole('complementary')
    .getByText(/ … [\d\u2009]+ more/)
    .waitFor();
});

it('shows every header', async () => {
  const { page } = visitor;
  await visitor.go(`/topics/${topic}/messages/0/3`);
  await page.getByRole('heading', { name: '300 headers' }).waitFor();
  await page.getByText('value 299').waitFor();
});

it('reads the same bytes in another way', async () => {
  const { page } = visitor;
  await visitor.go(`/topics/${topic}/messages/0/3`);
  const drawer = page.getByRole('complementary');
  await drawer.getByLabel('Read the value as').selectOption('hex');
  await drawer.getByText('7b 7d').waitFor();
  await drawer.getByLabel('Read the value as').selectOption('int64');
  await drawer.getByText('Could not be read as int64').waitFor();
});
