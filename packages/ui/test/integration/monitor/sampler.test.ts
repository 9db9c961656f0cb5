/** The sampler on a real Kafka: figures as Java sees them. */
import { AdminClient, Consumer, Producer } from '../../../../../src/index';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import { Sampler } from '../../../src/server/monitor/sampler';
import { fastClock } from '../../helpers/fast-clock';
import { exporterExpressions, exporterSeries } from '../../helpers/kafka-exporter';
import { namesIn, parsePrometheus, type Series } from '../../helpers/prometheus-text';

const kafka = sharedKafka();
let admin: AdminClient;
let producer: Producer;
let sampler: Sampler;
const open: Consumer[] = [];

beforeAll(() => {
  const config = { 'bootstrap.servers': kafka.bootstrapServers };
  admin = new AdminClient(config);
  producer = new Producer(config);
});
beforeEach(() => {
  sampler = new Sampler(admin, { version: '1.0.0' }, fastClock);
});
afterEach(async () => {
  await sampler.close();
  await Promise.all(open.splice(0).map((consumer) => consumer.close()));
});
afterAll(() => Promise.all([admin.close(), producer.close()]));

async function topicOf(partitions: number, configs: Record<string, string> = {}): Promise<string> {
  const name = uniqueName('sampled');
  await admin.createTopics([{ name, numPartitions: partitions, replicationFactor: 1, configs }]);
  return name;
}

const send = async (topic: string, partition: number, count: number): Promise<void> => {
  await producer.sendBatch(Array.from({ length: count }, (_, i) => ({ topic, partition, key: String(i), value: 'x' })));
};

/** A member of a group that has all partitions of a topic. */
async function join(
  group: string,
  topic: string,
  protocol: 'classic' | 'consumer',
  partitions: number,
): Promise<Consumer> {
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': group,
    'group.protocol': protocol,
    'client.id': `client of ${group}`,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
  });
  open.push(consumer);
  consumer.subscribe([topic]);
  await eventually('it has partitions', async () => {
    await consumer.poll(100);
    return consumer.assignment().length === partitions;
  });
  return consumer;
}

