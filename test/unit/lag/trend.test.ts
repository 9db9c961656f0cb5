import { Growth, trendOf } from '../../../src/lag/index';

describe('trend', () => {
  test('is the slope per second, whatever the date', () => {
    const points = [0, 10, 20, 30].map((s): [number, number] => [1.7e12 + s * 1000, 100 + 21 * s]);
    expect(trendOf(points)).toBeCloseTo(21, 6);
    expect(trendOf(points.map(([at, value]) => [at, -value]))).toBeCloseTo(-21, 6);
    expect(trendOf(points.map(([at]) => [at, 5]))).toBe(0);
  });

  test('needs three points over 20 s; holes are none', () => {
    expect(trendOf([])).toBeNull();
    expect(
      trendOf([
        [0, 1],
        [30_000, 2],
      ]),
    ).toBeNull();
    expect(
      trendOf([
        [0, 1],
        [5000, 2],
        [10_000, 3],
      ]),
    ).toBeNull();
    expect(
      trendOf([
        [0, 1],
        [5000, NaN],
        [30_000, 3],
      ]),
    ).toBeNull();
  });
});

describe('growth through five minutes', () => {
  const minutes = (lags: number[][]): Growth => {
    const growth = new Growth();
    lags.forEach((minute, m) => minute.forEach((lag, i) => growth.put(m * 60_000 + i * 10_000, lag)));
    return growth;
  };

  test('the lowest of each minute counts: a saw tooth that rises grows, one that does not rise does not', () => {
    const tooth = (base: number): number[] => [base, base + 500, base + 1000];
    expect(minutes([0, 1, 2, 3, 4, 5].map((m) => tooth(m * 10))).isGrowing(320_000)).toBe(true);
    expect(minutes([0, 0, 0, 0, 0, 0].map(tooth)).isGrowing(320_000)).toBe(false);
    expect(minutes([0, 1, 2, 3, 4].map((m) => tooth(m * 10))).isGrowing(260_000)).toBe(false);
    expect(minutes([0, 1, 2, 2, 4, 5].map((m) => tooth(m * 10))).isGrowing(320_000)).toBe(false);
  });

  test('a minute without a sample, or no sample since a minute: not known', () => {
    expect(minutes([[1], [2], [], [4], [5], [6]]).isGrowing(320_000)).toBe(false);
    const growth = minutes([[1], [2], [3], [4], [5], [6]]);
    expect(growth.isGrowing(300_000)).toBe(true);
    expect(growth.isGrowing(500_000)).toBe(false);
  });
});
