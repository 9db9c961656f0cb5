import { ClientConfig } from '../../../src/kafkajs/config/client-config';
import { consumerProperties, consumerSettings } from '../../../src/kafkajs/consumer/core-consumer';
import { Kafka, KafkaJS, type KafkaConfig } from '../../../src/kafkajs';

/** A logger that keeps what it is told. */
function logger() {
  const lines: string[] = [];
  const write = (message: string) => void lines.push(message);
  const own = { info: write, error: write, warn: write, debug: write, setLogLevel: () => undefined };
  return { lines, ...own, namespace: () => own as never };
}

const brokers = ['a:1', 'b:2'];
const common = (config: Partial<KafkaConfig>, log = logger()) => new ClientConfig({ brokers, ...config }, log).common();

test('names and defaults', async () => {
  expect(await common({})).toEqual({
    'bootstrap.servers': brokers,
    'client.id': 'kafkajs',
    'security.protocol': 'PLAINTEXT',
    'request.timeout.ms': 30_000,
    'socket.connection.setup.timeout.ms': 11_000,
    'socket.connection.setup.timeout.max.ms': 30_000,
    'retry.backoff.ms': 50,
    'retry.backoff.max.ms': 1000,
  });
});

test.each([
  [{ clientId: 'x' }, { 'client.id': 'x' }],
  [{ connectionTimeout: 5000, authenticationTimeout: 40_000 }, { 'socket.connection.setup.timeout.ms': 45_000 }],
  [{ connectionTimeout: 1, authenticationTimeout: 1 }, { 'socket.connection.setup.timeout.ms': 1000 }],
  [{ requestTimeout: 5000 }, { 'request.timeout.ms': 5000 }],
  [{ requestTimeout: 5000, enforceRequestTimeout: false }, { 'request.timeout.ms': 300_000 }],
  [{ retry: { initialRetryTime: 7.5, maxRetryTime: 9 } }, { 'retry.backoff.ms': 8, 'retry.backoff.max.ms': 9 }],
  [{ ssl: true }, { 'security.protocol': 'SSL' }],
  [
    { sasl: { mechanism: 'plain', username: 'u', password: 'p' } },
    { 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'PLAIN', 'sasl.username': 'u', 'sasl.password': 'p' },
  ],
  [
    { ssl: true, sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' } },
    { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-512' },
  ],
  [
    { ssl: { ca: ['one', Buffer.from('two')], cert: 'c', key: Buffer.from('k'), passphrase: 's' } },
    {
      'ssl.ca.pem': 'one\ntwo',
      'ssl.certificate.pem': 'c',
      'ssl.key.pem': 'k',
      'ssl.key.password': 's',
    },
  ],
  [
    { ssl: { rejectUnauthorized: false } },
    { 'enable.ssl.certificate.verification': false, 'ssl.endpoint.identification.algorithm': '' },
  ],
] as [Partial<KafkaConfig>, object][])('%j', async (config, expected) => {
  expect(await common(config)).toMatchObject(expected);
});

test('brokers that a function says, also later', async () => {
  expect(await common({ brokers: () => ['c:3'] })).toMatchObject({ 'bootstrap.servers': ['c:3'] });
  expect(await common({ brokers: async () => ['d:4'] })).toMatchObject({ 'bootstrap.servers': ['d:4'] });
});

test.each([
  [{ brokers: undefined }, 'KafkaJSNonRetriableError', 'Failed to connect: brokers should not be null'],
  [{ brokers: [] }, 'KafkaJSNonRetriableError', 'Failed to connect: brokers array is empty'],
  [{ brokers: ['a:1', 5] }, 'KafkaJSNonRetriableError', 'Failed to connect: broker at index 1 is invalid "number"'],
  [{ brokers: async () => [] }, 'KafkaJSNonRetriableError', 'Failed to connect: brokers array is empty'],
  [{ brokers: () => Promise.reject(new Error('no')) }, 'KafkaJSConnectionError', '"config.brokers" threw: no'],
  [{ sasl: { mechanism: 'aws' } }, 'KafkaJSNotImplemented', 'SASL AWS is not supported'],
  [{ sasl: { mechanism: 'own', authenticationProvider: () => undefined } }, 'KafkaJSNotImplemented', 'SASL OWN'],
  [{ sasl: { mechanism: 'other' } }, 'KafkaJSSASLAuthenticationError', 'not supported by the client'],
  [{ sasl: { mechanism: 'plain', username: 'u' } }, 'KafkaJSSASLAuthenticationError', 'Invalid username or password'],
  [{ sasl: { mechanism: 'oauthbearer' } }, 'KafkaJSSASLAuthenticationError', 'Missing OAuth bearer token provider'],
  [{ ssl: { cert: 'c' } }, 'KafkaJSNonRetriableError', 'cert and key belong together'],
  [{ ssl: { pfx: Buffer.alloc(1) } }, 'KafkaJSNonRetriableError', 'ssl.pfx is not supported'],
  [{ ssl: { secureContext: {} } }, 'KafkaJSNonRetriableError', 'ssl.secureContext is not supported'],
])('%j is refused', async (config, name, message) => {
  await expect(common(config as never)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message) as string,
  });
});

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

