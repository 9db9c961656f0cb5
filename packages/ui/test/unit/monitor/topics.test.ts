import { kafkaFault } from './fake-cluster';
import { Sampling } from './sampling';

const second = 1000;
const minute = 60 * second;

describe('topics', () => {
  test('are there as soon as a broker has answered; the rest follows', async () => {
    const { cluster, clock, sampler } = new Sampling();
    cluster.addTopic('orders', 2, { replicas: [2, 1], configs: { 'cleanup.policy': 'compact,delete' } });
    cluster.addTopic('secret', 1, { internal: true });
    cluster.produce('orders', 10);
    cluster.delays.set('listOffsets', 1000);
    await sampler.ready();
    expect(sampler.topics().items[0]).toMatchObject({ name: 'orders', partitions: 2, replicas: [2, 2], records: null });
    await clock.advance(3000);
    const { items, sampledAt, partial } = sampler.topics();
    expect(items).toEqual([
      {
        name: 'orders',
        topicId: 'id-1',
        internal: false,
        partitions: 2,
        replicas: [2, 2],
        underReplicated: 0,
        offline: 0,
        records: { value: '10', approx: 'compacted' },
        perSec: null,
        cleanup: 'compact,delete',
      },
      expect.objectContaining({ name: 'secret', internal: true, records: { value: '0' }, cleanup: 'delete' }),
    ]);
    expect(partial).toBeUndefined();
    expect(sampledAt).toBe(clock.wall() - 3000);
    expect(sampler.topics().items).toBe(items);
    expect(sampler.topic('orders')).toEqual(items[0]);
    expect(sampler.topic('no')).toBeUndefined();
  });

  test('rates are what is written between two samples', async () => {
    const sampling = new Sampling();
    sampling.cluster.addTopic('orders', 2);
    await sampling.watch(30 * second, () => {
      sampling.cluster.produce('orders', 50);
      sampling.cluster.produce('orders', 25, 1);
    });
    expect(sampling.sampler.topic('orders')!.perSec).toBe(15);
    const { cluster, topics, everyMs } = sampling.sampler.samples({ topics: ['orders'] })!;
    expect(everyMs).toBe(5000);
    expect(cluster.map(([, perSec]) => perSec)).toEqual([0, 15, 15, 15, 15, 15]);
    expect(topics.orders).toHaveLength(1);
    expect(topics.orders![0]![1]).toBeCloseTo(12.5, 6);
  });

  test('a decrease is a hole, not a spike; so is the first sample of a new partition', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    const topic = cluster.addTopic('orders', 2);
    const perSec: (number | null)[] = [];
    const step = (change: () => void): Promise<void> =>
      sampling.watch(5 * second, () => {
        change();
        perSec.push(sampler.topic('orders')!.perSec);
      });
    cluster.produce('orders', 1000);
    cluster.produce('orders', 1000, 1);
    await sampling.watch(10 * second);
    await step(() => cluster.produce('orders', 50));
    await step(() => (topic.partitions[1]!.latest = 0));
    await step(() => cluster.produce('orders', 50));
    await step(() => topic.partitions.push({ leader: 1, replicas: [1], isr: [1], earliest: 0, latest: 1_000_000 }));
    await step(() => cluster.produce('orders', 50, 2));
    await sampling.watch(15 * second, () => perSec.push(sampler.topic('orders')!.perSec));
    expect(perSec).toEqual([0, 10, null, 10, 0, 0, expect.any(Number), expect.any(Number)]);
    expect(perSec.every((one) => one === null || one <= 10)).toBe(true);
  });

  test('a partition that does not answer once makes no spike when it does again', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders', 2);
    const rates: (number | null)[] = [];
    await sampling.watch(10 * second);
    const step = (): void => {
      for (const partition of [0, 1]) cluster.produce('orders', 50, partition);
      rates.push(sampler.topic('orders')!.perSec);
    };
    await sampling.watch(10 * second, step);
    cluster.faultOf.set('orders-1', kafkaFault('ERR__TIMED_OUT'));
    await sampling.watch(15 * second, step);
    cluster.faultOf.clear();
    await sampling.watch(15 * second, step);
    // It needs two samples that follow each other: then it counts again.
    expect(rates).toEqual([0, 20, 10, 10, 10, 10, 20, 20]);
    expect(sampler.topic('orders')!.records).toEqual({ value: String(sumOf(cluster.topics.get('orders')!) - 100) });
  });

  test('a fault keeps what was known, and says since when', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.produce('orders', 5);
    await sampling.watch(10 * second);
    cluster.faults.set('listOffsets', kafkaFault('ERR__TIMED_OUT', 'nobody there'));
    cluster.produce('orders', 5);
    await sampling.watch(2 * minute);
    expect(sampler.topic('orders')).toMatchObject({ records: { value: '5' }, perSec: null });
    expect(sampler.topics().partial).toMatch(
      /^ends of logs: 2 min old \(nobody there\) · beginnings of logs: 2 min old \(/,
    );
    cluster.faults.set('metadata', kafkaFault('ERR__TRANSPORT', 'away'));
    await sampling.watch(minute);
    expect(sampler.topics().items).toHaveLength(1);
    expect(sampler.cluster().partial).toMatch(/^topics: \d+ s old \(away\) · ends of logs: 3 min old/);
    cluster.faults.clear();
    await sampling.watch(20 * second);
    expect(sampler.topics().partial).toBeUndefined();
    expect(sampler.topic('orders')).toMatchObject({ records: { value: '10' } });
    // What came while nobody knew is no rate of now.
    const rates = sampler.samples({})!.cluster.map(([, perSec]) => perSec);
    expect(new Set(rates)).toEqual(new Set([0, null]));
  });

  test('no answer at all: the fault, at once from the second time on', async () => {
    const { cluster, clock, sampler } = new Sampling();
    cluster.faults.set('metadata', kafkaFault('ERR__TRANSPORT', 'away'));
    cluster.delays.set('metadata', 10_000);
    const first = sampler.ready().catch((fault: Error) => fault.message);
    await clock.advance(10_000);
    expect(await first).toBe('away');
    await clock.advance(6000);
    await expect(sampler.ready()).rejects.toThrow('away');
    cluster.faults.clear();
    cluster.addTopic('orders');
    cluster.delays.clear();
    await clock.advance(30_000);
    await sampler.ready();
    expect(sampler.topics().items).toHaveLength(1);
  });

  test('whoever waits may give up', async () => {
    const { cluster, sampler } = new Sampling();
    cluster.delays.set('metadata', 10_000);
    const giveUp = new AbortController();
    const ready = sampler.ready(giveUp.signal);
    giveUp.abort(new Error('gone'));
    await expect(ready).rejects.toThrow('gone');
    await expect(sampler.ready(giveUp.signal)).rejects.toThrow('gone');
  });

  test('a topic that was made anew: another id, no rate from one to the other', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.produce('orders', 1_000_000);
    await sampling.watch(30 * second);
    expect(sampler.topic('orders')!.topicId).toBe('id-1');
    cluster.addTopic('orders');
    await sampling.watch(30 * second, () => cluster.produce('orders', 50));
    expect(sampler.topic('orders')).toMatchObject({ topicId: 'id-2', perSec: 10 });
    const rates = sampler.samples({ topics: ['orders'] })!.topics.orders!.map(([, perSec]) => perSec ?? 0);
    expect(Math.max(...rates)).toBeLessThanOrEqual(10);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
  });

  test('a topic that is gone is gone with the next metadata; after a change they are asked for at once', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addTopic('users');
    await sampling.watch(5 * second);
    cluster.topics.delete('orders');
    await sampler.changed('topics');
    expect(sampler.topics().items.map(({ name }) => name)).toEqual(['users']);
    cluster.topics.delete('users');
    await sampling.watch(20 * second);
    expect(sampler.topics().items).toEqual([]);
    expect(sampler.cluster().totals).toMatchObject({ topics: 0, partitions: 0 });
  });

  test('answers that make no sense: numbers of partitions, topics with errors', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders', 2);
    await sampling.watch(10 * second);
    const original = cluster.metadata.bind(cluster);
    cluster.metadata = async () => {
      const answer = await original();
      const partition = { errno: 0, leader: 1, replicas: [1], isrs: [1] };
      const odd = [2 ** 31 - 1, -1, 3].map((number) => ({ ...partition, partition: number }));
      const topics = [
        { topic: 'orders', errno: 5, partitions: [] },
        { topic: 'odd', errno: 0, partitions: odd },
        { topic: 'none', errno: 3, partitions: [] },
      ];
      return { ...answer, clusterId: null, controllerId: -1, brokers: [], topics };
    };
    await sampling.watch(20 * second);
    expect(sampler.topic('orders')).toMatchObject({ partitions: 2, perSec: 0 });
    expect(sampler.topic('odd')).toMatchObject({ partitions: 4 });
    expect(sampler.topic('none')).toMatchObject({ partitions: 0, replicas: [0, 0] });
    expect(sampler.cluster()).toMatchObject({ clusterId: 'cluster-1', controller: null, brokers: [] });
  });

  test('another cluster at the same address: nothing of the first one is left', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('billing');
    cluster.produce('orders', 1000);
    await sampling.watch(20 * second);
    cluster.clusterId = 'cluster-2';
    cluster.groups.clear();
    cluster.addTopic('orders');
    cluster.produce('orders', 3000);
    await sampling.watch(45 * second);
    expect(sampler.cluster()).toMatchObject({ clusterId: 'cluster-2', totals: { groups: 0 } });
    expect(sampler.topic('orders')).toMatchObject({ topicId: 'id-2', records: { value: '3000' }, perSec: 0 });
    expect(sampler.samples({})!.cluster.every(([, perSec]) => perSec === null || perSec === 0)).toBe(true);
  });
});

