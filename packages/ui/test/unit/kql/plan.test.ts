/** Narrowed ranges: nothing that matches is left out, and no more is read than the conditions say. */
import fc from 'fast-check';
import { filterTree, planOf } from '../../../src/server/kql/explain';
import { LATE_MS, narrow, rangesOf } from '../../../src/server/kql/plan';
import { contextOf } from '../../../src/server/kql/compile';
import { prepareCondition, prepareQuery } from '../../../src/server/kql/query';
import { parseCondition } from '../../../src/shared/kql/parser';
import { options, prepare, reads, timesOf } from './run';
import { log, records, recordWith, start } from './trades';

test.each([
  ['true', '0: 0-6, 1: 0-4'],
  ['partition = 1', '1: 0-4'],
  ["partition = '1'", '1: 0-4'],
  ['1 = partition', '1: 0-4'],
  ['partition in (1, 7)', '1: 0-4'],
  ['partition in (0, 1) and partition > 0', '1: 0-4'],
  ['partition != 1', '0: 0-6, 1: 0-4'],
  ['partition = 0 or offset = 1', '0: 0-6, 1: 0-4'],
  ['not (partition = 0)', '0: 0-6, 1: 0-4'],
  ['partition = 9', ''],
  ['offset >= 3', '0: 3-6, 1: 3-4'],
  ['offset > 3', '0: 4-6, 1: 4-4'],
  ['3 > offset', '0: 0-3, 1: 0-3'],
  ['offset > 2.5 and offset <= 4.5', '0: 3-5, 1: 3-4'],
  ['offset = 2.5', '0: 3-3, 1: 3-3'],
  ['offset = 99999999999999999999', '0: 6-6, 1: 4-4'],
  ['offset < -1', '0: 0-0, 1: 0-0'],
  ['offset between 1 and 2', '0: 1-3, 1: 1-3'],
  ['offset between 2 and 1', '0: 2-2, 1: 2-2'],
  ['offset not between 1 and 2', '0: 0-6, 1: 0-4'],
  ['offset > volume', '0: 0-6, 1: 0-4'],
  ["offset > 'x'", '0: 0-6, 1: 0-4'],
  ['(offset > 1 and (offset < 4 and partition = 0))', '0: 2-4'],
  ['timestamp >= @2026-01-01T00:05Z', '0: 3-6, 1: 2-4'],
  ["timestamp > '2026-01-01T00:05Z'", '0: 3-6, 1: 3-4'],
  ['timestamp > @2026-01-01T00:05Z - 1m', '0: 3-6, 1: 2-4'],
  ['timestamp >= 1767225960000', '0: 3-6, 1: 3-4'],
  ['timestamp > @2030-01-01', '0: 6-6, 1: 4-4'],
  ['timestamp < @2025-12-31T23:00Z', '0: 0-0, 1: 0-0'],
  ['timestamp = @2026-01-01T01:01Z', '0: 5-6, 1: 4-4'],
])('%s', (condition, expected) => {
  expect(reads(`select * from trades where ${condition}`, records, LATE_MS)).toBe(expected);
});

test('without answers about time, times narrow nothing', () => {
  const { narrowing } = prepare('select * from trades where timestamp > @2030-01-01 and offset > 1');
  expect(rangesOf(narrowing, log)).toEqual([
    { p: 0, from: 2, to: 6 },
    { p: 1, from: 2, to: 4 },
  ]);
});

const atom = fc.oneof(
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>=', '!='), fc.integer({ min: -1, max: 25 }))
    .map(([op, n]) => `offset ${op} ${n}`),
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>=', '!='), fc.integer({ min: -1, max: 3 }))
    .map(([op, n]) => `partition ${op} ${n}`),
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.integer({ min: 0, max: 40 }))
    .map(([op, n]) => `timestamp ${op} ${start + n * 600_000}`),
  fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
    .map(([a, b]) => `offset between ${a} and ${b}`),
  fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }).map((all) => `partition in (${all.join()})`),
  fc.constant('volume > 3'),
);
const condition: fc.Arbitrary<string> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc
      .tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node'))
      .map(([a, op, b]) => `(${String(a)} ${op} ${String(b)})`),
    tie('node').map((a) => `not (${String(a)})`),
  ),
})).node as fc.Arbitrary<string>;

