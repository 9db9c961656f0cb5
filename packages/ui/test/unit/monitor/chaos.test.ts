import fc from 'fast-check';
import type { FakeCluster } from './fake-cluster';
import { kafkaFault } from './fake-cluster';
import { parsePrometheus } from '../../helpers/prometheus-text';
import { Sampling } from './sampling';

const whole = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });
const topic = fc.constantFrom('a', 'b', 'c', '__proto__');
const group = fc.constantFrom('g', 'h', 'i', 'constructor');
const operation = fc.constantFrom(
  'metadata',
  'describeCluster',
  'describeTopics',
  'describeConfigs',
  'listOffsets',
  'listConsumerGroups',
  'describeConsumerGroups',
  'listConsumerGroupOffsets',
);
const code = fc.constantFrom(
  'ERR__TIMED_OUT',
  'ERR__TRANSPORT',
  'ERR__UNSUPPORTED_FEATURE',
  'ERR_GROUP_AUTHORIZATION_FAILED',
  'ERR_GROUP_ID_NOT_FOUND',
  'ERR_UNKNOWN_TOPIC_OR_PART',
);

/** Something that happens to a cluster, its clocks or its network. */
const event = fc.oneof(
  fc.record({ kind: fc.constant('topic'), topic, partitions: whole(0, 4) }),
  fc.record({ kind: fc.constant('drop'), topic }),
  fc.record({ kind: fc.constant('produce'), topic, count: whole(0, 1000) }),
  fc.record({ kind: fc.constant('truncate'), topic }),
  fc.record({ kind: fc.constant('leader'), topic, leader: whole(-1, 3) }),
  fc.record({ kind: fc.constant('group'), group, topic, members: whole(0, 2) }),
  fc.record({ kind: fc.constant('leave'), group }),
  fc.record({ kind: fc.constant('commit'), group, topic, offset: whole(0, 2000) }),
  fc.record({ kind: fc.constant('fault'), operation, code }),
  fc.record({
    kind: fc.constant('part'),
    name: fc.oneof(
      topic.map((one) => `${one}-0`),
      group,
      fc.constant('broker 2'),
    ),
    code,
  }),
  fc.record({ kind: fc.constant('slow'), operation, ms: whole(0, 20_000) }),
  fc.record({ kind: fc.constant('heal') }),
  fc.record({ kind: fc.constant('jump'), ms: fc.oneof(whole(-100_000, 100_000), fc.constantFrom(-1e12, 1e12)) }),
  fc.record({ kind: fc.constant('cluster') }),
  fc.record({ kind: fc.constant('rest'), ms: whole(0, 200_000) }),
);
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

function happen(cluster: FakeCluster, one: Event): void {
  if (one.kind === 'topic') cluster.addTopic(one.topic, one.partitions, { replicas: [1, 2] });
  if (one.kind === 'drop') cluster.topics.delete(one.topic);
  if (one.kind === 'leave') cluster.groups.delete(one.group);
  if (one.kind === 'fault') cluster.faults.set(one.operation, kafkaFault(one.code));
  if (one.kind === 'part') cluster.faultOf.set(one.name, kafkaFault(one.code));
  if (one.kind === 'slow') cluster.delays.set(one.operation, one.ms);
  if (one.kind === 'cluster') cluster.clusterId += '+';
  if (one.kind === 'heal') for (const map of [cluster.faults, cluster.faultOf, cluster.delays]) map.clear();
  if (one.kind === 'group') {
    const members = Array.from({ length: one.members }, (_, i) => [`m${i}`, [{ topic: one.topic, partition: i }]]);
    const state = one.members === 0 ? 'EMPTY' : 'STABLE';
    cluster.addGroup(one.group, { state, members: Object.fromEntries(members) as Record<string, []> });
  }
  if (one.kind === 'commit' && cluster.groups.has(one.group)) cluster.commit(one.group, one.topic, one.offset);
  if (!('topic' in one)) return;
  const partition = cluster.topics.get(one.topic)?.partitions[0];
  if (partition === undefined) return;
  if (one.kind === 'produce') partition.latest += one.count;
  if (one.kind === 'truncate') partition.latest = Math.floor(partition.latest / 2);
  if (one.kind === 'leader') partition.leader = one.leader;
}

/** What holds whatever happens: no number that is none, nothing negative, and everything can cross the wire. */
async function check({ sampler, clock, cluster }: Sampling): Promise<void> {
  const views = {
    topics: sampler.topics(),
    groups: sampler.groups(),
    cluster: sampler.cluster(),
    ofTopic: sampler.groupsOf('a'),
    samples: sampler.samples({ topics: ['a', 'b', '__proto__'], groups: ['g', 'constructor'] })!,
  };
  const seen = JSON.stringify(views, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number that JSON does not know');
    return value;
  });
  expect(JSON.parse(seen)).toEqual(JSON.parse(JSON.stringify(views)));
  for (const { perSec, records, partitions, offline } of views.topics.items) {
    expect(perSec ?? 0).toBeGreaterThanOrEqual(0);
    expect(Number(records?.value ?? 0)).toBeGreaterThanOrEqual(0);
    expect(offline).toBeLessThanOrEqual(partitions);
  }
  for (const { lag, asOf } of views.groups.items) {
    expect(Number(lag?.value ?? 0)).toBeGreaterThanOrEqual(0);
    expect(asOf ?? 0).toBeLessThanOrEqual(clock.wall() + 1000);
  }
  const { cluster: points, topics } = views.samples;
  for (const list of [points, ...Object.values(topics)]) {
    expect(list.map(([at]) => at)).toEqual([...new Set(list.map(([at]) => at))].sort((a, b) => a - b));
    for (const [, perSec] of list) expect(perSec ?? 0).toBeGreaterThanOrEqual(0);
  }
  for (const [operation, most] of cluster.most) {
    const bound = operation === 'listOffsets' ? 2 * 8 + 4 : 8 + 1;
    expect([operation, most <= bound]).toEqual([operation, true]);
  }
}

test('whatever happens, nothing is thrown, and no figure is nonsense; once it is over all is well again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const sampling = new Sampling();
      const { cluster, clock, sampler } = sampling;
      cluster.addTopic('a', 2);
      for (const one of events) {
        happen(cluster, one);
        if (one.kind === 'jump') clock.jump(one.ms);
        if (one.kind === 'rest') await clock.advance(one.ms);
        void sampler.group('g').catch(() => undefined);
        void sampler.ready().catch(() => undefined);
        const text = sampler.metricsText();
        await clock.advance(10_000);
        parsePrometheus(await text);
        await check(sampling);
      }
      happen(cluster, { kind: 'heal' });
      const healthy = cluster.addTopic('a', 1);
      cluster.addGroup('g', { members: { m: [{ topic: 'a', partition: 0 }] } });
      cluster.commit('g', 'a', 0);
      await clock.advance(330_000);
      await sampling.watch(90_000, () => cluster.produce('a', 5), ['a'], ['g']);
      const row = sampler.topic('a')!;
      expect(row).toMatchObject({ partitions: 1, perSec: 1, topicId: healthy.id });
      expect(sampler.topics().partial).toBeUndefined();
      expect(sampler.groups().partial).toBeUndefined();
      expect(sampler.groups().items.find(({ groupId }) => groupId === 'g')!.lag).toEqual({
        value: String(healthy.partitions[0]!.latest - 5),
        partial: false,
      });
      await sampler.close();
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 60 },
  );
});
