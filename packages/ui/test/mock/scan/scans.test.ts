/** Scans of a mock cluster by real workers. */
import { Producer } from '../../../../../src/index';
import { MockCluster } from '../../../../../src/testing/index';
import type { ScanPool } from '../../../src/server/scan/pool';
import type { StreamEventName } from '../../../src/shared/api';
import { FaultError } from '../../../src/shared/fault-error';
import { allPages, KeptEvents, makePool, placesOf, runOf } from '../../helpers/scan/pool';

const COUNT = 300;
const START = 1_700_000_000_000;
let cluster: MockCluster;
let pool: ScanPool;

/** In three partitions, ten milliseconds apart; every tenth value has a word. */
const valueOf = (i: number): string => JSON.stringify({ i, word: i % 10 === 0 ? 'Needle' : 'hay' });
const placeOf = (i: number): string => `${i % 3}:${Math.floor(i / 3)}`;
const numbers = Array.from({ length: COUNT }, (_, i) => i);

beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 3, empty: 2 } });
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  for (const i of numbers) {
    const record = { topic: 't', partition: i % 3, key: `k${i}`, value: valueOf(i), timestamp: START + 10 * i };
    void producer.send(record);
  }
  await producer.close();
  pool = makePool(cluster.bootstrapServers, { maxScans: 1 });
});
afterAll(async () => {
  await pool?.close();
  await cluster?.close();
});

test('the newest, with what covers them', async () => {
  const events = await runOf(pool, 'scan', { topic: 't', mode: 'newest', limit: 4 });
  expect(placesOf(events.rows)).toEqual(numbers.slice(-4).reverse().map(placeOf));
  expect(events.rows[0]).toEqual({
    ...{ p: 2, o: '99', t: START + 2990, tt: 'create', size: 4 + valueOf(299).length, h: [] },
    k: { size: 4, as: 'text', text: 'k299' },
    v: { size: valueOf(299).length, as: 'json', text: valueOf(299) },
  });
  expect(events.meta).toMatchObject({
    partitionCount: 3,
    span: '300',
    isolation: 'committed',
    skipped: [],
    plan: null,
  });
  expect(events.meta.partitions).toContainEqual({
    ...{ p: 1, earliest: '0', from: '0', to: '100', lastStable: '100', latest: '100' },
  });
  expect(events.done).toMatchObject({ reason: 'page', newer: null, gaps: '0', notes: [] });
  expect(Number(events.done.scanned)).toBeLessThan(100);
});

test.each(['newest', 'oldest'] as const)('all pages of the %s', async (mode) => {
  const pages = await allPages(pool, { topic: 't', mode, limit: 37 });
  const expected = mode === 'newest' ? [...numbers].reverse() : numbers;
  expect(pages.flatMap(({ rows }) => placesOf(rows))).toEqual(expected.map(placeOf));
  expect(pages.map(({ done }) => done.reason)).toEqual([...Array<string>(8).fill('page'), 'end']);
});

test('five pages on and five back show the same rows', async () => {
  const first = await runOf(pool, 'scan', { topic: 't', mode: 'newest', limit: 10 });
  const pages = [first];
  for (let i = 0; i < 5; i++)
    pages.push(await runOf(pool, 'scan', { topic: 't', mode: 'cursor', cursor: pages.at(-1)!.done.older!, limit: 10 }));
  let { newer } = pages.at(-1)!.done;
  for (const before of pages.slice(0, -1).reverse()) {
    const page = await runOf(pool, 'scan', { topic: 't', mode: 'cursor', cursor: newer!, limit: 10 });
    // Read on, so that the newest come last.
    expect(placesOf(page.rows).reverse()).toEqual(placesOf(before.rows));
    ({ newer } = page.done);
  }
  expect(newer).toBeNull();
});

test.each<[string, object]>([
  ['text', { text: 'needle' }],
  ['a condition', { where: "word = 'Needle'" }],
  ['both', { text: 'NEEDLE -hay', where: 'i >= 0' }],
])('filtered by %s', async (_, filter) => {
  const pages = await allPages(pool, { topic: 't', mode: 'newest', limit: 7, ...filter });
  const expected = numbers.filter((i) => i % 10 === 0).reverse();
  expect(pages.flatMap(({ rows }) => placesOf(rows))).toEqual(expected.map(placeOf));
});

