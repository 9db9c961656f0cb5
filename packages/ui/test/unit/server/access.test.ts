import { Attempts } from '../../../src/server/access/attempts';
import { Hosts, isLoopback } from '../../../src/server/access/hosts';
import { hashPassword, Passwords } from '../../../src/server/access/passwords';
import { Sessions } from '../../../src/server/access/sessions';
import { readyOptions, type UiOptions } from '../../../src/server/options';
import { Tickets } from '../../../src/server/tickets';
import { host, knock, serverApp } from '../../helpers/server-app';

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('sessions', () => {
  const make = (now = () => 0): Sessions => new Sessions({ port: 1, basePath: '/k', isSecure: true, now });
  const valueOf = (cookie: string): string => /^kafka-napi-ui-1=([^;]+);/.exec(cookie)![1]!;

  test('the cookie is for this path, this site and no script', () => {
    expect(make().create().cookie).toMatch(/^kafka-napi-ui-1=[\w-]{43}; Path=\/k; HttpOnly; SameSite=Strict; Secure$/);
  });

  test('both halves are needed, and of the same session', () => {
    const sessions = make();
    const [a, b] = [sessions.create(), sessions.create()];
    expect(sessions.find(valueOf(a.cookie), a.secret).id).not.toBe(sessions.find(valueOf(b.cookie), b.secret).id);
    for (const [cookie, secret] of [
      [valueOf(a.cookie), b.secret],
      [valueOf(a.cookie), undefined],
      [valueOf(a.cookie), ''],
      [undefined, a.secret],
      ['', a.secret],
      ['__proto__', a.secret],
    ] as const)
      expect(() => sessions.find(cookie, secret)).toThrow();
  });

  test('ends when it is ended, after a day without use, and when there are too many', () => {
    let now = 0;
    const sessions = make(() => now);
    const first = sessions.create();
    const id = sessions.find(valueOf(first.cookie), first.secret).id;
    now += 24 * 3_600_000;
    expect(sessions.find(valueOf(first.cookie), first.secret).id).toBe(id);
    now += 24 * 3_600_000 + 1;
    expect(() => sessions.find(valueOf(first.cookie), first.secret)).toThrow('There is no session');
    const second = sessions.create();
    sessions.end(sessions.find(valueOf(second.cookie), second.secret).id);
    expect(() => sessions.find(valueOf(second.cookie), second.secret)).toThrow();
    const third = sessions.create();
    for (let i = 0; i < 300; i++) sessions.create();
    expect(sessions.count).toBe(256);
    expect(() => sessions.find(valueOf(third.cookie), third.secret)).toThrow();
  });

  test('a token of a started browser signs in once, within a minute', () => {
    let now = 0;
    const sessions = make(() => now);
    const [once, late] = [sessions.createOnce(), sessions.createOnce()];
    expect([once, once, sessions.token, sessions.token, 'x', ''].map((token) => sessions.takeToken(token))).toEqual([
      ...[true, false, true, true, false, false],
    ]);
    now = 60_001;
    expect(sessions.takeToken(late)).toBe(false);
  });
});

test('ten wrong tries a minute, for each address', () => {
  let now = 0;
  const attempts = new Attempts(() => now);
  for (let i = 0; i < 10; i++) {
    attempts.check('a');
    attempts.wrong('a');
    now += 1000;
  }
  expect(() => attempts.check('a')).toThrow('Too many wrong tries. Try again in 50 s');
  attempts.check('b');
  now = 60_001;
  attempts.check('a');
  for (let i = 0; i < 5000; i++) attempts.wrong(`address ${i}`);
  attempts.check('a');
});

test('wrong tokens are counted by the route of the session', async () => {
  const server = serverApp();
  const route = server.routes.find(({ path, method }) => path === '/session' && method === 'POST')!;
  const tries: number[] = [];
  for (let i = 0; i < 11; i++) tries.push((await knock(server, route, { body: `{"token":"wrong${i}"}` })).status);
  expect(tries).toEqual([...Array<number>(10).fill(401), 429]);
  const right = await knock(server, route, { body: JSON.stringify({ token: server.sessions.token }) });
  expect([right.status, right.headers.get('retry-after')]).toEqual([429, '5']);
});

