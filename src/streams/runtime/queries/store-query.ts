import { InvalidStateStoreError } from '../../errors/streams-errors';
import type { StoreType } from '../../stores/store-plan';
import type { StateStore, StoreIterator } from '../../stores/store-types';

/** Which store, and which part of it. Java's StoreQueryParameters. */
export interface StoreQuery {
  readonly storeName: string;
  /** A timestamped store can be read as a keyValueStore: without the times. */
  readonly type: StoreType;
  /** Only of this partition. Default: of all that are here. */
  readonly partition?: number | undefined;
}

/** Finds the parts of a store at the time of each call: they move with their tasks. */
export type FindParts = () => readonly StateStore[];

/** The parts of a store at the time of each call. `read`: one part as its type; undefined, if it has another one. */
export class StoreParts<T> {
  readonly name: string;
  readonly #type: StoreType;
  readonly #find: FindParts;
  readonly #read: (store: StateStore) => T | undefined;

  constructor({ storeName, type }: StoreQuery, find: FindParts, read: (store: StateStore) => T | undefined) {
    this.name = storeName;
    this.#type = type;
    this.#find = find;
    this.#read = read;
    this.all();
  }

  /** @throws InvalidStateStoreError if the store has another type. */
  all(): T[] {
    return this.#find().map((store) => {
      const part = this.#read(store);
      if (part !== undefined) return part;
      throw new InvalidStateStoreError(`The store ${this.name} is no ${this.#type}. Ask for the type that it has`);
    });
  }
}

/** For a query with times. */
export function hasTimes<T extends StateStore & { readonly isTimestamped: boolean }>(
  store: T,
  plainType: StoreType,
): T {
  if (store.isTimestamped) return store;
  throw new InvalidStateStoreError(`The store ${store.name} has no times: ask for a ${plainType}`);
}

/** Part after part. */
export function joined<K, V>(parts: readonly StoreIterator<K, V>[]): StoreIterator<K, V> {
  const rows = (function* (): Generator<[K, V]> {
    for (const part of parts) yield* part;
  })();
  const close = (): void => void rows.return(undefined);
  const self: StoreIterator<K, V> = {
    next: () => rows.next(),
    return: () => rows.return(undefined) as IteratorReturnResult<undefined>,
    close,
    [Symbol.iterator]: () => self,
    [Symbol.dispose]: close,
  };
  return self;
}
