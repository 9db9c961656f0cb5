/** Tokens and passwords, on a broker that asks for them. */
import * as rdkafka from '../../../src/rdkafka/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { USERS } from '../../helpers/kafka/security';

const { ERRORS } = rdkafka.CODES;

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'] });
});
afterAll(() => kafka.stop());

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object): string => `${encode({ alg: 'none' })}.${encode(claims)}.`;
const seconds = Math.floor(Date.now() / 1000);
const token = jwt({ sub: 'alice', iat: seconds, exp: seconds + 3600 });

const conf = (mechanism: string, more: object = {}) => ({
  'bootstrap.servers': kafka.bootstrap('SASL_PLAINTEXT'),
  'security.protocol': 'sasl_plaintext' as const,
  'sasl.mechanisms': mechanism,
  ...more,
});

const connect = (client: InstanceType<typeof rdkafka.Producer>): Promise<unknown> =>
  new Promise((resolve) => client.connect({ timeout: 20_000 }, (error, metadata) => resolve(error ?? metadata)));
const disconnect = (client: InstanceType<typeof rdkafka.Producer>): Promise<unknown> =>
  new Promise((resolve) => client.disconnect(resolve as never));

test('a token that is set before the connection, and another one later', async () => {
  const producer = new rdkafka.Producer(conf('OAUTHBEARER'));
  expect(producer.setOauthBearerToken(token)).toBe(producer);
  expect(await connect(producer)).toMatchObject({ brokers: [{ id: 1 }] });
  expect(() => producer.setOauthBearerToken(token)).not.toThrow();
  await disconnect(producer);
});

test('a token that is set while the client waits for one', async () => {
  const producer = new rdkafka.Producer(conf('OAUTHBEARER'));
  const connected = connect(producer);
  setTimeout(() => producer.setOauthBearerToken(token), 300);
  expect(await connected).toMatchObject({ brokers: [{ id: 1 }] });
  await disconnect(producer);
});

test.each([
  ['by a promise', async () => ({ tokenValue: token, lifetime: Date.now() + 3_600_000, principal: 'alice' })],
  [
    'by its callback',
    (_config: string, done: (error: unknown, token: string) => void) => setImmediate(done, null, token),
  ],
])('oauthbearer_token_refresh_cb gives a token %s', async (_way, refresh) => {
  const producer = new rdkafka.Producer(conf('OAUTHBEARER', { oauthbearer_token_refresh_cb: refresh }));
  expect(await connect(producer)).toMatchObject({ brokers: [{ id: 1 }] });
  await disconnect(producer);
});

test('an AdminClient with a token', async () => {
  const admin = rdkafka.AdminClient.create(conf('OAUTHBEARER') as never, token);
  const topics = await new Promise((resolve) => admin.listTopics({ timeout: 20_000 }, (_error, list) => resolve(list)));
  expect(Array.isArray(topics)).toBe(true);
  admin.refreshOauthBearerToken(token);
  admin.disconnect();
});

test('a user and a password, right and wrong', async () => {
  const [[name, password]] = Object.entries(USERS) as [[string, string]];
  const right = new rdkafka.Producer(conf('PLAIN', { 'sasl.username': name, 'sasl.password': password }));
  expect(await connect(right)).toMatchObject({ brokers: [{ id: 1 }] });
  await disconnect(right);
  const wrong = new rdkafka.Producer(conf('PLAIN', { 'sasl.username': name, 'sasl.password': 'no' }));
  const heard = new Promise((resolve) => wrong.once('event.error', resolve));
  const failure = new Promise((resolve) => wrong.once('connection.failure', resolve));
  const error = await connect(wrong);
  expect(error).toMatchObject({ code: ERRORS.ERR__AUTHENTICATION });
  expect(await failure).toBe(error);
  expect(await heard).toMatchObject({ code: ERRORS.ERR__AUTHENTICATION });
});

test('what this build cannot do fails when the client connects', async () => {
  const oidc = new rdkafka.Producer(conf('OAUTHBEARER', { 'sasl.oauthbearer.method': 'oidc' }));
  expect(await connect(oidc)).toMatchObject({ message: expect.stringMatching(/oidc/i) as string });
  const kerberos = new rdkafka.Producer(conf('GSSAPI'));
  expect(await connect(kerberos)).toMatchObject({ message: expect.stringMatching(/GSSAPI/) as string });
});
