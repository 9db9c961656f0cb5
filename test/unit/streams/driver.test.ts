import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { json } from '../../../src/index';
import {
  Branched,
  Grouped,
  Materialized,
  Stores,
  StreamsBuilder,
  StreamsError,
  TopologyError,
  TopologyTestDriver,
  type KeyValueStore,
} from '../../../src/streams/index';

const root = path.resolve(__dirname, '../../..');

interface Order {
  readonly item: string;
  readonly amount: number;
}

/** Amounts by item, in a store named totals. */
function totals(): TopologyTestDriver {
  const builder = new StreamsBuilder();
  builder
    .stream('orders', { keySerde: 'string', valueSerde: json<Order>() })
    .filter((_, order): order is Order => order !== null)
    .groupBy((_, order) => order.item, Grouped.with('string', json<Order>()))
    .aggregate(
      () => 0,
      (_item, order, total) => total + order.amount,
      Materialized.as<string, number>('totals').withValueSerde('int64'),
    )
    .toStream()
    .to('out');
  return new TopologyTestDriver(builder.build(), { 'application.id': 'shop' }, { initialWallClockTime: 1000 });
}

test('records go in and come out as objects', () => {
  const driver = totals();
  const orders = driver.createInputTopic('orders', 'string', json<Order>(), { autoAdvanceMs: 5 });
  orders.pipeValueList([
    { item: 'tea', amount: 2 },
    { item: 'milk', amount: 1 },
    { item: 'tea', amount: 3 },
  ]);
  const out = driver.createOutputTopic('out', 'string', 'int64');
  expect(out.getQueueSize()).toBe(3);
  expect(out.readRecord()).toEqual({ key: 'tea', value: 2, timestamp: 1000, headers: [] });
  expect(out.readKeyValue()).toEqual(['milk', 1]);
  expect(out.readKeyValuesToMap()).toEqual(new Map([['tea', 5]]));
  expect(out.isEmpty()).toBe(true);
  expect(() => out.readValue()).toThrow(StreamsError);
  expect(driver.getKeyValueStore<string, number>('totals')!.get('tea')).toBe(5);
  expect([...driver.getTimestampedKeyValueStore('totals')!.all()]).toEqual([
    ['milk', { value: 1, timestamp: 1005 }],
    ['tea', { value: 5, timestamp: 1010 }],
  ]);
  expect(driver.producedTopicNames()).toEqual(new Set(['shop-totals-repartition', 'shop-totals-changelog', 'out']));
  driver.close();
});

test('a time that no record can have is refused at once', () => {
  const driver = totals();
  const orders = driver.createInputTopic('orders', 'string', json<Order>());
  const message = 'pipeInput: a timestamp must be a whole number of milliseconds, but is 1.5';
  expect(() => orders.pipeInput(null, { item: 'tea', amount: 2 }, 1.5)).toThrow(new RangeError(message));
  expect(driver.producedTopicNames()).toEqual(new Set());
  driver.close();
});

test('ranges of a store', () => {
  const driver = totals();
  const orders = driver.createInputTopic('orders', 'string', json<Order>());
  for (const item of ['b', 'a', 'ab', 'c']) orders.pipeInput(null, { item, amount: 1 });
  const store = driver.getKeyValueStore<string, number>('totals')!;
  const keys = (rows: Iterable<[string, number]>): string[] => [...rows].map(([key]) => key);
  expect(keys(store.all())).toEqual(['a', 'ab', 'b', 'c']);
  expect(keys(store.range('ab', 'b'))).toEqual(['ab', 'b']);
  expect(keys(store.reverseRange(null, 'b'))).toEqual(['b', 'ab', 'a']);
  expect(keys(store.prefixScan('a'))).toEqual(['a', 'ab']);
  expect(store.approximateNumEntries()).toBe(4);
  orders.pipeInput(null, { item: 'aa', amount: 1 });
  expect(keys(store.all())).toEqual(['a', 'aa', 'ab', 'b', 'c']);
  using rows = store.all();
  expect(rows.next().value).toEqual(['a', 1]);
  rows.close();
  expect(rows.next().done).toBe(true);
});

test('a topic that no source reads is refused', () => {
  const input = totals().createInputTopic('nowhere', 'string', 'string');
  expect(() => input.pipeInput('k', 'v')).toThrow('No source of the topology reads the topic nowhere');
});

