/** Runs queries over records in memory, in the order in which a scan gives them. */
import { prepareCondition, prepareQuery, type PreparedQuery } from '../../../src/server/kql/query';
import { rangesOf, type TimeAnswers } from '../../../src/server/kql/plan';
import type { RecordView } from '../../../src/server/kql/record';
import type { Cell } from '../../../src/server/kql/results/cells';
import { log, start, type Trade } from './trades';

export const options = { now: start + 2 * 3_600_000 };

export function prepare(text: string): PreparedQuery {
  const prepared = prepareQuery(text, options);
  if (!prepared.ok) throw new Error(`${text}: ${JSON.stringify(prepared.fault)}`);
  return prepared.query;
}

const newestFirst = (a: RecordView, b: RecordView): number => b.timestamp! - a.timestamp! || a.partition - b.partition;

/** The rows of any query: of `select *` the ids of the records. */
export function run(text: string, records: readonly Trade[]): (Cell | Cell[])[] {
  const query = prepare(text);
  const show = (record: Trade): Cell | Cell[] => (query.isWhole ? record.id : query.cells(record));
  const sorted = [...records].sort(newestFirst);
  const matching = (query.reading === 'oldest' ? sorted.reverse() : sorted).filter(query.matches);
  if (query.kind === 'rows') return matching.slice(0, query.limit!).map(show);
  if (query.kind === 'top') {
    const top = query.top((record) => show(record as Trade));
    for (const record of matching) top.add(record);
    return top.rows();
  }
  const groups = query.groups();
  for (const record of matching) groups.add(record);
  return groups.table().rows;
}

/** The ids that a condition finds, newest first. */
export function idsWhere(condition: string, records: readonly Trade[]): string {
  const prepared = prepareCondition(condition, options);
  if (!prepared.ok) throw new Error(`${condition}: ${JSON.stringify(prepared.fault)}`);
  const found = [...records].sort(newestFirst).filter(prepared.query.matches);
  expect(prepared.query.context.faults.filter).toBe(0);
  return found.map(({ id }) => id).join(' ');
}

/** What the time index of `records` answers. */
export function timesOf(
  query: PreparedQuery,
  records: readonly RecordView[],
  late: number,
): (p: number) => TimeAnswers {
  const { least, most } = query.narrowing.time;
  const passed = (p: number, time: number): number | null =>
    Math.min(
      ...records.filter((r) => r.partition === p && r.timestamp! >= time).map(({ offset }) => offset),
      Infinity,
    ) === Infinity
      ? null
      : Math.min(...records.filter((r) => r.partition === p && r.timestamp! >= time).map(({ offset }) => offset));
  return (p) => ({
    ...(least === -Infinity ? {} : { first: passed(p, least) }),
    ...(most === Infinity ? {} : { after: passed(p, most + late + 1) }),
  });
}

/** What the query reads of the log, as `partition: from-to`. */
export function reads(text: string, records: readonly RecordView[], late: number): string {
  const query = prepare(text);
  return rangesOf(query.narrowing, log, timesOf(query, records, late))
    .map(({ p, from, to }) => `${p}: ${from}-${to}`)
    .join(', ');
}
