import type { Row } from '../key-value-bytes';
import { iterator, timestampedValues, type ValueForm } from '../key-value-store';
import type { StoreCore } from '../store-core';
import type { StoreIterator } from '../store-types';

export type Pair = [key: unknown, value: unknown];

/** What a store needs of its task. */
export interface StoreTask {
  /** The record in hand. */
  readonly record: { readonly timestamp: number };
  /** Counts what has expired, and is not kept. */
  dropped(): void;
}

/** What stores of windows and of sessions share. */
export abstract class TimedStore {
  /** @internal Operators read and write it without the forms of values. */
  readonly core: StoreCore;

  constructor(
    core: StoreCore,
    protected readonly form: ValueForm,
    private readonly task: StoreTask,
  ) {
    this.core = core;
  }

  /** @internal */
  get isTimestamped(): boolean {
    return this.form === timestampedValues;
  }

  get name(): string {
    return this.core.name;
  }

  protected write(raw: Buffer, given: unknown): void {
    const now = this.task.record.timestamp;
    const { value, timestamp } = this.form.write(given ?? null, now);
    if (!this.core.write(raw, value, timestamp, now)) this.task.dropped();
  }

  /** Only the changelog hears of it. */
  protected logDeletion(raw: Buffer): void {
    this.core.logDeletion(raw, this.task.record.timestamp);
  }

  /** Whether a key lies within these, null being open. */
  protected between(from: unknown, to: unknown): (raw: Buffer) => boolean {
    const [first, last] = [from, to].map((key) => (key === null ? null : this.core.rawKey(key)));
    return (raw) => (!first || raw.compare(first) >= 0) && (!last || raw.compare(last) <= 0);
  }

  protected read(raw: Buffer): unknown {
    const entry = this.core.read(raw);
    return entry ? this.form.read(this.core, entry) : null;
  }

  protected rows(found: Iterable<Row>, pair: (row: Row) => Pair | undefined): StoreIterator<never, never> {
    const rows = (function* (): Generator<Pair> {
      for (const row of found) {
        const made = pair(row);
        if (made) yield made;
      }
    })();
    return iterator(rows) as StoreIterator<never, never>;
  }
}
