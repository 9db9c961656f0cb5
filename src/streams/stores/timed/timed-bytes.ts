import { withoutOthers } from '../bytes/unwritten-entry';
import { lowerBound, type Evicted, type KeyValueBytes, type Row, type StoredEntry } from '../key-value-bytes';
import { textOf } from '../bytes/key-text';
import type { TimedParts } from '../store-plan';
import { DuplicateNumbers } from './duplicate-numbers';
import { RowsByKey, sortedTexts } from './rows-by-key';
import { readTime } from './timed-keys';

/**
 * Windows or sessions in memory, by the keys of their changelog: a key, then the time by which they expire (8 bytes),
 * then more. What is `retentionMs` older than the latest is neither kept nor taken. Java's InMemoryWindowStore and
 * InMemorySessionStore.
 */
export class TimedBytes implements KeyValueBytes {
  /** The largest time that was put. */
  observedTime = -1;
  readonly #retentionMs: number;
  readonly #suffix: number;
  readonly #keepsDuplicates: boolean;
  readonly #waitsForResults: boolean;
  readonly #numbers = new DuplicateNumbers();
  readonly #rows: RowsByKey<StoredEntry>;
  /** Texts of the keys of each time. */
  readonly #byTime = new Map<number, Set<string>>();
  /** All times, in order. */
  readonly #times: number[] = [];

  /**
   * `suffix`: how many bytes follow the key itself. `keepsDuplicates`: they end with a sequence number, which tells
   * entries of the same key and time apart. `waitsForResults`: what has expired stays until {@link expire}.
   */
  constructor(
    retentionMs: number,
    suffix: number,
    { keepsDuplicates = false, waitsForResults = false }: Pick<TimedParts, 'keepsDuplicates' | 'waitsForResults'> = {},
  ) {
    this.#retentionMs = retentionMs;
    this.#suffix = suffix;
    this.#keepsDuplicates = keepsDuplicates;
    this.#waitsForResults = waitsForResults;
    this.#rows = new RowsByKey(suffix);
  }

  get size(): number {
    return this.#rows.size;
  }

  nextSequence(): number {
    return this.#numbers.next();
  }

  get(key: Buffer): StoredEntry | undefined {
    return this.#rows.get(textOf(key));
  }

  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | false {
    // A null is nobody's entry among duplicates. It does not move the time either, as in Java's RocksDB.
    if (this.#keepsDuplicates && !entry && !this.get(key)) return [];
    const time = readTime(key, key.length - this.#suffix);
    this.observedTime = Math.max(this.observedTime, time);
    const evicted = this.#waitsForResults ? [] : this.expire();
    const text = textOf(key);
    if (!entry) this.#delete(text, time);
    if (time <= this.observedTime - this.#retentionMs) return false;
    if (entry) this.#put(text, time, withoutOthers(entry));
    return evicted;
  }

  /** Nulls among duplicates are nobody's entries, but have numbers, too. */
  restore(key: Buffer, entry: StoredEntry | null): void {
    if (!this.#keepsDuplicates) return void this.set(key, entry);
    const numbered = this.#numbers.renumbered(key);
    if (entry) this.set(numbered, entry);
  }

  #put(text: string, time: number, entry: StoredEntry): void {
    if (!this.#rows.set(text, entry)) return;
    const others = this.#byTime.get(time);
    if (others) return void others.add(text);
    this.#byTime.set(time, new Set([text]));
    this.#times.splice(this.#indexOf(time), 0, time);
  }

  /** How many times are below this one. */
  #indexOf(time: number): number {
    return lowerBound(this.#times, time);
  }

  /** The set of its time stays, even if it is empty, until the time expires. */
  #delete(text: string, time: number): void {
    if (this.#rows.delete(text)) this.#byTime.get(time)?.delete(text);
  }

  expire(): Evicted[] {
    const evicted: Evicted[] = [];
    const last = this.observedTime - this.#retentionMs;
    if (this.#times.length === 0 || this.#times[0]! > last) return evicted;
    for (const time of this.#times.splice(0, this.#indexOf(last + 1))) {
      for (const text of this.#byTime.get(time)!) {
        evicted.push({ key: Buffer.from(text, 'latin1'), entry: this.#rows.get(text)! });
        this.#delete(text, time);
      }
      this.#byTime.delete(time);
    }
    return evicted;
  }

  /** With bounds, which have the same key: its rows by time. Without: all, by time and then by key. */
  *range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<Row> {
    const found = from && to ? this.#ofKey(from.toString('latin1'), to.toString('latin1')) : this.between(0, Infinity);
    yield* isReverse ? found.reverse() : found;
  }

  #ofKey(from: string, to: string): Row[] {
    return this.#rows.between(from, to).map(([text, entry]) => [Buffer.from(text, 'latin1'), entry]);
  }

  between(from: number, to: number): Row[] {
    const times = this.#times.slice(this.#indexOf(from), this.#indexOf(to + 1));
    return times.flatMap((time) =>
      sortedTexts(this.#byTime.get(time)!, (text) => this.#rows.split(text)).map((text): Row => {
        return [Buffer.from(text, 'latin1'), this.#rows.get(text)!];
      }),
    );
  }

  *prefix(prefix: Buffer): Generator<Row> {
    for (const row of this.between(0, Infinity)) if (row[0].subarray(0, prefix.length).equals(prefix)) yield row;
  }
}
