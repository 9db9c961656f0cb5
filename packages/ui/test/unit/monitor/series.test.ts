import fc from 'fast-check';
import { EndHistory } from '../../../src/server/monitor/series/end-history';
import { Histories } from '../../../src/server/monitor/series/histories';
import { Ring } from '../../../src/server/monitor/series/ring';
import { Growth, trendOf } from '../../../src/server/monitor/series/trend';

const whole = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });

describe('a ring', () => {
  test('has what was put, and holes between', () => {
    const ring = new Ring(10, 5);
    expect(ring.from(0)).toEqual([]);
    ring.put(12, 1);
    ring.put(35, 3);
    expect(ring.from(0)).toEqual([
      [10, 1],
      [20, NaN],
      [30, 3],
    ]);
    ring.put(39, 4);
    expect(ring.from(25)).toEqual([[30, 4]]);
    ring.put(81, 8);
    expect(ring.from(0)).toEqual([[80, 8]]);
    ring.put(90, 9);
    expect(ring.from(0)).toEqual([
      [80, 8],
      [90, 9],
    ]);
    ring.put(5000, 1);
    expect(ring.from(0)).toEqual([[5000, 1]]);
    ring.put(20, 7);
    expect(ring.from(0)).toEqual([[5000, 1]]);
  });

  test('a step with parts of two samples has their mean by time', () => {
    const ring = new Ring(10, 5);
    ring.fill(0, 15, 2);
    ring.fill(15, 22, 4);
    expect(ring.from(0)).toEqual([
      [0, 2],
      [10, 3],
      [20, 4],
    ]);
    ring.fill(22, 27, NaN);
    ring.fill(27, 29, 11);
    expect(ring.from(20)).toEqual([[20, 7.5]]);
    ring.fill(29, 29, 100);
    ring.fill(30, 28, 100);
    expect(ring.from(20)).toEqual([[20, 7.5]]);
  });

  test('nothing is lost: the means by time sum up to what was filled', () => {
    const sample = fc.record({ pause: whole(0, 30), ms: whole(1, 70), value: whole(0, 1000) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 30 }), (samples) => {
        const ring = new Ring(10, 1000);
        const known = new Map<number, number>();
        let time = 0;
        let total = 0;
        for (const { pause, ms, value } of samples) {
          const from = time + pause;
          time = from + ms;
          ring.fill(from, time, value);
          total += value * ms;
          for (let at = from; at < time; at++)
            known.set(Math.floor(at / 10), (known.get(Math.floor(at / 10)) ?? 0) + 1);
        }
        const filled = ring.from(0).filter(([, value]) => !Number.isNaN(value));
        expect(filled.map(([at]) => at / 10)).toEqual([...known.keys()]);
        expect(filled.reduce((sum, [at, value]) => sum + value * known.get(at / 10)!, 0)).toBeCloseTo(total, 4);
      }),
    );
  });

  test('a sample that is longer than the ring fills all of it, however long it was', () => {
    const ring = new Ring(10, 5);
    ring.put(1, 1);
    ring.fill(0, 1e12, 7);
    expect(ring.from(0).map(([, value]) => value)).toEqual([7, 7, 7, 7, 7]);
    expect(ring.from(0)[0]![0]).toBe(1e12 - 50);
  });
});

/** A log: when each record was written; sampled at these times. */
const log = fc.record({
  pauses: fc.array(fc.oneof(whole(0, 50), whole(0, 20_000)), { minLength: 1, maxLength: 200 }),
  steps: fc.array(whole(500, 30_000), { minLength: 2, maxLength: 60 }),
});

/** The history of a log, and when its records were written. */
function historyOf(
  { pauses, steps }: { pauses: number[]; steps: number[] },
  history: EndHistory,
): { written: number[]; times: number[]; ends: number[]; now: number } {
  let at = 0;
  const written = pauses.map((pause) => (at += pause));
  const times: number[] = [];
  const ends: number[] = [];
  let now = 0;
  for (const step of steps) {
    now += step;
    const end = written.filter((time) => time <= now).length;
    history.add(now, end);
    times.push(now);
    ends.push(end);
  }
  return { written, times, ends, now };
}

