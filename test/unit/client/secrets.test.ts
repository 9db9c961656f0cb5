import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { fetchToken } from '../../../src/client/oauth/oauthbearer';
import { configDefOf } from '../../../src/config/names/config-def';
import { known } from '../../../src/config/names/known-names';
import { resolveConfig } from '../../../src/config/resolve';

/*
 * Marked secrets through everything that can fail. A mark counts as shown with any 8 of its characters: V8 and OpenSSL
 * quote pieces.
 */

const MARK = 'Zq7Xw9Kp3Lm5';

/** Every piece of a text that would give the mark away, as it is and as base64 and URL encoding make it. */
function expectHidden(shown: unknown): void {
  const seen = new Set<unknown>();
  const texts: string[] = [];
  const look = (value: unknown): void => {
    texts.push(inspect(value, { depth: 10, showHidden: true, getters: true }), String(value));
    try {
      texts.push(JSON.stringify(value) ?? '');
    } catch {
      // Cycles: inspect has shown them.
    }
    if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      if (value instanceof Error) texts.push(value.stack ?? '');
      look((value as Error).cause);
    }
  };
  look(shown);
  const all = texts.join('\n');
  const whole = [MARK, Buffer.from(MARK).toString('base64'), Buffer.from(MARK).toString('base64url')];
  for (const form of whole) for (let i = 0; i + 8 <= form.length; i++) expect(all).not.toContain(form.slice(i, i + 8));
}

const failureOf = async (work: () => unknown): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const later = Date.now() + 600_000;

