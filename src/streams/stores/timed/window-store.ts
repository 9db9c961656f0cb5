import type { Row } from '../key-value-bytes';
import { StreamsError } from '../../errors/streams-errors';
import { Windowed } from '../../windows/windowed';
import type { ValueForm } from '../key-value-store';
import type { StoreCore } from '../store-core';
import type { TimedParts } from '../store-plan';
import type { StoreIterator, WindowStore } from '../store-types';
import { readTime, WINDOW_SUFFIX, windowKey } from './timed-keys';
import { TimedStore, type StoreTask } from './timed-store';

/** A window store as a processor sees it. */
export class WindowCoreStore extends TimedStore implements WindowStore<unknown, unknown> {
  readonly #task: StoreTask;
  readonly #parts: TimedParts;

  constructor(core: StoreCore, form: ValueForm, task: StoreTask, parts: TimedParts) {
    super(core, form, task);
    this.#task = task;
    this.#parts = parts;
  }

  /** The same store with another form of its values. */
  as(form: ValueForm): WindowCoreStore {
    return new WindowCoreStore(this.core, form, this.#task, this.#parts);
  }

  put(key: unknown, value: unknown, windowStart: number): void {
    if (!(windowStart >= 0)) throw new StreamsError(`put: windowStart must not be negative, but is ${windowStart}`);
    const { core } = this;
    const sequence = this.#parts.keepsDuplicates ? core.bytes.nextSequence!() : 0;
    this.write(windowKey(core.rawKey(key), windowStart, sequence), value);
  }

  fetch(key: unknown, time: number): never;
  fetch(key: unknown, from: number, to: number): StoreIterator<number, never>;
  fetch(keyFrom: unknown, keyTo: unknown, from: number, to: number): StoreIterator<never, never>;
  fetch(key: unknown, ...rest: readonly unknown[]): unknown {
    if (rest.length === 1) return this.read(windowKey(this.core.rawKey(key), rest[0] as number));
    return this.#fetch([key, ...rest], false);
  }

  backwardFetch(key: unknown, from: number, to: number): StoreIterator<number, never>;
  backwardFetch(keyFrom: unknown, keyTo: unknown, from: number, to: number): StoreIterator<never, never>;
  backwardFetch(...args: readonly unknown[]): StoreIterator<never, never> {
    return this.#fetch(args, true);
  }

  fetchAll(from: number, to: number): StoreIterator<never, never> {
    return this.#all([null, null, from, to], false);
  }

  backwardFetchAll(from: number, to: number): StoreIterator<never, never> {
    return this.#all([null, null, from, to], true);
  }

  all(): StoreIterator<never, never> {
    return this.#all([null, null, 0, Infinity], false);
  }

  backwardAll(): StoreIterator<never, never> {
    return this.#all([null, null, 0, Infinity], true);
  }

  #fetch(args: readonly unknown[], isReverse: boolean): StoreIterator<never, never> {
    if (args.length === 3) return this.#ofKey(args as [unknown, number, number], isReverse);
    return this.#all(args as [unknown, unknown, number, number], isReverse);
  }

  #ofKey([key, from, to]: [unknown, number, number], isReverse: boolean): StoreIterator<never, never> {
    const { core, form } = this;
    return this.rows(rowsOfKey(core, core.rawKey(key), from, to, isReverse), ([raw, entry]) => {
      return [readTime(raw, raw.length - WINDOW_SUFFIX), form.read(core, entry)];
    });
  }

  #all([first, last, from, to]: [unknown, unknown, number, number], isReverse: boolean): StoreIterator<never, never> {
    const { core, form } = this;
    const isWanted = this.between(first, last);
    return this.rows(core.bytes.range(null, null, isReverse), ([raw, entry]) => {
      const at = raw.length - WINDOW_SUFFIX;
      const start = readTime(raw, at);
      const rawKey = raw.subarray(0, at);
      if (start < from || start > to || !isWanted(rawKey)) return undefined;
      return [new Windowed(core.key(rawKey), { start, end: start + this.#parts.windowSizeMs }), form.read(core, entry)];
    });
  }
}

/** The windows of a key that begin within these times, with the keys of the changelog. */
export function rowsOfKey(core: StoreCore, raw: Buffer, from: number, to: number, isReverse: boolean): Iterable<Row> {
  if (to < 0) return [];
  const last = Math.min(to, Number.MAX_SAFE_INTEGER);
  return core.bytes.range(windowKey(raw, Math.max(0, from)), windowKey(raw, last, 0xffffffff), isReverse);
}
