import { Consumer, DeliveryError, KafkaError, Producer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';

const clients: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

function producerOf(cluster: MockCluster, config: object = {}): Producer {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': 0, ...config });
  producer.on('warning', () => {});
  clients.push(producer);
  return producer;
}

test('brokers, topics, partitions, what clients see of them', async () => {
  await using cluster = await MockCluster.start({ brokers: 3, topics: { a: 3 } });
  expect(cluster.bootstrapServers).toMatch(/^127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+){2}$/);
  cluster.createTopic('b', { numPartitions: 2, replicationFactor: 3 });
  const producer = producerOf(cluster);
  expect(await producer.partitionsFor('a')).toHaveLength(3);
  const [first] = await producer.partitionsFor('b');
  expect(first?.replicas).toHaveLength(3);
  expect(await producer.send({ topic: 'a', partition: 2, value: 'x' })).toMatchObject({ partition: 2, offset: 0 });
});

test('a topic that is used and not there is made, with four partitions', async () => {
  await using cluster = await MockCluster.start();
  expect(await producerOf(cluster).partitionsFor('made-by-use')).toHaveLength(4);
});

test('failNext: the errors come in order, one a request, and pass', async () => {
  await using cluster = await MockCluster.start({ topics: { t: 1 } });
  const producer = producerOf(cluster, { retries: 0, 'enable.idempotence': false });
  cluster.failNext('Produce', 'ERR_NO_ERROR', 'ERR_MSG_SIZE_TOO_LARGE');
  expect(await producer.send({ topic: 't', value: '1' })).toMatchObject({ offset: 0 });
  const failure = await producer.send({ topic: 't', value: '2' }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DeliveryError);
  expect(failure).toMatchObject({ code: 'ERR_MSG_SIZE_TOO_LARGE', topic: 't' });
  expect(await producer.send({ topic: 't', value: '3' })).toMatchObject({ offset: 1 });
});

test('a broker that stops keeps its data and goes on', async () => {
  await using cluster = await MockCluster.start({ topics: { t: 1 } });
  const producer = producerOf(cluster);
  await producer.send({ topic: 't', value: 'before' });
  cluster.stopBroker(1);
  const sent = producer.send({ topic: 't', value: 'while it was away' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(producer.outstanding).toBe(1);
  cluster.startBroker(1);
  expect(await sent).toMatchObject({ offset: 1 });
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'value.deserializer': 'string' });
  clients.push(consumer);
  consumer.assign([{ topic: 't', partition: 0, offset: 'beginning' }]);
  expect((await consumer.consume(2)).map(({ value }) => value)).toEqual(['before', 'while it was away']);
});

test('leaders move, and clients follow', async () => {
  await using cluster = await MockCluster.start({ brokers: 2, topics: { t: 1 } });
  const producer = producerOf(cluster);
  for (const broker of [2, 1, 2]) {
    cluster.setLeader({ topic: 't', partition: 0 }, broker);
    await producer.send({ topic: 't', value: String(broker) });
    expect((await producer.partitionsFor('t'))[0]?.leader?.id).toBe(broker);
  }
});

test('an advertised address is what clients are told', async () => {
  await using cluster = await MockCluster.start({ topics: { t: 1 } });
  const port = Number(cluster.bootstrapServers.split(':')[1]);
  cluster.advertise(1, 'localhost', port);
  const [partition] = await producerOf(cluster).partitionsFor('t');
  expect(partition?.leader).toMatchObject({ host: 'localhost', port });
});

test('wrong arguments and calls after close name themselves', async () => {
  const invalid: unknown = expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' });
  await expect(MockCluster.start({ brokers: 0 })).rejects.toEqual(invalid);
  await expect(MockCluster.start({ topics: { t: 0 } })).rejects.toThrow(/topics: partitions of "t" is 0/);
  const cluster = await MockCluster.start();
  const failures: [() => void, RegExp][] = [
    [() => cluster.createTopic('t', { numPartitions: 1.5 }), /numPartitions is 1.5/],
    [() => cluster.createTopic('t', { replicationFactor: 2 }), /replicationFactor is 2, but there are 1 brokers/],
    [
      () => cluster.failNext('Nonsense' as 'Produce', 'ERR_UNKNOWN'),
      /"Nonsense" is not a kind of request; one of Produce, Fetch/,
    ],
    [() => cluster.failNext('Produce', 'ERR_NONSENSE' as 'ERR_UNKNOWN'), /"ERR_NONSENSE" is not an error code/],
    [() => cluster.stopBroker(2), /there is no broker 2; their ids are 1 to 1/],
    [() => cluster.setBrokerDelay(1, -1), /delayMs is -1/],
    [() => cluster.setCoordinator('nobody' as 'group', 'g', 1), /type is "nobody"/],
    [() => cluster.advertise(1, 'h', 0), /port is 0/],
  ];
  for (const [call, message] of failures) expect(call).toThrow(message);
  cluster.createTopic('twice');
  expect(() => cluster.createTopic('twice')).toThrow(KafkaError);
  await cluster.close();
  await cluster.close();
  expect(() => cluster.createTopic('t')).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }) as Error);
});
