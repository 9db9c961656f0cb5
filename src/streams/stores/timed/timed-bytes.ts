import { lowerBound, withoutOthers, type Evicted, type KeyValueBytes, type StoredEntry } from '../key-value-bytes';
import type { TimedParts } from '../store-plan';
import { readTime } from './timed-keys';

type Row = readonly [key: Buffer, entry: StoredEntry];

/** The rows of one key by the text of what follows the key: its times. */
interface Rows {
  readonly suffixes: string[];
  readonly entries: StoredEntry[];
}

/**
 * Windows or sessions in memory, by the keys of their changelog: a key, then the time by which they expire (8 bytes),
 * then more. What is `retentionMs` older than the latest is neither kept nor taken. Java's InMemoryWindowStore and
 * InMemorySessionStore.
 */
export class TimedBytes implements KeyValueBytes {
  /** The largest time that was put. */
  observedTime = -1;
  size = 0;
  readonly #retentionMs: number;
  readonly #suffix: number;
  readonly #keepsDuplicates: boolean;
  readonly #waitsForResults: boolean;
  /** Of the latest duplicate. */
  #sequence = 0;
  readonly #rows = new Map<string, Rows>();
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
  }

  nextSequence(): number {
    this.#sequence = (this.#sequence + 1) & 0x7fffffff;
    return this.#sequence;
  }

  #split(text: string): [key: string, suffix: string] {
    return [text.slice(0, -this.#suffix), text.slice(-this.#suffix)];
  }

  get(key: Buffer): StoredEntry | undefined {
    return this.#find(key.toString('latin1'));
  }

  #find(text: string): StoredEntry | undefined {
    const [key, suffix] = this.#split(text);
    const rows = this.#rows.get(key);
    const at = rows ? lowerBound(rows.suffixes, suffix) : 0;
    return rows?.suffixes[at] === suffix ? rows.entries[at] : undefined;
  }

  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | false {
    // A null is nobody's entry among duplicates. It does not move the time either, as in Java's RocksDB.
    if (this.#keepsDuplicates && !entry && !this.get(key)) return [];
    const time = readTime(key, key.length - this.#suffix);
    this.observedTime = Math.max(this.observedTime, time);
    const evicted = this.#waitsForResults ? [] : this.expire();
    const text = key.toString('latin1');
    if (!entry) this.#delete(text, time);
    if (time <= this.observedTime - this.#retentionMs) return false;
    if (entry) this.#put(text, time, withoutOthers(entry));
    return evicted;
  }

  /**
   * Java numbers duplicates from 1 on after each start, so equal keys are different entries, in the order of the
   * changelog. Each gets a number behind those before; ours go on from there, so that none overwrites another.
   */
  restore(key: Buffer, entry: StoredEntry | null): void {
    if (!this.#keepsDuplicates) return void this.set(key, entry);
    const at = key.length - 4;
    const given = key.readUInt32BE(at);
    this.#sequence = given > this.#sequence ? given : this.nextSequence();
    if (!entry) return;
    const numbered = Buffer.from(key);
    numbered.writeUInt32BE(this.#sequence, at);
    this.set(numbered, entry);
  }

  #put(text: string, time: number, entry: StoredEntry): void {
    const [key, suffix] = this.#split(text);
    let rows = this.#rows.get(key);
    if (!rows) this.#rows.set(key, (rows = { suffixes: [], entries: [] }));
    const at = lowerBound(rows.suffixes, suffix);
    const isThere = rows.suffixes[at] === suffix;
    if (isThere) {
      rows.entries[at] = entry;
      return;
    }
    rows.suffixes.splice(at, 0, suffix);
    rows.entries.splice(at, 0, entry);
    this.size++;
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
    const [key, suffix] = this.#split(text);
    const rows = this.#rows.get(key);
    const at = rows ? lowerBound(rows.suffixes, suffix) : 0;
    if (rows?.suffixes[at] !== suffix) return;
    rows.suffixes.splice(at, 1);
    rows.entries.splice(at, 1);
    this.size--;
    if (rows.suffixes.length === 0) this.#rows.delete(key);
    this.#byTime.get(time)?.delete(text);
  }

  expire(): Evicted[] {
    const evicted: Evicted[] = [];
    const last = this.observedTime - this.#retentionMs;
    if (this.#times.length === 0 || this.#times[0]! > last) return evicted;
    for (const time of this.#times.splice(0, this.#indexOf(last + 1))) {
      for (const text of this.#byTime.get(time)!) {
        evicted.push({ key: Buffer.from(text, 'latin1'), entry: this.#find(text)! });
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
    const [key, first] = this.#split(from);
    const rows = this.#rows.get(key);
    if (!rows) return [];
    const begin = lowerBound(rows.suffixes, first);
    const end = lowerBound(rows.suffixes, `${this.#split(to)[1]}\0`);
    return rows.suffixes
      .slice(begin, Math.max(begin, end))
      .map((suffix, i) => [Buffer.from(key + suffix, 'latin1'), rows.entries[begin + i]!]);
  }

  between(from: number, to: number): Row[] {
    const times = this.#times.slice(this.#indexOf(from), this.#indexOf(to + 1));
    return times.flatMap((time) => {
      const split = [...this.#byTime.get(time)!].map((text) => this.#split(text));
      split.sort(([a, c], [b, d]) => (a !== b ? (a < b ? -1 : 1) : c < d ? -1 : 1));
      return split.map(([key, suffix]): Row => {
        return [Buffer.from(key + suffix, 'latin1'), this.#find(key + suffix)!];
      });
    });
  }

  *prefix(prefix: Buffer): Generator<Row> {
    for (const row of this.between(0, Infinity)) if (row[0].subarray(0, prefix.length).equals(prefix)) yield row;
  }
}
