/** Scans of logs with gaps of every kind, against what Java's consumer reads of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import type { ScanPool } from '../../../src/server/scan/pool';
import type { Row } from '../../../src/shared/api';
import { allPages, makePool, placesOf, runOf } from '../../helpers/scan/pool';

const kafka = sharedKafka();
let pool: ScanPool;
beforeAll(() => {
  pool = makePool(kafka.bootstrapServers, { maxScans: 2 });
});
afterAll(() => pool?.close());

const texts = (rows: readonly Row[]): (string | undefined)[] => rows.map(({ v }) => v.text);
const values = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, i) => ({ value: `v${from + i}`, partition }));

/** Pages of both ways, of several sizes, and what Java reads, are the same. */
async function expectAsJava(topic: string, limits = [3, 50]): Promise<void> {
  for (const isolation of ['committed', 'uncommitted'] as const) {
    const java = await kafka.consume(topic, { isolation: `read_${isolation}` });
    const expected = java.map(({ partition, offset, value }) => `${partition}:${offset} ${value?.toString()}`).sort();
    for (const mode of ['newest', 'oldest'] as const) {
      for (const limit of limits) {
        const pages = await allPages(pool, { topic, mode, isolation, limit });
        const rows = pages.flatMap((page) => page.rows);
        expect(rows.map(({ p, o, v }) => `${p}:${o} ${v.text}`).sort()).toEqual(expected);
        for (const page of pages.slice(0, -1)) expect(page.rows).toHaveLength(limit);
      }
    }
  }
}

describe('transactions', () => {
  let topic: string;
  const open = uniqueName('open');
  beforeAll(async () => {
    topic = uniqueName('transactions');
    await kafka.createTopic(topic, { partitions: 2 });
    await kafka.produce(topic, values(0, 3));
    await kafka.produce(topic, values(3, 6), { transactionalId: uniqueName('t'), outcome: 'abort' });
    await kafka.produce(topic, values(6, 9), { transactionalId: uniqueName('t') });
    await kafka.produce(topic, values(9, 12, 1), { transactionalId: uniqueName('t') });
    await kafka.produce(topic, values(12, 14), { transactionalId: open, outcome: 'open' });
    await kafka.produce(topic, values(14, 16));
  });

  test('committed ends before an open one, and says how much is behind it', async () => {
    const { rows, meta, done } = await runOf(pool, 'scan', { topic, mode: 'newest' });
    expect(texts(rows)).toEqual(['v11', 'v10', 'v9', 'v8', 'v7', 'v6', 'v2', 'v1', 'v0']);
    expect(meta.partitions[0]).toMatchObject({ to: '11', lastStable: '11', latest: '15' });
    // Three aborted records and two markers; in partition 1 one marker.
    expect(done).toMatchObject({ reason: 'end', gaps: '6' });
  });

  test('uncommitted has all of them', async () => {
    const { rows } = await runOf(pool, 'scan', { topic, mode: 'oldest', isolation: 'uncommitted', partitions: [0] });
    expect(texts(rows)).toEqual([...values(0, 9), ...values(12, 16)].map(({ value }) => value));
  });

  test('a page whose ends are markers or aborted records', async () => {
    for (const [offset, expected] of [
      ['3', 'v6'],
      ['6', 'v6'],
      ['10', undefined],
      ['5', 'v6'],
    ] as const) {
      const { rows } = await runOf(pool, 'scan', { topic, mode: 'from-offset', offset: { 0: offset }, limit: 1 });
      expect([offset, rows[0]?.v.text]).toEqual([offset, expected]);
    }
    for (const [offset, expected] of [
      ['6', 'v2'],
      ['3', 'v2'],
      ['10', 'v8'],
      ['7', 'v6'],
    ] as const) {
      const { rows } = await runOf(pool, 'scan', { topic, mode: 'to-offset', offset: { 0: offset }, limit: 1 });
      expect([offset, rows[0]?.v.text]).toEqual([offset, expected]);
    }
  });

  test('one record: markers, aborted ones, and what is behind an open transaction', async () => {
    const at = (offset: string, isolation?: 'uncommitted') => pool.record({ topic, partition: 0, offset, isolation });
    expect(await at('4')).toEqual({ gap: true, next: '7', why: 'marker, aborted or compacted' });
    expect(await at('6')).toEqual({ gap: true, next: '7', why: 'marker, aborted or compacted' });
    expect(await at('10')).toEqual({ gap: true, next: null, why: 'marker, aborted or compacted' });
    expect(await at('12')).toEqual({ gap: true, next: null, why: 'behind a transaction that is still open' });
    expect(await at('12', 'uncommitted')).toMatchObject({ o: '12', v: { text: 'v13' } });
    expect(await at('4', 'uncommitted')).toMatchObject({ o: '4', v: { text: 'v4' } });
  });

  test('all pages are as Java reads them, also after the open one was committed', async () => {
    await expectAsJava(topic);
    await kafka.endTransaction(open, 'commit');
    await expectAsJava(topic);
  });
});

