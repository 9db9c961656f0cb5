/** Scans that are large in one way or another: partitions, rates, values; and records without a time. */
import { Producer } from '../../../../../src/index';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import type { ScanPool } from '../../../src/server/scan/pool';
import { allPages, KeptEvents, makePool, placesOf, runOf } from '../../helpers/scan/pool';
import { rawProduce } from '../../helpers/scan/raw-produce';

const kafka = sharedKafka();
let pool: ScanPool;
beforeAll(() => {
  pool = makePool(kafka.bootstrapServers, { maxScans: 2 });
});
afterAll(() => pool?.close());

test('the newest of 2,000 partitions, and all of them in pages', async () => {
  const topic = uniqueName('wide');
  const P = 2000;
  await kafka.createTopic(topic, { partitions: P });
  const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'linger.ms': 100 });
  const T = Date.now() - 3_600_000;
  const order = Array.from({ length: 2 * P }, (_, i) => (i * 7919) % P);
  for (const [i, partition] of order.entries())
    void producer.send({ topic, partition, value: `${i}`, timestamp: T + i });
  await producer.close({ timeoutMs: 120_000 });
  const { rows, done, meta } = await runOf(pool, 'scan', { topic, mode: 'newest', limit: 50 });
  expect(rows.map(({ v }) => v.text)).toEqual(Array.from({ length: 50 }, (_, i) => String(2 * P - 1 - i)));
  // By the highest time of each, a few partitions are known to be enough.
  expect(Number(done.scanned)).toBeLessThan(400);
  expect(meta).toMatchObject({ partitionCount: P, span: String(2 * P) });
  expect(meta.partitions).toHaveLength(200);
  const pages = await allPages(pool, { topic, mode: 'newest', limit: 500 });
  const all = pages.flatMap((page) => page.rows.map(({ v }) => v.text));
  expect(all).toEqual(order.map((_, i) => String(2 * P - 1 - i)));
});

test('a tail counts exactly, however much comes', async () => {
  const topic = uniqueName('fast');
  await kafka.createTopic(topic, { partitions: 4 });
  const events = new KeptEvents();
  const cancel = new AbortController();
  const tail = pool.run('tail', { topic }, events, cancel.signal);
  await events.next('meta');
  const COUNT = 600_000;
  const producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'linger.ms': 20 });
  const value = Buffer.alloc(100, 0x61);
  for (let i = 0; i < COUNT; i++) {
    producer.produce({ topic, partition: i % 4, value });
    if (i % 5000 === 0) await producer.flush();
  }
  await producer.close();
  const sums = () => {
    const total = { shown: 0, skipped: 0, read: 0, jumped: 0 };
    for (const { shown, skipped, read, jumped = [] } of events.of('rate')) {
      total.shown += Number(shown);
      total.skipped += Number(skipped);
      total.read += Number(read);
      for (const { from, to } of jumped) total.jumped += Number(to) - Number(from);
    }
    return total;
  };
  for (let total = sums(); total.read + total.jumped < COUNT; total = sums()) await events.next('rate');
  cancel.abort();
  await tail;
  const { shown, skipped, read, jumped } = sums();
  expect(shown + skipped + jumped).toBe(COUNT);
  expect(read + jumped).toBe(COUNT);
  expect(events.rows).toHaveLength(shown);
  for (const { rows } of events.of('rows')) expect(rows.length).toBeLessThanOrEqual(50);
  expect(new Set(placesOf(events.rows)).size).toBe(shown);
});

test('records without a time, beside others', async () => {
  const topic = uniqueName('timeless');
  await kafka.createTopic(topic);
  const T = BigInt(Date.now() - 3_600_000);
  for (const [i, time] of [-1n, T, -1n, T + 5n].entries())
    expect(await rawProduce(kafka.bootstrapServers, topic, `v${i}`, time)).toBe(0);
  const { rows } = await runOf(pool, 'scan', { topic, mode: 'oldest' });
  expect(rows.map(({ v, t }) => [v.text, t])).toEqual([
    ['v0', null],
    ['v1', Number(T)],
    ['v2', null],
    ['v3', Number(T) + 5],
  ]);
  for (const mode of ['oldest', 'newest'] as const) {
    const pages = await allPages(pool, { topic, mode, limit: 1 });
    const places = pages.flatMap((page) => placesOf(page.rows));
    const expected = ['0:0', '0:1', '0:2', '0:3'];
    expect(places).toEqual(mode === 'oldest' ? expected : expected.reverse());
  }
  const none = await runOf(pool, 'scan', { topic, mode: 'oldest', where: 'timestamp is null' });
  expect(placesOf(none.rows)).toEqual(['0:0', '0:2']);
});

test('large values: rows are small, the bytes are whole', async () => {
  const topic = uniqueName('large');
  await kafka.createTopic(topic, { configs: { 'max.message.bytes': '12000000' } });
  const json = JSON.stringify({ all: 'x'.repeat(5_000_000), end: 'needle' });
  const producer = new Producer({
    ...{ 'bootstrap.servers': kafka.bootstrapServers, 'max.request.size': 12_000_000, 'buffer.memory': 64_000_000 },
  });
  for (const value of [Buffer.from(json), Buffer.alloc(6_000_000, 0xff), Buffer.from('small')])
    await producer.send({ topic, partition: 0, value });
  await producer.close();
  const { rows, all } = await runOf(pool, 'scan', { topic, mode: 'newest' });
  expect(rows.map(({ v }) => [v.as, v.size, v.cut === true])).toEqual([
    ['text', 5, false],
    ['hex', 6_000_000, true],
    ['json', json.length, true],
  ]);
  for (const { data } of all) expect(JSON.stringify(data).length).toBeLessThan(4096 * 2);
  expect(placesOf((await runOf(pool, 'scan', { topic, mode: 'newest', text: 'NEEDLE' })).rows)).toEqual(['0:0']);
  const record = await pool.record({ topic, partition: 0, offset: '0' });
  expect(record).toMatchObject({ v: { as: 'json', cut: true, size: json.length } });
  expect('v' in record && record.v.text!.length).toBe(64 * 1024);
  const parts: Buffer[] = [];
  for (let total = 1; Buffer.concat(parts).length < total;) {
    const from = Buffer.concat(parts).length;
    const part = await pool.bytes({ topic, partition: 0, offset: '0', part: 'value', from });
    parts.push(Buffer.from(part.base64, 'base64'));
    ({ total } = part);
  }
  expect(parts.map(({ length }) => length)).toEqual([4 * 1024 * 1024, json.length - 4 * 1024 * 1024]);
  expect(Buffer.concat(parts).toString()).toBe(json);
  // Chunks of many large values are more than a budget allows: it goes on nevertheless.
  const pages = await allPages(pool, { topic, mode: 'newest', budget: { bytes: 1_000_000 } });
  expect(pages.flatMap((page) => placesOf(page.rows))).toEqual(['0:2', '0:1', '0:0']);
});
