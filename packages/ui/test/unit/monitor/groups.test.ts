import { kafkaFault } from './fake-cluster';
import { Sampling } from './sampling';

const second = 1000;
const minute = 60 * second;

/** A group with one member that reads all partitions of a topic. */
function reading(sampling: Sampling, groupId: string, topic: string, partitions = 1): void {
  const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
  sampling.cluster.addGroup(groupId, { members: { [`${groupId}-1`]: all } });
}

const kinds = (sampling: Sampling): string[] => sampling.sampler.cluster().attention.map(({ kind }) => kind);

describe('groups', () => {
  test('have their lag, state, members, and the age of the answer', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders', 2);
    cluster.addTopic('users');
    reading(sampling, 'billing', 'orders', 2);
    cluster.addGroup('old', { state: 'PREPARING_REBALANCE', type: 'CONSUMER' });
    cluster.produce('orders', 100);
    cluster.produce('orders', 50, 1);
    cluster.produce('users', 7);
    cluster.commit('billing', 'orders', 90);
    cluster.commit('billing', 'users', 0);
    await sampling.watch(5 * second);
    const { items, checked, sampledAt, partial } = sampler.groups();
    expect(items).toEqual([
      {
        groupId: 'billing',
        state: 'Stable',
        type: 'classic',
        simple: false,
        members: 1,
        topics: 2,
        lag: { value: '17', partial: false },
        trend: null,
        asOf: clock.wall() - 5000,
      },
      expect.objectContaining({ groupId: 'old', state: 'PreparingRebalance', type: 'consumer', members: 0, topics: 0 }),
    ]);
    expect(items[1]!.lag).toEqual({ value: '0', partial: false });
    expect([checked, partial, sampledAt]).toEqual([2, undefined, clock.wall() - 5000]);
    expect(sampler.groups().items).toBe(items);
    expect(sampler.groupsOf('users')).toEqual({
      items: [{ groupId: 'billing', state: 'Stable', lag: '7', members: 1 }],
      checked: 2,
      of: 2,
    });
    expect(sampler.groupsOf('none')).toEqual({ items: [], checked: 2, of: 2 });
  });

  test('one group, with members and offsets of all partitions, sorted', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('b', 3);
    cluster.addTopic('a');
    cluster.addGroup('billing', {
      members: { m1: [{ topic: 'b', partition: 2 }], m2: [{ topic: 'b', partition: 0 }] },
    });
    cluster.produce('b', 10, 2);
    cluster.commit('billing', 'b', 4, 2);
    cluster.commit('billing', 'a', 0);
    const view = await sampler.group('billing');
    expect(view).toMatchObject({ groupId: 'billing', coordinator: 1, assignor: 'range', lag: { value: '6' } });
    expect(view!.memberList).toEqual([
      {
        id: 'm1',
        instanceId: null,
        clientId: 'client of m1',
        host: '/10.0.0.7',
        partitions: [{ topic: 'b', partition: 2 }],
      },
      {
        id: 'm2',
        instanceId: null,
        clientId: 'client of m2',
        host: '/10.0.0.7',
        partitions: [{ topic: 'b', partition: 0 }],
      },
    ]);
    const none = { metadata: null, behind: null };
    expect(view!.offsets).toEqual([
      {
        topic: 'a',
        partition: 0,
        committed: '0',
        latest: '0',
        lastStable: '0',
        lag: '0',
        member: null,
        metadata: null,
        behind: { ms: 0, kind: 'estimated' },
      },
      { topic: 'b', partition: 0, committed: null, latest: '0', lastStable: '0', lag: null, member: 'm2', ...none },
      { topic: 'b', partition: 2, committed: '4', latest: '10', lastStable: '10', lag: '6', member: 'm1', ...none },
    ]);
    expect(await sampler.group('nobody')).toBeNull();
    expect(sampler.groups().items.map(({ groupId }) => groupId)).not.toContain('nobody');
  });

  test('a page gets an answer of the last 5 s, and after a change a new one', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'billing', 'orders');
    cluster.commit('billing', 'orders', 0);
    const lag = async (): Promise<string> => (await sampler.group('billing'))!.lag!.value;
    expect(await lag()).toBe('0');
    cluster.produce('orders', 5);
    expect(await lag()).toBe('0');
    await clock.advance(5 * second);
    expect(await lag()).toBe('5');
    cluster.commit('billing', 'orders', 5);
    expect(await lag()).toBe('5');
    await clock.advance(1);
    await sampler.changed('groups');
    await clock.advance(1);
    expect(await lag()).toBe('0');
  });

  test('seconds behind: the group reads what was written a minute ago', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'billing', 'orders');
    cluster.commit('billing', 'orders', 0);
    let produced = 0;
    const step = (): void => {
      cluster.produce('orders', 50);
      produced += 50;
      cluster.commit('billing', 'orders', Math.max(0, produced - 600));
    };
    await sampling.watch(3 * minute, step, [], ['billing']);
    const { offsets, trend } = (await sampler.group('billing'))!;
    expect(offsets[0]!.behind!.kind).toBe('estimated');
    expect(Math.abs(offsets[0]!.behind!.ms - minute)).toBeLessThanOrEqual(10 * second);
    expect(offsets[0]!.lag).toBe('600');
    expect(trend).not.toBeNull();
  });

  test('a lag that was there before the first sample: at least as long as it was watched', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'billing', 'orders');
    cluster.produce('orders', 1000);
    cluster.commit('billing', 'orders', 10);
    expect((await sampler.group('billing'))!.offsets[0]!.behind).toBeNull();
    await sampling.watch(minute, undefined, [], ['billing']);
    const { behind } = (await sampler.group('billing'))!.offsets[0]!;
    expect(behind!.kind).toBe('at least');
    expect(behind!.ms).toBeGreaterThanOrEqual(50 * second);
    expect(behind!.ms).toBeLessThanOrEqual(minute);
    expect(clock.pending).toBeGreaterThan(0);
  });

  test('a lag is never negative, and is partial where an end is unknown', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    const topic = cluster.addTopic('orders', 2);
    reading(sampling, 'billing', 'orders', 2);
    cluster.produce('orders', 5);
    cluster.commit('billing', 'orders', 50);
    cluster.commit('billing', 'orders', 0, 1);
    cluster.produce('orders', 8, 1);
    await sampling.watch(5 * second);
    expect(sampler.groups().items[0]!.lag).toEqual({ value: '8', partial: false });
    topic.partitions[1]!.leader = -1;
    await sampler.changed('topics');
    await sampling.watch(15 * second);
    expect(sampler.groups().items[0]!.lag).toEqual({ value: '0', partial: true });
    expect((await sampler.group('billing'))!.offsets[1]).toMatchObject({ committed: '0', latest: null, lag: null });
    topic.partitions[0]!.leader = -1;
    await sampler.changed('topics');
    await sampling.watch(15 * second);
    expect(sampler.groups().items[0]!.lag).toBeNull();
  });

  test('a commit in a topic that is not there, or may not be known: the lag says so, and is plotted all the same', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('billing');
    cluster.produce('orders', 5);
    cluster.commit('billing', 'orders', 0);
    cluster.commit('billing', 'orders', 0, 7);
    cluster.commit('billing', 'hidden', 0);
    await sampling.watch(minute);
    expect(sampler.groups().items[0]).toMatchObject({ lag: { value: '5', partial: true }, trend: 0 });
    expect(sampler.samples({ groups: ['billing'] })!.groups.billing!.length).toBeGreaterThanOrEqual(5);
    expect(
      (await sampler.group('billing'))!.offsets.map(({ topic, partition, lag }) => [topic, partition, lag]),
    ).toEqual([
      ['hidden', 0, null],
      ['orders', 0, '5'],
      ['orders', 7, null],
    ]);
  });

  test('no commit yet: no lag, and the plot has no point', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'new', 'orders');
    cluster.produce('orders', 5);
    await sampling.watch(15 * second);
    expect(sampler.groups().items[0]).toMatchObject({ lag: null, topics: 1 });
    expect(sampler.samples({ groups: ['new'] })!.groups.new).toEqual([]);
  });

  test('the sum is exact beyond 2^53', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('huge', 3);
    cluster.addGroup('g');
    for (const partition of [0, 1, 2]) {
      cluster.produce('huge', Number.MAX_SAFE_INTEGER, partition);
      cluster.commit('g', 'huge', 0, partition);
    }
    await sampling.watch(5 * second);
    expect(sampler.groups().items[0]!.lag!.value).toBe((3n * BigInt(Number.MAX_SAFE_INTEGER)).toString());
    expect(sampler.topic('huge')!.records!.value).toBe((3n * BigInt(Number.MAX_SAFE_INTEGER)).toString());
  });
});

