import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { labelText, metricsText, partitionLabels } from '../../../src/server/monitor/metrics/text';
import type { SamplerOptions } from '../../../src/server/monitor/sampler';
import { exporterExpressions, exporterSeries } from '../../helpers/kafka-exporter';
import { namesIn, parsePrometheus, type Series } from '../../helpers/prometheus-text';
import { kafkaFault } from './fake-cluster';
import { Sampling } from './sampling';

const second = 1000;
const minute = 60 * second;

/** A cluster with all that can be exported. */
function full(options?: SamplerOptions): Sampling {
  const sampling = new Sampling(options);
  const { cluster } = sampling;
  const orders = cluster.addTopic('orders', 3, { replicas: [1, 2] });
  orders.partitions[1]!.leader = 2;
  orders.partitions[1]!.isr = [2];
  Object.assign(orders.partitions[2]!, { leader: -1, isr: [] });
  orders.partitions[0]!.earliest = 4;
  cluster.addTopic('users');
  cluster.produce('orders', 100);
  cluster.produce('orders', 50, 1);
  cluster.addGroup('billing', { members: { m: [{ topic: 'orders', partition: 0 }] } });
  cluster.commit('billing', 'orders', 90);
  cluster.commit('billing', 'orders', 50, 1);
  cluster.addGroup('new', { members: { n: [{ topic: 'users', partition: 0 }] } });
  return sampling;
}

const valuesOf = (series: readonly Series[], name: string): Record<string, number> =>
  Object.fromEntries(
    series.filter((one) => one.name === name).map(({ labels, value }) => [Object.values(labels).join('/'), value]),
  );

async function scraped(sampling: Sampling): Promise<Series[]> {
  const text = sampling.sampler.metricsText();
  await sampling.clock.advance(10 * second);
  return parsePrometheus(await text);
}

describe('the text format', () => {
  test('labels survive whatever they are, and no line is broken by them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string({ unit: 'binary' }), { minLength: 1 }), async (names) => {
        const text = await metricsText([
          { name: 'some', help: 'Some.', samples: () => names.map((topic, i) => [labelText({ topic }), i]) },
          { name: 'more', help: 'More.', samples: () => names.map((topic, i) => [partitionLabels({ topic })(7), i]) },
        ]);
        const series = parsePrometheus(text);
        expect(series.slice(0, names.length).map(({ labels }) => labels)).toEqual(names.map((topic) => ({ topic })));
        expect(series.slice(names.length).map(({ labels }) => labels)).toEqual(
          names.map((topic) => ({ topic, partition: '7' })),
        );
      }),
    );
  });

  test('numbers are Go numbers; what is none is left out, and a family without samples too', async () => {
    const values = [0, -0, -1, 1.5, 2 ** 53, 1e21, 1e-7, NaN, Infinity, -Infinity];
    const text = await metricsText([
      { name: 'a', help: 'A.', samples: () => values.map((value, i) => [labelText({ i }), value]) },
      { name: 'b', help: 'B.', samples: () => [['', NaN]] },
      { name: 'c', help: 'C.', samples: () => [] },
    ]);
    expect(text).toMatchInlineSnapshot(`
"# HELP a A.
# TYPE a gauge
a{i="0"} 0
a{i="1"} 0
a{i="2"} -1
a{i="3"} 1.5
a{i="4"} 9007199254740992
a{i="5"} 1e+21
a{i="6"} 1e-7
"
`);
    expect(parsePrometheus(text)).toHaveLength(7);
  });

  test('the checker refuses what Prometheus refuses', () => {
    const head = '# HELP a A.\n# TYPE a gauge\n';
    for (const wrong of ['a 1', 'a 1\n', `${head}a{x="1" 1\n`, `${head}a{x="\\t"} 1\n`, `${head}a 1\na 2\n`])
      expect(() => parsePrometheus(wrong)).toThrow();
    for (const wrong of [
      `${head}a{1x="1"} 1\n`,
      `${head}b 1\n`,
      `${head}a 0x1\n`,
      `${head}${head}a 1\n`,
      '# HELP a A.\n',
    ])
      expect(() => parsePrometheus(wrong)).toThrow();
    expect(parsePrometheus(`${head}a{x="1",} 1\n`)).toHaveLength(1);
  });
});