describe('a configuration', () => {
  const secretNames = (role: 'producer' | 'consumer' | 'admin'): string[] =>
    Object.values(configDefOf(role))
      .filter(({ type }) => type === 'PASSWORD')
      .map(({ name }) => name);

  test.each(['producer', 'consumer', 'admin'] as const)('marks every secret of a %s', (role) => {
    const names = secretNames(role);
    for (const name of ['sasl.password', 'sasl.jaas.config', 'ssl.key.pem', 'ssl.key.password', 'ssl.keystore.key'])
      expect(names).toContain(name);
    expect(names).toContain('sasl.oauthbearer.assertion.private.key.pem');
    for (const property of known[role].native.values())
      if (property.secret && property.class === 'pass') expect(names).toContain(property.name);
  });

  test.each(['producer', 'consumer', 'admin'] as const)('shows none of a %s, whatever is wrong with it', (role) => {
    const base = { 'bootstrap.servers': 'b:1', ...(role === 'consumer' ? { 'group.id': 'g' } : {}) };
    const shapes = [
      MARK,
      [MARK],
      { [MARK]: MARK },
      () => MARK,
      ` ${MARK}\u0000`,
      Symbol(MARK),
      `"${MARK}`,
      `${MARK} ${MARK};`,
    ];
    let refused = 0;
    for (const name of secretNames(role)) {
      for (const protocol of ['PLAINTEXT', 'SSL', 'SASL_SSL']) {
        for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'OAUTHBEARER', 'GSSAPI']) {
          for (const value of shapes) {
            const config = { ...base, 'security.protocol': protocol, 'sasl.mechanism': mechanism, [name]: value };
            try {
              expectHidden(resolveConfig(role as 'producer', config));
            } catch (error) {
              if ((error as { code?: string }).code !== 'ERR_CONFIG') throw error;
              refused++;
              expectHidden(error);
            }
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(500);
    // The value of a mistyped name is a secret, too.
    for (const name of ['sasl.pasword', 'ssl.key.passwort', 'password'])
      expect(() => resolveConfig(role as 'producer', { ...base, [name]: MARK })).toThrow(
        expect.objectContaining({ value: '[hidden]' }) as Error,
      );
  });

  test.each([
    `m required password ${MARK};`,
    `m required password="a" ${MARK};`,
    `m required password="${MARK}`,
    `m required ${MARK}="x" ${MARK}`,
    `${MARK} ${MARK}`,
    `m ${MARK} a="b";`,
    `m required password=${MARK}"x";`,
    `m required password=;${MARK}`,
  ])('a malformed JAAS line shows no word of it: %s', (text) => {
    const config = { 'bootstrap.servers': 'b:1', 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN' };
    let error: unknown;
    try {
      resolveConfig('producer', { ...config, 'sasl.jaas.config': text });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeDefined();
    expectHidden(error);
  });
});

describe('a token', () => {
  const provider = (token: unknown) =>
    fetchToken(
      resolveConfig('producer', {
        'bootstrap.servers': 'b:1',
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'OAUTHBEARER',
        'sasl.login.callback.handler.class': () => token,
      }).oauth!,
    );
  const good = { token: MARK, principal: 'p', lifetimeMs: later };

  test.each<[string, unknown]>([
    ['a byte order mark', { ...good, token: `\ufeff${MARK}` }],
    ['a control character', { ...good, token: `${MARK}\u0007` }],
    ['a NUL', { ...good, token: `${MARK}\0x` }],
    ['a line end', { ...good, token: `${MARK}\n` }],
    ['a letter that is no ASCII', { ...good, token: `${MARK}é` }],
    ['an extension with a control character', { ...good, extensions: { a: `${MARK}\u0001` } }],
    ['an extension that is no string', { ...good, extensions: { a: [MARK] } }],
    ['an extension’s name', { ...good, extensions: { [`${MARK}1`]: 'x' } }],
    ['a NUL in the principal', { ...good, principal: `${MARK}\0` }],
    ['no lifetime', { ...good, lifetimeMs: MARK }],
    ['a token that is a list', { ...good, token: [MARK] }],
    ['only the token', MARK],
    [
      'a getter that throws',
      Object.defineProperty({ ...good }, 'principal', {
        get: () => {
          throw new Error('no');
        },
      }),
    ],
  ])('with %s is refused without showing it', async (_what, token) => {
    const error = await failureOf(() => provider(token));
    expect(error).toMatchObject({ code: 'ERR__AUTHENTICATION' });
    expectHidden(error);
  });

  test('without an expiry is accepted', async () => {
    await expect(provider({ ...good, lifetimeMs: Infinity })).resolves.toMatchObject({
      lifetimeMs: Number.MAX_SAFE_INTEGER,
    });
  });
});

describe('a token endpoint', () => {
  let server: net.Server;
  let port: number;
  let answer: (request: string, socket: net.Socket) => void;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
    server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      let text = '';
      socket.on('data', (part) => {
        text += part.toString('latin1');
        const [head, body] = text.split('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(head!)?.[1];
        if (body !== undefined && body.length >= Number(length)) answer(text, socket);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (config: object = {}) =>
    fetchToken(
      resolveConfig('producer', {
        'bootstrap.servers': 'b:1',
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'OAUTHBEARER',
        'sasl.oauthbearer.token.endpoint.url': `http://127.0.0.1:${port}/`,
        'sasl.oauthbearer.client.credentials.client.id': 'id',
        'sasl.oauthbearer.client.credentials.client.secret': MARK,
        'sasl.login.retry.backoff.ms': 1,
        'sasl.login.retry.backoff.max.ms': 1,
        'sasl.login.read.timeout.ms': 1500,
        ...config,
      }).oauth!,
    );
  const reply = (status: number, body: string, headers = '') =>
    `HTTP/1.1 ${status} x\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;

  const basic = Buffer.from(`id:${MARK}`).toString('base64');
  test.each<[string, string | ((socket: net.Socket) => void), RegExp]>([
    ['echoes the secret', reply(401, JSON.stringify({ error: 'x', error_description: `${MARK} ${basic}` })), /hidden/],
    [
      'writes over several lines',
      reply(400, JSON.stringify({ error: 'a\r\nb\u0000\u001b[2J' })),
      /: status 400, a b \[2J$/,
    ],
    ['answers no JSON', reply(200, `{"access_token":"${MARK}`), /not JSON/],
    ['answers a token that is no JWT', reply(200, `{"access_token":"${MARK}"}`), /not a JWT/],
    ['answers a JWT without JSON', reply(200, `{"access_token":"a.${encode(MARK)}.c"}`), /not a JWT/],
    ['answers a list', reply(200, `{"access_token":"a.${encode([MARK])}.c"}`), /not a JWT/],
    [
      'answers a token that has expired',
      reply(200, `{"access_token":"a.${encode({ sub: MARK, exp: 5 })}.c"}`),
      /expired/,
    ],
    ['answers null', reply(200, 'null'), /no access_token/],
    ['answers HTML', reply(200, `<html>${MARK}</html>`), /not JSON/],
    ['speaks no HTTP', `${MARK}\r\n\r\n`, /cannot be reached/],
    ['sends a header that cannot be', `HTTP/1.1 200 x\r\n${MARK} : \u0000\r\n\r\n`, /cannot be reached/],
    ['redirects', reply(302, '', `location: http://127.0.0.1:1/${MARK}\r\n`), /redirection, which is not followed/],
    ['breaks off', (socket) => void socket.destroy(), /cannot be reached/],
    [
      'breaks off within its answer',
      (socket) => void socket.end(`HTTP/1.1 200 x\r\ncontent-length: 99\r\n\r\n${MARK}`),
      /broke off/,
    ],
    ['answers too much', reply(200, 'x'.repeat(10 * 1024 * 1024)), /more than 1048576 bytes/],
    ['never answers', () => undefined, /longer than 1500 ms \(sasl.login.read.timeout.ms\)/],
    [
      'answers byte by byte',
      (socket) => {
        const timer = setInterval(() => socket.write('H'), 200);
        socket.on('close', () => clearInterval(timer));
      },
      /cannot be reached/,
    ],
  ])('that %s', async (_what, what, message) => {
    answer = (_request, socket) => (typeof what === 'string' ? void socket.end(what) : what(socket));
    const error = await failureOf(() => ask());
    expect(error).toMatchObject({ code: 'ERR__AUTHENTICATION', message: expect.stringMatching(message) as string });
    expectHidden(error);
  });

  test('files of an assertion that cannot be used', async () => {
    const file = path.join(folder, 'bad');
    writeFileSync(file, `{ "${MARK}`);
    const bearer = {
      'sasl.oauthbearer.jwt.retriever.class': 'org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever',
      'sasl.oauthbearer.assertion.private.key.file': file,
    };
    for (const config of [bearer, { ...bearer, 'sasl.oauthbearer.assertion.template.file': file }])
      expectHidden(await failureOf(() => ask(config)));
  });

  test('is asked with a Host, and not with an address that somebody else gave', async () => {
    let redirected = 0;
    const other = http.createServer((_request, response) => {
      redirected++;
      response.end();
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const to = (other.address() as AddressInfo).port;
    answer = (_request, socket) => void socket.end(reply(307, '', `location: http://127.0.0.1:${to}/\r\n`));
    await failureOf(() => ask());
    other.close();
    expect(redirected).toBe(0);
  });
});
