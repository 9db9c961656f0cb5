/** The sampler while nodes of a cluster die, freeze and come back. */
import { AdminClient, Producer } from '../../../../../src/index';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { KafkaCluster } from '../../../../../test/helpers/kafka/kafka-cluster';
import { Sampler } from '../../../src/server/monitor/sampler';
import { fastClock } from '../../helpers/fast-clock';
import { parsePrometheus } from '../../helpers/prometheus-text';

let kafka: KafkaCluster;
let admin: AdminClient;
let producer: Producer;
let sampler: Sampler;

beforeAll(async () => {
  // Two racks: what brokers say of themselves.
  kafka = await KafkaCluster.start({ nodes: 3, config: { 'broker.rack': 'rack-a', 'min.insync.replicas': '2' } });
  const config = { 'bootstrap.servers': kafka.bootstrapServers };
  admin = new AdminClient(config);
  producer = new Producer(config);
  sampler = new Sampler(admin, {}, fastClock);
  const alone = [[1], [2], [3]];
  const all = [
    [1, 2, 3],
    [2, 3, 1],
  ];
  await admin.createTopics([
    { name: 'alone', replicasAssignments: alone },
    { name: 'safe', replicasAssignments: all },
  ]);
  await send('alone', 3, 10);
  await send('safe', 2, 10);
});

afterAll(async () => {
  await sampler.close();
  await Promise.all([admin.close(), producer.close({ timeoutMs: 1000 })]);
  await kafka.stop();
});

async function send(topic: string, partitions: number, count: number): Promise<void> {
  const records = Array.from({ length: count * partitions }, (_, i) => ({
    topic,
    partition: i % partitions,
    value: 'x',
  }));
  await producer.sendBatch(records);
}

const attention = (): string[] =>
  sampler
    .cluster()
    .attention.filter(({ topic }) => topic === 'alone' || topic === 'safe')
    .map(({ kind, topic, partition }) => `${kind} ${topic}-${partition}`);

test('all nodes: brokers with leaders, replicas and racks; nothing to look at', async () => {
  await sampler.ready();
  await eventually('all is known', async () => sampler.topic('safe')?.records?.value === '20');
  const { brokers, totals } = sampler.cluster();
  expect(brokers.map(({ id, rack }) => [id, rack])).toEqual([1, 2, 3].map((id) => [id, 'rack-a']));
  expect(brokers.every(({ leaders, replicas }) => leaders >= 1 && replicas >= 3)).toBe(true);
  expect(totals).toMatchObject({ topics: 2, partitions: 5, offline: 0, underReplicated: 0 });
  expect(sampler.topics().partial).toBeUndefined();
  expect(attention()).toEqual([]);
});

test('a node dies: offline, at min.insync.replicas; the others are sampled on', async () => {
  await kafka.kill(3);
  await eventually('it is seen', async () => attention().length >= 3);
  await eventually('the configuration is known', async () => attention().includes('min-isr safe-0'));
  expect(attention()).toEqual(['offline alone-2', 'min-isr safe-0', 'min-isr safe-1']);
  expect(sampler.cluster().totals).toMatchObject({ offline: 1, underReplicated: 3 });
  await send('safe', 2, 5);
  await eventually('the others go on', async () => sampler.topic('safe')!.records!.value === '30');
  // What was known of the dead one stays.
  expect(sampler.topic('alone')).toMatchObject({ offline: 1, records: { value: '30' } });
  const series = parsePrometheus(await sampler.metricsText());
  const leaders = series.filter(
    ({ name, labels }) => name === 'kafka_topic_partition_leader' && labels.topic === 'alone',
  );
  expect(leaders.map(({ labels }) => labels.partition)).toEqual(['0', '1']);
});

test('it comes back: nothing to look at any more', async () => {
  await kafka.restart(3);
  await kafka.waitForInSync();
  await eventually('it is seen', async () => attention().every((one) => one.startsWith('not-preferred')));
  await send('alone', 3, 1);
  await eventually('its records are counted', async () => sampler.topic('alone')!.records!.value === '33');
  expect(sampler.topics().partial).toBeUndefined();
});

test('a node freezes: the figures of the others stay fresh, before another leads its partitions', async () => {
  const before = Number(sampler.topic('alone')!.records!.value);
  kafka.pause(2);
  try {
    for (const partition of [0, 2]) await producer.send({ topic: 'alone', partition, value: 'x' });
    await eventually('both are counted', async () => Number(sampler.topic('alone')!.records!.value) === before + 2);
  } finally {
    kafka.resume(2);
  }
  await producer.send({ topic: 'alone', partition: 1, value: 'x' });
  await eventually('it is back', async () => Number(sampler.topic('alone')!.records!.value) === before + 3);
  expect(sampler.topic('alone')!.offline).toBe(0);
});
