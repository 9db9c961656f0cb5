import { graphNode } from '../../graph/streams-graph';
import { INNER, joinedView, LEFT, OUTER, TableJoinNode, type TableJoiner } from '../../operators/table-joins';
import { storeView } from '../../operators/table-values';
import { TableMergeNode, type Storage } from '../../operators/tables';
import type { MaterializedOptions } from '../../options/materialized';
import type { ProcessorDefinition } from '../../topology/definitions';
import { materialize, storeOf } from '../nodes';
import { type TableBehaviour, TableState } from '../context';

const kinds = { join: INNER, leftJoin: LEFT, outerJoin: OUTER };
export type JoinName = keyof typeof kinds;

/** A join of two tables: a node for each side, and one in which they meet. */
export function joinTables(
  operation: JoinName,
  left: TableState,
  right: TableState,
  joiner: TableJoiner,
  given: string | undefined,
  options: MaterializedOptions | undefined,
): TableState {
  const { context } = left;
  const kind = kinds[operation];
  const store =
    options && materialize(context, options, 'KTABLE-MERGE-', { keySerde: left.keySerde, valueSerde: undefined });
  const name = context.name(given, 'KTABLE-MERGE-');
  const sources = context.coPartition(left.sources, right.sources);
  if (!kind.needsRight) left.sendOldValues(true);
  if (!kind.needsLeft) right.sendOldValues(true);
  const leftView = left.view();
  const rightView = right.view();
  const thisName = context.suffixed(given, '-join-this', 'KTABLE-JOINTHIS-');
  const otherName = context.suffixed(given, '-join-other', 'KTABLE-JOINOTHER-');

  const old = { areSent: false };
  const leftSide = { kind, joiner, isLeft: true };
  const rightSide = { kind, joiner, isLeft: false };
  // A store of a joined table is there even under a generated name.
  const storage: Storage = { storeName: store?.storeName };
  const processor = (
    name: string,
    parents: readonly string[],
    create: ProcessorDefinition['create'],
  ): ProcessorDefinition => ({ kind: 'processor', name, parents, create, stores: new Set() });

  const node = graphNode({
    name,
    write(definition) {
      const joinLeft = (): TableJoinNode => new TableJoinNode(thisName, leftSide, rightView, old);
      const joinRight = (): TableJoinNode => new TableJoinNode(otherName, rightSide, leftView, old);
      const merge = (): TableMergeNode => new TableMergeNode(name, storage, old);
      definition.addProcessor(processor(thisName, [left.name], joinLeft));
      definition.addProcessor(processor(otherName, [right.name], joinRight));
      definition.addProcessor(processor(name, [thisName, otherName], merge));
      if (store) definition.addStateStore(storeOf(store), [name]);
      for (const one of rightView.storeNames) definition.connect(thisName, one);
      for (const one of leftView.storeNames) definition.connect(otherName, one);
    },
  });
  context.graph.add(node, [left.node, right.node]);

  const behaviour: TableBehaviour = {
    view: () => (store ? storeView(store.storeName) : joinedView(leftSide, left.view(), right.view(), name)),
    sendOldValues() {
      left.sendOldValues(true);
      right.sendOldValues(true);
      old.areSent = true;
      return true;
    },
  };
  const keySerde = store?.keySerde ?? left.keySerde;
  const queryableStoreName = store?.storeName ?? null;
  const valueSerde = store?.valueSerde;
  return new TableState({ context, name, keySerde, valueSerde, sources, node, queryableStoreName, behaviour });
}
