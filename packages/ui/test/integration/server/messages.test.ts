/** Sending, reading one record, scans, downloads and what belongs to a session, on a real Kafka. */
import { AdminClient, Producer } from '../../../../../src/index';
import type { ClientView, ProducedRecord } from '../../../src/shared/admin-api';
import type { Gap, Row, SamplesView, SessionView, StreamEvents } from '../../../src/shared/api';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import { parseEvents, UiUnderTest } from '../../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;

beforeAll(async () => {
  ui = await UiUnderTest.start(kafka.bootstrapServers, { log: true });
});
afterAll(async () => {
  await ui.close();
  expect(ui.printed.stderr).not.toContain('Error');
});

async function newTopic(partitions = 1, configs: Record<string, string> = {}): Promise<string> {
  const name = uniqueName('ui-messages');
  await ui.send('POST', '/topics', { name, partitions, configs });
  return name;
}

const send = (topic: string, record: object): Promise<ProducedRecord[]> =>
  ui.send('POST', `/topics/${topic}/records`, { partition: 0, key: null, value: null, headers: [], ...record });
const utf8 = (data: string) => ({ as: 'utf8', data });
const read = (topic: string, offset: number, query = ''): Promise<Row | Gap> =>
  ui.get(`/topics/${topic}/records/0/${offset}${query}`);

describe('sending', () => {
  test('key, value, headers twice the same, null and empty, a time: as Java reads them', async () => {
    const topic = await newTopic();
    const record = {
      key: utf8('ü'),
      value: { as: 'json', data: '{ "id": 9007199254740993 }' },
      headers: [
        ['h', utf8('1')],
        ['h', null],
        ['é', { as: 'hex', data: '00ff' }],
        ['e', utf8('')],
      ],
      timestamp: 1_700_000_000_123,
    };
    expect(await send(topic, record)).toEqual([{ partition: 0, offset: '0', timestamp: 1_700_000_000_123 }]);
    await send(topic, {});
    await send(topic, { key: utf8(''), value: utf8('') });
    const [first, second, third] = await kafka.consume(topic, { partitions: [0] });
    expect(first).toMatchObject({
      timestamp: 1_700_000_000_123,
      key: Buffer.from('ü'),
      value: Buffer.from('{ "id": 9007199254740993 }'),
    });
    expect(first!.headers).toEqual([
      ['h', Buffer.from('1')],
      ['h', null],
      ['é', Buffer.from([0, 255])],
      ['e', Buffer.from('')],
    ]);
    expect([second!.key, second!.value]).toEqual([null, null]);
    expect([third!.key, third!.value]).toEqual([Buffer.alloc(0), Buffer.alloc(0)]);
  });

  test('by key: where Java puts it', async () => {
    const topic = await newTopic(7);
    const keys = ['a', 'b', 'トヨタ', 'orders-17'];
    const ours: number[] = [];
    for (const key of keys) ours.push((await send(topic, { partition: null, key: utf8(key) }))[0]!.partition);
    const other = await newTopic(7);
    const javas = await kafka.produce(
      other,
      keys.map((key) => ({ key, value: 'x' })),
    );
    expect(ours).toEqual(javas.map(({ partition }) => partition));
  });

  test('many times', async () => {
    const topic = await newTopic();
    const written = await send(topic, { value: utf8('x'), times: 1000 });
    expect([written.length, written[0]!.offset, written[999]!.offset]).toEqual([1000, '0', '999']);
  });

  test.each<[object, RegExp]>([
    [{ times: 1001 }, /^400 BAD_REQUEST: times must be from 1 to 1000/],
    [{ partition: 1 }, /^400 BAD_REQUEST: partition must be below 1; it is 1/],
    [{ value: { as: 'json', data: '{' } }, /^400 BAD_REQUEST: value is no JSON/],
    [{ value: { as: 'hexx', data: '' } }, /^400 BAD_REQUEST: value.as must not be "hexx". Did you mean hex\?/],
    [{ key: 'text' }, /^400 BAD_REQUEST: key must be an object/],
    [{ headers: [['', null]] }, /^400 BAD_REQUEST: headers\[0\]\[0\] must not be empty/],
    [{ value: { as: 'utf8', data: 'x'.repeat(1_100_000) } }, /^413 TOO_LARGE/],
    [{ value: { as: 'utf8', data: 'x'.repeat(8_400_000) } }, /^413 TOO_LARGE/],
    [{ timestamp: -1 }, /^400 BAD_REQUEST: timestamp must be from 0/],
  ])('%.60j is refused', async (more, message) => {
    const topic = await newTopic();
    expect(
      await ui.refused('POST', `/topics/${topic}/records`, {
        partition: 0,
        key: null,
        value: null,
        headers: [],
        ...more,
      }),
    ).toMatch(message);
    expect((await ui.get<{ items: { latest: string }[] }>(`/topics/${topic}/partitions`)).items[0]!.latest).toBe('0');
  });

  test('no topic is made by it, though the broker would', async () => {
    const topic = uniqueName('never');
    expect(
      await ui.refused('POST', `/topics/${topic}/records`, { partition: null, key: null, value: null, headers: [] }),
    ).toMatch(/^404 NOT_FOUND: .*/);
    expect(await ui.refusedStream('/scan', { topic, mode: 'newest' })).toMatch(/^NOT_FOUND/);
    expect(await ui.refused('GET', `/topics/${topic}/records/0/0`)).toMatch(/^404 NOT_FOUND/);
    expect(await ui.refused('GET', `/topics/${topic}/partitions`)).toMatch(/^404 NOT_FOUND/);
    expect((await kafka.listTopics()).includes(topic)).toBe(false);
  });
});

