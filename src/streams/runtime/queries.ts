import { InvalidStateStoreError } from '../errors/streams-errors';
import { plainValues, ReadOnlyCoreStore } from '../stores/key-value-store';
import type { ReadOnlyKeyValueStore, StoreIterator, StoreType } from '../stores/store-types';

/** Which store, and which part of it. Java's StoreQueryParameters. */
export interface StoreQuery {
  readonly storeName: string;
  /** A timestamped store can be read as a keyValueStore: without the times. */
  readonly type: StoreType;
  /** Only of this partition. Default: of all that are here. */
  readonly partition?: number | undefined;
}

/** Finds the parts of a store at the time of each call: they move with their tasks. */
export type FindParts = () => readonly ReadOnlyCoreStore[];

/** The parts of a store that are in this process, as one. Java's CompositeReadOnlyKeyValueStore. */
export class CompositeStore implements ReadOnlyKeyValueStore<unknown, unknown> {
  readonly name: string;
  readonly #find: FindParts;
  readonly #type: StoreType;

  constructor({ storeName, type }: StoreQuery, find: FindParts) {
    this.name = storeName;
    this.#type = type;
    this.#find = find;
    this.#parts();
  }

  #parts(): ReadOnlyCoreStore[] {
    return this.#find().map((store) => {
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

/** Part after part. */
function joined(parts: readonly StoreIterator<unknown, unknown>[]): StoreIterator<unknown, unknown> {
  const rows = (function* (): Generator<[unknown, unknown]> {
    for (const part of parts) yield* part;
  })();
  const close = (): void => void rows.return(undefined);
  const self: StoreIterator<unknown, unknown> = {
    next: () => rows.next(),
    return: () => rows.return(undefined) as IteratorReturnResult<undefined>,
    close,
    [Symbol.iterator]: () => self,
    [Symbol.dispose]: close,
  };
  return self;
}
