import { InvalidStateStoreError } from '../../errors/streams-errors';
import type { StoreCore } from '../../stores/store-core';
import type { StorePlan } from '../../stores/store-plan';
import { dslStore } from '../../stores/stores';
import type { AnySerde } from '../../serdes/serde';
import { currentScope, type Scope } from '../run/current';
import { WindowedTable, windowedPlan, type WindowedOptions } from './windowed-table';

/** How a table is described. */
export interface TableParts {
  readonly name: string;
  readonly key: AnySerde;
  readonly value: AnySerde;
  readonly makeDefault: (() => unknown) | undefined;
}

/** The store of a table: plain, until it becomes one of windows. */
export class TableStore {
  plan: StorePlan;
  readonly parts: TableParts;

  constructor(parts: TableParts) {
    this.parts = parts;
    this.plan = dslStore({
      ...{ name: parts.name, keySerde: parts.key, valueSerde: parts.value },
      ...{ loggingEnabled: true, topicConfig: undefined },
    });
  }

  /** Where the agent that runs now reads and writes. @throws InvalidStateStoreError outside of an agent. */
  here(operation: string): { scope: Scope; store: StoreCore } {
    const scope = currentScope();
    const { name } = this.parts;
    if (!scope)
      throw new InvalidStateStoreError(
        `${operation}: the table ${name} is used outside of an agent. Elsewhere read its store, with KafkaStreams.store()`,
      );
    return { scope, store: scope.store(name) };
  }

  /** What `get` gives for a key that is not there. */
  absent(): unknown {
    return this.parts.makeDefault?.() ?? null;
  }
}

/**
 * A table of an application, as its agents see it: the part of the task whose item is in hand. What is written counts
 * when the item is acknowledged. Values are bytes: a change of an object that `get` has given is not stored by itself.
 * `A`: what is given for a key that is not there.
 */
export class Table<K, V, A = V | null> {
  readonly name: string;
  readonly #table: TableStore;

  /** @internal */
  constructor(table: TableStore) {
    this.name = table.parts.name;
    this.#table = table;
  }

  /** The value; without one the table's default, which is not stored, or null. */
  get(key: K): V | A {
    const { scope, store } = this.#table.here('get');
    const entry = scope.staged.read(store, store.rawKey(key));
    return (entry ? store.value(entry) : this.#table.absent()) as V | A;
  }

  has(key: K): boolean {
    const { scope, store } = this.#table.here('has');
    return scope.staged.read(store, store.rawKey(key)) !== undefined;
  }

  /** null deletes. `timestamp`: default that of the item in hand; of several, the latest. */
  set(key: K, value: V | null, timestamp?: number): void {
    const { scope, store } = this.#table.here('set');
    scope.staged.write(store, store.rawKey(key), store.rawValue(value), timestamp ?? scope.timestamp);
  }

  /** Sets what the function makes of the value, or of the default. */
  update(key: K, change: (value: V | A) => V | null, timestamp?: number): void {
    this.set(key, change(this.get(key)), timestamp);
  }

  delete(key: K): void {
    this.set(key, null);
  }

  /** All entries of this task, in the order of the bytes of their keys. */
  *entries(): Generator<[key: K, value: V]> {
    const { scope, store } = this.#table.here('entries');
    for (const [key, entry] of scope.staged.entries(store)) yield [store.key(key) as K, store.value(entry) as V];
  }

  /**
   * This table with a value for each window of `sizeMs` milliseconds, which follow on one another. Before the topology
   * is built. @throws TopologyError for a size that is no whole number above 0.
   */
  tumbling(sizeMs: number, options: WindowedOptions = {}): WindowedTable<K, V, A> {
    return this.hopping(sizeMs, sizeMs, options);
  }

  /** As `tumbling`, with windows that begin every `stepMs` milliseconds, and so overlap. */
  hopping(sizeMs: number, stepMs: number, options: WindowedOptions = {}): WindowedTable<K, V, A> {
    this.#table.plan = windowedPlan(this.#table.parts, sizeMs, stepMs, options);
    return new WindowedTable<K, V, A>(this.#table, sizeMs, stepMs);
  }
}
