import { withTimes } from '../timed/timed-keys';
import { fromDiskKey } from './entries';
import type { LmdbTable } from './lmdb';

/** Of a segment at least, in milliseconds. Java's. */
const LEAST_MS = 60_000;
/** A retention of two segments touches three. */
const TABLES = 3;
const NONE = Buffer.alloc(0);
const EIGHT = 8;
/** After the last time that a key can have. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The tables of windows or sessions: each segment of time has its own, which is emptied as a whole when its times have
 * expired, and taken for another segment then. Keys are those of the changelog.
 */
export interface DiskSegments {
  /** The segments that have entries. */
  readonly ids: readonly number[];
  readonly size: number;
  /** So many bytes stand before a key in one of the tables. */
  readonly keyPrefix: number;
  id(time: number): number;
  of(time: number): LmdbTable | undefined;
  between(from: number, to: number): LmdbTable[];
  idsBetween(from: number, to: number): number[];
  /** At least those of these times. */
  keysOf(segment: number, from: number, to: number): Iterable<Buffer>;
  /** Null removes. */
  put(time: number, key: Buffer, value: Buffer | null): void;
  /** Lets go of segments that have no later times. */
  expire(time: number): void;
  clear(): void;
}

export class SegmentTables implements DiskSegments {
  readonly keyPrefix = 0;
  readonly #segmentMs: number;
  readonly #tables: readonly LmdbTable[];
  readonly #ids: Set<number>;

  /** `ids`: the segments that have entries. */
  constructor(retentionMs: number, open: (name: string) => LmdbTable, ids: readonly number[] = []) {
    this.#segmentMs = Math.max(LEAST_MS, Math.ceil(retentionMs / 2));
    this.#tables = Array.from({ length: TABLES }, (_, i) => open(String(i)));
    this.#ids = new Set(ids);
  }

  get ids(): readonly number[] {
    return [...this.#ids];
  }

  get size(): number {
    return this.#tables.reduce((sum, table) => sum + table.getStats().entryCount, 0);
  }

  id(time: number): number {
    return Math.floor(time / this.#segmentMs);
  }

  #table(segment: number): LmdbTable {
    return this.#tables[segment % TABLES]!;
  }

  of(time: number): LmdbTable | undefined {
    const segment = this.id(time);
    return this.#ids.has(segment) ? this.#table(segment) : undefined;
  }

  between(from: number, to: number): LmdbTable[] {
    return this.idsBetween(from, to).map((segment) => this.#table(segment));
  }

  idsBetween(from: number, to: number): number[] {
    const [first, last] = [this.id(from), this.id(to)];
    return [...this.#ids].filter((segment) => segment >= first && segment <= last);
  }

  *keysOf(segment: number): Generator<Buffer> {
    if (this.#ids.has(segment)) for (const key of this.#table(segment).getKeys({})) yield fromDiskKey(key);
  }

  put(time: number, key: Buffer, value: Buffer | null): void {
    const segment = this.id(time);
    if (!value) return void this.of(time)?.removeSync(key);
    this.#ids.add(segment);
    this.#table(segment).putSync(key, value);
  }

  expire(time: number): void {
    for (const segment of this.#ids) {
      if ((segment + 1) * this.#segmentMs - 1 > time) continue;
      this.#table(segment).clearSync();
      this.#ids.delete(segment);
    }
  }

  clear(): void {
    for (const table of this.#tables) table.clearSync();
    this.#ids.clear();
  }
}

/**
 * Of windows that wait for their final results: one table, and the same keys by time, so that those which close are
 * found at once. They may have to wait for long, so that there is no number of segments.
 */
export class IndexedTable implements DiskSegments {
  readonly ids = [0];
  readonly keyPrefix = EIGHT;
  readonly #table: LmdbTable;
  readonly #index: LmdbTable;

  constructor(open: (name: string) => LmdbTable) {
    this.#table = open('0');
    this.#index = open('times');
  }

  get size(): number {
    return this.#table.getStats().entryCount;
  }

  id(): number {
    return 0;
  }

  of(): LmdbTable {
    return this.#table;
  }

  between(): LmdbTable[] {
    return [this.#table];
  }

  idsBetween(): number[] {
    return [0];
  }

  *keysOf(_segment: number, from: number, to: number): Generator<Buffer> {
    for (const key of this.#indexed(from, to)) yield fromDiskKey(key.subarray(EIGHT));
  }

  #indexed(from: number, to: number): Iterable<Buffer> {
    return this.#index.getKeys({ start: withTimes(NONE, from), end: withTimes(NONE, Math.min(to, LAST - 1) + 1) });
  }

  put(time: number, key: Buffer, value: Buffer | null): void {
    const indexed = Buffer.concat([withTimes(NONE, time), key]);
    if (value) {
      this.#table.putSync(key, value);
      this.#index.putSync(indexed, NONE);
    } else {
      this.#table.removeSync(key);
      this.#index.removeSync(indexed);
    }
  }

  expire(time: number): void {
    if (time < 0) return;
    for (const indexed of [...this.#indexed(0, time)]) {
      this.#table.removeSync(indexed.subarray(EIGHT));
      this.#index.removeSync(indexed);
    }
  }

  clear(): void {
    this.#table.clearSync();
    this.#index.clearSync();
  }
}