describe('rounds', () => {
  test('at most 8 at a time, those of pages first, then those that waited longest', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    for (let i = 0; i < 100; i++) {
      cluster.addGroup(`g${i}`);
      cluster.commit(`g${i}`, 'orders', 0);
    }
    cluster.delays.set('listConsumerGroupOffsets', 2000);
    await sampling.watch(40 * second, undefined, [], ['g97', 'g98']);
    expect(cluster.most.get('listConsumerGroupOffsets')).toBe(8);
    expect(cluster.most.get('describeConsumerGroups')).toBeLessThanOrEqual(8);
    expect(sampler.groups().checked).toBe(100);
    expect(cluster.groupsAsked.slice(0, 2)).toEqual(['g97', 'g98']);
    // A round ends after 10 s: 48 groups. The next begins with those of pages, and goes on where the last one ended.
    const second2 = cluster.groupsAsked.indexOf('g97', 2);
    expect(second2).toBeGreaterThanOrEqual(40);
    expect(second2).toBeLessThanOrEqual(48);
    expect(new Set(cluster.groupsAsked.slice(0, 2 * 40)).size).toBeGreaterThanOrEqual(75);
  });

  test('a group whose coordinator is silent holds up no other, and keeps what was known of it', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    for (let i = 0; i < 40; i++) {
      cluster.addGroup(`g${i}`);
      cluster.commit(`g${i}`, 'orders', 0);
    }
    await sampling.watch(15 * second, undefined, [], ['g0']);
    const { asOf } = sampler.groups().items[0]!;
    for (let i = 0; i < 20; i++) {
      cluster.delays.set(`group g${i}`, 5000);
      cluster.faultOf.set(`g${i}`, kafkaFault('ERR__TIMED_OUT', 'no coordinator'));
    }
    cluster.produce('orders', 9);
    await sampling.watch(minute, undefined, [], ['g0']);
    const { items, partial } = sampler.groups();
    expect(partial).toBe('20 of 40 groups do not answer (no coordinator)');
    expect(items.slice(20).map(({ lag }) => lag!.value)).toEqual(new Array(20).fill('9'));
    expect(items[0]).toMatchObject({ asOf, lag: { value: '0' } });
    const view = sampler.group('g0');
    await sampling.clock.advance(10 * second);
    expect(await view).toMatchObject({ asOf, lag: { value: '0' } });
  });

  test('a group that was never heard of and does not answer: its fault', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addGroup('mute');
    cluster.faultOf.set('mute', kafkaFault('ERR_GROUP_AUTHORIZATION_FAILED', 'not allowed'));
    await expect(sampler.group('mute')).rejects.toThrow('not allowed');
    await sampling.watch(5 * second);
    expect(sampler.groups().items[0]).toMatchObject({ groupId: 'mute', lag: null, asOf: null, topics: null });
    expect(sampler.groups().partial).toBe('1 of 1 groups do not answer (not allowed)');
  });

  test('groups vanish between list and question, and come back', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('a');
    cluster.addGroup('b');
    await sampling.watch(5 * second);
    cluster.groups.delete('a');
    await sampling.watch(15 * second);
    expect(sampler.groups().items.map(({ groupId }) => groupId)).toEqual(['b']);
    expect(await sampler.group('a')).toBeNull();
    cluster.addGroup('a');
    await sampling.watch(35 * second);
    expect(sampler.groups().items).toHaveLength(2);
    expect(sampler.groups().partial).toBeUndefined();
  });

  test('only offsets are left of a group: it is still there', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.produce('orders', 3);
    cluster.addGroup('left');
    cluster.commit('left', 'orders', 1);
    cluster.faultOf.set('left', kafkaFault('ERR_GROUP_ID_NOT_FOUND'));
    expect(await sampler.group('left')).toMatchObject({ state: 'Empty', members: 0, lag: { value: '2' } });
  });

  test('a broker does not list its groups: they are not gone', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addGroup('a');
    cluster.addGroup('b');
    await sampling.watch(5 * second);
    const b = cluster.groups.get('b')!;
    cluster.groups.delete('b');
    cluster.faultOf.set('broker 2', kafkaFault('ERR__TIMED_OUT'));
    cluster.faultOf.set('b', kafkaFault('ERR__TIMED_OUT', 'away'));
    await sampling.watch(40 * second);
    expect(sampler.groups().items).toHaveLength(2);
    expect(sampler.groups().partial).toBe('1 broker does not list groups · 1 of 2 groups do not answer (away)');
    cluster.groups.set('b', b);
    cluster.faultOf.clear();
    await sampling.watch(40 * second);
    expect(sampler.groups().partial).toBeUndefined();
  });

  test('a list that takes long holds up no group', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('a');
    cluster.commit('a', 'orders', 0);
    await sampling.watch(5 * second);
    cluster.delays.set('listConsumerGroups', 25_000);
    for (let times = 0; times < 10; times++) {
      cluster.produce('orders', 1);
      await sampling.watch(30 * second);
      expect(Number(sampler.groups().items[0]!.lag!.value)).toBe(times + 1);
    }
    expect(cluster.most.get('listConsumerGroups')).toBe(1);
  });

  test('groups cannot be listed for a while: those that are known are asked all the same', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('a');
    cluster.commit('a', 'orders', 0);
    await sampling.watch(5 * second);
    cluster.faults.set('listConsumerGroups', kafkaFault('ERR__TIMED_OUT', 'busy'));
    cluster.produce('orders', 4);
    await sampling.watch(minute);
    expect(sampler.groups().items[0]!.lag!.value).toBe('4');
    expect(sampler.groups().partial).toMatch(/^list of groups: \d+ s old \(busy\)$/);
  });
});

