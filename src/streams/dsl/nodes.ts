import { graphNode, type GraphNode, type NewGraphNode } from '../graph/streams-graph';
import type { OldValues } from '../operators/aggregates';
import type { TableView } from '../operators/table-view';
import type { MaterializedOptions } from '../options/materialized';
import type { TopicConfig } from '../options/topic-options';
import { checkName } from '../options/named';
import type { StoreEngine, StorePlan } from '../stores/store-plan';
import { dslStore } from '../stores/stores';
import type { Node, NodeFactory } from '../task/nodes/node';
import type { Serdes, GeneratedNames } from './serdes';

/** An operator that is one processor. `stores`: read when the topology is written. */
export function processorNode(
  name: string,
  create: NodeFactory,
  options: Pick<NewGraphNode, 'takesNullKeys' | 'graceMs'> & {
    /** Stores of its own. */
    readonly stores?: (() => readonly StorePlan[]) | undefined;
    /** Names of stores of other nodes, or that were added. */
    readonly connected?: (() => readonly string[]) | undefined;
  } = {},
): GraphNode {
  return graphNode({
    name,
    takesNullKeys: options.takesNullKeys ?? false,
    graceMs: options.graceMs,
    write(definition, parents) {
      definition.addProcessor({ kind: 'processor', name, parents, stores: new Set(), create });
      for (const store of options.stores?.() ?? []) definition.addStateStore(store, [name]);
      for (const store of options.connected?.() ?? []) definition.connect(name, store);
    },
  });
}

/** A {@link MaterializedOptions} with all that is known: the serdes of the operator, a generated name. */
export interface Materialization extends Serdes {
  readonly storeName: string;
  /** Null: nobody has named it. */
  readonly queryableStoreName: string | null;
  readonly loggingEnabled: boolean;
  readonly retention: number | undefined;
  readonly topicConfig: TopicConfig | undefined;
  readonly storeType: StoreEngine | undefined;
}

/** Generates a name for a store that has none. */
export function materialize(
  names: GeneratedNames,
  options: MaterializedOptions | undefined,
  prefix: string,
  serdes: Serdes,
): Materialization {
  const given = options?.storeName === undefined ? undefined : checkName(options.storeName);
  const storeName = given ?? names.storeName(prefix);
  return {
    storeName,
    queryableStoreName: given ?? null,
    keySerde: options?.keySerde ?? serdes.keySerde,
    valueSerde: options?.valueSerde ?? serdes.valueSerde,
    loggingEnabled: options?.loggingEnabled ?? true,
    retention: options?.retention,
    topicConfig: options?.topicConfig,
    storeType: options?.storeType,
  };
}

/** The store of an operator. */
export function storeOf(materialization: Materialization): StorePlan {
  return dslStore({ ...materialization, name: materialization.storeName });
}

/** The store of a table that is a copy of a topic: it has no changelog. */
export function copyOf(topic: string, materialization: Materialization): StorePlan {
  return dslStore({ ...materialization, name: materialization.storeName, loggingEnabled: false, sourceTopic: topic });
}

/** An aggregation while it is described. */
export interface AggregatedTable {
  readonly name: string | undefined;
  readonly prefix: string;
  readonly store: Materialization;
  /** Of the table's keys, which may be windowed. */
  readonly keySerde: unknown;
  readonly view: TableView;
  /** How long after its end a window can change. */
  readonly graceMs?: number | undefined;
  plan(): StorePlan;
  create(name: string, old: OldValues): Node;
}
