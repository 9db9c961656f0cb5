import { needFunction } from '../../errors/checks';
import type { GraphNode } from '../../graph/streams-graph';
import {
  TableAggregateNode,
  TableReduceNode,
  type Aggregator,
  type Initializer,
  type OldValues,
  type Reducer,
} from '../../operators/aggregates';
import { storeView } from '../../operators/table-values';
import type { MaterializedOptions } from '../../options/materialized';
import { readArguments } from '../../options/named';
import type { Node } from '../../task/nodes/node';
import { KGroupedTable } from '../api';
import { materialize, processorNode, storeOf, type Materialization } from '../nodes';
import { tableRepartitionNode } from '../repartition';
import { TableState, type StreamState } from '../context';
import type { Serdes } from '../serdes';
import type { Factories } from '../context';

const AGGREGATE = 'KTABLE-AGGREGATE-';
const REDUCE = 'KTABLE-REDUCE-';

/** The state of a grouped table: as of a stream, behind the node that selects the new key. */
export type GroupedTableState = Pick<StreamState, 'context' | 'node'> & Serdes;

/** The only KGroupedTable there is. */
export class GroupedTable extends KGroupedTable<unknown, unknown> {
  readonly #state: GroupedTableState;
  readonly #factories: Factories;
  readonly #name: string | undefined;
  /** That of a named grouping serves all of its aggregations. */
  #repartition: GraphNode | undefined;

  constructor(state: GroupedTableState, factories: Factories, name: string | undefined) {
    super();
    this.#state = state;
    this.#factories = factories;
    this.#name = name;
  }

  count(...args: readonly unknown[]): never {
    const { name, options } = readArguments<MaterializedOptions>('count', args);
    const store = this.#store(options, 'int64');
    return this.#table(name, AGGREGATE, store, (node, old) => {
      const one: Aggregator = (_key, _value, count) => (count as number) + 1;
      const less: Aggregator = (_key, _value, count) => (count as number) - 1;
      return new TableAggregateNode(node, store.storeName, old, () => 0, one, less);
    });
  }

  reduce(adder: Reducer, subtractor: Reducer, ...args: readonly unknown[]): never {
    needFunction(adder, 'reduce', 'the adder');
    needFunction(subtractor, 'reduce', 'the subtractor');
    const { name, options } = readArguments<MaterializedOptions>('reduce', args);
    const store = this.#store(options, this.#state.valueSerde);
    return this.#table(name, REDUCE, store, (node, old) => {
      return new TableReduceNode(node, store.storeName, old, adder, subtractor);
    });
  }

  aggregate(...[initializer, adder, subtractor, ...args]: readonly unknown[]): never {
    needFunction(initializer, 'aggregate', 'the initializer');
    needFunction(adder, 'aggregate', 'the adder');
    needFunction(subtractor, 'aggregate', 'the subtractor');
    const { name, options } = readArguments<MaterializedOptions>('aggregate', args);
    const store = this.#store(options, undefined);
    return this.#table(name, AGGREGATE, store, (node, old) => {
      const functions = [initializer as Initializer, adder as Aggregator, subtractor as Aggregator] as const;
      return new TableAggregateNode(node, store.storeName, old, ...functions);
    });
  }

  /** reduce has this prefix for its store, too, as in Java. */
  #store(options: MaterializedOptions | undefined, valueSerde: unknown): Materialization {
    const { context, keySerde } = this.#state;
    return materialize(context, options, AGGREGATE, { keySerde, valueSerde });
  }

  #table(
    given: string | undefined,
    prefix: string,
    store: Materialization,
    create: (name: string, old: OldValues) => Node,
  ): never {
    const { context, keySerde, valueSerde } = this.#state;
    const sink = context.suffixed(given, '-sink', 'KSTREAM-SINK-');
    const source = context.suffixed(given, '-source', 'KSTREAM-SOURCE-');
    const name = context.name(given, prefix);
    const topic = `${this.#name ?? store.storeName}-repartition`;
    if (!this.#repartition || this.#name === undefined)
      this.#repartition = tableRepartitionNode({ sink, source, topic, keySerde, valueSerde });
    context.graph.add(this.#repartition, [this.#state.node]);
    const old = { areSent: false };
    const node = processorNode(name, () => create(name, old), { stores: () => [storeOf(store)] });
    context.graph.add(node, [this.#repartition]);
    const behaviour = { view: () => storeView(store.storeName), sendOldValues: () => (old.areSent = true) };
    const sources = new Set([source]);
    return this.#factories.table(new TableState({ ...store, context, name, sources, node, behaviour })) as never;
  }
}
