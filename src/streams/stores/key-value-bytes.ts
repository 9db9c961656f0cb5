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