describe.each(['classic', 'consumer'] as const)('a group of the %s protocol', (protocol) => {
  test('lag is end less commit, as Java sees both; members, states and what is behind', async () => {
    const topic = await topicOf(3);
    const group = uniqueName(`group-${protocol}`);
    for (const [partition, count] of [10, 25, 0].entries()) await send(topic, partition, count);
    const consumer = await join(group, topic, protocol, 3);
    await consumer.commit([
      { topic, partition: 0, offset: 4, metadata: 'so far' },
      { topic, partition: 1, offset: 25 },
    ]);
    const view = (await sampler.group(group))!;
    const committed = await kafka.listGroupOffsets(group);
    const ends = await kafka.listOffsets(topic, 'latest');
    for (const { partition, committed: offset, latest, lastStable, lag } of view.offsets) {
      const java = committed[`${topic}-${partition}`]?.offset ?? null;
      expect([partition, offset]).toEqual([partition, java === null ? null : String(java)]);
      expect(latest).toBe(String(ends[partition]));
      expect(lastStable).toBe(latest);
      expect(lag).toBe(java === null ? null : String(ends[partition]! - java));
    }
    expect(view.offsets.map(({ lag }) => lag)).toEqual(['6', '0', null]);
    expect(view.offsets[0]!.metadata).toBe('so far');
    expect(view.offsets[1]!.behind).toEqual({ ms: 0, kind: 'estimated' });
    expect(view).toMatchObject({
      state: 'Stable',
      type: protocol,
      simple: false,
      members: 1,
      topics: 1,
      lag: { value: '6', partial: false },
      coordinator: 1,
    });
    const [member] = view.memberList;
    expect(member).toMatchObject({
      clientId: `client of ${group}`,
      partitions: [0, 1, 2].map((partition) => ({ topic, partition })),
    });
    expect(new Set(view.offsets.map((one) => one.member))).toEqual(new Set([member!.id]));

    await consumer.commit([{ topic, partition: 0, offset: 9 }]);
    await sampler.changed('groups');
    expect((await sampler.group(group))!.lag).toEqual({ value: '1', partial: false });

    await consumer.close();
    open.length = 0;
    await sampler.changed('groups');
    const left = (await sampler.group(group))!;
    expect(left).toMatchObject({ state: 'Empty', members: 0, memberList: [], lag: { value: '1' } });
    expect(left.offsets.map(({ partition, member: id }) => [partition, id])).toEqual([
      [0, null],
      [1, null],
    ]);
    await eventually('it is worth a look', async () =>
      sampler.cluster().attention.some(({ kind, group: of }) => kind === 'no-members' && of === group),
    );
  });

  test('falls behind: the lag is plotted, and how long ago the next record was written is estimated', async () => {
    const topic = await topicOf(1);
    const group = uniqueName(`behind-${protocol}`);
    const consumer = await join(group, topic, protocol, 1);
    await consumer.commit([{ topic, partition: 0, offset: 0 }]);
    const query = { topics: [topic], groups: [group] };
    sampler.samples(query);
    await sampler.ready();
    await eventually('the lag has two points', async () => (sampler.samples(query)!.groups[group] ?? []).length >= 2);
    const begin = fastClock.wall();
    for (let i = 0; i < 6; i++) {
      await send(topic, 0, 10);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      sampler.samples(query);
    }
    const { offsets, trend, asOf } = (await sampler.group(group))!;
    const written = asOf! - begin;
    expect(offsets[0]).toMatchObject({ committed: '0', latest: '60', lag: '60', behind: { kind: 'estimated' } });
    // Two rounds of 10 s by the fast clock, and what a busy machine takes.
    expect(Math.abs(offsets[0]!.behind!.ms - written)).toBeLessThan(40_000);
    expect(trend).toBeGreaterThan(0);
    const { groups, topics } = sampler.samples(query)!;
    expect(groups[group]!.at(-1)![1]).toBe(60);
    expect(topics[topic]!.some(([, perSec]) => perSec! > 0)).toBe(true);
  });
});

test('records behind an open transaction: the last stable offset is before the end', async () => {
  const topic = await topicOf(1);
  const group = uniqueName('stable');
  await send(topic, 0, 3);
  const transactionalId = uniqueName('tx');
  await kafka.produce(
    topic,
    [
      { value: 'a', partition: 0 },
      { value: 'b', partition: 0 },
    ],
    { transactionalId, outcome: 'open' },
  );
  await admin.alterConsumerGroupOffsets(group, [{ topic, partition: 0, offset: 1 }]);
  expect((await sampler.group(group))!.offsets[0]).toMatchObject({ latest: '5', lastStable: '3', lag: '4' });
  await kafka.endTransaction(transactionalId, 'commit');
  await sampler.changed('groups');
  await eventually('it is stable', async () => {
    await sampler.changed('groups');
    const [offset] = (await sampler.group(group))!.offsets;
    return offset!.latest === '6' && offset!.lastStable === '6';
  });
});

test('topics: ids, configurations, records; purged, made anew, gone', async () => {
  const topic = await topicOf(2, { 'cleanup.policy': 'compact' });
  await send(topic, 0, 5);
  await send(topic, 1, 7);
  await sampler.ready();
  await eventually('all is known', async () => {
    const row = sampler.topic(topic);
    return row?.records?.value === '12' && row.cleanup !== null && row.topicId !== '';
  });
  const { topicId } = (await admin.describeTopics([topic]))[0]!;
  expect(sampler.topic(topic)).toMatchObject({
    topicId,
    internal: false,
    partitions: 2,
    replicas: [1, 1],
    records: { value: '12', approx: 'compacted' },
    cleanup: 'compact',
  });
  await eventually('there is a rate', async () => sampler.topic(topic)!.perSec === 0);

  await admin.alterConfigs([{ type: 'TOPIC', name: topic, entries: [] }]);
  await admin.deleteRecords([{ topic, partition: 1, beforeOffset: 4 }]);
  await eventually('the purge is seen', async () => sampler.topic(topic)!.records!.value === '8');

  await admin.deleteTopics([topic]);
  await eventually('it is gone', async () => {
    await sampler.changed('topics');
    return sampler.topic(topic) === undefined;
  });
  await admin.createTopics([{ name: topic, numPartitions: 1, replicationFactor: 1 }]);
  await send(topic, 0, 2);
  await sampler.changed('topics');
  await eventually('it is another one', async () => {
    const row = sampler.topic(topic);
    return row?.records?.value === '2' && row.cleanup === 'delete' && row.topicId !== '';
  });
  expect(sampler.topic(topic)!.topicId).not.toBe(topicId);
});

