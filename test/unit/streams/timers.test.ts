/** Crontab lines in time zones, and the timers of an App. */
import { Crontab } from '../../../src/streams/agents/clock/crontab';
import { Timers } from '../../../src/streams/agents/clock/timers';

const at = (iso: string): number => Date.parse(iso);

test.each([
  ['0 20 * * *', '2026-07-01T18:00:00Z', '2026-07-01T20:00:00Z'],
  ['0 20 * * *', '2026-01-01T19:00:00Z', '2026-01-01T18:00:00Z'],
  ['*/15 8-10 * * mon-fri', '2026-06-01T06:45:00Z', '2026-06-01T06:50:00Z'],
  ['*/15 8-10 * * mon-fri', '2026-06-05T08:30:00Z', '2026-06-06T08:30:00Z'],
  ['5/20 * * * *', '2026-06-01T00:45:00Z', '2026-06-01T00:20:00Z'],
  ['0 0 1 jan,jul *', '2026-06-30T22:00:00Z', '2026-05-31T22:00:00Z'],
  ['0 0 * * 7', '2026-06-06T22:00:00Z', '2026-06-05T22:00:00Z'],
  ['0 0 * * 0', '2026-06-06T22:00:00Z', '2026-06-05T22:00:00Z'],
  // Day of the month or of the week, as in cron, where both are given.
  ['0 0 13 * fri', '2026-06-12T22:00:00Z', '2026-06-10T22:00:00Z'],
  ['0 0 13 * fri', '2026-06-04T22:00:00Z', '2026-06-05T22:00:00Z'],
])('%s in Berlin', (line, yes, no) => {
  const crontab = new Crontab(line, 'Europe/Berlin');
  expect([crontab.matches(at(yes)), crontab.matches(at(no))]).toEqual([true, false]);
});

test.each(['* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', 'x * * * *', '5-1 * * * *'])(
  '%s is refused',
  (line) => expect(() => new Crontab(line)).toThrow(`crontab ${line}: `),
);

test('a time zone that is none is refused', () => {
  expect(() => new Crontab('* * * * *', 'Nowhere/No')).toThrow('the time zone Nowhere/No is unknown');
});

describe('timers', () => {
  beforeEach(() => void jest.useFakeTimers({ now: at('2026-06-01T12:00:30Z') }));
  afterEach(() => void jest.useRealTimers());

  test('every so often, one call after the other, where the task is, until they stop', async () => {
    const timers = new Timers();
    const calls: string[] = [];
    timers.every(10, () => void calls.push('a'), {});
    timers.every(
      10,
      () => new Promise<void>((resolve) => setTimeout(() => void (calls.push('slow'), resolve()), 15)),
      {},
    );
    timers.every(10, () => void calls.push('elsewhere'), { onTask: '0_1' });
    timers.every(10, () => void calls.push('here'), { onTask: '0_0' });
    timers.start(
      (id) => id === '0_0',
      () => undefined,
    );
    await jest.advanceTimersByTimeAsync(50);
    timers.stop();
    await jest.advanceTimersByTimeAsync(50);
    const count = (name: string): number => calls.filter((one) => one === name).length;
    expect(['a', 'slow', 'elsewhere', 'here'].map(count)).toEqual([5, 2, 0, 5]);
  });

  test('a crontab line runs once in each of its minutes', async () => {
    const timers = new Timers();
    const calls: string[] = [];
    timers.at(new Crontab('*/2 * * * *', 'UTC'), () => void calls.push(new Date().toISOString()), {});
    timers.start(
      () => true,
      () => undefined,
    );
    await jest.advanceTimersByTimeAsync(4 * 60_000);
    timers.stop();
    expect(calls).toEqual(['2026-06-01T12:02:00.000Z', '2026-06-01T12:04:00.000Z']);
  });

  test('what a function throws is told, and it is not called again', async () => {
    const timers = new Timers();
    const errors: unknown[] = [];
    timers.every(
      10,
      () => {
        throw new Error('no');
      },
      {},
    );
    timers.start(
      () => true,
      (error) => void errors.push((error as Error).message),
    );
    await jest.advanceTimersByTimeAsync(50);
    expect(errors).toEqual(['no']);
  });

  test.each([0, -1, Number.NaN, 2 ** 31])('an interval of %d is refused', (interval) => {
    expect(() => new Timers().every(interval, () => undefined, {})).toThrow('timer: the interval must be 1 to');
  });
});
