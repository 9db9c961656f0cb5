import { Consumer, Producer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import fixture from '../../fixtures/java/partitions.json';

const kafka = sharedKafka();
const servers = { 'bootstrap.servers': kafka.bootstrapServers };

describe('with Java’s defaults, on a real broker', () => {
  test('a transactional producer commits', async () => {
    const topic = uniqueName('tx');
    await kafka.createTopic(topic);
    const producer = new Producer({ ...servers, 'transactional.id': topic });
    await producer.initTransactions();
    await producer.transaction(() => producer.send({ topic, value: 'v' }));
    await producer.close();
    expect(await kafka.consume(topic, { isolation: 'read_committed' })).toHaveLength(1);
  });

  test('a consumer of a KIP-848 group gets what a producer with acks=1 sent', async () => {
    const topic = uniqueName('kip848');
    await kafka.createTopic(topic);
    const producer = new Producer({ ...servers, acks: '1' });
    await producer.send({ topic, key: 'k', value: 'v' });
    await producer.close();
    const consumer = new Consumer({
      ...servers,
      'group.id': topic,
      'group.protocol': 'consumer',
      'auto.offset.reset': 'earliest',
    });
    consumer.subscribe([topic]);
    const [record] = await consumer.consume(1, 30_000);
    expect(record!.value!.toString()).toBe('v');
    await consumer.close();
  });

  test('a consumer without group.id assigns and polls', async () => {
    const topic = uniqueName('no-group');
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'v' }]);
    const consumer = new Consumer({ ...servers, 'auto.offset.reset': 'earliest' });
    consumer.assign([{ topic, partition: 0 }]);
    const [record] = await consumer.consume(1, 30_000);
    expect(record!.value!.toString()).toBe('v');
    await consumer.close();
  });
});

test('keys go to the same partitions as with Java’s producer', async () => {
  const keys = ['', ...fixture.keys.split(' ').slice(0, 999)].map((text) => Buffer.from(text, 'base64'));
  const topic = uniqueName('keys');
  await kafka.createTopic(topic, { partitions: 7 });
  const theirs = await kafka.produce(
    topic,
    keys.map((key) => ({ key, value: 'java' })),
  );
  const producer = new Producer(servers);
  const ours = await producer.sendBatch(keys.map((key) => ({ topic, key, value: 'us' })));
  await producer.close();
  expect(ours.map(({ partition }) => partition)).toEqual(theirs.map(({ partition }) => partition));
});
