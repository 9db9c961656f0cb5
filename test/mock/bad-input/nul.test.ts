/**
 * A NUL in every string that the public API accepts. librdkafka reads C strings: without a length, a string with a NUL
 * would name another group, topic or user, or librdkafka would read past its end. Therefore each string is refused at
 * once, or transferred completely. The types ensure that the tables of calls are complete: a new method does not
 * compile without a row.
 */
import path from 'node:path';

import { AdminClient, ConfigError, Consumer, KafkaError, Producer } from '../../../src';
import { resolveConfig } from '../../../src/config/resolve';
import { MockCluster } from '../../../src/testing';

type Arguments = readonly unknown[];
/** Arguments of each method, one row for each form; none: it takes no string. */
type Rows<Client> = { [Name in keyof Client & string]-?: readonly Arguments[] };

let cluster: MockCluster;
beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 1, other: 1 } });
});
afterAll(() => cluster.close());

const tp = { topic: 't', partition: 0 };
const none: readonly Arguments[] = [];
const events = { on: none, addListener: none, once: none, off: none, removeListener: none };
const emitter = { ...events, removeAllListeners: none, listenerCount: none, isHeard: none, emit: none, toJSON: none };

const metadataOf = (offset: number) => ({ ...tp, offset, metadata: 'm' });

const consumerCalls: Rows<Consumer> = {
  ...emitter,
  subscribe: [[['t', 'other']], [/t\0/]],
  assign: [[[tp]], [[{ ...tp, offset: 'beginning' }]]],
  incrementalAssign: [[[tp]]],
  incrementalUnassign: [[[tp]]],
  unsubscribe: none,
  assigned: none,
  subscription: none,
  assignment: none,
  poll: none,
  consume: none,
  pollSync: none,
  stream: [[{ to: [{ ...tp, offset: 1 }] }], [{ to: 'end' }]],
  batches: [[{ to: [{ ...tp, offset: 1 }] }]],
  readable: [[{ to: [{ ...tp, offset: 1 }] }]],
  forEach: [[() => undefined, { to: [{ ...tp, offset: 1 }] }]],
  wakeup: none,
  close: none,
  closeSync: none,
  seek: [
    [tp, 0],
    [tp, 'end'],
  ],
  seekToBeginning: [[[tp]]],
  seekToEnd: [[[tp]]],
  seekToCommitted: [[[tp]]],
  position: [[tp]],
  pause: [[[tp]]],
  resume: [[[tp]]],
  paused: none,
  commit: [[[metadataOf(1)]], [metadataOf(1)]],
  commitSync: [[[metadataOf(1)], 5000]],
  storeOffsets: [[[metadataOf(1)]]],
  committed: [[[tp]]],
  committedSync: [[[tp], 5000]],
  beginningOffsets: [[[tp]]],
  endOffsets: [[[tp]]],
  offsetsForTimes: [[[{ ...tp, timestamp: 0 }]]],
  currentLag: [[tp]],
  partitionsFor: [['t']],
  listTopics: none,
  groupMetadata: none,
  metrics: none,
  state: none,
  ready: none,
};

const producerCalls: Rows<Producer> = {
  ...emitter,
  outstanding: none,
  bufferedBytes: none,
  produce: [[{ topic: 't', key: 'k', value: 'v', headers: { h: 'x' } }]],
  send: [[{ topic: 't', key: 'k', value: 'v', headers: [['h', 'x']] }], [{ topic: 't', value: 'v', partition: 0 }]],
  sendBatch: [[[{ topic: 't', key: 'k', value: 'v', headers: { h: 'x' } }]]],
  drained: none,
  poll: none,
  flush: none,
  flushSync: none,
  purge: none,
  partitionsFor: [['t']],
  metrics: none,
  writable: none,
  initTransactions: none,
  beginTransaction: none,
  // In a transaction: see below.
  sendOffsetsToTransaction: none,
  commitTransaction: none,
  abortTransaction: none,
  transaction: none,
  close: none,
  state: none,
  ready: none,
};

const acl = {
  resourceType: 'TOPIC',
  name: 't',
  principal: 'User:a',
  host: 'h',
  operation: 'READ',
  permissionType: 'ALLOW',
};
const resource = { type: 'TOPIC', name: 't' };

