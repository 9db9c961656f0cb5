import { StreamsError } from '../../errors/streams-errors';
import type { Cancellable, Punctuator } from '../../records/processor';
import { Heap } from './heap';
import type { Node } from '../nodes/node';

interface Schedule {
  readonly node: Node;
  readonly intervalMs: number;
  readonly callback: Punctuator;
  /** When it is due. */
  due: number;
  isCancelled: boolean;
}

/** The first time after `now` that is a number of intervals after `due`. */
const dueAfter = (due: number, intervalMs: number, now: number): number =>
  due + (Math.floor((now - due) / intervalMs) + 1) * intervalMs;

/** Runs one punctuation of a node. */
export type RunPunctuation = (node: Node, timestamp: number, callback: Punctuator) => void;

/** The punctuations of one kind of time of one task. Java's PunctuationQueue. */
export class Punctuations {
  readonly #queue = new Heap<Schedule>(({ due }) => due);

  /**
   * First due at `first`, or if that has passed and a grid is given, at the next time on it after `now`.
   * @throws StreamsError for an interval below 1 ms or a negative start.
   */
  schedule(
    node: Node,
    times: { first: number; intervalMs: number; now: number; isGrid: boolean },
    callback: Punctuator,
  ): Cancellable {
    const { first, intervalMs, now, isGrid } = times;
    if (!(intervalMs >= 1)) throw new StreamsError(`schedule: the interval must be 1 ms or more, not ${intervalMs}`);
    if (!(first >= 0)) throw new StreamsError(`schedule: startTime must not be negative, but is ${first}`);
    const due = isGrid && first < now ? dueAfter(first, intervalMs, now) : first;
    const schedule = { node, intervalMs, callback, due, isCancelled: false };
    this.#queue.push(schedule);
    return { cancel: () => void (schedule.isCancelled = true) };
  }

  /** Runs what is due at `now`, each at most once. Returns whether there was something. */
  punctuate(now: number, run: RunPunctuation): boolean {
    let hasRun = false;
    for (let top = this.#queue.peek(); top && top.due <= now; top = this.#queue.peek()) {
      this.#queue.pop();
      if (top.isCancelled) continue;
      run(top.node, now, top.callback);
      hasRun = true;
      // `run` may have cancelled it.
      if ((top as Schedule).isCancelled) continue;
      top.due = dueAfter(top.due, top.intervalMs, now);
      this.#queue.push(top);
    }
    return hasRun;
  }
}