test.each([
  [jwt({ exp: 5000.5, sub: 'me' }), { principal: 'me', lifetimeMs: 5_000_500 }],
  [jwt({ sub: 5 }), { principal: 'kafkajs' }],
  ['no JWT', { principal: 'kafkajs' }],
])('a token of the provider: %s', async (value, expected) => {
  const oauthBearerProvider = async () => ({ value, extensions: { a: 'b' } });
  const config = await common({ sasl: { mechanism: 'oauthbearer', oauthBearerProvider } });
  const handler = config['sasl.login.callback.handler.class'] as () => Promise<{ lifetimeMs: number }>;
  const token = await handler();
  expect(token).toMatchObject({ token: value, extensions: { a: 'b' }, ...expected });
  expect(token.lifetimeMs).toBeGreaterThan(0);
});

test('a provider that returns nothing', async () => {
  const oauthBearerProvider = (async () => ({})) as never;
  const config = await common({ sasl: { mechanism: 'oauthbearer', oauthBearerProvider } });
  const handler = config['sasl.login.callback.handler.class'] as () => Promise<unknown>;
  await expect(handler()).rejects.toThrow('the provider returned no value');
});

test('what is ignored is said once in a process', async () => {
  const log = logger();
  const ssl = { servername: 'x', checkServerIdentity: () => undefined };
  for (let i = 0; i < 2; i++) {
    expect(await common({ ssl, socketFactory: () => undefined as never }, log)).toMatchObject({
      'ssl.endpoint.identification.algorithm': '',
    });
  }
  expect(log.lines).toEqual([
    expect.stringContaining('socketFactory is ignored'),
    expect.stringContaining('ssl.checkServerIdentity is never called'),
    expect.stringContaining('ssl.servername is ignored'),
  ]);
});

test.each([{ kafkaJS: { brokers } }, { 'bootstrap.servers': 'a:1' }])(
  '%j makes a Kafka of Confluent’s dialect',
  (config) => {
    const kafka = new Kafka(config as never) as unknown;
    expect(kafka).toBeInstanceOf(KafkaJS.Kafka);
    expect((kafka as InstanceType<typeof KafkaJS.Kafka>).producer().isActive()).toBe(false);
  },
);

test('a consumer: defaults', () => {
  expect(consumerProperties(consumerSettings({ groupId: 'g' }))).toEqual({
    'group.id': 'g',
    'partition.assignment.strategy': 'roundrobin',
    'session.timeout.ms': 30_000,
    'heartbeat.interval.ms': 3000,
    'max.poll.interval.ms': 300_000,
    'max.poll.records': 5000,
    'max.partition.fetch.bytes': 1_048_576,
    'fetch.min.bytes': 1,
    'fetch.max.bytes': 10_485_760,
    'fetch.max.wait.ms': 500,
    'isolation.level': 'read_committed',
    'allow.auto.create.topics': true,
    'metadata.max.age.ms': 300_000,
    'enable.auto.commit': false,
    'auto.offset.reset': 'none',
    'enable.partition.eof': true,
  });
});

test.each([
  [
    { sessionTimeout: 6000, heartbeatInterval: 10 },
    { 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 10 },
  ],
  [{ rebalanceTimeout: 400_000 }, { 'max.poll.interval.ms': 400_000 }],
  [
    { maxBytesPerPartition: 7, maxBytes: 9 },
    { 'max.partition.fetch.bytes': 7, 'fetch.max.bytes': 9 },
  ],
  // The broker would refuse a limit below that of a partition.
  [{ maxBytesPerPartition: 70, maxBytes: 9 }, { 'fetch.max.bytes': 70 }],
  [
    { minBytes: 2, maxWaitTimeInMs: 4000 },
    { 'fetch.min.bytes': 2, 'fetch.max.wait.ms': 4000 },
  ],
  [{ readUncommitted: true }, { 'isolation.level': 'read_uncommitted' }],
  [{ allowAutoTopicCreation: false }, { 'allow.auto.create.topics': false }],
  [{ metadataMaxAge: 5000 }, { 'metadata.max.age.ms': 5000 }],
  [{ rackId: 'r' }, { 'client.rack': 'r' }],
  // Without effect.
  [{ maxInFlightRequests: 1 }, { 'fetch.min.bytes': 1 }],
])('a consumer with %j', (config, properties) => {
  expect(consumerProperties(consumerSettings({ groupId: 'g', ...config }))).toMatchObject(properties);
});

test('reauthenticationThreshold is ignored in silence', async () => {
  const log = logger();
  expect(await common({ reauthenticationThreshold: 5 }, log)).toEqual(await common({}));
  expect(log.lines).toEqual([]);
});
