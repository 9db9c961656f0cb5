import { behindText, LagWatch, lagOf, sumOf, trendText, type PartitionLag } from '../../../src/cli/groups/lag-watch';

const partition = (at: number, currentOffset: number | null, logEndOffset: number): PartitionLag => ({
  ...{ topic: 't', partition: at, currentOffset, logEndOffset },
});

test('the first round knows the lag only', () => {
  expect(new LagWatch().pace('g', 't', [partition(0, 5, 10)], 0)).toEqual({ trend: null, behind: null });
});

test('rounds tell how fast the lag grows, and how old the oldest record is that is not read', () => {
  const watch = new LagWatch();
  let pace;
  // 10 records a second are written to each partition; of the first 4 a second are read, all of the second.
  for (let s = 0; s <= 60; s += 5)
    pace = watch.pace('g', 't', [partition(0, 4 * s, 10 * s), partition(1, 10 * s, 10 * s)], s * 1000);
  expect(pace!.trend).toBeCloseTo(6, 6);
  // The record at 240 was written after 24.1 s.
  expect(pace!.behind!.ms).toBeCloseTo(35_900, 6);
  expect(pace!.behind!.kind).toBe('estimated');
});

test('what was written before the first round is at least that old', () => {
  const watch = new LagWatch();
  watch.pace('g', 't', [partition(0, 0, 100)], 0);
  const { behind } = watch.pace('g', 't', [partition(0, 0, 150), partition(1, null, 9)], 7000);
  expect(behind).toEqual({ ms: 7000, kind: 'at least' });
});

test('groups of one topic share its ends, and have lags of their own', () => {
  const watch = new LagWatch();
  let slow;
  let quick;
  for (let s = 0; s <= 30; s += 5) {
    slow = watch.pace('slow', 't', [partition(0, 0, 10 * s)], s * 1000);
    quick = watch.pace('quick', 't', [partition(0, 10 * s, 10 * s)], s * 1000 + 1);
  }
  expect(slow!.trend).toBeCloseTo(10, 6);
  expect(quick).toEqual({ trend: 0, behind: { ms: 0, kind: 'estimated' } });
});

test('the lag is not known without a commit, unless nothing was ever written', () => {
  expect(lagOf(partition(0, null, 9))).toBeNull();
  expect(lagOf(partition(0, null, 0))).toBe(0);
  expect(lagOf(partition(0, 4, 9))).toBe(5);
  // Beyond the end of a topic that was made anew: that must not hide the lag of another partition.
  expect(sumOf([partition(0, 400, 9), partition(1, 1, 9), partition(2, null, 9)])).toEqual({ lag: 8, known: 2 });
});

test('without a commit there is no trend, and a first commit begins a new one', () => {
  const watch = new LagWatch();
  const trendAt = (s: number, ...committed: (number | null)[]): number | null =>
    watch.pace(
      'g',
      't',
      committed.map((offset, at) => partition(at, offset, 1000)),
      s * 1000,
    ).trend;
  for (let s = 0; s <= 60; s += 5) expect(trendAt(s, null, null)).toBeNull();
  for (let s = 65; s < 120; s += 5) trendAt(s, 0, null);
  expect(trendAt(120, 0, null)).toBe(0);
  // 1,000 more, of a partition that was not in the sum before: nobody wrote them in these 5 s.
  expect(trendAt(125, 0, 0)).toBeNull();
});

test('as text', () => {
  expect([null, 0, 0.04, 3.14, -12.7, 5000].map(trendText)).toEqual([
    '-',
    'steady',
    'steady',
    '+3.1/s',
    '-13/s',
    '+5000/s',
  ]);
  expect(behindText(null)).toBe('-');
  expect([400, 4000, 119_000, 600_000, 7_200_000].map((ms) => behindText({ ms, kind: 'estimated' }))).toEqual([
    ...['0s', '4s', '119s', '10m', '2h'],
  ]);
  expect(behindText({ ms: 90_000, kind: 'at least' })).toBe('>90s');
});
