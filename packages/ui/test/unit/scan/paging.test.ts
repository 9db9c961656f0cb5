/**
 * Pages of random logs, against what a sort of the whole gives: nothing is lost, nothing comes twice, each partition is
 * in its order, and logs whose times are in order come out sorted. Logs that lose records while they are read: what
 * stays is not lost.
 *
 * KAFKA_NAPI_UI_LOGS says how many logs; KAFKA_NAPI_SEED repeats a run.
 */
import { Random, seedOfRun } from '../../../../../test/helpers/random';
import type { Direction } from '../../../src/server/scan/paging/cursor';
import { firstPage, loseRecords, randomLogs, readPage, wholeList, type Log, type PageResult, type Shown } from './logs';

const COUNT = Number(process.env['KAFKA_NAPI_UI_LOGS'] ?? 300);
const ENDLESS = 1_000_000;
/** A long run may take its time. */
const TIMEOUT = 60_000 + COUNT * 300;
const seed = seedOfRun();

const key = ({ partition, offset }: Shown): string => `${partition}:${offset}`;

/** All pages of a list, one after the other. */
async function allPages(
  logs: Log[],
  list: Direction,
  random: Random,
  limit: number,
  budget: number,
  change?: (logs: Log[]) => void,
) {
  const pages: PageResult[] = [];
  let request = firstPage(logs, list, limit, budget);
  for (;;) {
    const page = await readPage(logs, request, random, change);
    pages.push(page);
    if (page.end === 'end') return pages;
    if (pages.length > 5000) throw new Error('the pages do not end');
    request = { ...request, bounds: page.bounds, clock: page.clocks?.[1] ?? request.clock };
  }
}

function expectPartitionsInOrder(shown: Shown[], list: Direction): void {
  const last = new Map<number, number>();
  for (const { partition, offset } of shown) {
    const before = last.get(partition);
    if (before !== undefined) expect(list === 'back' ? before > offset : before < offset).toBe(true);
    last.set(partition, offset);
  }
}

test(
  `pages of ${COUNT} logs, seed ${seed}`,
  async () => {
    const random = new Random(seed);
    for (let run = 0; run < COUNT; run++) {
      const inOrder = run % 2 === 0;
      const logs = randomLogs(random, inOrder);
      const list = random.pick(['back', 'on'] as const);
      const limit = 1 + random.below(9);
      const budget = random.chance(1 / 3) ? 1 + random.below(60) : ENDLESS;
      const pages = await allPages(logs, list, random, limit, budget);
      const shown = pages.flatMap((page) => page.shown);
      const whole = wholeList(logs, list);
      const what = `log ${run}: ${JSON.stringify({ list, limit, budget })}`;
      expect([what, new Set(shown.map(key)).size]).toEqual([what, shown.length]);
      expect([what, shown.map(key).sort()]).toEqual([what, whole.map(key).sort()]);
      expectPartitionsInOrder(shown, list);
      if (inOrder && budget === ENDLESS) expect([what, shown]).toEqual([what, whole]);
      for (const page of pages.slice(0, -1)) if (page.end === 'page') expect(page.shown).toHaveLength(limit);
    }
  },
  TIMEOUT,
);

test(
  `back to the pages before, seed ${seed}`,
  async () => {
    const random = new Random(seed + 1);
    for (let run = 0; run < COUNT; run++) {
      const inOrder = run % 2 === 0;
      const logs = randomLogs(random, inOrder);
      const list = random.pick(['back', 'on'] as const);
      const limit = 1 + random.below(9);
      const pages = await allPages(logs, list, random, limit, ENDLESS);
      const at = random.below(pages.length);
      if (at === 0) continue;
      // From the beginning of page `at` in the other direction.
      const other = list === 'back' ? 'on' : 'back';
      let bounds = pages[at - 1]!.bounds;
      let clock = pages[at]!.clocks?.[0] ?? pages[at - 1]!.clocks![1];
      const before: Shown[] = [];
      for (let i = at, end = 'page'; end !== 'end'; i--) {
        const page = await readPage(logs, { direction: other, list, bounds, clock, limit, budget: ENDLESS }, random);
        if (inOrder) expect([run, i, [...page.shown].reverse()]).toEqual([run, i, pages[i - 1]?.shown ?? []]);
        ({ end } = page);
        before.unshift(...[...page.shown].reverse());
        bounds = page.bounds;
        clock = page.clocks?.[1] ?? clock;
      }
      expect(before.map(key).sort()).toEqual(
        pages
          .slice(0, at)
          .flatMap(({ shown }) => shown.map(key))
          .sort(),
      );
      expectPartitionsInOrder(before, list);
    }
  },
  TIMEOUT,
);

test(
  `logs that lose records while they are read, seed ${seed}`,
  async () => {
    const random = new Random(seed + 4);
    for (let run = 0; run < COUNT; run++) {
      const logs = randomLogs(random, run % 2 === 0);
      const list = random.pick(['back', 'on'] as const);
      const limit = 1 + random.below(9);
      const budget = random.chance(1 / 3) ? 1 + random.below(60) : ENDLESS;
      const before = wholeList(logs, list);
      const often = random.pick([0.01, 0.05, 0.3]);
      const pages = await allPages(logs, list, random, limit, budget, () => {
        if (random.chance(often)) loseRecords(logs, random);
      });
      const shown = pages.flatMap((page) => page.shown);
      const keys = new Set(shown.map(key));
      const known = new Set(before.map(key));
      const what = `log ${run}: ${JSON.stringify({ list, limit, budget, often })}`;
      expect([what, keys.size]).toEqual([what, shown.length]);
      expect([what, shown.filter((one) => !known.has(key(one)))]).toEqual([what, []]);
      const kept = wholeList(logs, list);
      expect([what, kept.filter((one) => !keys.has(key(one)))]).toEqual([what, []]);
      expectPartitionsInOrder(shown, list);
    }
  },
  TIMEOUT,
);

test('a page whose chunks are larger than its budget goes on nevertheless', async () => {
  const random = new Random(seed + 2);
  const records = Array.from({ length: 64 }, (_, offset) => ({ offset, time: offset, passes: true }));
  const logs = Array.from({ length: 6 }, () => ({ records, begin: 0, end: 64 }));
  const pages = await allPages(logs, 'back', random, 3, 1);
  expect(pages.flatMap(({ shown }) => shown)).toHaveLength(6 * 64);
  for (const { read } of pages) expect(read).toBeLessThanOrEqual(1 + 6 * 4);
});

test('what is read of many partitions is near to what is shown', async () => {
  const random = new Random(seed + 3);
  const logs = Array.from({ length: 2000 }, (_, partition) => {
    const records = Array.from({ length: 100 }, (_, i) => ({ offset: i, time: i * 2000 + partition, passes: true }));
    return { records, begin: 0, end: 100 };
  });
  const { shown, read } = await readPage(logs, firstPage(logs, 'back', 50, ENDLESS), random);
  expect(shown).toEqual(wholeList(logs, 'back').slice(0, 50));
  expect(read).toBeLessThanOrEqual(50 * 4 + 50);
});
