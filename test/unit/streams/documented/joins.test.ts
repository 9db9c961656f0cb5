/**
 * The tables of joins in Kafka Streams' guide to its DSL, row by row. All of them ran in Java 4.3.1, too. Where the
 * page says something else, the row has what Java gives, and a comment what the page says.
 */
import { JoinWindows, StreamsBuilder, TopologyTestDriver, type KStream } from '../../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const joiner = (left: string | null, right: string | null): string => `[${left}, ${right}]`;

type Joined = KStream<string, string> | KStream<string, string | null> | KStream<string | null, string>;

/** Time, then a record of the left or of the right side, then its results. */
type Row = [time: number, left: string | null | undefined, right: string | null | undefined, ...results: string[]];

/** Pipes the record of each row, and gives the rows with what came out. */
function run(rows: readonly Row[], describe: (builder: StreamsBuilder) => Joined): Row[] {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  (describe(builder) as KStream<string, string | null>).process(() => ({
    process: ({ value }) => void results.push(String(value)),
  }));
  const driver = new TopologyTestDriver(builder.build());
  const [left, right] = ['left', 'right'].map((topic) => driver.createInputTopic(topic, 'string', 'string'));
  return rows.map(([time, one, other]) => {
    if (one !== undefined) left!.pipeInput('k', one, time);
    if (other !== undefined) right!.pipeInput('k', other, time);
    return [time, one, other, ...results.splice(0)];
  });
}

/** The records that all the tables begin with, and no results. */
const first: readonly Row[] = [
  [1, null, undefined],
  [2, undefined, null],
  [3, 'A', undefined],
  [4, undefined, 'a'],
  [5, 'B', undefined],
  [6, undefined, 'b'],
  [7, null, undefined],
  [8, undefined, null],
  [9, 'C', undefined],
  [10, undefined, 'c'],
  [11, undefined, null],
  [12, null, undefined],
  [13, undefined, null],
  [14, undefined, 'd'],
  [15, 'D', undefined],
];

/** The rows with the results of these times. */
const withResults = (rows: readonly Row[], results: Record<number, readonly string[]>): Row[] =>
  rows.map(([time, left, right]) => [time, left, right, ...(results[time] ?? [])]);

describe('two streams (dsl-api, table of stream-stream joins)', () => {
  const windows = JoinWindows.ofTimeDifferenceAndGrace(15, 5);
  const options = { ...text, otherValueSerde: 'string' } as const;
  const rows: readonly Row[] = [
    ...first,
    [40, 'E', undefined],
    [60, 'F', undefined],
    [80, undefined, 'f'],
    [100, 'G', undefined],
    [101, 'H', undefined],
  ];
  const inner = {
    4: ['[A, a]'],
    5: ['[B, a]'],
    6: ['[A, b]', '[B, b]'],
    9: ['[C, a]', '[C, b]'],
    10: ['[A, c]', '[B, c]', '[C, c]'],
    14: ['[A, d]', '[B, d]', '[C, d]'],
    15: ['[D, a]', '[D, b]', '[D, c]', '[D, d]'],
  };
  // The page has [E, null] at 60, [F, null] at 80 and [null, f] at 100, when time is at the end of the grace period.
  // Java wants it to be later than that: they come with the next record.
  const left = { ...inner, 80: ['[E, null]'], 100: ['[F, null]'] };

  test('inner', () => {
    const found = run(rows, (builder) =>
      builder.stream('left', text).join(builder.stream('right', text), joiner, windows, options),
    );
    expect(found).toEqual(withResults(rows, inner));
  });

  test('left', () => {
    const found = run(rows, (builder) => {
      const other = builder.stream('right', text);
      return builder.stream('left', text).leftJoin(other, joiner, windows, options);
    });
    expect(found).toEqual(withResults(rows, left));
  });

  test('outer', () => {
    const found = run(rows, (builder) => {
      const other = builder.stream('right', text);
      return builder.stream('left', text).outerJoin(other, joiner, windows, options);
    });
    expect(found).toEqual(withResults(rows, { ...left, 101: ['[null, f]'] }));
  });
});

