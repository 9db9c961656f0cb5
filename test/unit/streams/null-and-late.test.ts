/** What the pages of docs/streams say of records with a null key or value, of late ones, and of those out of order. */
import {
  SessionWindows,
  SlidingWindows,
  Stores,
  StreamsBuilder,
  TimeWindows,
  TopologyTestDriver,
  type KeyValueStore,
  type KGroupedStream,
  type KStream,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const append = (_: unknown, value: string | null, all: string): string => `${all}${value}`;
type Stream = KStream<string | null, string | null>;

/** A stream from `in` to results: `pipe` gives `key=value@time` for each, and how many records it dropped. */
function run(describe: (stream: Stream, builder: StreamsBuilder) => unknown) {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  const described = describe(builder.stream('in', text), builder) as KStream<unknown, unknown>;
  described.process(() => ({
    process: ({ key, value, timestamp }) => void results.push(`${String(key)}=${String(value)}@${timestamp}`),
  }));
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  const into = (topic: string, key: string | null, value: string | null, time: number): string[] => {
    driver.createInputTopic(topic, 'string', 'string').pipeInput(key, value, time);
    return results.splice(0);
  };
  const pipe = (key: string | null, value: string | null, time: number): string[] => into('in', key, value, time);
  return { driver, into, pipe, dropped: () => driver.droppedRecords };
}

test('stateless: functions get nulls; undefined is null; times stay', () => {
  const seen: unknown[] = [];
  const { pipe, dropped } = run((stream) =>
    stream
      .filter((key, value) => seen.push(['filter', key, value]) > 0)
      .mapValues((value, key) => void seen.push(['mapValues', key, value]))
      .map((key, value) => [key, value] as const),
  );
  expect(pipe(null, 'v', 9)).toEqual(['null=null@9']);
  expect(pipe('k', null, 3)).toEqual(['k=null@3']);
  expect(seen).toEqual([
    ['filter', null, 'v'],
    ['mapValues', null, 'v'],
    ['filter', 'k', null],
    ['mapValues', 'k', null],
  ]);
  expect(dropped()).toBe(0);
});

test('a repartition topic: null keys are left out, not counted, unless a left join follows', () => {
  const options = { ...text, name: 'r' } as const;
  const plain = run((stream) => stream.repartition(options));
  expect(plain.pipe(null, 'v', 1)).toEqual([]);
  expect(plain.pipe('k', null, 1)).toEqual(['k=null@1']);
  expect(plain.dropped()).toBe(0);
  const joined = run((stream, builder) => {
    return stream.repartition(options).leftJoin(builder.table('t', text), (one, two) => `${one}+${two}`);
  });
  expect(joined.pipe(null, 'v', 1)).toEqual(['null=v+null@1']);
});

test('an aggregation: nulls are dropped and counted; an earlier record counts, at the later time', () => {
  const { pipe, dropped } = run((stream) =>
    stream
      .groupByKey()
      .aggregate(() => '', append, text)
      .toStream(),
  );
  expect([pipe(null, 'v', 1), pipe('k', null, 1), dropped()]).toEqual([[], [], 2]);
  expect([pipe('k', 'a', 9), pipe('k', 'b', 3)]).toEqual([['k=a@9'], ['k=ab@9']]);
});

test('an aggregation by another key: a null one is left out before the topic', () => {
  const { pipe, dropped } = run((stream) =>
    stream
      .groupBy((_, value) => (value === '-' ? null : value), text)
      .count()
      .toStream(),
  );
  expect([pipe('k', '-', 1), dropped()]).toEqual([[], 0]);
});

test('an aggregation: a result of null deletes, and the next value begins with its own time', () => {
  const { pipe } = run((stream) =>
    stream
      .groupByKey()
      .aggregate(
        () => '',
        (_, value, all) => (value === '-' ? null : all + value),
        text,
      )
      .toStream(),
  );
  expect([pipe('k', 'a', 9), pipe('k', '-', 9), pipe('k', 'b', 2)]).toEqual([['k=a@9'], ['k=null@9'], ['k=b@2']]);
});

describe('windows of 10 ms with a grace period of 5', () => {
  type Group = KGroupedStream<string, string>;
  const over = (group: Group, kind: string) => {
    const timed = (windows: TimeWindows | SlidingWindows) =>
      group.windowedBy(windows as TimeWindows).aggregate(() => '', append, text);
    if (kind === 'tumbling') return timed(TimeWindows.ofSizeAndGrace(10, 5));
    if (kind === 'hopping') return timed(TimeWindows.ofSizeAndGrace(10, 5).advanceBy(5));
    if (kind === 'sliding') return timed(SlidingWindows.ofTimeDifferenceAndGrace(10, 5));
    return group.windowedBy(SessionWindows.ofInactivityGapAndGrace(10, 5)).aggregate(
      () => '',
      append,
      (_, one, other) => one + other,
      text,
    );
  };
  const start = (kind: string) => run((stream) => over(stream.groupByKey() as Group, kind).toStream());

  test.each(['tumbling', 'hopping', 'sliding', 'session'])('%s: a null key is dropped and counted', (kind) => {
    const { pipe, dropped } = start(kind);
    expect([pipe(null, 'v', 20), dropped()]).toEqual([[], 1]);
  });

  test.each([
    ['tumbling', ['[k@20/30]=null@20'], 0],
    ['sliding', [], 1],
    ['session', ['[k@20/20]=null@20'], 0],
  ])('%s: a null value', (kind, expected, count) => {
    const { pipe, dropped } = start(kind);
    expect([pipe('k', null, 20), dropped()]).toEqual([expected, count]);
  });

  test.each([
    // Closed when time is at the end and the grace period; the record would belong to [20, 30).
    ['tumbling', 34, ['[k@20/30]=v@20'], 0],
    ['tumbling', 35, [], 1],
    // Of [15, 25) and [20, 30), the first has closed; then both.
    ['hopping', 30, ['[k@20/30]=v@20'], 1],
    ['hopping', 35, [], 2],
    // [10, 20] is closed when time is later than its end and the grace period.
    ['sliding', 25, ['[k@10/20]=v@20'], 0],
    ['sliding', 26, [], 1],
    // Closed when time is later than its end, 20, the gap and the grace period. At that very time the result still goes
    // on, and the store, which keeps sessions no longer, counts it.
    ['session', 34, ['[k@20/20]=v@20'], 0],
    ['session', 35, ['[k@20/20]=v@20'], 1],
    ['session', 36, [], 1],
  ])('%s: a record of 20 at %i', (kind, time, expected, count) => {
    const { pipe, dropped } = start(kind);
    pipe('other', 'v', time);
    expect([pipe('k', 'v', 20), dropped()]).toEqual([expected, count]);
  });

  test('a late record is in a session that is still open', () => {
    const { pipe, dropped } = start('session');
    pipe('k', 'a', 30);
    pipe('other', 'v', 40);
    expect(pipe('k', 'late', 20)).toEqual(['[k@30/30]=null@30', '[k@20/30]=alate@30']);
    expect(dropped()).toBe(0);
  });
});

test.each([
  ['join', [], 2],
  ['leftJoin', ['null=v+null@1'], 1],
] as const)('%s of a stream and a table: null keys and values, and no row', (operation, ofNullKey, count) => {
  const { pipe, into, dropped } = run((stream, builder) => {
    const table = builder.table('t', text);
    const join = stream[operation].bind(stream) as Stream['leftJoin'];
    return join(table, (one: string, two: string | null) => `${one}+${two}`);
  });
  expect([pipe(null, 'v', 1), pipe('k', null, 1), dropped()]).toEqual([ofNullKey, [], count]);
  expect(pipe('k', 'v', 1)).toEqual(operation === 'join' ? [] : ['k=v+null@1']);
  expect(dropped()).toBe(count);
  expect(into('t', 'k', 'row', 99)).toEqual([]);
  // The table as it is now, at the time of the record.
  expect(pipe('k', 'v', 5)).toEqual(['k=v+row@5']);
});

test.each([
  ['join', [], 2],
  ['leftJoin', ['null=-+null@1'], 1],
] as const)('%s with a global table: the key that the function gives counts', (operation, ofNullKey, count) => {
  const { pipe, into, dropped } = run((stream, builder) => {
    const join = stream[operation].bind(stream) as Stream['leftJoin'];
    const pointed = (_: unknown, value: string | null): string | null => (value === '-' ? null : value);
    return join(builder.globalTable('g', text), pointed, (one: string, two: string | null) => `${one}+${two}`);
  });
  into('g', 'v', 'row', 99);
  expect(pipe(null, 'v', 1)).toEqual(['null=v+row@1']);
  expect([pipe(null, '-', 1), pipe('k', null, 1), dropped()]).toEqual([ofNullKey, [], count]);
});

test('tables: null keys are dropped, also in joins; groups leave nulls out', () => {
  const joined = run((stream, builder) => {
    const [one, other] = [stream.toTable(text), builder.table('t', text)];
    return one.outerJoin(other, (left, right) => `${left}+${right}`).toStream();
  });
  expect([joined.pipe(null, 'v', 1), joined.into('t', null, 'v', 1), joined.dropped()]).toEqual([[], [], 2]);
  const byKey = run((stream, builder) => {
    return stream
      .toTable(text)
      .join(
        builder.table('t', text),
        (value) => value,
        (left, right) => `${left}+${right}`,
        text,
      )
      .toStream();
  });
  expect([byKey.pipe(null, 'v', 1), byKey.into('t', null, 'v', 1), byKey.dropped()]).toEqual([[], [], 2]);
  const grouped = run((stream) =>
    stream
      .toTable(text)
      .groupBy((_, value) => (value === '-' ? null : ([value === '?' ? null : value, '1'] as const)), text as never)
      .count()
      .toStream(),
  );
  expect([grouped.pipe('k', '-', 1), grouped.pipe('k', '?', 1), grouped.dropped()]).toEqual([[], [], 0]);
});

test('processors: nulls come, time does not go back; a store refuses null keys; punctuation has no record', () => {
  const seen: unknown[] = [];
  const { pipe } = run((stream, builder) => {
    builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('s'), 'string', 'string'));
    return stream.process<string, string>(() => {
      let store: KeyValueStore<string | null, string | null>;
      return {
        init(context) {
          store = context.getStateStore('s');
          context.schedule(10, 'STREAM_TIME', (time) => void seen.push([time, context.recordMetadata]));
        },
        process({ key, value }) {
          if (key === null) expect(() => store.put(key, value)).toThrow(/null/);
          else store.put(key, value);
          seen.push([key, value, key === null ? null : store.get(key)]);
        },
      };
    }, 's');
  });
  pipe(null, 'v', 20);
  pipe('k', 'v', 5);
  pipe('k', null, 5);
  expect(seen).toEqual([
    [null, 'v', null],
    [20, { topic: null, partition: -1, offset: -1 }],
    ['k', 'v', 'v'],
    ['k', null, null],
  ]);
});
