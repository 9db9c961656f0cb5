import { TopologyError } from '../../errors/streams-errors';
import type { GraphNode } from '../../graph/streams-graph';
import { suppressedView, SuppressNode, type Suppression } from '../../operators/suppress/suppress';
import { checkName } from '../../options/named';
import { Suppressed } from '../../options/suppressed';
import { bufferStore } from '../../stores/stores';
import { type TableBehaviour, TableState } from '../context';

import { processorNode } from '../nodes';

const PREFIX = 'KTABLE-SUPPRESS-';

/** How long after its end a window can change: the most of all windowed aggregations that lead here. */
function graceOf(node: GraphNode): number {
  if (node.graceMs !== undefined) return node.graceMs;
  if (node.parents.size > 0) return Math.max(...Array.from(node.parents, graceOf));
  throw new TopologyError('suppress: untilWindowCloses needs a windowed aggregation before it, on every path');
}

/** `table.suppress`. */
export function suppressTable(state: TableState, suppressed: unknown): TableState {
  if (!(suppressed instanceof Suppressed))
    throw new TopologyError('suppress: its argument must be Suppressed.untilWindowCloses() or untilTimeLimit()');
  const { context, node: parent, keySerde, valueSerde, sources } = state;
  const { name: given, waitMs, buffer } = suppressed;
  // Nothing is used up for a given name.
  const name = given ?? context.generate(PREFIX);
  const suppression: Suppression = { waitMs: waitMs ?? graceOf(parent), isFinal: waitMs === undefined, buffer };
  const storeName = given === undefined ? context.storeName(PREFIX) : checkName(`${given}-store`);
  const plan = bufferStore({ name: storeName, keySerde, valueSerde, ...buffer });
  state.sendOldValues(true);
  const node = processorNode(name, () => new SuppressNode(name, storeName, suppression), { stores: () => [plan] });
  context.graph.add(node, [parent]);
  const behaviour: TableBehaviour = {
    view: () => suppressedView(state.view(), storeName),
    sendOldValues: (isForced) => state.sendOldValues(isForced),
  };
  return new TableState({
    ...{ context, name, keySerde, valueSerde, sources, node, behaviour },
    queryableStoreName: null,
  });
}