const adminCalls: Rows<AdminClient> = {
  ...emitter,
  createTopics: [[[{ name: 'n', numPartitions: 1, configs: { 'retention.ms': '5' } }]]],
  deleteTopics: [[['t']]],
  listTopics: none,
  describeTopics: [[['t']]],
  createPartitions: [[[{ name: 't', totalCount: 5 }]]],
  deleteRecords: [[[{ ...tp, beforeOffset: 0 }]]],
  listOffsets: [[[{ ...tp, spec: 'latest' }], { isolationLevel: 'READ_COMMITTED' }]],
  describeConfigs: [[[resource]], [[{ type: 'BROKER', name: '1' }]]],
  incrementalAlterConfigs: [[[{ ...resource, ops: [{ name: 'retention.ms', value: '5', opType: 'SET' }] }]]],
  alterConfigs: [[[{ ...resource, configs: { 'retention.ms': '5' } }]]],
  describeCluster: none,
  metadata: [[['t']]],
  electLeaders: [['PREFERRED', [tp]]],
  createAcls: [[[acl]]],
  describeAcls: [[{ ...acl, operation: 'ANY' }]],
  deleteAcls: [[[acl]]],
  describeUserScramCredentials: [[['u']]],
  alterUserScramCredentials: [
    [[{ user: 'u', credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: 'p' }]],
    [[{ user: 'u', mechanism: 'SCRAM_SHA_256' }]],
  ],
  listConsumerGroups: [[{ groupStates: ['STABLE'], types: ['CLASSIC'] }]],
  listGroups: [[{ groupStates: ['STABLE'] }]],
  describeConsumerGroups: [[['g']]],
  deleteConsumerGroups: [[['g']]],
  listConsumerGroupOffsets: [['g'], ['g', { topicPartitions: [tp] }]],
  alterConsumerGroupOffsets: [['g', [metadataOf(1)]]],
  deleteConsumerGroupOffsets: [['g', [tp]]],
  consumerGroupLag: [['g']],
  resetOffsets: [
    ['g', { to: 'earliest', topics: ['t'] }],
    ['g', { to: 'latest', partitions: [tp] }],
  ],
  state: none,
  ready: none,
  close: none,
};

const clusterCalls: Rows<MockCluster> = {
  bootstrapServers: none,
  toJSON: none,
  createTopic: [['n', { numPartitions: 1 }]],
  failNext: [['Produce', 'ERR_UNKNOWN']],
  stopBroker: none,
  startBroker: none,
  setBrokerDelay: none,
  setLeader: [[tp, 1]],
  setCoordinator: [
    ['group', 'g', 1],
    ['transaction', 'g', 1],
  ],
  advertise: [[1, 'h', 9092]],
  close: none,
};

/** Strings that are transferred with their length, including the NUL. The tests below read each of them back. */
const whole: Readonly<Record<string, RegExp>> = {
  commit: /metadata$/,
  commitSync: /metadata$/,
  storeOffsets: /metadata$/,
  alterConsumerGroupOffsets: /metadata$/,
  produce: /(key|value|headers.*)$/,
  send: /(key|value|headers.*)$/,
  sendBatch: /(key|value|headers.*)$/,
  // Goes as bytes: what the broker is told is derived from it.
  alterUserScramCredentials: /password$/,
};

const isMap = (at: string): boolean => /\.(configs|headers)$/.test(at);

/** Every way of putting a NUL into one string of `value`; names of maps count. */
function* withNul(value: unknown, at = ''): Generator<{ at: string; value: unknown }> {
  if (typeof value === 'string') yield { at, value: `${value}\0x` };
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries())
      for (const changed of withNul(item, `${at}[${i}]`))
        yield { at: changed.at, value: Object.assign([...value], { [i]: changed.value }) };
  } else if (Object.prototype.toString.call(value) === '[object Object]') {
    const members = value as Record<string, unknown>;
    for (const [name, member] of Object.entries(members)) {
      const place = `${at}.${name}`;
      for (const changed of withNul(member, place))
        yield { at: changed.at, value: { ...members, [name]: changed.value } };
      if (isMap(at)) yield { at: `${at}.name of ${name}`, value: { [`${name}\0x`]: member } };
    }
  }
}

/** The error of a call, thrown or rejected; undefined: there was none. */
async function errorOf(run: () => unknown): Promise<unknown> {
  try {
    const result = run();
    if (typeof (result as AsyncIterator<unknown>)?.next === 'function') await (result as AsyncIterator<unknown>).next();
    else await result;
    return undefined;
  } catch (error) {
    return error;
  }
}

