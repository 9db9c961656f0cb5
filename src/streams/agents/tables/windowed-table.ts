import { TopologyError } from '../../errors/streams-errors';
import type { AnySerde } from '../../serdes/serde';
import type { StoreCore } from '../../stores/store-core';
import type { StorePlan } from '../../stores/store-plan';
import { timedStore } from '../../stores/stores';
import { windowKey } from '../../stores/timed/timed-keys';
import type { Scope } from '../run/current';

const DAY_MS = 86_400_000;

/** How long the windows of a table stay. */
export interface WindowedOptions {
  /** So many milliseconds of stream time after their start. Default: a day, or the size if that is more. */
  readonly expires?: number | undefined;
}

/** @throws TopologyError for times that are none. */
export function windowedPlan(
  parts: { readonly name: string; readonly key: AnySerde; readonly value: AnySerde },
  sizeMs: number,
  stepMs: number,
  { expires = Math.max(DAY_MS, sizeMs) }: WindowedOptions,
): StorePlan {
  const where = `table ${parts.name}`;
  for (const ms of [sizeMs, stepMs, expires])
    if (!Number.isSafeInteger(ms) || ms < 1)
      throw new TopologyError(`${where}: sizes of windows are whole milliseconds above 0, not ${ms}`);
  if (stepMs > sizeMs) throw new TopologyError(`${where}: the step ${stepMs} is longer than the windows, ${sizeMs} ms`);
  if (expires < sizeMs)
    throw new TopologyError(`${where}: expires is ${expires} ms, less than a window of ${sizeMs} ms`);
  return timedStore({
    ...{ name: parts.name, keySerde: parts.key, valueSerde: parts.value },
    ...{ loggingEnabled: true, topicConfig: undefined, type: 'timestampedWindowStore' },
    timed: { retentionMs: expires, windowSizeMs: sizeMs },
  });
}

/** Where a table is read and written now. */
interface TableHere {
  readonly parts: { readonly name: string };
  here(operation: string): { scope: Scope; store: StoreCore };
  absent(): unknown;
}

/** The values of one key in the windows of a table. Each gives the table's default, or null, where there is none. */
export interface WindowsOfKey<V> {
  /** In the window of the clock. */
  now(): V;
  /** In the window of the item in hand: of several, the latest to begin. */
  current(): V;
  /** In the window of `ms` milliseconds before that. */
  delta(ms: number): V;
}

/** A table with a value for each window. As Table, it is used within an agent. */
export class WindowedTable<K, V, A = V | null> {
  readonly name: string;
  readonly #table: TableHere;
  readonly #sizeMs: number;
  readonly #stepMs: number;

  /** @internal */
  constructor(table: TableHere, sizeMs: number, stepMs: number) {
    this.name = table.parts.name;
    this.#table = table;
    this.#sizeMs = sizeMs;
    this.#stepMs = stepMs;
  }

  /** In all windows of the time. null deletes. `timestamp`: default that of the item in hand; of several, the last. */
  set(key: K, value: V | null, timestamp?: number): void {
    this.#eachWindow('set', key, timestamp, (store) => store.rawValue(value));
  }

  /** In each window of the time, sets what the function makes of that window's value, or of the default. */
  update(key: K, change: (value: V | A) => V | null, timestamp?: number): void {
    this.#eachWindow('update', key, timestamp, (store, raw, scope) => {
      return store.rawValue(change(this.#read(store, raw, scope)));
    });
  }

  delete(key: K, timestamp?: number): void {
    this.set(key, null, timestamp);
  }

  /** The windows of a key. `timestamp`: default that of the item in hand; of several, the latest. */
  at(key: K, timestamp?: number): WindowsOfKey<V | A> {
    const { scope, store } = this.#table.here('at');
    const time = timestamp ?? scope.timestamp;
    const latest = (at: number): V | A => {
      const start = Math.floor(at / this.#stepMs) * this.#stepMs;
      return start < 0 ? (this.#table.absent() as A) : this.#read(store, windowKey(store.rawKey(key), start), scope);
    };
    return { now: () => latest(scope.now), current: () => latest(time), delta: (ms) => latest(time - ms) };
  }

  #read(store: StoreCore, raw: Buffer, scope: Scope): V | A {
    const entry = scope.staged.read(store, raw);
    return (entry ? store.value(entry) : this.#table.absent()) as V | A;
  }

  #eachWindow(
    operation: string,
    key: K,
    timestamp: number | undefined,
    value: (store: StoreCore, raw: Buffer, scope: Scope) => Buffer | null,
  ): void {
    const { scope, store } = this.#table.here(operation);
    const time = timestamp ?? scope.timestamp;
    const step = this.#stepMs;
    const first = Math.max(0, Math.floor((time - this.#sizeMs + step) / step) * step);
    for (let start = first; start <= time; start += step) {
      const raw = windowKey(store.rawKey(key), start);
      scope.staged.write(store, raw, value(store, raw, scope), time);
    }
  }
}
