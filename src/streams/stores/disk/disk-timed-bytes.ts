import { withoutOthers } from '../bytes/unwritten-entry';
import { lowerBound, type Row, type StoredEntry } from '../key-value-bytes';
import type { TimedParts } from '../store-plan';
import { DuplicateNumbers } from '../timed/duplicate-numbers';
import { RowsByKey, sortedTexts } from '../timed/rows-by-key';
import { readTime } from '../timed/timed-keys';
import type { DiskBytes, StateOfStore, StoreState } from './disk-bytes';
import { fromDiskKey, readEntry, toDiskKey, writeEntry } from './entries';
import type { DiskSegments } from './disk-segments';

/** More than an entry needs in the maps, whatever its bytes. */
const OVERHEAD = 500;

const textOf = (key: Buffer): string => key.toString('latin1');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Windows or sessions on disk, under what is not committed: to its users the same as in memory. */
export class DiskTimedBytes implements DiskBytes {
  observedTime!: number;
  pendingBytes = 0;
  readonly #name: string;
  readonly #parts: TimedParts;
  readonly #suffix: number;
  readonly #segments: DiskSegments;
  readonly #kept: StateOfStore;
  readonly #numbers = new DuplicateNumbers();
  /** Null: deleted. */
  readonly #pending: RowsByKey<StoredEntry | null>;
  readonly #pendingByTime = new Map<number, Set<string>>();
  /** All of its times, in order. */
  #pendingTimes: number[] = [];
  /** What is not later has expired, whether it is still on disk or not. */
  #expiredTo!: number;

  /** `suffix`: how many bytes follow the key itself. */
  constructor(
    name: string,
    parts: TimedParts,
    suffix: number,
    { segments, kept }: { segments: DiskSegments; kept: StateOfStore },
  ) {
    this.#name = name;
    this.#parts = parts;
    this.#suffix = suffix;
    this.#segments = segments;
    this.#kept = kept;
    this.#pending = new RowsByKey(suffix);
    this.rollBack();
  }

  get state(): StoreState {
    return this.#kept.read();
  }

  /** About: what has expired on disk, and what is there twice, counts, too. */
  get size(): number {
    return this.#segments.size + this.#pending.size;
  }

  nextSequence(): number {
    return this.#numbers.next();
  }

  #timeOf(key: Buffer): number {
    return readTime(key, key.length - this.#suffix);
  }

