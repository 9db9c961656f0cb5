import { inZone } from './time';

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const dateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i;

function ofDate(found: RegExpExecArray, zone: string): number | null {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = found;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms);
  const back = new Date(utc);
  const isDate = back.getUTCFullYear() === Number(year) && back.getUTCMonth() === Number(month) - 1;
  if (!isDate || back.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (offset === undefined) return inZone(utc, zone);
  if (offset.toUpperCase() === 'Z') return utc;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return utc - (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/**
 * The moment that a person has typed: ISO in the zone, 10, 13 or 19 digits (s, ms, ns since 1970), or how long ago:
 * `1h`, `-1h`, `90 min`, `now`. Null where it is none of these.
 */
export function parseTime(text: string, zone: string, now = Date.now()): number | null {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000;
  if (/^\d{11,14}$/.test(trimmed)) return Number(trimmed);
  if (/^\d{19}$/.test(trimmed)) return Number(trimmed.slice(0, 13));
  const ago = /^-?\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)$/i.exec(trimmed);
  if (ago !== null) return Math.round(now - Number(ago[1]) * units[ago[2]!.toLowerCase()]!);
  const found = dateTime.exec(trimmed);
  return found === null ? null : ofDate(found, zone);
}
