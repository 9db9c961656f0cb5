/** Times as they are written: in queries, in strings of records, and in fields of the page. */
import type { TimeText } from './ast';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What `Date` can hold, in ms on both sides of 1970. */
export const MAX_MS = 8.64e15;

/** `30s` as 30,000; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|s|m|h|d)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const ms = Number(digits) * unitMs[unit!.toLowerCase() as keyof typeof unitMs];
  return ms <= MAX_MS ? ms : undefined;
}

const iso =
  /^(\d{4,6})-(\d\d)-(\d\d)(?:(?:T|\s+)(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?|[A-Za-z]\w*(?:[/+-]\w+)*)?$/i;

/** Digits of an epoch time by their number: seconds, milliseconds, microseconds, nanoseconds. */
const epochDivisors: Readonly<Record<number, [factor: number, divisor: number]>> = {
  10: [1000, 1],
  13: [1, 1],
  16: [1, 1000],
  19: [1, 1_000_000],
};

/**
 * A time: `2026-01-31`, `2026-01-31T10:00:00.123+09:00`, `2026-01-31 10:00 Europe/Berlin`, 10, 13, 16 or 19 digits
 * since 1970, `1h` ago, `now`, `today`, `yesterday`. undefined: it is none.
 */
export function parseTime(text: string): TimeText | undefined {
  const word = text.toLowerCase();
  if (word === 'now') return { kind: 'ago', ms: 0 };
  if (word === 'today') return { kind: 'midnight', daysAgo: 0 };
  if (word === 'yesterday') return { kind: 'midnight', daysAgo: 1 };
  if (/^\d+$/.test(text)) return epoch(text);
  const ago = durationMs(text);
  if (ago !== undefined) return { kind: 'ago', ms: ago };
  const match = text.length <= 100 ? iso.exec(text) : null;
  return match === null ? undefined : calendar(match);
}

function epoch(digits: string): TimeText | undefined {
  const scale = epochDivisors[digits.length];
  if (scale === undefined) return undefined;
  const ms = scale[1] === 1 ? Number(digits) * scale[0] : Number(BigInt(digits) / BigInt(scale[1]));
  return { kind: 'instant', ms };
}

function calendar(match: RegExpExecArray): TimeText | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const ms = date.getTime() + hour * unitMs.h + minute * unitMs.m + second * unitMs.s + fraction;
  const zone = match[8];
  if (zone === undefined) return { kind: 'local', ms };
  if (/^z$/i.test(zone)) return { kind: 'instant', ms };
  if (/^[+-]/.test(zone)) {
    const offset = offsetMs(zone);
    return offset === undefined ? undefined : { kind: 'instant', ms: ms - offset };
  }
  return { kind: 'local', ms, zone };
}

/** `+09:00`, `-0330` or `+09` in milliseconds. */
function offsetMs(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes ?? 0) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * unitMs.h + Number(minutes ?? 0) * unitMs.m);
}
