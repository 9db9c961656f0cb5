import { readFileSync } from 'node:fs';
import path from 'node:path';
import answers from '../../fixtures/java/security-answers.json';
import { AdminClient, ConfigError, Consumer, Producer } from '../../../src/index';
import { resolveConfig } from '../../../src/config/resolve';

/*
 * Every security property, together with properties that are in use, with each value that results from an empty
 * environment variable or a mistake. What Java's client refuses is refused, by name. No accepted value makes a
 * connection less secure than the configuration says.
 */

interface Row {
  context: string;
  name: string;
  value: unknown;
  accepts: string[];
  why?: string;
}
const rows = answers.rows as Row[];
const contexts = new Map(answers.contexts.map(({ name, properties }) => [name, properties as Record<string, string>]));
const stores = path.join(__dirname, '..', '..', 'fixtures', 'tls');

function valueOf(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (text === '@endpoint') return 'http://127.0.0.1:1/token';
  if (text.startsWith('@@')) return readFileSync(path.join(stores, text.slice(2)), 'utf8');
  return text.startsWith('@') ? path.join(stores, text.slice(1)) : text;
}

type Role = 'producer' | 'consumer' | 'admin';

function configOf(role: Role, context: string, change: Record<string, unknown>): Record<string, unknown> {
  const inUse = Object.entries(contexts.get(context)!).map(([name, value]) => [name, valueOf(value)]);
  return {
    'bootstrap.servers': 'localhost:1',
    ...(role === 'consumer' ? { 'group.id': 'g' } : {}),
    ...(Object.fromEntries(inUse) as Record<string, unknown>),
    ...change,
  };
}

const classes = { producer: Producer, consumer: Consumer, admin: AdminClient };

/**
 * Creates the client, with its native handle where that makes a difference: for SASL, librdkafka's checks do not depend
 * on the role.
 */
