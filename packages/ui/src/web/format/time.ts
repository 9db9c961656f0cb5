const parts = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = parts.get(zone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    parts.set(zone, found);
  }
  return found;
}

/** What `Date` can hold. */
const MOST = 8.64e15;

interface Clock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function clockOf(ms: number, zone: string): Clock {
  const clock = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  let before = false;
  for (const { type, value } of formatter(zone).formatToParts(ms)) {
    if (type === 'era') before = value.startsWith('B');
    else if (type in clock) clock[type as keyof Clock] = Number(value);
  }
  if (before) clock.year = 1 - clock.year;
  return clock;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-26 13:07:48.123` in a zone; a time that `Date` cannot hold as its digits. */
export function formatTime(ms: number, zone: string, digits: 'ms' | 's' | 'min' = 'ms'): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > MOST) return String(ms);
  const { year, month, day, hour, minute, second } = clockOf(ms, zone);
  const years = year < 0 ? `-${String(-year).padStart(6, '0')}` : String(year).padStart(4, '0');
  const head = `${years}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  if (digits === 'min') return head;
  if (digits === 's') return `${head}:${two(second)}`;
  const rest = ((ms % 1000) + 1000) % 1000;
  return `${head}:${two(second)}.${String(Math.floor(rest)).padStart(3, '0')}`;
}

/** Milliseconds by which a zone's clock is ahead of UTC at a moment. */
export function offsetOf(ms: number, zone: string): number {
  const { year, month, day, hour, minute, second } = clockOf(ms, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** The moment at which a zone's clock shows this; of an hour that comes twice, the first. */
export function inZone(utcMs: number, zone: string): number {
  const day = 86_400_000;
  const before = offsetOf(utcMs - day, zone);
  const after = offsetOf(utcMs + day, zone);
  const fitting = [utcMs - before, utcMs - after].filter((at) => at + offsetOf(at, zone) === utcMs);
  return fitting.length > 0 ? Math.min(...fitting) : utcMs - before;
}

export const iso = (ms: number): string => (Math.abs(ms) <= MOST ? new Date(ms).toISOString() : String(ms));

const steps: [ms: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** `4 s`, `3 min`, `2 h`, `7 d`: the greatest unit, and the next one while the number is small. */
export function duration(ms: number): string {
  const length = Math.abs(ms);
  for (const [at, [step, unit]] of steps.entries()) {
    if (length < step) continue;
    const whole = Math.floor(length / step);
    const next = steps[at + 1];
    const rest = next === undefined ? 0 : Math.floor((length % step) / next[0]);
    return whole < 10 && rest > 0 ? `${whole} ${unit} ${rest} ${next![1]}` : `${whole} ${unit}`;
  }
  return `${Math.round(length)} ms`;
}
