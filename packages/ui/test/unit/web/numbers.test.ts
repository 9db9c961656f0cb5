import { bytes, compare, grouped, groupsOf, minus, rate, short, sum } from '../../../src/web/format/number';
import { formatPartitions, parseOffsets, parsePartitions } from '../../../src/web/pages/messages/filter/partitions';
import { nearest, ticksOf, timeTicks } from '../../../src/web/parts/plot/plot-scale';

describe('numbers', () => {
  it('groups digits and loses none', () => {
    expect(groupsOf('9223372036854775807')).toEqual(['9', '223', '372', '036', '854', '775', '807']);
    expect(groupsOf('-1234')).toEqual(['-1', '234']);
    expect(groupsOf('12')).toEqual(['12']);
    expect(groupsOf('1234.5678')).toEqual(['1', '234.5678']);
    expect(grouped(1234567)).toBe('1\u2009234\u2009567');
  });

  it.each([
    ['9999', '9\u2009999'],
    ['12345', '12 k'],
    ['3104822', '3.1 M'],
    ['1000000', '1 M'],
    ['-3104822', '-3.1 M'],
    ['9223372036854775807', '9.2 E'],
  ])('shortens %s', (digits, text) => expect(short(digits)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KB'],
    [256 * 1024 * 1024, '256 MB'],
  ])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

  it('counts beyond 2^53', () => {
    expect(sum(['9007199254740993', '1'])).toBe('9007199254740994');
    expect(minus('9223372036854775807', '1')).toBe('9223372036854775806');
    expect(compare('9007199254740993', '9007199254740992')).toBe(1);
  });

  it('shows small rates with a digit after the point', () => {
    expect([0, 0.04, 4.52, 12.6, 48210].map(rate)).toEqual(['0', '0', '4.5', '13', '48\u2009210']);
  });
});

describe('partitions', () => {
  it.each([
    ['', []],
    ['3', [3]],
    ['5-8, 0,3,3', [0, 3, 5, 6, 7, 8]],
  ])('reads "%s"', (text, expected) => expect(parsePartitions(text)).toEqual(expected));

  it.each(['x', '3-1', '1-', '-1', '0-99999999'])('does not read "%s"', (text) =>
    expect(parsePartitions(text)).toBeNull(),
  );

  it('writes what it reads', () => {
    for (const text of ['0', '0,1', '0-2', '0,3,5-8,10']) expect(formatPartitions(parsePartitions(text)!)).toBe(text);
  });

  it('reads an offset for all, or for each', () => {
    expect(parseOffsets(' 100 ')).toBe('100');
    expect(parseOffsets('0:100, 3:9223372036854775807')).toEqual({ 0: '100', 3: '9223372036854775807' });
    for (const text of ['', '-1', '0:', '1,2', '1e3']) expect(parseOffsets(text)).toBeNull();
  });
});

describe('plots', () => {
  it('has round numbers from 0 to above the greatest', () => {
    expect(ticksOf(268)).toEqual([0, 100, 200, 300]);
    expect(ticksOf(0)).toEqual([0, 1]);
    expect(ticksOf(0.07)).toEqual([0, 0.02, 0.04, 0.06, 0.08]);
    for (const most of [1, 3, 999, 1e6, 123456789]) expect(ticksOf(most).at(-1)).toBeGreaterThanOrEqual(most);
  });

  it('has round moments in the zone', () => {
    const from = Date.UTC(2026, 0, 1, 0, 7);
    expect(timeTicks(from, from + 3_600_000, 6, 1_800_000).map((ms) => new Date(ms).getUTCMinutes())).toEqual([
      15, 30, 45, 0,
    ]);
  });

  it('finds the nearest', () => {
    expect([-5, 4, 6, 15, 99].map((wanted) => nearest([0, 10, 20], wanted))).toEqual([0, 0, 1, 1, 2]);
  });
});