describe('one record', () => {
  test('by its address, with a decoder of one’s choice', async () => {
    const topic = await newTopic();
    await send(topic, { key: { as: 'int32', data: '42' }, value: utf8('{"a":1}'), headers: [['h', utf8('x')]] });
    expect(await read(topic, 0)).toMatchObject({
      p: 0,
      o: '0',
      v: { as: 'json', text: '{"a":1}' },
      h: [['h', { text: 'x' }]],
    });
    expect(await read(topic, 0, '?decodeKey=int32&decodeValue=hex')).toMatchObject({
      k: { as: 'int32', text: '42' },
      v: { as: 'hex' },
    });
    expect(await ui.refused('GET', `/topics/${topic}/records/0/0?decodeKey=int33`)).toMatch(
      /^400 BAD_REQUEST: decodeKey must be a decoder. Did you mean int32\?/,
    );
  });

  test('that is none: beyond the end, a marker of a transaction', async () => {
    const topic = await newTopic();
    const producer = new Producer({
      'bootstrap.servers': kafka.bootstrapServers,
      'transactional.id': uniqueName('ui-tx'),
    });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic, value: 'in' });
    await producer.commitTransaction();
    // The broker answers before it writes the marker.
    const admin = AdminClient.from(producer);
    await eventually('the marker is written', async () => {
      const [end] = await admin.listOffsets([{ topic, partition: 0, spec: 'latest' }]);
      return end!.offset === 2;
    });
    await producer.close();
    await send(topic, { value: utf8('after') });
    expect(await read(topic, 0)).toMatchObject({ o: '0' });
    expect(await read(topic, 1)).toMatchObject({ gap: true, next: '2' });
    expect(await read(topic, 99)).toMatchObject({ gap: true, next: null });
    expect(await ui.refused('GET', `/topics/${topic}/records/7/0`)).toMatch(/^404 NOT_FOUND/);
    for (const where of ['-1/0', '0/-1', 'x/0', '0/x', '0/1.5', '0/99999999999999999999'])
      expect([where, await ui.refused('GET', `/topics/${topic}/records/${where}`)]).toEqual([
        where,
        expect.stringMatching(/^400 BAD_REQUEST/),
      ]);
  });

  test('bytes of its parts, in pieces', async () => {
    const topic = await newTopic();
    await send(topic, {
      key: utf8('key'),
      value: utf8('0123456789'),
      headers: [
        ['h', utf8('head')],
        ['n', null],
      ],
    });
    const bytes = async (query: string): Promise<unknown[]> => {
      const { base64, total } = await ui.get<{ base64: string; total: number }>(
        `/topics/${topic}/records/0/0/bytes?${query}`,
      );
      return [Buffer.from(base64, 'base64').toString(), total];
    };
    expect(await bytes('part=key')).toEqual(['key', 3]);
    expect(await bytes('part=value&from=2&length=3')).toEqual(['234', 10]);
    expect(await bytes('part=value&from=20')).toEqual(['', 10]);
    expect(await bytes('part=header:0')).toEqual(['head', 4]);
    expect(await ui.refused('GET', `/topics/${topic}/records/0/0/bytes?part=header:9`)).toMatch(/^404 NOT_FOUND/);
    expect(await ui.refused('GET', `/topics/${topic}/records/0/0/bytes?part=values`)).toMatch(/^400 BAD_REQUEST/);
    expect(await ui.refused('GET', `/topics/${topic}/records/0/0/bytes?length=5000000`)).toMatch(
      /^400 BAD_REQUEST: length/,
    );
  });
});