test('a condition narrows what is read', async () => {
  const request = { topic: 't', mode: 'newest' as const, where: 'partition = 1 and offset between 10 and 12' };
  const events = await runOf(pool, 'scan', request);
  expect(placesOf(events.rows)).toEqual(['1:12', '1:11', '1:10']);
  expect(events.meta.plan).toMatchObject({
    ranges: [{ p: 1, from: '10', to: '13' }],
    records: '3',
    order: 'newest first',
  });
  expect(events.done).toMatchObject({ scanned: '3', reason: 'end', newer: null, older: null });
});

test.each<[string, object, string[]]>([
  ['from an offset', { mode: 'from-offset', offset: '98' }, ['0:98', '1:98', '2:98', '0:99', '1:99', '2:99']],
  ['to an offset', { mode: 'to-offset', offset: '1' }, ['2:1', '1:1', '0:1', '2:0', '1:0', '0:0']],
  ['from an offset each', { mode: 'from-offset', offset: { 0: '99', 2: '98' } }, ['2:98', '0:99', '2:99']],
  ['to an offset of one', { mode: 'to-offset', offset: { 1: '0' } }, ['1:0']],
  ['from behind the end', { mode: 'from-offset', offset: '1000' }, []],
  ['from an offset that no log has', { mode: 'from-offset', offset: '9223372036854775807' }, []],
  ['of chosen partitions', { mode: 'to-offset', offset: '0', partitions: [2, 0] }, ['2:0', '0:0']],
])('%s', async (_, request, expected) => {
  const events = await runOf(pool, 'scan', { topic: 't', limit: 100, ...request } as never);
  expect(placesOf(events.rows)).toEqual(expected);
});

test('around an offset, both sides are one list', async () => {
  const on = await runOf(pool, 'scan', { topic: 't', mode: 'from-offset', offset: { 1: '50' }, limit: 3 });
  expect(placesOf(on.rows)).toEqual(['1:50', '1:51', '1:52']);
  const back = await runOf(pool, 'scan', { topic: 't', mode: 'cursor', cursor: on.done.older!, limit: 3 });
  expect(placesOf(back.rows)).toEqual(['1:49', '1:48', '1:47']);
});

test('an empty topic', async () => {
  const events = await runOf(pool, 'scan', { topic: 'empty', mode: 'newest' });
  expect(events.rows).toEqual([]);
  expect(events.done).toMatchObject({ reason: 'end', older: null, newer: null, scanned: '0', done: 1 });
});

test('a budget ends it, and the cursor goes on', async () => {
  const request = { topic: 't', mode: 'newest' as const, text: 'needle', limit: 50, budget: { records: 60 } };
  const first = await runOf(pool, 'scan', request);
  expect(first.done.reason).toBe('records');
  const pages = await allPages(pool, request);
  expect(pages.flatMap(({ rows }) => placesOf(rows)).sort()).toEqual(
    numbers
      .filter((i) => i % 10 === 0)
      .map(placeOf)
      .sort(),
  );
});

test.each<[string, object, object]>([
  ['a topic that is not there', { topic: 'missing', mode: 'newest' }, { code: 'NOT_FOUND', field: 'topic' }],
  [
    'a partition that is not there',
    { topic: 't', mode: 'newest', partitions: [7] },
    { code: 'NOT_FOUND', field: 'partitions' },
  ],
  ['a cursor that is none', { topic: 't', mode: 'cursor', cursor: 'x' }, { code: 'BAD_REQUEST', field: 'cursor' }],
  ['a condition that is none', { topic: 't', mode: 'newest', where: 'a =' }, { code: 'KQL', field: 'where' }],
  ['a pattern that is none', { topic: 't', mode: 'newest', where: "a matches '(b'" }, { code: 'KQL' }],
  ['too many words', { topic: 't', mode: 'newest', text: 'a '.repeat(40) }, { code: 'BAD_REQUEST', field: 'text' }],
  ['no offset', { topic: 't', mode: 'from-offset' }, { code: 'BAD_REQUEST', field: 'offset' }],
  ['a time, which this broker does not know', { topic: 't', mode: 'from-time', time: START }, { code: 'UNSUPPORTED' }],
])('%s is a fault', async (_, request, fault) => {
  const failing = runOf(pool, 'scan', request as never);
  await expect(failing).rejects.toThrow(FaultError);
  await failing.catch((error: FaultError) => expect(error.fault).toMatchObject(fault));
});