test('a group that is deleted is gone; one that never was is none', async () => {
  const topic = await topicOf(1);
  const group = uniqueName('short');
  await admin.alterConsumerGroupOffsets(group, [{ topic, partition: 0, offset: 0 }]);
  await sampler.ready();
  await sampler.changed('groups');
  await eventually('it was asked', async () => sampler.groupsOf(topic).items.some(({ groupId }) => groupId === group));
  await admin.deleteConsumerGroups([group]);
  expect(await sampler.group(uniqueName('never'))).toBeNull();
  await sampler.changed('groups');
  expect(sampler.groups().items.some(({ groupId }) => groupId === group)).toBe(false);
  expect(await sampler.group(group)).toBeNull();
  // No question has made a group.
  expect((await admin.listConsumerGroups()).some(({ groupId }) => groupId.startsWith('never'))).toBe(false);
});

test('/metrics: values as Java sees them, under the names and labels of kafka_exporter', async () => {
  const topic = await topicOf(3);
  const group = uniqueName('scraped');
  for (const partition of [0, 1]) await send(topic, partition, 20);
  await admin.deleteRecords([{ topic, partition: 1, beforeOffset: 5 }]);
  await admin.alterConsumerGroupOffsets(group, [
    { topic, partition: 0, offset: 15 },
    { topic, partition: 1, offset: 20 },
  ]);
  const series = parsePrometheus(await sampler.metricsText());
  const find = (name: string): [string | undefined, number][] =>
    series
      .filter((one) => one.name === name && one.labels.topic === topic && (one.labels.consumergroup ?? group) === group)
      .map(({ labels, value }) => [labels.partition, value]);
  const [latest, earliest] = [await kafka.listOffsets(topic, 'latest'), await kafka.listOffsets(topic, 'earliest')];
  expect(find('kafka_topic_partition_current_offset')).toEqual(latest.map((one, i) => [String(i), one]));
  expect(find('kafka_topic_partition_oldest_offset')).toEqual(earliest.map((one, i) => [String(i), one]));
  expect(find('kafka_consumergroup_current_offset')).toEqual([
    ['0', 15],
    ['1', 20],
    ['2', -1],
  ]);
  expect(find('kafka_consumergroup_lag')).toEqual([
    ['0', 5],
    ['1', 0],
    ['2', -1],
  ]);
  expect(find('kafka_consumergroup_lag_sum')).toEqual([[undefined, 5]]);
  expect(find('kafka_consumergroup_current_offset_sum')).toEqual([[undefined, 35]]);
  expect(find('kafka_topic_partitions')).toEqual([[undefined, 3]]);
  expect(find('kafka_topic_partition_leader')).toEqual([
    ['0', 1],
    ['1', 1],
    ['2', 1],
  ]);
  const labels = new Map(series.map((one: Series) => [one.name, Object.keys(one.labels)]));
  expect(Object.fromEntries([...labels].filter(([name]) => name in exporterSeries))).toEqual(exporterSeries);
  for (const expression of exporterExpressions) {
    for (const { name, labels: asked } of namesIn(expression))
      expect(labels.get(name)).toEqual(expect.arrayContaining(asked));
  }
});
