/** What is recorded by tasks, stores and threads. */
import { ConfigError } from '../../../src/index';
import { readSettings } from '../../../src/streams/config/task-settings';
import { KafkaStreams, StreamsBuilder } from '../../../src/streams/index';
import { Measure } from '../../../src/streams/metrics/measures';
import { MetricsRegistry, type RecordingLevel } from '../../../src/streams/metrics/registry';
import { ThreadMeasures } from '../../../src/streams/metrics/thread-measures';
import { runOf } from '../../../src/streams/task/queues/record-run';
import { Task } from '../../../src/streams/task/task';
import { topologyOf } from '../../../src/streams/topology/topology';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const required = { 'application.id': 'app', 'client.id': 'client', 'bootstrap.servers': 'localhost:1' };

test('a measure has all, and the averages and rates of the last and the present half minute', () => {
  const measure = new Measure();
  expect([measure.average(0), measure.most(0), measure.least(0), measure.rate(0), measure.total]).toEqual([
    ...[NaN, NaN, NaN, 0, 0],
  ]);
  measure.record(1, 0);
  measure.record(3, 10_000);
  expect([measure.average(10_000), measure.most(10_000), measure.least(10_000)]).toEqual([2, 3, 1]);
  // Not for less than a window.
  expect(measure.rate(10_000)).toBeCloseTo(4 / 30);
  measure.record(8, 40_000);
  expect([measure.average(40_000), measure.most(40_000), measure.rate(40_000)]).toEqual([4, 8, 12 / 40]);
  measure.record(2, 70_000);
  expect([measure.average(70_000), measure.total]).toEqual([5, 14]);
  expect(measure.average(200_000)).toBe(NaN);
});

/** A task with a table, a count and a sink, that has processed two records of each of two topics. */
function measuredTask(level: RecordingLevel) {
  const builder = new StreamsBuilder();
  builder.table('table', text, { storeName: 'table' });
  builder.stream('in', text).groupByKey().count({ storeName: 'counts' }).toStream().to('out');
  const definition = topologyOf(builder.build());
  const registry = new MetricsRegistry(level);
  const thread = new ThreadMeasures(registry, 'thread');
  const measures = thread.ofTask({ id: '0_0', waitingRecords: 7, stores: [{ restored: new Measure(), remaining: 5 }] });
  const settings = readSettings({ 'application.id': 'app' }, () => 0);
  const task = new Task({
    ...{ id: '0_0', definition, nodes: [...definition.nodes.values()], settings, globalStores: new Map() },
    stores: {
      bytes: (name) => {
        const { plan } = definition.stores.get(name)!;
        return measures.store(plan, plan.createBytes(), settings);
      },
    },
    ...{ measures, wake: () => undefined, collector: { send: () => undefined, partitionCount: () => 1 } },
  });
  const now = 1_000_000;
  measures.begin(now);
  const add = (topic: string, key: string | null, timestamp: number): void => {
    const record = { topic, partition: 0, offset: 0, timestamp, value: Buffer.from('four'), headers: [] };
    task.add(runOf({ ...record, key: key === null ? null : Buffer.from(key) }), topic);
  };
  add('in', 'k', now - 100);
  add('in', 'k', now - 300);
  add('table', 'k', now - 50);
  add('table', null, now - 50);
  let count = 0;
  while (task.process()) count++;
  thread.processed({ measures }, count, 8);
  thread.endRound([{ measures }]);
  const read = (group: string, tags: object = {}): Record<string, unknown> =>
    Object.fromEntries(
      registry
        .read(now)
        .filter((one) => one.group === group && Object.entries(tags).every(([tag, value]) => one.tags[tag] === value))
        .map(({ name, value }) => [name, value]),
    );
  return { read, measures, registry };
}

test('INFO: records and bytes of topics, times from end to end, sizes of stores, dropped records', () => {
  const { read, measures, registry } = measuredTask('INFO');
  expect(read('stream-topic-metrics', { topic: 'in' })).toEqual({
    'records-consumed-total': 2,
    'bytes-consumed-total': 10,
  });
  expect(read('stream-topic-metrics', { topic: 'out' })).toEqual({
    ...{ 'records-produced-total': 2, 'bytes-produced-total': 18 },
  });
  expect(read('stream-processor-node-metrics', { 'processor-node-id': 'KSTREAM-SOURCE-0000000002' })).toEqual({
    ...{ 'record-e2e-latency-avg': 200, 'record-e2e-latency-max': 300, 'record-e2e-latency-min': 100 },
  });
  expect(read('stream-state-metrics', { 'in-memory-state-id': 'counts' })).toEqual({ 'num-keys': 1 });
  expect(read('stream-task-metrics', { 'thread-id': 'thread', 'task-id': '0_0' })).toEqual({
    ...{ 'active-process-ratio': 1, 'dropped-records-total': 1, 'dropped-records-rate': 1 / 30 },
    'restore-remaining-records-total': 5,
  });
  expect(read('stream-thread-metrics')).toMatchObject({
    ...{ 'process-total': 4, 'process-latency-avg': 2, 'process-records-max': 4, 'poll-total': 0 },
  });
  measures.remove();
  expect(registry.read().filter(({ group }) => group !== 'stream-thread-metrics')).toEqual([]);
});

test('DEBUG: operations of stores, lateness, latencies of tasks', () => {
  const { read } = measuredTask('DEBUG');
  expect(read('stream-state-metrics', { 'in-memory-state-id': 'counts' })).toMatchObject({
    ...{
      'num-keys': 1,
      'get-rate': 2 / 30,
      'put-rate': 2 / 30,
      'delete-rate': 0,
      'put-latency-avg': expect.any(Number),
    },
  });
  expect(read('stream-task-metrics')).toMatchObject({
    ...{ 'process-total': 4, 'process-latency-avg': 2e6, 'record-lateness-max': 200, 'active-buffer-count': 7 },
  });
  expect(read('stream-processor-node-metrics', { 'processor-node-id': 'KSTREAM-SOURCE-0000000002' })).toMatchObject({
    'process-total': 2,
  });
});

test('an application that is not started has its own', () => {
  const builder = new StreamsBuilder();
  builder.stream('in', text).to('out');
  const streams = new KafkaStreams(builder.build(), required);
  const metrics = streams.metrics();
  expect(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))).toMatchObject({
    ...{ 'application-id': 'app', 'client-state': 0, 'recording-level': 0, 'failed-stream-threads': 0 },
    ...{ 'alive-stream-threads': 0, 'thread-state': 0, state: 'CREATED' },
    ...{ version: expect.stringMatching(/^\d/), 'topology-description': expect.stringContaining('Sub-topology: 0') },
  });
  expect(metrics.find(({ name }) => name === 'version')!.tags).toEqual({ 'client-id': 'client' });
});

test('the level is INFO or DEBUG', () => {
  const builder = new StreamsBuilder();
  builder.stream('in', text).to('out');
  const config = { ...required, 'metrics.recording.level': 'TRACE' as never };
  expect(() => new KafkaStreams(builder.build(), config)).toThrow(ConfigError);
});
