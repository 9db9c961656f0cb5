/** Values as cells of a table: JSON text in one line, or null where there is no value. */
import type { PartView } from '../record';
import { isTime } from '../values/compare';
import { jsonText } from '../values/json';
import type { Value } from '../values/value';

/** JSON text; null: the value is missing. A time is its milliseconds in a column of times, else a string. */
export type Cell = string | null;

export function cellOf(value: Value, limit: number, isTimes = false): Cell {
  if (value === undefined) return null;
  if (isTime(value) && isTimes) return String(value.ms);
  if (typeof value === 'string' && value.length > limit) return cutCell(value, limit);
  const text = jsonText(value, limit);
  return text.length > limit && typeof value === 'object' ? cutCell(text, limit) : text;
}

/** A key, a value or a header. JSON stays as it was written. */
export function cellOfPart(part: PartView | undefined, limit: number): Cell {
  if (part?.isJson !== true || part.text === null) return cellOf(part?.value, limit);
  if (part.text.length > limit) return cutCell(part.text, limit);
  // Blanks between tokens: in its strings JSON has no line ends.
  return part.text.replace(/[\r\n]+/g, ' ');
}

/** What is cut is no JSON any more: it becomes a string. */
const cutCell = (text: string, limit: number): Cell => JSON.stringify(`${text.slice(0, limit)}…`);
