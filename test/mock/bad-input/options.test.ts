/** A misspelt option of any call, and an unknown field of a record, is refused before anything is done. */
import { AdminClient, Consumer, KafkaError, Producer } from '../../../src';
import { MockCluster } from '../../../src/testing';

let cluster: MockCluster;
let producer: Producer;
let transactional: Producer;
let consumer: Consumer;
let admin: AdminClient;
beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 2, dlq: 2 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  producer = new Producer(servers);
  transactional = new Producer({ ...servers, 'transactional.id': 'x' });
  consumer = new Consumer({ ...servers, 'group.id': 'g' });
  admin = new AdminClient(servers);
});
afterAll(async () => {
  await Promise.all([producer, transactional, consumer, admin].map((client) => client.close({ timeoutMs: 1000 })));
  await cluster.close();
});

const tp = { topic: 't', partition: 0 };

/** Every call that accepts options, with the arguments before them. */
const calls: Record<string, (options: never) => unknown> = {
  'producer.ready': (options) => producer.ready(options),
  'producer.send': (options) => producer.send({ topic: 't' }, options),
  'producer.sendBatch': (options) => producer.sendBatch([{ topic: 't' }], options),
  'producer.drained': (options) => producer.drained(options),
  'producer.flush': (options) => producer.flush(1, options),
  'producer.purge': (options) => producer.purge(options),
  'producer.partitionsFor': (options) => producer.partitionsFor('t', options),
  'producer.writable': (options) => producer.writable(options),
  'producer.close': (options) => producer.close(options),
  'producer.initTransactions': (options) => transactional.initTransactions(options),
  'producer.commitTransaction': (options) => transactional.commitTransaction(options),
  'producer.abortTransaction': (options) => transactional.abortTransaction(options),
  'producer.sendOffsetsToTransaction': (options) =>
    transactional.sendOffsetsToTransaction([], consumer.groupMetadata(), options),
  'producer.transaction': (options) => transactional.transaction(() => undefined, options),
  'consumer.ready': (options) => consumer.ready(options),
  'consumer.subscribe': (options) => consumer.subscribe(['t'], options),
  'consumer.unsubscribe': (options) => consumer.unsubscribe(options),
  'consumer.assigned': (options) => consumer.assigned(options),
  'consumer.poll': (options) => consumer.poll(0, options),
  'consumer.consume': (options) => consumer.consume(1, 0, options),
  'consumer.stream': (options) => consumer.stream(options),
  'consumer.batches': (options) => consumer.batches(options),
  'consumer.readable': (options) => consumer.readable(options),
  'consumer.forEach': (options) => consumer.forEach(() => undefined, options),
  'consumer.seekToCommitted': (options) => consumer.seekToCommitted([tp], options),
  'consumer.commit': (options) => consumer.commit(options),
  'consumer.commit of offsets': (options) => consumer.commit([{ ...tp, offset: 1 }], options),
  'consumer.committed': (options) => consumer.committed([tp], options),
  'consumer.beginningOffsets': (options) => consumer.beginningOffsets([tp], options),
  'consumer.endOffsets': (options) => consumer.endOffsets([tp], options),
  'consumer.offsetsForTimes': (options) => consumer.offsetsForTimes([{ ...tp, timestamp: 1 }], options),
  'consumer.partitionsFor': (options) => consumer.partitionsFor('t', options),
  'consumer.listTopics': (options) => consumer.listTopics(options),
  'consumer.close': (options) => consumer.close(options),
  'admin.ready': (options) => admin.ready(options),
  'admin.close': (options) => admin.close(options),
  'admin.createTopics': (options) => admin.createTopics([{ name: 'n', numPartitions: 1 }], options),
  'admin.deleteTopics': (options) => admin.deleteTopics(['n'], options),
  'admin.listTopics': (options) => admin.listTopics(options),
  'admin.describeTopics': (options) => admin.describeTopics(['t'], options),
  'admin.createPartitions': (options) => admin.createPartitions([{ topic: 't', totalCount: 3 }] as never, options),
  'admin.deleteRecords': (options) => admin.deleteRecords([], options),
  'admin.listOffsets': (options) => admin.listOffsets([], options),
  'admin.describeConfigs': (options) => admin.describeConfigs([], options),
  'admin.incrementalAlterConfigs': (options) => admin.incrementalAlterConfigs([], options),
  'admin.alterConfigs': (options) => admin.alterConfigs([], options),
  'admin.describeCluster': (options) => admin.describeCluster(options),
  'admin.metadata': (options) => admin.metadata(['t'], options),
  'admin.electLeaders': (options) => admin.electLeaders('PREFERRED', null, options),
  'admin.createAcls': (options) => admin.createAcls([], options),
  'admin.describeAcls': (options) => admin.describeAcls({}, options),
  'admin.deleteAcls': (options) => admin.deleteAcls([], options),
  'admin.describeUserScramCredentials': (options) => admin.describeUserScramCredentials([], options),
  'admin.alterUserScramCredentials': (options) => admin.alterUserScramCredentials([], options),
  'admin.listConsumerGroups': (options) => admin.listConsumerGroups(options),
  'admin.listGroups': (options) => admin.listGroups(options),
  'admin.describeConsumerGroups': (options) => admin.describeConsumerGroups(['g'], options),
  'admin.deleteConsumerGroups': (options) => admin.deleteConsumerGroups(['g'], options),
  'admin.listConsumerGroupOffsets': (options) => admin.listConsumerGroupOffsets('g', options),
  'admin.alterConsumerGroupOffsets': (options) => admin.alterConsumerGroupOffsets('g', [], options),
  'admin.deleteConsumerGroupOffsets': (options) => admin.deleteConsumerGroupOffsets('g', [], options),
  'admin.consumerGroupLag': (options) => admin.consumerGroupLag('g', options),
  'admin.resetOffsets': (options) => admin.resetOffsets('g', options),
  'MockCluster.start': (options) => MockCluster.start(options),
  'cluster.createTopic': (options) => cluster.createTopic('n', options),
};

