import path from 'node:path';
import { AdminClient, AuthenticationError, Consumer, Producer } from '../../../src/index';
import { callEverything } from '../../helpers/every-call';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { STORE_PASSWORD, TestCa } from '../../helpers/kafka/security';

/* Refusals of a real Kafka. Calls get their default times: an AuthenticationError is one that did not wait for them. */

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT', 'SASL_SSL', 'SSL'], clientAuth: 'required' });
  await kafka.createTopic('t');
});
afterAll(() => kafka.stop());

type Config = Record<string, unknown>;
const login = (user: string, mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER'): Config =>
  kafka.clientProperties('SASL_PLAINTEXT', { user, mechanism });
const trusting = (): Config => ({
  'bootstrap.servers': kafka.bootstrap('SSL'),
  'security.protocol': 'SSL',
  'ssl.truststore.type': 'PEM',
  'ssl.truststore.location': kafka.tls.ca.caFile,
});

async function refusalOf(config: Config): Promise<unknown> {
  const producer = new Producer(config as never);
  producer.on('error', () => undefined);
  try {
    await producer.send({ topic: 't', value: 'v' });
    return 'sent';
  } catch (error) {
    return error;
  } finally {
    await producer.close({ timeoutMs: 0 });
  }
}

test('a wrong password ends every call at once, with the broker’s reason', async () => {
  const config = login('nobody', 'SCRAM-SHA-256');
  const failures = await callEverything(config);
  for (const [call, failure] of Object.entries(failures)) {
    expect({ call, failure }).toEqual({
      call,
      failure: expect.objectContaining({
        code: 'ERR__AUTHENTICATION',
        isRetriable: false,
        message: expect.stringMatching(
          /Authentication failed during authentication due to invalid credentials/,
        ) as string,
      }) as unknown,
    });
  }
});

test.each<[string, () => Config | Promise<Config>, string, RegExp]>([
  ['PLAIN, a wrong password', () => login('nobody', 'PLAIN'), 'ERR__AUTHENTICATION', /Invalid username or password/],
  [
    'SCRAM-SHA-512, an unknown user',
    () => login('nobody', 'SCRAM-SHA-512'),
    'ERR__AUTHENTICATION',
    /invalid credentials/,
  ],
  [
    'a token that the broker refuses',
    () => ({
      ...login('alice', 'OAUTHBEARER'),
      'sasl.jaas.config': undefined,
      'sasl.login.callback.handler.class': () => ({ token: 'no.jwt', principal: 'p', lifetimeMs: Date.now() + 60_000 }),
    }),
    'ERR__AUTHENTICATION',
    /invalid_token/,
  ],
  [
    'a token provider that fails',
    () => ({
      ...login('alice', 'OAUTHBEARER'),
      'sasl.jaas.config': undefined,
      'sasl.login.callback.handler.class': () => Promise.reject(new Error('vault is sealed')),
    }),
    'ERR__AUTHENTICATION',
    /vault is sealed/,
  ],
  [
    'SASL on a port without it',
    () => ({ ...login('alice', 'PLAIN'), 'bootstrap.servers': kafka.bootstrapServers }),
    'ERR__AUTHENTICATION',
    /SASL/,
  ],
  [
    'TLS on a port without it',
    () => ({ ...trusting(), 'bootstrap.servers': kafka.bootstrapServers }),
    'ERR__SSL',
    /PLAINTEXT broker listener/,
  ],
  ['no client certificate', () => trusting(), 'ERR__SSL', /alert/],
  [
    'a client certificate of another authority',
    async () => {
      const other = await (await TestCa.create(path.join(kafka.folder, 'other'))).issue('client');
      return { ...trusting(), 'ssl.keystore.location': other.pkcs12, 'ssl.keystore.password': STORE_PASSWORD };
    },
    'ERR__SSL',
    /alert/,
  ],
  [
    'a client certificate that has expired',
    async () => {
      const old = await kafka.tls.ca.issue('expired', { days: -1 });
      return { ...trusting(), 'ssl.keystore.location': old.pkcs12, 'ssl.keystore.password': STORE_PASSWORD };
    },
    'ERR__SSL',
    /alert/,
  ],
])('%s', async (_what, config, code, reason) => {
  expect(await refusalOf(await config())).toMatchObject({
    name: 'DeliveryError',
    code,
    isRetriable: false,
    persisted: 'no',
    message: expect.stringMatching(reason) as string,
    cause: expect.any(AuthenticationError) as unknown,
  });
});

test('when the credentials are corrected, the same clients work', async () => {
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const config = login('late', 'SCRAM-SHA-256');
  const producer = new Producer(config as never);
  const consumer = new Consumer({ ...config, 'group.id': 'late', 'auto.offset.reset': 'earliest' } as never);
  const errors: string[] = [];
  for (const client of [producer, consumer]) (client as Producer).on('error', (error) => errors.push(error.code));
  consumer.subscribe(['late']);
  await kafka.createTopic('late');
  await expect(consumer.poll(60_000)).rejects.toBeInstanceOf(AuthenticationError);
  await expect(producer.send({ topic: 'late', value: 'first' })).rejects.toMatchObject({ code: 'ERR__AUTHENTICATION' });
  await expect(producer.ready()).rejects.toBeInstanceOf(AuthenticationError);
  expect(producer.state).toBe('down');
  await admin.alterUserScramCredentials([
    { user: 'late', credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: 'wrong' },
  ]);
  const untilItWorks = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof AuthenticationError || (error as { code?: string }).code === 'ERR__AUTHENTICATION'))
          throw error;
      }
    }
  };
  await untilItWorks(() => producer.send({ topic: 'late', value: 'second' }));
  expect(producer.state).toBe('up');
  const values: string[] = [];
  while (values.length === 0)
    for (const record of await untilItWorks(() => consumer.poll(5000))) values.push(String(record.value));
  // What was refused was not kept and sent later.
  expect(values).toEqual(['second']);
  // The same failure is reported once, not at each attempt.
  expect(errors).toEqual(['ERR__AUTHENTICATION', 'ERR__AUTHENTICATION']);
  await Promise.all([producer.close(), consumer.close(), admin.close()]);
});

