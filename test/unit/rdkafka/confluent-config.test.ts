/** What the blocks of Confluent's KafkaJS API mean in librdkafka's properties. */
import { consumerSettings } from '../../../src/confluent/config/consumer-settings';
import { producerSettings } from '../../../src/confluent/config/producer-settings';
import { settingsOf } from '../../../src/confluent/config/settings';
import { KafkaJS } from '../../../src/rdkafka/index';

type Given = Record<string, unknown>;
const admin = (kafkaJS: Given, beside: Given = {}) => settingsOf('admin', { kafkaJS, ...beside }, () => ({})).conf;
const consumer = (kafkaJS: Given, beside: Given = {}) => consumerSettings({ kafkaJS, ...beside });
const producer = (kafkaJS: Given, beside: Given = {}) => producerSettings({ kafkaJS, ...beside }).conf;

const commonDefaults = {
  'socket.timeout.ms': 30_000,
  'socket.connection.setup.timeout.ms': 11_000,
  'retry.backoff.ms': 300,
  'retry.backoff.max.ms': 30_000,
  log_level: 6,
};

test('without a block librdkafka’s defaults count', () => {
  expect(settingsOf('admin', { 'client.id': 'a' }, () => ({})).conf).toEqual({ 'client.id': 'a' });
  expect(producerSettings({ kafkaJS: {}, dr_cb: true }).conf).toEqual({});
  expect(consumerSettings({ 'group.id': 'g' }).conf).toEqual({
    'group.id': 'g',
    'enable.auto.offset.store': false,
    'max.poll.interval.ms': 600_000,
  });
});

test('what all clients have, and that names with dots precede the block', () => {
  expect(admin({ brokers: ['a:1', 'b:2'], clientId: 'c' })).toEqual({
    ...commonDefaults,
    'bootstrap.servers': 'a:1,b:2',
    'client.id': 'c',
  });
  expect(admin({ brokers: ['a:1'], requestTimeout: 5 }, { 'socket.timeout.ms': 7 })['socket.timeout.ms']).toBe(7);
  expect(admin({ clientId: 'c', enforceRequestTimeout: false })['socket.timeout.ms']).toBe(300_000);
  expect(
    admin({ connectionTimeout: 1, authenticationTimeout: 2, retry: { initialRetryTime: 5, maxRetryTime: 6 } }),
  ).toMatchObject({ 'socket.connection.setup.timeout.ms': 1000, 'retry.backoff.ms': 5, 'retry.backoff.max.ms': 6 });
});

test.each([
  [{ ssl: true }, { 'security.protocol': 'ssl' }],
  [{ ssl: false }, {}],
  [
    { ssl: true, sasl: { mechanism: 'plain', username: 'u', password: 'p' } },
    { 'security.protocol': 'sasl_ssl', 'sasl.mechanism': 'PLAIN', 'sasl.username': 'u', 'sasl.password': 'p' },
  ],
  [
    { sasl: { mechanism: 'scram-sha-256', username: 'u', password: 'p' } },
    {
      'security.protocol': 'sasl_plaintext',
      'sasl.mechanism': 'SCRAM-SHA-256',
      'sasl.username': 'u',
      'sasl.password': 'p',
    },
  ],
  [{ sasl: { mechanism: 'oauthbearer' } }, { 'security.protocol': 'sasl_plaintext', 'sasl.mechanism': 'OAUTHBEARER' }],
])('security: %j', (block, properties) => {
  expect(admin(block)).toEqual({ ...commonDefaults, ...properties });
});

test('a token of oauthBearerProvider, and one that lacks something', async () => {
  const conf = admin({
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async (config: string) =>
        config === '' ? {} : { value: 'v', principal: 'p', lifetime: 7, extensions: { a: 'b' } },
    },
  });
  const refresh = conf.oauthbearer_token_refresh_cb as (config: string) => Promise<unknown>;
  await expect(refresh('c')).resolves.toEqual({ tokenValue: 'v', principal: 'p', lifetime: 7, extensions: { a: 'b' } });
  await expect(refresh('')).rejects.toMatchObject({ code: KafkaJS.ErrorCodes.ERR__INVALID_ARG });
});

test('producers', () => {
  expect(producer({ brokers: ['a:1'] })).toEqual({
    ...commonDefaults,
    'bootstrap.servers': 'a:1',
    partitioner: 'murmur2_random',
    'transaction.timeout.ms': 60_000,
    retries: 5,
  });
  const { CompressionTypes } = KafkaJS;
  expect(
    producer({
      metadataMaxAge: 1,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 2,
      transactionalId: 't',
      transactionTimeout: 2000,
      compression: CompressionTypes.Snappy,
      acks: 1,
      timeout: 3,
      retry: { retries: 4 },
    }),
  ).toMatchObject({
    'topic.metadata.refresh.interval.ms': 1,
    'allow.auto.create.topics': false,
    'enable.idempotence': true,
    'max.in.flight': 2,
    'transactional.id': 't',
    'transaction.timeout.ms': 2000,
    'socket.timeout.ms': 2100,
    'compression.codec': 'snappy',
    acks: 1,
    'request.timeout.ms': 3,
    retries: 4,
  });
});

