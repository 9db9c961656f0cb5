import type { Progress } from '../../../shared/api';
import type { QueryFaults } from '../../kql/compile';
import type { Budget } from '../paging/budget';
import type { Collector } from '../paging/collector';
import type { StretchEnd } from './stream';

/** Notes that one scan may give. */
const MAX_NOTES = 20;

/** Counts what a scan has read, and says so now and then. */
export class Tally {
  readonly #budget: Budget;
  readonly #faults: QueryFaults;
  readonly #span: () => number;
  /** Called at every tick: it decides how often something is sent. */
  readonly #onTick: () => void;
  #lastTime: number | null = null;
  #gaps = 0;
  readonly notes: string[] = [];
  matched = 0;
  /** Records of which a part could not be read by the decoder that was chosen. */
  undecoded = 0;

  /** @param span The part of all offsets that is done, from 0 to 1. */
  constructor(budget: Budget, faults: QueryFaults, span: () => number, onTick: () => void) {
    this.#budget = budget;
    this.#faults = faults;
    this.#span = span;
    this.#onTick = onTick;
  }

  get gaps(): number {
    return this.#gaps;
  }

  get isSpent(): boolean {
    return this.#budget.spent() !== undefined;
  }

  count(bytes: number, timestamp: number): void {
    this.#budget.count(1, bytes);
    if (timestamp !== -1) this.#lastTime = timestamp;
  }

  /** Offsets that had no record. */
  skipped(offsets: number): void {
    this.#gaps += Math.max(0, offsets);
  }

  tick(): void {
    this.#onTick();
  }

  /** A chunk was read: counts the offsets that had no record. */
  ended<T>(collector: Collector<T>, end: StretchEnd | undefined): void {
    const { chunk, count, reached, lane } = collector;
    const to = end === undefined || collector.isFull ? reached : chunk.to;
    if (end !== 'truncated') this.skipped(to - chunk.from - count);
    if (end === 'truncated')
      this.note(`partition ${lane.partition}: the log ends before ${chunk.to}, so it was truncated`);
  }

  note(text: string): void {
    if (this.notes.length < MAX_NOTES && !this.notes.includes(text)) this.notes.push(text);
  }

  get progress(): Progress {
    const { records, bytes, ms } = this.#budget;
    return {
      scanned: String(records),
      matched: String(this.matched),
      bytes,
      ms,
      done: Math.min(1, Math.max(0, this.#span())),
      at: this.#lastTime,
      faults: { decode: this.undecoded, filter: this.#faults.filter, longText: this.#faults.longText },
    };
  }
}