describe('how long ago an offset was written', () => {
  test('an estimate lies in the interval of samples in which the record was written; otherwise it is a lower bound', () => {
    fc.assert(
      fc.property(log, whole(0, 199), (given, any) => {
        const history = new EndHistory(1000, 0);
        const { written, times, ends, now } = historyOf(given, history);
        const offset = any % (ends.at(-1)! + 2);
        const behind = history.behind(offset, now);
        if (offset >= ends.at(-1)!) {
          expect(behind).toEqual({ ms: 0, kind: 'estimated' });
          return;
        }
        const truth = now - written[offset]!;
        if (behind === null || behind.kind === 'at least') {
          expect(behind === null || behind.ms <= truth).toBe(true);
          expect(offset).toBeLessThan(ends[0]!);
          return;
        }
        const after = ends.findIndex((end) => end > offset);
        expect(after).toBeGreaterThan(0);
        expect(behind.ms).toBeGreaterThanOrEqual(now - times[after]!);
        expect(behind.ms).toBeLessThanOrEqual(now - times[after - 1]!);
        expect(Math.abs(behind.ms - truth)).toBeLessThanOrEqual(times[after]! - times[after - 1]!);
      }),
    );
  });

  test('a coarse history of bounded length is never more wrong than its steps, and never claims too much', () => {
    fc.assert(
      fc.property(log, whole(0, 199), whole(4, 12), (given, any, most) => {
        const history = new EndHistory(most, 15_000);
        const { written, ends, now } = historyOf(given, history);
        fc.pre(ends.at(-1)! > 0);
        const offset = any % ends.at(-1)!;
        const behind = history.behind(offset, now);
        if (behind === null) return;
        const truth = now - written[offset]!;
        // Two kept ends are at most one step and two samples apart, unless nothing was written between them.
        if (behind.kind === 'estimated') expect(Math.abs(behind.ms - truth)).toBeLessThanOrEqual(15_000 + 2 * 30_000);
        else expect(behind.ms).toBeLessThanOrEqual(truth);
      }),
    );
  });

  test('an even rate is found to the millisecond', () => {
    const history = new EndHistory(120, 10_000);
    for (let at = 0; at <= 600_000; at += 10_000) history.add(at, at / 10);
    // The record at 30,000 was written when the end went from 30,000 to 30,001.
    expect(history.behind(30_000, 600_000)!.ms).toBeCloseTo(600_000 - 300_010, 6);
    expect(history.behind(59_999, 600_000)).toEqual({ ms: 0, kind: 'estimated' });
    expect(history.behind(60_000, 600_000)).toEqual({ ms: 0, kind: 'estimated' });
  });

  test('an end that stands needs no room', () => {
    const history = new EndHistory(8, 0);
    history.add(0, 100);
    history.add(10_000, 200);
    for (let at = 20_000; at <= 36_000_000; at += 10_000) history.add(at, 200);
    history.add(36_010_000, 300);
    expect(history.behind(150, 36_010_000)!.ms).toBeCloseTo(36_010_000 - 5100, 6);
    expect(history.behind(200, 36_010_000)!.ms).toBeCloseTo(9900, 6);
  });

  test('older than the history, or in a gap of it: a lower bound', () => {
    const history = new EndHistory(120, 0);
    history.add(0, 100);
    expect(history.behind(50, 0)).toBeNull();
    history.add(10_000, 110);
    expect(history.behind(50, 15_000)).toEqual({ ms: 15_000, kind: 'at least' });
    history.add(1_000_000, 210);
    expect(history.behind(150, 1_000_000)).toEqual({ ms: 0, kind: 'at least' });
    expect(history.behind(150, 1_020_000)).toEqual({ ms: 20_000, kind: 'at least' });
  });

  test('an end that went back begins anew', () => {
    const history = new EndHistory(120, 0);
    history.add(0, 1000);
    history.add(10_000, 2000);
    history.add(20_000, 5);
    history.add(30_000, 15);
    expect(history.behind(4, 30_000)).toEqual({ ms: 10_000, kind: 'at least' });
    expect(history.behind(10, 30_000)!.ms).toBeCloseTo(4000, 6);
  });

  test('a history that a page wants becomes finer', () => {
    const histories = new Histories();
    histories.add('t', 0, 0, 1);
    expect(histories.behind('t', 0, 0, 0)).toBeNull();
    histories.want('t', 0, false, 0);
    for (let at = 0; at <= 40_000; at += 10_000) histories.add('t', 0, at, at / 1000);
    histories.want('t', 0, true, 40_000);
    for (let at = 50_000; at <= 100_000; at += 10_000) histories.add('t', 0, at, at / 1000);
    expect(histories.behind('t', 0, 79, 100_000)!.ms).toBeCloseTo(20_000, 6);
    histories.clean(600_000);
    expect(histories.count).toBe(1);
    histories.clean(640_001);
    expect(histories.count).toBe(0);
    histories.want('t', 0, true, 0);
    histories.want('t', 1, true, 0);
    histories.forget('t');
    expect(histories.count).toBe(0);
  });

  test('there are at most 50,000 histories', () => {
    const histories = new Histories();
    for (let partition = 0; partition < 60_000; partition++) histories.want('t', partition, false, 0);
    expect(histories.count).toBe(50_000);
  });
});

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
