import { AdminClient, Consumer, Producer, TimeoutError } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

let mock: MockCluster;
let admin: AdminClient;

beforeAll(async () => {
  mock = await MockCluster.start({ brokers: 1, topics: { orders: 3 } });
  admin = new AdminClient({ 'bootstrap.servers': mock.bootstrapServers });
});

afterAll(async () => {
  await admin.close();
  await mock.close();
});

const refused: Record<string, (admin: AdminClient) => Promise<unknown>> = {
  createTopics: (client) => client.createTopics([{ name: 'a' }]),
  deleteTopics: (client) => client.deleteTopics(['orders']),
  listTopics: (client) => client.listTopics(),
  describeTopics: (client) => client.describeTopics(['orders']),
  createPartitions: (client) => client.createPartitions([{ name: 'orders', totalCount: 4 }]),
  deleteRecords: (client) => client.deleteRecords([{ topic: 'orders', partition: 0, beforeOffset: 'end' }]),
  describeConfigs: (client) => client.describeConfigs([{ type: 'BROKER', name: '1' }]),
  alterConfigs: (client) => client.alterConfigs([{ type: 'TOPIC', name: 'orders', entries: [] }]),
  incrementalAlterConfigs: (client) => client.incrementalAlterConfigs([{ type: 'TOPIC', name: 'orders', ops: [] }]),
  listGroups: (client) => client.listGroups(),
  listConsumerGroups: (client) => client.listConsumerGroups(),
  describeConsumerGroups: (client) => client.describeConsumerGroups(['g']),
  deleteConsumerGroups: (client) => client.deleteConsumerGroups(['g']),
  deleteConsumerGroupOffsets: (client) => client.deleteConsumerGroupOffsets('g', [{ topic: 'orders', partition: 0 }]),
  consumerGroupLag: (client) => client.consumerGroupLag('g'),
  resetOffsets: (client) => client.resetOffsets('g', { to: 'latest' }),
  describeCluster: (client) => client.describeCluster(),
  electLeaders: (client) => client.electLeaders('PREFERRED', null),
  createAcls: (client) =>
    client.createAcls([
      { resourceType: 'TOPIC', name: 'a', principal: 'User:a', operation: 'READ', permissionType: 'ALLOW' },
    ]),
  describeAcls: (client) => client.describeAcls({}),
  deleteAcls: (client) => client.deleteAcls([{}]),
  describeUserScramCredentials: (client) => client.describeUserScramCredentials(),
  alterUserScramCredentials: (client) => client.alterUserScramCredentials([{ user: 'a', mechanism: 'SCRAM_SHA_256' }]),
};

// The mock cluster names a controller that it does not have. A wait for it would take a minute, too long for a test.
test.each(Object.entries(refused))('%s is refused, typed, by the mock cluster', async (operation, call) => {
  await expect(call(admin)).rejects.toMatchObject({
    name: 'KafkaError',
    code: 'ERR__UNSUPPORTED_FEATURE',
    operation,
    message: `${operation}: the mock cluster does not answer administration requests; use a real broker`,
  });
});

// A broker's list of requests arrives before its cluster's name. A group is asked of its coordinator in between.
test.each(Object.entries(refused))('%s of a new client is refused in the same words, each time', async (_, call) => {
  for (let i = 0; i < 10; i += 1) {
    await using fresh = new AdminClient({ 'bootstrap.servers': mock.bootstrapServers });
    await expect(call(fresh)).rejects.toThrow(/: the mock cluster does not answer administration requests/);
  }
});

test('what every client asks is answered: metadata, offsets of partitions and groups', async () => {
  const metadata = await admin.metadata(['orders']);
  expect(metadata.topics.map(({ topic, partitions }) => [topic, partitions.length])).toEqual([['orders', 3]]);
  await expect(admin.listOffsets([{ topic: 'orders', partition: 2, spec: 'latest' }])).resolves.toMatchObject([
    { topic: 'orders', partition: 2, offset: 0 },
  ]);
  await admin.alterConsumerGroupOffsets('g', [{ topic: 'orders', partition: 1, offset: 7, metadata: 'note' }]);
  const offsets = await admin.listConsumerGroupOffsets('g', {
    topicPartitions: [
      { topic: 'orders', partition: 2 },
      { topic: 'orders', partition: 1 },
    ],
  });
  expect(offsets).toMatchObject([
    { topic: 'orders', partition: 2, offset: null, leaderEpoch: null },
    { topic: 'orders', partition: 1, offset: 7, metadata: 'note' },
  ]);
});

