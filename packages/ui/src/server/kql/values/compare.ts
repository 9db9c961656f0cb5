/** When values are equal, and which is less, as conditions see it. */
import { parseTime } from '../../../shared/kql/times';
import { instantOf } from '../../../shared/kql/zones';
import { compareExact, exactNumber, isExact, type Exact } from './number';
import { Time, type Value } from './value';

/** What a time in a string depends on. */
export interface Clock {
  /** What `1h` is ago from, in ms. */
  readonly now: number;
  /** Of times that name none: UTC or an IANA name. */
  readonly zone: string;
}

/** Of each clock the strings that were read last: that of a query is read for every record. */
const known = new WeakMap<Clock, Map<string, number | undefined>>();
const MAX_KNOWN = 1000;

/** The instant that a string writes, in ms. */
export function instantOfText(text: string, clock: Clock): number | undefined {
  let ofClock = known.get(clock);
  if (ofClock === undefined) known.set(clock, (ofClock = new Map<string, number | undefined>()));
  if (ofClock.has(text)) return ofClock.get(text);
  const time = parseTime(text);
  const instant = time === undefined ? undefined : instantOf(time, clock.now, clock.zone);
  if (text.length > 100) return instant;
  if (ofClock.size >= MAX_KNOWN) ofClock.clear();
  ofClock.set(text, instant);
  return instant;
}

export const isBytes = (value: unknown): value is Uint8Array => ArrayBuffer.isView(value);

export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

/** An object of a record. */
export const isObject = (value: Value): value is { readonly [name: string]: Value } =>
  typeof value === 'object' && value !== null && !isList(value) && !isBytes(value) && !isExact(value) && !isTime(value);

export const isTime = (value: unknown): value is Time => value instanceof Time;

/** A number, or a string that is one. */
export function numeric(value: Value): Exact | undefined {
  return typeof value === 'string' ? exactNumber(value) : isExact(value) ? value : undefined;
}

/** `=`. Null equals null; what is missing equals nothing. */
export function equals(a: Value, b: Value, clock: Clock): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === null || b === null) return a === b;
  if (typeof a === typeof b && typeof a !== 'object') return a === b;
  if (typeof a === 'object' && typeof b === 'object' && !isTime(a) && !isExact(a) && !isBytes(a))
    return sameStructure(a, b, clock);
  if (typeof a === 'boolean') return b === String(a);
  if (typeof b === 'boolean') return a === String(b);
  return order(a, b, clock) === 0;
}

function sameStructure(a: Value, b: Value, clock: Clock): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => same(item, b[i], clock));
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name], clock))
  );
}

const same = (a: Value, b: Value, clock: Clock): boolean => (a === undefined ? b === undefined : equals(a, b, clock));

/** Below 0, 0 or above 0; NaN where the two have no order. */
export function order(a: Value, b: Value, clock: Clock): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isExact(a)) {
    if (isExact(b)) return compareExact(a, b);
    if (typeof b === 'string') return orNaN(a, exactNumber(b));
  }
  if (isExact(b) && typeof a === 'string') return orNaN(exactNumber(a), b);
  if (isTime(a) || isTime(b)) return orNaN(timeAsNumber(a, clock), timeAsNumber(b, clock));
  if (isBytes(a) || isBytes(b)) {
    const [left, right] = [bytesOf(a), bytesOf(b)];
    if (left !== undefined && right !== undefined) return Buffer.compare(left, right);
  }
  return NaN;
}

const orNaN = (a: Exact | undefined, b: Exact | undefined): number =>
  a === undefined || b === undefined ? NaN : compareExact(a, b);

function timeAsNumber(value: Value, clock: Clock): Exact | undefined {
  if (isTime(value)) return value.ms;
  return typeof value === 'string' ? instantOfText(value, clock) : isExact(value) ? value : undefined;
}

/** Bytes as they are, a string as UTF-8. */
function bytesOf(value: Value): Uint8Array | undefined {
  return typeof value === 'string' ? Buffer.from(value) : isBytes(value) ? value : undefined;
}
