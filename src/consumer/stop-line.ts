import { now } from '../client/waiting';
import type { PartitionState } from './partition-state';
import type { Parts } from './parts';
import { toTopicPartition, type TopicPartition } from './topic-partition';

/** A stream's `to`: up to where each partition is read. What lies behind it is held back until the stream has ended. */
export class StopLine {
  readonly #parts: Pick<Parts<never, never>, 'port' | 'assignment' | 'rest'>;
  readonly #to: 'end' | ReadonlyMap<string, number>;
  readonly #known = new Set<PartitionState>();
  readonly #open = new Set<PartitionState>();
  readonly #paused = new Set<PartitionState>();

  constructor(
    parts: Pick<Parts<never, never>, 'port' | 'assignment' | 'rest'>,
    to: 'end' | readonly (TopicPartition & { offset: number })[],
  ) {
    this.#parts = parts;
    this.#to = to === 'end' ? to : new Map(to.map(({ topic, partition, offset }) => [`${topic}-${partition}`, offset]));
  }

  /** There are partitions whose line is not drawn yet. */
  get isIncomplete(): boolean {
    for (const state of this.#parts.assignment) if (!this.#known.has(state)) return true;
    return false;
  }

  /** Draws the line for partitions that came since the last call. */
  async draw(deadline: number): Promise<void> {
    const { port, assignment, rest } = this.#parts;
    const states = [...assignment].filter((state) => !this.#known.has(state));
    for (const state of states) this.#known.add(state);
    const lines = new Map<PartitionState, { low: number; high: number }>();
    if (this.#to === 'end') {
      const timeoutMs = Math.max(1, Math.min(port.defaultTimeoutMs, deadline - now()));
      const partitions = states.map(toTopicPartition);
      const ends = await port.requestWithin(
        'watermarks',
        { partitions, timeoutMs },
        { operation: 'stream', timeoutMs: timeoutMs + 1000 },
      );
      ends.forEach((end, i) => lines.set(states[i]!, end));
    } else {
      for (const state of states) {
        const offset = this.#to.get(`${state.topic}-${state.partition}`);
        if (offset !== undefined) lines.set(state, { low: 0, high: offset });
      }
    }
    for (const [state, { low, high }] of lines) {
      if (!state.assigned) continue;
      state.stopAt = high;
      rest.sort(state);
      // An empty log has been read to its end, wherever reading it would begin.
      if (!(low >= high && state.position < 0)) this.#open.add(state);
    }
  }

  /** Whether every partition has been read up to the line. Holds those that have. */
  isReached(): boolean {
    if (this.#known.size === 0 || this.isIncomplete) return false;
    for (const state of this.#open) {
      if (state.assigned && state.position < state.stopAt) continue;
      this.#open.delete(state);
      if (state.assigned && this.#open.size > 0) this.#hold(state);
    }
    return this.#open.size === 0;
  }

  #hold(state: PartitionState): void {
    state.stopped = true;
    this.#parts.rest.sort(state);
    if (!state.paused) this.#parts.port.call('pause', { partitions: [toTopicPartition(state)] });
    this.#paused.add(state);
  }

  /** The stream has ended: what was held back is the next one's. */
  erase(): void {
    const { port, rest } = this.#parts;
    for (const state of this.#known) {
      state.stopAt = Infinity;
      state.stopped = false;
      if (state.assigned) rest.sort(state);
    }
    const resume = [...this.#paused].filter((state) => state.assigned && !state.paused).map(toTopicPartition);
    if (resume.length > 0 && !port.isDestroyed) port.call('resume', { partitions: resume });
  }
}