test('signing in: a cookie and a secret, which open the rest; signing out ends both', async () => {
  const server = serverApp();
  const at = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> =>
    Promise.resolve(
      server.app.request(`http://${host}/api/v1${path}`, {
        ...init,
        headers: { Host: host, 'Sec-Fetch-Site': 'same-origin', ...init.headers },
      }),
    );
  const signedIn = await at('/session', {
    method: 'POST',
    body: JSON.stringify({ token: server.sessions.token }),
    headers: { 'Content-Type': 'application/json' },
  });
  const { secret } = (await signedIn.json()) as { secret: string };
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  const headers = { Cookie: cookie, 'X-Kafka-UI': secret };
  expect((await at('/session', { method: 'DELETE', headers })).status).toBe(204);
  expect((await at('/session', { method: 'DELETE', headers })).status).toBe(401);
  expect(JSON.stringify(server.answered)).not.toContain(secret);
});

describe('passwords', () => {
  test('of plain text and of hashes, with colons and letters of any kind', async () => {
    const hash = await hashPassword('gehe:im ü');
    expect(hash).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    const passwords = await Passwords.parse(`# users\n\nalice:${hash}\r\nbob:p:q\n`);
    expect(await passwords.isRight(basic('alice', 'gehe:im ü'))).toBe(true);
    expect(await passwords.isRight(basic('alice', 'gehe:im ü'))).toBe(true);
    expect(await passwords.isRight(basic('bob', 'p:q'))).toBe(true);
    for (const wrong of [
      basic('alice', 'gehe:im u'),
      basic('alice', ''),
      basic('alice', hash),
      basic('carol', 'p:q'),
      basic('', ''),
      basic('__proto__', 'x'),
      'Basic',
      'Basic !!!',
      'Bearer x',
      `Basic ${'A'.repeat(5000)}`,
      undefined,
    ])
      expect(await passwords.isRight(wrong)).toBe(false);
  });

  test.each([
    ['', 'no user'],
    ['alice', 'line 1: expected user:password'],
    [':x', 'line 1: expected user:password'],
    ['alice:', 'line 1: expected user:password'],
    ['alice:x\nalice:y', 'line 2: the user alice stands there twice'],
    ['alice:scrypt$16384$8$1$abc', 'line 1: the hash is damaged'],
    [`alice:scrypt$1073741824$8$1$YWJj$${'A'.repeat(43)}`, 'line 1: the hash is damaged'],
    [`alice:scrypt$16383$8$1$YWJj$${'A'.repeat(43)}`, 'line 1: the hash is damaged'],
  ])('%j is refused, without the password', async (text, message) => {
    await expect(Passwords.parse(text)).rejects.toThrow(message);
  });

  test('are asked for everywhere but at /healthz; a session then needs no token', async () => {
    const passwords = await Passwords.parse('alice:secret');
    for (const { path, method } of serverApp().routes) {
      const server = serverApp({ passwords });
      const route = server.routes.find((one) => one.path === path && one.method === method)!;
      const without = await knock(server, route, { headers: { Authorization: null } });
      const withWrong = await knock(server, route, { headers: { Authorization: basic('alice', 'x') } });
      const withRight = await knock(server, route, { headers: { Authorization: basic('alice', 'secret') } });
      const isPublic = path === '~/healthz';
      expect([path, without.status === 401, withWrong.status === 401]).toEqual([path, !isPublic, !isPublic]);
      expect([path, without.headers.get('www-authenticate')?.startsWith('Basic realm=') === true]).toEqual([
        path,
        !isPublic,
      ]);
      expect([path, withRight.status === 401]).toEqual([path, false]);
    }
    const server = serverApp({ passwords });
    const page = await server.app.request(`http://${host}/topics`, { headers: { Host: host } });
    expect(page.status).toBe(401);
    const route = server.routes.find((one) => one.path === '/session' && one.method === 'POST')!;
    const signedIn = await knock(server, route, { body: '{}', headers: { Authorization: basic('alice', 'secret') } });
    expect(signedIn.status).toBe(200);
    expect((await knock(serverApp(), route, { body: '{}' })).status).toBe(401);
  });
});