test.each([
  ['join', { 4: ['[A, a]'], 5: ['[B, a]'], 6: ['[B, b]'], 7: ['null'], 10: ['[C, c]'], 11: ['null'], 15: ['[D, d]'] }],
  [
    'leftJoin',
    {
      ...{ 3: ['[A, null]'], 4: ['[A, a]'], 5: ['[B, a]'], 6: ['[B, b]'], 7: ['null'], 9: ['[C, null]'] },
      ...{ 10: ['[C, c]'], 11: ['[C, null]'], 12: ['null'], 15: ['[D, d]'] },
    },
  ],
  [
    'outerJoin',
    {
      ...{ 3: ['[A, null]'], 4: ['[A, a]'], 5: ['[B, a]'], 6: ['[B, b]'], 7: ['[null, b]'], 8: ['null'] },
      ...{ 9: ['[C, null]'], 10: ['[C, c]'], 11: ['[C, null]'], 12: ['null'], 14: ['[null, d]'], 15: ['[D, d]'] },
    },
  ],
] as const)('two tables, %s (dsl-api, table of table-table joins)', (operation, results) => {
  const found = run(first, (builder) => {
    const [left, right] = [builder.table('left', text), builder.table('right', text)];
    return (left[operation] as typeof left.outerJoin)(right, joiner).toStream();
  });
  expect(found).toEqual(withResults(first, results));
});

test.each([
  ['join', { 5: ['[B, a]'], 15: ['[D, d]'] }],
  ['leftJoin', { 3: ['[A, null]'], 5: ['[B, a]'], 9: ['[C, null]'], 15: ['[D, d]'] }],
] as const)('a stream and a table, %s (dsl-api, table of stream-table joins)', (operation, results) => {
  const found = run(first, (builder) => {
    const [left, right] = [builder.stream('left', text), builder.table('right', text)];
    return (left[operation] as typeof left.leftJoin)(right, joiner);
  });
  expect(found).toEqual(withResults(first, results));
});

describe('tables by a foreign key (dsl-api, table of foreign-key joins)', () => {
  type Step = [side: 'left' | 'right', key: string, value: string | null];
  const steps: readonly Step[] = [
    ['right', '1', 'foo'],
    ['left', 'k', '1'],
    ['left', 'k', '2'],
    ['left', 'k', '3'],
    ['right', '3', 'bar'],
    ['left', 'k', null],
    ['left', 'k', '1'],
    ['left', 'q', '10'],
    ['left', 'r', '10'],
    ['right', '10', 'baz'],
  ];
  test.each([
    ['join', [], ['k:1,foo'], ['k:null'], ['k:null'], ['k:3,bar'], ['k:null'], ['k:1,foo'], [], []],
    // For the deleted row the page has (k,null,null); Java deletes the result, and calls no joiner.
    [
      'leftJoin',
      ...[[], ['k:1,foo'], ['k:2,null'], ['k:3,null'], ['k:3,bar'], ['k:null'], ['k:1,foo']],
      ...[['q:10,null'], ['r:10,null']],
    ],
  ] as const)('%s', (operation, ...results) => {
    const builder = new StreamsBuilder();
    const [one, other] = [builder.table('left', text), builder.table('right', text)];
    const join = one[operation].bind(one) as typeof one.leftJoin;
    const joined = join(
      other,
      (value) => value,
      (left, right: string | null) => `${left},${right}`,
      { valueSerde: 'string' },
    );
    joined.toStream().to('out', text);
    const driver = new TopologyTestDriver(builder.build());
    const output = driver.createOutputTopic('out', 'string', 'string');
    const found = steps.map(([side, key, value], i) => {
      driver.createInputTopic(side, 'string', 'string').pipeInput(key, value, i);
      return output.readKeyValuesToList().map((pair) => pair.map(String).join(':'));
    });
    expect(found).toEqual([...results, ['q:10,baz', 'r:10,baz']]);
  });
});
