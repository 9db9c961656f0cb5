import type { StoredEntry } from './key-value-bytes';
import type { StoreCore } from './store-core';
import type { KeyValueStore, ReadOnlyKeyValueStore, StoreIterator, ValueAndTimestamp } from './store-types';
import type { StoreType } from './store-plan';

/** Which form the values of a store have for its user. */
export interface ValueForm {
  read(core: StoreCore, entry: StoredEntry): unknown;
  /** The value itself and its time; `now`: the time of the record in hand. */
  write(given: unknown, now: number): { value: unknown; timestamp: number };
}

/** Values without a time. */
export const plainValues: ValueForm = {
  read: (core, entry) => core.value(entry),
  write: (value, timestamp) => ({ value, timestamp }),
};

/** Values with their times. */
export const timestampedValues: ValueForm = {
  read: (core, entry) => ({ value: core.value(entry), timestamp: entry.timestamp }),
  write(given, now) {
    const { value, timestamp } = (given ?? { value: null, timestamp: now }) as ValueAndTimestamp<unknown>;
    return { value, timestamp };
  },
};

export const formOf = (type: StoreType): ValueForm =>
  type.startsWith('timestamped') ? timestampedValues : plainValues;

/** Iterators live only as long as their generator. */
export function iterator(rows: Generator<[unknown, unknown]>): StoreIterator<unknown, unknown> {
  const close = (): void => void rows.return(undefined);
  const next = (): IteratorResult<[unknown, unknown]> => rows.next();
  const end = (): IteratorResult<[unknown, unknown]> => rows.return(undefined) as IteratorReturnResult<undefined>;
  const self: StoreIterator<unknown, unknown> = {
    next,
    return: end,
    close,
    [Symbol.iterator]: () => self,
    [Symbol.dispose]: close,
  };
  return self;
}

/** The readable side, over a core. Global stores are given out as this. */
export class ReadOnlyCoreStore implements ReadOnlyKeyValueStore<unknown, unknown> {
  /** @internal Operators read and write it without the forms of values. */
  readonly core: StoreCore;
  readonly #form: ValueForm;

  constructor(core: StoreCore, form: ValueForm) {
    this.core = core;
    this.#form = form;
  }

  /** @internal */
  get isTimestamped(): boolean {
    return this.#form === timestampedValues;
  }

  get name(): string {
    return this.core.name;
  }

  get(key: unknown): unknown {
    const entry = this.core.read(this.core.rawKey(key));
    return entry ? this.#form.read(this.core, entry) : null;
  }

  range(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return this.#rows(this.core.bytes.range(this.#bound(from), this.#bound(to), false));
  }

  reverseRange(from: unknown, to: unknown): StoreIterator<unknown, unknown> {
    return this.#rows(this.core.bytes.range(this.#bound(from), this.#bound(to), true));
  }

  all(): StoreIterator<unknown, unknown> {
    return this.range(null, null);
  }

  reverseAll(): StoreIterator<unknown, unknown> {
    return this.reverseRange(null, null);
  }

  prefixScan(prefix: Uint8Array | string): StoreIterator<unknown, unknown> {
    return this.#rows(this.core.bytes.prefix(Buffer.from(prefix as string)));
  }

  approximateNumEntries(): number {
    return this.core.bytes.size;
  }

  #bound(key: unknown): Buffer | null {
    return key === null || key === undefined ? null : this.core.rawKey(key);
  }

  #rows(entries: Iterable<readonly [Buffer, StoredEntry]>): StoreIterator<unknown, unknown> {
    const { core } = this;
    const form = this.#form;
    return iterator(
      (function* (): Generator<[unknown, unknown]> {
        for (const [key, entry] of entries) yield [core.key(key), form.read(core, entry)];
      })(),
    );
  }
}

/** What `suppress` holds back: only its node reads it. */
export class BufferStore {
  constructor(readonly core: StoreCore) {}

  get name(): string {
    return this.core.name;
  }
}

/** A key-value store as a processor sees it. `clock` has the time of the record in hand. */
export class CoreStore extends ReadOnlyCoreStore implements KeyValueStore<unknown, unknown> {
  readonly #form: ValueForm;
  readonly #clock: { readonly timestamp: number };

  constructor(core: StoreCore, form: ValueForm, clock: { readonly timestamp: number }) {
    super(core, form);
    this.#form = form;
    this.#clock = clock;
  }

  /** For processors that may only read it. */
  readOnly(): ReadOnlyCoreStore {
    return new ReadOnlyCoreStore(this.core, this.#form);
  }

  put(key: unknown, given: unknown): void {
    this.#write(this.core.rawKey(key), given);
  }

  putIfAbsent(key: unknown, given: unknown): unknown {
    const raw = this.core.rawKey(key);
    const entry = this.core.read(raw);
    if (entry) return this.#form.read(this.core, entry);
    this.#write(raw, given);
    return null;
  }

  putAll(entries: Iterable<readonly [key: unknown, value: unknown]>): void {
    for (const [key, given] of entries) this.put(key, given);
  }

  delete(key: unknown): unknown {
    const raw = this.core.rawKey(key);
    const entry = this.core.read(raw);
    const before = entry ? this.#form.read(this.core, entry) : null;
    this.#write(raw, null);
    return before;
  }

  #write(raw: Buffer, given: unknown): void {
    const now = this.#clock.timestamp;
    const { value, timestamp } = this.#form.write(given ?? null, now);
    this.core.write(raw, value, timestamp, now);
  }
}
