import { Windowed } from '../../windows/windowed';
import type { Row, StoredEntry } from '../key-value-bytes';
import type { StoreCore } from '../store-core';
import type { SessionStore, StoreIterator } from '../store-types';
import { readTime, SESSION_SUFFIX, sessionKey } from './timed-keys';
import { TimedStore } from './timed-store';

/** The sessions of a key that end at `earliestEnd` or later and begin at `latestStart` or earlier, by their ends. */
export function* sessionsOfKey(
  core: StoreCore,
  raw: Buffer,
  earliestEnd: number,
  latestStart: number,
  isReverse = false,
): Generator<{ readonly start: number; readonly end: number; readonly raw: Buffer; readonly entry: StoredEntry }> {
  const from = sessionKey(raw, 0, Math.max(0, earliestEnd));
  const to = sessionKey(raw, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  for (const [found, entry] of core.bytes.range(from, to, isReverse)) {
    const end = readTime(found, raw.length);
    const start = readTime(found, raw.length + 8);
    if (start <= latestStart) yield { start, end, raw: found, entry };
  }
}

/** Sessions of one key that end together: the latest start first, as in Java's InMemorySessionStore; backward, last. */
function* byStart(rows: Iterable<Row>): Generator<Row> {
  let together: Row[] = [];
  for (const row of rows) {
    const [first] = together;
    const at = row[0].length - 8;
    if (first && !(first[0].length === row[0].length && first[0].subarray(0, at).equals(row[0].subarray(0, at)))) {
      yield* together.reverse();
      together = [];
    }
    together.push(row);
  }
  yield* together.reverse();
}

/** The arguments of a search: one key or two, which may be null, then the earliest end and the latest start. */
type Search = readonly [...keys: unknown[], earliestEnd: number, latestStart: number];

/** A session store as a processor sees it. */
export class SessionCoreStore extends TimedStore implements SessionStore<unknown, unknown> {
  #raw({ key, window: { start, end } }: Windowed<unknown>): Buffer {
    return sessionKey(this.core.rawKey(key), start, end);
  }

  put(session: Windowed<unknown>, value: unknown): void {
    this.write(this.#raw(session), value);
  }

  remove(session: Windowed<unknown>): void {
    const raw = this.#raw(session);
    // The time of a session that is not there does not count.
    if (this.core.read(raw)) this.write(raw, null);
    else this.logDeletion(raw);
  }

  findSessions(key: unknown, earliestEnd: number, latestStart: number): StoreIterator<never, never>;
  findSessions(from: unknown, to: unknown, earliestEnd: number, latestStart: number): StoreIterator<never, never>;
  findSessions(...search: unknown[]): StoreIterator<never, never> {
    return this.#find(search as unknown as Search, false);
  }

  backwardFindSessions(key: unknown, earliestEnd: number, latestStart: number): StoreIterator<never, never>;
  backwardFindSessions(
    from: unknown,
    to: unknown,
    earliestEnd: number,
    latestStart: number,
  ): StoreIterator<never, never>;
  backwardFindSessions(...search: unknown[]): StoreIterator<never, never> {
    return this.#find(search as unknown as Search, true);
  }

  fetchSession(key: unknown, start: number, end: number): unknown {
    return this.read(sessionKey(this.core.rawKey(key), start, end));
  }

  fetch(...keys: readonly unknown[]): StoreIterator<never, never> {
    return this.#find([...keys, 0, Infinity], false);
  }

  backwardFetch(...keys: readonly unknown[]): StoreIterator<never, never> {
    return this.#find([...keys, 0, Infinity], true);
  }

  #find(search: Search, isReverse: boolean): StoreIterator<never, never> {
    const [earliestEnd, latestStart] = search.slice(-2) as [number, number];
    const keys = search.slice(0, -2);
    const { core, form } = this;
    if (keys.length === 1 && keys[0] !== undefined) {
      const found = sessionsOfKey(core, core.rawKey(keys[0]), earliestEnd, latestStart, isReverse);
      const rows = (function* (): Generator<Row> {
        for (const { raw, entry } of found) yield [raw, entry];
      })();
      return this.rows(byStart(rows), ([raw, entry]) => [this.#windowed(raw), form.read(core, entry)]);
    }
    const isWanted = this.between(keys[0] ?? null, keys[1] ?? null);
    return this.rows(byStart(core.bytes.range(null, null, isReverse)), ([raw, entry]) => {
      const at = raw.length - SESSION_SUFFIX;
      const isFound = readTime(raw, at) >= earliestEnd && readTime(raw, at + 8) <= latestStart;
      return isFound && isWanted(raw.subarray(0, at)) ? [this.#windowed(raw), form.read(core, entry)] : undefined;
    });
  }

  #windowed(raw: Buffer): Windowed<unknown> {
    const at = raw.length - SESSION_SUFFIX;
    return new Windowed(this.core.key(raw.subarray(0, at)), { start: readTime(raw, at + 8), end: readTime(raw, at) });
  }
}
