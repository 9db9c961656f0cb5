/** No memory, thread or file is leaked. The full runs: npm run leaks. */
import { slope } from '../helpers/slope';
import { isFlat } from '../stress/leak-limits';
import type { LeakKind } from '../stress/leak-work';
import { measureLeak } from '../stress/measure-leak';

const short: [LeakKind, number][] = [
  ['messages', 5_000_000],
  // During the first thousand, the allocator still creates arenas for new threads.
  ['cycles', 3000],
  ['abandoned', 2000],
  ['failures', 300_000],
];

test.each(short)(
  '%s, %i times',
  async (kind, units) => {
    const growth = await measureLeak(kind, units);
    expect({ flat: isFlat(growth), growth }).toEqual({ flat: true, growth });
  },
  900_000,
);

test('a slope is seen through noise, and a step is none', () => {
  const points = Array.from({ length: 40 }, (_, x) => ({ x, y: 100 + (x % 7) * 10 }));
  const growing = points.map(({ x, y }) => ({ x, y: y + 3 * x }));
  const stepped = points.map(({ x, y }) => ({ x, y: x > 36 ? y + 500 : y }));
  expect(slope(points)).toBeCloseTo(0, 0);
  expect(slope(growing)).toBeGreaterThan(2);
  expect(slope(stepped)).toBeLessThan(2);
});
