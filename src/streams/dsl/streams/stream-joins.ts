import { needFunction } from '../../errors/checks';
import type { GraphNode } from '../../graph/streams-graph';
import type { KeyValueFunction } from '../../operators/stateless';
import { StreamTableJoinNode, type StreamTableJoiner } from '../../operators/stream-table-joins';
import type { JoinedOptions } from '../../options/joined';
import { nameIn, readArguments, readName } from '../../options/named';
import type { GlobalKTable, KStream, KTable } from '../api';
import { processorNode } from '../nodes';
import { repartitionNames, repartitionNode } from '../repartition';
import { stateOf, type GlobalTableState, type StreamState, type TableState } from '../context';
import type { Factories } from '../factories';

/** Joins of one stream. */
export class StreamJoins {
  readonly #state: StreamState;
  readonly #factories: Factories;
  /** The repartition step of unnamed joins: the stream's first one serves the later ones. */
  #repartition: GraphNode | undefined;

  constructor(state: StreamState, factories: Factories) {
    this.#state = state;
    this.#factories = factories;
  }

  withTable(
    operation: string,
    table: KTable<unknown, unknown>,
    isLeft: boolean,
    [joiner, joined]: readonly unknown[],
  ): KStream<unknown, unknown> {
    needFunction(joiner, operation, 'the joiner');
    const { context } = this.#state;
    const { name: plain, options } = readArguments<JoinedOptions>(operation, [joined]);
    const given = plain ?? nameIn(options);
    const other = stateOf<TableState>(table, context, operation);
    const state = this.#state.needsRepartition ? this.#repartitioned(given, options) : this.#state;
    const sources = context.coPartition(state.sources, other.sources);
    const name = context.name(given, isLeft ? 'KSTREAM-LEFTJOIN-' : 'KSTREAM-JOIN-');
    const view = other.view();
    const node = processorNode(name, () => new StreamTableJoinNode(name, view, joiner as StreamTableJoiner, isLeft), {
      takesNullKeys: isLeft,
      connected: () => view.storeNames,
    });
    context.graph.add(node, [state.node]);
    const keySerde = options?.keySerde ?? state.keySerde;
    return this.#factories.stream({
      ...state,
      name,
      node,
      sources,
      keySerde,
      valueSerde: undefined,
      needsRepartition: false,
    });
  }

  withGlobalTable(
    operation: string,
    table: GlobalKTable<unknown, unknown>,
    isLeft: boolean,
    [keySelector, joiner, named]: readonly unknown[],
  ): KStream<unknown, unknown> {
    needFunction(keySelector, operation, 'the key selector');
    needFunction(joiner, operation, 'the joiner');
    const { context } = this.#state;
    const { view } = stateOf<GlobalTableState>(table, context, operation);
    // Java uses this prefix for both kinds.
    const name = context.name(readName(operation, named), 'KSTREAM-LEFTJOIN-');
    const create = (): StreamTableJoinNode =>
      new StreamTableJoinNode(name, view, joiner as StreamTableJoiner, isLeft, keySelector as KeyValueFunction);
    const node = processorNode(name, create, { takesNullKeys: isLeft });
    context.graph.add(node, [this.#state.node]);
    return this.#factories.stream({ ...this.#state, name, node, valueSerde: undefined });
  }

  #repartitioned(given: string | undefined, options: JoinedOptions | undefined): StreamState {
    const { context, name } = this.#state;
    const keySerde = options?.keySerde ?? this.#state.keySerde;
    const valueSerde = options?.leftValueSerde ?? this.#state.valueSerde;
    const prefix = given ?? name;
    const names = repartitionNames(context, prefix);
    if (!this.#repartition || prefix !== name) {
      this.#repartition = repartitionNode({ names, keySerde, valueSerde });
      context.graph.add(this.#repartition, [this.#state.node]);
    }
    return {
      context,
      name: names.source,
      node: this.#repartition,
      keySerde,
      valueSerde,
      sources: new Set([names.source]),
      needsRepartition: false,
    };
  }
}
