/** What routes make of their services, without Kafka. */
import type { GroupRow, TopicRow } from '../../../src/shared/api';
import { FaultError } from '../../../src/shared/fault-error';
import { hasBrowser } from '../../../src/server/browser';
import { groupPage, topicPage } from '../../../src/server/routes/lists';
import type { ByteSink } from '../../../src/server/scan/sink';
import type { Services } from '../../../src/server/services';
import { attachment } from '../../../src/server/static/headers';
import { host, knock, serverApp, type ServerApp } from '../../helpers/server-app';

const topic = (name: string, more: Partial<TopicRow> = {}): TopicRow => ({
  name,
  topicId: '',
  internal: false,
  partitions: 1,
  replicas: [1, 1],
  underReplicated: 0,
  offline: 0,
  records: null,
  perSec: null,
  cleanup: null,
  ...more,
});

describe('the list of topics', () => {
  const items = [
    topic('b-Orders', { records: { value: '9007199254740993' }, perSec: 5 }),
    topic('a-orders.dlq', { records: { value: '9007199254740992' } }),
    topic('__offsets', { internal: true, records: { value: '1' } }),
    topic('c', { perSec: 7, partitions: 3 }),
  ];
  const names = (more: Partial<Parameters<typeof topicPage>[1]>): string[] =>
    topicPage(
      { items, sampledAt: 5 },
      { q: undefined, internal: false, sort: 'name', desc: false, offset: 0, limit: 10, ...more },
    ).items.map(({ name }) => name);

  test.each<[Parameters<typeof names>[0], string[]]>([
    [{}, ['a-orders.dlq', 'b-Orders', 'c']],
    [{ internal: true }, ['__offsets', 'a-orders.dlq', 'b-Orders', 'c']],
    [{ q: 'DLQ ord' }, ['a-orders.dlq']],
    [{ q: 'orders x' }, []],
    [{ sort: 'records' }, ['a-orders.dlq', 'b-Orders', 'c']],
    [{ sort: 'records', desc: true }, ['b-Orders', 'a-orders.dlq', 'c']],
    [{ sort: 'rate', desc: true }, ['c', 'b-Orders', 'a-orders.dlq']],
    [{ sort: 'partitions', desc: true }, ['c', 'a-orders.dlq', 'b-Orders']],
    [{ sort: 'cleanup' }, ['a-orders.dlq', 'b-Orders', 'c']],
    [{ offset: 1, limit: 1 }, ['b-Orders']],
    [{ offset: 10 }, []],
  ])('%j', (query, expected) => expect(names(query)).toEqual(expected));

  test('10,000 topics', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => topic(`t${i}`, { records: { value: String(i) } }));
    const page = topicPage(
      { items: many, sampledAt: null, partial: 'x' },
      { q: '99', internal: false, sort: 'records', desc: true, offset: 1, limit: 2 },
    );
    expect(page).toMatchObject({
      total: 280,
      offset: 1,
      partial: 'x',
      items: [{ name: 't9998' }, { name: 't9997' }],
    });
  });
});

test('the list of groups', () => {
  const group = (groupId: string, more: Partial<GroupRow>): GroupRow => ({
    groupId,
    state: 'STABLE',
    type: 'CLASSIC',
    simple: false,
    members: null,
    topics: null,
    lag: null,
    trend: null,
    asOf: null,
    ...more,
  });
  const items = [
    group('a', { lag: { value: '5', partial: true } }),
    group('b', { state: 'EMPTY' }),
    group('c', { lag: { value: '60', partial: false } }),
  ];
  const ids = (more: object): string[] =>
    groupPage(
      { items, sampledAt: 1 },
      { q: undefined, state: undefined, type: undefined, sort: 'lag', desc: true, offset: 0, limit: 10, ...more },
    ).items.map(({ groupId }) => groupId);
  expect([ids({}), ids({ state: 'empty' }), ids({ type: 'CONSUMER' }), ids({ desc: false })]).toEqual([
    ['c', 'a', 'b'],
    ['b'],
    [],
    ['a', 'c', 'b'],
  ]);
});

const routeOf = (server: ServerApp, method: string, path: string) =>
  server.routes.find((one) => one.method === method && one.path === path)!;

