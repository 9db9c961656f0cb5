/** Which instant a written time is, in a zone. */
import type { TimeText } from './ast';
import { MAX_MS } from './times';

const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const MAX_FORMATS = 1000;

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  if (formats.size >= MAX_FORMATS) formats.clear();
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    // Intl says by a RangeError that it knows no such zone.
  }
  formats.set(zone, format);
  return format;
}

/** Whether it is a zone as `UTC` or `Europe/Berlin`. */
export const isZone = (zone: string): boolean => zone === 'UTC' || formatOf(zone) !== undefined;

const QUARTER = 900_000;
/** Since then clocks have been changed at whole quarters of an hour only. */
const EVEN_SINCE = Date.UTC(1973, 0);
const MAX_OFFSETS = 20_000;

/** Offsets by zone and quarter of an hour: to ask Intl takes longer than everything else that is done with a time. */
const offsets = new Map<string, number>();

/** How far the clocks of the zone are ahead of UTC at an instant, in ms. */
export function zoneOffset(zone: string, instant: number): number {
  if (zone === 'UTC' || !(Math.abs(instant) <= MAX_MS)) return 0;
  if (instant < EVEN_SINCE) return offsetByIntl(zone, instant);
  const key = `${zone} ${Math.floor(instant / QUARTER)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MAX_OFFSETS) offsets.clear();
    offsets.set(key, (offset = offsetByIntl(zone, instant)));
  }
  return offset;
}

function offsetByIntl(zone: string, instant: number): number {
  const name = formatOf(zone)
    ?.formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes, seconds] = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0));
}

const DAY = 86_400_000;

/**
 * The instant at which the clocks of a zone show a time. `local`: ms of the same digits in UTC. Of an hour that the
 * clocks show twice it is the first; one that they leave out is the hour after it.
 */
export function fromLocal(zone: string, local: number): number {
  const before = zoneOffset(zone, local - DAY);
  const after = zoneOffset(zone, local + DAY);
  const fits = [before, after].filter((offset) => zoneOffset(zone, local - offset) === offset);
  return local - (fits.length === 0 ? before : Math.max(...fits));
}

/** The instant of a written time. Undefined: the zone in it is unknown, or it lies beyond what `Date` can hold. */
export function instantOf(time: TimeText, now: number, zone: string): number | undefined {
  const ms = unchecked(time, now, zone);
  return ms !== undefined && Math.abs(ms) <= MAX_MS ? ms : undefined;
}

function unchecked(time: TimeText, now: number, zone: string): number | undefined {
  switch (time.kind) {
    case 'instant':
      return time.ms;
    case 'ago':
      return now - time.ms;
    case 'midnight': {
      const local = now + zoneOffset(zone, now);
      return fromLocal(zone, (Math.floor(local / DAY) - time.daysAgo) * DAY);
    }
    case 'local':
      if (time.zone !== undefined && !isZone(time.zone)) return undefined;
      return fromLocal(time.zone ?? zone, time.ms);
  }
}
