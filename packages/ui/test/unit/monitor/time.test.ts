import { Demand } from '../../../src/server/monitor/time/demand';
import { Repeater } from '../../../src/server/monitor/time/repeater';
import { Timeline } from '../../../src/server/monitor/time/timeline';
import { FakeClock, settle } from './fake-clock';

describe('the timeline', () => {
  test('goes with the clocks while they agree', async () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const then = timeline.now();
    expect(timeline.toWall(then)).toBe(clock.wall());
    await clock.advance(5000);
    expect(timeline.now() - then).toBe(5000);
    expect(timeline.jumps).toBe(0);
    expect(timeline.fromWall(timeline.toWall(then))).toBe(then);
  });

  test('a small difference is no jump', () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const then = timeline.now();
    clock.jump(999);
    expect([timeline.now() - then, timeline.jumps]).toEqual([0, 0]);
    clock.jump(-1998);
    expect([timeline.now() - then, timeline.jumps]).toEqual([0, 0]);
  });

  test('after a sleep it has jumped, and what was before keeps its date', async () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const then = timeline.now();
    const date = clock.wall();
    clock.jump(3_600_000);
    expect(timeline.now() - then).toBe(3_600_000);
    expect(timeline.toWall(then)).toBe(date);
    expect(timeline.toWall(timeline.now())).toBe(clock.wall());
    expect(timeline.jumps).toBe(1);
    expect(timeline.fromWall(date)).toBe(then);
  });

  test('after the clock was set back it goes on, and dates move with the clock', async () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    await clock.advance(10_000);
    const then = timeline.now();
    const date = clock.wall();
    clock.jump(-3_600_000);
    expect(timeline.now()).toBe(then);
    await clock.advance(5000);
    expect(timeline.now() - then).toBe(5000);
    expect(timeline.toWall(timeline.now())).toBe(clock.wall());
    expect(timeline.toWall(then)).toBe(date - 3_600_000);
    // A date from before the jump, and one that could be.
    expect(timeline.fromWall(date)).toBeNull();
    expect(timeline.fromWall(clock.wall())).toBeNull();
    await clock.advance(3_600_000);
    expect(timeline.fromWall(clock.wall())).toBe(timeline.now());
    expect(timeline.jumps).toBe(1);
  });

  test('no date that a page could send is taken for one of ours', () => {
    const timeline = new Timeline(new FakeClock());
    for (const date of [NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER]) expect(timeline.fromWall(date)).toBeNull();
  });
});

describe('demand', () => {
  test('pages count for a minute, scrapes for five', async () => {
    const clock = new FakeClock();
    const demand = new Demand(clock, false);
    expect(demand.isAny).toBe(false);
    demand.page();
    await clock.advance(59_999);
    expect(demand.hasPages).toBe(true);
    await clock.advance(1);
    expect(demand.isAny).toBe(false);
    demand.scrape();
    await clock.advance(299_999);
    expect([demand.hasScrapes, demand.hasPages]).toEqual([true, false]);
    await clock.advance(1);
    expect(demand.isAny).toBe(false);
    expect(new Demand(clock, true).hasScrapes).toBe(true);
  });

  test('watched is what was named last', async () => {
    const clock = new FakeClock();
    const demand = new Demand(clock, false);
    const names = Array.from({ length: 300 }, (_, i) => `t${i}`);
    for (const name of names) demand.watch('topics', [name]);
    expect(demand.watched('topics')).toEqual(names.slice(100));
    demand.watch('topics', ['t100']);
    demand.watch('topics', ['new']);
    expect(demand.isWatched('topics', 't100')).toBe(true);
    expect(demand.isWatched('topics', 't101')).toBe(false);
    expect(demand.isWatched('groups', 't100')).toBe(false);
    await clock.advance(60_000);
    expect(demand.watched('topics')).toEqual([]);
  });
});

describe('a repeater', () => {
  /** One whose work takes as long as the test says. */
  function repeating(clock: FakeClock, { every = 1000, takes = 0 } = {}) {
    const state = { takes, isWanted: true, starts: [] as number[], running: 0, most: 0, fault: undefined as unknown };
    const repeater = new Repeater(clock, {
      every: () => every,
      isWanted: () => state.isWanted,
      work: async () => {
        state.starts.push(clock.now() - 1000);
        state.most = Math.max(state.most, ++state.running);
        if (state.takes > 0) await clock.sleep(state.takes);
        state.running--;
        if (state.fault !== undefined) throw state.fault;
      },
    });
    return { repeater, state };
  }

  test('works at its interval while it is wanted, and rests then without a timer', async () => {
    const clock = new FakeClock();
    const { repeater, state } = repeating(clock);
    repeater.wake();
    repeater.wake();
    await clock.advance(2500);
    expect(state.starts).toEqual([0, 1000, 2000]);
    state.isWanted = false;
    await clock.advance(10_000);
    expect(state.starts).toHaveLength(3);
    expect(clock.pending).toBe(0);
    repeater.wake();
    expect(clock.pending).toBe(0);
    state.isWanted = true;
    repeater.wake();
    await settle();
    expect(state.starts.at(-1)).toBe(12_500);
  });

  test('work that takes too long makes the next later, never parallel', async () => {
    const clock = new FakeClock();
    const { repeater, state } = repeating(clock, { takes: 2500 });
    repeater.wake();
    await clock.advance(2000);
    repeater.wake();
    await clock.advance(6000);
    expect(state.starts).toEqual([0, 2600, 5200, 7800]);
    expect(state.most).toBe(1);
    expect(repeater.durationMs).toBe(2500);
  });

  test('a fault is kept until the next success, and tried again soon', async () => {
    const clock = new FakeClock();
    const { repeater, state } = repeating(clock, { every: 60_000 });
    state.fault = new Error('no');
    repeater.wake();
    await clock.advance(5001);
    expect(repeater.fault).toBe(state.fault);
    expect(state.starts).toEqual([0, 5000]);
    state.fault = undefined;
    await clock.advance(10_000);
    expect(repeater.fault).toBeUndefined();
    expect(state.starts).toEqual([0, 5000, 10_000]);
  });

  test('soon: begins after the running work, once for all who ask, and resolves when that is done', async () => {
    const clock = new FakeClock();
    const { repeater, state } = repeating(clock, { every: 60_000, takes: 1000 });
    repeater.wake();
    await clock.advance(500);
    const done: number[] = [];
    for (let i = 0; i < 3; i++) void repeater.soon().then(() => done.push(clock.now() - 1000));
    await clock.advance(3000);
    expect(state.starts).toEqual([0, 1000]);
    expect(done).toEqual([2000, 2000, 2000]);
    void repeater.first().then(() => done.push(clock.now() - 1000));
    await clock.advance(2000);
    expect(state.starts).toEqual([0, 1000, 3500]);
    expect(done.at(-1)).toBe(4500);
    await clock.advance(60_000);
    expect(state.starts.at(-1)).toBe(63_500);
  });

  test('close waits for the running work, and nothing begins after it', async () => {
    const clock = new FakeClock();
    const { repeater, state } = repeating(clock, { takes: 1000 });
    repeater.wake();
    await clock.advance(500);
    let isClosed = false;
    void repeater.close().then(() => (isClosed = true));
    await settle();
    expect(isClosed).toBe(false);
    await clock.advance(5000);
    expect(isClosed).toBe(true);
    await repeater.soon();
    repeater.wake();
    await clock.advance(5000);
    expect(state.starts).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