test('branches with functions of their own', () => {
  const builder = new StreamsBuilder();
  const text = { keySerde: 'string', valueSerde: 'string' } as const;
  const stream = builder.stream('a', text);
  const branches = stream
    .split('s-')
    .branch(
      (_, value) => value === null,
      Branched.withConsumer((nulls) => nulls.to('nulls'), 'nulls'),
    )
    .branch(
      (_, value) => value === 'x',
      Branched.withFunction((some) => some.mapValues((value) => `${value}!`), 'x'),
    )
    .noDefaultBranch();
  expect([...branches.keys()]).toEqual(['s-x']);
  branches.get('s-x')!.to('xs', text);
  const driver = new TopologyTestDriver(builder.build());
  driver.createInputTopic('a', 'string', 'string').pipeValueList([null, 'x', 'y']);
  expect(driver.createOutputTopic('nulls', 'string', 'string').readValuesToList()).toEqual([null]);
  expect(driver.createOutputTopic('xs', 'string', 'string').readValuesToList()).toEqual(['x!']);
});

test('neither the addon nor a client is loaded', () => {
  const script = `
    const { StreamsBuilder, TopologyTestDriver } = require('./src/streams/index.ts');
    const builder = new StreamsBuilder();
    builder.stream('a', { keySerde: 'string', valueSerde: 'string' }).to('b');
    new TopologyTestDriver(builder.build()).createInputTopic('a', 'string', 'string').pipeInput('k', 'v');
    const own = Object.keys(require.cache).map((file) => require('path').relative('src', file));
    console.log(JSON.stringify(own.filter((file) => !file.startsWith('..') && !file.startsWith('streams'))));`;
  const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
  const { stdout, stderr } = spawnSync(process.execPath, ['-r', hook, '-e', script], { cwd: root, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(new Set((JSON.parse(stdout) as string[]).map((file) => path.dirname(file)))).toEqual(new Set(['errors']));
});

test('the last used entries', () => {
  const builder = new StreamsBuilder();
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.lruMap('last', 2), 'string', 'string'));
  builder.stream('a', { keySerde: 'string', valueSerde: 'string' }).process(() => {
    let store: KeyValueStore<string, string>;
    return {
      init: (context) => void (store = context.getStateStore('last')),
      process: ({ key, value }) => (value === null ? void store.get(key!) : store.put(key!, value)),
    };
  }, 'last');
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  driver.createInputTopic('a', 'string', 'string').pipeKeyValueList([
    ['x', '1'],
    ['y', '2'],
    ['x', null],
    ['z', '3'],
  ]);
  expect([...driver.getKeyValueStore('last')!.all()]).toEqual([
    ['x', '1'],
    ['z', '3'],
  ]);
  const changelog = driver.createOutputTopic('app-last-changelog', 'string', 'string').readKeyValuesToList();
  expect(changelog.slice(2)).toEqual([
    ['y', null],
    ['z', '3'],
  ]);
  expect(() => Stores.lruMap('none', 0)).toThrow(TopologyError);
});

test('a pattern matches whole names, and its topics share a source', () => {
  const builder = new StreamsBuilder();
  builder.stream(/in-\d/, { keySerde: 'string', valueSerde: 'string' }).to('out', { valueSerde: 'string' });
  const topology = builder.build();
  expect(topology.describe().toString()).toContain('Source: KSTREAM-SOURCE-0000000000 (topics: in-\\d)\n');
  const driver = new TopologyTestDriver(topology);
  for (const topic of ['in-1', 'in-2']) driver.createInputTopic(topic, 'string', 'string').pipeInput('k', topic);
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual(['in-1', 'in-2']);
  expect(() => driver.createInputTopic('in-10', 'string', 'string').pipeInput('k', 'v')).toThrow(StreamsError);
});

test('a partitioner may drop a record, which is counted, and may not name a partition that is not there', () => {
  const text = { keySerde: 'string', valueSerde: 'string' } as const;
  const builder = new StreamsBuilder();
  builder
    .stream('a', text)
    .to('out', { ...text, streamPartitioner: (_topic, _key, value) => (value === 'x' ? [] : 1) });
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('a', 'string', 'string');
  input.pipeInput('k', 'x');
  expect([driver.droppedRecords, driver.producedTopicNames().size]).toEqual([1, 0]);
  expect(() => input.pipeInput('k', 'y')).toThrow('its partitioner must return a partition of out, 0 to 0');
});
