import { StreamsError } from '../../errors/streams-errors';
import { Windowed } from '../../windows/windowed';
import type { StoredEntry } from '../key-value-bytes';
import { iterator, timestampedValues, type ValueForm } from '../key-value-store';
import type { StoreCore } from '../store-core';
import type { SessionStore, StoreIterator, WindowStore } from '../store-types';
import { readTime, SESSION_SUFFIX, sessionKey, WINDOW_SUFFIX, windowKey } from './timed-keys';

type Row = readonly [key: Buffer, entry: StoredEntry];
type Pair = [key: unknown, value: unknown];

/** What stores of windows and of sessions share. `clock` has the time of the record in hand. */
abstract class TimedStore {
  constructor(
    /** @internal Operators read and write it without the forms of values. */
    readonly core: StoreCore,
    protected readonly form: ValueForm,
    private readonly clock: { readonly timestamp: number },
  ) {}

  /** @internal */
  get isTimestamped(): boolean {
    return this.form === timestampedValues;
  }

  get name(): string {
    return this.core.name;
  }

  protected write(raw: Buffer, given: unknown): void {
    const now = this.clock.timestamp;
    const { value, timestamp } = this.form.write(given ?? null, now);
    this.core.write(raw, value, timestamp, now);
  }

  protected read(raw: Buffer): unknown {
    const entry = this.core.read(raw);
    return entry ? this.form.read(this.core, entry) : null;
  }

  protected rows(found: Iterable<Row>, pair: (row: Row) => Pair | undefined): StoreIterator<never, never> {
    const rows = (function* (): Generator<Pair> {
      for (const row of found) {
        const made = pair(row);
        if (made) yield made;
      }
    })();
    return iterator(rows) as StoreIterator<never, never>;
  }
}

/** A window store as a processor sees it. */
export class WindowCoreStore extends TimedStore implements WindowStore<unknown, unknown> {
  readonly #sizeMs: number;

  constructor(core: StoreCore, form: ValueForm, clock: { readonly timestamp: number }, sizeMs: number) {
    super(core, form, clock);
    this.#sizeMs = sizeMs;
  }

  /** The same store with another form of its values. */
  as(form: ValueForm, clock: { readonly timestamp: number }): WindowCoreStore {
    return new WindowCoreStore(this.core, form, clock, this.#sizeMs);
  }

  put(key: unknown, value: unknown, windowStart: number): void {
    if (!(windowStart >= 0)) throw new StreamsError(`put: windowStart must not be negative, but is ${windowStart}`);
    this.write(windowKey(this.core.rawKey(key), windowStart), value);
  }

  fetch(key: unknown, time: number): never;
  fetch(key: unknown, from: number, to: number): StoreIterator<number, never>;
  fetch(key: unknown, from: number, to?: number): unknown {
    if (to === undefined) return this.read(windowKey(this.core.rawKey(key), from));
    return this.#ofKey(key, from, to, false);
  }

  backwardFetch(key: unknown, from: number, to: number): StoreIterator<number, never> {
    return this.#ofKey(key, from, to, true);
  }

  fetchAll(from: number, to: number): StoreIterator<never, never> {
    return this.#all(from, to, false);
  }

  backwardFetchAll(from: number, to: number): StoreIterator<never, never> {
    return this.#all(from, to, true);
  }

  all(): StoreIterator<never, never> {
    return this.#all(0, Infinity, false);
  }

  backwardAll(): StoreIterator<never, never> {
    return this.#all(0, Infinity, true);
  }

  #ofKey(key: unknown, from: number, to: number, isReverse: boolean): StoreIterator<number, never> {
    const { core, form } = this;
    return this.rows(rowsOfKey(core, core.rawKey(key), from, to, isReverse), ([raw, entry]) => {
      return [readTime(raw, raw.length - WINDOW_SUFFIX), form.read(core, entry)];
    });
  }

  #all(from: number, to: number, isReverse: boolean): StoreIterator<never, never> {
    const { core, form } = this;
    return this.rows(core.bytes.range(null, null, isReverse), ([raw, entry]) => {
      const at = raw.length - WINDOW_SUFFIX;
      const start = readTime(raw, at);
      if (start < from || start > to) return undefined;
      const key = core.key(raw.subarray(0, at));
      return [new Windowed(key, { start, end: start + this.#sizeMs }), form.read(core, entry)];
    });
  }
}

/** The windows of a key that begin within these times, with the keys of the changelog. */
export function rowsOfKey(core: StoreCore, raw: Buffer, from: number, to: number, isReverse: boolean): Iterable<Row> {
  if (to < 0) return [];
  const last = Math.min(to, Number.MAX_SAFE_INTEGER);
  return core.bytes.range(windowKey(raw, Math.max(0, from)), windowKey(raw, last, 0xffffffff), isReverse);
}

/** The sessions of a key that end at `earliestEnd` or later and begin at `latestStart` or earlier, by their ends. */
export function* sessionsOfKey(
  core: StoreCore,
  raw: Buffer,
  earliestEnd: number,
  latestStart: number,
): Generator<{ readonly start: number; readonly end: number; readonly raw: Buffer; readonly entry: StoredEntry }> {
  const from = sessionKey(raw, 0, Math.max(0, earliestEnd));
  const to = sessionKey(raw, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  for (const [found, entry] of core.bytes.range(from, to, false)) {
    const end = readTime(found, raw.length);
    const start = readTime(found, raw.length + 8);
    if (start <= latestStart) yield { start, end, raw: found, entry };
  }
}

/** A session store as a processor sees it. */
export class SessionCoreStore extends TimedStore implements SessionStore<unknown, unknown> {
  #raw({ key, window: { start, end } }: Windowed<unknown>): Buffer {
    return sessionKey(this.core.rawKey(key), start, end);
  }

  put(session: Windowed<unknown>, value: unknown): void {
    this.write(this.#raw(session), value);
  }

  remove(session: Windowed<unknown>): void {
    this.write(this.#raw(session), null);
  }

  findSessions(key: unknown, earliestEnd: number, latestStart: number): StoreIterator<never, never> {
    const { core } = this;
    const found = sessionsOfKey(core, core.rawKey(key), earliestEnd, latestStart);
    const rows = (function* (): Generator<Pair> {
      for (const { start, end, entry } of found) yield [new Windowed(key, { start, end }), core.value(entry)];
    })();
    return iterator(rows) as StoreIterator<never, never>;
  }

  fetchSession(key: unknown, start: number, end: number): unknown {
    return this.read(sessionKey(this.core.rawKey(key), start, end));
  }

  fetch(key?: unknown): StoreIterator<never, never> {
    if (key !== undefined) return this.findSessions(key, 0, Infinity);
    const { core, form } = this;
    return this.rows(core.bytes.range(null, null, false), ([raw, entry]) => {
      const at = raw.length - SESSION_SUFFIX;
      const window = { start: readTime(raw, at + 8), end: readTime(raw, at) };
      return [new Windowed(core.key(raw.subarray(0, at)), window), form.read(core, entry)];
    });
  }
}