describe('how often', () => {
  test('nobody asks: nothing runs', async () => {
    const { cluster, clock, sampler } = new Sampling();
    cluster.addTopic('orders');
    await clock.advance(10 * minute);
    expect(cluster.asked.size).toBe(0);
    await sampler.ready();
    await clock.advance(30 * second);
    expect(cluster.calls('listOffsets')).toBeGreaterThan(4);
    await clock.advance(minute);
    const asked = new Map(cluster.asked);
    await clock.advance(60 * minute);
    expect(cluster.asked).toEqual(asked);
    expect(clock.pending).toBe(0);
  });

  test('after a rest the rate is that of now, not the mean of the rest', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    await sampling.watch(20 * second);
    await clock.advance(10 * minute);
    cluster.produce('orders', 1_000_000);
    sampler.samples({});
    await clock.advance(second);
    expect(sampler.topic('orders')).toMatchObject({ records: { value: '1000000' }, perSec: null });
    await sampling.watch(10 * second);
    expect(sampler.topic('orders')!.perSec).toBe(0);
    expect(sampler.samples({})!.cluster.every(([, perSec]) => perSec === null || perSec === 0)).toBe(true);
  });

  test.each([
    [2000, 5],
    [2001, 15],
    [20_000, 15],
    [20_001, 60],
  ])('all ends of %d partitions every %d s', async (partitions, seconds) => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    cluster.addTopic('large', partitions - 1);
    cluster.addTopic('orders');
    await sampling.watch(5 * second);
    const calls = Math.ceil((partitions - 1) / 500) + 1;
    const before = cluster.calls('listOffsets');
    await sampling.watch(5 * minute);
    const latest = (5 * 60) / seconds;
    expect(cluster.calls('listOffsets') - before).toBeGreaterThanOrEqual((latest + 3) * (calls - 1));
    expect(cluster.calls('listOffsets') - before).toBeLessThanOrEqual((latest + 6) * calls);
    expect(cluster.calls('metadata')).toBeLessThanOrEqual(22);
  });

  test('a topic that a page shows is asked for every 5 s in a cluster of any size', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('large', 30_000);
    cluster.addTopic('orders');
    await sampling.watch(20 * second, undefined, ['orders']);
    await sampling.watch(2 * minute, () => cluster.produce('orders', 50), ['orders']);
    const points = sampler.samples({ topics: ['orders'] })!.topics.orders!;
    expect(points.length).toBeGreaterThanOrEqual(24);
    expect(points.at(-1)![1]).toBeCloseTo(10, 6);
    expect(sampler.topic('orders')!.perSec).toBeCloseTo(10, 6);
  });

  test('a slow broker: samples come later, never two of a kind at a time', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    for (const operation of ['metadata', 'listOffsets', 'describeTopics', 'describeConfigs'] as const)
      cluster.delays.set(operation, 20_000);
    await sampling.watch(5 * minute, () => cluster.produce('orders', 50));
    // Beginnings, ends and the ends of groups go side by side.
    expect(cluster.most.get('metadata')).toBe(1);
    expect(cluster.most.get('listOffsets')).toBeLessThanOrEqual(2);
    expect(cluster.most.get('describeTopics')).toBe(1);
    expect(Math.round(sampler.topic('orders')!.perSec!)).toBe(10);
  });

  test('close ends everything', async () => {
    const sampling = new Sampling({ always: true });
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    await clock.advance(minute);
    expect(cluster.calls('listOffsets')).toBeGreaterThan(5);
    await sampler.close();
    const asked = new Map(cluster.asked);
    sampler.topics();
    await clock.advance(minute);
    expect(cluster.asked).toEqual(asked);
    expect(clock.pending).toBe(0);
  });
});

