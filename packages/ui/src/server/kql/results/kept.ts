import { isBytes, isTime } from '../values/compare';
import { jsonText } from '../values/json';
import { isExact } from '../values/number';
import type { Value } from '../values/value';

const LONGEST = 256;
const LONGEST_JSON = 1024;

/**
 * A value that may be kept for as long as the query runs: long ones are cut, with `…`, and bytes are copied, because
 * they are a view into the memory of a thousand records.
 */
export function kept(value: Value): Value {
  if (typeof value === 'string') return value.length <= LONGEST ? value : cut(value, LONGEST);
  if (isBytes(value)) return Uint8Array.prototype.slice.call(value, 0, LONGEST);
  if (typeof value !== 'object' || value === null || isExact(value) || isTime(value)) return value;
  const text = jsonText(value, LONGEST_JSON);
  return text.length <= LONGEST_JSON ? value : cut(text, LONGEST_JSON);
}

/** By way of bytes: a slice of a string would keep all of it in memory. */
const cut = (text: string, length: number): string =>
  `${Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')}…`;
