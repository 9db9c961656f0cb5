import type { GraphNode } from '../../graph/streams-graph';
import { graphNode } from '../../graph/streams-graph';
import { storeView } from '../../operators/table-values';
import { TableSourceNode, type Storage } from '../../operators/tables';
import type { ConsumedOptions } from '../../options/consumed';
import type { MaterializedOptions } from '../../options/materialized';
import { checkName, nameIn } from '../../options/named';
import type { SourceDefinition } from '../../topology/definitions';
import { copyOf, materialize, processorNode, storeOf, type Materialization } from '../nodes';
import { sourceBehaviour } from './source-behaviour';
import { repartitionNames, repartitionNode } from '../repartition';
import { type DslContext, TableState, type GlobalTableState, type StreamState } from '../context';

export function sourceDefinition(
  name: string,
  topics: SourceDefinition['topics'],
  consumed: ConsumedOptions,
  isGlobal = false,
): SourceDefinition {
  const { keySerde, valueSerde, timestampExtractor, offsetResetPolicy } = consumed;
  const serdes = { keySerde, valueSerde, hasChanges: false };
  return { kind: 'source', name, topics, ...serdes, timestampExtractor, offsetResetPolicy, isGlobal };
}

/** `builder.table`: a source and the node that keeps the table. */
export function tableOfTopic(
  context: DslContext,
  topic: string,
  consumed: ConsumedOptions,
  materialized: MaterializedOptions | undefined,
): TableState {
  const given = nameIn(consumed);
  const store = materialize(context, materialized, `${topic}-`, consumed as Materialization);
  const sourceName = context.suffixed(given, '-source', 'KSTREAM-SOURCE-');
  const name = context.name(given, 'KTABLE-SOURCE-');
  const { behaviour, storage, old } = sourceBehaviour(store);
  const node = graphNode({
    name,
    write(definition) {
      const serdes = { keySerde: store.keySerde, valueSerde: store.valueSerde };
      definition.addSource(sourceDefinition(sourceName, [topic], { ...consumed, ...serdes } as typeof consumed));
      const create = (): TableSourceNode => new TableSourceNode(name, storage, old);
      definition.addProcessor({ kind: 'processor', name, parents: [sourceName], stores: new Set(), create });
      if (storage.storeName === undefined) return;
      definition.addStateStore(context.reusesSourceTopics ? copyOf(topic, store) : storeOf(store), [name]);
    },
  });
  context.graph.add(node);
  return new TableState({ ...store, context, name, node, behaviour, sources: new Set([sourceName]) });
}

/** `builder.globalTable`. Its store has no changelog: the topic itself is one. */
export function globalTableOfTopic(
  context: DslContext,
  topic: string,
  consumed: ConsumedOptions,
  materialized: MaterializedOptions | undefined,
): GlobalTableState & { queryableStoreName: string | null } {
  const given = nameIn(consumed);
  const store = materialize(context, materialized, `${topic}-`, consumed as Materialization);
  const sourceName = context.suffixed(given, '-source', 'KSTREAM-SOURCE-');
  const name = context.name(given, 'KTABLE-SOURCE-');
  const storage: Storage = { storeName: store.storeName };
  const create = (): TableSourceNode => new TableSourceNode(name, storage, { areSent: false });
  const node = graphNode({
    name,
    write(definition) {
      const serdes = { keySerde: store.keySerde, valueSerde: store.valueSerde };
      definition.addGlobalStore(
        copyOf(topic, store),
        sourceDefinition(sourceName, [topic], { ...consumed, ...serdes } as typeof consumed, true),
        { kind: 'processor', name, parents: [sourceName], stores: new Set(), create },
      );
    },
  });
  context.graph.add(node);
  return { context, view: storeView(store.storeName), queryableStoreName: store.queryableStoreName };
}

/** `stream.toTable`. */
export function tableOfStream(
  state: StreamState,
  given: string | undefined,
  materialized: MaterializedOptions | undefined,
): TableState {
  const { context } = state;
  const name = context.name(given && checkName(given), 'KSTREAM-TOTABLE-');
  const store = materialize(context, materialized, 'KSTREAM-TOTABLE-', state);
  let parent: GraphNode = state.node;
  let { sources } = state;
  if (state.needsRepartition) {
    const names = repartitionNames(context, name);
    parent = repartitionNode({ names, keySerde: store.keySerde, valueSerde: store.valueSerde });
    context.graph.add(parent, [state.node]);
    sources = new Set([names.source]);
  }
  const { behaviour, storage, old } = sourceBehaviour(store);
  const node = processorNode(name, () => new TableSourceNode(name, storage, old), {
    stores: () => (storage.storeName === undefined ? [] : [storeOf(store)]),
  });
  context.graph.add(node, [parent]);
  return new TableState({ ...store, context, name, node, behaviour, sources });
}