test('a compacted log, whose gaps are wide', async () => {
  const topic = uniqueName('compacted');
  const configs = {
    ...{ 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0.001' },
    ...{ 'max.compaction.lag.ms': '100', 'delete.retention.ms': '1' },
  };
  await kafka.createTopic(topic, { partitions: 1, configs });
  for (let round = 0; round < 4; round++) {
    const records = Array.from({ length: 500 }, (_, i) => ({
      key: `k${i % 5}`,
      value: `${round * 500 + i}`,
      partition: 0,
    }));
    await kafka.produce(topic, records);
    await sleep(150);
  }
  while ((await kafka.consume(topic)).length > 600) await sleep(500);
  await expectAsJava(topic, [70]);
  const { done } = await runOf(pool, 'scan', { topic, mode: 'oldest', limit: 500 });
  expect(Number(done.gaps)).toBeGreaterThan(500);
});

describe('times', () => {
  let topic: string;
  // Older ones are deleted by the broker.
  const T = Date.now() - 50 * 3_600_000;
  const times = [T, T + 100, T + 50, 0, T + 200, T + 199, 2 ** 53, T + 300];
  beforeAll(async () => {
    topic = uniqueName('times');
    const configs = { 'message.timestamp.after.max.ms': '9223372036854775807', 'retention.ms': '-1' };
    await kafka.createTopic(topic, { partitions: 1, configs });
    for (const [i, timestamp] of times.entries())
      await kafka.produce(topic, [{ value: `v${i}`, timestamp, partition: 0 }]);
  });

  test('0 and 2^53 are times, and late records are marked', async () => {
    const { rows } = await runOf(pool, 'scan', { topic, mode: 'oldest' });
    expect(rows.map(({ t }) => t)).toEqual(times);
    expect(rows.map(({ tt }) => tt)).toEqual(times.map(() => 'create'));
    expect(rows.map(({ late }) => late === true)).toEqual([false, false, true, true, false, true, false, true]);
    await expectAsJava(topic);
  });

  test('from a time: from the first record that late, older ones marked or left out', async () => {
    const request = { topic, mode: 'from-time' as const, time: T + 60 };
    const all = await runOf(pool, 'scan', request);
    expect(texts(all.rows)).toEqual(['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']);
    expect(all.rows.filter(({ late }) => late).map(({ v }) => v.text)).toEqual(['v2', 'v3', 'v5', 'v7']);
    const strict = await runOf(pool, 'scan', { ...request, strictTime: true });
    expect(texts(strict.rows)).toEqual(['v1', 'v4', 'v5', 'v6', 'v7']);
    expect(texts((await runOf(pool, 'scan', { ...request, limit: 2 })).rows)).toEqual(['v1', 'v2']);
  });

  test('from a time after all records there is nothing', async () => {
    const { rows, done } = await runOf(pool, 'scan', { topic, mode: 'from-time', time: 2 ** 53 - 1, partitions: [0] });
    expect(texts(rows)).toEqual(['v6', 'v7']);
    expect(done.older).not.toBeNull();
    const other = uniqueName('times');
    await kafka.createTopic(other, { partitions: 2 });
    await kafka.produce(other, [{ value: 'a', timestamp: T, partition: 0 }]);
    const none = await runOf(pool, 'scan', { topic: other, mode: 'from-time', time: T + 1 });
    expect([none.rows, none.done.reason, none.done.newer]).toEqual([[], 'end', null]);
    const back = await runOf(pool, 'scan', { topic: other, mode: 'to-time', time: T });
    expect(texts(back.rows)).toEqual(['a']);
  });

  test('to a time: back from the first record that is later', async () => {
    const { rows } = await runOf(pool, 'scan', { topic, mode: 'to-time', time: T + 150 });
    expect(texts(rows)).toEqual(['v3', 'v2', 'v1', 'v0']);
    const before = await runOf(pool, 'scan', { topic, mode: 'to-time', time: 0 });
    expect(before.rows).toEqual([]);
    expect(before.done.newer).not.toBeNull();
  });

  test('the time that the broker gives', async () => {
    const appended = uniqueName('appended');
    await kafka.createTopic(appended, { configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const before = Date.now();
    await kafka.produce(appended, [{ value: 'a', timestamp: T, partition: 0 }]);
    const [row] = (await runOf(pool, 'scan', { topic: appended, mode: 'newest' })).rows;
    expect(row).toMatchObject({ tt: 'append', v: { text: 'a' } });
    expect(row!.t).toBeGreaterThanOrEqual(before - 1000);
  });

  test('a condition on the time narrows what is read', async () => {
    const busy = uniqueName('busy');
    await kafka.createTopic(busy, { partitions: 2 });
    const records = Array.from({ length: 2000 }, (_, i) => ({
      ...{ value: `{"i":${i}}`, partition: i % 2, timestamp: T + i * 60_000 },
    }));
    await kafka.produce(busy, records);
    const where = `timestamp >= @${T + 1000 * 60_000} and timestamp < @${T + 1003 * 60_000}`;
    const { rows, meta, done } = await runOf(pool, 'scan', { topic: busy, mode: 'newest', where });
    expect(texts(rows)).toEqual(['{"i":1002}', '{"i":1001}', '{"i":1000}']);
    // An hour more for late ones: 60 records, not 2,000.
    expect(Number(meta.plan!.records)).toBeLessThan(70);
    expect(Number(done.scanned)).toBeLessThan(70);
  });
});

test("Kafka's own topics are decoded", async () => {
  const topic = uniqueName('committed-to');
  await kafka.createTopic(topic);
  const group = uniqueName('group');
  await kafka.alterGroupOffsets(group, topic, 0, 42);
  const request = { topic: '__consumer_offsets', mode: 'newest' as const, text: group };
  const { rows } = await runOf(pool, 'scan', request);
  const commit = rows.find(({ k }) => k.text?.includes('OffsetCommit'));
  expect(JSON.parse(commit!.k.text!)).toEqual({ type: 'OffsetCommit', group, topic, partition: 0 });
  expect(JSON.parse(commit!.v.text!)).toMatchObject({ offset: 42, metadata: '' });
  expect(commit).toMatchObject({ k: { as: 'offsets' }, v: { as: 'offsets' } });
  const transactions = await runOf(pool, 'scan', { topic: '__transaction_state', mode: 'newest', limit: 500 });
  const states = transactions.rows.map(({ k, v }) => [k.as, v.as]);
  expect(new Set(states.map(String))).toEqual(new Set(['offsets,offsets']));
  expect(JSON.parse(transactions.rows[0]!.v.text!)).toHaveProperty('producerId');
});

test('headers twice the same, null and empty, a tombstone, unicode', async () => {
  const topic = uniqueName('parts');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [
    {
      key: 'k',
      value: null,
      headers: [
        ['h', 'a'],
        ['h', 'b'],
        ['n', null],
        ['e', ''],
      ],
    },
    { key: '', value: '', headers: [] },
    { key: null, value: '{"名":"トヨタ 😀"}' },
    { key: Buffer.from('0000002a', 'hex'), value: Buffer.from('ff', 'hex') },
  ]);
  const { rows } = await runOf(pool, 'scan', { topic, mode: 'oldest' });
  expect(rows.map(({ k, v }) => [k, v])).toEqual([
    [
      { size: 1, as: 'text', text: 'k' },
      { size: 0, as: 'null' },
    ],
    [
      { size: 0, as: 'text', text: '' },
      { size: 0, as: 'text', text: '' },
    ],
    [
      { size: 0, as: 'null' },
      { size: 24, as: 'json', text: '{"名":"トヨタ 😀"}' },
    ],
    [
      { size: 4, as: 'int32', text: '42', guess: true },
      { size: 1, as: 'hex', text: 'ff' },
    ],
  ]);
  const header = (text: string) => ({ size: text.length, as: 'text', text });
  expect(rows[0]!.h).toEqual([
    ['h', header('a')],
    ['h', header('b')],
    ['n', { size: 0, as: 'null' }],
    ['e', header('')],
  ]);
  for (const [text, expected] of [
    ['トヨタ', '0:2'],
    ['42', '0:3'],
    ["x'ff'", '0:3'],
    ['b', '0:0'],
  ] as const)
    expect([text, placesOf((await runOf(pool, 'scan', { topic, mode: 'oldest', text })).rows)]).toEqual([
      text,
      [expected],
    ]);
  expect(await pool.bytes({ topic, partition: 0, offset: '0', part: 'header:1' })).toEqual({
    base64: 'Yg==',
    total: 1,
  });
});