test('tickets: one use, 30 s', () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const request = { kind: 'export', format: 'csv' } as const;
  const [first, late] = [tickets.create(request), tickets.create(request)];
  expect(tickets.take(first)).toBe(request);
  for (const wrong of [first, 'x', '', '__proto__']) expect(() => tickets.take(wrong)).toThrow('This link was used');
  now = 30_001;
  expect(() => tickets.take(late)).toThrow('older than 30 s');
});

describe('hosts', () => {
  const hosts = (more: Partial<ConstructorParameters<typeof Hosts>[0]>): Hosts =>
    new Hosts({ host: '127.0.0.1', port: 8282, allowed: [], isTls: false, behindProxy: false, ...more });

  test('names are known with the port; the scheme may leave its own out', () => {
    expect(hosts({}).allows(['localhost'])).toBe(false);
    expect(hosts({ port: 80 }).allows(['localhost'])).toBe(true);
    expect(hosts({ port: 443, isTls: true }).allows(['localhost'])).toBe(true);
    expect(hosts({ host: '192.168.1.5' }).allows(['192.168.1.5:8282'])).toBe(true);
    expect(hosts({ host: '::1' }).allows(['[::1]:8282'])).toBe(true);
    expect(hosts({ host: '0.0.0.0' }).allows(['0.0.0.0:8282'])).toBe(false);
    expect(hosts({}).allows(['localhost:8282', 'localhost:8282'])).toBe(false);
    expect(hosts({}).allows([])).toBe(false);
  });

  test('--allowed-host with and without a port', () => {
    const allowed = hosts({ allowed: ['UI.example', 'other.example:9443'], behindProxy: true });
    for (const name of ['ui.example', 'UI.EXAMPLE:8282', 'other.example:9443'])
      expect(allowed.allows([name])).toBe(true);
    for (const name of ['ui.example:1', 'other.example', 'x.ui.example', 'ui.example.'])
      expect(allowed.allows([name])).toBe(false);
    expect(allowed.isOwnOrigin('https://ui.example')).toBe(true);
    expect(allowed.isOwnOrigin('http://ui.example')).toBe(true);
    for (const origin of ['https://ui.example/', 'ftp://ui.example', 'null', '', 'https://ui.example@evil.example'])
      expect(allowed.isOwnOrigin(origin)).toBe(false);
  });
});

describe('the start', () => {
  const tls = { cert: 'c', key: 'k' };

  test.each<[string, UiOptions, boolean]>([
    ['loopback', {}, true],
    ['another loopback', { host: '127.5.6.7' }, true],
    ['IPv6 loopback', { host: '::1' }, true],
    ['everybody', { host: '0.0.0.0' }, false],
    ['a name', { host: 'kafka.example' }, false],
    ['a name like a loopback', { host: '127.0.0.1.evil.example' }, false],
    ['with users', { host: '0.0.0.0', auth: 'a:b' }, false],
    ['with TLS', { host: '0.0.0.0', tls }, false],
    ['behind a proxy', { host: '0.0.0.0', behindProxy: true }, false],
    ['with users and TLS', { host: '0.0.0.0', auth: 'a:b', tls }, true],
    ['with users, behind a proxy', { host: '0.0.0.0', auth: 'a:b', behindProxy: true }, true],
  ])('%s', (_, options, isAllowed) => {
    if (isAllowed) readyOptions(options);
    else expect(() => readyOptions(options)).toThrow('others can reach this address. It needs --auth-file, and');
  });

  test.each<[UiOptions, string]>([
    [{ basePath: 'kafka' }, '--base-path kafka: expected /name'],
    [{ basePath: '/a/../b?' }, '--base-path'],
    [{ allowedHosts: ['http://x'] }, '--allowed-host http://x'],
    [{ allowedHosts: ['x.'] }, '--allowed-host x.'],
    [{ timezone: 'Mars/One' }, '--timezone Mars/One: expected an IANA name'],
  ])('%j is refused', (options, message) => expect(() => readyOptions(options)).toThrow(message));

  test('a base path loses its last slash', () => {
    expect(readyOptions({ basePath: '/kafka/' })).toMatchObject({ basePath: '/kafka', port: 8282, host: '127.0.0.1' });
    expect(readyOptions({ basePath: '/' }).basePath).toBe('');
    expect(isLoopback('LOCALHOST')).toBe(true);
  });
});
