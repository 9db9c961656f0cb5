import { CoreStore, plainValues, ReadOnlyCoreStore } from '../../stores/key-value-store';
import type { ReadOnlyKeyValueStore, StoreIterator } from '../../stores/store-types';
import { hasTimes, joined, StoreParts, type FindParts, type StoreQuery } from './store-query';

/** The parts of a store that are in this process, as one. Java's CompositeReadOnlyKeyValueStore. */
export class CompositeStore implements ReadOnlyKeyValueStore<unknown, unknown> {
  readonly #parts: StoreParts<ReadOnlyCoreStore>;

  constructor(query: StoreQuery, find: FindParts) {
    this.#parts = new StoreParts(query, find, (found) => {
      const store = found instanceof CoreStore ? found.readOnly() : found;
      if (!(store instanceof ReadOnlyCoreStore)) return undefined;
      if (query.type === 'keyValueStore') return new ReadOnlyCoreStore(store.core, plainValues);
      return hasTimes(store, 'keyValueStore');
    });
  }

  get name(): string {
    return this.#parts.name;
  }

  get(key: unknown): unknown {
    for (const part of this.#parts.all()) {
      const value = part.get(key);
      if (value !== null) return value;
    }
    return null;
  }

  range(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return joined(this.#parts.all().map((part) => part.range(from, to)));
  }

  reverseRange(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return joined(this.#parts.all().map((part) => part.reverseRange(from, to)));
  }

  all(): StoreIterator<unknown, unknown> {
    return this.range(null, null);
  }

  reverseAll(): StoreIterator<unknown, unknown> {
    return this.reverseRange(null, null);
  }

  prefixScan(prefix: Uint8Array | string): StoreIterator<unknown, unknown> {
    return joined(this.#parts.all().map((part) => part.prefixScan(prefix)));
  }

  approximateNumEntries(): number {
    return this.#parts.all().reduce((sum, part) => sum + part.approximateNumEntries(), 0);
  }
}