test('after all of this there is one worker, and nothing in the list', async () => {
  expect(pool.workers).toBe(1);
  expect(pool.list()).toEqual([]);
});

test('one record, its bytes, and what is there instead', async () => {
  const place = { topic: 't', partition: 1, offset: '3' };
  expect(await pool.record(place)).toMatchObject({ p: 1, o: '3', v: { as: 'json', text: valueOf(10) } });
  expect(await pool.record({ ...place, decode: { value: 'hex' } })).toMatchObject({ v: { as: 'hex' } });
  expect(await pool.record({ ...place, offset: '100' })).toEqual({
    ...{ gap: true, next: null, why: 'not written yet: the log ends at 100' },
  });
  const bytes = Buffer.from(valueOf(10));
  expect(await pool.bytes({ ...place, part: 'value' })).toEqual({
    base64: bytes.toString('base64'),
    total: bytes.length,
  });
  expect(await pool.bytes({ ...place, part: 'key', from: 1, length: 1 })).toEqual({ base64: 'MQ==', total: 3 });
  await expect(pool.bytes({ ...place, part: 'header:0' })).rejects.toThrow('record: the record has 0 headers');
  await expect(pool.record({ ...place, partition: 9 })).rejects.toThrow('partitions: t has no partition 9. It has 3');
});

test('queries', async () => {
  const rows = await runOf(pool, 'query', { query: 'select i, word from t limit 2' });
  expect(rows.of('columns')).toEqual([
    {
      columns: [
        { name: 'i', type: 'any' },
        { name: 'word', type: 'any' },
      ],
    },
  ]);
  expect(rows.of('table').at(-1)).toEqual({
    rows: [
      ['299', '"hay"'],
      ['298', '"hay"'],
    ],
    groups: 2,
    overflow: false,
  });
  expect(rows.done.reason).toBe('page');
  const table = await runOf(pool, 'query', { query: 'select word, count(*), max(i) from t group by word' });
  expect(table.of('table').at(-1)!.rows).toEqual([
    ['"Needle"', '30', '290'],
    ['"hay"', '270', '299'],
  ]);
  expect(table.done).toMatchObject({ reason: 'end', scanned: '300', matched: '300', gaps: '0', done: 1 });
  const top = await runOf(pool, 'query', { query: "select i from t where word = 'Needle' order by i desc limit 2" });
  expect(top.of('table').at(-1)!.rows).toEqual([['290'], ['280']]);
  const whole = await runOf(pool, 'query', {
    query: 'select * from t where offset = 0 order by timestamp asc limit 1',
  });
  expect(whole.of('table').at(-1)!.rows).toEqual([['0', '0', String(START), '"k0"', valueOf(0), '[]']]);
  await expect(runOf(pool, 'query', { query: 'select' })).rejects.toThrow();
  const cut = await runOf(pool, 'query', { query: 'select count(*) from t', budget: { records: 100 } });
  expect(cut.done.reason).toBe('records');
});

test('checks', async () => {
  const { plan, warnings } = await pool.check({ kql: 'select wrod from t where partition = 2 and offset < 10' });
  expect(plan).toMatchObject({ ranges: [{ p: 2, from: '0', to: '10' }], records: '10', key: 'auto' });
  expect(warnings[0]!.message).toContain('no sampled record has `wrod`');
  expect((await pool.check({ where: "word = 'hay'", topic: 't' })).warnings).toEqual([]);
  await expect(pool.check({ where: 'word' })).rejects.toThrow('topic is missing. where needs it');
  await expect(pool.check({ kql: 'select' })).rejects.toThrow(FaultError);
});