function make(role: Role, config: Record<string, unknown>): unknown {
  try {
    if (role !== 'producer' && config['security.protocol'] !== 'SSL') {
      resolveConfig(role as 'admin', config);
      return undefined;
    }
    const client = new classes[role](config as never);
    (client as Producer).on('error', () => undefined);
    void client.close({ timeoutMs: 0 });
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Intended differences from Java's answers. */
const deviations: { reason: string; when: (row: Row) => boolean }[] = [
  {
    reason: 'a token endpoint needs no JAAS line; its own properties say all',
    when: ({ context, name, value }) => context === 'oidc' && name === 'sasl.jaas.config' && value === null,
  },
  {
    reason: 'Java gets its first token, or reads the file for it, in the constructor; this client when it connects',
    when: ({ context, name, value }) =>
      context === 'oidc' &&
      value === 'no-such-value' &&
      /\.(sub\.claim\.name|assertion\.file|assertion\.claim\.iss|jwks\.endpoint\.url)$/.test(name),
  },
  {
    reason: 'a key that is not encrypted, or that the password of the store has opened, needs no password',
    when: ({ name, value }) => name === 'ssl.key.password' && value === 'no-such-value',
  },
  {
    reason: 'what could only fail with every connection is refused at once',
    when: ({ name, value }) =>
      value === 'no-such-value' &&
      /^(sasl\.mechanism|ssl\.cipher\.suites|ssl\.enabled\.protocols|ssl\.endpoint\.identification\.algorithm)$/.test(
        name,
      ),
  },
  {
    reason: 'as an unknown URL or claim: refused at once',
    when: ({ context, name }) => context === 'unsecured' && /\.(sub\.claim\.name|token\.endpoint\.url)$/.test(name),
  },
  {
    reason: 'there are no JVM security providers here, and no validators of tokens',
    when: ({ name }) => name === 'security.providers' || name === 'sasl.oauthbearer.jwt.validator.class',
  },
  {
    reason: 'null and blanks do not switch the check of the name off; only an empty text does',
    when: ({ name, value }) => name === 'ssl.endpoint.identification.algorithm' && (value === null || value === ' '),
  },
  {
    reason: 'Java opens a PKCS#12 trust store without its password, and finds no certificate in it',
    when: ({ context, name, value }) => context === 'stores' && name === 'ssl.truststore.password' && value === null,
  },
];

describe.each(['producer', 'consumer', 'admin'] as const)('%s', (role) => {
  test.each([...contexts.keys()])('among the properties of %s', (context) => {
    const odd: object[] = [];
    for (const row of rows.filter((candidate) => candidate.context === context)) {
      const error = make(role, configOf(role, context, { [row.name]: row.value }));
      const what = { name: row.name, value: row.value, java: row.why ?? 'accepted', ours: String(error) };
      if (error !== undefined && !(error instanceof ConfigError)) odd.push({ ...what, type: 'no ConfigError' });
      const isSame = (error === undefined) === row.accepts.includes(role);
      if (!isSame && !deviations.some(({ when }) => when(row))) odd.push(what);
    }
    expect(odd).toEqual([]);
  });

  test('each deviation is one: none of them has become needless', () => {
    for (const { reason, when } of deviations) {
      const used = rows.filter(when).some((row) => {
        const error = make(role, configOf(role, row.context, { [row.name]: row.value }));
        return (error === undefined) !== row.accepts.includes(role);
      });
      expect({ reason, used }).toEqual({ reason, used: true });
    }
  });

  test.each([...contexts.keys()])('undefined is as if it were not there: %s', (context) => {
    const names = new Set(rows.filter((row) => row.context === context).map((row) => row.name));
    for (const name of names) {
      const without = configOf(role, context, {});
      delete without[name];
      const given = configOf(role, context, { [name]: undefined });
      const answer = (config: object): unknown => {
        try {
          const { native, nativeCertificates } = resolveConfig(role as 'producer', config);
          return { ...native, 'client.id': '', 'group.id': '', nativeCertificates: [...nativeCertificates] };
        } catch (error) {
          return (error as ConfigError).message;
        }
      };
      expect(answer(given)).toEqual(answer(without));
    }
  });

  test.each(['stores', 'texts', 'ssl'])('whatever is accepted checks the broker: %s', (context) => {
    for (const row of rows.filter((candidate) => candidate.context === context)) {
      let native: Readonly<Record<string, string>>;
      let certificates: readonly unknown[];
      try {
        ({ native, nativeCertificates: certificates } = resolveConfig(
          role as 'producer',
          configOf(role, context, { [row.name]: row.value }),
        ));
      } catch {
        continue;
      }
      const off = row.name === 'ssl.endpoint.identification.algorithm' && row.value === '';
      const trusts = ['ssl.ca.pem', 'ssl.ca.location'].filter((name) => native[name]).length + certificates.length;
      // Java's null is "not set": then the trust store is the system's, as in a client that never had one.
      const wanted = context === 'ssl' || (row.value === null && row.name.startsWith('ssl.truststore.')) ? trusts : 1;
      expect({
        row,
        algorithm: native['ssl.endpoint.identification.algorithm'],
        verify: native['enable.ssl.certificate.verification'] ?? 'true',
        trusts,
      }).toEqual({ row, algorithm: off ? 'none' : 'https', verify: 'true', trusts: wanted });
    }
  });

  test.each([
    ...['ssl.ca.location', 'ssl.ca.pem', 'ssl.certificate.location', 'ssl.certificate.pem', 'ssl.key.location'],
    ...['ssl.key.pem', 'ssl.crl.location', 'ssl.curves.list', 'ssl.sigalgs.list', 'ssl.providers', 'sasl.username'],
    ...['sasl.password', 'enable.ssl.certificate.verification', 'https.ca.location', 'https.ca.pem'],
    ...['sasl.oauthbearer.method', 'sasl.oauthbearer.grant.type', 'sasl.oauthbearer.assertion.private.key.pem'],
  ])('librdkafka’s %s', (name) => {
    for (const value of ['', ' ', null, [], {}]) {
      const error = make(role, configOf(role, 'ssl', { [name]: value }));
      // null of a name that is Java's too means "not set", as there.
      if (value === null && name === 'ssl.ca.pem') expect(error).toBeUndefined();
      else expect({ value, error }).toEqual({ value, error: expect.any(ConfigError) as unknown });
    }
  });
});
