/** Whatever comes in: a fault in words, never a mistake of the program. */
import fc from 'fast-check';
import type { FaultBody } from '../../../src/shared/api';
import { addressOf, host, serverApp } from '../../helpers/server-app';

const server = serverApp();
const { cookie, secret } = server.signIn();
const session = { Host: host, 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, 'X-Kafka-UI': secret };
const withBody = server.routes.filter(({ takesBody, path }) => takesBody && path !== '/session');

/** Refused, or it reached the test's services, which say 404. */
async function expectFault(response: Response): Promise<void> {
  const { error } = (await response.json()) as FaultBody;
  expect([400, 404, 409, 413, 415, 422, 501]).toContain(response.status);
  expect(error.message.length).toBeGreaterThan(3);
  expect(error.message.length).toBeLessThan(3000);
}

const send = (method: string, where: string, body?: string): Promise<Response> =>
  Promise.resolve(
    server.app.request(`http://${host}${where}`, {
      method,
      headers: { ...session, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    }),
  );

/** The names that bodies have, so that what is generated gets past the first check now and then. */
const names = [
  ...['topic', 'mode', 'partitions', 'offset', 'cursor', 'text', 'where', 'decode', 'isolation', 'limit', 'budget'],
  ...['name', 'configs', 'validateOnly', 'totalCount', 'confirm', 'before', 'ops', 'key', 'value', 'headers', 'times'],
  ...['partition', 'to', 'topics', 'planId', 'acls', 'filters', 'expect', 'mechanism', 'password', 'kind', 'format'],
  ...['query', 'kql', 'scan', 'from', 'time', 'part', 'timestamp', '__proto__', 'constructor', 'toString'],
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>('newest', 'end', 'earliest', '0', '-1', '99999999999999999999', 'utf8', 't', '', null, true),
  fc.constantFrom<unknown>(0, -1, 1.5, 1e21, 9007199254740992, '\u0000', '\ud800', 'x'.repeat(5000)),
  fc.string(),
);
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

test('bodies of any shape', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...withBody), anything, async (route, body) =>
      expectFault(await send(route.method, addressOf(route), JSON.stringify(body))),
    ),
    { numRuns: 3000 },
  );
  expect(server.internal).toEqual([]);
});

test('bodies that are no JSON, and deep ones', async () => {
  const route = withBody.find(({ path }) => path === '/scan')!;
  for (const body of [
    '',
    '{',
    'nul',
    '\ufeff{}',
    '[1,]',
    '{"a":1}{}',
    "{'a':1}",
    '['.repeat(120_000),
    `${'{"topic":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  ])
    await expectFault(await send('POST', addressOf(route), body));
  const invalidUtf8 = await server.app.request(`http://${host}/api/v1/scan`, {
    method: 'POST',
    headers: { ...session, 'Content-Type': 'application/json' },
    body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  });
  expect(((await invalidUtf8.json()) as FaultBody).error.message).toBe('The body is no JSON in UTF-8');
  expect(server.internal).toEqual([]);
});

test('addresses and parameters of any kind', async () => {
  const reading = server.routes.filter(
    ({ method, path, access }) =>
      method === 'GET' && access !== 'open' && !path.startsWith('~') && path !== '/session' && path !== '/client',
  );
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('..', '%', '%2e', '%00', '💥', 'a/b', '0', '-1', '1e9'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...reading),
      piece,
      fc.array(fc.tuple(fc.constantFrom('q', 'sort', 'limit', 'offset', 'since', 'topics', 'part', 'x'), piece), {
        maxLength: 3,
      }),
      async (route, name, query) => {
        const path = route.path.replace(/:\w+/g, () => encodeURIComponent(name));
        const params = query.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
        const response = await send('GET', `/api/v1${path}?${params}`);
        // An address with `..` in it may be that of a page.
        if (response.status !== 304) await expectFault(response);
      },
    ),
    { numRuns: 2000 },
  );
  expect(server.internal).toEqual([]);
});
