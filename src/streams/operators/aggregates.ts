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
export abstract class StoreNode extends Node {
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

/** Takes the old value of a grouped table's record out of the aggregate of its key, and puts the new one in. */
abstract class TableFoldNode extends StoreNode {
  protected abstract add(key: unknown, value: unknown, aggregate: unknown): unknown;
  protected abstract subtract(key: unknown, value: unknown, aggregate: unknown): unknown;

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    refuseNullKey(key, this.name);
    const { store } = this;
    const raw = store.rawKey(key);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : null;
    let result: unknown = before;
    if (entry && old !== null) result = this.subtract(key, old, before);
    if (value !== null) result = this.add(key, value, result);
    const isChanged = old !== null || value !== null;
    const resultTime = entry && isChanged ? Math.max(timestamp, entry.timestamp) : timestamp;
    store.write(raw, result, resultTime, timestamp);
    this.forward(key, result, this.old.areSent ? before : null, resultTime, headers);
  }
}

/** count and aggregate of a grouped table. Java's KTableAggregate. */
export class TableAggregateNode extends TableFoldNode {
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

  protected add(key: unknown, value: unknown, aggregate: unknown): unknown {
    const start = aggregate ?? syncResult(this.initializer(), this.name);
    return syncResult(this.adder(key, value, start), this.name);
  }

  protected subtract(key: unknown, value: unknown, aggregate: unknown): unknown {
    return syncResult(this.subtractor(key, value, aggregate), this.name);
  }
}

/** reduce of a grouped table. Java's KTableReduce. */
export class TableReduceNode extends TableFoldNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly adder: Reducer,
    private readonly subtractor: Reducer,
  ) {
    super(name, storeName, old);
  }

  protected add(_key: unknown, value: unknown, aggregate: unknown): unknown {
    return aggregate === null ? value : syncResult(this.adder(aggregate, value), this.name);
  }

  protected subtract(_key: unknown, value: unknown, aggregate: unknown): unknown {
    return syncResult(this.subtractor(aggregate, value), this.name);
  }
}
