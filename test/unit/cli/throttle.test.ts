import { pause, Throttle } from '../../../src/cli/throttle';

test('no limit, nothing at all, a rate', () => {
  expect(new Throttle(-1).delayAfter(1e9)).toBe(0);
  expect(new Throttle(0).delayAfter(0)).toBe(Infinity);
  const throttle = new Throttle(1000);
  expect(throttle.delayAfter(0)).toBe(0);
  const delay = throttle.delayAfter(5000);
  expect(delay).toBeGreaterThan(4000);
  expect(delay).toBeLessThanOrEqual(5000);
});

test('a pause ends when its signal aborts', async () => {
  const controller = new AbortController();
  const waiting = pause(Infinity, controller.signal);
  controller.abort();
  await waiting;
  await pause(1e9, controller.signal);
});