test('whatever the conditions, and however late records come by up to an hour, nothing that matches is left out', () => {
  const one = fc.record({
    gap: fc.integer({ min: 1, max: 3 }),
    step: fc.integer({ min: 0, max: 40 }),
    late: fc.integer({ min: 0, max: 6 }),
  });
  const partition = fc.array(one, { maxLength: 12 });
  fc.assert(
    fc.property(condition, fc.array(partition, { minLength: 1, maxLength: 3 }), (text, partitions) => {
      const given = partitions.flatMap((all, p) => {
        let [offset, time] = [0, start];
        return all.map(({ gap, step, late }) => {
          offset += gap;
          time += step * 60_000;
          return recordWith(`{"volume":${offset % 7}}`, { partition: p, offset, timestamp: time - late * 600_000 });
        });
      });
      const query = prepare(`select * from t where ${text}`);
      const whole = partitions.map((_, p) => ({
        p,
        earliest: 0,
        end: Math.max(0, ...given.filter((r) => r.partition === p).map(({ offset }) => offset + 1)),
      }));
      const ranges = rangesOf(query.narrowing, whole, timesOf(query, given, LATE_MS));
      const isRead = (r: { partition: number; offset: number }) =>
        ranges.some(({ p, from, to }) => p === r.partition && r.offset >= from && r.offset < to);
      expect(given.filter((r) => query.matches(r) && !isRead(r))).toEqual([]);
      for (const { p, from, to } of ranges) expect(from >= 0 && from <= to && to <= whole[p]!.end).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('explain', () => {
  const text =
    "select symbol from trades with json where partition = 0 and (price > 5 or not (symbol like 'A%')) and timestamp < @2026-01-01 limit 7";
  const query = prepare(text);
  expect(planOf(query, rangesOf(query.narrowing, log))).toEqual({
    ranges: [{ p: 0, from: '0', to: '6' }],
    records: '6',
    narrowed: ['partition = 0', 'timestamp < @2026-01-01, and 1 h more for records that came late'],
    key: 'auto',
    value: 'json',
    order: 'newest first, 7 at most',
    filter: "and\n  partition = 0\n  or\n    price > 5\n    not\n      symbol like 'A%'\n  timestamp < @2026-01-01",
  });
});

test.each([
  ['select * from t', 'newest first, 25 at most'],
  ['select * from t order by timestamp', 'oldest first, 25 at most'],
  ['select * from t order by offset desc limit 1', 'newest first, 1 at most'],
  ['select * from t order by timestamp, a', 'one pass: the first 25 by timestamp, a'],
  ['select a from t order by volume desc', 'one pass: the first 25 by volume desc'],
  ['select count(*) from t', 'one pass: one group'],
  [
    'select a, count(*) as n from t group by 1 order by n desc limit 3',
    'one pass: groups by a, order by count(*) desc, 3 at most',
  ],
])('the order of %s', (text, order) => expect(prepare(text).order).toBe(order));

test('a condition alone', () => {
  const prepared = prepareCondition('where partition = 1 and a = 1', options, { order: 'oldest first' });
  expect(prepared.ok && planOf(prepared.query, [])).toMatchObject({
    narrowed: ['partition = 1'],
    order: 'oldest first',
    filter: 'and\n  partition = 1\n  a = 1',
  });
  const parsed = parseCondition('(a)');
  expect(parsed.ok && [filterTree(parsed.query, '(a)'), narrow(parsed.query, contextOf(0), '(a)').notes]).toEqual([
    'a',
    [],
  ]);
});

test('a zone that is none', () => {
  expect(prepareQuery('select * from t', { now: 0, zone: 'Mars/Base' })).toEqual({
    ok: false,
    fault: {
      code: 'BAD_REQUEST',
      message: "'Mars/Base' is no time zone. UTC and names as Europe/Berlin are",
      field: 'timezone',
      retriable: false,
    },
  });
});
