import fc from 'fast-check';
import { Histories } from '../../../src/server/monitor/series/histories';
import { Ring } from '../../../src/server/monitor/series/ring';

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

  test('a figure that stays the same needs no room, and loses nothing when it changes', () => {
    const ring = new Ring(10, 5);
    for (let at = 0; at < 80; at += 8) ring.fill(at, at + 8, 3);
    expect(ring.from(0)).toEqual([30, 40, 50, 60, 70].map((at) => [at, 3]));
    ring.fill(80, 85, 3);
    ring.fill(85, 90, 5);
    expect(ring.from(0)).toEqual([...[40, 50, 60, 70].map((at) => [at, 3]), [80, 4]]);
    const holed = new Ring(10, 5);
    holed.put(0, 3);
    holed.put(10, 3);
    holed.put(30, 3);
    expect(holed.from(0)).toEqual([
      [0, 3],
      [10, 3],
      [20, NaN],
      [30, 3],
    ]);
    holed.clear();
    expect(holed.from(0)).toEqual([]);
    holed.put(40, 1);
    expect(holed.from(0)).toEqual([[40, 1]]);
  });

  test('a sample that is longer than the ring fills all of it, however long it was', () => {
    const ring = new Ring(10, 5);
    ring.put(1, 1);
    ring.fill(0, 1e12, 7);
    expect(ring.from(0).map(([, value]) => value)).toEqual([7, 7, 7, 7, 7]);
    expect(ring.from(0)[0]![0]).toBe(1e12 - 50);
  });
});

describe('histories', () => {
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
