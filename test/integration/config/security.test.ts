import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { inspect } from 'node:util';
import { Producer } from '../../../src/index';
import { foreignEnv } from '../../helpers/addon';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { STORE_PASSWORD } from '../../helpers/kafka/security';

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT', 'SASL_SSL', 'SSL'], clientAuth: 'required' });
  await kafka.createTopic('t');
});
afterAll(() => kafka.stop());

/** Sends a record with this configuration, or throws why it cannot. */
async function send(config: Record<string, unknown>): Promise<void> {
  const producer = new Producer(config as object);
  producer.on('error', () => undefined);
  try {
    await producer.ready({ timeoutMs: 15_000 });
    await producer.send({ topic: 't', value: 'v' });
  } finally {
    await producer.close({ timeoutMs: 0 });
  }
}

describe('SASL by Java’s properties', () => {
  test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'] as const)('%s over TLS', async (mechanism) => {
    await send(kafka.clientProperties('SASL_SSL', { user: 'alice', mechanism }));
  });

  test('PLAIN without TLS, by librdkafka’s names', async () => {
    const login = { 'sasl.mechanisms': 'PLAIN', 'sasl.username': 'bob', 'sasl.password': 'bob-secret' };
    await send({
      'bootstrap.servers': kafka.bootstrap('SASL_PLAINTEXT'),
      'security.protocol': 'sasl_plaintext',
      ...login,
    });
  });

  test('OAUTHBEARER by an async function', async () => {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    let calls = 0;
    const provider = async () => {
      calls++;
      const exp = Date.now() / 1000 + 3600;
      const token = `${encode({ alg: 'none' })}.${encode({ sub: 'alice', iat: exp - 3601, exp })}.`;
      return { token, principal: 'alice', lifetimeMs: exp * 1000 };
    };
    await send({
      'bootstrap.servers': kafka.bootstrap('SASL_PLAINTEXT'),
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'OAUTHBEARER',
      'sasl.login.callback.handler.class': provider,
    });
    expect(calls).toBe(1);
  });

  test('a wrong password has a typed error, and is never printed', async () => {
    const config = kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-256' });
    config['sasl.jaas.config'] = config['sasl.jaas.config']!.replace('alice-secret', 'not-the-secret');
    const producer = new Producer(config as object);
    const shown: unknown[] = [];
    for (const event of ['error', 'warning', 'log'] as const) producer.on(event, (what: unknown) => shown.push(what));
    const failure: unknown = await producer.ready({ timeoutMs: 3000 }).catch((error: unknown) => error);
    await producer.close({ timeoutMs: 0 });
    expect(inspect([failure, ...shown], { depth: 10 })).toMatch(/uthentication/);
    expect(inspect([failure, producer, ...shown], { depth: 10, showHidden: true })).not.toContain('not-the-secret');
  });
});

describe('TLS with a client certificate', () => {
  const keytool = (...args: string[]): void => void execFileSync('keytool', args, { stdio: 'pipe', env: foreignEnv() });

  function trust(type: 'JKS' | 'PKCS12' | 'PEM'): Record<string, string> {
    if (type === 'PEM') return { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': kafka.tls.ca.caFile };
    const store = path.join(kafka.folder, `trust-${type}-${String(Math.random()).slice(2)}`);
    keytool(
      '-importcert',
      '-noprompt',
      '-alias',
      'ca',
      '-file',
      kafka.tls.ca.caFile,
      '-storetype',
      type,
      '-keystore',
      store,
      '-storepass',
      STORE_PASSWORD,
    );
    return { 'ssl.truststore.location': store, 'ssl.truststore.password': STORE_PASSWORD };
  }

  function jks(): string {
    const store = path.join(kafka.folder, 'client.jks');
    keytool(
      ...[
        '-importkeystore',
        '-srckeystore',
        kafka.tls.client.pkcs12,
        '-srcstoretype',
        'PKCS12',
        '-srcstorepass',
        STORE_PASSWORD,
      ],
      ...['-destkeystore', store, '-deststoretype', 'JKS', '-deststorepass', STORE_PASSWORD],
    );
    return store;
  }

  const key = (store: string): Record<string, string> => ({
    'ssl.keystore.location': store,
    'ssl.keystore.password': STORE_PASSWORD,
  });

  test.each<[string, () => Record<string, string>]>([
    ['JKS stores', () => ({ ...trust('JKS'), ...key(jks()) })],
    ['PKCS#12 stores', () => ({ ...trust('PKCS12'), ...key(kafka.tls.client.pkcs12) })],
    [
      'PEM files',
      () => ({ ...trust('PEM'), 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': kafka.tls.client.keyAndCert }),
    ],
    [
      'a cipher suite by IANA’s name',
      () => ({
        ...trust('PEM'),
        ...key(kafka.tls.client.pkcs12),
        'ssl.cipher.suites': 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
      }),
    ],
  ])('%s', async (_what, stores) => {
    await send({ 'bootstrap.servers': kafka.bootstrap('SSL'), 'security.protocol': 'SSL', ...stores() });
  });

  test('a broker that is not trusted is refused', async () => {
    const config = {
      'bootstrap.servers': kafka.bootstrap('SSL'),
      'security.protocol': 'SSL',
      ...key(kafka.tls.client.pkcs12),
    };
    const producer = new Producer(config as object);
    producer.on('error', () => undefined);
    await expect(producer.ready({ timeoutMs: 3000 })).rejects.toThrow();
    await producer.close({ timeoutMs: 0 });
  });
});
