import { LogicalOffset } from '../../binding/native';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import type { Assignment } from '../partitions/assignment';
import type { PrefetchedRecords } from '../records/prefetched-records';
import type { ConsumerSettings } from '../settings';
import { askLeaders } from '../questions/leader-offsets';
import { untilKnown } from '../questions/until-known';
import { toTopicPartition, type TopicPartition } from '../partitions/topic-partition';

/** First offset of a partition, and the offset to stop before. */
interface Line {
  low: number;
  high: number;
}

export interface StopLineParts {
  client: NativeClient;
  assignment: Assignment;
  prefetched: PrefetchedRecords;
  settings: Pick<ConsumerSettings, 'readCommitted'>;
}

/**
 * A stream's `to`: the offset up to which each partition is read. Records behind it are held back until the stream has
 * ended.
 */
export class StopLine {
  readonly #parts: StopLineParts;
  readonly #to: 'end' | ReadonlyMap<string, number>;
  readonly #known = new Set<PartitionState>();
  readonly #open = new Set<PartitionState>();
  readonly #paused = new Set<PartitionState>();

  constructor(parts: StopLineParts, to: 'end' | readonly (TopicPartition & { offset: number })[]) {
    this.#parts = parts;
    this.#to = to === 'end' ? to : new Map(to.map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]));
  }

  /** Some partitions have no line yet. */
  get isIncomplete(): boolean {
    for (const state of this.#parts.assignment) if (!this.#known.has(state)) return true;
    return false;
  }

  /**
   * Determines the line for partitions added since the last call. Throws if the ends cannot be determined: without a
   * line nothing is delivered, and such a stream must not look like one that has read everything.
   */
  async draw(operation: string, signal: AbortSignal): Promise<void> {
    const { assignment, prefetched } = this.#parts;
    const states = [...assignment].filter((state) => !this.#known.has(state));
    const lines = this.#to === 'end' ? await this.#ends(operation, states, signal) : this.#offsets(states, this.#to);
    for (const state of states) {
      this.#known.add(state);
      const line = lines.get(state);
      if (line === undefined || !state.assigned) continue;
      state.stopAt = line.high;
      // An empty log is read to its end, wherever reading would begin.
      if (!(line.low >= line.high && state.position < 0)) this.#open.add(state);
    }
    prefetched.sort(states.filter((state) => state.assigned));
  }

  async #ends(
    operation: string,
    states: readonly PartitionState[],
    signal: AbortSignal,
  ): Promise<Map<PartitionState, Line>> {
    const asking = { operation, timeoutMs: this.#parts.client.defaultTimeoutMs, signal };
    const ask = (offset: number) => {
      const queries = states.map((state) => ({ ...toTopicPartition(state), offset }));
      return untilKnown(asking, (timeoutMs) => askLeaders(this.#parts, queries, { ...asking, timeoutMs }));
    };
    const [lows, highs] = await Promise.all([ask(LogicalOffset.BEGINNING), ask(LogicalOffset.END)]);
    return new Map(states.map((state, i) => [state, { low: lows[i]!.offset, high: highs[i]!.offset }]));
  }

  #offsets(states: readonly PartitionState[], to: ReadonlyMap<string, number>): Map<PartitionState, Line> {
    const lines = new Map<PartitionState, Line>();
    for (const state of states) {
      const high = to.get(`${state.topic}-${state.partition}`);
      if (high !== undefined) lines.set(state, { low: 0, high });
    }
    return lines;
  }

  /** Whether every partition was read up to its line. Stops those that were. */
  isReached(): boolean {
    if (this.#known.size === 0 || this.isIncomplete) return false;
    for (const state of this.#open) {
      if (state.assigned && !this.#isPassed(state)) continue;
      this.#open.delete(state);
      if (state.assigned && this.#open.size > 0) this.#hold(state);
    }
    return this.#open.size === 0;
  }

  /**
   * Control records and gaps are passed when the end is reached, or when the next record lies behind them. The second
   * rule is needed because fetching never stops exactly at the line in a topic with a constant flow of transactions.
   */
  #isPassed(state: PartitionState): boolean {
    if (state.position >= state.stopAt) return true;
    const next = this.#parts.prefetched.nextOffset(state);
    if (next === undefined || next < state.stopAt) return false;
    state.skipTo(state.stopAt);
    return true;
  }

  #hold(state: PartitionState): void {
    state.stopped = true;
    this.#parts.prefetched.sort([state]);
    if (!state.paused) this.#parts.client.call('pause', { partitions: [toTopicPartition(state)] });
    this.#paused.add(state);
  }

  /** The stream has ended: the held-back records belong to the next one. */
  erase(): void {
    const { client, prefetched } = this.#parts;
    for (const state of this.#known) {
      state.stopAt = Infinity;
      state.stopped = false;
    }
    prefetched.sort([...this.#known].filter((state) => state.assigned));
    const resume = [...this.#paused].filter((state) => state.assigned && !state.paused).map(toTopicPartition);
    if (resume.length > 0 && !client.isDestroyed) client.call('resume', { partitions: resume });
  }
}
