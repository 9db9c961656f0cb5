import { MAX_MS } from '../../../shared/kql/times';
import { fromLocal, zoneOffset } from '../../../shared/kql/zones';

const HOUR = 3_600_000;
/** Zones change their clocks at whole quarters of an hour. */
const QUARTER = HOUR / 4;
const MAX_KNOWN = 10_000;

/** Offsets by zone and quarter of an hour: asking Intl for each record would take most of the time of a query. */
const known = new Map<string, Map<number, number>>();

function offsetAt(zone: string, ms: number): number {
  let ofZone = known.get(zone);
  if (ofZone === undefined) {
    if (known.size >= 100) known.clear();
    known.set(zone, (ofZone = new Map<number, number>()));
  }
  const quarter = Math.floor(ms / QUARTER);
  let offset = ofZone.get(quarter);
  if (offset === undefined) {
    if (ofZone.size >= MAX_KNOWN) ofZone.clear();
    ofZone.set(quarter, (offset = zoneOffset(zone, ms)));
  }
  return offset;
}

/**
 * The beginning of the bucket of a time, by the clocks of the zone: a day begins at its midnight. Buckets of at most an
 * hour count each of two equal hours by itself.
 */
export function bucketStart(ms: number, width: number, zone: string): number {
  if (zone === 'UTC' || !(Math.abs(ms) <= MAX_MS)) return Math.floor(ms / width) * width;
  const offset = offsetAt(zone, ms);
  const local = Math.floor((ms + offset) / width) * width;
  return width <= HOUR ? local - offset : bucketFromLocal(zone, local);
}

const starts = new Map<string, number>();

function bucketFromLocal(zone: string, local: number): number {
  const key = `${zone} ${local}`;
  let start = starts.get(key);
  if (start === undefined) {
    if (starts.size >= MAX_KNOWN) starts.clear();
    starts.set(key, (start = fromLocal(zone, local)));
  }
  return start;
}