describe('streams', () => {
  test('a scan, by its events', async () => {
    const topic = await newTopic(2);
    await send(topic, { value: utf8('a'), times: 3 });
    const events = await ui.events('/scan', { topic, mode: 'oldest', limit: 2 });
    const names = events.map(({ name }) => name);
    expect(names[0]).toBe('progress');
    expect(names).toEqual(expect.arrayContaining(['meta', 'rows', 'done']));
    expect(names.at(-1)).toBe('done');
    const done = events.at(-1)!.data as StreamEvents['done'];
    expect([done.reason, typeof done.newer]).toEqual(['page', 'string']);
  });

  test.each<[string, object, RegExp]>([
    ['/scan', { mode: 'newest' }, /^400 BAD_REQUEST: topic must be/],
    ['/scan', { topic: 't', mode: 'new' }, /^400 BAD_REQUEST: mode must not be "new". Did you mean newest\?/],
    ['/scan', { topic: 't', mode: 'from-offset' }, /^400 BAD_REQUEST: offset must be there/],
    ['/tail', { topic: 't', mode: 'newest' }, /^400 BAD_REQUEST: mode is unknown/],
    ['/query', { kql: 'select' }, /^400 BAD_REQUEST: kql is unknown/],
    ['/query', { query: 'selec * from t' }, /^422 KQL/],
    ['/kql/check', { topic: 't' }, /^400 BAD_REQUEST: Either kql or where/],
    ['/kql/check', { kql: 'select * from' }, /^422 KQL/],
  ])('%s %j is a status, not a stream', async (where, body, message) =>
    expect(await ui.refused('POST', where, body)).toMatch(message),
  );

  test('a scan of a wrong condition is refused with its place', async () => {
    const topic = await newTopic();
    const { status, body } = await ui.ask<{ error: { code: string; at: [number, number] } }>('POST', '/scan', {
      topic,
      mode: 'newest',
      where: 'a = ',
    });
    expect([status, body.error.code, Array.isArray(body.error.at)]).toEqual([422, 'KQL', true]);
  });

  test('a tail: seen by its session, ended by it, and by the server with bye', async () => {
    const topic = await newTopic();
    const other = await UiUnderTest.start(kafka.bootstrapServers);
    const first = new AbortController();
    const [stopped, left] = await Promise.all([
      ui.fetch('POST', '/tail', { topic }),
      ui.fetch('POST', '/tail', { topic }, first.signal),
    ]);
    const { scans } = await ui.get<ClientView>('/client');
    expect(scans.map((scan) => [scan.kind, scan.topic])).toEqual([
      ['tail', topic],
      ['tail', topic],
    ]);
    expect((await other.get<ClientView>('/client')).scans).toEqual([]);
    expect(await other.refused('DELETE', `/scans/${scans[0]!.scanId}`)).toMatch(/^404 NOT_FOUND/);
    const otherTail = await other.fetch('POST', '/tail', { topic });
    await other.close();
    expect(parseEvents(await otherTail.text()).at(-1)).toEqual({ name: 'bye', data: {} });

    expect(await ui.refused('DELETE', `/scans/${scans[0]!.scanId}`)).toBe('204');
    first.abort();
    const texts = await Promise.allSettled([stopped.text(), left.text()]);
    expect(texts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await ui.refused('DELETE', `/scans/${scans[0]!.scanId}`)).toMatch(/^404/);
  });

  test('more than there is room for: 429, and when to come again', async () => {
    const topic = await newTopic();
    const small = await UiUnderTest.start(kafka.bootstrapServers, { maxScans: 1 });
    const ends = new AbortController();
    const tails = await Promise.all(
      Array.from({ length: 9 }, () => small.fetch('POST', '/tail', { topic }, ends.signal)),
    );
    expect(tails.map(({ status }) => status)).toEqual(Array(9).fill(200));
    const tenth = await small.fetch('POST', '/tail', { topic });
    expect([tenth.status, tenth.headers.get('retry-after')]).toEqual([429, '5']);
    expect((await small.fetch('GET', '/topics')).status).toBe(200);
    ends.abort();
    await small.close();
  });
});

