import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { channel } from 'node:diagnostics_channel';
import { AdminClient, Consumer, Producer } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { STORE_PASSWORD, USERS } from '../../helpers/kafka/security';

/*
 * Live clients, with debug=all, in every form in which a configuration can hold a secret, taken and refused by a real
 * Kafka: neither logs, errors, warnings, statistics, process warnings, diagnostics channels, `inspect` nor JSON show
 * any of it.
 */

/** The mark counts as shown with any so many of its characters; words such as `test-password` only as a whole. */
const PIECE = 8;
const MARK = 'Zq7Xw9Kp3Lm5Rt2';
const GOOD = USERS.alice!;

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT', 'SASL_SSL', 'SSL'], clientAuth: 'required' });
  await kafka.createTopic('t');
}, 180_000);
afterAll(() => kafka.stop());

type Config = Record<string, unknown>;

/** The pieces of a private key in a PEM text. */
const keyOf = (pem: string): string => /PRIVATE KEY-----\n([^-]{40})/.exec(pem)![1]!;

interface Form {
  config: Config;
  secrets: string[];
}

const trust = (): Config => ({ 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': kafka.tls.ca.caFile });
const sasl = (listener: 'SASL_PLAINTEXT' | 'SASL_SSL'): Config => ({
  'bootstrap.servers': kafka.bootstrap(listener),
  'security.protocol': listener,
  ...(listener === 'SASL_SSL' ? trust() : {}),
});
const unsigned = (claims: object): string =>
  [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.';

const forms: Record<string, () => Form | Promise<Form>> = {};
for (const [what, password] of [
  ['taken', GOOD],
  ['refused', MARK],
] as const) {
  for (const listener of ['SASL_PLAINTEXT', 'SASL_SSL'] as const) {
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
      const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
      const login = `org.apache.kafka.common.security.${module} required username="alice" password="${password}";`;
      forms[`JAAS, ${mechanism}, ${listener}, ${what}`] = () => ({
        config: { ...sasl(listener), 'sasl.mechanism': mechanism, 'sasl.jaas.config': login },
        secrets: [password],
      });
      forms[`user and password, ${mechanism}, ${listener}, ${what}`] = () => ({
        config: { ...sasl(listener), 'sasl.mechanism': mechanism, 'sasl.username': 'alice', 'sasl.password': password },
        secrets: [password],
      });
    }
  }
}
const tokens: Record<string, () => unknown> = {
  'a token that is taken': () => {
    const now = Math.floor(Date.now() / 1000);
    const token = unsigned({ sub: 'alice', iat: now, exp: now + 600, jti: MARK });
    return { token, principal: 'alice', lifetimeMs: Date.now() + 600_000 };
  },
  'a token that is refused': () => ({ token: `${MARK}.jwt`, principal: 'p', lifetimeMs: Date.now() + 60_000 }),
  'a token that cannot be': () => ({ token: `${MARK}\u0007`, principal: 'p', lifetimeMs: Date.now() + 60_000 }),
};
for (const [what, provider] of Object.entries(tokens)) {
  forms[what] = () => ({
    config: {
      ...sasl('SASL_SSL'),
      'sasl.mechanism': 'OAUTHBEARER',
      'sasl.login.callback.handler.class': provider,
    },
    secrets: [MARK, Buffer.from(`"${MARK}"`).toString('base64url').slice(2, -2)],
  });
}
forms['client secret of a token endpoint'] = () => ({
  config: {
    ...sasl('SASL_SSL'),
    'sasl.mechanism': 'OAUTHBEARER',
    'sasl.oauthbearer.token.endpoint.url': 'http://127.0.0.1:1/token',
    'sasl.oauthbearer.client.credentials.client.id': 'id',
    'sasl.oauthbearer.client.credentials.client.secret': MARK,
  },
  secrets: [MARK],
});
const mutual = (): Config => ({
  'bootstrap.servers': kafka.bootstrap('SSL'),
  'security.protocol': 'SSL',
  ...trust(),
});
forms['key store'] = async () => {
  const client = await kafka.tls.ca.issue('walk-1');
  return {
    config: { ...mutual(), 'ssl.keystore.location': client.pkcs12, 'ssl.keystore.password': STORE_PASSWORD },
    secrets: [STORE_PASSWORD, keyOf(readFileSync(client.key, 'utf8'))],
  };
};
forms['key as PEM text'] = async () => {
  const client = await kafka.tls.ca.issue('walk-2');
  const key = readFileSync(client.key, 'utf8');
  const chain = readFileSync(client.cert, 'utf8');
  return {
    config: {
      ...mutual(),
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': key,
      'ssl.keystore.certificate.chain': chain,
    },
    secrets: [keyOf(key)],
  };
};
forms['encrypted key as PEM text'] = async () => {
  const client = await kafka.tls.ca.issue('walk-3');
  const key = readFileSync(client.encryptedKey, 'utf8');
  return {
    config: {
      ...mutual(),
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.key': key,
      'ssl.keystore.certificate.chain': readFileSync(client.cert, 'utf8'),
      'ssl.key.password': STORE_PASSWORD,
    },
    secrets: [STORE_PASSWORD, keyOf(key)],
  };
};
forms['librdkafka’s names of key and password'] = async () => {
  const client = await kafka.tls.ca.issue('walk-4');
  return {
    config: {
      ...mutual(),
      'ssl.key.location': client.encryptedKey,
      'ssl.certificate.location': client.cert,
      'ssl.key.password': STORE_PASSWORD,
    },
    secrets: [STORE_PASSWORD],
  };
};

function piecesOf(text: string, isMark: boolean): string[] {
  if (!isMark) return [text];
  return Array.from({ length: text.length - PIECE + 1 }, (_, i) => text.slice(i, i + PIECE));
}

/** Everything that was printed or emitted. */
class Watch {
  readonly texts: string[] = [];

  see(...values: unknown[]): void {
    for (const value of values) {
      this.texts.push(inspect(value, { depth: 8, showHidden: true, getters: true, maxStringLength: null }));
      try {
        this.texts.push(JSON.stringify(value) ?? '');
      } catch {
        // Cycles: inspect has shown them.
      }
      for (let error = value; error instanceof Error; error = error.cause) this.texts.push(String(error.stack));
    }
  }

  expectHidden(secrets: readonly string[]): void {
    const all = this.texts.join('\n');
    for (const secret of secrets) {
      const whole = [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')];
      for (const form of whole)
        for (const piece of piecesOf(form, secret === MARK))
          expect({ piece, shown: all.includes(piece) }).toEqual({ piece, shown: false });
    }
  }
}

const events = ['error', 'warning', 'log', 'stats', 'throttle', 'close'] as const;

async function walk(config: Config, watch: Watch): Promise<void> {
  const all = { ...config, debug: 'all', 'statistics.interval.ms': 100 };
  const producer = new Producer({ ...all, 'delivery.timeout.ms': 3000, 'request.timeout.ms': 2000 } as never);
  const consumer = new Consumer({ ...all, 'group.id': 'walk', 'auto.offset.reset': 'earliest' } as never);
  const admin = new AdminClient(all as never);
  const clients = [producer, consumer, admin] as unknown as Producer[];
  for (const client of clients)
    for (const event of events) client.on(event, ((...args: unknown[]) => watch.see(...args)) as never);
  const attempt = (work: Promise<unknown>): Promise<void> =>
    work.then(
      (value) => watch.see(value),
      (error: unknown) => watch.see(error),
    );
  consumer.subscribe(['t']);
  await Promise.all([
    attempt(producer.send({ topic: 't', value: 'v' } as never)),
    attempt(producer.ready({ timeoutMs: 3000 })),
    attempt(consumer.poll(3000)),
    attempt(consumer.committed([{ topic: 't', partition: 0 }], { timeoutMs: 3000 })),
    attempt(admin.describeCluster({ timeoutMs: 3000 })),
    attempt(admin.createTopics([{ name: 't', numPartitions: 1 }], { timeoutMs: 3000 })),
  ]);
  watch.see(
    producer,
    consumer,
    admin,
    clients.map((client) => client.state),
  );
  await Promise.all([
    attempt(producer.close({ timeoutMs: 1000 })),
    attempt(consumer.close({ timeoutMs: 1000 })),
    attempt(admin.close({ timeoutMs: 1000 })),
  ]);
  watch.see(producer, consumer, admin);
}

test.each(Object.keys(forms))('%s', async (name) => {
  const watch = new Watch();
  const seen = (message: unknown) => watch.see(message);
  const channels = events.map((event) => channel(`kafka-napi:${event}`));
  for (const each of channels) each.subscribe(seen);
  process.on('warning', seen);
  try {
    const { config, secrets } = await forms[name]!();
    await walk(config, watch);
    // It would show what there is to see: librdkafka's log and statistics came.
    expect(watch.texts.some((text) => text.includes('CONNECT'))).toBe(true);
    watch.expectHidden(secrets);
    // With the same secrets, a configuration that is refused.
    for (const wrong of [{ 'no.such.property': 1 }, { 'security.protocol': 'SASL' }, { 'ssl.keystore.type': 'X' }]) {
      try {
        await new Producer({ ...config, ...wrong } as never).close({ timeoutMs: 0 });
      } catch (error) {
        watch.see(error);
      }
    }
    watch.expectHidden(secrets);
  } finally {
    for (const each of channels) each.unsubscribe(seen);
    process.off('warning', seen);
  }
});