describe('attention', () => {
  test('offline, at and below min.insync.replicas, under-replicated: the worst first, one entry for a partition', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    const topic = cluster.addTopic('orders', 4, { replicas: [1, 2, 3], configs: { 'min.insync.replicas': '2' } });
    const wide = cluster.addTopic('wide', 1, { replicas: [1, 2, 3] });
    wide.partitions[0]!.isr = [1, 2];
    topic.partitions[1]!.isr = [1, 2];
    topic.partitions[2]!.isr = [1];
    Object.assign(topic.partitions[3]!, { leader: -1, isr: [2] });
    cluster.addTopic('alone', 1);
    await sampling.watch(10 * second);
    const { attention, totals } = sampler.cluster();
    expect(attention.map(({ kind, text }) => [kind, text])).toEqual([
      ['offline', 'orders-3: offline, no leader'],
      ['min-isr', 'orders-1: ISR 2 of 3, at min.insync.replicas 2'],
      ['min-isr', 'orders-2: ISR 1 of 3, below min.insync.replicas 2'],
      ['under-replicated', 'wide-0: ISR 2 of 3'],
    ]);
    expect(totals).toMatchObject({ topics: 3, partitions: 6, underReplicated: 4, offline: 1 });
    expect(attention[1]).toMatchObject({ topic: 'orders', partition: 1 });
  });

  test('leaders that are not the preferred ones: from more than a tenth on', async () => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    const topic = cluster.addTopic('orders', 20, { replicas: [1, 2] });
    topic.partitions[0]!.leader = 2;
    topic.partitions[1]!.leader = 2;
    await sampling.watch(5 * second);
    expect(kinds(sampling)).toEqual([]);
    topic.partitions[2]!.leader = 2;
    await sampling.watch(20 * second);
    expect(sampling.sampler.cluster().attention).toEqual([
      { kind: 'not-preferred', text: '3 of 20 partitions are not led by their preferred broker' },
    ]);
  });

  test('a group falls behind through five minutes', async () => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'billing', 'orders');
    let produced = 0;
    const step = (): void => {
      produced += 100;
      cluster.produce('orders', 100);
      cluster.commit('billing', 'orders', produced / 2);
    };
    await sampling.watch(4 * minute, step);
    expect(kinds(sampling)).toEqual([]);
    await sampling.watch(2.5 * minute, step);
    expect(kinds(sampling)).toEqual(['lag-grows']);
    const { trend } = sampling.sampler.groups().items[0]!;
    expect(trend!).toBeCloseTo(10, 0);
    await sampling.watch(2 * minute, () => cluster.commit('billing', 'orders', produced));
    expect(kinds(sampling)).toEqual([]);
  });

  test('commits stand still while the log grows: only where a member reads', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders', 2);
    cluster.addTopic('left');
    cluster.addTopic('quiet');
    reading(sampling, 'billing', 'orders', 2);
    cluster.groups.get('billing')!.members['billing-1']!.push({ topic: 'quiet', partition: 0 });
    cluster.commit('billing', 'left', 0);
    cluster.commit('billing', 'orders', 5, 1);
    cluster.produce('quiet', 10);
    cluster.commit('billing', 'quiet', 3);
    let produced = 0;
    const step = (): void => {
      for (const topic of ['orders', 'left']) cluster.produce(topic, 10);
      cluster.produce('orders', 10, 1);
      produced += 10;
      cluster.commit('billing', 'orders', produced);
    };
    await sampling.watch(4.5 * minute, step);
    expect(kinds(sampling)).not.toContain('stuck');
    await sampling.watch(minute, step);
    const stuck = sampler.cluster().attention.find(({ kind }) => kind === 'stuck');
    expect(stuck).toEqual({
      kind: 'stuck',
      group: 'billing',
      topic: 'orders',
      partition: 1,
      text: 'billing: no commit in orders-1 for 5 min, while the log grows',
    });
    cluster.commit('billing', 'orders', 6, 1);
    await sampling.watch(15 * second, step);
    expect(kinds(sampling)).not.toContain('stuck');
  });

  test('a group without members and with lag; not one that commits without being a member', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.produce('orders', 1000);
    cluster.addGroup('gone', { state: 'EMPTY' });
    cluster.commit('gone', 'orders', 10);
    cluster.addGroup('even', { state: 'EMPTY' });
    cluster.commit('even', 'orders', 1000);
    cluster.addGroup('simple', { state: 'EMPTY', simple: true });
    cluster.commit('simple', 'orders', 0);
    await sampling.watch(5 * second);
    expect(sampler.cluster().attention).toEqual([
      { kind: 'no-members', group: 'gone', text: 'gone: no members, lag 990' },
    ]);
    let done = 0;
    await sampling.watch(6 * minute, () => cluster.commit('simple', 'orders', ++done));
    expect(sampler.cluster().attention).toHaveLength(1);
    await sampling.watch(6 * minute);
    expect(sampler.cluster().attention.map(({ group }) => group)).toEqual(['gone', 'simple']);
  });

  test('a rebalance is no end of a growing lag, and makes none', async () => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    cluster.addTopic('orders');
    reading(sampling, 'billing', 'orders');
    const group = cluster.groups.get('billing')!;
    const { members } = group;
    cluster.commit('billing', 'orders', 0);
    let step = 0;
    await sampling.watch(8 * minute, () => {
      cluster.produce('orders', 10);
      group.members = step++ % 5 === 0 ? { 'billing-1': [] } : members;
    });
    expect(kinds(sampling)).toContain('lag-grows');
  });

  test('is bounded', async () => {
    const sampling = new Sampling();
    const topic = sampling.cluster.addTopic('orders', 500);
    for (const partition of topic.partitions) partition.leader = -1;
    await sampling.watch(5 * second);
    const { attention } = sampling.sampler.cluster();
    expect(attention).toHaveLength(51);
    expect(attention.at(-1)).toEqual({ kind: 'offline', text: '450 more like this' });
  });
});

