/** Logins with kafkajs's options, beside kafkajs itself. */
import { readFileSync } from 'node:fs';
import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { STORE_PASSWORD, USERS } from '../../helpers/kafka/security';
import { errorOf, type Library } from './both';

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT', 'SASL_SSL', 'SSL'], clientAuth: 'required' });
  await kafka.createTopic('t');
});
afterAll(() => kafka.stop());

const libraries = [original, entry as unknown as Library];
const retry = { retries: 1, initialRetryTime: 50 };

/** What comes of a connection and a question, with each library. */
async function outcomes(
  listener: 'SASL_PLAINTEXT' | 'SASL_SSL' | 'SSL',
  options: () => Omit<original.KafkaConfig, 'brokers'>,
): Promise<unknown[]> {
  return Promise.all(
    libraries.map(async (lib) => {
      const { Kafka, logLevel } = lib;
      const brokers = kafka.bootstrap(listener).split(',');
      const admin = new Kafka({
        brokers,
        retry,
        logLevel: logLevel.NOTHING,
        connectionTimeout: 5000,
        ...options(),
      }).admin();
      try {
        let topics: string[] = [];
        const error = (await errorOf(
          admin.connect().then(async () => {
            topics = await admin.listTopics();
          }),
        )) as { name: string; retriable: boolean } | undefined;
        return error === undefined ? topics.includes('t') : { name: error.name, retriable: error.retriable };
      } finally {
        await admin.disconnect();
      }
    }),
  );
}

const password = USERS.alice!;
const trusting = () => ({ ca: [readFileSync(kafka.tls.ca.caFile, 'utf8')] });

test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
  '%s: the right and a wrong password',
  async (mechanism) => {
    const login = (given: string) => () => ({
      sasl: { mechanism, username: 'alice', password: given } as original.SASLOptions,
    });
    expect(await outcomes('SASL_PLAINTEXT', login(password))).toEqual([true, true]);
    const refused = { name: 'KafkaJSSASLAuthenticationError', retriable: false };
    expect(await outcomes('SASL_PLAINTEXT', login('wrong'))).toEqual([refused, refused]);
  },
);

test('oauthbearer: a token of the provider', async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const value = `${encode({ alg: 'none' })}.${encode({ sub: 'alice', iat: seconds, exp: seconds + 3600 })}.`;
  const oauthBearerProvider = async () => ({ value });
  expect(await outcomes('SASL_PLAINTEXT', () => ({ sasl: { mechanism: 'oauthbearer', oauthBearerProvider } }))).toEqual(
    [true, true],
  );
});

test('TLS below SASL: with the authority, without it, and without a check', async () => {
  // A new object each time: kafkajs adds to the one that it gets.
  const sasl = () => ({ mechanism: 'plain' as const, username: 'alice', password });
  expect(await outcomes('SASL_SSL', () => ({ sasl: sasl(), ssl: trusting() }))).toEqual([true, true]);
  expect(await outcomes('SASL_SSL', () => ({ sasl: sasl(), ssl: { rejectUnauthorized: false } }))).toEqual([
    true,
    true,
  ]);
  const refused = expect.objectContaining({ name: 'KafkaJSNumberOfRetriesExceeded' }) as unknown;
  expect(await outcomes('SASL_SSL', () => ({ sasl: sasl(), ssl: true }))).toEqual([refused, refused]);
});

test('a certificate of the client, with its key and with an encrypted one', async () => {
  const { cert, key, encryptedKey } = kafka.tls.client;
  const read = (file: string) => readFileSync(file, 'utf8');
  const certificate = () => ({ ...trusting(), cert: read(cert) });
  expect(await outcomes('SSL', () => ({ ssl: { ...certificate(), key: read(key) } }))).toEqual([true, true]);
  const encrypted = () => ({ ssl: { ...certificate(), key: read(encryptedKey), passphrase: STORE_PASSWORD } });
  expect(await outcomes('SSL', encrypted)).toEqual([true, true]);
});
