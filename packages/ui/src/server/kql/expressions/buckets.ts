import { MAX_MS } from '../../../shared/kql/times';
import { fromLocal, zoneOffset } from '../../../shared/kql/zones';

const HOUR = 3_600_000;

/**
 * The beginning of the bucket of a time, by the clocks of the zone: a day begins at its midnight. Buckets of at most an
 * hour count each of two equal hours by itself.
 */
export function bucketStart(ms: number, width: number, zone: string): number {
  if (zone === 'UTC' || !(Math.abs(ms) <= MAX_MS)) return Math.floor(ms / width) * width;
  const offset = zoneOffset(zone, ms);
  const local = Math.floor((ms + offset) / width) * width;
  return width <= HOUR ? local - offset : fromLocal(zone, local);
}
