import type { RecordColumns } from 'kafka-napi';
import type { StreamEvents } from '../../../shared/api';
import { Budget } from '../paging/budget';
import type { Isolation } from '../paging/cursor';
import { findRanges, type Ranges } from '../reading/ranges';
import type { Recipe } from '../reading/recipe';
import { sizeOf } from '../records/record';
import { StretchReader, type StreamParts, type Stretch, type StretchEnd } from '../reading/stream';
import { Tally } from '../reading/tally';
import type { Job } from '../sending/job';
import { metaOf } from '../sending/meta';

export interface OnePassParts {
  readonly job: Job;
  readonly recipe: Recipe;
  readonly request: { topic: string; isolation?: Isolation; budget?: ConstructorParameters<typeof Budget>[0] };
  /** Called for each record that passes, at which the recipe's record stands. */
  readonly visit: () => void;
  readonly onTick: () => void;
}

/** How often the clock is looked at within a run of records. A cancel is looked for at each. */
const LOOK_EVERY = 16;

/** Reads a whole range once, in whatever order it comes. */
export class OnePass {
  readonly ranges: Ranges;
  readonly tally: Tally;
  readonly #parts: OnePassParts;
  readonly #budget: Budget;
  readonly #reader: StretchReader;
  #done = 0;

  /** @throws FaultError as findRanges does. */
  static async begin(parts: OnePassParts): Promise<OnePass> {
    const { job, recipe, request } = parts;
    const { topic, isolation = 'committed' } = request;
    const budget = new Budget(request.budget, job.budget);
    const clients = await job.clients.for(isolation);
    const ranges = await findRanges(
      clients.admin,
      { topic, mode: 'from-offset', offset: '0', isolation, narrowing: recipe.narrowing },
      { timeoutMs: () => Math.max(100, Math.min(5000, budget.msLeft)), signal: job.stop.signal },
    );
    return new OnePass(parts, ranges, { ...clients, topic, isolation, budget, stop: job.stop });
  }

  private constructor(parts: OnePassParts, ranges: Ranges, stream: StreamParts) {
    this.ranges = ranges;
    this.#parts = parts;
    this.#budget = stream.budget;
    this.#reader = new StretchReader({ ...stream, note: (text) => this.tally.note(text) });
    const { span } = this;
    this.tally = new Tally(
      stream.budget,
      parts.recipe.faults,
      () => (span === 0 ? 1 : this.#done / span),
      parts.onTick,
    );
  }

  get stretches(): { p: number; from: number; to: number }[] {
    return this.ranges.partitions.map(({ partition: p, range, start }) => ({ p, from: start, to: range.to }));
  }

  get span(): number {
    return this.stretches.reduce((sum, { from, to }) => sum + (to - from), 0);
  }

  meta(): StreamEvents['meta'] {
    const { job, recipe } = this.#parts;
    return metaOf(job.id, this.ranges, this.stretches, recipe);
  }

  /** To the end of the range or of the budget. */
  async run(): Promise<'end' | 'records' | 'bytes' | 'time' | 'cancelled'> {
    const reached = new Map(this.stretches.map(({ p, from }) => [p, from]));
    const open = this.stretches
      .filter(({ from, to }) => from < to)
      .map(({ p: partition, from, to }): Stretch => ({ partition, from, to }));
    if (open.length === 0) return 'end';
    const ends = await this.#reader.read(open, (run) => {
      const loading = this.#parts.recipe.prepare(run);
      return loading === undefined ? this.#take(run, reached) : loading.then(() => this.#take(run, reached));
    });
    for (const { partition, to } of open) this.#ended(partition, to, reached.get(partition)!, ends.get(partition));
    this.tally.skipped(this.#done - this.#budget.records);
    if (this.#parts.job.stop.isAsked) return 'cancelled';
    return ends.size === open.length ? 'end' : (this.#budget.spent() ?? 'time');
  }

  #take(run: RecordColumns, reached: Map<number, number>): boolean {
    const { recipe, job, visit } = this.#parts;
    const { record, passes } = recipe;
    let next = reached.get(run.partition)!;
    let isOver = false;
    for (let i = 0; i < run.count && !isOver; i++) {
      this.tally.count(sizeOf(run, i), run.timestamp(i));
      record.at(run, i);
      if (passes()) {
        this.tally.matched++;
        visit();
      }
      const offset = run.offset(i) + 1;
      this.#done += offset - next;
      next = offset;
      isOver = job.stop.isAsked || (i % LOOK_EVERY === LOOK_EVERY - 1 && this.tally.isSpent);
    }
    reached.set(run.partition, next);
    this.tally.tick();
    return !isOver;
  }

  #ended(partition: number, to: number, reached: number, end: StretchEnd | undefined): void {
    if (end === undefined) return;
    this.#done += to - reached;
    if (end === 'truncated') this.tally.note(`partition ${partition}: the log ends before ${to}, so it was truncated`);
  }
}
