/** A message of 100 MB, beside small ones: the list, the drawer and the download, and the server stays small. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Browser } from 'playwright-core';

import { AdminClient, Producer } from '../../../../src/index';
import { KafkaCluster } from '../../../../test/helpers/kafka/kafka-cluster';
import type { Row } from '../../src/shared/api';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';

const SIZE = 100_000_000;
const topic = 'huge';
let kafka: KafkaCluster;
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;

/** 100 MB of JSON, whose parts differ. */
function hugeValue(): Buffer {
  const bytes = Buffer.alloc(SIZE, 'abcdefghij klmnop ');
  bytes.write('{"text":"', 0);
  for (let at = 1000; at < SIZE - 1000; at += 100_000) bytes.write(`<${at}>`, at);
  bytes.write('"}', SIZE - 2);
  return bytes;
}

const value = hugeValue();

beforeAll(async () => {
  browser = await startBrowser();
  kafka = await KafkaCluster.start({
    maxHeap: '1g',
    config: { 'message.max.bytes': '134217728', 'socket.request.max.bytes': '134217728' },
  });
  const servers = { 'bootstrap.servers': kafka.bootstrapServers };
  const admin = new AdminClient(servers);
  const configs = { 'max.message.bytes': '134217728' };
  await admin.createTopics([{ name: topic, numPartitions: 1, replicationFactor: 1, configs }]);
  await admin.close();
  const producer = new Producer({
    ...servers,
    'max.request.size': 134_217_728,
    'buffer.memory': 268_435_456,
    'value.serializer': 'bytes',
  } as ConstructorParameters<typeof Producer>[0]) as unknown as Producer<string, Buffer>;
  await producer.send({ topic, partition: 0, value: Buffer.from('before') });
  await producer.send({ topic, partition: 0, value });
  await producer.send({ topic, partition: 0, value: Buffer.from('after') });
  await producer.close();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  visitor = await Visitor.open(browser, ui);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await ui?.close();
  await kafka?.stop();
});
afterEach(() => expect(visitor.complaints.splice(0)).toEqual([]));

it('is listed by its beginning, beside the others', async () => {
  const events = await ui.events('/scan', { topic, mode: 'newest' });
  const rows = events.filter(({ name }) => name === 'rows').flatMap(({ data }) => (data as { rows: Row[] }).rows);
  expect(rows.map(({ o, v }) => [o, v.size, v.as])).toEqual([
    ['2', 5, 'text'],
    ['1', SIZE, 'json'],
    ['0', 6, 'text'],
  ]);
  expect(JSON.stringify(rows[1]).length).toBeLessThan(4096);
}, 120_000);

it('is found by what stands at its end', async () => {
  const events = await ui.events('/scan', { topic, mode: 'newest', text: '<99901000>' });
  const rows = events.filter(({ name }) => name === 'rows').flatMap(({ data }) => (data as { rows: Row[] }).rows);
  expect(rows.map(({ o }) => o)).toEqual(['1']);
}, 120_000);

it('is shown by its beginning, and offered as a download alone', async () => {
  const { page } = visitor;
  await visitor.go(`/topics/${topic}/messages/0/1`);
  const drawer = page.getByRole('complementary');
  await drawer.getByText('This is the beginning of').waitFor();
  await drawer.getByText('abcdefghij klmnop').first().waitFor();
  expect(await drawer.getByRole('button', { name: 'Load whole' }).count()).toBe(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: 'raw' }).last().click(),
  ]);
  const hash = createHash('sha256');
  await pipeline(createReadStream(await download.path()), hash);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(value).digest('hex'));
}, 240_000);

it('leaves the server able to answer', async () => {
  const row = await ui.get<Row>(`/topics/${topic}/records/0/2`);
  expect(row.v.text).toBe('after');
});
