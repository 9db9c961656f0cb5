import { needFunction } from '../../errors/checks';
import type { KeyValueFunction } from '../../operators/stateless';
import { StreamTableJoinNode, type StreamTableJoiner } from '../../operators/stream-table-joins';
import type { JoinedOptions } from '../../options/joined';
import { nameIn, readArguments, readName } from '../../options/named';
import type { GlobalKTable, KStream, KTable } from '../api';
import { processorNode } from '../nodes';
import { stateOf, type GlobalTableState, type StreamState, type TableState } from '../context';
import type { Factories } from '../context';
import { repartitionedForJoin } from '../repartition';

/** Joins of one stream with tables. */
export class TableJoins {
  readonly #state: StreamState;
  readonly #factories: Factories;

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
    const { keySerde: givenKey, leftValueSerde } = options ?? {};
    const state = repartitionedForJoin(this.#state, given, { keySerde: givenKey, valueSerde: leftValueSerde });
    const sources = context.coPartition(state.sources, other.sources);
    const name = context.name(given, isLeft ? 'KSTREAM-LEFTJOIN-' : 'KSTREAM-JOIN-');
    const view = other.view();
    const node = processorNode(name, () => new StreamTableJoinNode(name, view, joiner as StreamTableJoiner, isLeft), {
      takesNullKeys: isLeft,
      connected: () => view.storeNames,
    });
    context.graph.add(node, [state.node]);
    const keySerde = givenKey ?? state.keySerde;
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
}