test('a hundred calls at once', async () => {
  const calls = Array.from({ length: 100 }, (_, i) =>
    admin.listOffsets([{ topic: 'orders', partition: i % 3, spec: 'earliest' }]),
  );
  const answers = await Promise.all(calls);
  expect(answers.map(([answer]) => answer!.partition)).toEqual(calls.map((_, i) => i % 3));
});

test('a shared connection: closing the AdminClient leaves the producer alone, closing the producer ends it', async () => {
  const producer = new Producer({ 'bootstrap.servers': mock.bootstrapServers });
  const first = AdminClient.from(producer);
  await first.ready();
  expect(first.state).toBe('up');
  await expect(first.listOffsets([{ topic: 'orders', partition: 0, spec: 'latest' }])).resolves.toHaveLength(1);
  await first.close();
  expect(first.state).toBe('closed');
  await expect(first.metadata()).rejects.toMatchObject({ name: 'ClosedError', code: 'ERR_CLOSED' });
  await producer.send({ topic: 'orders', value: 'still there' });

  const second = AdminClient.from(producer);
  await producer.close();
  expect(second.state).toBe('closed');
  await expect(second.metadata()).rejects.toMatchObject({ name: 'ClosedError', operation: 'metadata' });
  await second.close();
});

test('a consumer’s connection is shared as well', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'shared' });
  const shared = AdminClient.from(consumer);
  await expect(shared.listOffsets([{ topic: 'orders', partition: 1, spec: 'earliest' }])).resolves.toMatchObject([
    { offset: 0 },
  ]);
  await consumer.close();
  await expect(shared.metadata()).rejects.toMatchObject({ name: 'ClosedError' });
});

test('AdminClient.from takes only a client', () => {
  for (const wrong of [undefined, null, {}, 'localhost:9092', { 'bootstrap.servers': 'localhost:9092' }]) {
    expect(() => AdminClient.from(wrong as never)).toThrow(/takes a Producer or a Consumer/);
  }
});

describe('without a broker', () => {
  const nobody = { 'bootstrap.servers': '127.0.0.1:1' };

  test('timeoutMs ends the call with a TimeoutError that says during what', async () => {
    await using client = new AdminClient(nobody);
    const failure = await client.createTopics([{ name: 'a' }], { timeoutMs: 300 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({
      code: 'ERR__TIMED_OUT',
      operation: 'createTopics',
      isRetriable: true,
      isFatal: false,
      message: expect.stringContaining('waiting for controller'),
      cause: { name: 'KafkaError', isFatal: false },
    });
    await expect(client.listTopics({ timeoutMs: 0 })).rejects.toBeInstanceOf(TimeoutError);
  });

  test('a signal ends the call; an aborted one keeps it from starting', async () => {
    await using client = new AdminClient(nobody);
    const controller = new AbortController();
    const waiting = client.describeCluster({ signal: controller.signal });
    controller.abort('enough');
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    await expect(client.deleteTopics(['a'], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
      operation: 'deleteTopics',
    });
    // close() has nothing to wait for.
    await client.close();
  });

  test('close at its deadline ends what is under way with ClosedError', async () => {
    const client = new AdminClient(nobody);
    const waiting = client.describeCluster();
    const outcome = expect(waiting).rejects.toMatchObject({ name: 'ClosedError', operation: 'describeCluster' });
    const closing = client.close({ timeoutMs: 50 });
    expect(client.state).toBe('closing');
    await expect(client.metadata()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await closing;
    await outcome;
    await client.close();
    expect(client.state).toBe('closed');
  });

  test('its events are the connection’s', async () => {
    const client = new AdminClient(nobody);
    const warning = new Promise((resolve) => client.once('warning', resolve));
    await expect(warning).resolves.toMatchObject({ name: 'KafkaError', code: 'ERR__TRANSPORT' });
    const closed = new Promise<void>((resolve) => client.once('close', resolve));
    await client.close();
    await closed;
  });
});