async function walk<Client extends object>(make: () => Client, calls: Rows<Client>): Promise<string[]> {
  const wrong: string[] = [];
  let tried = 0;
  for (const [name, forms] of Object.entries(calls) as [string, readonly Arguments[]][]) {
    for (const form of forms) {
      const variants = [...withNul(form)];
      if (variants.length === 0) variants.push({ at: 'as it is', value: form });
      for (const { at, value } of variants) {
        tried++;
        const call = (make() as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
        const error = await errorOf(() => call!.apply(client, value as unknown[]));
        const carried = whole[name]?.test(at) ?? false;
        if (carried ? isRefusal(error) : !isRefusal(error)) wrong.push(`${name}${at}: ${String(error)}`);
      }
    }
  }
  expect(tried).toBeGreaterThan(5);
  return wrong;
}

let client: object;

/** A typed error about the argument, not about a consequence of using it. */
function isRefusal(error: unknown): boolean {
  if (!KafkaError.is(error)) return false;
  return ['ERR_INVALID_ARGUMENT', 'ERR_TOPIC_EXCEPTION', 'ERR__INVALID_ARG'].includes(error.code);
}

const using = <Client extends object>(made: Client) => {
  client = made;
  return () => made;
};

test('every string of a consumer', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'nul' });
  consumer.assign([tp]);
  await consumer.poll(0);
  expect(await walk(using(consumer), consumerCalls)).toEqual([]);
  await consumer.close();
});

test('every string of a producer', async () => {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  expect(await walk(using(producer), producerCalls)).toEqual([]);
  await producer.close();
});

test('every string of an admin client', async () => {
  const admin = new AdminClient({ 'bootstrap.servers': cluster.bootstrapServers });
  expect(await walk(using(admin), adminCalls)).toEqual([]);
  await admin.close({ timeoutMs: 1000 });
});

test('every string of a mock cluster', async () => {
  const mock = await MockCluster.start({ topics: { t: 1 } });
  expect(await walk(using(mock), clusterCalls)).toEqual([]);
  expect(isRefusal(await errorOf(() => MockCluster.start({ topics: { 'a\0b': 1 } })))).toBe(true);
  await mock.close();
});

describe('carried whole', () => {
  /** In many lengths: a read past the end returns other bytes for other block sizes of the allocator. */
  const texts = Array.from({ length: 20 }, (_, i) => `A\0${'B'.repeat(100 + 40 * i)}\0`);

  const consumerOf = (group: string): Consumer =>
    new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': group, 'auto.offset.reset': 'earliest' });

  test('commit metadata, by each call that commits', async () => {
    const consumer = consumerOf('metadata');
    const admin = new AdminClient({ 'bootstrap.servers': cluster.bootstrapServers });
    consumer.assign([tp]);
    const commits: ((metadata: string) => unknown)[] = [
      (metadata) => consumer.commit([{ ...tp, offset: 3, metadata }]),
      (metadata) => consumer.commitSync([{ ...tp, offset: 4, metadata }]),
      (metadata) => admin.alterConsumerGroupOffsets('metadata', [{ ...tp, offset: 6, metadata }]),
    ];
    for (const commit of commits) {
      for (const metadata of texts) {
        await commit(metadata);
        expect((await consumer.committed([tp]))[0]!.metadata).toBe(metadata);
        expect(consumer.committedSync([tp])[0]!.metadata).toBe(metadata);
        expect((await admin.listConsumerGroupOffsets('metadata', { topicPartitions: [tp] }))[0]!.metadata).toBe(
          metadata,
        );
      }
    }
    await consumer.close();
    await admin.close();
  });

  test('the offsets of a transaction', async () => {
    const consumer = consumerOf('transactional');
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'transactional.id': 'tx' });
    await producer.initTransactions();
    producer.beginTransaction();
    const send = (offset: object) =>
      errorOf(() => producer.sendOffsetsToTransaction([offset as never], consumer.groupMetadata()));
    expect(isRefusal(await send({ ...tp, topic: 't\0x', offset: 3 }))).toBe(true);
    expect(isRefusal(await send({ ...tp, offset: 3, metadata: 'x'.repeat(40_000) }))).toBe(true);
    // The mock cluster takes and forgets it; test/integration/producer/transactions.test.ts reads it back.
    expect(await send({ ...tp, offset: 3, metadata: texts[0] })).toBeUndefined();
    await producer.abortTransaction();
    await producer.close();
    await consumer.close();
  });

  test('keys, values and headers', async () => {
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
    const sent = { topic: 'other', key: 'k\0', value: '\0v', headers: { '\0n\0': '\0h\0' } };
    await producer.send(sent);
    const consumer = new Consumer({
      'bootstrap.servers': cluster.bootstrapServers,
      'key.deserializer': 'string',
      'value.deserializer': 'string',
    });
    consumer.assign([{ topic: 'other', partition: 0, offset: 'beginning' }]);
    const [record] = await consumer.consume(1, 10_000);
    expect(record).toMatchObject({ key: 'k\0', value: '\0v' });
    expect([...record!.headers].map(([name, value]) => [name, String(value)])).toEqual([['\0n\0', '\0h\0']]);
    await producer.close();
    await consumer.close();
  });
});

