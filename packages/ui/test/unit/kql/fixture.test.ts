/** The twenty rows of the specification, in memory. */
import { LATE_MS } from '../../../src/server/kql/plan';
import { fixture, wholeQuery } from './fixture';
import { prepare, reads, run } from './run';
import { records } from './trades';

test.each(fixture)('row %i: %s', (_, query, expected) => {
  const rows = run(wholeQuery(query), records);
  expect(typeof expected === 'string' ? rows.join(' ') : rows).toEqual(expected);
});

test('row 14 reads partition 0 from 5, and nothing of 1', () => {
  expect(reads(wholeQuery('where timestamp >= @2026-01-01T01:00Z'), records, LATE_MS)).toBe('0: 5-6, 1: 4-4');
});

test('row 15 reads 2 offsets of one partition', () => {
  expect(reads(wholeQuery('where partition = 0 and offset between 1 and 2'), records, LATE_MS)).toBe('0: 1-3');
});

test('row 20: the columns of a plot', () => {
  expect(prepare(wholeQuery(fixture.find(([number]) => number === 20)![1])).columns).toEqual([
    { name: 't', type: 'time', unit: '1h' },
    { name: 'count(*)', type: 'number' },
    { name: 'sum(volume)', type: 'number' },
  ]);
});
