import { usageError } from '../exit';
import { parseIsoTime } from './times';

/** One end of `-o`, as written. */
export type Bound =
  | { kind: 'start' | 'end' | 'stored' }
  /** The record with this offset. */
  | { kind: 'offset'; offset: number }
  /** This many records after the first existing one. */
  | { kind: 'afterStart'; count: number }
  /** This many records before the end. */
  | { kind: 'beforeEnd'; count: number }
  /** The first record at this time (ms since the epoch) or later. */
  | { kind: 'time'; ms: number };

/** Where to start and where to stop, the latter not included. */
export interface OffsetRange {
  from?: Bound;
  to?: Bound;
}

const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * ms since the epoch of `-1h`, `1h` (ago), 10 (s), 13 (ms) or 19 (ns) digits, or an ISO date or time (without a zone:
 * UTC); undefined: none of these.
 */
function parseTime(text: string, now: number): number | undefined {
  const ago = /^-?((?:\d+(?:ms|s|m|h|d))+)$/.exec(text)?.[1];
  if (ago !== undefined) {
    let ms = 0;
    for (const [, amount, unit] of ago.matchAll(/(\d+)(ms|s|m|h|d)/g))
      ms += Number(amount) * (unitMs[unit as string] as number);
    return now - ms;
  }
  if (/^\d+$/.test(text)) {
    if (text.length === 10) return Number(text) * 1000;
    if (text.length === 19) return Math.floor(Number(text) / 1e6);
    return Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
  }
  return parseIsoTime(text);
}

function parseBound(text: string, now: number, relativeToStart: boolean): Bound | undefined {
  if (text === 'start' || text === 'beginning' || text === 'oldest') return { kind: 'start' };
  if (text === 'end' || text === 'newest') return { kind: 'end' };
  if (text === 'stored') return { kind: 'stored' };
  const time = text.startsWith('@') ? parseTime(text.slice(1), now) : undefined;
  if (time !== undefined) return { kind: 'time', ms: time };
  const count = /^([+-]?)(\d+)$/.exec(text);
  if (count === null || !Number.isSafeInteger(Number(count[2]))) return undefined;
  const value = Number(count[2]);
  if (count[1] === '-') return { kind: 'beforeEnd', count: value };
  if (count[1] === '+' && relativeToStart) return { kind: 'afterStart', count: value };
  return { kind: 'offset', offset: value };
}

const forms = 'beginning, end, stored, N, -N (before the end), +N (after the beginning), s@MS, e@MS, @TIME, FROM:TO';

/** Adds one `-o` to earlier ones: kcat's forms (`s@` and `e@` can both be given) and rpk's (`@1h`, `10:20`, `:end`). */
export function parseOffsetSpec(text: string, earlier: OffsetRange = {}, now = Date.now()): OffsetRange {
  const kcat = /^([se])(@.+)$/.exec(text);
  if (kcat !== null) {
    const bound = parseBound(kcat[2] as string, now, false);
    if (bound === undefined) throw wrong(text);
    return kcat[1] === 's' ? { ...earlier, from: bound } : { ...earlier, to: bound };
  }
  const single = parseBound(text, now, true);
  if (single !== undefined) return { ...earlier, from: single };
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const [left, right] = [text.slice(0, at), text.slice(at + 1)];
    const from = left === '' ? ({ kind: 'start' } as const) : parseBound(left, now, true);
    // A plain duration after a time is a time too: @1h:30m.
    const to =
      right === ''
        ? undefined
        : (parseBound(right, now, true) ?? (left.startsWith('@') ? parseBound(`@${right}`, now, true) : undefined));
    if (from !== undefined && (to !== undefined || right === '') && to?.kind !== 'stored') return { from, to };
  }
  throw wrong(text);
}

function wrong(text: string): Error {
  return usageError(`-o ${text}: not an offset; it takes ${forms}`);
}
