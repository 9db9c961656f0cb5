import { needFunction } from '../../errors/checks';
import type { OldValues } from '../../operators/aggregates';
import { PassNode, type KeyValueFunction, type ValueFunction } from '../../operators/stateless';
import { filteredView, mappedView, storeView } from '../../operators/table-values';
import type { TableView } from '../../operators/table-view';
import { TableFilterNode, TableGroupByNode, TableMapValuesNode, type Storage } from '../../operators/tables';
import type { TableJoiner } from '../../operators/table-joins';
import type { GroupedOptions } from '../../options/grouped';
import type { MaterializedOptions } from '../../options/materialized';
import { nameIn, readArguments, readName } from '../../options/named';
import type { Node } from '../../task/nodes/node';
import { KTable } from '../api';
import { GroupedTable } from './grouped-table';
import { materialize, processorNode, storeOf, type Materialization } from '../nodes';
import { type TableBehaviour, register, stateOf, TableState } from '../context';

import type { Factories } from '../context';
import { joinOnForeignKey } from './foreign-key-joins';
import { suppressTable } from './suppress';
import { joinTables, type JoinName } from './table-joins';

/** A new operator on a table, while it is described. */
interface TableOperator {
  readonly operation: string;
  readonly prefix: string;
  /** The value serde of the result, unless it is given. */
  readonly valueSerde: unknown;
  /** Asks the parent for old values at once if that needs no store. */
  readonly asksForOldValues: boolean;
  create(name: string, storage: Storage, old: OldValues): Node;
  view(parent: TableView, name: string): TableView;
}

/** The only KTable there is. */
export class TableImpl extends KTable<unknown, unknown> {
  readonly #state: TableState;
  readonly #factories: Factories;

  constructor(state: TableState, factories: Factories) {
    super();
    this.#state = state;
    this.#factories = factories;
    register(this, state);
  }

  get queryableStoreName(): string | null {
    return this.#state.queryableStoreName;
  }

  filter(predicate: KeyValueFunction, ...args: readonly unknown[]): never {
    return this.#filter('filter', predicate, true, args);
  }

  filterNot(predicate: KeyValueFunction, ...args: readonly unknown[]): never {
    return this.#filter('filterNot', predicate, false, args);
  }

  #filter(operation: string, predicate: KeyValueFunction, isWanted: boolean, args: readonly unknown[]): never {
    needFunction(predicate, operation, 'the predicate');
    return this.#next(args, {
      operation,
      prefix: 'KTABLE-FILTER-',
      valueSerde: this.#state.valueSerde,
      asksForOldValues: true,
      create: (name, storage, old) => new TableFilterNode(name, storage, old, predicate, isWanted),
      view: (parent, name) => filteredView(parent, predicate, isWanted, name),
    });
  }

  mapValues(mapper: ValueFunction, ...args: readonly unknown[]): never {
    needFunction(mapper, 'mapValues', 'the mapper');
    return this.#next(args, {
      operation: 'mapValues',
      prefix: 'KTABLE-MAPVALUES-',
      valueSerde: undefined,
      asksForOldValues: false,
      create: (name, storage, old) => new TableMapValuesNode(name, storage, old, mapper),
      view: (parent, name) => mappedView(parent, mapper, name),
    });
  }

  #next(args: readonly unknown[], operator: TableOperator): never {
    const { operation, prefix, valueSerde } = operator;
    const { context, node: parent, sources, keySerde } = this.#state;
    const { name: given, options } = readArguments<MaterializedOptions>(operation, args);
    // Options use a number up for a store, which there is only if it has a name, as in Java.
    const store: Materialization | undefined =
      options && materialize(context, options, prefix, { keySerde, valueSerde });
    const storeName = store?.queryableStoreName ?? undefined;
    const name = context.name(given, prefix);
    const storage: Storage = { storeName };
    const old: OldValues = { areSent: operator.asksForOldValues && this.#state.sendOldValues(false) };
    const behaviour: TableBehaviour = {
      view: () => (storeName === undefined ? operator.view(this.#state.view(), name) : storeView(storeName)),
      sendOldValues: (isForced) => {
        if (storeName !== undefined || this.#state.sendOldValues(isForced)) old.areSent = true;
        return old.areSent;
      },
    };
    const node = processorNode(name, () => operator.create(name, storage, old), {
      stores: () => (store && storeName !== undefined ? [storeOf(store)] : []),
    });
    context.graph.add(node, [parent]);
    const serdes = { keySerde: store?.keySerde ?? keySerde, valueSerde: store ? store.valueSerde : valueSerde };
    const queryableStoreName = storeName ?? null;
    const state = new TableState({ ...serdes, context, name, sources, node, queryableStoreName, behaviour });
    return this.#factories.table(state) as never;
  }

  toStream(...args: readonly unknown[]): never {
    const [mapper, named] = typeof args[0] === 'function' ? args : [undefined, args[0]];
    const { context, node: parent } = this.#state;
    const name = context.name(readName('toStream', named), 'KTABLE-TOSTREAM-');
    const node = processorNode(name, () => new PassNode(name));
    context.graph.add(node, [parent]);
    const { keySerde, valueSerde, sources } = this.#state;
    const state = { context, name, node, keySerde, valueSerde, sources, needsRepartition: false };
    const stream = this.#factories.stream(state);
    return (mapper === undefined ? stream : stream.selectKey(mapper as KeyValueFunction)) as never;
  }

  groupBy(selector: KeyValueFunction, grouped?: string | object): never {
    needFunction(selector, 'groupBy', 'the selector');
    const { name: plain, options } = readArguments<GroupedOptions>('groupBy', [grouped]);
    const given = plain ?? nameIn(options);
    const { context, node: parent } = this.#state;
    const name = context.name(given, 'KTABLE-SELECT-');
    const node = processorNode(name, () => new TableGroupByNode(name, selector));
    context.graph.add(node, [parent]);
    this.#state.sendOldValues(true);
    const state = { context, node, keySerde: options?.keySerde, valueSerde: options?.valueSerde };
    return new GroupedTable(state, this.#factories, given) as never;
  }

  suppress(suppressed: unknown): never {
    return this.#factories.table(suppressTable(this.#state, suppressed)) as never;
  }

  join(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('join', other, rest);
  }

  leftJoin(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('leftJoin', other, rest);
  }

  outerJoin(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('outerJoin', other, rest);
  }

  #join(operation: JoinName, other: unknown, rest: readonly unknown[]): never {
    const right = stateOf<TableState>(other, this.#state.context, operation);
    if (typeof rest[1] === 'function' && operation !== 'outerJoin')
      return this.#factories.table(joinOnForeignKey(operation, this.#state, right, rest)) as never;
    const [joiner, ...args] = rest;
    needFunction(joiner, operation, 'the joiner');
    const { name, options } = readArguments<MaterializedOptions>(operation, args);
    return this.#factories.table(
      joinTables(operation, this.#state, right, joiner as TableJoiner, name, options),
    ) as never;
  }
}
