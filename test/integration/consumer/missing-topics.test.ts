/** A consumer that subscribes before its topic exists reads it soon after it was made, as Java's. */
import { AdminClient, Consumer } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { delay, groupKinds } from './support';

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

const classicKinds = Object.entries(groupKinds).filter(([, config]) => config['group.protocol'] === undefined);

describe.each(classicKinds)('%s: a member without topics', (kind, config) => {
  let admin: AdminClient;
  beforeAll(() => {
    admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  });
  afterAll(() => admin.close());

  /** Polls each until all have so many partitions together. */
  async function share(consumers: readonly Consumer[], count: number): Promise<void> {
    const isOver = () => consumers.reduce((sum, consumer) => sum + consumer.assignment().length, 0) === count;
    await Promise.all(
      consumers.map(async (consumer) => {
        while (!isOver()) await consumer.poll(100);
      }),
    );
  }

  async function members(groupId: string): Promise<number> {
    const groups = await admin.listConsumerGroups();
    if (!groups.some((group) => group.groupId === groupId)) return 0;
    return (await admin.describeConsumerGroups([groupId]))[0]!.members.length;
  }

  test.each([false, true])('joins, and shares the topic once it is there (static: %s)', async (isStatic) => {
    const name = `shared-${kind}-${String(isStatic)}`;
    const consumers = [0, 1].map((i) => {
      const consumer = new Consumer({
        'bootstrap.servers': kafka.bootstrapServers,
        'group.id': name,
        'allow.auto.create.topics': false,
        'metadata.max.age.ms': 500,
        ...config,
        ...(isStatic ? { 'group.instance.id': `member-${i}` } : {}),
      });
      consumer.on('warning', () => undefined);
      consumer.subscribe([name]);
      return consumer;
    });
    let isJoined = false;
    await Promise.all([
      ...consumers.map(async (consumer) => {
        while (!isJoined) await consumer.poll(100);
      }),
      (async () => {
        while ((await members(name)) < 2) await delay(100);
        isJoined = true;
      })(),
    ]);
    await admin.createTopics([{ name, numPartitions: 2 }]);
    await share(consumers, 2);
    // What a static member had goes with the topic.
    await admin.deleteTopics([name]);
    await share(consumers, 0);
    await admin.createTopics([{ name, numPartitions: 2 }]);
    await share(consumers, 2);
    await Promise.all(consumers.map((consumer) => consumer.close()));
  });
});

test("a leader assigns nothing to Java's member whose pattern matches nothing", async () => {
  await using consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': 'mixed',
    'allow.auto.create.topics': false,
    ...groupKinds['cooperative-sticky'],
  });
  consumer.on('warning', () => undefined);
  consumer.subscribe(['mixed']);
  await consumer.poll(1000);
  const java = await kafka.startTool('kafka-console-consumer', [
    ...['--bootstrap-server', kafka.bootstrapServers, '--group', 'mixed', '--include', 'nothing-.*'],
  ]);
  const output: Buffer[] = [];
  java.stderr!.on('data', (bytes: Buffer) => output.push(bytes));
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const isShared = async () => {
    const [group] = await admin.describeConsumerGroups(['mixed']);
    return group!.members.length === 2;
  };
  while (!(await isShared())) {
    expect(Buffer.concat(output).toString()).not.toContain('Exception');
    await consumer.poll(100);
  }
  // It has read what it was assigned: nothing.
  await consumer.poll(1000);
  expect(Buffer.concat(output).toString()).not.toContain('Exception');
  expect(java.exitCode).toBeNull();
  java.kill('SIGKILL');
});

test('a static member that unsubscribes stays in its group until its session ends, and commits nothing', async () => {
  await kafka.createTopic('left');
  await using consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': 'left',
    'group.instance.id': 'one',
    'enable.auto.commit': false,
    'session.timeout.ms': 45_000,
  });
  consumer.subscribe(['left']);
  while (consumer.assignment().length === 0) await consumer.poll(100);
  consumer.unsubscribe();
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const [group] = await admin.describeConsumerGroups(['left']);
  expect(group!.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(['one']);
  // As Java's CommitFailedException.
  await expect(consumer.commit([{ topic: 'left', partition: 0, offset: 0 }])).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_MEMBER_ID',
  });
  consumer.subscribe(['left']);
  while (consumer.assignment().length === 0) await consumer.poll(100);
});
