/** Names of processors, stores and topics, and the text of describe(): written down from Java 4.3.1. */
import { Named, StreamsBuilder, TopologyError, type TopologyDescription } from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Names of all nodes, in the order of the description. */
const names = ({ subtopologies }: TopologyDescription): string[] =>
  subtopologies.flatMap(({ nodes }) => nodes.map(({ name }) => name));

test('a word count', () => {
  const builder = new StreamsBuilder();
  builder
    .stream('lines', text)
    .flatMapValues((line) => (line ?? '').split(' '))
    .groupBy((_, word) => word, text)
    .count()
    .toStream()
    .to('counts');
  expect(builder.build().describe().toString()).toBe(`Topologies:
   Sub-topology: 0
    Source: KSTREAM-SOURCE-0000000000 (topics: [lines])
      --> KSTREAM-FLATMAPVALUES-0000000001
    Processor: KSTREAM-FLATMAPVALUES-0000000001 (stores: [])
      --> KSTREAM-KEY-SELECT-0000000002
      <-- KSTREAM-SOURCE-0000000000
    Processor: KSTREAM-KEY-SELECT-0000000002 (stores: [])
      --> KSTREAM-FILTER-0000000006
      <-- KSTREAM-FLATMAPVALUES-0000000001
    Processor: KSTREAM-FILTER-0000000006 (stores: [])
      --> KSTREAM-SINK-0000000005
      <-- KSTREAM-KEY-SELECT-0000000002
    Sink: KSTREAM-SINK-0000000005 (topic: KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition)
      <-- KSTREAM-FILTER-0000000006

  Sub-topology: 1
    Source: KSTREAM-SOURCE-0000000007 (topics: [KSTREAM-AGGREGATE-STATE-STORE-0000000003-repartition])
      --> KSTREAM-AGGREGATE-0000000004
    Processor: KSTREAM-AGGREGATE-0000000004 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000003])
      --> KTABLE-TOSTREAM-0000000008
      <-- KSTREAM-SOURCE-0000000007
    Processor: KTABLE-TOSTREAM-0000000008 (stores: [])
      --> KSTREAM-SINK-0000000009
      <-- KSTREAM-AGGREGATE-0000000004
    Sink: KSTREAM-SINK-0000000009 (topic: counts)
      <-- KTABLE-TOSTREAM-0000000008

`);
});

test('a given name uses its number up, except for process', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream('a').filter(() => true, 'mine');
  stream.process(() => ({ process: () => undefined }), Named.as('free')).peek(() => undefined);
  expect(names(builder.build().describe())).toEqual([
    'KSTREAM-SOURCE-0000000000',
    'mine',
    'free',
    'KSTREAM-PEEK-0000000002',
  ]);
});

test('count with options but without a name uses two numbers up for its store', () => {
  const builder = new StreamsBuilder();
  builder.stream('a', text).groupByKey().count({ loggingEnabled: false });
  expect(names(builder.build().describe())).toEqual(['KSTREAM-SOURCE-0000000000', 'KSTREAM-AGGREGATE-0000000003']);
});

test('a table has a store once a join needs it', () => {
  const builder = new StreamsBuilder();
  const table = builder.table('t', text);
  builder.stream('a', text).join(table, (value, other) => value + other);
  const [subtopology] = builder.build().describe().subtopologies;
  const stores = subtopology!.nodes.map((node) => (node.kind === 'processor' ? [...node.stores] : null));
  expect(stores.filter((one) => one !== null)).toEqual([['t-STATE-STORE-0000000000'], ['t-STATE-STORE-0000000000']]);
  const alone = new StreamsBuilder();
  expect(alone.table('t', text).queryableStoreName).toBeNull();
  expect(alone.build().describe().toString()).toContain('Processor: KTABLE-SOURCE-0000000002 (stores: [])');
});

test('two unnamed joins of one stream share a repartition topic', () => {
  const builder = new StreamsBuilder();
  const table = builder.table('t', text);
  const stream = builder.stream('a', text).selectKey((_, value) => value);
  stream.join(table, (value, other) => value + other, { keySerde: 'string' });
  stream.leftJoin(table, (value, other) => value + other, { keySerde: 'string' });
  const sinks = builder
    .build()
    .describe()
    .subtopologies.flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'sink'));
  expect(sinks).toHaveLength(1);
});

test('branches are named after the splitter', () => {
  const builder = new StreamsBuilder();
  const branches = builder
    .stream('a')
    .split('split-')
    .branch((key) => key === 1, 'one')
    .branch((key) => key === 2)
    .defaultBranch();
  expect([...branches.keys()]).toEqual(['split-one', 'split-2', 'split-0']);
});

test('a global table is a subtopology of its own', () => {
  const builder = new StreamsBuilder();
  const table = builder.globalTable('g', text);
  builder.stream('a', text).join(
    table,
    (key) => key,
    (value, other) => value + other,
  );
  expect(builder.build().describe().toString()).toBe(`Topologies:
   Sub-topology: 0 for global store (will not generate tasks)
    Source: KSTREAM-SOURCE-0000000001 (topics: [g])
      --> KTABLE-SOURCE-0000000002
    Processor: KTABLE-SOURCE-0000000002 (stores: [g-STATE-STORE-0000000000])
      --> none
      <-- KSTREAM-SOURCE-0000000001
  Sub-topology: 1
    Source: KSTREAM-SOURCE-0000000003 (topics: [a])
      --> KSTREAM-LEFTJOIN-0000000004
    Processor: KSTREAM-LEFTJOIN-0000000004 (stores: [])
      --> none
      <-- KSTREAM-SOURCE-0000000003

`);
});

describe('what cannot be built', () => {
  const refused: Record<string, () => unknown> = {
    'a name with a space': () => new StreamsBuilder().stream('a').filter(() => true, 'not good'),
    'an empty topic': () => new StreamsBuilder().stream(''),
    'no topics': () => new StreamsBuilder().stream([]),
    'a promise instead of a function': () => new StreamsBuilder().stream('a').filter(Promise.resolve() as never),
    'a stream of another builder': () => new StreamsBuilder().stream('a').merge(new StreamsBuilder().stream('b')),
    'options where only a name may be': () => new StreamsBuilder().stream('a').peek(() => undefined, {} as never),
  };
  test.each(Object.keys(refused))('%s', (name) => {
    expect(refused[name]).toThrow(TopologyError);
  });

  const unbuildable: Record<string, (builder: StreamsBuilder) => void> = {
    'a topic that a stream and a table read': (builder) => {
      builder.stream('a');
      builder.table('a');
    },
    'overlapping lists of topics': (builder) => {
      builder.stream(['a', 'b']);
      builder.stream('a');
    },
    'two nodes with one name': (builder) => {
      builder.stream('a').filter(() => true, 'x');
      builder.stream('b').filter(() => true, 'x');
    },
    'a store that was not added': (builder) => {
      builder.stream('a').process(() => ({ process: () => undefined }), 'nowhere');
    },
    'joined topics with unequal numbers of partitions': (builder) => {
      const left = builder.stream('a', text).repartition({ numberOfPartitions: 2 });
      const right = builder.stream('b', text).repartition({ numberOfPartitions: 3 }).toTable();
      left.join(right as never, (value) => value);
    },
  };
  test.each(Object.keys(unbuildable))('%s', (name) => {
    const builder = new StreamsBuilder();
    unbuildable[name]!(builder);
    expect(() => builder.build()).toThrow(TopologyError);
  });
});
