/** A consumer that subscribes before its topic exists reads it soon after it was made, as Java's. */
import { AdminClient, Consumer } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { delay } from './support';

let kafka: KafkaCluster;
beforeAll(async () => {
  kafka = await KafkaCluster.start({ config: { 'auto.create.topics.enable': 'true' } });
}, 300_000);
afterAll(() => kafka.stop());

/** Far below metadata.max.age.ms, five minutes. */
const SOON_MS = 60_000;

test.each(['classic', 'consumer'] as const)('%s: a topic made after the subscription', async (protocol) => {
  const topic = `late-${protocol}`;
  await using consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': topic,
    'group.protocol': protocol,
    'auto.offset.reset': 'earliest',
    'allow.auto.create.topics': false,
  });
  consumer.on('warning', () => undefined);
  consumer.subscribe([topic]);
  // Long enough that it has asked several times, each time after a longer wait.
  expect((await consumer.poll(3000)).count).toBe(0);
  await kafka.createTopic(topic);
  await kafka.produce(topic, [{ value: 'x' }]);
  expect((await consumer.poll(SOON_MS)).count).toBe(1);
});

test('one topic of two is missing: the other is read meanwhile, and then both', async () => {
  await kafka.createTopic('there');
  await kafka.produce('there', [{ value: 'x' }]);
  await using consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': 'both',
    'auto.offset.reset': 'earliest',
    'allow.auto.create.topics': false,
  });
  consumer.on('warning', () => undefined);
  consumer.subscribe(['there', 'missing']);
  expect((await consumer.poll(SOON_MS)).count).toBe(1);
  await kafka.createTopic('missing');
  await kafka.produce('missing', [{ value: 'y' }]);
  const [record] = await consumer.poll(SOON_MS);
  expect(record!.topic).toBe('missing');
});

test('allow.auto.create.topics: the consumer creates the topic', async () => {
  await using consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': 'maker' });
  consumer.on('warning', () => undefined);
  consumer.subscribe(['made']);
  await consumer.poll(2000);
  await delay(500);
  const topics: string[] = await kafka.bridge.call('listTopics', {});
  expect(topics).toContain('made');
});

test('with allow.auto.create.topics=false no topic is created, whenever its consumer subscribes', async () => {
  const consumers = Array.from({ length: 30 }, (_, i) => {
    const consumer = new Consumer({
      'bootstrap.servers': kafka.bootstrapServers,
      'group.id': `never-${i}`,
      'allow.auto.create.topics': false,
    });
    consumer.on('warning', () => undefined);
    consumer.subscribe([`never-${i}`]);
    return consumer;
  });
  await Promise.all(consumers.map((consumer) => consumer.poll(2000)));
  await Promise.all(consumers.map((consumer) => consumer.close()));
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const names = (await admin.listTopics()).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('never-'))).toEqual([]);
});
