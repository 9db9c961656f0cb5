/** What only a socket shows: addresses that no URL parser lets through, headers twice, files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { closeServer, listen, portOf } from '../../../src/server/http/listen';
import { rawHttp, statuses } from '../../helpers/raw-http';
import { serverApp, type Setting } from '../../helpers/server-app';

const web = mkdtempSync(path.join(os.tmpdir(), 'ui-web-'));
mkdirSync(path.join(web, 'assets'));
const html = '<!doctype html><script src="./assets/a-1.js"></script>';
writeFileSync(path.join(web, 'index.html'), html);
writeFileSync(path.join(web, 'assets/a-1.js'), 'plain();');
writeFileSync(path.join(web, 'assets/a-1.js.br'), 'brotli');
writeFileSync(path.join(web, 'assets/a-1.js.gz'), 'gzip');
writeFileSync(path.join(web, 'assets/secret.pem'), 'no type: not served');
writeFileSync(path.join(web, 'sizes.json'), '{}');

const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => closeServer(server, 0)));
  rmSync(web, { recursive: true });
});

/** The app's host is known as 127.0.0.1:8282, whatever port the socket has. */
async function serve(setting: Setting = {}): Promise<{ port: number; server: ReturnType<typeof serverApp> }> {
  const server = serverApp({ webFolder: web, ...setting });
  const listener = getRequestListener(server.app.fetch, { overrideGlobalObjects: false, hostname: 'missing' });
  const node = await listen({ host: '127.0.0.1', port: 0 }, (incoming, outgoing) => void listener(incoming, outgoing));
  servers.push(node);
  return { port: portOf(node), server };
}

const get = (target: string, ...headers: string[]): string =>
  ['GET ' + target + ' HTTP/1.1', 'Host: 127.0.0.1:8282', 'Connection: close', ...headers, '', ''].join('\r\n');

let port: number;
beforeAll(async () => {
  ({ port } = await serve());
});

describe('the Host header', () => {
  const target = ['GET /api/v1/session HTTP/1.1', 'Connection: close'];
  test.each([
    ['missing', []],
    ['twice', ['Host: 127.0.0.1:8282', 'Host: 127.0.0.1:8282']],
    ['twice, the second foreign', ['Host: 127.0.0.1:8282', 'Host: evil.example']],
    ['twice, the first foreign', ['Host: evil.example', 'Host: 127.0.0.1:8282']],
    ['foreign', ['Host: evil.example:8282']],
    ['empty', ['Host:']],
    ['in another case', ['HOST: evil.example:8282']],
  ])('%s', async (_, headers) => {
    const answer = await rawHttp(port, [...target, ...headers, '', ''].join('\r\n'));
    expect(statuses(answer)).toEqual([421]);
    expect(answer.split('\r\n\r\n')[1]).toBe('');
  });

  test.each(['127.0.0.1:8282@evil.example', '127.0.0.1:8282, evil.example', '127.0.0.1:8282/x', 'a b', '[::1', '%31'])(
    '"%s" is refused',
    async (name) => {
      const answer = await rawHttp(port, [...target, `Host: ${name}`, '', ''].join('\r\n'));
      expect([400, 421]).toContain(statuses(answer)[0]);
    },
  );

  test('an absolute address does not change whose it is', async () => {
    const [status] = statuses(await rawHttp(port, get('http://evil.example/api/v1/session')));
    expect(status).toBe(403);
    const foreign = get('http://127.0.0.1:8282/').replace('Host: 127.0.0.1:8282', 'Host: evil.example');
    expect(statuses(await rawHttp(port, foreign))).toEqual([421]);
  });
});

describe('files', () => {
  test('the page, under every address', async () => {
    for (const target of [
      '/',
      '/topics/orders/messages?mode=newest',
      '/index.html',
      '/topics/..%2f..%2fetc%2fpasswd',
    ]) {
      const answer = await rawHttp(port, get(target));
      expect([target, statuses(answer), answer.endsWith('<script src="/assets/a-1.js"></script>')]).toEqual([
        target,
        [200],
        true,
      ]);
      expect(answer).toMatch(/^content-security-policy: default-src 'none';/im);
      expect(answer).toMatch(/^cache-control: no-cache\r$/im);
    }
  });

  test.each([
    ['', 'plain();'],
    ['Accept-Encoding: gzip, deflate, br', 'brotli'],
    ['Accept-Encoding: gzip;q=1.0', 'gzip'],
    ['Accept-Encoding: br;q=0, gzip', 'gzip'],
    ['Accept-Encoding: identity', 'plain();'],
  ])('packed as the browser likes: "%s"', async (header, body) => {
    const answer = await rawHttp(port, get('/assets/a-1.js', ...(header === '' ? [] : [header])));
    expect(answer.split('\r\n\r\n')[1]).toBe(body);
    expect(answer).toMatch(/^cache-control: public, max-age=31536000, immutable\r$/im);
    expect(answer).toMatch(/^content-type: text\/javascript; charset=utf-8\r$/im);
    expect(answer).toMatch(/^vary: accept-encoding\r$/im);
  });

  test('HEAD has no body', async () => {
    const answer = await rawHttp(port, get('/assets/a-1.js').replace('GET', 'HEAD'));
    expect([statuses(answer), answer.split('\r\n\r\n')[1]]).toEqual([[200], '']);
    expect(answer).toMatch(/^content-length: 8\r$/im);
  });

  test('what is not there, or has no business there', async () => {
    for (const target of [
      '/assets/a-2.js',
      '/assets/secret.pem',
      '/assets/',
      '/assets/a-1.js.map',
      '/assets/a-1.js/',
      '/assets/a-1.js%00',
    ])
      expect([target, statuses(await rawHttp(port, get(target)))]).toEqual([target, [404]]);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'])
      expect([method, statuses(await rawHttp(port, get('/').replace('GET', method)))]).toEqual([method, [405]]);
  });

  test.each([
    '/..%2f..%2f..%2fetc/passwd',
    '/../../etc/passwd',
    '/assets/../../../etc/passwd',
    '/assets/..%2fsizes.json',
    '//etc/passwd',
    '/assets//etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/%2e%2e%5c%2e%2e',
    '/a\\..\\b',
    '/%00',
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/',
  ])('%s shows nothing but the page', async (target) => {
    const answer = await rawHttp(port, get(target));
    expect(answer).not.toContain('root:');
    expect([200, 400, 404]).toContain(statuses(answer)[0]);
    if (statuses(answer)[0] === 200 && !target.includes('sizes')) expect(answer).toContain('<!doctype html>');
  });
});

