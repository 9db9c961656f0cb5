import { ownText, textOf } from './key-text';
import { UnwrittenEntry } from './unwritten-entry';

/** A value of a store, as bytes, with its time in milliseconds. */
export interface StoredEntry {
  readonly value: Buffer;
  readonly timestamp: number;
}

/** An entry with its key. */
export type Row = readonly [key: Buffer, entry: StoredEntry];

/** An entry that had to leave. */
export interface Evicted {
  readonly key: Buffer;
  readonly entry: StoredEntry;
}

/** What a key-value store is made of: bytes in the order of their keys. */
export interface KeyValueBytes {
  readonly size: number;
  /** Of windows and sessions: the largest time that was put. It decides what has expired. */
  observedTime?: number | undefined;
  /** Of windows that keep duplicates: the number that the next one gets. */
  nextSequence?(): number;
  get(key: Buffer): StoredEntry | undefined;
  /** null deletes. Returns what had to leave for it, if there is something; false: it has expired, and is not kept. */
  set(key: Buffer, entry: StoredEntry | null): readonly Evicted[] | false | undefined;
  /** A record of the changelog, where it is more than {@link set}. */
  restore?(key: Buffer, entry: StoredEntry | null): void;
  /** Entries with `from` ≤ key ≤ `to`; a null bound is open. Entries changed meanwhile are seen as they are then. */
  range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Iterable<readonly [key: Buffer, StoredEntry]>;
  prefix(prefix: Buffer): Iterable<readonly [key: Buffer, StoredEntry]>;
  /** Of windows and sessions: those of these times, both inclusive, by time and then by key. */
  between?(from: number, to: number): Iterable<readonly [key: Buffer, StoredEntry]>;
  /** Of windows and sessions that wait until they have been sent on: lets go of what has expired. */
  expire?(): readonly Evicted[];
}

/** The index of the first of the sorted keys that is not below `bound`. */
export function lowerBound<K extends string | number>(keys: readonly K[], bound: K): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Much more than the largest records that share memory with others. */
const SHARED = 32_768;

/** A value that is a small part of a large piece of memory, such as a batch of records, would keep all of it. */
export function withoutOthers(entry: StoredEntry): StoredEntry {
  if (entry instanceof UnwrittenEntry) return entry;
  const { value, timestamp } = entry;
  const { byteLength } = value.buffer;
  return byteLength < SHARED || byteLength < 2 * value.length ? entry : { value: Buffer.from(value), timestamp };
}

/** In memory: a Map, and a sorted index that is made by the first range. */
export class InMemoryKeyValueBytes implements KeyValueBytes {
  readonly #entries = new Map<string, StoredEntry>();
  #sorted: string[] | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: Buffer): StoredEntry | undefined {
    return this.#entries.get(textOf(key));
  }

  set(key: Buffer, entry: StoredEntry | null): undefined {
    const text = textOf(key);
    const before = this.#entries.size;
    if (entry) this.#entries.set(text, withoutOthers(entry));
    else this.#entries.delete(text);
    if (this.#entries.size === before) return;
    if (entry) this.#keepOwn(text);
    if (this.#sorted) this.#reindex(text, entry !== null);
  }

  /** The key is new. */
  #keepOwn(text: string): void {
    const entry = this.#entries.get(text)!;
    this.#entries.delete(text);
    this.#entries.set(ownText(text), entry);
  }

  #reindex(text: string, isNew: boolean): void {
    const at = lowerBound(this.#sorted!, text);
    if (isNew) this.#sorted!.splice(at, 0, ownText(text));
    else this.#sorted!.splice(at, 1);
  }

  *range(from: Buffer | null, to: Buffer | null, isReverse: boolean): Generator<readonly [Buffer, StoredEntry]> {
    const keys = this.#keys();
    const first = from ? lowerBound(keys, textOf(from)) : 0;
    // No key lies between a bound and the bound with one NUL more.
    const last = to ? lowerBound(keys, `${textOf(to)}\0`) : keys.length;
    yield* this.#rows(keys.slice(first, Math.max(first, last)), isReverse);
  }

  *prefix(prefix: Buffer): Generator<readonly [Buffer, StoredEntry]> {
    const keys = this.#keys();
    const text = textOf(prefix);
    const found: string[] = [];
    for (let i = lowerBound(keys, text); i < keys.length && keys[i]!.startsWith(text); i++) found.push(keys[i]!);
    yield* this.#rows(found, false);
  }

  #keys(): string[] {
    this.#sorted ??= [...this.#entries.keys()].sort();
    return this.#sorted;
  }

  *#rows(keys: string[], isReverse: boolean): Generator<readonly [Buffer, StoredEntry]> {
    for (const key of isReverse ? keys.reverse() : keys) {
      const entry = this.#entries.get(key);
      if (entry) yield [Buffer.from(key, 'latin1'), entry];
    }
  }
}
