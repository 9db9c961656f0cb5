import { isBytes, isTime } from './compare';
import { jsonText } from './json';
import { isExact, numberText } from './number';
import { timeText } from './time-text';
import type { Value } from './value';

/** What `like`, `contains` and `matches` look at. undefined for null and missing. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return String(value);
  if (isExact(value)) return numberText(value);
  if (isTime(value)) return timeText(value);
  if (isBytes(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  return jsonText(value);
}
