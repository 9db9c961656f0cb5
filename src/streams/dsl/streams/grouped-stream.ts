import { needFunction } from '../../errors/checks';
import type { GraphNode } from '../../graph/streams-graph';
import {
  AggregateNode,
  ReduceNode,
  type Aggregator,
  type Initializer,
  type OldValues,
  type Reducer,
} from '../../operators/aggregates';
import { storeView } from '../../operators/table-values';
import type { MaterializedOptions } from '../../options/materialized';
import { readArguments } from '../../options/named';
import type { Node } from '../../task/nodes/node';
import { KGroupedStream } from '../api';
import { materialize, processorNode, storeOf, type AggregatedTable, type Materialization } from '../nodes';
import { repartitionNames, repartitionNode } from '../repartition';
import { register, TableState, type GroupState, type StreamState } from '../context';
import type { Factories } from '../context';

const AGGREGATE = 'KSTREAM-AGGREGATE-';
const REDUCE = 'KSTREAM-REDUCE-';

/** The only KGroupedStream there is. */
export class GroupedStream extends KGroupedStream<unknown, unknown> {
  readonly #state: StreamState;
  readonly #factories: Factories;
  readonly #name: string | undefined;
  /** That of a named grouping serves all of its aggregations. */
  #repartition: GraphNode | undefined;

  constructor(state: StreamState, factories: Factories, name: string | undefined) {
    super();
    this.#state = state;
    this.#factories = factories;
    this.#name = name;
    register(this, { ...state, groupName: name } as GroupState);
  }

  count(...args: readonly unknown[]): never {
    const { name, options } = readArguments<MaterializedOptions>('count', args);
    const { context, keySerde } = this.#state;
    // Java once used a number up here, and still does.
    if (options && options.storeName === undefined) context.storeName(AGGREGATE);
    const store = materialize(context, options, AGGREGATE, { keySerde, valueSerde: 'int64' });
    return this.#ofKeys(name, AGGREGATE, store, (node, old) => {
      const one: Aggregator = (_key, _value, count) => (count as number) + 1;
      return new AggregateNode(node, store.storeName, old, () => 0, one);
    });
  }

  reduce(reducer: Reducer, ...args: readonly unknown[]): never {
    needFunction(reducer, 'reduce', 'the reducer');
    const { name, options } = readArguments<MaterializedOptions>('reduce', args);
    const store = materialize(this.#state.context, options, REDUCE, this.#state);
    const create = (node: string, old: OldValues): Node => new ReduceNode(node, store.storeName, old, reducer);
    return this.#ofKeys(name, REDUCE, store, create);
  }

  aggregate(...[initializer, aggregator, ...args]: readonly unknown[]): never {
    needFunction(initializer, 'aggregate', 'the initializer');
    needFunction(aggregator, 'aggregate', 'the aggregator');
    const { name, options } = readArguments<MaterializedOptions>('aggregate', args);
    const { context, keySerde } = this.#state;
    const store = materialize(context, options, AGGREGATE, { keySerde, valueSerde: undefined });
    return this.#ofKeys(name, AGGREGATE, store, (node, old) => {
      return new AggregateNode(node, store.storeName, old, initializer as Initializer, aggregator as Aggregator);
    });
  }

  windowedBy(windows: unknown): never {
    return this.#factories.windowed(this.#state, windows, (table: AggregatedTable) => this.#table(table));
  }

  cogroup(...[aggregator]: readonly unknown[]): never {
    return this.#factories.cogrouped(this.#state.context).cogroup(this, aggregator as never) as never;
  }

  #ofKeys(name: string | undefined, prefix: string, store: Materialization, create: AggregatedTable['create']): never {
    const { keySerde, storeName } = store;
    const view = storeView(storeName);
    return this.#table({ name, prefix, store, create, keySerde, view, plan: () => storeOf(store) });
  }

  #table({ name: given, prefix, store, create, plan, keySerde, view, graceMs }: AggregatedTable): never {
    const { context } = this.#state;
    const name = context.name(given, prefix);
    const { parent, sources } = this.#parent(store);
    const old = { areSent: false };
    const node = processorNode(name, () => create(name, old), { stores: () => [plan()], graceMs });
    context.graph.add(node, [parent]);
    const behaviour = { view: () => view, sendOldValues: () => (old.areSent = true) };
    const state = { ...store, context, name, sources, node, behaviour, keySerde };
    return this.#factories.table(new TableState(state)) as never;
  }

  #parent(store: Materialization): { parent: GraphNode; sources: ReadonlySet<string> } {
    const { context, node, sources, keySerde, valueSerde, needsRepartition } = this.#state;
    if (!needsRepartition) return { parent: node, sources };
    const names = repartitionNames(context, this.#name ?? store.storeName);
    if (!this.#repartition || this.#name === undefined)
      this.#repartition = repartitionNode({ names, keySerde, valueSerde });
    context.graph.add(this.#repartition, [node]);
    return { parent: this.#repartition, sources: new Set([names.source]) };
  }
}
