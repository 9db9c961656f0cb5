import type { SourceDefinition, TopologyWriter } from '../topology/definitions';
import { TopologyError } from '../errors/streams-errors';
import { isDeepStrictEqual } from 'node:util';

/**
 * An operator as it was described. The graph exists because some decisions fall only when all operators are known:
 * which sources are one, where null keys may pass, which tables have a store.
 */
export interface GraphNode {
  readonly name: string;
  readonly parents: Set<GraphNode>;
  readonly children: Set<GraphNode>;
  /** The order in which nodes enter the topology. */
  order: number;
  /** A source of streams: equal ones are merged. */
  readonly source?: SourceDefinition | undefined;
  /** A left or outer join, which takes null keys: repartition steps before it let them pass. */
  readonly takesNullKeys?: boolean | undefined;
  /** A windowed aggregation: how long after its end a window can change. */
  readonly graceMs?: number | undefined;
  /** A repartition step. */
  readonly repartition?: { passesNullKeys: boolean } | undefined;
  write(definition: TopologyWriter, parents: readonly string[]): void;
}

export type NewGraphNode = Pick<GraphNode, 'name' | 'source' | 'takesNullKeys' | 'graceMs' | 'repartition' | 'write'>;

export function graphNode(parts: NewGraphNode): GraphNode {
  return { ...parts, parents: new Set(), children: new Set(), order: -1 };
}

function link(parent: GraphNode, child: GraphNode): void {
  parent.children.add(child);
  child.parents.add(parent);
}

function unlink(parent: GraphNode, child: GraphNode): void {
  parent.children.delete(child);
  child.parents.delete(parent);
}

/** All operators of a builder, from one root. */
export class StreamsGraph {
  readonly #root = graphNode({ name: 'root', write: () => undefined });
  #order = 0;

  /** Adds a node below its parents. A node that is added again takes the last place in the order, as in Java. */
  add(node: GraphNode, parents: readonly GraphNode[] = [this.#root]): void {
    for (const parent of parents) {
      link(parent, node);
      node.order = this.#order++;
    }
  }

  /** Writes all nodes, in order, parents first. */
  writeTo(definition: TopologyWriter): void {
    this.#mergeSources();
    this.#letNullKeysPass();
    const written = new Set<GraphNode>();
    const waiting = new Set<GraphNode>([this.#root]);
    while (waiting.size > 0) {
      const next = first(waiting);
      waiting.delete(next);
      const isReady = [...next.parents].every((parent) => written.has(parent));
      if (!isReady) continue; // It waits again when its last parent has been written.
      if (!written.has(next)) {
        next.write(
          definition,
          [...next.parents].map(({ name }) => name),
        );
        written.add(next);
      }
      for (const child of next.children) if (!written.has(child)) waiting.add(child);
    }
  }

  /** Two streams of the same topics are one source, the first. */
  #mergeSources(): void {
    const byTopic = new Map<string, GraphNode>();
    for (const node of [...this.#root.children]) {
      const { source } = node;
      if (!source) continue;
      const { topics } = source;
      const keys = topics instanceof RegExp ? [`pattern ${topics.source} ${topics.flags}`] : topics;
      for (const key of keys) {
        const main = byTopic.get(key);
        if (!main) byTopic.set(key, node);
        else if (main !== node) this.#merge(main, node);
      }
    }
  }

  #merge(main: GraphNode, other: GraphNode): void {
    const [one, two] = [main.source!, other.source!];
    const sameTopics = (a: SourceDefinition['topics']): unknown => (a instanceof RegExp ? a.source : [...a].sort());
    if (!isDeepStrictEqual(sameTopics(one.topics), sameTopics(two.topics)))
      throw new TopologyError(`The sources ${one.name} and ${two.name} read overlapping but unequal topics`);
    if (!isDeepStrictEqual(one.offsetResetPolicy, two.offsetResetPolicy))
      throw new TopologyError(
        `The sources ${one.name} and ${two.name} read the same topics with unequal reset policies`,
      );
    for (const child of [...other.children]) {
      unlink(other, child);
      link(main, child);
    }
    unlink(this.#root, other);
  }

  #letNullKeysPass(): void {
    const memory = new Map<GraphNode, boolean>();
    const passes = (node: GraphNode): boolean => {
      const known = memory.get(node);
      if (known !== undefined) return known;
      const result = [...node.children].map((child) => passes(child) || child.takesNullKeys === true).includes(true);
      memory.set(node, result);
      if (node.repartition) node.repartition.passesNullKeys = result;
      return result;
    };
    passes(this.#root);
  }
}

function first(nodes: ReadonlySet<GraphNode>): GraphNode {
  let best: GraphNode | undefined;
  for (const node of nodes) if (!best || node.order < best.order) best = node;
  return best!;
}