describe('leaders that do not answer', () => {
  test('what is offline is not asked: it would take the whole time that there is', async () => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    const topic = cluster.addTopic('orders', 2);
    topic.partitions[1]!.leader = -1;
    await sampling.watch(20 * second, () => cluster.produce('orders', 50));
    expect(sampler.topic('orders')).toMatchObject({ offline: 1, perSec: 10, records: null });
    expect(sampler.topics().partial).toBeUndefined();
    expect(sampler.samples({})!.cluster.at(-1)![1]).toBe(10);
  });

  test('a silent leader is left out for a while, metadata are asked for, and the others go on', async () => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    for (let i = 0; i < 30; i++) cluster.addTopic(`t${i}`, 100, { replicas: [(i % 3) + 1, ((i + 1) % 3) + 1] });
    await sampling.watch(20 * second);
    const away = kafkaFault('ERR__TIMED_OUT');
    for (let i = 0; i < 30; i += 3) for (let p = 0; p < 100; p++) cluster.faultOf.set(`t${i}-${p}`, away);
    const metadata = cluster.calls('metadata');
    await sampling.watch(15 * second);
    expect(cluster.calls('metadata') - metadata).toBeGreaterThanOrEqual(2);
    expect(sampling.sampler.topic('t1')!.perSec).toBe(0);
    expect(sampling.sampler.topic('t0')!.perSec).toBeNull();
    cluster.faultOf.clear();
    await sampling.watch(60 * second);
    expect(sampling.sampler.topic('t0')!.perSec).toBe(0);
  });
});

const sumOf = ({ partitions }: { partitions: { latest: number }[] }): number =>
  partitions.reduce((sum, { latest }) => sum + latest, 0);

test('the row of a topic that has not changed is the same object', async () => {
  const sampling = new Sampling();
  const { cluster, sampler } = sampling;
  cluster.addTopic('busy');
  cluster.addTopic('idle');
  await sampling.watch(20_000);
  const rowOf = (name: string) => sampler.topics().items.find((row) => row.name === name)!;
  const [busy, idle] = [rowOf('busy'), rowOf('idle')];
  cluster.produce('busy', 10);
  await sampling.watch(20_000);
  expect(rowOf('busy')).not.toBe(busy);
  expect(rowOf('busy').records).toEqual({ value: '10' });
  expect(rowOf('idle')).toBe(idle);
});
