import fc from 'fast-check';
import { EndHistory } from '../../../src/lag/index';

const whole = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });

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
});
