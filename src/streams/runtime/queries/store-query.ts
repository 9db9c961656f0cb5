import { InvalidStateStoreError } from '../../errors/streams-errors';
import type { StateStore, StoreIterator, StoreType } from '../../stores/store-types';

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

export function wrongType(name: string, type: StoreType): InvalidStateStoreError {
  return new InvalidStateStoreError(`The store ${name} is no ${type}. Ask for the type that it has`);
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
