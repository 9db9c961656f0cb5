import { inspect } from 'node:util';
import { parseJaas } from '../../../src/config/security/jaas';
import { resolveConfig } from '../../../src/config/resolve';

const base = { 'bootstrap.servers': 'b:9093', 'security.protocol': 'SASL_SSL' };
const resolve = (config: object) => resolveConfig('consumer', { ...base, 'group.id': 'g', ...config });
const scram = (options: string) => `org.apache.kafka.common.security.scram.ScramLoginModule required ${options};`;

describe('a JAAS line', () => {
  test.each([
    ['m required;', {}],
    ['m required username="u" password="p";', { username: 'u', password: 'p' }],
    ['m REQUIRED a=\'single "q"\' b=word-1_$;', { a: 'single "q"', b: 'word-1_$' }],
    ['m optional // comment\n a = "1" /* another */ ;', { a: '1' }],
    ['m required p="a\\"b\\\\c\\n\\101";', { p: 'a"b\\c\nA' }],
    ['m required p="semi;colon=";', { p: 'semi;colon=' }],
    ['m required p="ünïcödé";', { p: 'ünïcödé' }],
  ])('%s', (text, options) => {
    expect(Object.fromEntries(parseJaas(text).options)).toEqual(options);
  });

  test.each([
    '',
    'm',
    'm required',
    'm maybe a="1";',
    'm required a="1"',
    'm required a;',
    'm required a=;',
    'm required a="1',
    'm required a="1"; n required;',
    '"m" required;',
    'm required ="1";',
  ])('malformed: %s', (text) => {
    expect(() => parseJaas(text)).toThrow(/sasl\.jaas\.config/);
  });

  test('no error contains its text', () => {
    for (const text of [
      'm required password="s3cret"',
      'm wrong password="s3cret";',
      'm required password="s3cret',
      's3cret',
    ]) {
      let shown = '';
      try {
        resolve({ 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': text });
      } catch (error) {
        shown = inspect(error, { depth: 10 }) + JSON.stringify(error);
      }
      expect(shown).toContain('sasl.jaas.config');
      expect(shown).not.toContain('s3cret');
    }
  });
});

describe('PLAIN and SCRAM', () => {
  test('user name and password are read from the line', () => {
    const { native } = resolve({
      'sasl.mechanism': 'SCRAM-SHA-256',
      'sasl.jaas.config': scram('username="u" password="s3cret"'),
    });
    expect(native).toMatchObject({
      'sasl.mechanism': 'SCRAM-SHA-256',
      'sasl.username': 'u',
      'sasl.password': 's3cret',
    });
  });

  test('librdkafka’s own names are accepted', () => {
    const { native } = resolve({ 'sasl.mechanism': 'PLAIN', 'sasl.username': 'u', 'sasl.password': 's3cret' });
    expect(native).toMatchObject({ 'sasl.username': 'u', 'sasl.password': 's3cret' });
  });

  test.each([
    [{ 'sasl.mechanism': 'PLAIN' }, 'sasl.jaas.config'],
    [{ 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': scram('username="u"') }, 'sasl.jaas.config'],
    [
      { 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.jaas.config': scram('username="u" password="p" tokenauth="true"') },
      'sasl.jaas.config',
    ],
    [{ 'sasl.mechanism': 'NTLM' }, 'sasl.mechanism'],
    [{ 'sasl.mechanism': '' }, 'sasl.mechanism'],
    [{ 'sasl.mechanism': 'GSSAPI' }, 'sasl.kerberos.service.name'],
  ])('refused: %p', (config, property) => {
    expect(() => resolve(config)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', property }) as Error);
  });

  test('is not passed on if security.protocol has no SASL', () => {
    const { native } = resolve({
      'security.protocol': 'PLAINTEXT',
      'sasl.mechanism': 'PLAIN',
      'sasl.username': 'u',
      'sasl.password': 'p',
    });
    expect(Object.keys(native).filter((name) => name.startsWith('sasl.'))).toEqual([]);
  });
});

test('Kerberos: the line’s options, and kinit as a command line', () => {
  const { native } = resolve({
    'sasl.mechanism': 'GSSAPI',
    'sasl.kerberos.kinit.cmd': "/opt/it's/kinit",
    'sasl.jaas.config':
      'com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/k" principal="me@R" serviceName="kafka";',
  });
  const login = '-t "%{sasl.kerberos.keytab}" -k %{sasl.kerberos.principal}';
  expect(native).toMatchObject({
    'sasl.kerberos.principal': 'me@R',
    'sasl.kerberos.keytab': '/k',
    'sasl.kerberos.service.name': 'kafka',
    'sasl.kerberos.kinit.cmd': `'/opt/it'\\''s/kinit' -R ${login} || '/opt/it'\\''s/kinit' ${login}`,
  });
});

describe('OAUTHBEARER', () => {
  const oauth = (config: object) => resolve({ 'sasl.mechanism': 'OAUTHBEARER', ...config });
  const handler = 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler';
  const provider = () => ({ token: 't', principal: 'p', lifetimeMs: 1 });

  test.each([
    ['a function', provider],
    ['an object', { handle: provider }],
    [
      'a class',
      class {
        handle() {
          return provider();
        }
      },
    ],
  ])('%s as the handler', async (_what, option) => {
    const { oauth: source, native } = oauth({ 'sasl.login.callback.handler.class': option });
    expect(source).toMatchObject({ kind: 'provider' });
    await expect((source as { provider: () => unknown }).provider()).toEqual(provider());
    expect(native['sasl.oauthbearer.method']).toBeUndefined();
  });

  const credentials = {
    'sasl.oauthbearer.token.endpoint.url': 'https://login/token',
    'sasl.oauthbearer.client.credentials.client.id': 'id',
    'sasl.oauthbearer.client.credentials.client.secret': 's3cret',
  };

  test('Java’s OIDC properties', () => {
    const { oauth: source } = oauth({
      ...credentials,
      'sasl.login.callback.handler.class': handler,
      'sasl.oauthbearer.scope': 'a b',
    });
    expect(source).toEqual(
      expect.objectContaining({
        kind: 'clientCredentials',
        subClaimName: 'sub',
        endpoint: expect.objectContaining({
          url: 'https://login/token',
          clientId: 'id',
          clientSecret: 's3cret',
          scope: 'a b',
        }) as unknown,
      }),
    );
    expect(inspect(source, { depth: 10 })).not.toContain('s3cret');
    expect(JSON.stringify(source)).not.toContain('s3cret');
  });

  test('the same in the JAAS line, and librdkafka’s names', () => {
    const jaas =
      'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId="i" clientSecret="s" scope="c" extension_x="1";';
    const url = { 'sasl.oauthbearer.token.endpoint.url': 'http://login/token' };
    expect(oauth({ ...url, 'sasl.jaas.config': jaas }).oauth).toMatchObject({
      extensions: { x: '1' },
      endpoint: { clientId: 'i', clientSecret: 's', scope: 'c' },
    });
    const own = {
      'sasl.oauthbearer.client.id': 'i2',
      'sasl.oauthbearer.client.secret': 's2',
      'sasl.oauthbearer.extensions': 'y=2,z=3',
    };
    expect(oauth({ ...url, ...own, 'sasl.oauthbearer.method': 'oidc' }).oauth).toMatchObject({
      extensions: { y: '2', z: '3' },
      endpoint: { clientId: 'i2', clientSecret: 's2' },
    });
  });

  test('a file with a token, and the JWT bearer grant', () => {
    expect(oauth({ 'sasl.oauthbearer.token.endpoint.url': 'file:///tmp/a%20b' }).oauth).toMatchObject({
      kind: 'file',
      path: '/tmp/a b',
    });
    const bearer = {
      'sasl.oauthbearer.token.endpoint.url': 'https://login/token',
      'sasl.oauthbearer.jwt.retriever.class': 'org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever',
      'sasl.oauthbearer.assertion.file': '/tmp/assertion',
    };
    expect(oauth(bearer).oauth).toMatchObject({
      kind: 'jwtBearer',
      endpoint: { assertion: { file: '/tmp/assertion' } },
    });
  });

  test('an unsecured token, like the one that Java creates for tests', () => {
    const jaas =
      'm required unsecuredLoginStringClaim_sub="alice" unsecuredLoginListClaim_scope="|a|b" unsecuredLoginLifetimeSeconds="60";';
    expect(oauth({ 'sasl.jaas.config': jaas }).oauth).toMatchObject({
      kind: 'unsecured',
      claims: { sub: 'alice', scope: ['a', 'b'] },
      lifeSeconds: 60,
    });
    const own = {
      'enable.sasl.oauthbearer.unsecure.jwt': true,
      'sasl.oauthbearer.config': 'principal=bob lifeSeconds=5 extension_e=1',
    };
    const { oauth: source, native } = oauth(own);
    expect(source).toMatchObject({ kind: 'unsecured', claims: { sub: 'bob' }, lifeSeconds: 5, extensions: { e: '1' } });
    expect(native['sasl.oauthbearer.config']).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ['no source at all', {}, 'sasl.jaas.config'],
    [
      'a Java class of the user’s',
      { 'sasl.login.callback.handler.class': 'com.acme.Handler' },
      'sasl.login.callback.handler.class',
    ],
    ['an object without handle', { 'sasl.login.callback.handler.class': {} }, 'sasl.login.callback.handler.class'],
    ['no endpoint', { 'sasl.login.callback.handler.class': handler }, 'sasl.oauthbearer.token.endpoint.url'],
    [
      'an endpoint that is no URL',
      { ...credentials, 'sasl.oauthbearer.token.endpoint.url': 'login' },
      'sasl.oauthbearer.token.endpoint.url',
    ],
    [
      'another protocol',
      { ...credentials, 'sasl.oauthbearer.token.endpoint.url': 'ftp://x/' },
      'sasl.oauthbearer.token.endpoint.url',
    ],
    [
      'no secret',
      { ...credentials, 'sasl.oauthbearer.client.credentials.client.secret': undefined },
      'sasl.oauthbearer.client.credentials.client.secret',
    ],
    [
      'a custom retriever',
      { 'sasl.oauthbearer.jwt.retriever.class': 'com.acme.R' },
      'sasl.oauthbearer.jwt.retriever.class',
    ],
    [
      'cloud metadata',
      { 'sasl.oauthbearer.metadata.authentication.type': 'aws_iam' },
      'sasl.oauthbearer.metadata.authentication.type',
    ],
  ])('refused: %s', (_what, config, property) => {
    expect(() => oauth(config)).toThrow(expect.objectContaining({ code: 'ERR_CONFIG', property }) as Error);
  });
});
