import { isDeepStrictEqual } from 'node:util';

import { syncResult } from '../errors/checks';
import { StreamsError } from '../errors/streams-errors';
import type { StoreCore } from '../stores/store-core';
import { Node, type NodeEnvironment, type NodeHeaders } from '../task/nodes/node';
import type { OldValues } from './aggregates';
import { pair, type KeyValueFunction, type ValueFunction } from './stateless';

/** Whether a table has a store; decided while the topology is built. */
export interface Storage {
  /** Absent: none. */
  storeName: string | undefined;
}

/** A table's node that may have a store. */
abstract class MaybeStoreNode extends Node {
  protected store: StoreCore | undefined;

  constructor(
    name: string,
    private readonly storage: Storage,
    protected readonly old: OldValues,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    const { storeName } = this.storage;
    if (storeName !== undefined) this.store = environment.store(storeName);
  }

  /** The stored value of the key, which is about to be replaced. */
  protected stored(store: StoreCore, raw: Buffer): unknown {
    const entry = store.read(raw);
    return entry ? store.value(entry) : null;
  }
}

/** The node behind the source of a table, and toTable. Java's KTableSource. */
export class TableSourceNode extends MaybeStoreNode {
  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null) return this.environment.dropped();
    const { store } = this;
    if (!store) return this.forward(key, value, null, timestamp, headers);
    const raw = store.rawKey(key);
    const before = this.old.areSent ? this.stored(store, raw) : null;
    store.write(raw, value, timestamp, timestamp);
    this.forward(key, value, before, timestamp, headers);
  }
}

/** filter and filterNot of a table. Java's KTableFilter. */
export class TableFilterNode extends MaybeStoreNode {
  constructor(
    name: string,
    storage: Storage,
    old: OldValues,
    private readonly predicate: KeyValueFunction,
    private readonly isWanted: boolean,
  ) {
    super(name, storage, old);
  }

  #pass(key: unknown, value: unknown): unknown {
    if (value === null) return null;
    return Boolean(syncResult(this.predicate(key, value), this.name)) === this.isWanted ? value : null;
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { store } = this;
    const { areSent } = this.old;
    const result = this.#pass(key, value);
    const raw = store?.rawKey(key);
    const before = !areSent ? null : store ? this.stored(store, raw!) : this.#pass(key, old);
    if (areSent && before === null && result === null) return;
    store?.write(raw!, result, timestamp, timestamp);
    this.forward(key, result, before, timestamp, headers);
  }
}

/** mapValues of a table. Java's KTableMapValues. */
export class TableMapValuesNode extends MaybeStoreNode {
  constructor(
    name: string,
    storage: Storage,
    old: OldValues,
    private readonly mapper: ValueFunction,
  ) {
    super(name, storage, old);
  }

  #map(key: unknown, value: unknown): unknown {
    return value === null ? null : syncResult(this.mapper(value, key), this.name);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { store } = this;
    const result = this.#map(key, value);
    const raw = store?.rawKey(key);
    const before = !this.old.areSent ? null : store ? this.stored(store, raw!) : this.#map(key, old);
    store?.write(raw!, result, timestamp, timestamp);
    this.forward(key, result, before, timestamp, headers);
  }
}

/** The node at which both sides of a join of tables meet; it keeps the results if they are materialized. */
export class TableMergeNode extends MaybeStoreNode {
  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { store } = this;
    store?.write(store.rawKey(key), value, timestamp, timestamp);
    this.forward(key, value, this.old.areSent ? old : null, timestamp, headers);
  }
}

/** groupBy of a table: the old pair leaves its group, the new one enters its own. Java's KTableRepartitionMap. */
export class TableGroupByNode extends Node {
  constructor(
    name: string,
    private readonly selector: KeyValueFunction,
  ) {
    super(name);
  }

  #select(key: unknown, value: unknown): readonly [unknown, unknown] | null {
    if (value === null) return null;
    const result = syncResult(this.selector(key, value), this.name);
    if (result === null) return null;
    const [group, grouped] = pair(result, this.name);
    return group === null || grouped === null ? null : [group, grouped];
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null) throw new StreamsError(`${this.name}: the key of a table is null`, { node: this.name });
    const next = this.#select(key, value);
    const before = this.#select(key, old);
    if (next && before && isDeepStrictEqual(next[0], before[0]))
      return this.forward(before[0], next[1], before[1], timestamp, headers);
    if (before) this.forward(before[0], null, before[1], timestamp, headers);
    if (next) this.forward(next[0], next[1], null, timestamp, headers);
  }
}
