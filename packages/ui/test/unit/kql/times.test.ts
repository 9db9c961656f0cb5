/** Times as they are written, zones, buckets. */
import fc from 'fast-check';
import { bucketStart } from '../../../src/server/kql/expressions/buckets';
import { durationMs, parseTime } from '../../../src/shared/kql/times';
import { fromLocal, instantOf, isZone, zoneOffset } from '../../../src/shared/kql/zones';

const now = Date.UTC(2026, 6, 15, 10, 30);

function at(text: string, zone = 'UTC'): string | undefined {
  const time = parseTime(text);
  const ms = time && instantOf(time, now, zone);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

test.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T10:00', '2026-01-31T10:00:00.000Z'],
  ['2026-01-31 10:00:05.5', '2026-01-31T10:00:05.500Z'],
  ['2026-01-31T10:00:05.123456789Z', '2026-01-31T10:00:05.123Z'],
  ['2026-01-31T10:00+09:00', '2026-01-31T01:00:00.000Z'],
  ['2026-01-31T10:00:00-0330', '2026-01-31T13:30:00.000Z'],
  ['2026-01-31t10:00z', '2026-01-31T10:00:00.000Z'],
  ['2026-01-31 10:00 Europe/Berlin', '2026-01-31T09:00:00.000Z'],
  ['2026-07-31 10:00 UTC', '2026-07-31T10:00:00.000Z'],
  ['2026-07-31 America/Argentina/Buenos_Aires', '2026-07-31T03:00:00.000Z'],
  ['1767225600', '2026-01-01T00:00:00.000Z'],
  ['1767225600123', '2026-01-01T00:00:00.123Z'],
  ['1767225600123456', '2026-01-01T00:00:00.123Z'],
  ['1767225600123456789', '2026-01-01T00:00:00.123Z'],
  ['90m', '2026-07-15T09:00:00.000Z'],
  ['1d', '2026-07-14T10:30:00.000Z'],
  ['now', '2026-07-15T10:30:00.000Z'],
  ['Today', '2026-07-15T00:00:00.000Z'],
  ['yesterday', '2026-07-14T00:00:00.000Z'],
  ['0001-01-01', '0001-01-01T00:00:00.000Z'],
])('%s', (text, expected) => expect(at(text)).toBe(expected));

test.each([
  '', 'tomorrow', '2026', '2026-13-01', '2026-02-29', '2026-1-1', '2026-01-01T', '2026-01-01T24:00', '2026-01-01T10', '2026-01-01T10:60', '2026-01-01T10:00+25:00',
  '2026-01-01 10:00 Mars/Base', '123', '12345678901', '5x', '99999999999999999999d', '999999-01-01', '2026-01-01T00:00Zx', 'x'.repeat(10_000),
]) ('none: %s', (text) => expect(at(text)).toBeUndefined()); // prettier-ignore

test('local times, an hour that is missing, one that comes twice', () => {
  expect(at('2026-03-29 02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(at('2026-10-25 02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('today', 'Asia/Tokyo')).toBe('2026-07-14T15:00:00.000Z');
  expect(at('yesterday', 'America/New_York')).toBe('2026-07-14T04:00:00.000Z');
  expect(at('2026-01-01', 'Asia/Kolkata')).toBe('2025-12-31T18:30:00.000Z');
});

test('what is a zone', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Tokyo', 'Mars/Base', '', '__proto__', 'constructor'].map(isZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(zoneOffset('Mars/Base', now)).toBe(0);
  expect(zoneOffset('Europe/Berlin', Infinity)).toBe(0);
});

const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'America/St_Johns',
);
const instant = fc.integer({ min: Date.UTC(1990), max: Date.UTC(2035) });

test('a local time that exists comes back, the first where there are two', () => {
  fc.assert(
    fc.property(zone, instant, (name, ms) => {
      const back = fromLocal(name, ms + zoneOffset(name, ms));
      expect(back <= ms).toBe(true);
      expect(back + zoneOffset(name, back)).toBe(ms + zoneOffset(name, ms));
    }),
    { numRuns: 2000 },
  );
});

test('buckets: a time is in its bucket, which begins at a whole number of its width by the clocks of the zone', () => {
  const width = fc.constantFrom('1s', '30s', '5m', '15m', '1h', '6h', '1d');
  fc.assert(
    fc.property(zone, instant, width, (name, ms, text) => {
      const length = durationMs(text)!;
      const begin = bucketStart(ms, length, name);
      // An hour more or less where the clocks change.
      expect(begin <= ms && ms - begin < length + 7_200_000).toBe(true);
      expect(bucketStart(begin, length, name)).toBe(begin);
      const local = begin + zoneOffset(name, begin);
      if (length >= 86_400_000)
        expect(new Date(local).getUTCHours() * 60 + new Date(local).getUTCMinutes()).toBeLessThanOrEqual(60);
    }),
    { numRuns: 3000 },
  );
  expect(new Date(bucketStart(Date.UTC(2026, 9, 25, 20), 86_400_000, 'Europe/Berlin')).toISOString()).toBe(
    '2026-10-24T22:00:00.000Z',
  );
  const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)].map((ms) =>
    bucketStart(ms, 3_600_000, 'Europe/Berlin'),
  );
  expect(second! - first!).toBe(3_600_000);
  expect(bucketStart(-1, 1000, 'UTC')).toBe(-1000);
  expect(bucketStart(1e20, 1000, 'Europe/Berlin')).toBe(1e20);
});

test('lengths of time', () => {
  expect(
    ['1ms', '30s', '5m', '1H', '7d', '0s', '1', 'm', '-1s', '1.5h', '1w', '9'.repeat(30) + 'd'].map(durationMs),
  ).toEqual([
    1,
    30_000,
    300_000,
    3_600_000,
    604_800_000,
    0,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