test('consumers', () => {
  const { conf, autoCommit, batchSize, maxPollMs } = consumer({ groupId: 'g' });
  expect({ conf, autoCommit, batchSize, maxPollMs }).toEqual({
    conf: {
      ...commonDefaults,
      'group.id': 'g',
      'partition.assignment.strategy': 'roundrobin',
      'session.timeout.ms': 30_000,
      'max.poll.interval.ms': 600_000,
      'allow.auto.create.topics': true,
      'max.partition.fetch.bytes': 1_048_576,
      'fetch.message.max.bytes': 10_485_760,
      'enable.auto.commit': true,
      'enable.auto.offset.store': false,
    },
    autoCommit: true,
    batchSize: 32,
    maxPollMs: 300_000,
  });
  const { PartitionAssignors } = KafkaJS;
  const all = consumer(
    {
      groupId: 'g',
      partitionAssigners: [PartitionAssignors.range, PartitionAssignors.roundRobin],
      sessionTimeout: 1,
      rebalanceTimeout: 2,
      heartbeatInterval: 3,
      metadataMaxAge: 4,
      allowAutoTopicCreation: false,
      maxBytesPerPartition: 5,
      minBytes: 6,
      maxBytes: 7,
      maxWaitTimeInMs: 8,
      maxInFlightRequests: 9,
      readUncommitted: true,
      rackId: 'r',
      fromBeginning: true,
      autoCommit: false,
      autoCommitInterval: 10,
    },
    { 'js.consumer.max.batch.size': '-1', 'js.consumer.max.cache.size.per.worker.ms': '5' },
  );
  expect(all.conf).toMatchObject({
    'partition.assignment.strategy': 'range,roundrobin',
    'session.timeout.ms': 1,
    'max.poll.interval.ms': 4,
    'heartbeat.interval.ms': 3,
    'topic.metadata.refresh.interval.ms': 4,
    'allow.auto.create.topics': false,
    'max.partition.fetch.bytes': 5,
    'fetch.min.bytes': 6,
    'fetch.message.max.bytes': 7,
    'fetch.wait.max.ms': 8,
    'max.in.flight': 9,
    'isolation.level': 'read_uncommitted',
    'client.rack': 'r',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'auto.commit.interval.ms': 10,
  });
  expect([all.autoCommit, all.batchSize, Object.keys(all.conf).some((name) => name.startsWith('js.'))]).toEqual([
    false,
    Infinity,
    false,
  ]);
});

test('members of a group of the new protocol have no session, heartbeat or assignor', () => {
  const { conf } = consumer({ groupId: 'g' }, { 'group.protocol': 'consumer' });
  expect(Object.keys(conf).filter((name) => /session|heartbeat|assignment/.test(name))).toEqual([]);
});

test('the level of the log: the block’s, the environment’s, log_level, debug', () => {
  const level = (block: Given, beside: Given = {}) => {
    const levels: unknown[] = [];
    const logger = { setLogLevel: (one: unknown) => levels.push(one) };
    const { conf } = settingsOf('admin', { kafkaJS: { logger, ...block }, ...beside }, () => ({}));
    return [conf.log_level, levels.at(-1)];
  };
  const { logLevel } = KafkaJS;
  expect(level({})).toEqual([6, logLevel.INFO]);
  expect(level({ logLevel: logLevel.WARN })).toEqual([4, logLevel.WARN]);
  expect(level({ logLevel: logLevel.NOTHING })).toEqual([0, logLevel.NOTHING]);
  expect(level({}, { log_level: 3 })).toEqual([3, logLevel.ERROR]);
  expect(level({}, { debug: 'all' })[1]).toBe(logLevel.DEBUG);
  process.env.KAFKAJS_LOG_LEVEL = 'debug';
  try {
    expect(level({ logLevel: logLevel.WARN })).toEqual([7, logLevel.DEBUG]);
  } finally {
    delete process.env.KAFKAJS_LOG_LEVEL;
  }
});

test('credentials for the next connection', () => {
  const kafka = new KafkaJS.Kafka({ kafkaJS: { brokers: ['127.0.0.1:1'] } });
  const clients = [kafka.producer(), kafka.consumer({ kafkaJS: { groupId: 'g' } })];
  for (const client of clients) {
    client.setSaslCredentialProvider({ username: 'a', password: 'b' });
    const { setSaslCredentials } = client as unknown as { setSaslCredentials(given: object): void };
    expect(() => setSaslCredentials.call(client, { username: 'a' })).toThrow('password must be set');
  }
});

test('a client whose configuration was refused can be disconnected, and says again what is wrong', async () => {
  const client = new KafkaJS.Kafka({}).producer({ acks: 'x' } as never);
  const refused = await client.connect().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Error);
  await client.disconnect();
  await expect(client.connect()).rejects.toThrow((refused as Error).message);
});