  get(key: Buffer): StoredEntry | undefined {
    const time = this.#timeOf(key);
    if (time <= this.#expiredTo) return undefined;
    const pending = this.#pending.get(textOf(key));
    if (pending !== undefined) return pending ?? undefined;
    const bytes = this.#segments.of(time)?.getBinary(toDiskKey(key, this.#name));
    return bytes && readEntry(bytes);
  }

  set(key: Buffer, entry: StoredEntry | null): readonly never[] | false {
    toDiskKey(key, this.#name, this.#segments.keyPrefix);
    // As in memory: a null is nobody's entry among duplicates.
    if (this.#parts.keepsDuplicates && !entry && !this.get(key)) return [];
    const time = this.#timeOf(key);
    this.observedTime = Math.max(this.observedTime, time);
    if (!this.#parts.waitsForResults) this.expire();
    const isKept = time > this.observedTime - this.#parts.retentionMs;
    if (isKept || !entry) this.#put(textOf(key), time, entry);
    return isKept ? [] : false;
  }

  #put(text: string, time: number, entry: StoredEntry | null): void {
    this.pendingBytes += OVERHEAD + text.length + (entry?.value.length ?? 0);
    if (!this.#pending.set(text, entry && withoutOthers(entry))) return;
    const others = this.#pendingByTime.get(time);
    if (others) others.add(text);
    else {
      this.#pendingByTime.set(time, new Set([text]));
      this.#pendingTimes.splice(lowerBound(this.#pendingTimes, time), 0, time);
    }
  }

  #pendingBetween(from: number, to: number): number[] {
    return this.#pendingTimes.slice(lowerBound(this.#pendingTimes, from), lowerBound(this.#pendingTimes, to + 1));
  }

  restore(key: Buffer, entry: StoredEntry | null): void {
    if (!this.#parts.keepsDuplicates) return void this.set(key, entry);
    const numbered = this.#numbers.renumbered(key);
    if (entry) this.set(numbered, entry);
  }

  /** Nobody has to put back what has expired: it leaves the disk with the commit. */
  expire(): readonly never[] {
    this.#expiredTo = Math.max(this.#expiredTo, this.observedTime - this.#parts.retentionMs);
    return [];
  }

  /** As in memory: with bounds, the rows of one key by time; without, all by time and then by key. */
  *range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<Row> {
    if (!from || !to) return yield* this.#byTime(0, Infinity, isReverse);
    const rows = this.#ofKey(from, to);
    yield* isReverse ? rows.reverse() : rows;
  }

  #ofKey(from: Buffer, to: Buffer): Row[] {
    const rows = new Map<string, StoredEntry | null>();
    const range = { start: toDiskKey(from, this.#name), end: toDiskKey(to, this.#name), inclusiveEnd: true };
    if (from.compare(to) > 0) return [];
    for (const table of this.#segments.between(this.#timeOf(from), this.#timeOf(to)))
      for (const { key: onDisk, value } of table.getRange(range)) {
        const key = fromDiskKey(onDisk);
        // Between the bounds lie keys of which this one is a part, too: they are longer.
        if (key.length === from.length) rows.set(textOf(key), readEntry(value));
      }
    for (const [text, entry] of this.#pending.between(textOf(from), textOf(to))) rows.set(text, entry);
    return this.#visible([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #visible(rows: Iterable<readonly [text: string, entry: StoredEntry | null | undefined]>): Row[] {
    const found: Row[] = [];
    for (const [text, entry] of rows) {
      const key = bytesOf(text);
      if (entry && this.#timeOf(key) > this.#expiredTo) found.push([key, entry]);
    }
    return found;
  }

  between(from: number, to: number): Iterable<Row> {
    return this.#byTime(from, to, false);
  }

  /** Segment after segment: the keys of one are in memory at a time. */
  *#byTime(from: number, to: number, isReverse: boolean): Generator<Row> {
    const low = Math.max(from, this.#expiredTo + 1);
    const segments = new Set(this.#segments.idsBetween(low, to));
    for (const time of this.#pendingBetween(low, to)) segments.add(this.#segments.id(time));
    const ordered = [...segments].sort((one, other) => (isReverse ? other - one : one - other));
    for (const segment of ordered) {
      const texts = this.#textsOf(segment, low, to);
      for (const text of isReverse ? texts.reverse() : texts) {
        const key = bytesOf(text);
        const entry = this.get(key);
        if (entry) yield [key, entry];
      }
    }
  }

  #textsOf(segment: number, from: number, to: number): string[] {
    const byTime = new Map<number, Set<string>>();
    const add = (text: string, time: number): void => {
      const others = byTime.get(time);
      if (others) others.add(text);
      else byTime.set(time, new Set([text]));
    };
    for (const key of this.#segments.keysOf(segment, from, to)) {
      const time = this.#timeOf(key);
      if (time >= from && time <= to) add(textOf(key), time);
    }
    for (const time of this.#pendingBetween(from, to))
      if (this.#segments.id(time) === segment) for (const text of this.#pendingByTime.get(time)!) add(text, time);
    const times = [...byTime.keys()].sort((one, other) => one - other);
    return times.flatMap((time) => sortedTexts(byTime.get(time)!, (text) => this.#pending.split(text)));
  }

  *prefix(prefix: Buffer): Generator<Row> {
    for (const row of this.between(0, Infinity)) if (row[0].subarray(0, prefix.length).equals(prefix)) yield row;
  }

  *flush(offset: number | undefined): Generator<void, void> {
    this.#segments.expire(this.#expiredTo);
    for (const [text, entry] of this.#pending.all()) {
      const key = bytesOf(text);
      const time = this.#timeOf(key);
      if (time > this.#expiredTo) this.#segments.put(time, toDiskKey(key, this.#name), entry && writeEntry(entry));
      yield;
    }
    this.#kept.write({
      offset,
      observedTime: this.observedTime,
      expiredTo: this.#expiredTo,
      sequence: this.#numbers.last,
      segments: this.#segments.ids,
    });
    this.rollBack();
  }

  rollBack(): void {
    const { observedTime = -1, expiredTo = -1, sequence = 0 } = this.state;
    this.observedTime = observedTime;
    this.#expiredTo = expiredTo;
    this.#numbers.last = sequence;
    this.#pending.clear();
    this.#pendingByTime.clear();
    this.#pendingTimes = [];
    this.pendingBytes = 0;
  }

  clear(): void {
    this.#segments.clear();
    this.#kept.write({});
    this.rollBack();
  }
}
