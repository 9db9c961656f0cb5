import { plainValues } from '../../stores/key-value-store';
import type { ReadOnlySessionStore, ReadOnlyWindowStore, StoreIterator } from '../../stores/store-types';
import { SessionCoreStore } from '../../stores/timed/session-store';
import { WindowCoreStore } from '../../stores/timed/window-store';
import { hasTimes, joined, StoreParts, type FindParts, type StoreQuery } from './store-query';

type Rows = StoreIterator<never, never>;

/** The first value that a part has. */
function firstOf(values: Iterable<unknown>): unknown {
  for (const value of values) if (value !== null) return value;
  return null;
}

/** The parts of a window store that are in this process, as one. Java's CompositeReadOnlyWindowStore. */
export class CompositeWindowStore implements ReadOnlyWindowStore<unknown, unknown> {
  readonly #parts: StoreParts<WindowCoreStore>;

  constructor(query: StoreQuery, find: FindParts) {
    this.#parts = new StoreParts(query, find, (store) => {
      if (!(store instanceof WindowCoreStore)) return undefined;
      return query.type === 'windowStore' ? store.as(plainValues) : hasTimes(store, 'windowStore');
    });
  }

  get name(): string {
    return this.#parts.name;
  }

  fetch(key: unknown, time: number): never;
  fetch(key: unknown, from: number, to: number): StoreIterator<number, never>;
  fetch(keyFrom: unknown, keyTo: unknown, from: number, to: number): Rows;
  fetch(...args: unknown[]): unknown {
    const found = this.#parts.all().map((part) => part.fetch(...(args as [unknown, number])) as unknown);
    return args.length === 2 ? firstOf(found) : joined(found as Rows[]);
  }

  backwardFetch(key: unknown, from: number, to: number): StoreIterator<number, never>;
  backwardFetch(keyFrom: unknown, keyTo: unknown, from: number, to: number): Rows;
  backwardFetch(...args: unknown[]): Rows {
    return joined(this.#parts.all().map((part) => part.backwardFetch(...(args as [unknown, unknown, number, number]))));
  }

  fetchAll(from: number, to: number): Rows {
    return joined(this.#parts.all().map((part) => part.fetchAll(from, to)));
  }

  backwardFetchAll(from: number, to: number): Rows {
    return joined(this.#parts.all().map((part) => part.backwardFetchAll(from, to)));
  }

  all(): Rows {
    return joined(this.#parts.all().map((part) => part.all()));
  }

  backwardAll(): Rows {
    return joined(this.#parts.all().map((part) => part.backwardAll()));
  }
}

/** The parts of a session store that are in this process, as one. Java's CompositeReadOnlySessionStore. */
export class CompositeSessionStore implements ReadOnlySessionStore<unknown, unknown> {
  readonly #parts: StoreParts<SessionCoreStore>;

  constructor(query: StoreQuery, find: FindParts) {
    this.#parts = new StoreParts(query, find, (store) => (store instanceof SessionCoreStore ? store : undefined));
  }

  get name(): string {
    return this.#parts.name;
  }

  findSessions(...args: [unknown, unknown, number, number] | [unknown, number, number]): Rows {
    return joined(this.#parts.all().map((part) => part.findSessions(...(args as [unknown, number, number]))));
  }

  backwardFindSessions(...args: [unknown, unknown, number, number] | [unknown, number, number]): Rows {
    return joined(this.#parts.all().map((part) => part.backwardFindSessions(...(args as [unknown, number, number]))));
  }

  fetchSession(key: unknown, start: number, end: number): unknown {
    return firstOf(this.#parts.all().map((part) => part.fetchSession(key, start, end)));
  }

  fetch(...keys: readonly unknown[]): Rows {
    return joined(this.#parts.all().map((part) => part.fetch(...keys)));
  }

  backwardFetch(...keys: readonly unknown[]): Rows {
    return joined(this.#parts.all().map((part) => part.backwardFetch(...keys)));
  }
}