describe('the development broker', () => {
  test('topics from metadata, offsets of a group by name, and one line says what is not known', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    const unsupported = kafkaFault('ERR__UNSUPPORTED_FEATURE');
    const operations = [
      'describeCluster',
      'describeTopics',
      'describeConfigs',
      'listConsumerGroups',
      'describeConsumerGroups',
    ] as const;
    for (const operation of operations) cluster.faults.set(operation, unsupported);
    cluster.addTopic('orders', 2);
    cluster.produce('orders', 10);
    cluster.addGroup('g');
    await sampling.watch(20 * second);
    expect(sampler.topics()).toMatchObject({
      items: [{ name: 'orders', topicId: '', records: { value: '10' }, cleanup: null, perSec: 0 }],
      partial: 'This broker does not say: configurations and topic ids',
    });
    expect(sampler.groups()).toMatchObject({ items: [], sampledAt: null, partial: 'This broker does not say: groups' });
    expect(sampler.cluster()).toMatchObject({
      totals: { groups: null },
      partial: 'This broker does not say: groups, configurations, topic ids and racks',
      attention: [],
    });
    expect(await sampler.group('g')).toBeNull();
    cluster.commit('g', 'orders', 4);
    expect(await sampler.group('g')).toMatchObject({
      state: 'Unknown',
      members: null,
      memberList: [],
      lag: { value: '6' },
      offsets: [{ topic: 'orders', partition: 0, committed: '4', latest: '10', lag: '6' }],
    });
    expect(new Set(sampler.unsupported())).toEqual(new Set(operations));
    // Each was asked once: a broker that does not answer it will not do so 5 s later.
    expect(operations.map((one) => cluster.calls(one))).toEqual([1, 1, 1, 1, 1]);
    await sampling.watch(6 * minute);
    expect(operations.map((one) => cluster.calls(one))).toEqual([2, 2, 2, 2, 2]);
  });
});
