import { eventually } from '../../../../../test/helpers/cli/eventually';
import { AdminClient, Consumer, Producer } from '../../../../../src/index';
import { MockCluster } from '../../../../../src/testing/index';
import { Sampler } from '../../../src/server/monitor/sampler';
import { fastClock } from '../../helpers/fast-clock';
import { parsePrometheus } from '../../helpers/prometheus-text';

let cluster: MockCluster;
let admin: AdminClient;
let producer: Producer;
let sampler: Sampler;

beforeEach(async () => {
  cluster = await MockCluster.start({ brokers: 2, topics: { orders: 2, users: 1 } });
  const config = { 'bootstrap.servers': cluster.bootstrapServers };
  admin = new AdminClient(config);
  producer = new Producer(config);
  sampler = new Sampler(admin, {}, fastClock);
});

afterEach(async () => {
  await sampler.close();
  await Promise.all([admin.close(), producer.close()]);
  await cluster.close();
});

const send = async (topic: string, partition: number, count: number): Promise<void> => {
  await producer.sendBatch(Array.from({ length: count }, (_, i) => ({ topic, partition, value: `record ${i}` })));
};

test('topics, records and rates of the development broker; one line says what it does not say', async () => {
  await send('orders', 0, 30);
  await send('orders', 1, 12);
  await sampler.ready();
  expect(
    sampler
      .topics()
      .items.map(({ name }) => name)
      .sort(),
  ).toEqual(['orders', 'users']);
  await eventually('the records are counted', async () => sampler.topic('orders')!.records?.value === '42');
  await send('orders', 0, 8);
  await eventually('there is a rate', async () => (sampler.topic('orders')!.perSec ?? 0) > 0);
  expect(sampler.topic('orders')).toMatchObject({
    partitions: 2,
    replicas: [1, 1],
    offline: 0,
    underReplicated: 0,
    internal: false,
    cleanup: null,
    topicId: '',
  });
  await eventually('all was asked', async () => sampler.unsupported().length >= 4);
  expect(sampler.cluster()).toMatchObject({
    clusterId: expect.stringMatching(/^mockCluster/),
    brokers: [{ id: 1 }, { id: 2 }],
    totals: { topics: 2, partitions: 3, groups: null, offline: 0, underReplicated: 0 },
    attention: [],
    partial: 'This broker does not say: groups, configurations, topic ids and racks',
  });
  expect(sampler.topics().partial).toBe('This broker does not say: configurations and topic ids');
  expect(sampler.groups()).toMatchObject({ items: [], checked: 0, partial: 'This broker does not say: groups' });
});

test('a group by its name: offsets and lag', async () => {
  await send('orders', 0, 10);
  expect(await sampler.group('billing')).toBeNull();
  await admin.alterConsumerGroupOffsets('billing', [{ topic: 'orders', partition: 0, offset: 4 }]);
  expect(await sampler.group('billing')).toMatchObject({
    state: 'Unknown',
    members: null,
    lag: { value: '6', partial: false },
    offsets: [{ topic: 'orders', partition: 0, committed: '4', latest: '10', lastStable: '10', lag: '6' }],
  });
});

test('a consumer reads on: its lag goes down', async () => {
  await send('users', 0, 100);
  const consumer = new Consumer({
    'bootstrap.servers': cluster.bootstrapServers,
    'group.id': 'readers',
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
  });
  try {
    await consumer.subscribe(['users']);
    let read = 0;
    for await (const record of consumer) {
      read++;
      if (read === 60) {
        await consumer.commit([{ topic: 'users', partition: 0, offset: record.offset + 1 }]);
        break;
      }
    }
    expect((await sampler.group('readers'))!.lag).toEqual({ value: '40', partial: false });
  } finally {
    await consumer.close();
  }
});

test('metrics of topics, and none of groups', async () => {
  await send('orders', 1, 5);
  const series = parsePrometheus(await sampler.metricsText());
  const offsets = series.filter(({ name }) => name === 'kafka_topic_partition_current_offset');
  expect(
    Object.fromEntries(offsets.map(({ labels, value }) => [`${labels.topic}-${labels.partition}`, value])),
  ).toEqual({
    'orders-0': 0,
    'orders-1': 5,
    'users-0': 0,
  });
  expect(series.some(({ name }) => name.startsWith('kafka_consumergroup'))).toBe(false);
  // The second has nothing to wait for.
  parsePrometheus(await sampler.metricsText());
});

test('brokers that are away, and come back', async () => {
  await send('orders', 0, 5);
  await sampler.ready();
  await eventually('the records are counted', async () => sampler.topic('orders')!.records?.value === '5');
  cluster.stopBroker(1);
  cluster.stopBroker(2);
  await eventually('pages say that it is old', async () => /old/.test(sampler.topics().partial ?? ''));
  expect(sampler.topic('orders')!.records).toEqual({ value: '5' });
  cluster.startBroker(1);
  cluster.startBroker(2);
  await send('orders', 0, 5);
  await eventually('all is well', async () => !/old/.test(sampler.topics().partial ?? ''));
  await eventually('and new', async () => sampler.topic('orders')!.records?.value === '10');
});

test('a leader moves: nothing is lost', async () => {
  await sampler.ready();
  for (const broker of [1, 2, 1]) {
    cluster.setLeader({ topic: 'users', partition: 0 }, broker);
    await send('users', 0, 7);
  }
  await eventually('the records are counted', async () => sampler.topic('users')!.records?.value === '21');
});

test('answers with errors: what was known stays', async () => {
  await send('users', 0, 3);
  await sampler.ready();
  await eventually('the records are counted', async () => sampler.topic('users')!.records?.value === '3');
  cluster.failNext('ListOffsets', ...Array<'ERR_UNKNOWN'>(6).fill('ERR_UNKNOWN'));
  cluster.failNext('Metadata', ...Array<'ERR__TRANSPORT'>(3).fill('ERR__TRANSPORT'));
  await send('users', 0, 3);
  await eventually('it is known in the end', async () => {
    expect(Number(sampler.topic('users')!.records!.value)).toBeGreaterThanOrEqual(3);
    return sampler.topic('users')!.records!.value === '6';
  });
});