describe('configurations', () => {
  const roles = { producer: Producer, consumer: Consumer, admin: AdminClient } as const;
  type Role = keyof typeof roles;
  const login = (text: string) =>
    `org.apache.kafka.common.security.plain.PlainLoginModule required username="${text}" password="p" serviceName="s";`;
  const store = path.resolve(__dirname, '../../fixtures/tls/trust.p12');
  /** A configuration that is accepted without a NUL. The property under test is added to it. */
  const contexts: Record<string, string>[] = [
    {},
    { 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': login('u') },
    { 'security.protocol': 'SSL' },
    { 'security.protocol': 'SSL', 'ssl.truststore.location': store, 'ssl.truststore.password': 'changeit' },
  ];
  const marker = 'nul-was-here';
  const values = [`${marker}\0x`, `\0x${marker}\0y`];
  let warnings: jest.SpyInstance;
  beforeAll(() => {
    warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  });
  afterAll(() => warnings.mockRestore());

  const properties = (Object.keys(roles) as Role[]).flatMap((role) =>
    Object.values(roles[role].configDef)
      .filter(({ type }) => ['STRING', 'PASSWORD', 'LIST', 'CLASS'].includes(type as string))
      .map(({ name }) => [role, name] as const),
  );

  test('no property reaches librdkafka cut', () => {
    expect(properties.length).toBeGreaterThan(150);
    const cut: string[] = [];
    for (const [role, name] of properties) {
      for (const context of contexts) {
        for (const value of [...values, login(values[0]!), values]) {
          try {
            const { native } = resolveConfig(role as 'producer', {
              'bootstrap.servers': '127.0.0.1:1',
              ...context,
              [name]: value,
            });
            if (Object.values(native).some((text) => text.includes(marker))) cut.push(`${role}: ${name}`);
          } catch (error) {
            if (!(error instanceof ConfigError)) cut.push(`${role}: ${name}: ${String(error)}`);
          }
        }
      }
    }
    expect(cut).toEqual([]);
  });

  test.each<[Role, Record<string, string>]>([
    ['consumer', { 'group.id': 'g\0other' }],
    ['consumer', { 'group.id': 'g', 'group.instance.id': 'i\0x' }],
    ['consumer', { 'client.rack': 'r\0x' }],
    ['producer', { 'client.id': 'c\0x' }],
    ['producer', { 'transactional.id': 't\0x' }],
    ['admin', { 'client.id': 'c\0x' }],
    ['admin', { ...contexts[1]!, 'sasl.jaas.config': login('u\0x') }],
    ['admin', { ...contexts[3]!, 'ssl.truststore.password': 'changeit\0x' }],
    ['producer', { 'ssl.key.password': 'p\0x', ...contexts[2]! }],
    // Names of librdkafka's own.
    ['producer', { debug: 'msg\0x' }],
    ['producer', { 'client.id': 'x'.repeat(40_000) }],
    ['consumer', { 'group.id': 'ä'.repeat(17_000) }],
    ['admin', { ...contexts[1]!, 'sasl.jaas.config': login(' u') }],
  ])('%s %j', (role, config) => {
    const make = () => new roles[role]({ 'bootstrap.servers': cluster.bootstrapServers, ...config });
    expect(make).toThrow(ConfigError);
    try {
      make();
    } catch (error) {
      expect((error as ConfigError).message).not.toMatch(/changeit/);
      expect((error as ConfigError).property).toMatch(/^[a-z.]+$/);
    }
  });
});
