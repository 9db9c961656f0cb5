import type { Windowed } from '../windows/windowed';

/** A store of a topology. */
export interface StateStore {
  readonly name: string;
}

/** Entries in order. Also closes itself at its end, and at the end of a `using` block. */
export interface StoreIterator<K, V> extends IterableIterator<[key: K, value: V]> {
  close(): void;
  [Symbol.dispose](): void;
}

/** The readable side of a key-value store. Entries come in the order of the bytes of their keys. */
export interface ReadOnlyKeyValueStore<K, V> extends StateStore {
  /** null: there is none. */
  get(key: K): V | null;
  /** Both bounds inclusive; a null bound is open. */
  range(from: K | null, to: K | null): StoreIterator<K, V>;
  reverseRange(from: K | null, to: K | null): StoreIterator<K, V>;
  all(): StoreIterator<K, V>;
  reverseAll(): StoreIterator<K, V>;
  /** Entries whose key begins with these bytes (a text is UTF-8). Java's prefixScan with a serializer. */
  prefixScan(prefix: Uint8Array | string): StoreIterator<K, V>;
  /** In memory it is exact. */
  approximateNumEntries(): number;
}

/** Java's KeyValueStore. */
export interface KeyValueStore<K, V> extends ReadOnlyKeyValueStore<K, V> {
  /** null deletes. */
  put(key: K, value: V | null): void;
  /** Returns what was there, or null; then nothing was written. */
  putIfAbsent(key: K, value: V | null): V | null;
  putAll(entries: Iterable<readonly [key: K, value: V | null]>): void;
  /** Returns what was there, or null. */
  delete(key: K): V | null;
}

/** A value with its time in milliseconds since the epoch. Java's ValueAndTimestamp. */
export interface ValueAndTimestamp<V> {
  readonly value: V;
  readonly timestamp: number;
}

/** Java's TimestampedKeyValueStore: what the DSL's own stores are. */
export type TimestampedKeyValueStore<K, V> = KeyValueStore<K, ValueAndTimestamp<V>>;

/** The readable side of a window store. Bounds are inclusive; windows come by time, then by the bytes of their keys. */
export interface ReadOnlyWindowStore<K, V> extends StateStore {
  /** The window of a key that begins then; null: there is none. */
  fetch(key: K, time: number): V | null;
  /** The windows of a key that begin within these times. */
  fetch(key: K, from: number, to: number): StoreIterator<number, V>;
  /** The windows of several keys; a null bound is open. */
  fetch(keyFrom: K | null, keyTo: K | null, from: number, to: number): StoreIterator<Windowed<K>, V>;
  backwardFetch(key: K, from: number, to: number): StoreIterator<number, V>;
  backwardFetch(keyFrom: K | null, keyTo: K | null, from: number, to: number): StoreIterator<Windowed<K>, V>;
  /** The windows of all keys. */
  fetchAll(from: number, to: number): StoreIterator<Windowed<K>, V>;
  backwardFetchAll(from: number, to: number): StoreIterator<Windowed<K>, V>;
  all(): StoreIterator<Windowed<K>, V>;
  backwardAll(): StoreIterator<Windowed<K>, V>;
}

/** Java's WindowStore. */
export interface WindowStore<K, V> extends ReadOnlyWindowStore<K, V> {
  /** null deletes. What is older than the retention is not taken. */
  put(key: K, value: V | null, windowStart: number): void;
}

/** Java's TimestampedWindowStore: what the DSL's own stores of windows are. */
export type TimestampedWindowStore<K, V> = WindowStore<K, ValueAndTimestamp<V>>;

/** The readable side of a session store. Sessions come by their ends, then by the bytes of their keys. */
export interface ReadOnlySessionStore<K, V> extends StateStore {
  /** Sessions of a key that end at `earliestEnd` or later and begin at `latestStart` or earlier. */
  findSessions(key: K, earliestEnd: number, latestStart: number): StoreIterator<Windowed<K>, V>;
  /** Those of several keys; a null bound is open. */
  findSessions(
    keyFrom: K | null,
    keyTo: K | null,
    earliestEnd: number,
    latestStart: number,
  ): StoreIterator<Windowed<K>, V>;
  backwardFindSessions(key: K, earliestEnd: number, latestStart: number): StoreIterator<Windowed<K>, V>;
  backwardFindSessions(
    keyFrom: K | null,
    keyTo: K | null,
    earliestEnd: number,
    latestStart: number,
  ): StoreIterator<Windowed<K>, V>;
  /** null: there is none. */
  fetchSession(key: K, start: number, end: number): V | null;
  /** All sessions of a key; without one, of all keys. */
  fetch(key?: K): StoreIterator<Windowed<K>, V>;
  /** Those of several keys; a null bound is open. */
  fetch(keyFrom: K | null, keyTo: K | null): StoreIterator<Windowed<K>, V>;
  backwardFetch(key?: K): StoreIterator<Windowed<K>, V>;
  backwardFetch(keyFrom: K | null, keyTo: K | null): StoreIterator<Windowed<K>, V>;
}

/** Java's SessionStore. */
export interface SessionStore<K, V> extends ReadOnlySessionStore<K, V> {
  /** null deletes. What has ended longer ago than the retention is not taken. */
  put(session: Windowed<K>, value: V | null): void;
  remove(session: Windowed<K>): void;
}
