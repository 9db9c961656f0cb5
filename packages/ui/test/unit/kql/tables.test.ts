/** Groups, aggregates and the best rows, against plain computations. */
import fc from 'fast-check';
import { MAX_GROUPS } from '../../../src/server/kql/aggregate';
import { sortOrder, sortOrderBy } from '../../../src/server/kql/values/sorting';
import type { Value } from '../../../src/server/kql/values/value';
import { Time } from '../../../src/server/kql/values/value';
import { prepare, run } from './run';
import { partOf, records, recordWith, start } from './trades';

test('the aggregates', () => {
  expect(
    run(
      'select count(*), count(price), count(distinct exchange), min(price), max(price), sum(price), avg(price), min(symbol), max(symbol), min(timestamp), sum(symbol), count(tags[*]), sum(legs[*].qty), max(tags) from trades',
      records,
    ),
  ).toEqual([
    [
      '9',
      '7',
      '3',
      '0.75',
      '2750',
      '3732.6',
      '533.228571428571',
      '"7203.T"',
      '"X"',
      String(start),
      null,
      '2',
      '17',
      '["tech","us"]',
    ],
  ]);
});

test('nothing found: one group without `group by`, none with it', () => {
  expect(run('select count(*), sum(price), avg(price), min(price), 1 from trades where false', records)).toEqual([
    ['0', null, null, null, '1'],
  ]);
  expect(run('select exchange, count(*) from trades where false group by 1', records)).toEqual([]);
});

test('columns made of aggregates and of what is grouped by', () => {
  expect(
    run(
      "select upper(exchange) as e, sum(volume) / count(*) as per, count(*) * 10 + 1, 'x', lower(upper(exchange)) from trades where exchange is not missing group by upper(exchange) order by per desc, 3 limit 2",
      records,
    ),
  ).toEqual([
    ['"OTCBB"', '2500000', '11', '"x"', '"otcbb"'],
    ['"NASDAQ"', '250350', '41', '"x"', '"nasdaq"'],
  ]);
});

test('a name after as can be grouped and ordered by', () => {
  const query =
    'select lower(symbol) as s, count(*) as n from trades where symbol is not missing group by s order by n desc, s desc limit 2';
  expect(run(query, records)).toEqual([
    ['"aapl"', '3'],
    ['"x"', '1'],
  ]);
});

test('groups: 1 and 1.0 are one, 1 and "1" are two, null and missing are two and last', () => {
  const values = [
    '{"a":1}',
    '{"a":"1"}',
    '{"a":1.0}',
    '{"a":null}',
    '{}',
    '{"a":[1,{"b":2,"c":3}]}',
    '{"a":[1.0,{"c":3,"b":2}]}',
    '{"a":true}',
    '{"a":"true"}',
  ];
  expect(
    run(
      'select a, count(*) from t group by a',
      values.map((value) => recordWith(value)),
    ),
  ).toEqual([
    ['true', '1'],
    ['1', '2'],
    ['"1"', '1'],
    ['"true"', '1'],
    ['[1,{"b":2,"c":3}]', '2'],
    ['null', '1'],
    [null, '1'],
  ]);
});

test('what is grouped by is found again however it is written', () => {
  for (const [column, group] of [
    ["bucket(timestamp, '1h')", 'bucket( timestamp , 60m)'],
    ['value.a', 'a'],
    ["headers['h']", 'headers.h'],
    ['1.0 + a', '1.0+value.a'],
  ])
    expect(run(`select ${column}, count(*) from t group by ${group}`, [recordWith('{"a":1}')])).toHaveLength(1);
  for (const [column, group] of [
    ["@'2026-01-01 UTC' - timestamp", '@2026-01-01 - timestamp'],
    ["coalesce(a, 'x')", "coalesce(a, 'y')"],
    ['a[0]', 'a[1]'],
  ])
    expect(() => run(`select ${column} from t group by ${group}`, [])).toThrow('differs within a group');
});

test('two expressions that run together are two groups', () => {
  const values = ['{"a":"x","b":"yz"}', '{"a":"xy","b":"z"}', '{"a":"x","b":"yz"}'];
  expect(
    run(
      'select a, b, count(*) from t group by a, b',
      values.map((value) => recordWith(value)),
    ),
  ).toEqual([
    ['"x"', '"yz"', '2'],
    ['"xy"', '"z"', '1'],
  ]);
});

