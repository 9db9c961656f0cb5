/** One aggregate of several groups, un-windowed and in windows. */
import {
  BufferConfig,
  SessionWindows,
  SlidingWindows,
  StreamsBuilder,
  Suppressed,
  TimeWindows,
  TopologyError,
  TopologyTestDriver,
  type CogroupedKStream,
  type KTable,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Cogrouped = CogroupedKStream<string, string>;

/** Two streams, of which the second one is repartitioned: `key:value@timestamp` for each result. */
function cogrouped(aggregate: (groups: Cogrouped) => unknown) {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  const one = builder.stream('one', text).groupByKey();
  const two = builder.stream('two', text).groupBy((_, value) => value?.slice(0, 1) ?? null, text);
  const groups = one
    .cogroup<string>((_, value, before) => `${before}1${value ?? ''}`)
    .cogroup(two, (_, value, before) => (value === 'k-' ? null : `${before}2${value ?? ''}`));
  (aggregate(groups) as KTable<unknown, string>)
    .toStream()
    .foreach((key, value) => void results.push(`${String(key)}:${String(value)}`));
  const driver = new TopologyTestDriver(builder.build(), {
    ...{ 'application.id': 'app', 'default.key.serde': 'string', 'default.value.serde': 'string' },
  });
  const pipe = (topic: string, key: string | null, value: string | null, timestamp: number): string[] => {
    driver.createInputTopic(topic, 'string', 'string').pipeInput(key, value, timestamp);
    return results.splice(0);
  };
  return { driver, pipe };
}

test('each group has its aggregator, and all have one store', () => {
  const { driver, pipe } = cogrouped((groups) => groups.aggregate(() => '', { storeName: 'all' }));
  expect(pipe('one', 'k', 'a', 1)).toEqual(['k:1a']);
  expect(pipe('two', 'x', 'kb', 5)).toEqual(['k:1a2kb']);
  expect(driver.getTimestampedKeyValueStore('all')!.get('k')).toEqual({ value: '1a2kb', timestamp: 5 });
  expect(pipe('two', 'x', 'k-', 5)).toEqual(['k:null']);
  expect(pipe('one', 'k', null, 6)).toEqual([]);
  expect(pipe('one', null, 'a', 6)).toEqual([]);
  expect(driver.droppedRecords).toBe(2);
  expect([...driver.producedTopicNames()].sort()).toEqual(['app-all-changelog', 'app-all-repartition']);
});

test('in time windows, null values are given to the aggregator', () => {
  const { driver, pipe } = cogrouped((groups) =>
    groups.windowedBy(TimeWindows.ofSizeWithNoGrace(10)).aggregate(() => '', { storeName: 'all', retention: 100 }),
  );
  expect(pipe('one', 'k', 'a', 1)).toEqual(['[k@0/10]:1a']);
  expect(pipe('two', 'x', 'kb', 5)).toEqual(['[k@0/10]:1a2kb']);
  expect(pipe('one', 'k', null, 12)).toEqual(['[k@10/20]:1']);
  // The other group has a time of its own.
  expect(pipe('two', 'x', 'kc', 6)).toEqual(['[k@0/10]:1a2kb2kc']);
  expect(pipe('one', 'k', 'd', 6)).toEqual([]);
  expect(driver.droppedRecords).toBe(1);
});

test('in sliding windows and in sessions', () => {
  const sliding = cogrouped((groups) =>
    groups.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(5, 5)).aggregate(() => '', { storeName: 'all' }),
  );
  expect(sliding.pipe('one', 'k', 'a', 10)).toEqual(['[k@5/10]:1a']);
  expect(sliding.pipe('two', 'x', 'kb', 12)).toEqual(['[k@11/16]:2kb', '[k@7/12]:1a2kb']);
  const sessions = cogrouped((groups) =>
    groups.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(5)).aggregate(
      () => '',
      (_, a, b) => a + b,
      'mine',
      { storeName: 'all' },
    ),
  );
  expect(sessions.pipe('one', 'k', 'a', 10)).toEqual(['[k@10/10]:1a']);
  expect(sessions.pipe('two', 'x', 'kb', 12)).toEqual(['[k@10/10]:null', '[k@10/12]:1a2kb']);
});

test('windows of all groups can be waited for', () => {
  const { pipe } = cogrouped((groups) =>
    groups
      .windowedBy(TimeWindows.ofSizeWithNoGrace(10))
      .aggregate(() => '', { storeName: 'all', keySerde: 'string', valueSerde: 'string' })
      .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())),
  );
  expect(pipe('one', 'k', 'a', 1)).toEqual([]);
  expect(pipe('two', 'x', 'kb', 10)).toEqual(['[k@0/10]:1a']);
});

test('names; a second aggregation uses the repartition topic of the first', () => {
  const builder = new StreamsBuilder();
  const one = builder.stream('one', text).groupBy((_, value) => value, { ...text, name: 'by' });
  const groups = one
    .cogroup<string>((_, value, before) => before + value)
    .cogroup(builder.stream('two', text).groupByKey(), (_, value, before) => before + value);
  groups.aggregate(() => '', 'mine', { storeName: 'all' });
  groups.aggregate(() => '');
  const { subtopologies } = builder.build().describe();
  expect(subtopologies.flatMap(({ nodes }) => nodes.map(({ name }) => name)).sort()).toEqual([
    'COGROUPKSTREAM-AGGREGATE-0000000013',
    'COGROUPKSTREAM-AGGREGATE-0000000014',
    'COGROUPKSTREAM-MERGE-0000000015',
    'KSTREAM-SOURCE-0000000000',
    'KSTREAM-SOURCE-0000000002',
    'by',
    'by-repartition-filter',
    'by-repartition-sink',
    'by-repartition-source',
    'mine-cogroup-agg-0',
    'mine-cogroup-agg-1',
    'mine-cogroup-merge',
  ]);
});

test('what is refused', () => {
  const group = new StreamsBuilder().stream('one', text).groupByKey();
  const groups = group.cogroup<string>(() => '');
  expect(() => group.cogroup(undefined as never)).toThrow(TopologyError);
  expect(() => groups.cogroup({} as never, () => '')).toThrow('must be a KGroupedStream');
  const sessions = groups.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(5));
  expect(() => sessions.aggregate(() => '', undefined as never)).toThrow('the merger of sessions');
});