async function refusal(call: () => unknown): Promise<KafkaError> {
  try {
    await call();
  } catch (error) {
    return error as KafkaError;
  }
  throw new Error('was taken');
}

/** Methods of the clients that have no options. */
const without =
  /\.toJSON$|^producer\.(produce|poll|flushSync|metrics|beginTransaction)$|^consumer\.(assign|incrementalAssign|incrementalUnassign|subscription|assignment|pollSync|wakeup|closeSync|seek|seekToBeginning|seekToEnd|position|pause|resume|paused|commitSync|storeOffsets|committedSync|currentLag|groupMetadata|metrics)$/;

test('the table of calls has every public method with options', () => {
  const missing: string[] = [];
  for (const [name, client] of Object.entries({ producer, consumer, admin })) {
    for (
      let type = Object.getPrototypeOf(client) as object | null;
      type;
      type = Object.getPrototypeOf(type) as object | null
    ) {
      if (!/^(Producer|Consumer|AdminClient|GroupAdmin|OffsetConsumer)$/.test(type.constructor.name)) continue;
      for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
        const call = `${name}.${method}`;
        if (method === 'constructor' || typeof value !== 'function' || without.test(call)) continue;
        if (!(call in calls) && method !== 'answerWith') missing.push(call);
      }
    }
  }
  expect(missing).toEqual([]);
});

test.each(Object.entries(calls))('%s', async (_name, call) => {
  const error = await refusal(() => call({ timeoutMS: 5 } as never));
  expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'ERR_INVALID_ARGUMENT' });
  expect(error.message).toMatch(/^[A-Za-z.]+: unknown option 'timeoutMS'\. Valid options: [A-Za-z]+(, [A-Za-z]+)*$/);
  for (const odd of [() => undefined, 5, new AbortController().signal, [1]]) {
    const message = (await refusal(() => call(odd as never))).message;
    expect(message).toMatch(/^[A-Za-z.]+: .*(must be an object|takes \{ topic \}|must be|expected)/);
  }
});

test.each<[string, object, string]>([
  [
    'a list of records',
    { topic: 't', messages: [{ value: 'v' }] },
    "unknown field 'messages' of a record. sendBatch()",
  ],
  ['misspelt', { topic: 't', vlaue: 'v' }, "unknown field 'vlaue' of a record. Did you mean 'value'? Valid fields"],
  ['capitals', { topic: 't', Key: 'k', Value: 'v' }, "unknown field 'Key' of a record. Did you mean 'key'?"],
  ['an offset', { topic: 't', value: 'v', offset: 1 }, "unknown field 'offset' of a record. Valid fields: topic, key"],
])('a record with unknown fields is refused: %s', async (_name, record, message) => {
  const bad = record as { topic: string };
  for (const call of [
    () => producer.produce(bad),
    () => producer.send(bad),
    () => producer.sendBatch([{ topic: 't' }, bad]),
  ])
    expect((await refusal(call)).message).toContain(message);
  expect(producer.outstanding).toBe(0);
});

test("Java's forms say what is ours", async () => {
  const called = () => undefined;
  const { message } = await refusal(() => producer.send({ topic: 't' }, called as never));
  expect(message).toContain('got a function. Await the promise; a callback is for produce(record, callback)');
  const config = { 'bootstrap.servers': cluster.bootstrapServers };
  for (const [Client, text] of [
    [Producer, "'key.serializer', 'value.serializer'"],
    [Consumer, "'key.deserializer', 'value.deserializer'"],
    [AdminClient, 'Everything goes into the configuration'],
  ] as const) {
    const make = Client as unknown as new (...args: unknown[]) => Producer;
    const error = await refusal(() => new make(config, 'string', 'json'));
    expect(error).toMatchObject({ name: 'ConfigError' });
    expect(error.message).toContain(text);
    await new make(config, undefined).close({ timeoutMs: 0 });
  }
});

class Order {
  readonly topic = 't';
  constructor(readonly value: string) {}
  describe(): string {
    return this.value;
  }
}

test('a record that was read can be sent on, spread copies and objects of a class too', async () => {
  const reader = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
  await producer.send({ topic: 't', partition: 1, key: 'k', value: 'v', headers: { trace: 'abc' }, timestamp: 77 });
  reader.assign([{ topic: 't', partition: 1, offset: 'beginning' }]);
  const [record] = await reader.consume(1, 30_000);
  await producer.send({ ...record!, topic: 'dlq' });
  await producer.send(structuredClone({ ...record!.copy(), topic: 'dlq' }));
  await producer.send(record!.copy());
  await producer.send({ ...record!, topic: 'dlq', timestamp: -1, timestampType: 'NO_TIMESTAMP_TYPE' } as never);
  await producer.send(new Order('o'));
  reader.assign([{ topic: 'dlq', partition: 1, offset: 'beginning' }]);
  const sent = await reader.consume(3, 30_000);
  for (const { key, value, headers } of sent)
    expect([key!.toString(), value!.toString(), headers]).toEqual(['k', 'v', [['trace', Buffer.from('abc')]]]);
  expect(sent.map(({ timestamp }) => timestamp === 77)).toEqual([true, true, false]);
  await reader.close();
});
