import type { ScanRequest, StreamEvents } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import { Budget } from '../paging/budget';
import type { Item } from '../paging/collector';
import { topicIdBytes, writeCursor, type Cursor, type Direction } from '../paging/cursor';
import { Lane, type Match } from '../paging/lane';
import { Page } from '../paging/page';
import { runPage, type PageEnd } from '../paging/pager';
import { ChunkRounds } from '../reading/chunk-rounds';
import { findRanges, type Ranges } from '../reading/ranges';
import type { Recipe } from '../reading/recipe';
import { StretchReader, type StreamParts } from '../reading/stream';
import { Tally } from '../reading/tally';
import type { Job } from '../sending/job';
import { metaOf } from '../sending/meta';

/** Offsets that a page asks of each partition first, at least. */
const FIRST_WIDTH = 16;

export interface PagedReadParts<T> {
  readonly job: Job;
  readonly recipe: Recipe;
  readonly request: Pick<ScanRequest, 'topic' | 'partitions' | 'mode' | 'offset' | 'time' | 'isolation' | 'budget'>;
  /** Of the mode `cursor`. */
  readonly from?: Cursor;
  readonly limit: number;
  readonly item: (isLate: boolean) => Item<T> | undefined;
  /** Called often while it reads. */
  readonly onTick: () => void;
}

/** Records of a topic in the order of a list, from a place in it. */
export class PagedRead<T> {
  readonly ranges: Ranges;
  readonly tally: Tally;
  readonly budget: Budget;
  readonly #parts: PagedReadParts<T>;
  readonly #page: Page<T>;
  readonly #rounds: ChunkRounds<T>;
  #clocks: { first: number; last: number } | undefined;

  /** Fixes what is to be read. @throws FaultError as findRanges does. */
  static async begin<T>(parts: PagedReadParts<T>): Promise<PagedRead<T>> {
    const { job, request, recipe } = parts;
    const budget = new Budget(request.budget, job.budget);
    const { from } = parts;
    const isolation = from?.isolation ?? request.isolation ?? 'committed';
    const clients = await job.clients.for(isolation);
    const ranges = await findRanges(
      clients.admin,
      { ...request, isolation, from, narrowing: recipe.narrowing },
      { timeoutMs: () => Math.max(100, Math.min(5000, budget.msLeft)), signal: job.stop.signal },
    );
    const { topic } = request;
    const { stop } = job;
    return new PagedRead(parts, ranges, { ...clients, topic, isolation, budget, stop });
  }

  private constructor(parts: PagedReadParts<T>, ranges: Ranges, stream: StreamParts) {
    this.#parts = parts;
    this.ranges = ranges;
    this.budget = stream.budget;
    const { direction, list, partitions } = ranges;
    const width = Math.max(FIRST_WIDTH, Math.ceil((2 * parts.limit) / Math.max(1, partitions.length)));
    const lanes = partitions.map(
      ({ partition, range, start, limitTime }) => new Lane<T>({ partition, direction, range, start }, limitTime, width),
    );
    this.#page = new Page(lanes, direction, list, parts.limit);
    const { recipe, job, item, onTick } = parts;
    const span = this.span;
    const done = (): number =>
      span === 0 ? 1 : lanes.reduce((sum, lane, i) => sum + Math.abs(lane.edge - partitions[i]!.start), 0) / span;
    this.tally = new Tally(stream.budget, recipe.faults, done, onTick);
    const reader = new StretchReader({ ...stream, note: (text) => this.tally.note(text) });
    this.#rounds = new ChunkRounds({ reader, recipe, stop: job.stop, tally: this.tally, item });
  }

  /** What is between the beginning and the end of each partition, in the direction of reading. */
  get stretches(): { p: number; from: number; to: number }[] {
    const { direction, partitions } = this.ranges;
    return partitions.map(({ partition: p, range: { from, to }, start }) =>
      direction === 'back' ? { p, from, to: start } : { p, from: start, to },
    );
  }

  /** Offsets that may be read. */
  get span(): number {
    return this.stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
  }

  meta(): StreamEvents['meta'] {
    const { job, recipe } = this.#parts;
    return metaOf(job.id, this.ranges, this.stretches, recipe);
  }

  /** Shows matches to the end of the page. May be called again for the next ones. */
  async run(limit: number, show: (match: Match<T>) => Promise<void> | void): Promise<PageEnd> {
    const end = await runPage({
      page: this.#page,
      rounds: this.#rounds,
      budget: this.budget,
      signal: this.#parts.job.stop.signal,
      limit,
      show: (match) => {
        this.#clocks = { first: this.#clocks?.first ?? match.clock, last: match.clock };
        return show(match);
      },
    });
    return end === 'page' && this.#page.isAtEnd ? 'end' : end;
  }

  /** Where the list goes on, on both sides. */
  cursors(): { older: string | null; newer: string | null } {
    const { direction, partitions, clock } = this.ranges;
    const beginning = {
      bounds: partitions.map(({ partition, start }) => [partition, start] as const),
      clock: this.#clocks?.first ?? clock,
    };
    const rest = { bounds: this.#page.bounds, clock: this.#clocks?.last ?? clock };
    const isMore = !this.#page.isAtEnd;
    if (direction === 'back') {
      const isNewer = partitions.some(({ start, range }) => start < range.to);
      return {
        older: isMore ? this.#cursor('back', rest) : null,
        newer: isNewer ? this.#cursor('on', beginning) : null,
      };
    }
    const isOlder = partitions.some(({ start, range }) => start > range.from);
    return { older: isOlder ? this.#cursor('back', beginning) : null, newer: isMore ? this.#cursor('on', rest) : null };
  }

  #cursor(
    direction: Direction,
    { bounds, clock }: { bounds: readonly (readonly [number, number])[]; clock: number | null },
  ): string | null {
    const { list, isolation, place } = this.ranges;
    const known = clock !== null && Number.isFinite(clock) ? clock : null;
    const topicId = topicIdBytes(place.topicId);
    const text = writeCursor({ direction, list, isolation, topicId, clock: known, bounds });
    if (text === null)
      this.tally.note(`the list has too many partitions for a cursor of ${limits.cursorBytes} characters`);
    return text;
  }
}
