import type { SamplesView } from '../../../src/shared/api';
import { Sampling } from './sampling';

const second = 1000;
const minute = 60 * second;

/** A page as the API tells it to be: it keeps its points, drops those after `from`, and appends what comes. */
class SamplesPage {
  readonly points = new Map<string, [number, ...(number | null)[]][]>();
  since = 0;
  answers = 0;
  unchanged = 0;

  take(view: SamplesView | null): void {
    if (view === null) {
      this.unchanged++;
      return;
    }
    this.answers++;
    const all: [string, [number, ...(number | null)[]][]][] = [
      ['cluster', view.cluster],
      ...Object.entries(view.topics).map(([name, list]): [string, [number, number | null][]] => [
        `topic ${name}`,
        list,
      ]),
      ...Object.entries(view.groups).map(([name, list]): [string, [number, number | null][]] => [
        `group ${name}`,
        list,
      ]),
    ];
    for (const [name, list] of all) {
      expect(list.every(([at]) => at > view.from)).toBe(true);
      const kept = (this.points.get(name) ?? []).filter(([at]) => at <= view.from);
      this.points.set(name, [...kept, ...list]);
    }
    this.since = view.now;
  }
}

test.each([
  ['small', 1],
  ['middle', 5000],
  ['large', 25_000],
])(
  'a page that asks for what is new has the same points as one that asks for all: a %s cluster',
  async (_, partitions) => {
    const sampling = new Sampling();
    const { cluster, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addTopic('others', partitions);
    cluster.addGroup('billing', { members: { m: [{ topic: 'orders', partition: 0 }] } });
    cluster.commit('billing', 'orders', 0);
    cluster.delays.set('listOffsets', 300);
    const query = { topics: ['orders'], groups: ['billing'] };
    const page = new SamplesPage();
    let step = 0;
    await sampling.watch(
      10 * minute,
      () => {
        cluster.produce('orders', (step++ * 37) % 101);
        page.take(sampler.samples({ ...query, since: page.since }));
      },
      ['orders'],
      ['billing'],
    );
    const whole = new SamplesPage();
    whole.take(sampler.samples(query));
    for (const name of ['cluster', 'topic orders', 'group billing']) {
      const known = whole.points.get(name)!;
      const has = page.points.get(name)!;
      expect(has.slice(-known.length)).toEqual(known);
      expect(new Set(has.map(([at]) => at)).size).toBe(has.length);
      expect(has).toEqual([...has].sort(([a], [b]) => a - b));
    }
    expect(whole.points.get('topic orders')!.length).toBeGreaterThan(110);
    expect(whole.points.get('group billing')!.length).toBeGreaterThanOrEqual(58);
  },
);

test('nothing new: no answer, and no holes in the time between', async () => {
  const sampling = new Sampling();
  const { cluster, clock, sampler } = sampling;
  cluster.addTopic('orders');
  await sampling.watch(20 * second);
  const { now } = sampler.samples({})!;
  await clock.advance(second);
  expect(sampler.samples({ since: now })).toBeNull();
  await clock.advance(5 * second);
  expect(sampler.samples({ since: now })).not.toBeNull();
});

test('topics and groups that are not there are left out; odd names are names', async () => {
  const sampling = new Sampling();
  const { cluster, sampler } = sampling;
  cluster.addTopic('__proto__');
  cluster.addTopic('constructor');
  cluster.addGroup('toString');
  await sampling.watch(20 * second, undefined, ['__proto__', 'constructor'], ['toString']);
  const view = sampler.samples({ topics: ['__proto__', 'constructor', 'no'], groups: ['toString', 'valueOf'] })!;
  expect(Object.keys(view.topics)).toEqual(['__proto__', 'constructor']);
  expect(Object.keys(view.groups)).toEqual(['toString']);
  expect(view.topics['__proto__']!.length).toBeGreaterThan(0);
});

test('until a topic is watched it has a point a minute; after that both', async () => {
  const sampling = new Sampling();
  const { cluster, sampler } = sampling;
  cluster.addTopic('orders');
  const produce = (): void => cluster.produce('orders', 50);
  await sampling.watch(5 * minute, produce);
  const before = sampler.samples({ topics: ['orders'] })!.topics.orders!;
  expect(before.length).toBe(5);
  await sampling.watch(2 * minute, produce, ['orders']);
  const after = sampler.samples({ topics: ['orders'] })!.topics.orders!;
  expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
  expect(after.length).toBeGreaterThan(25);
  expect(after.slice(5).every(([, perSec]) => perSec === 10)).toBe(true);
});

describe('clocks that jump', () => {
  test('set back: a page gets all again, with the new dates, and nothing twice', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    const page = new SamplesPage();
    const step = (): void => {
      cluster.produce('orders', 50);
      page.take(sampler.samples({ since: page.since, topics: ['orders'] }));
    };
    await sampling.watch(minute, step);
    clock.jump(-30 * minute);
    await sampling.watch(2 * minute, step);
    const points = page.points.get('cluster')!;
    expect(points.at(-1)![0]).toBeLessThanOrEqual(clock.wall());
    expect(points[0]![0]).toBeGreaterThan(clock.wall() - 4 * minute);
    expect(points).toEqual([...points].sort(([a], [b]) => a - b));
    // The jump is a hole, not a rate.
    expect(points.every(([, perSec]) => perSec === null || Math.abs(perSec! - 10) < 1e-6 || perSec === 0)).toBe(true);
    expect(points.filter(([, perSec]) => perSec === 10).length).toBeGreaterThan(30);
  });

  test('the machine slept: a gap, no spike, and ages count the sleep', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    await sampling.watch(minute, () => cluster.produce('orders', 50));
    clock.jump(8 * 60 * minute);
    cluster.produce('orders', 1_000_000);
    expect(sampler.topics().sampledAt).toBeLessThan(clock.wall() - 8 * 60 * minute + 1);
    await sampling.watch(minute, () => cluster.produce('orders', 50));
    const { cluster: points } = sampler.samples({})!;
    expect(Math.max(...points.map(([, perSec]) => perSec ?? 0))).toBeLessThanOrEqual(10);
    expect(points.every(([at]) => at > clock.wall() - 2 * minute)).toBe(true);
  });

  test('a short jump ahead is a hole of one interval', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    const produce = (): void => cluster.produce('orders', 50);
    await sampling.watch(minute, produce);
    clock.jump(20 * second);
    await sampling.watch(minute, produce);
    const { cluster: points } = sampler.samples({})!;
    expect(points.filter(([, perSec]) => perSec === null).length).toBeGreaterThanOrEqual(4);
    expect(points.filter(([, perSec]) => perSec === null).length).toBeLessThanOrEqual(7);
    expect(points.at(-1)![1]).toBeCloseTo(10, 6);
  });

  test('set to another century and back: nothing breaks', async () => {
    const sampling = new Sampling();
    const { cluster, clock, sampler } = sampling;
    cluster.addTopic('orders');
    cluster.addGroup('billing');
    cluster.commit('billing', 'orders', 0);
    const query = { topics: ['orders'], groups: ['billing'] };
    const produce = (): void => cluster.produce('orders', 50);
    await sampling.watch(minute, produce, ['orders'], ['billing']);
    for (const years of [70, -70, -40, 40]) {
      clock.jump(years * 365 * 24 * 60 * minute);
      await sampling.watch(minute, produce, ['orders'], ['billing']);
      const view = sampler.samples(query)!;
      expect(view.now).toBe(clock.wall());
      expect(view.cluster.at(-1)![1]).toBeCloseTo(10, 6);
      expect(view.cluster.length).toBeLessThanOrEqual(720);
      expect(sampler.groups().items[0]!.asOf).toBeGreaterThan(clock.wall() - minute);
    }
  });
});
