import type { Budget, Spent } from './budget';
import { Collector } from './collector';
import type { Lane, Match } from './lane';
import type { Page } from './page';

/** Reads chunks of partitions. */
export interface Rounds<T> {
  /**
   * Gives the collectors the records of their chunks and sets their states. Returns early when the budget is spent or
   * the signal aborts: the rest stays open.
   */
  read(collectors: readonly Collector<T>[]): Promise<void>;
}

export type PageEnd = 'page' | 'end' | Spent | 'cancelled';

export interface PagerOptions<T> {
  page: Page<T>;
  rounds: Rounds<T>;
  budget: Budget;
  signal: AbortSignal;
  /** Matches of the page. */
  limit: number;
  /** Called for each match, in order. */
  show: (match: Match<T>) => Promise<void> | void;
}

/** Runs the merge to the end of a page. */
export async function runPage<T>({ page, rounds, budget, signal, limit, show }: PagerOptions<T>): Promise<PageEnd> {
  let shown = 0;
  let isAnythingKnown = false;
  const wanted = Math.max(2, Math.ceil(limit / Math.max(1, page.lanes.length)));
  for (;;) {
    for (let match; shown < limit && (match = page.take()) !== undefined; shown++) await show(match);
    if (shown >= limit) return 'page';
    if (signal.aborted) return 'cancelled';
    const lanes = page.round();
    if (lanes.length === 0) return 'end';
    const spent = budget.spent();
    if (spent !== undefined) {
      // Chunks that are too large for the budget must not end every scan at the same place.
      if (isAnythingKnown || spent === 'time') return flush(spent);
      if (!halve(lanes)) lanes.length = 1;
      budget.extend();
    }
    const collectors = lanes.map((lane) => new Collector(lane, limit - shown));
    await rounds.read(collectors);
    for (const collector of collectors) {
      const { lane, state, chunk } = collector;
      const read = collector.read();
      if (read === undefined) continue;
      lane.add(read, wanted);
      const isAllKnown = read.known.from === chunk.from && read.known.to === chunk.to;
      // Back, what was cut off is behind it, and the rest of the log is still there.
      if (state === 'ended' && isAllKnown && lane.direction === 'on') lane.finish();
      isAnythingKnown = true;
    }
    page.trim(limit - shown);
  }

  /** What waits is shown, in the order of the merge: more than that is not known. */
  async function flush(spent: Spent): Promise<PageEnd> {
    for (let match; shown < limit && (match = page.take(true)) !== undefined; shown++) await show(match);
    return shown >= limit ? 'page' : spent;
  }
}

function halve<T>(lanes: readonly Lane<T>[]): boolean {
  return lanes.map((lane) => lane.halve()).includes(true);
}