test('exports', async () => {
  const written = async (request: Parameters<ScanPool['exportRows']>[0]) => {
    const chunks: Uint8Array[] = [];
    const sink = { write: (bytes: Uint8Array) => Promise.resolve(void chunks.push(bytes)) };
    const result = await pool.exportRows(request, sink, new AbortController().signal);
    const text = Buffer.concat(chunks).toString();
    expect(result.bytes).toBe(Buffer.byteLength(text));
    return { ...result, text };
  };
  const lines = await written({ format: 'jsonl', scan: { topic: 't', mode: 'oldest', limit: 3 } });
  expect(lines).toMatchObject({ records: 300, reason: 'end' });
  const all = lines.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { value: { i: number } });
  expect(all.map(({ value }) => value.i)).toEqual(numbers);
  expect(all[0]).toEqual({
    ...{ topic: 't', partition: 0, offset: 0, timestamp: START, timestampType: 'CREATE_TIME' },
    ...{ key: 'k0', value: { i: 0, word: 'Needle' }, headers: [] },
  });
  const csv = await written({ format: 'csv', scan: { topic: 't', mode: 'newest', text: 'needle' } });
  expect(csv.records).toBe(30);
  expect(csv.text.split('\r\n').slice(0, 2)).toEqual([
    'topic,partition,offset,timestamp,timestampType,key,value,headers',
    `t,2,96,${START + 2900},CREATE_TIME,k290,"{""i"":290,""word"":""Needle""}",`,
  ]);
  const table = await written({ format: 'csv', query: { query: 'select word, count(*) as n from t group by 1' } });
  expect(table.text).toBe('word,n\r\nNeedle,30\r\nhay,270\r\n');
  const objects = await written({ format: 'jsonl', query: { query: 'select i from t limit 1' } });
  expect(objects.text).toBe('{"i":299}\n');
  await expect(written({ format: 'csv' })).rejects.toThrow('export: either a scan or a query is exported');
});

test('a scan that is cancelled says what it has found, and where it goes on', async () => {
  const events = new KeptEvents();
  const cancel = new AbortController();
  // A client that takes its time holds up the scan, not the worker.
  const sink = {
    event: async (name: StreamEventName, json: string): Promise<void> => {
      await events.event(name, json);
      if (name === 'rows') cancel.abort();
    },
  };
  const request = { topic: 't', mode: 'newest' as const, where: 'i < 290', limit: 500 };
  await pool.run('scan', request, sink, cancel.signal);
  const { reason, older } = events.done;
  const shown = placesOf(events.rows);
  const expected = numbers.slice(0, 290).reverse().map(placeOf);
  expect(shown.length).toBeGreaterThan(0);
  // It may have been at its end already.
  expect(['cancelled', 'end']).toContain(reason);
  const pages =
    older === null ? [] : await allPages(pool, { ...request, mode: 'cursor', cursor: older }, undefined, true);
  expect([...shown, ...pages.flatMap(({ rows }) => placesOf(rows))]).toEqual(expected);
  expect(pool.workers).toBe(1);
});

test('a tail sends what comes, and all that comes is counted', async () => {
  const events = new KeptEvents();
  const cancel = new AbortController();
  const tail = pool.run('tail', { topic: 't', text: 'tailed' }, events, cancel.signal);
  await events.next('meta');
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  for (let i = 0; i < 200; i++)
    void producer.send({ topic: 't', partition: i % 3, value: i % 2 === 0 ? `tailed ${i}` : 'other' });
  await producer.close();
  const sum = (name: 'shown' | 'skipped' | 'read'): number =>
    events.of('rate').reduce((total, rate) => total + Number(rate[name]), 0);
  while (sum('read') < 200) await events.next('rate');
  cancel.abort();
  await tail;
  expect(sum('read')).toBe(200);
  expect(sum('shown') + sum('skipped')).toBe(100);
  expect(events.rows).toHaveLength(sum('shown'));
  expect(events.done).toMatchObject({ reason: 'cancelled', scanned: '200', matched: '100' });
  const next = Object.assign({}, ...events.of('rate').map((rate) => rate.next ?? {})) as Record<number, string>;
  expect(next).toEqual({ 0: '167', 1: '167', 2: '166' });
  // Where it was, another one goes on.
  const again = new KeptEvents();
  const onward = new AbortController();
  const second = pool.run('tail', { topic: 't', from: { ...next, 0: '160' } }, again, onward.signal);
  while (again.rows.length < 7) await again.next('rows');
  onward.abort();
  await second;
  expect(placesOf(again.rows)).toEqual(Array.from({ length: 7 }, (_, i) => `0:${160 + i}`));
});
