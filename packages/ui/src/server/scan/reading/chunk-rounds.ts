import type { RecordColumns } from 'kafka-napi';
import type { Collector, Item } from '../paging/collector';
import type { Rounds } from '../paging/pager';
import type { Tally } from './tally';
import type { Recipe } from './recipe';
import { sizeOf } from '../records/record';
import type { StretchReader } from './stream';
import type { Stop } from './stop';

export interface ChunkRoundsParts<T> {
  readonly reader: StretchReader;
  readonly recipe: Recipe;
  readonly stop: Stop;
  readonly tally: Tally;
  /** What is kept of a record that passes, at which the recipe's record stands. undefined: nothing. */
  readonly item: (isLate: boolean) => Item<T> | undefined;
}

/** How often the clock is looked at within a run of records. A cancel is looked for at each. */
const LOOK_EVERY = 16;

/** Reads the chunks of a page by a consumer. */
export class ChunkRounds<T> implements Rounds<T> {
  readonly #parts: ChunkRoundsParts<T>;

  constructor(parts: ChunkRoundsParts<T>) {
    this.#parts = parts;
  }

  async read(collectors: readonly Collector<T>[]): Promise<void> {
    const { reader, tally } = this.#parts;
    const byPartition = new Map(collectors.map((collector) => [collector.lane.partition, collector]));
    const stretches = collectors.map(({ lane: { partition }, chunk: { from, to } }) => ({ partition, from, to }));
    const ends = await reader.read(stretches, (run) => this.#take(run, byPartition));
    for (const collector of collectors) {
      const { partition } = collector.lane;
      const end = ends.get(partition);
      if (end !== undefined) collector.state = end === 'read' ? 'complete' : 'ended';
      tally.ended(collector, end);
    }
  }

  #take(run: RecordColumns, byPartition: ReadonlyMap<number, Collector<T>>): boolean | Promise<boolean> {
    const { recipe } = this.#parts;
    const collector = byPartition.get(run.partition)!;
    const loading = recipe.prepare(run);
    if (loading !== undefined) return loading.then(() => this.#takeNow(run, collector, byPartition));
    return this.#takeNow(run, collector, byPartition);
  }

  #takeNow(run: RecordColumns, collector: Collector<T>, all: ReadonlyMap<number, Collector<T>>): boolean {
    const { recipe, stop, tally, item } = this.#parts;
    for (let i = 0; i < run.count; i++) {
      if (collector.isFull) break;
      const offset = run.offset(i);
      const timestamp = run.timestamp(i);
      const isLate = collector.pass(offset, timestamp);
      tally.count(sizeOf(run, i), timestamp);
      recipe.record.at(run, i);
      if (recipe.passes()) {
        const kept = item(isLate);
        if (kept !== undefined) {
          tally.matched++;
          collector.keep(offset, kept);
        }
      }
      if (stop.isAsked || (i % LOOK_EVERY === LOOK_EVERY - 1 && tally.isSpent)) return false;
    }
    tally.tick();
    return !collector.isFull || ![...all.values()].every((one) => one.isFull || one.reached >= one.chunk.to);
  }
}
