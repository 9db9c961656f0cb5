/** Answers that are no success, and none at all: what is tried again, and what the caller is told. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

import { ConnectClient, ConnectError } from '../../src/index';
import { FakeWorker, failure, nowhere, starting, startingAsHtml } from '../helpers/fake-worker';

const stale = failure(
  409,
  'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
);
const noLeader = failure(
  409,
  'Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.',
);
const rebalance = failure(409, 'Request cannot be completed because a rebalance is expected');
const refused = failure(500, 'IO Error trying to forward REST request: java.net.ConnectException: Connection refused');
const broken = failure(500, 'IO Error trying to forward REST request: java.io.EOFException');
const good = { status: 200, body: ['a'] };
const connector = { name: 'a', config: {} };
const info = { status: 201, body: { name: 'a', config: {}, tasks: [], type: 'source' } };

async function errorOf(call: Promise<unknown>): Promise<ConnectError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ConnectError.is(error)) throw new Error(`no ConnectError: ${String(error)}`);
  return error;
}

describe('what passes by itself', () => {
  test.each([
    ['stale configuration', stale],
    ['no leader', noLeader],
    ['a rebalance', rebalance],
    ['a lost leader', refused],
    ['a worker that starts', starting],
    ['a worker that starts, as HTML', startingAsHtml],
  ])('%s: the request is made again, whatever it is', async (_, answer) => {
    await using worker = await FakeWorker.start(answer, answer, info);
    const client = new ConnectClient({ urls: worker.url });
    expect((await client.createConnector(connector)).name).toBe('a');
    expect(worker.calls).toHaveLength(3);
  });

  test('where it may have been carried out, only what may be done twice', async () => {
    await using worker = await FakeWorker.start(broken, { status: 202 });
    const client = new ConnectClient({ urls: worker.url });
    await client.pauseConnector('a');
    expect(worker.calls).toHaveLength(2);
    worker.answers = [broken];
    const error = await errorOf(client.createConnector(connector));
    expect(error).toMatchObject({ code: 'ERR_CONNECT_NO_LEADER', isRetriable: true, mayHaveHappened: true });
    expect(worker.calls).toHaveLength(3);
  });

  test('until the deadline, whose error says what was met', async () => {
    await using worker = await FakeWorker.start(rebalance);
    const client = new ConnectClient({ urls: worker.url });
    const call = client.stopConnector('a', { timeoutMs: 400 });
    await expect(call).rejects.toMatchObject({
      name: 'TimeoutError',
      message: `stopConnector: not done within 400 ms. The last that was met: ${worker.url} answered 409: Request cannot be completed because a rebalance is expected. It passes: make the call again later.`,
      cause: { code: 'ERR_CONNECT_CONFLICT' },
    });
    expect(worker.calls.length).toBeGreaterThan(1);
  });

  test('an abort ends the pause', async () => {
    await using worker = await FakeWorker.start(rebalance);
    const controller = new AbortController();
    const call = new ConnectClient({ urls: worker.url }).stopConnector('a', { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 150);
    await expect(call).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
  });
});

describe('what does not', () => {
  test.each([
    ['exists', failure(409, 'Connector a rebalance already exists'), 'ERR_CONNECT_ALREADY_EXISTS', false],
    [
      'exists, by a nasty name',
      failure(409, 'Connector Cannot complete request momentarily  already exists'),
      'ERR_CONNECT_ALREADY_EXISTS',
      false,
    ],
    ['unknown', failure(404, 'Unknown connector a'), 'ERR_CONNECT_NOT_FOUND', false],
    ['bad', failure(400, 'Connector configuration is invalid'), 'ERR_CONNECT_BAD_REQUEST', false],
    ['not JSON', failure(500, 'Unrecognized field "x"'), 'ERR_CONNECT_SERVER', true],
    ['late', failure(500, 'Request timed out'), 'ERR_CONNECT_SERVER', true],
    ['login', { status: 401, body: '' }, 'ERR_CONNECT_UNAUTHORIZED', false],
    ['text', { status: 500, body: 'oops', headers: { 'content-type': 'text/plain' } }, 'ERR_CONNECT_SERVER', true],
  ] as const)('%s: once', async (_, answer, code, mayHaveHappened) => {
    await using worker = await FakeWorker.start(answer);
    const error = await errorOf(new ConnectClient({ urls: worker.url }).createConnector(connector));
    expect(error).toMatchObject({ code, mayHaveHappened, operation: 'createConnector', worker: worker.url });
    expect(worker.calls).toHaveLength(1);
  });

  test('the error has its form', async () => {
    await using worker = await FakeWorker.start(failure(404, 'Connector nope not found'));
    const error = await errorOf(new ConnectClient({ urls: worker.url }).getConnector('nope'));
    expect(error.message).toBe(
      `getConnector: ${worker.url} answered 404: Connector nope not found. listConnectors() gives the names that there are.`,
    );
    expect(error).toMatchObject({ status: 404, isRetriable: false, mayHaveHappened: false });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: 'ConnectError', code: 'ERR_CONNECT_NOT_FOUND' });
  });
});

describe('workers', () => {
  test('one that cannot be reached: the next one, at once, also for a POST', async () => {
    await using worker = await FakeWorker.start(info);
    const client = new ConnectClient({ urls: [await nowhere(), worker.url] });
    await client.createConnector(connector);
    await client.createConnector(connector);
    expect(worker.calls).toHaveLength(2);
  });

  test('none: an error at once', async () => {
    const url = await nowhere();
    const error = await errorOf(new ConnectClient({ urls: url }).createConnector(connector));
    expect(error).toMatchObject({ code: 'ERR_CONNECT_UNREACHABLE', isRetriable: true, mayHaveHappened: false });
    expect(error.message).toMatch(
      /^createConnector: http\S+ cannot be reached: connect ECONNREFUSED \S+\. Check urls, /,
    );
  });

  test('one that breaks off: the next one for what may be done twice, an error for a POST', async () => {
    await using first = await FakeWorker.start((response) => response.destroy());
    await using second = await FakeWorker.start({ status: 202 });
    const client = new ConnectClient({ urls: [first.url, second.url] });
    const error = await errorOf(client.createConnector(connector));
    expect(error).toMatchObject({ code: 'ERR_CONNECT_UNREACHABLE', mayHaveHappened: true });
    await client.pauseConnector('a');
    expect(second.calls).toEqual(['PUT /connectors/a/pause']);
  });

  test('one that hangs: a question goes to the next one after its share of the time', async () => {
    await using first = await FakeWorker.start(() => {});
    await using second = await FakeWorker.start(good);
    const client = new ConnectClient({ urls: [first.url, second.url], timeoutMs: 1000 });
    expect(await client.listConnectors()).toEqual(['a']);
    expect(first.calls).toHaveLength(1);
  });

  test('all hang: the deadline', async () => {
    await using worker = await FakeWorker.start(() => {});
    const call = new ConnectClient({ urls: worker.url }).restartTask('a', 0, { timeoutMs: 200 });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', cause: { mayHaveHappened: true } });
  });

  test('an abort ends a request that hangs, and one before is not sent', async () => {
    await using worker = await FakeWorker.start(() => {});
    const client = new ConnectClient({ urls: worker.url });
    const controller = new AbortController();
    const call = client.listConnectors({ signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.listConnectors({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(worker.calls).toHaveLength(1);
  });

  test('ready waits for a worker that is not there yet', async () => {
    const url = await nowhere();
    const waiting = new ConnectClient({ urls: url }).ready({ timeoutMs: 600 });
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError', cause: { code: 'ERR_CONNECT_UNREACHABLE' } });
    await using worker = await FakeWorker.start(starting, good);
    await new ConnectClient({ urls: [url, worker.url] }).ready();
    expect(worker.calls).toHaveLength(2);
  });
});

describe('hostile answers', () => {
  const client = (worker: FakeWorker, more = {}) => new ConnectClient({ urls: worker.url, timeoutMs: 5000, ...more });

  test.each([
    ['HTML', { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } }, /with what is no JSON\. Check/],
    ['JSON that ends early', { status: 200, body: '["a"' }, /with what is no JSON/],
    ['nothing', { status: 200 }, /with what is not a list of names/],
    ['another shape', { status: 200, body: { a: 1 } }, /with what is not a list of names/],
    ['members of another type', { status: 200, body: ['a', 1] }, /with what is not a list of names/],
    ['deep nesting', { status: 200, body: '['.repeat(300_000) }, /with what is no JSON/],
    ['compressed', { status: 200, body: 'x', headers: { 'content-encoding': 'gzip' } }, /encoded as "gzip"/],
  ])('%s', async (_, answer, message) => {
    await using worker = await FakeWorker.start(answer);
    const error = await errorOf(client(worker).listConnectors());
    expect(error.code).toBe('ERR_CONNECT_ANSWER');
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(1000);
  });

  test('1 GiB that is announced is not read', async () => {
    await using worker = await FakeWorker.start((response) => {
      response.writeHead(200, { 'content-length': String(1 << 30) });
      response.write('[');
    });
    const error = await errorOf(client(worker).listConnectors());
    expect(error.message).toMatch(/answered with 1073741824 bytes, more than maxResponseBytes \(67108864\)/);
  });

  test('an endless answer is cut off', async () => {
    await using worker = await FakeWorker.start((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => void (response.destroyed || response.write(' '.repeat(64 * 1024), more));
      more();
    });
    const error = await errorOf(client(worker, { maxResponseBytes: 1 << 20 }).listConnectors());
    expect(error.message).toMatch(/answered with more than maxResponseBytes \(1048576\)/);
  });

  test('an answer that is cut short is not taken', async () => {
    await using worker = await FakeWorker.start((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[]');
      setTimeout(() => response.destroy(), 50);
    });
    expect(await errorOf(client(worker).listConnectors())).toMatchObject({ code: 'ERR_CONNECT_UNREACHABLE' });
  });

  test('a redirect is not followed', async () => {
    await using other = await FakeWorker.start(good);
    const location = other.url.replace('http://', 'http://user:geheim@');
    await using worker = await FakeWorker.start({ status: 307, headers: { location } });
    const error = await errorOf(client(worker, { username: 'u', password: 'p' }).listConnectors());
    expect(error.code).toBe('ERR_CONNECT_REDIRECT');
    expect(error.message).toContain(`answered 307: go to http://[hidden]@`);
    expect(other.calls).toEqual([]);
  });

  test('what is no HTTP', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => {}).end('\x15\x03\x03\0\x02\x02\x46 no HTTP\r\n\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect((await errorOf(new ConnectClient({ urls: url }).listConnectors())).message).toMatch(
        /answered with not HTTP/,
      );
    } finally {
      server.close();
    }
  });

  test('members named __proto__ change nothing', async () => {
    await using worker = await FakeWorker.start({ status: 200, body: '{"__proto__":{"polluted":true},"a":"b"}' });
    const config = await client(worker)
      .getConnectorConfig('a')
      .catch((error: unknown) => error);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((config as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('secrets that were sent, and credentials, are in no error', async () => {
  const password = 'geheim-42';
  const echo = `bad: s3cr3t-value ${password} ${Buffer.from(`u:${password}`).toString('base64')} jdbc://x:pw123@h db.password=abc token-xyz-1234`;
  await using worker = await FakeWorker.start(failure(400, echo));
  const client = new ConnectClient({
    urls: worker.url,
    username: 'u',
    password,
    headers: { 'x-token': 'token-xyz-1234' },
  });
  const error = await errorOf(
    client.createConnector({ name: 'a', config: { 'connection.password': 's3cr3t-value', 'key.converter': 'bad' } }),
  );
  expect(error.message).toContain(
    '400: bad: [hidden] [hidden] [hidden] jdbc://[hidden]@h db.password=[hidden] [hidden].',
  );
});

describe('TLS', () => {
  const folder = path.resolve(__dirname, '../../../../test/fixtures/tls');
  const cert = readFileSync(path.join(folder, 'key-chain.pem'));
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createHttpsServer({ cert, key: readFileSync(path.join(folder, 'key.pem')) }, (_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('["a"]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test('a certificate that is trusted, for the name that is expected', async () => {
    const client = new ConnectClient({ urls: url, tls: { ca: cert, servername: 'client' } });
    expect(await client.listConnectors()).toEqual(['a']);
  });

  test.each([
    ['one that nobody trusts', {}, /cannot be reached: self-signed certificate\. /],
    ['one for another name', { ca: cert }, /cannot be reached: Hostname\/IP does not match certificate's altnames/],
    ['options that Node does not take', { cert: 'no certificate' }, /the request could not be made/],
  ])('%s: nothing is sent', async (_, tls, message) => {
    const client = new ConnectClient({ urls: url, tls, username: 'u', password: 'p' });
    const error = await errorOf(client.createConnector(connector));
    expect(error.message).toMatch(message);
    expect(error.mayHaveHappened).toBe(false);
  });

  test('options that Node does not take: no other worker is asked with them', async () => {
    const client = new ConnectClient({ urls: [url, 'https://127.0.0.1:1'], tls: { cert: 'no certificate' } });
    expect((await errorOf(client.listConnectors())).worker).toBe(url);
  });

  test('https where HTTP is spoken', async () => {
    await using worker = await FakeWorker.start(good);
    const error = await errorOf(new ConnectClient({ urls: worker.url.replace('http:', 'https:') }).listConnectors());
    expect(error).toMatchObject({ code: 'ERR_CONNECT_UNREACHABLE', mayHaveHappened: false });
    expect(worker.calls).toEqual([]);
  });
});
