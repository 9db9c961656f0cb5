/** The one order of all values, for `order by`, min and max, and what makes a group. */
import { createHash } from 'node:crypto';
import { isBytes, isList, isTime, numeric } from './compare';
import { jsonText } from './json';
import { compareExact, isExact, numberKey } from './number';
import type { Value } from './value';

const FIRST = { boolean: 0, number: 1, time: 2, string: 3, bytes: 4, list: 5, object: 6, null: 7, missing: 8 } as const;

function rankOf(value: Value): number {
  if (value === undefined) return FIRST.missing;
  if (value === null) return FIRST.null;
  if (typeof value === 'boolean') return FIRST.boolean;
  if (numeric(value) !== undefined) return FIRST.number;
  if (typeof value === 'string') return FIRST.string;
  if (isTime(value)) return FIRST.time;
  if (isBytes(value)) return FIRST.bytes;
  return isList(value) ? FIRST.list : FIRST.object;
}

/** Whether it stands behind all others, ascending and descending. */
export const isLast = (value: Value): boolean => value === undefined || value === null;

/** Below 0, 0 or above 0. Strings that are numbers are among the numbers; null and missing come last. */
export function sortOrder(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b || 0;
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankA - rankB;
  switch (rankA) {
    case FIRST.boolean:
      return Number(a) - Number(b);
    case FIRST.number:
      return compareExact(numeric(a)!, numeric(b)!) || 0;
    case FIRST.time:
      return isTime(a) && isTime(b) ? a.ms - b.ms : 0;
    case FIRST.string:
      return a! < b! ? -1 : a! > b! ? 1 : 0;
    case FIRST.bytes:
      return Buffer.compare(a as Uint8Array, b as Uint8Array);
    case FIRST.list:
      return listOrder(a as readonly Value[], b as readonly Value[]);
    case FIRST.object: {
      const [left, right] = [jsonText(a), jsonText(b)];
      return left < right ? -1 : left > right ? 1 : 0;
    }
    default:
      return 0;
  }
}

function listOrder(a: readonly Value[], b: readonly Value[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const first = sortOrder(a[i], b[i]);
    if (first !== 0) return first;
  }
  return a.length - b.length;
}

/** Descending turns the order around, but leaves null and missing last. */
export function sortOrderBy(a: Value, b: Value, descending: boolean): number {
  const result = sortOrder(a, b);
  return descending && !isLast(a) && !isLast(b) ? -result : result;
}

const LONGEST_KEY = 100;

/** The same text for the same value and another one for any other: 1 and 1.0 are one value, 1 and '1' are two. */
export function identity(value: Value): string {
  const text = typeof value === 'string' ? `'${value}` : structure(value);
  if (text.length <= LONGEST_KEY) return text;
  // By UTF-16 units: in UTF-8 all halves of pairs are the same.
  return `#${createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('base64')}`;
}

function structure(value: Value): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isExact(value)) return numberKey(value);
  if (isTime(value)) return `@${value.ms}`;
  if (isBytes(value)) return `x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  if (isList(value)) return `[${value.map(structure).join()}]`;
  const object = value as { readonly [name: string]: Value };
  const members = Object.keys(object).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${structure(object[name])}`).join()}}`;
}
