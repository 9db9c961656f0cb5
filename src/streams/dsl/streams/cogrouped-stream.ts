import { needFunction } from '../../errors/checks';
import { TopologyError } from '../../errors/streams-errors';
import type { GraphNode } from '../../graph/streams-graph';
import { AggregateNode, type Aggregator, type Initializer, type OldValues } from '../../operators/aggregates';
import { storeView } from '../../operators/table-values';
import { TableMergeNode } from '../../operators/tables';
import type { Merger } from '../../operators/windows/session-windows';
import type { MaterializedOptions } from '../../options/materialized';
import { readArguments } from '../../options/named';
import type { Node } from '../../task/nodes/node';
import { KGroupedStream } from '../api';
import { type TableBehaviour, stateOf, TableState, type DslContext, type GroupState } from '../context';

import type { Factories } from '../context';
import { materialize, processorNode, storeOf, type AggregatedTable, type Materialization } from '../nodes';
import { repartitionNames, repartitionNode } from '../repartition';
import { windowedTable, windowKind, type WindowKind } from './windowed-stream';

const AGGREGATE = 'COGROUPKSTREAM-AGGREGATE-';
const MERGE = 'COGROUPKSTREAM-MERGE-';

/** Where the records of a group come from, once they are partitioned by its key. */
interface Partitioned {
  readonly node: GraphNode;
  readonly sources: ReadonlySet<string>;
}

/** One of the tables that a cogrouped stream can become. */
type Kind = Pick<AggregatedTable, 'keySerde' | 'view' | 'graceMs' | 'plan'> & {
  create(name: string, old: OldValues, aggregator: Aggregator): Node;
};

/** Groups and their aggregators. The only CogroupedKStream there is. */
export class CogroupedStream {
  readonly #context: DslContext;
  readonly #factories: Factories;
  readonly #groups = new Map<GroupState, Aggregator>();
  /** The repartition steps of the first aggregation serve the later ones. */
  readonly #partitioned = new Map<GroupState, Partitioned>();

  constructor(context: DslContext, factories: Factories) {
    this.#context = context;
    this.#factories = factories;
  }

  cogroup(group: unknown, aggregator: unknown): this {
    if (!(group instanceof KGroupedStream))
      throw new TopologyError('cogroup: the first argument must be a KGroupedStream');
    needFunction(aggregator, 'cogroup', 'the aggregator');
    this.#groups.set(stateOf<GroupState>(group, this.#context, 'cogroup'), aggregator as Aggregator);
    return this;
  }

  aggregate(initializer: Initializer, ...args: readonly unknown[]): never {
    needFunction(initializer, 'aggregate', 'the initializer');
    return this.#aggregate(args, (store) => ({
      keySerde: store.keySerde,
      view: storeView(store.storeName),
      plan: () => storeOf(store),
      create: (name, old, aggregator) => new AggregateNode(name, store.storeName, old, initializer, aggregator),
    }));
  }

  windowedBy(windows: unknown): never {
    const kind = windowKind(windows);
    return {
      aggregate: (initializer: Initializer, ...rest: readonly unknown[]): never =>
        this.#windowed(kind, initializer, rest),
    } as never;
  }

  #windowed(kind: WindowKind, initializer: Initializer, rest: readonly unknown[]): never {
    needFunction(initializer, 'aggregate', 'the initializer');
    const isSession = kind.sizeMs === undefined;
    const [merger, ...args] = isSession ? rest : [undefined, ...rest];
    if (isSession) needFunction(merger, 'aggregate', 'the merger of sessions');
    return this.#aggregate(args, (store) => ({
      ...windowedTable(kind, store, false),
      create: (name, old, aggregator) =>
        kind.create(name, store.storeName, old, initializer, aggregator, merger as Merger, false),
    }));
  }

  #aggregate(args: readonly unknown[], kindOf: (store: Materialization) => Kind): never {
    const { name: given, options } = readArguments<MaterializedOptions>('aggregate', args);
    const context = this.#context;
    const [first] = this.#groups.keys();
    const store = materialize(context, options, AGGREGATE, { keySerde: first!.keySerde, valueSerde: undefined });
    const kind = kindOf(store);
    const plan = kind.plan();
    const partitioned = Array.from(this.#groups.keys(), (group) => this.#partition(group, store.storeName));
    const sources = context.coPartition(...partitioned.map((one) => one.sources));
    const old = { areSent: false };
    const nodes = Array.from(this.#groups.values(), (aggregator, i) => {
      const name = context.suffixed(given, `-cogroup-agg-${i}`, AGGREGATE);
      const node = processorNode(name, () => kind.create(name, old, aggregator), {
        stores: () => [plan],
        graceMs: kind.graceMs,
      });
      context.graph.add(node, [partitioned[i]!.node]);
      return node;
    });
    const name = context.suffixed(given, '-cogroup-merge', MERGE);
    const node = processorNode(name, () => new TableMergeNode(name, { storeName: undefined }, old));
    context.graph.add(node, nodes);
    const behaviour: TableBehaviour = { view: () => kind.view, sendOldValues: () => (old.areSent = true) };
    const { keySerde } = kind;
    return this.#factories.table(
      new TableState({ ...store, context, name, sources, node, behaviour, keySerde }),
    ) as never;
  }

  #partition(group: GroupState, storeName: string): Partitioned {
    const { node, sources, keySerde, valueSerde } = group;
    if (!group.needsRepartition) return { node, sources };
    const context = this.#context;
    // Uses numbers up, also for a step that is there already.
    const names = repartitionNames(context, group.groupName ?? storeName);
    let partitioned = this.#partitioned.get(group);
    if (!partitioned) {
      const step = repartitionNode({ names, keySerde, valueSerde });
      context.graph.add(step, [node]);
      this.#partitioned.set(group, (partitioned = { node: step, sources: new Set([names.source]) }));
    }
    return partitioned;
  }
}
