/** What was seen, in a form that two runs can be compared in. */
import type { Row, TopicPartition } from '../drivers/driver';
import { FIRST_TIMESTAMP } from './content';
import type { Heard } from './drain';
import type { Names } from './names';

export type Seen = Record<string, unknown>;

/** partition → its records in order. */
export function recordsOf(rows: readonly Row[], names: Names): Seen {
  const byPartition: Record<string, unknown[]> = {};
  for (const row of rows) {
    const { offset, key, value, timestamp, timestampType } = row;
    const time = timestampType === 'CREATE_TIME' ? timestamp - FIRST_TIMESTAMP : timestampType;
    (byPartition[names.plain(row)] ??= []).push([offset, text(key), text(value), time]);
  }
  return sorted(byPartition);
}

/** Each record once, in the order of offsets. */
export function onceEach(rows: readonly Row[]): Row[] {
  return once(
    rows,
    ({ topic, partition, offset }) => `${topic} ${partition} ${offset}`,
    ({ offset }) => offset,
  );
}

/** Each of that name once, in the order of their offsets. */
function once<T>(records: readonly T[], nameOf: (record: T) => string, offsetOf: (record: T) => number): T[] {
  const named = new Map(records.map((record) => [nameOf(record), record]));
  return [...named.values()].sort((a, b) => offsetOf(a) - offsetOf(b));
}

/** `ordered`: whether records came before a call is part of the outcome. */
export function eventsOf(
  heard: readonly Heard[],
  names: Names,
  ordered: boolean,
): [name: string, ...rest: unknown[]][] {
  // Listeners are called with empty lists at different times (listed).
  const told = heard.filter(([, partitions]) => partitions.length > 0);
  return told.map(([name, partitions, afterRecords]) => [
    name,
    partitions.map((part) => names.plain(part)).sort(),
    ...(afterRecords && ordered ? ['after records'] : []),
  ]);
}

/** What an operation returned, its lists of partitions in one order. */
export function valueOf(value: unknown, names: Names): unknown {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return value;
  if (value.some((one) => typeof one === 'object' && one !== null && 'topic' in one)) {
    const named: Seen = {};
    for (const one of value as (TopicPartition & Seen)[]) {
      const { topic, partition, ...rest } = one;
      named[names.plain({ topic, partition })] = rest;
    }
    return sorted(named);
  }
  return value;
}

function text(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, 'base64').toString();
}

export function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Of members that share partitions it is chance who gets which: their outcomes as one. `areMoved`: so is how often a
 * partition goes from one to another, which then reads again what nobody has committed.
 */
export function together(members: readonly Seen[], areMoved: boolean): Seen {
  const all: Seen = {};
  for (const name of ['records', 'positions', 'lags', 'assignment']) {
    const merged: Seen = {};
    for (const member of members)
      for (const [part, value] of Object.entries(member[name] as Seen)) {
        const known = merged[part];
        merged[part] =
          Array.isArray(known) && Array.isArray(value) ? [...(known as unknown[]), ...(value as unknown[])] : value;
      }
    if (name === 'records' && areMoved)
      for (const [part, records] of Object.entries(merged))
        merged[part] = once(records as [number, ...unknown[]][], JSON.stringify, ([offset]) => offset);
    all[`${name} of all`] = sorted(merged);
  }
  all['numbers of partitions'] = members.map((member) => Object.keys(member['assignment'] as object).length).sort();
  all['errors'] = members.map((member) => member['error'] ?? '').sort();
  return all;
}