describe('/metrics', () => {
  test('has all series of kafka_exporter with its labels, and no series of its names with others', async () => {
    const series = await scraped(full());
    const names = new Set(series.map(({ name }) => name));
    for (const name of Object.keys(exporterSeries)) expect(names).toContain(name);
    for (const { name, labels } of series) {
      const expected = exporterSeries[name];
      if (expected !== undefined) expect(Object.keys(labels)).toEqual(expected);
      else expect(name).toMatch(/^kafka_napi_ui_|^kafka_consumergroup_lag_seconds$/);
    }
  });

  test('values of topics and brokers', async () => {
    const series = await scraped(full());
    const of = (name: string): Record<string, number> => valuesOf(series, name);
    expect(of('kafka_brokers')).toEqual({ '': 3 });
    expect(of('kafka_broker_info')).toEqual({ '1/host-1:9092': 1, '2/host-2:9092': 1, '3/host-3:9092': 1 });
    expect(of('kafka_topic_partitions')).toEqual({ orders: 3, users: 1 });
    expect(of('kafka_topic_partition_current_offset')).toEqual({ 'orders/0': 100, 'orders/1': 50, 'users/0': 0 });
    expect(of('kafka_topic_partition_oldest_offset')).toEqual({ 'orders/0': 4, 'orders/1': 0, 'users/0': 0 });
    expect(of('kafka_topic_partition_leader')).toEqual({ 'orders/0': 1, 'orders/1': 2, 'users/0': 1 });
    expect(of('kafka_topic_partition_replicas')).toEqual({ 'orders/0': 2, 'orders/1': 2, 'orders/2': 2, 'users/0': 1 });
    expect(of('kafka_topic_partition_in_sync_replica')).toEqual({
      'orders/0': 2,
      'orders/1': 1,
      'orders/2': 0,
      'users/0': 1,
    });
    expect(of('kafka_topic_partition_leader_is_preferred')).toEqual({
      'orders/0': 1,
      'orders/1': 0,
      'orders/2': 0,
      'users/0': 1,
    });
    expect(of('kafka_topic_partition_under_replicated_partition')).toEqual({
      'orders/0': 0,
      'orders/1': 1,
      'orders/2': 1,
      'users/0': 0,
    });
  });

  test('values of groups: -1 without a commit, which is in no sum; a topic without any commit has no series', async () => {
    const sampling = full();
    await scraped(sampling);
    await sampling.clock.advance(30 * second);
    const series = await scraped(sampling);
    const of = (name: string): Record<string, number> => valuesOf(series, name);
    expect(of('kafka_consumergroup_members')).toEqual({ billing: 1, new: 1 });
    expect(of('kafka_consumergroup_current_offset')).toEqual({
      'billing/orders/0': 90,
      'billing/orders/1': 50,
      'billing/orders/2': -1,
    });
    expect(of('kafka_consumergroup_lag')).toEqual({
      'billing/orders/0': 10,
      'billing/orders/1': 0,
      'billing/orders/2': -1,
    });
    expect(of('kafka_consumergroup_current_offset_sum')).toEqual({ 'billing/orders': 140 });
    expect(of('kafka_consumergroup_lag_sum')).toEqual({ 'billing/orders': 10 });
    expect(of('kafka_consumergroup_lag_seconds')['billing/orders']).toBeGreaterThanOrEqual(30);
    expect(of('kafka_consumergroup_lag_seconds')['billing/orders']).toBeLessThanOrEqual(50);
  });

  test('our own series', async () => {
    const sampling = full({ version: '1.2.3', scans: () => 4 });
    const series = await scraped(sampling);
    const of = (name: string): Record<string, number> => valuesOf(series, `kafka_napi_ui_${name}`);
    expect(of('info')).toEqual({ '1.2.3': 1 });
    expect(of('scans')).toEqual({ '': 4 });
    expect(of('process_resident_memory_bytes')['']).toBeGreaterThan(10e6);
    expect(Object.keys(of('sample_age_seconds'))).toEqual(['topics', 'latest', 'earliest', 'groups']);
    expect(of('sample_duration_seconds')).toEqual({ topics: 0, latest: 0, earliest: 0, groups: 0 });
  });

  test("every expression of kafka_exporter's dashboard, and of ours, finds its series with its labels", async () => {
    const file = path.join(__dirname, '../../../grafana/kafka.json');
    const text = readFileSync(file, 'utf8');
    const ours = [...text.matchAll(/"(?:expr|definition)": ("(?:[^"\\]|\\.)*")/g)].map(
      ([, one]) => JSON.parse(one!) as string,
    );
    expect(ours.length).toBeGreaterThan(15);
    const series = await scraped(full());
    const inFull = new Map(series.map(({ name, labels }) => [name, Object.keys(labels)]));
    const sums = await scraped(full({ metricsPartitions: false }));
    const inSums = new Map(sums.map(({ name, labels }) => [name, Object.keys(labels)]));
    for (const expression of [...exporterExpressions, ...ours]) {
      const names = namesIn(expression);
      expect(names).not.toEqual([]);
      for (const { name, labels } of names) {
        expect([expression, inFull.get(name)]).toEqual([expression, expect.arrayContaining(labels)]);
        // Only who leads a partition cannot be summed up.
        if (name !== 'kafka_topic_partition_leader') expect(inSums.get(name)).toEqual(expect.arrayContaining(labels));
      }
    }
    // It works with kafka_exporter as well: but for one panel, which says so.
    const foreign = ours.filter((one) => namesIn(one).some(({ name }) => !(name in exporterSeries)));
    expect(foreign).toEqual([expect.stringContaining('kafka_consumergroup_lag_seconds')]);
  });

  test('without partitions: one series for each topic, the sum', async () => {
    const series = await scraped(full({ metricsPartitions: false }));
    expect(series.filter(({ labels }) => 'partition' in labels)).toEqual([]);
    const of = (name: string): Record<string, number> => valuesOf(series, name);
    expect(of('kafka_topic_partition_current_offset')).toEqual({ orders: 150, users: 0 });
    expect(of('kafka_topic_partition_under_replicated_partition')).toEqual({ orders: 2, users: 0 });
    expect(of('kafka_topic_partition_leader')).toEqual({});
    expect(of('kafka_consumergroup_lag')).toEqual({ 'billing/orders': 10 });
    expect(of('kafka_consumergroup_lag_sum')).toEqual({ 'billing/orders': 10 });
  });

  test('patterns bound the series; groups that are not exported are not asked', async () => {
    const sampling = full({ metricsTopics: '^ord', metricsGroups: 'n.w' });
    const series = await scraped(sampling);
    expect(new Set(series.flatMap(({ labels }) => labels.topic ?? []))).toEqual(new Set(['orders']));
    expect(new Set(series.flatMap(({ labels }) => labels.consumergroup ?? []))).toEqual(new Set(['new']));
    expect(new Set(sampling.cluster.groupsAsked)).toEqual(new Set(['new']));
  });

  test('a pattern that is none is refused at the start', () => {
    expect(() => new Sampling({ metricsTopics: '(' })).toThrow(
      /^--metrics-topics \(: .+\. Expected a regular expression of RE2$/,
    );
    expect(() => new Sampling({ metricsGroups: 'a(?=b)' })).toThrow(/^--metrics-groups a\(\?=b\): /);
  });

  test('names as they come: quotes, line ends, backslashes, other scripts', async () => {
    const sampling = new Sampling();
    const { cluster } = sampling;
    cluster.addTopic('orders');
    const names = ['a"b', 'a\nb', 'a\\b', 'a\\nb', 'トヨタ', '', ' ', '{x="1"}', '\u0000', '# TYPE a gauge'];
    for (const name of names) {
      cluster.addGroup(name);
      cluster.commit(name, 'orders', 0);
    }
    const series = await scraped(sampling);
    const members = series.filter(({ name }) => name === 'kafka_consumergroup_members');
    expect(members.map(({ labels }) => labels.consumergroup)).toEqual(names);
  });

  test('an IPv6 address is one', async () => {
    const sampling = new Sampling();
    sampling.cluster.brokers = [1];
    const original = sampling.cluster.metadata.bind(sampling.cluster);
    sampling.cluster.metadata = async () => ({ ...(await original()), brokers: [{ id: 1, host: '::1', port: 9092 }] });
    expect(valuesOf(await scraped(sampling), 'kafka_broker_info')).toEqual({ '1/[::1]:9092': 1 });
  });

  test('a scrape waits for a first sample, 9 s at most, and then has what there is', async () => {
    const sampling = full();
    const { cluster, clock, sampler } = sampling;
    cluster.delays.set('listOffsets', 60_000);
    let text: string | undefined;
    void sampler.metricsText().then((one) => (text = one));
    await clock.advance(8999);
    expect(text).toBeUndefined();
    await clock.advance(2);
    const names = new Set(parsePrometheus(text!).map(({ name }) => name));
    expect(names).toContain('kafka_topic_partition_replicas');
    expect(names).not.toContain('kafka_topic_partition_current_offset');
  });

  test('no broker answers: only our own series, also after a first success', async () => {
    const sampling = full();
    const { cluster, clock } = sampling;
    cluster.faults.set('metadata', kafkaFault('ERR__TRANSPORT'));
    const own = (series: Series[]): boolean => series.every(({ name }) => name.startsWith('kafka_napi_ui_'));
    expect(own(await scraped(sampling))).toBe(true);
    cluster.faults.clear();
    await clock.advance(30 * second);
    expect(own(await scraped(sampling))).toBe(false);
    for (const one of ['metadata', 'listOffsets', 'listConsumerGroups', 'describeConsumerGroups'] as const)
      cluster.faults.set(one, kafkaFault('ERR__TRANSPORT'));
    // For 5 min what was known holds; then it is no figure of now.
    for (let passed = 0; passed < 4; passed++) {
      await clock.advance(50 * second);
      expect(own(await scraped(sampling))).toBe(false);
    }
    await clock.advance(2 * minute);
    const series = await scraped(sampling);
    expect(own(series)).toBe(true);
    expect(valuesOf(series, 'kafka_napi_ui_sample_age_seconds').topics).toBeGreaterThan(300);
  });

  test('scrapes at the same time share one collection, and are 5 min apart at most while it runs', async () => {
    const sampling = full();
    const { cluster, clock, sampler } = sampling;
    cluster.delays.set('metadata', 1000);
    const texts = Promise.all([sampler.metricsText(), sampler.metricsText(), sampler.metricsText()]);
    await clock.advance(5 * second);
    expect(new Set((await texts).map((text) => text.replace(/.*bytes.*\n/g, ''))).size).toBe(1);
    expect(cluster.calls('metadata')).toBe(1);
    await clock.advance(4 * minute);
    const calls = cluster.calls('metadata');
    expect(calls).toBeGreaterThan(10);
    await clock.advance(20 * minute);
    expect(clock.pending).toBe(0);
    cluster.produce('orders', 1000);
    expect(valuesOf(await scraped(sampling), 'kafka_topic_partition_current_offset')['orders/0']).toBe(1100);
  });

  test('the development broker: topics, no groups, and no scrape waits', async () => {
    const sampling = full();
    for (const one of ['describeCluster', 'describeTopics', 'describeConfigs', 'listConsumerGroups'] as const)
      sampling.cluster.faults.set(one, kafkaFault('ERR__UNSUPPORTED_FEATURE'));
    const series = await scraped(sampling);
    expect(valuesOf(series, 'kafka_topic_partition_current_offset')).toMatchObject({ 'orders/0': 100 });
    expect(series.some(({ name }) => name.startsWith('kafka_consumergroup'))).toBe(false);
    expect(Object.keys(valuesOf(series, 'kafka_napi_ui_sample_age_seconds'))).toEqual(['topics', 'latest', 'earliest']);
    const calls = sampling.cluster.calls('metadata');
    parsePrometheus(await sampling.sampler.metricsText());
    expect(sampling.cluster.calls('metadata')).toBe(calls);
  });
});
