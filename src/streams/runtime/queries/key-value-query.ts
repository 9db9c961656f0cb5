import { InvalidStateStoreError } from '../../errors/streams-errors';
import { CoreStore, plainValues, ReadOnlyCoreStore } from '../../stores/key-value-store';
import type { ReadOnlyKeyValueStore, StoreIterator } from '../../stores/store-types';
import { joined, wrongType, type FindParts, type StoreQuery } from './store-query';

/** The parts of a store that are in this process, as one. Java's CompositeReadOnlyKeyValueStore. */
export class CompositeStore implements ReadOnlyKeyValueStore<unknown, unknown> {
  readonly name: string;
  readonly #find: FindParts;
  readonly #type: StoreQuery['type'];

  constructor({ storeName, type }: StoreQuery, find: FindParts) {
    this.name = storeName;
    this.#type = type;
    this.#find = find;
    this.#parts();
  }

  #parts(): ReadOnlyCoreStore[] {
    return this.#find().map((found) => {
      const store = found instanceof CoreStore ? found.readOnly() : found;
      if (!(store instanceof ReadOnlyCoreStore)) throw wrongType(this.name, this.#type);
      if (this.#type === 'keyValueStore') return new ReadOnlyCoreStore(store.core, plainValues);
      if (store.isTimestamped) return store;
      throw new InvalidStateStoreError(`The store ${this.name} has no times: ask for a keyValueStore`);
    });
  }

  get(key: unknown): unknown {
    for (const part of this.#parts()) {
      const value = part.get(key);
      if (value !== null) return value;
    }
    return null;
  }

  range(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return joined(this.#parts().map((part) => part.range(from, to)));
  }

  reverseRange(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return joined(this.#parts().map((part) => part.reverseRange(from, to)));
  }

  all(): StoreIterator<unknown, unknown> {
    return this.range(null, null);
  }

  reverseAll(): StoreIterator<unknown, unknown> {
    return this.reverseRange(null, null);
  }

  prefixScan(prefix: Uint8Array | string): StoreIterator<unknown, unknown> {
    return joined(this.#parts().map((part) => part.prefixScan(prefix)));
  }

  approximateNumEntries(): number {
    return this.#parts().reduce((sum, part) => sum + part.approximateNumEntries(), 0);
  }
}