describe('downloads', () => {
  test('a record of 900 kB, and all records as JSON lines and CSV', async () => {
    const topic = await newTopic();
    const value = 'ü'.repeat(450_000);
    await send(topic, { value: utf8(value) });
    await send(topic, { key: utf8('=1+1'), value: utf8('{"a":1}'), headers: [['h', utf8('x')]] });
    const download = async (ticket: object): Promise<string> => {
      const { url } = await ui.send<{ url: string }>('POST', '/tickets', ticket);
      const response = await fetch(new URL(url, ui.ui.url));
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
      return response.text();
    };
    expect(await download({ kind: 'bytes', topic, partition: 0, offset: '0', part: 'value' })).toBe(value);
    for (const [range, expected] of [
      [{ from: 4, length: 4 }, 'üü'],
      [{ from: 899_998, length: 40 }, 'ü'],
      [{ from: 900_000 }, ''],
      [{ from: 999_999 }, ''],
    ] as const) {
      const stretch = { kind: 'bytes', topic, partition: 0, offset: '0', part: 'value', ...range };
      expect([range, await download(stretch)]).toEqual([range, expected]);
    }
    const lines = await download({ kind: 'export', format: 'jsonl', scan: { topic, mode: 'oldest' } });
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { offset: unknown }),
    ).toMatchObject([
      { topic, partition: 0 },
      { key: '=1+1', value: { a: 1 } },
    ]);
    expect(await download({ kind: 'export', format: 'csv', scan: { topic, mode: 'oldest' } })).toContain(`'=1+1`);
  });

  test('of what is not there are a fault, not a file', async () => {
    const topic = await newTopic();
    const { url } = await ui.send<{ url: string }>('POST', '/tickets', {
      kind: 'bytes',
      topic,
      partition: 0,
      offset: '5',
      part: 'value',
    });
    expect((await fetch(new URL(url, ui.ui.url))).status).toBe(404);
  });
});

describe('the server itself', () => {
  test('says who it is, and what it may do', async () => {
    const session = await ui.get<SessionView>('/session');
    expect(session).toMatchObject({
      bootstrap: kafka.bootstrapServers,
      readOnly: false,
      denied: [],
      unsupported: [],
      timezone: null,
    });
    expect(session.clusterId).toMatch(/^[\w-]{22}$/);
    expect(session.limits).toEqual({ scans: 4, records: 1_000_000, bytes: 268_435_456, ms: 20_000 });
  });

  test('samples', async () => {
    const samples = await ui.get<SamplesView>('/samples?topics=a,b&groups=g');
    expect(typeof samples.now).toBe('number');
    expect(await ui.refused('GET', '/samples?topics=a b')).toMatch(/^400 BAD_REQUEST: topics must be the name/);
  });

  test('metrics are for who has the token', async () => {
    const metrics = (authorization?: string) =>
      fetch(`${ui.ui.url}metrics`, { headers: authorization === undefined ? {} : { Authorization: authorization } });
    expect([(await metrics()).status, (await metrics('Bearer x')).status]).toEqual([401, 401]);
    const text = await (await metrics(`Bearer ${ui.ui.token}`)).text();
    expect(text).toMatch(/^kafka_brokers 1$/m);
    const dashboard = await fetch(`${ui.ui.url}grafana.json`, { headers: { Authorization: `Bearer ${ui.ui.token}` } });
    expect([dashboard.status, typeof (await dashboard.json())]).toEqual([200, 'object']);
  });

  test('writes no token, no secret and no query into its log', () => {
    expect(ui.printed.stderr).toMatch(/ POST \/api\/v1\/scan 200 \d+ ms [0-9a-f]{16}\n/);
    expect(ui.printed.stderr).not.toContain(ui.ui.token);
    expect(ui.printed.stderr).not.toContain('topics=a');
  });
});
