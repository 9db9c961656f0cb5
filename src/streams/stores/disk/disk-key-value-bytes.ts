import { withoutOthers } from '../bytes/unwritten-entry';
import { lowerBound, type Row, type StoredEntry } from '../key-value-bytes';
import { CHUNK, type DiskBytes, type StateOfStore, type StoreState } from './disk-bytes';
import { fromDiskKey, readEntry, toDiskKey, writeEntry } from './entries';
import type { LmdbTable } from './lmdb';

const FIRST = Buffer.alloc(1);
/** More than an entry needs in a Map, whatever its bytes. */
const OVERHEAD = 400;

/** A key-value store on disk, under what is not committed. */
export class DiskKeyValueBytes implements DiskBytes {
  readonly #name: string;
  readonly #table: LmdbTable;
  readonly #kept: StateOfStore;
  /** By key as Latin-1; null: deleted. */
  readonly #pending = new Map<string, StoredEntry | null>();
  /** Its keys in order, from the first range on. */
  #sorted: string[] | undefined;
  pendingBytes = 0;

  constructor(name: string, table: LmdbTable, kept: StateOfStore) {
    this.#name = name;
    this.#table = table;
    this.#kept = kept;
  }

  get state(): StoreState {
    return this.#kept.read();
  }

  get size(): number {
    let { entryCount } = this.#table.getStats();
    for (const [text, entry] of this.#pending) {
      const isOnDisk = this.#onDisk(Buffer.from(text, 'latin1')) !== undefined;
      if (isOnDisk !== (entry !== null)) entryCount += isOnDisk ? -1 : 1;
    }
    return entryCount;
  }

  get(key: Buffer): StoredEntry | undefined {
    const pending = this.#pending.get(key.toString('latin1'));
    return pending === undefined ? this.#onDisk(key) : (pending ?? undefined);
  }

  #onDisk(key: Buffer): StoredEntry | undefined {
    const bytes = this.#table.getBinary(toDiskKey(key, this.#name));
    return bytes && readEntry(bytes);
  }

  set(key: Buffer, entry: StoredEntry | null): undefined {
    toDiskKey(key, this.#name);
    const text = key.toString('latin1');
    const before = this.#pending.size;
    this.#pending.set(text, entry && withoutOthers(entry));
    this.pendingBytes += OVERHEAD + key.length + (entry?.value.length ?? 0);
    if (this.#sorted && this.#pending.size !== before) this.#sorted.splice(lowerBound(this.#sorted, text), 0, text);
  }

  *range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<Row> {
    const keys = this.#keys();
    const first = from ? lowerBound(keys, from.toString('latin1')) : 0;
    const last = to ? lowerBound(keys, `${to.toString('latin1')}\0`) : keys.length;
    const pending = keys.slice(first, Math.max(first, last));
    yield* this.#merged(isReverse ? pending.reverse() : pending, this.#rows(from, to, isReverse), isReverse);
  }

  *prefix(prefix: Buffer): Generator<Row> {
    const keys = this.#keys();
    const text = prefix.toString('latin1');
    const first = lowerBound(keys, text);
    let last = first;
    while (last < keys.length && keys[last]!.startsWith(text)) last++;
    yield* this.#merged(keys.slice(first, last), this.#startingWith(prefix), false);
  }

  *#startingWith(prefix: Buffer): Generator<Row> {
    for (const row of this.#rows(prefix, null, false)) {
      if (!row[0].subarray(0, prefix.length).equals(prefix)) return;
      yield row;
    }
  }

  #keys(): string[] {
    this.#sorted ??= [...this.#pending.keys()].sort();
    return this.#sorted;
  }

  /** Those on disk. */
  *#rows(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<Row> {
    const low = from ? toDiskKey(from, this.#name) : FIRST;
    const high = to ? toDiskKey(to, this.#name) : undefined;
    if (high && low.compare(high) > 0) return;
    let start = isReverse ? high : low;
    let exclusiveStart = false;
    for (;;) {
      const bounds = { start, end: isReverse ? low : high, exclusiveStart, inclusiveEnd: true };
      const chunk = [...this.#table.getRange({ ...bounds, reverse: isReverse, limit: CHUNK })];
      for (const { key, value } of chunk) yield [fromDiskKey(key), readEntry(value)];
      if (chunk.length < CHUNK) return;
      start = chunk.at(-1)!.key;
      exclusiveStart = true;
    }
  }

  /** Both are in order. What is pending replaces what is on disk. */
  *#merged(pending: readonly string[], rows: Iterable<Row>, isReverse: boolean): Generator<Row> {
    let i = 0;
    for (const row of rows) {
      const text = row[0].toString('latin1');
      while (i < pending.length && (isReverse ? pending[i]! > text : pending[i]! < text))
        yield* this.#now(pending[i++]!);
      if (pending[i] === text) i++;
      const entry = this.#pending.get(text);
      if (entry === undefined) yield row;
      else if (entry) yield [row[0], entry];
    }
    while (i < pending.length) yield* this.#now(pending[i++]!);
  }

  /** As it is by now. */
  *#now(text: string): Generator<Row> {
    const key = Buffer.from(text, 'latin1');
    const entry = this.get(key);
    if (entry) yield [key, entry];
  }

  *flush(offset: number | undefined): Generator<void, void> {
    // In order, so that what lies on one page of the disk is written together.
    for (const text of this.#keys()) {
      const entry = this.#pending.get(text);
      const key = toDiskKey(Buffer.from(text, 'latin1'), this.#name);
      if (entry) this.#table.putSync(key, writeEntry(entry));
      else this.#table.removeSync(key);
      yield;
    }
    if (offset !== this.state.offset) this.#kept.write({ offset });
    this.rollBack();
  }

  rollBack(): void {
    this.#pending.clear();
    this.#sorted = undefined;
    this.pendingBytes = 0;
  }

  clear(): void {
    this.#table.clearSync();
    this.#kept.write({});
    this.rollBack();
  }
}