test('credentials that become invalid: a connected producer keeps its records, and sends them when they are valid again', async () => {
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const change = (password: string) =>
    admin.alterUserScramCredentials([{ user: 'was-up', credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password }]);
  await change('wrong');
  await kafka.createTopic('kept');
  const producer = new Producer(login('was-up', 'SCRAM-SHA-256') as never);
  producer.on('error', () => undefined);
  let sent = producer.send({ topic: 'kept', value: '0' });
  for (;;) {
    try {
      await sent;
      break;
    } catch {
      sent = producer.send({ topic: 'kept', value: '0' });
    }
  }
  // Not an error from before the broker knew the user.
  const refused = new Promise((resolve) => producer.once('error', resolve));
  await change('another');
  await kafka.restart(1);
  await refused;
  const later = producer.send({ topic: 'kept', value: '1' });
  await expect(producer.flush()).rejects.toBeInstanceOf(AuthenticationError);
  await expect(producer.partitionsFor('kept')).rejects.toBeInstanceOf(AuthenticationError);
  await change('wrong');
  await later;
  expect((await kafka.consume('kept')).map(({ value }) => String(value))).toEqual(['0', '1']);
  await Promise.all([producer.close(), admin.close()]);
});

test('a token provider that hangs once: records sent meanwhile wait for the next token, and none is lost', async () => {
  await kafka.createTopic('hanging');
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  let asked = 0;
  const provider = () => {
    // The second one never comes; the deadline of the login ends the wait, and librdkafka asks again after ten seconds.
    if (++asked === 2) return new Promise<never>(() => undefined);
    const lifetimeMs = Date.now() + (asked === 1 ? 5000 : 600_000);
    const claims = { sub: 'alice', iat: Date.now() / 1000 - 1, exp: lifetimeMs / 1000 };
    return { token: `${encode({ alg: 'none' })}.${encode(claims)}.`, principal: 'alice', lifetimeMs };
  };
  const producer = new Producer({
    ...login('alice', 'OAUTHBEARER'),
    'sasl.jaas.config': undefined,
    'sasl.login.callback.handler.class': provider,
    'sasl.login.read.timeout.ms': 2000,
  } as never);
  const errors: string[] = [];
  producer.on('error', ({ message }) => errors.push(message));
  await producer.send({ topic: 'hanging', value: '0' });
  while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  // Without a connection there is no sending without a token.
  await kafka.restart(1);
  const sends = Array.from({ length: 200 }, (_, i) => producer.send({ topic: 'hanging', value: String(i + 1) }));
  await Promise.all(sends);
  expect(asked).toBeGreaterThan(2);
  const values = (await kafka.consume('hanging')).map(({ value }) => String(value));
  expect(values).toEqual(Array.from({ length: 201 }, (_, i) => String(i)));
  expect(errors.join('\n')).toMatch(/the token provider did not answer within 2000 ms/);
  await producer.close();
});