test(`more than ${MAX_GROUPS} groups: the rest is in (other), and nothing is lost`, () => {
  const query = prepare('select n, count(*), sum(n) from t group by n');
  const groups = query.groups();
  const count = MAX_GROUPS + 500;
  for (let i = 0; i < count; i++) groups.add(recordWith(`{"n":${i}}`));
  groups.add(recordWith('{"n":5}'));
  const { rows, groups: known, overflow } = groups.table();
  expect([rows.length, known, overflow]).toEqual([MAX_GROUPS + 1, MAX_GROUPS, true]);
  expect(rows.at(-1)).toEqual(['"(other)"', '500', String(((MAX_GROUPS + count - 1) * 500) / 2)]);
  expect(rows[5]).toEqual(['5', '2', '10']);
  expect(rows.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(count + 1);
});

test('count(distinct) is exact to 100,000, then ≥', () => {
  const query = prepare('select count(distinct n), count(distinct n) + 0 as plain from t');
  const groups = query.groups();
  for (let i = 0; i < 100_000; i++) groups.add(recordWith(`{"n":${i}}`));
  for (let i = 0; i < 10; i++) groups.add(recordWith(`{"n":${i}}`));
  expect(groups.table().rows).toEqual([['100000', '100000']]);
  groups.add(recordWith('{"n":"x"}'));
  expect(groups.table().rows).toEqual([['"≥ 100000"', '100000']]);
});

test('long values of groups are told apart and shown short', () => {
  const [a, b] = ['a', 'b'].map((end) =>
    recordWith(`{"s":"${'x'.repeat(100_000)}${end}","o":{"x":["${'y'.repeat(5000)}${end}"]}}`),
  ) as [ReturnType<typeof recordWith>, ReturnType<typeof recordWith>];
  for (const name of ['s', 'o']) {
    const rows = run(`select ${name}, count(*) from t group by 1`, [a, b, a]) as string[][];
    expect(rows.map(([, count]) => count).sort()).toEqual(['1', '2']);
    for (const [cell] of rows) expect(cell!.length).toBeLessThan(1100);
  }
});

test('bytes of a record are copied before they are kept', () => {
  const memory = Buffer.from([0xff, 1, 2]);
  const query = prepare('select key, max(key) from t group by 1');
  const groups = query.groups();
  groups.add(recordWith('{}', { key: { bytes: memory, value: memory, text: null, isJson: false } }));
  memory.fill(0);
  expect(groups.table().rows).toEqual([['{"$base64":"/wEC"}', '{"$base64":"/wEC"}']]);
});

const scalar = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(String),
  fc.constantFrom(
    '1.5',
    '"1.25"',
    '9007199254740993',
    '9007199254740992',
    'null',
    'true',
    'false',
    '"a"',
    '"B"',
    '[1]',
    '{"x":1}',
  ),
);

test('the best rows are the first of all rows, sorted; ties are newest first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(scalar, scalar), { maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      (values, limit, isDescending) => {
        const all = values.map(([a, b], i) => ({
          ...recordWith(`{"a":${a},"b":${b}}`, { partition: i % 3, offset: i, timestamp: start + (i % 5) }),
          id: String(i),
        }));
        const rows = run(`select * from t order by a ${isDescending ? 'desc' : 'asc'}, b limit ${limit}`, all);
        const member = (i: string, name: string): Value => (all[Number(i)]!.value.value as Record<string, Value>)[name];
        const expected = all
          .map(({ id }) => id)
          .sort((x, y) => {
            const [r, s] = [all[Number(x)]!, all[Number(y)]!];
            return (
              sortOrderBy(member(x, 'a'), member(y, 'a'), isDescending) ||
              sortOrderBy(member(x, 'b'), member(y, 'b'), false) ||
              s.timestamp! - r.timestamp! ||
              r.partition - s.partition ||
              s.offset - r.offset
            );
          });
        expect(rows).toEqual(expected.slice(0, limit));
      },
    ),
    { numRuns: 500 },
  );
});

const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    undefined,
    null,
    true,
    false,
    10n ** 30n,
    '10',
    'a',
    '9',
    new Time(5),
    new Time(7),
    Buffer.from([1]),
    Buffer.from([2]),
  ),
  fc.double({ noNaN: true }),
  fc.string({ maxLength: 2 }),
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 2 }),
  fc.record({ x: fc.integer({ min: 0, max: 2 }) }),
);

test('the order of values is an order', () => {
  fc.assert(
    fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
      expect(Math.sign(sortOrder(a, b)) + Math.sign(sortOrder(b, a))).toBe(0);
      if (sortOrder(a, b) <= 0 && sortOrder(b, c) <= 0) expect(sortOrder(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 20_000 },
  );
  expect(sortOrderBy(null, 1, true)).toBeGreaterThan(0);
  expect(sortOrderBy(undefined, null, true)).toBeGreaterThan(0);
});

test('rows are read in the order of the log', () => {
  expect(run('select * from trades order by timestamp limit 3', records)).toEqual(['a', 'b', 'c']);
  expect(run('select * from trades order by offset asc limit 2', records)).toEqual(['a', 'b']);
  expect(run('select * from trades order by timestamp desc limit 2', records)).toEqual(['i', 'h']);
  expect(
    run('select * from trades order by key, price limit 3', [...records, recordWith('{}', { key: partOf('zz') })]),
  ).toEqual(['g', 'b', 'a']);
});
