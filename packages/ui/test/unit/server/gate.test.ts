/** Every route of the table × every way to come in that is not allowed. What is right follows from the table alone. */
import type { AccessClass, FaultBody } from '../../../src/shared/api';
import { deniable, writes } from '../../../src/server/options';
import { route as defineRoute, type Route } from '../../../src/server/route';
import { createApp } from '../../../src/server/http/app';
import { addressOf, host, knock, serverApp, type Knock } from '../../helpers/server-app';

const plain = serverApp();
const { routes } = plain;
const named = routes.map((route): [string, Route] => [`${route.method} ${route.path}`, route]);

const needsSession = ({ access }: Route): boolean => access !== 'open' && access !== 'metrics';
const needsOrigin = (route: Route): boolean => needsSession(route) || (route.access === 'open' && route.takesBody);

/** The gate's own refusals. Behind it the test's services say 404, and a body of {} may be 400. */
const refusals = [401, 403, 405, 413, 415, 421];

async function statusOf(route: Route, how: Knock = {}, app = plain): Promise<number> {
  const response = await knock(app, route, how);
  if (response.status < 400 || response.status === 421) return response.status;
  const { error, requestId } = (await response.json()) as FaultBody;
  expect(typeof error.message).toBe('string');
  expect(response.headers.get('x-request-id')).toBe(requestId);
  return response.status;
}

const expectPassed = async (route: Route, how: Knock = {}, app = plain): Promise<void> =>
  expect(refusals).not.toContain(await statusOf(route, how, app));

test('the table has the routes of the specification', () => {
  expect(routes.length).toBeGreaterThan(40);
  for (const { path, access } of routes) expect([path, typeof access]).toEqual([path, 'string']);
});

