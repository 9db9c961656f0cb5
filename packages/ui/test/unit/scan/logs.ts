/** Random logs, and a way to read them page by page, for the tests of paging. */
import { Random } from '../../../../../test/helpers/random';
import { Budget } from '../../../src/server/scan/paging/budget';
import type { Collector } from '../../../src/server/scan/paging/collector';
import type { Direction } from '../../../src/server/scan/paging/cursor';
import { Lane } from '../../../src/server/scan/paging/lane';
import { Page } from '../../../src/server/scan/paging/page';
import { runPage, type PageEnd, type Rounds } from '../../../src/server/scan/paging/pager';

export interface LogRecord {
  offset: number;
  time: number;
  /** It passes the filter. */
  passes: boolean;
}

export interface Log {
  records: LogRecord[];
  begin: number;
  end: number;
}

export interface Shown {
  partition: number;
  offset: number;
  time: number;
}

/** Logs with gaps, equal times and, unless `inOrder`, late records. */
export function randomLogs(random: Random, inOrder: boolean): Log[] {
  return Array.from({ length: 1 + random.below(6) }, () => {
    const begin = random.below(4);
    let offset = begin + random.below(3);
    let time = random.below(50);
    const records = Array.from({ length: random.below(80) }, () => {
      offset += 1 + (random.chance(0.1) ? random.below(200) : 0);
      time += random.below(4);
      const isLate = !inOrder && random.chance(1 / 12);
      return { offset, time: isLate ? Math.max(0, time + random.below(60) - 30) : time, passes: random.chance(2 / 3) };
    });
    return { records, begin, end: offset + 1 + random.below(3) };
  });
}

export interface PageRequest {
  direction: Direction;
  list: Direction;
  bounds: readonly (readonly [partition: number, bound: number])[];
  clock: number | null;
  limit: number;
  /** Records that one page may read. */
  budget: number;
}

export interface PageResult {
  shown: Shown[];
  bounds: [partition: number, bound: number][];
  /** Running times of the first and the last match. */
  clocks: [first: number, last: number] | null;
  end: PageEnd;
  read: number;
}

/** What happens to the logs while they are read. */
type Change = (logs: Log[]) => void;

/**
 * Reads one page of the logs. The records of a round come in a random order of partitions.
 *
 * @param change Called again and again meanwhile.
 */
export async function readPage(
  logs: Log[],
  request: PageRequest,
  random: Random,
  change: Change = () => undefined,
): Promise<PageResult> {
  const { direction, list, limit, clock } = request;
  const isBack = direction === 'back';
  const lanes = request.bounds.map(([partition, start]) => {
    const { records, begin, end } = logs[partition]!;
    const own = isBack ? Math.max(-Infinity, ...records.map(({ time }) => time)) : (records[0]?.time ?? Infinity);
    const limitTime = clock === null ? own : isBack ? Math.min(clock, own) : Math.max(clock, own);
    return new Lane<Shown>({ partition, direction, range: { from: begin, to: end }, start }, limitTime, 4);
  });
  const page = new Page(lanes, direction, list, limit);
  const budget = new Budget({ records: request.budget }, {}, () => 0);
  const shown: Shown[] = [];
  let clocks: PageResult['clocks'] = null;
  const end = await runPage({
    page,
    rounds: new LogRounds(logs, budget, random, change),
    budget,
    signal: new AbortController().signal,
    limit,
    show: (match) => {
      shown.push(match.item);
      clocks = [clocks?.[0] ?? match.clock, match.clock];
    },
  });
  return { shown, bounds: page.bounds, clocks, end, read: budget.records };
}

class LogRounds implements Rounds<Shown> {
  constructor(
    readonly logs: Log[],
    readonly budget: Budget,
    readonly random: Random,
    readonly change: Change,
  ) {}

  read(collectors: readonly Collector<Shown>[]): Promise<void> {
    this.change(this.logs);
    const open = collectors.map((collector) => ({ collector, next: collector.chunk.from }));
    while (open.length > 0 && this.budget.spent() === undefined) {
      const at = this.random.below(open.length);
      const reading = open[at]!;
      const { collector } = reading;
      const { to } = collector.chunk;
      const log = this.logs[collector.lane.partition]!;
      // Beyond the end of its log a consumer reads nothing.
      const isBeyond = collector.chunk.from >= log.end;
      const record = log.records.find(({ offset }) => offset >= reading.next && offset < to);
      if (record !== undefined && !isBeyond && !collector.isFull) {
        const { offset, time, passes } = record;
        reading.next = offset + 1;
        collector.pass(offset, time);
        this.budget.count(1, 0);
        if (passes) collector.keep(offset, { item: { partition: collector.lane.partition, offset, time }, weight: 1 });
        this.change(this.logs);
        continue;
      }
      collector.state = log.end < to && !collector.isFull ? 'ended' : 'complete';
      open.splice(at, 1);
    }
    return Promise.resolve();
  }
}

/** Some log loses records: at its beginning, by retention, or at its end, when a leader had not got them. */
export function loseRecords(logs: Log[], random: Random): void {
  const log = random.pick(logs);
  const length = log.end - log.begin;
  if (length === 0) return;
  if (random.chance(1 / 2)) log.begin += random.below(Math.ceil(length / 2));
  else log.end -= random.below(Math.ceil(length / 2));
  log.records = log.records.filter(({ offset }) => offset >= log.begin && offset < log.end);
}

/** The first page of a list, from one end of the logs. */
export function firstPage(logs: Log[], list: Direction, limit: number, budget: number): PageRequest {
  const bounds = logs.map(({ begin, end }, partition) => [partition, list === 'back' ? end : begin] as const);
  return { direction: list, list, bounds, clock: null, limit, budget };
}

/** All that passes, in the order of the list, as if all times were in order. */
export function wholeList(logs: Log[], list: Direction): Shown[] {
  const all = logs.flatMap(({ records }, partition) =>
    records.filter(({ passes }) => passes).map(({ offset, time }) => ({ partition, offset, time })),
  );
  const sign = list === 'back' ? -1 : 1;
  return all.sort((a, b) => sign * (a.time - b.time) || a.partition - b.partition || sign * (a.offset - b.offset));
}
