import { formatTime } from '../../format/time';
import type { Cells, Column } from './run';

/** Cells are JSON; a string is shown without its quotes. Null: there is no such value. */
export function cellText(cell: string | null, column: Column, zone: string): string {
  if (cell === null) return '';
  if (column.type === 'time' && /^-?\d+$/.test(cell)) return formatTime(Number(cell), zone);
  if (!cell.startsWith('"')) return cell;
  try {
    return String(JSON.parse(cell));
  } catch {
    return cell;
  }
}

export const isNumber = (cell: string | null): boolean => cell !== null && /^-?\d+(\.\d+)?$/.test(cell);

/** Spreadsheets take a text that begins so for a formula. */
const formula = /^[=+\-@\t\r]/;

function csvCell(text: string, number: boolean): string {
  const safe = formula.test(text) && !number ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180. */
export function csvOf(columns: readonly Column[], rows: readonly Cells[], zone: string): string {
  const head = columns.map(({ name }) => csvCell(name, false)).join(',');
  const lines = rows.map((cells) =>
    columns
      .map((column, at) => csvCell(cellText(cells[at] ?? null, column, zone), isNumber(cells[at] ?? null)))
      .join(','),
  );
  return [head, ...lines].map((line) => `${line}\r\n`).join('');
}

export interface PlotData {
  times: number[];
  series: { name: string; values: (number | null)[] }[];
}

const MOST_SERIES = 6;

/**
 * What can be drawn of a table: a first column of times, and numbers. A second column that is no number names the
 * series: the same buckets once for each of its values.
 */
export function plotOf(columns: readonly Column[], rows: readonly Cells[]): PlotData | null {
  if (columns[0]?.type !== 'time' || rows.length < 2) return null;
  const numbers = columns
    .map((column, at) => ({ column, at }))
    .slice(1)
    .filter(
      ({ column, at }) => column.type === 'number' || rows.every((row) => row[at] === null || isNumber(row[at]!)),
    );
  if (numbers.length === 0) return null;
  const labelAt = columns.findIndex((_, at) => at > 0 && !numbers.some((one) => one.at === at));
  const timed = rows.filter((row) => row[0] !== null && Number.isFinite(Number(row[0])));
  const times = [...new Set(timed.map((row) => Number(row[0])))].sort((a, b) => a - b);
  const places = new Map(times.map((time, at) => [time, at]));
  const series = new Map<string, (number | null)[]>();
  for (const row of timed) {
    const label = labelAt < 0 ? '' : cellText(row[labelAt] ?? null, columns[labelAt]!, 'UTC') || '–';
    for (const { column, at } of labelAt < 0 ? numbers : numbers.slice(0, 1)) {
      const name = labelAt < 0 ? column.name : label;
      if (!series.has(name))
        series.set(
          name,
          times.map(() => null),
        );
      const cell = row[at];
      series.get(name)![places.get(Number(row[0]))!] = cell === null || cell === undefined ? null : Number(cell);
    }
  }
  const weight = (values: (number | null)[]): number =>
    values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
  const heaviest = [...series]
    .map(([name, values]) => ({ name, values }))
    .sort((a, b) => (labelAt < 0 ? 0 : weight(b.values) - weight(a.values)))
    .slice(0, MOST_SERIES);
  return { times, series: heaviest };
}
