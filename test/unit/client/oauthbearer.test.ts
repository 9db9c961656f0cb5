import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { fetchToken } from '../../../src/client/oauth/oauthbearer';
import { resolveConfig } from '../../../src/config/resolve';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const soon = Math.floor(Date.now() / 1000) + 600;
const jwt = (claims: object): string => `${encode({ alg: 'none' })}.${encode(claims)}.sig`;

interface Seen {
  headers: http.IncomingHttpHeaders;
  form: URLSearchParams;
}

let server: http.Server;
let folder: string;
let url: string;
let seen: Seen[];
/** What the endpoint answers, request by request; the last stays. */
let answers: { status: number; body: string }[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'oauth-'));
  server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      seen.push({ headers: request.headers, form: new URLSearchParams(body) });
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      response.writeHead(answer.status).end(answer.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen = [];
  answers = [{ status: 200, body: JSON.stringify({ access_token: jwt({ sub: 'me', exp: soon }) }) }];
});

function source(config: object) {
  const base = { 'bootstrap.servers': 'b:1', 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'OAUTHBEARER' };
  return resolveConfig('producer', { ...base, ...config }).oauth!;
}
const credentials = (config: object = {}) =>
  source({
    'sasl.oauthbearer.token.endpoint.url': url,
    'sasl.oauthbearer.client.credentials.client.id': 'i d',
    'sasl.oauthbearer.client.credentials.client.secret': 's3c/ret',
    'sasl.login.retry.backoff.ms': 1,
    'sasl.login.retry.backoff.max.ms': 2000,
    ...config,
  });

describe('client credentials', () => {
  test('ask the endpoint as Java does', async () => {
    const token = await fetchToken(
      credentials({ 'sasl.oauthbearer.scope': 'a b', 'sasl.oauthbearer.extensions': 'x=1' }),
    );
    expect(token).toEqual({
      token: jwt({ sub: 'me', exp: soon }),
      principal: 'me',
      lifetimeMs: soon * 1000,
      extensions: { x: '1' },
    });
    expect(Object.fromEntries(seen[0]!.form)).toEqual({ grant_type: 'client_credentials', scope: 'a b' });
    expect(seen[0]!.headers.authorization).toBe(`Basic ${Buffer.from('i d:s3c/ret').toString('base64')}`);
  });

  test('are URL-encoded if configured', async () => {
    await fetchToken(credentials({ 'sasl.oauthbearer.header.urlencode': true }));
    expect(seen[0]!.headers.authorization).toBe(`Basic ${Buffer.from('i%20d:s3c%2Fret').toString('base64')}`);
  });

  test('are tried again when that may help', async () => {
    answers = [{ status: 503, body: '' }, { status: 500, body: 'x' }, ...answers];
    await expect(fetchToken(credentials())).resolves.toMatchObject({ principal: 'me' });
    expect(seen).toHaveLength(3);
  });

  test('are not tried again if that cannot help; the error has the reason and no secret', async () => {
    answers = [{ status: 401, body: JSON.stringify({ error: 'invalid_client', error_description: 'no such client' }) }];
    const error = await fetchToken(credentials()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ERR__AUTHENTICATION',
      message: expect.stringContaining('invalid_client, no such client') as string,
    });
    expect(seen).toHaveLength(1);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3c/ret');
  });

  test.each([
    ['no JSON', '<html>', /not JSON/],
    ['no token', '{}', /no access_token/],
    ['no JWT', '{"access_token":"opaque"}', /not a JWT/],
    ['a token without subject', JSON.stringify({ access_token: jwt({ exp: soon }) }), /no claim sub/],
    ['a token without expiry', JSON.stringify({ access_token: jwt({ sub: 'me' }) }), /no claim exp/],
  ])('refuse an answer with %s', async (_what, body, message) => {
    answers = [{ status: 200, body }];
    await expect(fetchToken(credentials())).rejects.toThrow(message);
  });

  test('another claim may contain the name', async () => {
    answers = [{ status: 200, body: JSON.stringify({ access_token: jwt({ azp: 'app', exp: soon }) }) }];
    await expect(fetchToken(credentials({ 'sasl.oauthbearer.sub.claim.name': 'azp' }))).resolves.toMatchObject({
      principal: 'app',
    });
  });

  test('fail when the endpoint cannot be reached', async () => {
    const nobody = {
      'sasl.oauthbearer.token.endpoint.url': 'http://127.0.0.1:1/',
      'sasl.login.retry.backoff.max.ms': 5,
    };
    await expect(fetchToken(credentials(nobody))).rejects.toMatchObject({
      code: 'ERR__AUTHENTICATION',
      isRetriable: true,
    });
  });
});

