import { syncResult } from '../errors/checks';
import type { StoreCore } from '../stores/store-core';
import { StreamsError } from '../errors/streams-errors';
import { Node, type NodeEnvironment, type NodeHeaders } from '../task/nodes/node';

/** What a table's node is asked for while the topology is built. */
export interface OldValues {
  /** Somebody downstream needs the old value. */
  areSent: boolean;
}

export type Initializer = () => unknown;
export type Aggregator = (key: unknown, value: unknown, aggregate: unknown) => unknown;
export type Reducer = (aggregate: unknown, value: unknown) => unknown;

/** A node with a store of its own. */
abstract class StoreNode extends Node {
  protected store!: StoreCore;

  constructor(
    name: string,
    protected readonly storeName: string,
    protected readonly old: OldValues,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.store = environment.store(this.storeName);
  }
}

/** count and aggregate of a grouped stream. Java's KStreamAggregate. */
export class AggregateNode extends StoreNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly initializer: Initializer,
    private readonly aggregator: Aggregator,
  ) {
    super(name, storeName, old);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null || value === null) return this.environment.dropped();
    const { store } = this;
    const raw = store.rawKey(key);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : syncResult(this.initializer(), this.name);
    const resultTime = entry ? Math.max(timestamp, entry.timestamp) : timestamp;
    const result = syncResult(this.aggregator(key, value, before), this.name);
    store.write(raw, result, resultTime, timestamp);
    // Java sends the initial value as the old one of a first update, though nothing was stored.
    this.forward(key, result, this.old.areSent ? before : null, resultTime, headers);
  }
}

/** reduce of a grouped stream. Java's KStreamReduce. */
export class ReduceNode extends StoreNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly reducer: Reducer,
  ) {
    super(name, storeName, old);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null || value === null) return this.environment.dropped();
    const { store } = this;
    const raw = store.rawKey(key);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : null;
    const resultTime = entry ? Math.max(timestamp, entry.timestamp) : timestamp;
    const result = entry ? syncResult(this.reducer(before, value), this.name) : value;
    store.write(raw, result, resultTime, timestamp);
    this.forward(key, result, this.old.areSent ? before : null, resultTime, headers);
  }
}

function refuseNullKey(key: unknown, node: string): void {
  if (key === null) throw new StreamsError(`${node}: the key of a grouped table is null`, { node });
}

/** count and aggregate of a grouped table. Java's KTableAggregate. */
export class TableAggregateNode extends StoreNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly initializer: Initializer,
    private readonly adder: Aggregator,
    private readonly subtractor: Aggregator,
  ) {
    super(name, storeName, old);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    refuseNullKey(key, this.name);
    const { store } = this;
    const raw = store.rawKey(key);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : null;
    let result: unknown = before;
    let resultTime = timestamp;
    if (entry && old !== null) {
      result = syncResult(this.subtractor(key, old, before), this.name);
      resultTime = Math.max(timestamp, entry.timestamp);
    }
    if (value !== null) {
      const start = result ?? syncResult(this.initializer(), this.name);
      result = syncResult(this.adder(key, value, start), this.name);
      if (entry) resultTime = Math.max(timestamp, entry.timestamp);
    }
    store.write(raw, result, resultTime, timestamp);
    this.forward(key, result, this.old.areSent ? before : null, resultTime, headers);
  }
}

/** reduce of a grouped table. Java's KTableReduce. */
export class TableReduceNode extends StoreNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly adder: Reducer,
    private readonly subtractor: Reducer,
  ) {
    super(name, storeName, old);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    refuseNullKey(key, this.name);
    const { store } = this;
    const raw = store.rawKey(key);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : null;
    let result: unknown = before;
    let resultTime = timestamp;
    if (entry && old !== null) {
      result = syncResult(this.subtractor(before, old), this.name);
      resultTime = Math.max(timestamp, entry.timestamp);
    }
    if (value !== null) {
      if (result === null) result = value;
      else {
        result = syncResult(this.adder(result, value), this.name);
        resultTime = Math.max(timestamp, entry!.timestamp);
      }
    }
    store.write(raw, result, resultTime, timestamp);
    this.forward(key, result, this.old.areSent ? before : null, resultTime, headers);
  }
}