describe('a base path', () => {
  test('stands before all', async () => {
    const { port: at } = await serve({ basePath: '/kafka' });
    expect(await rawHttp(at, get('/kafka/'))).toContain('src="/kafka/assets/a-1.js"');
    expect(await rawHttp(at, get('/kafka'))).toContain('src="/kafka/assets/a-1.js"');
    expect(await rawHttp(at, get('/kafka/assets/a-1.js'))).toContain('plain();');
    expect(statuses(await rawHttp(at, get('/kafka/healthz')))).toEqual([200]);
    expect(statuses(await rawHttp(at, get('/kafka/api/v1/session')))).toEqual([403]);
    expect(await rawHttp(at, get('/'))).toMatch(/^location: \/kafka\/\r$/im);
    for (const target of ['/kafkaX', '/api/v1/session', '/assets/a-1.js', '/kafka/api/v1/nothing', '/healthz'])
      expect([target, statuses(await rawHttp(at, get(target)))]).toEqual([target, [404]]);
  });
});

describe('what a strict parser refuses', () => {
  const post = (headers: string[], body: string): string =>
    ['POST /api/v1/session HTTP/1.1', 'Host: 127.0.0.1:8282', ...headers, '', body].join('\r\n');

  test.each([
    ['two lengths', post(['Content-Length: 2', 'Content-Length: 3'], '{}x')],
    ['a length and chunks', post(['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n{}')],
    ['chunks by a hidden name', post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n')],
    ['a space before the colon', post(['Content-Length : 2'], '{}')],
    ['a folded header', post(['X: a', ' Content-Length: 2'], '{}')],
    ['a control character in a header', post(['X: a\u0001b'], '')],
    ['no method', ' / HTTP/1.1\r\nHost: 127.0.0.1:8282\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n\r\n'],
  ])('%s', async (_, text) => {
    const found = statuses(await rawHttp(port, text));
    expect([[400], [403], [421], []]).toContainEqual(found);
  });

  test('a second request in the body of the first is not answered', async () => {
    const hidden = get('/assets/a-1.js');
    const text = [
      'POST /api/v1/session HTTP/1.1',
      'Host: 127.0.0.1:8282',
      `Content-Length: ${hidden.length}`,
      'Content-Type: application/json',
      '',
      hidden,
    ].join('\r\n');
    expect(await rawHttp(port, text)).not.toContain('plain();');
  });

  test('headers of more than 16 KiB', async () => {
    expect(statuses(await rawHttp(port, get('/', `X: ${'x'.repeat(17_000)}`)))).toEqual([431]);
  });

  test('a body that is too large is refused before it has come', async () => {
    const { server, port: at } = await serve();
    const { cookie, secret } = server.signIn();
    const head = [
      'POST /api/v1/scan HTTP/1.1',
      'Host: 127.0.0.1:8282',
      'Sec-Fetch-Site: same-origin',
      `Cookie: ${cookie}`,
      `X-Kafka-UI: ${secret}`,
      'Content-Type: application/json',
    ];
    expect(statuses(await rawHttp(at, [...head, 'Content-Length: 999999999', '', ''].join('\r\n')))).toEqual([413]);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const chunked = [...head, 'Transfer-Encoding: chunked', '', chunk.repeat(6)].join('\r\n');
    expect(statuses(await rawHttp(at, chunked))).toEqual([413]);
  });
});

test('a port that is busy: the next one', async () => {
  const first = await listen({ host: '127.0.0.1', port: 0 }, () => undefined);
  const second = await listen({ host: '127.0.0.1', port: portOf(first) }, () => undefined);
  servers.push(first, second);
  expect(portOf(second)).toBeGreaterThan(portOf(first));
  await expect(listen({ host: '203.0.113.1', port: 0 }, () => undefined)).rejects.toThrow('EADDRNOTAVAIL');
});