describe('streams and downloads', () => {
  const pool = (more: object): Partial<Services> => ({
    pool: { list: () => [], ...more } as unknown as Services['pool'],
  });

  test('a scan that is refused is a status, a scan that begins is a stream', async () => {
    const busy = serverApp({
      services: pool({ run: () => Promise.reject(FaultError.of('BUSY', 'all are busy', { retriable: true })) }),
    });
    const body = '{"topic":"t","mode":"newest"}';
    const refused = await knock(busy, routeOf(busy, 'POST', '/scan'), { body });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(busy.active.count).toBe(0);

    const seen: unknown[] = [];
    const run = async (
      kind: string,
      request: unknown,
      sink: { event(name: string, json: string): Promise<void> },
      _: AbortSignal,
      options: object,
    ) => {
      seen.push(kind, request, options);
      await sink.event('done', '{}');
    };
    const server = serverApp({ services: pool({ run }) });
    const streamed = await knock(server, routeOf(server, 'POST', '/scan'), { body });
    expect(streamed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await streamed.text()).toBe('event: done\ndata: {}\n\n');
    expect(seen).toEqual(['scan', { topic: 't', mode: 'newest' }, { owner: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
    expect(server.active.count).toBe(0);
  });

  test('a scan ends with its client', async () => {
    let signal: AbortSignal | undefined;
    const run = async (
      _kind: string,
      _request: unknown,
      sink: { event(name: string, json: string): Promise<void> },
      given: AbortSignal,
    ) => {
      signal = given;
      await sink.event('queued', '{}');
      await new Promise((resolve) => given.addEventListener('abort', resolve));
    };
    const server = serverApp({ services: pool({ run }) });
    const response = await knock(server, routeOf(server, 'POST', '/tail'), { body: '{"topic":"t"}' });
    expect(signal!.aborted).toBe(false);
    await response.body!.cancel();
    expect(signal!.aborted).toBe(true);
    await new Promise(setImmediate);
    expect(server.active.count).toBe(0);
  });

  test('a session stops its own scans only', async () => {
    const cancel = jest.fn(() => true);
    const owners: string[] = [];
    const server = serverApp({
      services: pool({ cancel, list: () => owners.map((owner) => ({ scanId: '0', owner })) }),
    });
    const stop = routeOf(server, 'DELETE', '/scans/:id');
    expect((await knock(server, stop)).status).toBe(404);
    owners.push('another');
    expect((await knock(server, stop)).status).toBe(404);
    expect(cancel).not.toHaveBeenCalled();
  });

  test('bytes come in pieces, under a name that is safe, once', async () => {
    const record = Buffer.alloc(10_000_000, 'ab');
    let times = 0;
    const writePart = async (_request: unknown, sink: ByteSink): Promise<void> => {
      times++;
      for (let at = 0; at < record.length; at += 256 * 1024) await sink.write(record.subarray(at, at + 256 * 1024));
    };
    const server = serverApp({ services: pool({ writePart }) });
    const ticket = await knock(server, routeOf(server, 'POST', '/tickets'), {
      body: '{"kind":"bytes","topic":"t","partition":3,"offset":"1042","part":"header:0"}',
    });
    const { url } = (await ticket.json()) as { url: string };
    const download = (): Promise<Response> =>
      Promise.resolve(
        server.app.request(`http://${host}${url}`, { headers: { Host: host, 'Sec-Fetch-Site': 'none' } }),
      );
    const first = await download();
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="t-3-1042-header_0.bin"');
    expect(first.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(first.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await first.arrayBuffer()).equals(record)).toBe(true);
    expect(times).toBe(1);
    expect((await download()).status).toBe(404);
    expect(server.active.count).toBe(0);
  });

  test('of a stretch of the bytes the worker is asked for no more', async () => {
    const writePart = jest.fn(() => Promise.resolve());
    const server = serverApp({ services: pool({ writePart }) });
    const ticket = await knock(server, routeOf(server, 'POST', '/tickets'), {
      body: '{"kind":"bytes","topic":"t","partition":0,"offset":"0","part":"value","from":3,"length":4}',
    });
    const { url } = (await ticket.json()) as { url: string };
    const response = await server.app.request(`http://${host}${url}`, { headers: { Host: host } });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(writePart).toHaveBeenCalledWith(
      expect.objectContaining({ topic: 't', offset: '0', part: 'value', from: 3, length: 4 }),
      expect.anything(),
      expect.anything(),
    );
  });

  test.each([
    ['{}', 'kind'],
    ['{"kind":"file","format":"csv"}', 'kind'],
    ['{"kind":"bytes","topic":"../x","partition":0,"offset":"0","part":"value"}', 'topic'],
    ['{"kind":"bytes","topic":"x","partition":0,"offset":"0","part":"header:-1"}', 'part'],
    ['{"kind":"export","format":"xls"}', 'format'],
    ['{"kind":"export","format":"csv"}', 'scan'],
    ['{"kind":"export","format":"csv","scan":{"topic":"t","mode":"newest"},"query":{"query":"x"}}', 'scan'],
  ])('the ticket %s is refused', async (body, field) => {
    const server = serverApp();
    const response = await knock(server, routeOf(server, 'POST', '/tickets'), { body });
    expect([response.status, ((await response.json()) as { error: { field: string } }).error.field]).toEqual([
      400,
      field,
    ]);
  });
});

test('names of downloads', () => {
  for (const [name, safe] of [
    ['a"; filename="x.html', 'a_filename_x.html'],
    ['../../x', '.._.._x'],
    ['\r\nSet-Cookie: x', '_Set-Cookie_x'],
    ['トヨタ', '_'],
    ['', 'download'],
  ])
    expect(attachment(name!)['Content-Disposition']).toBe(`attachment; filename="${safe}"`);
});

test('group ids of any kind stand in addresses', async () => {
  const asked: string[] = [];
  const group = async (id: string): Promise<null> => {
    asked.push(id);
    return null;
  };
  const sampler = { group } as unknown as Services['sampler'];
  const server = serverApp({ services: { sampler } });
  const { cookie, secret } = server.signIn();
  const ids = ['a/b', 'a%2Fb', '%', '%25', 'ü ト', 'a?b#c', 'a\\b', 'a+b', '"<script>', 'a;b', '...', 'a%zz'];
  for (const id of ids) {
    const response = await server.app.request(`http://${host}/api/v1/groups/${encodeURIComponent(id)}`, {
      headers: { Host: host, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, 'X-Kafka-UI': secret },
    });
    expect([id, response.status]).toEqual([id, 404]);
  }
  expect(asked).toEqual(ids);
});

test('nothing newer is 304', async () => {
  const asked: unknown[] = [];
  const samples = (query: unknown): null => {
    asked.push(query);
    return null;
  };
  const server = serverApp({ services: { sampler: { samples } as unknown as Services['sampler'] } });
  const response = await knock(server, routeOf(server, 'GET', '/samples'));
  expect([response.status, await response.text()]).toEqual([304, '']);
  expect(asked).toEqual([{ since: 0, topics: [], groups: [] }]);
});

test('an internal error is a number, not a text', async () => {
  const sampler = {
    samples: () => {
      throw new Error('password=hunter2');
    },
  } as unknown as Services['sampler'];
  const server = serverApp({ services: { sampler } });
  const response = await knock(server, routeOf(server, 'GET', '/samples'));
  const text = await response.text();
  expect([response.status, text.includes('hunter2'), server.internal.length]).toEqual([500, false, 1]);
});

test('a handler that takes too long ends in 504', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
  const ready = (signal: AbortSignal): Promise<void> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
  const server = serverApp({ services: { sampler: { ready } as unknown as Services['sampler'] } });
  const asked = knock(server, routeOf(server, 'GET', '/cluster'));
  await new Promise(setImmediate);
  jest.advanceTimersByTime(30_000);
  expect((await asked).status).toBe(504);
  expect(server.internal).toEqual([]);
  jest.useRealTimers();
});

test('a browser opens only where somebody looks at this machine', () => {
  const cases: [NodeJS.ProcessEnv, boolean, NodeJS.Platform, boolean][] = [
    [{ DISPLAY: ':0' }, true, 'linux', true],
    [{ WAYLAND_DISPLAY: 'x' }, true, 'linux', true],
    [{}, true, 'linux', false],
    [{ DISPLAY: ':0' }, false, 'linux', false],
    [{ DISPLAY: ':0', SSH_CONNECTION: 'x' }, true, 'linux', false],
    [{}, true, 'darwin', true],
    [{ SSH_CONNECTION: 'x' }, true, 'darwin', false],
    [{}, true, 'win32', true],
  ];
  for (const [env, isTerminal, platform, expected] of cases)
    expect(hasBrowser(env, isTerminal, platform)).toBe(expected);
});
