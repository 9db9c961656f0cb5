import { MAX_MS } from '../../../shared/kql/times';
import type { Time } from './value';

/** `2026-01-01T00:00:00.000Z`; the milliseconds where no date is so far away. */
export const timeText = ({ ms }: Time): string => (Math.abs(ms) <= MAX_MS ? new Date(ms).toISOString() : String(ms));
