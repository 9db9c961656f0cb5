/** Cells and rows as text for people. */
import type { Part, Plan, Row } from '../../../shared/api';
import { zoneOffset } from '../../../shared/kql/zones';
import { MAX_MS } from '../../../shared/kql/times';
import type { Cell } from '../results/cells';
import { visible } from './visible';

/** `2026-01-01T01:00:00.000+01:00`, or with `Z`. */
export function shownTime(ms: number, zone: string): string {
  if (!(Math.abs(ms) <= MAX_MS)) return String(ms);
  const offset = zoneOffset(zone, ms);
  if (offset === 0) return new Date(ms).toISOString();
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const local = new Date(ms + offset).toISOString().slice(0, -1);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A cell of a column of this type. null: there is no value. */
export function shownCell(cell: Cell, type: string, zone: string): string | null {
  if (cell === null) return null;
  if (type === 'time' && /^-?\d/.test(cell)) return shownTime(Number(cell), zone);
  const text = cell.startsWith('"') ? (JSON.parse(cell) as string) : cell;
  return text === '' ? "''" : visible(text);
}

function shownPart({ as, text = '', cut, size }: Part): string {
  if (as === 'null') return 'null';
  return size === 0 ? "''" : visible(cut === true ? `${text}…` : text);
}

/** The cells of a whole record, as `select *` names its columns. */
export function shownRow({ p, o, t, k, v, h }: Row, zone: string): (string | null)[] {
  const headers = h.map(([name, value]) => `${visible(name)}=${shownPart(value)}`).join(', ');
  return [
    String(p),
    o,
    t === null ? null : shownTime(t, zone),
    shownPart(k),
    shownPart(v),
    headers === '' ? null : headers,
  ];
}

const MOST_RANGES = 20;

const grouped = (digits: string): string => BigInt(digits).toLocaleString('en-US');

/** The plan in lines. */
export function shownPlan({ ranges, records, narrowed, key, value, order, filter }: Plan): string[] {
  const lines = ranges.slice(0, MOST_RANGES).map(({ p, from, to }) => {
    const count = BigInt(to) - BigInt(from);
    return count === 0n
      ? `  partition ${p}: nothing`
      : `  partition ${p}: offsets ${from} to ${BigInt(to) - 1n}, ${grouped(String(count))} at most`;
  });
  if (ranges.length > MOST_RANGES) lines.push(`  and ${ranges.length - MOST_RANGES} more partitions`);
  return [
    `order: ${visible(order)}`,
    `decoders: key ${key}, value ${value}`,
    `reads: ${grouped(records)} records at most`,
    ...lines,
    ...(narrowed.length === 0 ? [] : ['narrowed by:', ...narrowed.map((one) => `  ${visible(one)}`)]),
    'filter:',
    ...filter.split('\n').map((line) => `  ${visible(line)}`),
  ];
}
