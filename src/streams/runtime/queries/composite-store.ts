import type { StateStore } from '../../stores/store-types';
import { CompositeStore } from './key-value-query';
import type { FindParts, StoreQuery } from './store-query';
import { CompositeSessionStore, CompositeWindowStore } from './timed-queries';

/** The parts of a store that are in this process, as one. @throws InvalidStateStoreError if it has another type. */
export function compositeStore(query: StoreQuery, find: FindParts): StateStore {
  switch (query.type) {
    case 'windowStore':
    case 'timestampedWindowStore':
      return new CompositeWindowStore(query, find);
    case 'sessionStore':
      return new CompositeSessionStore(query, find);
    default:
      return new CompositeStore(query, find);
  }
}
