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

/** What kind of store it is. */
export type StoreType = 'keyValueStore' | 'timestampedKeyValueStore';
