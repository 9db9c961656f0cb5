import { duration, formatTime, inZone, offsetOf } from '../../../src/web/format/time';
import { parseTime } from '../../../src/web/format/time-input';

const at = (iso: string): number => Date.parse(iso);

describe('formatTime', () => {
  it('shows the clock of the zone', () => {
    expect(formatTime(at('2026-11-26T12:07:48.123Z'), 'Europe/Berlin')).toBe('2026-11-26 13:07:48.123');
    expect(formatTime(at('2026-11-26T12:07:48.123Z'), 'UTC', 's')).toBe('2026-11-26 12:07:48');
    expect(formatTime(0, 'UTC', 'min')).toBe('1970-01-01 00:00');
    expect(formatTime(-1, 'UTC')).toBe('1969-12-31 23:59:59.999');
    expect(formatTime(at('2026-03-01T00:00:00Z'), 'Asia/Kolkata', 'min')).toBe('2026-03-01 05:30');
  });

  it('shows what no calendar can hold as digits', () => {
    expect(formatTime(2 ** 53, 'UTC')).toBe('9007199254740992');
    expect(formatTime(8.64e15 + 1, 'UTC')).toBe('8640000000000001');
    expect(formatTime(8.64e15, 'UTC')).toBe('275760-09-13 00:00:00.000');
    expect(formatTime(at('0001-01-01T00:00:00Z'), 'UTC', 's')).toBe('0001-01-01 00:00:00');
    expect(formatTime(-8.64e15, 'UTC', 's')).toBe('-271821-04-20 00:00:00');
  });
});

describe('inZone', () => {
  it('takes the first of an hour that comes twice', () => {
    expect(inZone(at('2026-10-25T02:30:00Z'), 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
    expect(inZone(at('2026-11-01T01:30:00Z'), 'America/New_York')).toBe(at('2026-11-01T05:30:00Z'));
  });

  it('goes on from an hour that is left out', () => {
    expect(inZone(at('2026-03-29T02:30:00Z'), 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
  });

  it('is the inverse of the clock everywhere else', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns'])
      for (let day = 0; day < 365; day += 7) {
        const ms = at('2026-01-03T12:34:56.789Z') + day * 86_400_000;
        expect(inZone(ms + offsetOf(ms, zone), zone)).toBe(ms);
      }
  });
});

describe('parseTime', () => {
  const now = at('2026-11-26T12:00:00Z');
  it.each([
    ['2026-11-26', at('2026-11-25T23:00:00Z')],
    ['2026-11-26 13:07', at('2026-11-26T12:07:00Z')],
    ['2026-11-26T13:07:48.1', at('2026-11-26T12:07:48.100Z')],
    ['2026-11-26 13:07:48.123456789', at('2026-11-26T12:07:48.123Z')],
    ['2026-11-26T12:07:48Z', at('2026-11-26T12:07:48Z')],
    ['2026-11-26T12:07:48+0530', at('2026-11-26T06:37:48Z')],
    ['2026-11-26 12:07-08:00', at('2026-11-26T20:07:00Z')],
    ['1764158868', 1764158868000],
    ['1764158868123', 1764158868123],
    ['1764158868123456789', 1764158868123],
    ['1h', now - 3_600_000],
    ['-90 min', now - 5_400_000],
    ['1.5d', now - 129_600_000],
    ['now', now],
    [' 250ms ', now - 250],
  ])('reads %s', (text, expected) => {
    expect(parseTime(text, 'Europe/Berlin', now)).toBe(expected);
  });

  it.each([
    '',
    'yesterdy',
    '2026-02-30',
    '2026-13-01',
    '2026-11-26 24:00',
    '2026-11-26 12:61',
    '12345',
    '0050-01-01',
    '1h2m',
  ])('does not read "%s"', (text) => {
    expect(parseTime(text, 'UTC', now)).toBeNull();
  });
});

describe('duration', () => {
  it.each([
    [4, '4 ms'],
    [4000, '4 s'],
    [62_000, '1 min 2 s'],
    [3_600_000 * 26, '1 d 2 h'],
    [604_800_000, '7 d'],
    [86_400_000 * 30, '30 d'],
  ])('%d is %s', (ms, text) => expect(duration(ms)).toBe(text));
});