describe('assertions', () => {
  test.each(['RS256', 'ES256'] as const)('signed with %s stand for the client', async (algorithm) => {
    const pair =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keyFile = path.join(folder, `${algorithm}.pem`);
    writeFileSync(
      keyFile,
      pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 's3cret' }),
    );
    await fetchToken(
      source({
        'sasl.oauthbearer.token.endpoint.url': url,
        'sasl.oauthbearer.jwt.retriever.class': 'org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever',
        'sasl.oauthbearer.assertion.private.key.file': keyFile,
        'sasl.oauthbearer.assertion.private.key.passphrase': 's3cret',
        'sasl.oauthbearer.assertion.algorithm': algorithm.toLowerCase(),
        'sasl.oauthbearer.assertion.claim.aud': 'them',
        'sasl.oauthbearer.assertion.claim.jti.include': true,
      }),
    );
    const [header, payload, signature] = seen[0]!.form.get('assertion')!.split('.') as [string, string, string];
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ typ: 'JWT', alg: algorithm });
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      aud: 'them',
      jti: expect.any(String) as string,
    });
    const key = {
      key: createPublicKey(pair.publicKey.export({ type: 'spki', format: 'pem' })),
      dsaEncoding: 'ieee-p1363' as const,
    };
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('from a file, instead of a client secret', async () => {
    const file = path.join(folder, 'assertion');
    writeFileSync(file, 'ready.made.assertion\n');
    await fetchToken(
      credentials({
        'sasl.oauthbearer.client.credentials.client.secret': undefined,
        'sasl.oauthbearer.assertion.file': file,
      }),
    );
    expect(Object.fromEntries(seen[0]!.form)).toMatchObject({
      client_id: 'i d',
      client_assertion: 'ready.made.assertion',
    });
  });
});

describe('other sources', () => {
  test('a file', async () => {
    const file = path.join(folder, 'token');
    writeFileSync(file, `${jwt({ sub: 'f', exp: soon })}\n`);
    await expect(
      fetchToken(source({ 'sasl.oauthbearer.token.endpoint.url': `file://${file}` })),
    ).resolves.toMatchObject({ principal: 'f' });
    await expect(
      fetchToken(source({ 'sasl.oauthbearer.token.endpoint.url': 'file:///no/such' })),
    ).rejects.toMatchObject({ code: 'ERR__AUTHENTICATION' });
  });

  test('an unsecured token', async () => {
    const token = await fetchToken(source({ 'sasl.jaas.config': 'm required unsecuredLoginStringClaim_sub="u";' }));
    expect(token.principal).toBe('u');
    expect(token.token.endsWith('.')).toBe(true);
    expect(token.lifetimeMs).toBeGreaterThan(Date.now());
  });

  const provider = (result: unknown) => source({ 'sasl.login.callback.handler.class': async () => result });
  test('a function', async () => {
    const token = { token: 'opaque', principal: 'p', lifetimeMs: Date.now() + 60_000 };
    await expect(fetchToken(provider(token))).resolves.toEqual({ ...token, extensions: {} });
  });

  test.each([
    undefined,
    'token',
    { token: 't' },
    { token: 't', principal: 'p', lifetimeMs: 5 },
    { token: '', principal: 'p', lifetimeMs: 1e15 },
  ])('a function that returns %p', async (result) => {
    await expect(fetchToken(provider(result))).rejects.toMatchObject({ code: 'ERR__AUTHENTICATION' });
  });

  test('a function that throws: the cause is kept', async () => {
    const cause = new Error('vault is sealed');
    const failing = source({ 'sasl.login.callback.handler.class': () => Promise.reject(cause) });
    await expect(fetchToken(failing)).rejects.toMatchObject({ code: 'ERR__AUTHENTICATION', cause });
  });
});
