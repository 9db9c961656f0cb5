import { needFunction } from '../../errors/checks';
import { TopologyError } from '../../errors/streams-errors';
import { graphNode } from '../../graph/streams-graph';
import { PassNode } from '../../operators/stateless';
import { JoinWindowNode } from '../../operators/stream-joins/join-window';
import { StreamJoinNode, type JoinTime, type StreamJoiner } from '../../operators/stream-joins/stream-join';
import { checkName, nameIn, readArguments } from '../../options/named';
import type { StreamJoinedOptions } from '../../options/stream-joined';
import type { StorePlan } from '../../stores/store-plan';
import { joinWindowStore, unpairedStore } from '../../stores/join-stores';
import type { Node, NodeEnvironment } from '../../task/nodes/node';
import { JoinWindows } from '../../windows/windows';
import { stateOf, type DslContext, type StreamState } from '../context';
import { processorNode } from '../nodes';
import { repartitionedForJoin } from '../repartition';

/** Which sides come out without a partner, too. */
const kinds = {
  join: { isLeftOuter: false, isRightOuter: false },
  leftJoin: { isLeftOuter: true, isRightOuter: false },
  outerJoin: { isLeftOuter: true, isRightOuter: true },
} as const;
export type StreamJoinName = keyof typeof kinds;

/** Names of the nodes and stores of a join, in Java's order of numbers. */
function namesOf(context: DslContext, operation: StreamJoinName, { name, storeName }: StreamJoinedOptions) {
  const { isLeftOuter, isRightOuter } = kinds[operation];
  const thisSuffix = isRightOuter ? '-outer-this-join' : '-this-join';
  const otherSuffix = isLeftOuter ? '-outer-other-join' : '-other-join';
  const leftWindow = context.suffixed(name, '-this-windowed', 'KSTREAM-WINDOWED-');
  const rightWindow = context.suffixed(name, '-other-windowed', 'KSTREAM-WINDOWED-');
  const left = context.generate(isRightOuter ? 'KSTREAM-OUTERTHIS-' : 'KSTREAM-JOINTHIS-');
  const right = context.generate(isLeftOuter ? 'KSTREAM-OUTEROTHER-' : 'KSTREAM-JOINOTHER-');
  const merge = context.suffixed(name, '-merge', 'KSTREAM-MERGE-');
  const ofProcessor = (generated: string, suffix: string): string =>
    name === undefined ? generated : checkName(name + suffix);
  const ofStore = (generated: string, suffix: string): string =>
    `${storeName === undefined ? generated : checkName(storeName + suffix)}-store`;
  const shared = isRightOuter ? '-outer-shared-join' : '-left-shared-join';
  return {
    ...{ leftWindow, rightWindow, merge },
    leftJoin: ofProcessor(left, thisSuffix),
    rightJoin: ofProcessor(right, otherSuffix),
    leftStore: ofStore(left, thisSuffix),
    rightStore: ofStore(right, otherSuffix),
    unpairedStore: ofStore(`KSTREAM-OUTERSHARED-${left.slice(-10)}`, shared),
  };
}

/** Both sides of a join have one time in each task. */
function sharedTime(): (environment: NodeEnvironment) => JoinTime {
  const times = new WeakMap<NodeEnvironment, JoinTime>();
  return (environment) => {
    const time = times.get(environment) ?? { streamTime: -1, oldestUnpaired: Infinity };
    times.set(environment, time);
    return time;
  };
}

/** `stream.join`, `leftJoin`, `outerJoin` with another stream. */
export function joinStreams(
  operation: StreamJoinName,
  stream: StreamState,
  otherStream: unknown,
  [joiner, windows, joined]: readonly unknown[],
): StreamState {
  needFunction(joiner, operation, 'the joiner');
  if (!(windows instanceof JoinWindows))
    throw new TopologyError(`${operation}: the joiner of two streams must be followed by JoinWindows`);
  const { context } = stream;
  const { name: plain, options: given = {} } = readArguments<StreamJoinedOptions>(operation, [joined]);
  const options: StreamJoinedOptions = { ...given, name: plain ?? nameIn(given) };
  const { name, keySerde, valueSerde, otherValueSerde } = options;
  const nameOf = (suffix: string): string | undefined => (name === undefined ? undefined : checkName(name + suffix));
  const right0 = stateOf<StreamState>(otherStream, context, operation);
  const left = repartitionedForJoin(stream, nameOf('-left'), { keySerde, valueSerde });
  const right = repartitionedForJoin(right0, nameOf('-right'), { keySerde, valueSerde: otherValueSerde });
  const sources = context.coPartition(left.sources, right.sources);

  const { isLeftOuter, isRightOuter } = kinds[operation];
  const names = namesOf(context, operation, options);
  const parts = { windows, options, keySerde: keySerde ?? left.keySerde };
  const leftPlan = joinWindowStore(names.leftStore, { ...parts, valueSerde: valueSerde ?? left.valueSerde });
  const rightPlan = joinWindowStore(names.rightStore, { ...parts, valueSerde: otherValueSerde ?? right.valueSerde });
  const shared = isLeftOuter ? unpairedStore(names.unpairedStore, options) : undefined;
  const { leftStore, rightStore } = names;
  const join = {
    ...{ windows, leftStore, rightStore, timeOf: sharedTime(), joiner: joiner as StreamJoiner },
    unpairedStore: shared?.name,
  };

  const windowNode = (nodeName: string, plan: StorePlan, side: StreamState): void =>
    context.graph.add(
      processorNode(nodeName, () => new JoinWindowNode(nodeName, plan.name), { stores: () => [plan] }),
      [side.node],
    );
  windowNode(names.leftWindow, leftPlan, left);
  windowNode(names.rightWindow, rightPlan, right);
  const node = graphNode({
    name: names.merge,
    takesNullKeys: isLeftOuter,
    write(definition) {
      const { leftJoin, rightJoin, merge } = names;
      const add = (name: string, parents: string[], create: () => Node): void =>
        definition.addProcessor({ kind: 'processor', stores: new Set(), name, parents, create });
      add(leftJoin, [names.leftWindow], () => new StreamJoinNode(leftJoin, join, true, isLeftOuter));
      for (const plan of shared ? [rightPlan, shared] : [rightPlan]) definition.addStateStore(plan, [leftJoin]);
      add(rightJoin, [names.rightWindow], () => new StreamJoinNode(rightJoin, join, false, isRightOuter));
      for (const plan of shared ? [leftPlan, shared] : [leftPlan]) definition.addStateStore(plan, [rightJoin]);
      add(merge, [leftJoin, rightJoin], () => new PassNode(merge));
    },
  });
  context.graph.add(node, [left.node, right.node]);
  return { context, name: names.merge, node, sources, keySerde, valueSerde: undefined, needsRepartition: false };
}