describe.each(named)('%s', (_, route) => {
  test('lets in who has all', () => expectPassed(route));

  test.each([
    'evil.example:8282',
    'localhost.evil:8282',
    '127.0.0.1.:8282',
    'localhost.:8282',
    '127.0.0.1:8283',
    '127.0.0.1',
    '',
  ])('refuses the host "%s", without a body', async (foreign) => {
    const response = await knock(plain, route, { headers: { Host: foreign, Origin: `http://${foreign}` } });
    expect([response.status, await response.text()]).toEqual([421, '']);
  });

  test.each(['localhost:8282', '[::1]:8282', 'LOCALHOST:8282'])('lets in the host "%s"', (ours) =>
    expectPassed(route, { headers: { Host: ours } }),
  );

  test('refuses other methods, OPTIONS too', async () => {
    const ours = routes.filter(({ path }) => path === route.path).map(({ method }) => method as string);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'FOO']) {
      if (ours.includes(method)) continue;
      const body = method === 'GET' ? undefined : '{}';
      expect([method, await statusOf({ ...route, takesBody: body !== undefined }, { method, body })]).toEqual([
        method,
        405,
      ]);
    }
  });

  test.each([
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }],
    ['an address that was typed', { 'Sec-Fetch-Site': 'none' }],
    ['neither site nor origin', { 'Sec-Fetch-Site': null, Origin: null }],
    ['a foreign origin', { 'Sec-Fetch-Site': null, Origin: 'http://evil.example:8282' }],
    ['the origin of another port', { 'Sec-Fetch-Site': null, Origin: 'http://127.0.0.1:3000' }],
    ['the origin null', { 'Sec-Fetch-Site': null, Origin: 'null' }],
    ['https of the same name', { 'Sec-Fetch-Site': null, Origin: `https://${host}` }],
  ])('%s', async (_name, headers) => {
    if (needsOrigin(route)) expect(await statusOf(route, { headers })).toBe(403);
    else await expectPassed(route, { headers });
  });

  test('without Sec-Fetch-Site the origin counts', () => expectPassed(route, { headers: { 'Sec-Fetch-Site': null } }));

  test.each([
    ['no cookie', { Cookie: null }],
    ['a cookie of another name', { Cookie: 'kafka-napi-ui-8283=x' }],
    ['a wrong cookie', { Cookie: 'kafka-napi-ui-8282=x' }],
    ['no secret', { 'X-Kafka-UI': null }],
    ['a wrong secret', { 'X-Kafka-UI': 'x' }],
    ['an empty secret', { 'X-Kafka-UI': '' }],
  ])('%s', async (_name, headers) => {
    if (needsSession(route)) expect(await statusOf(route, { headers })).toBe(401);
    else await expectPassed(route, { headers });
  });

  test('the secret of another session', async () => {
    const headers = { 'X-Kafka-UI': plain.signIn().secret };
    if (needsSession(route)) expect(await statusOf(route, { headers })).toBe(401);
    else await expectPassed(route, { headers });
  });

  test.each([
    ['none', null],
    ['wrong', 'Bearer x'],
    ['Basic', 'Basic eDp5'],
  ])('a scraper without the token: %s', async (_name, authorization) => {
    const app = serverApp();
    const headers = { Authorization: authorization };
    if (route.access === 'metrics') expect(await statusOf(route, { headers }, app)).toBe(401);
    else await expectPassed(route, { headers }, app);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonx',
  ])('the content type %s', async (type) =>
    expect(await statusOf(route, { headers: { 'Content-Type': type } })).toBe(415),
  );

  test('a body without a content type, or packed', async () => {
    if (!route.takesBody) return;
    expect(await statusOf(route, { headers: { 'Content-Type': '' } })).toBe(415);
    expect(await statusOf(route, { headers: { 'Content-Encoding': 'gzip' } })).toBe(415);
  });

  test('one byte too many', async () => {
    if (route.method === 'GET') return;
    const most = route.takesBody ? route.bodyLimit : 0;
    const body = `"${'x'.repeat(Math.max(0, most - 1))}"`.slice(0, most + 1);
    const headers = { 'Content-Type': 'application/json' };
    expect(await statusOf(route, { body, headers })).toBe(413);
  });

  test('read-only', async () => {
    const app = serverApp({ readOnly: true });
    if (writes.includes(route.access)) expect(await statusOf(route, {}, app)).toBe(403);
    else await expectPassed(route, {}, app);
  });

  test.each(deniable.map((one) => [one]))('--deny %s', async (denied: AccessClass) => {
    const app = serverApp({ deny: [denied as (typeof deniable)[number]] });
    if (route.access === denied) expect(await statusOf(route, {}, app)).toBe(403);
    else await expectPassed(route, {}, app);
  });

  test('says how a browser has to treat the answer, and opens nothing to others', async () => {
    const each: Record<string, string | null>[] = [{}, { Cookie: null }, { Host: 'evil.example' }];
    for (const headers of each) {
      const response = await knock(plain, route, { headers });
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('the checks come in their order', async () => {
    if (!route.takesBody || !needsSession(route)) return;
    const wrong: [string, Record<string, string | null>, number][] = [
      ['type', { 'Content-Type': 'text/plain' }, 415],
      ['session', { 'X-Kafka-UI': 'x' }, 401],
      ['origin', { 'Sec-Fetch-Site': 'cross-site' }, 403],
      ['host', { Host: 'evil.example' }, 421],
    ];
    const headers: Record<string, string | null> = {};
    for (const [name, more, status] of wrong) {
      Object.assign(headers, more);
      expect([name, await statusOf(route, { headers, body: 'x'.repeat(300_000) })]).toEqual([name, status]);
    }
  });
});

test('a route without a class of access stops the start', () => {
  const unguarded = defineRoute({
    method: 'GET',
    path: '/x',
    access: undefined as unknown as AccessClass,
    answer: () => 1,
  });
  const options = {
    gate: undefined,
    files: undefined,
    basePath: '',
    cookieName: 'x',
    active: undefined,
    onInternalError: () => 0,
  };
  expect(() => createApp({ ...options, routes: [unguarded] } as unknown as Parameters<typeof createApp>[0])).toThrow(
    'start: the route GET /x has no class of access',
  );
});

test('no error of the gate reached the log as an internal one', () => {
  expect(plain.internal).toEqual([]);
  expect(addressOf({ path: '~/metrics' }, '/k')).toBe('/k/metrics');
});
