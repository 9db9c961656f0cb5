/** `2026-01-31`, `2026-01-31T08:00`, with seconds, a fraction, a zone. */
const isoTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * ms since the epoch of an ISO date or time; without a zone it is UTC, as in Kafka's tools. undefined: it is not one.
 */
export function parseIsoTime(text: string): number | undefined {
  const match = isoTime.exec(text);
  if (match === null) return undefined;
  // JavaScript reads a date alone as UTC, but a time without a zone as local.
  const ms = Date.parse(text.includes('T') && match[1] === undefined ? `${text}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}

const units: [letter: string, ms: number][] = [
  ['D', 86_400_000],
  ['H', 3_600_000],
  ['M', 60_000],
  ['S', 1000],
];

/**
 * ms of an ISO 8601 duration in days and smaller units, `P1DT2H30M`, as in java.time.Duration. undefined: it is not
 * one.
 */
export function parseIsoDuration(text: string): number | undefined {
  const match = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (match === null || match.slice(2).every((part) => part === undefined)) return undefined;
  const ms = units.reduce((sum, [, unit], index) => sum + Number(match[index + 2] ?? 0) * unit, 0);
  return match[1] === '-' ? -ms : ms;
}
