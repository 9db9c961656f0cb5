import { graphNode, type GraphNode, type StreamsGraph } from '../graph/streams-graph';
import { FailOnInvalidTimestamp } from '../options/timestamp-extractors';
import type { StreamPartitioner } from '../options/produced';
import { FilterNode } from '../operators/stateless';
import type { GeneratedNames, Serdes } from './serdes';

const SUFFIX = '-repartition';
/** Names of the step are the generated ones if its topic has one, too. */
const generated = /^KSTREAM.*-[0-9]{10}$/s;

/** Names of a repartition step. */
export interface RepartitionNames {
  readonly topic: string;
  readonly sink: string;
  readonly filter: string;
  readonly source: string;
}

/** Uses three numbers up, in Java's order, whether they are needed or not. */
export function repartitionNames(context: GeneratedNames, prefix: string): RepartitionNames {
  const topic = prefix.endsWith(SUFFIX) ? prefix : prefix + SUFFIX;
  const sink = context.generate('KSTREAM-SINK-');
  const filter = context.generate('KSTREAM-FILTER-');
  const source = context.generate('KSTREAM-SOURCE-');
  if (generated.test(prefix)) return { topic, sink, filter, source };
  return { topic, sink: `${topic}-sink`, filter: `${topic}-filter`, source: `${topic}-source` };
}

export interface RepartitionStep extends Serdes {
  readonly names: RepartitionNames;
  readonly numberOfPartitions?: number | undefined;
  readonly partitioner?: StreamPartitioner<unknown, unknown> | undefined;
}

/** A filter of null keys, a sink, and the source of the next subtopology, whose name is that of the node. */
export function repartitionNode(step: RepartitionStep): GraphNode {
  const { names, keySerde, valueSerde } = step;
  const repartition = { passesNullKeys: true };
  return graphNode({
    name: names.source,
    repartition,
    write(definition, parents) {
      const { passesNullKeys } = repartition;
      definition.addInternalTopic(names.topic, { numberOfPartitions: step.numberOfPartitions });
      definition.addProcessor({
        kind: 'processor',
        name: names.filter,
        parents,
        stores: new Set(),
        create: (name) => new FilterNode(name, (key) => passesNullKeys || key !== null, true),
      });
      definition.addSink({
        kind: 'sink',
        name: names.sink,
        parents: [names.filter],
        topic: names.topic,
        keySerde,
        valueSerde,
        hasChanges: false,
        partitioner: step.partitioner,
      });
      definition.addSource({
        kind: 'source',
        name: names.source,
        topics: [names.topic],
        keySerde,
        valueSerde,
        hasChanges: false,
        timestampExtractor: FailOnInvalidTimestamp,
        offsetResetPolicy: undefined,
        isGlobal: false,
      });
    },
  });
}

/** The repartition topic of a grouped table, which carries changes. */
export function tableRepartitionNode(step: { sink: string; source: string; topic: string } & Serdes): GraphNode {
  const { sink, source, topic, keySerde, valueSerde } = step;
  return graphNode({
    name: source,
    write(definition, parents) {
      definition.addInternalTopic(topic, { numberOfPartitions: undefined });
      const serdes = { keySerde, valueSerde, hasChanges: true };
      definition.addSink({ kind: 'sink', name: sink, parents, topic, ...serdes, partitioner: undefined });
      definition.addSource({
        kind: 'source',
        name: source,
        topics: [topic],
        ...serdes,
        timestampExtractor: FailOnInvalidTimestamp,
        offsetResetPolicy: undefined,
        isGlobal: false,
      });
    },
  });
}

/** A stream that may have to be repartitioned. */
interface Repartitionable extends Serdes {
  readonly context: GeneratedNames & { readonly graph: StreamsGraph };
  readonly name: string;
  readonly sources: ReadonlySet<string>;
  readonly needsRepartition: boolean;
  readonly node: GraphNode;
}

/** The repartition steps of unnamed joins: the first one of a stream serves the later ones. */
const firstSteps = new WeakMap<Repartitionable, GraphNode>();

/** The stream behind a repartition step, if its key has changed. `given`: the name of the step. */
export function repartitionedForJoin<State extends Repartitionable>(
  state: State,
  given: string | undefined,
  serdes: Serdes,
): State {
  if (!state.needsRepartition) return state;
  const { context, name } = state;
  const { keySerde = state.keySerde, valueSerde = state.valueSerde } = serdes;
  const prefix = given ?? name;
  const names = repartitionNames(context, prefix);
  let step = firstSteps.get(state);
  if (!step || prefix !== name) {
    step = repartitionNode({ names, keySerde, valueSerde });
    firstSteps.set(state, step);
    context.graph.add(step, [state.node]);
  }
  const sources = new Set([names.source]);
  return { ...state, name: names.source, node: step, keySerde, valueSerde, sources, needsRepartition: false };
}
