import type { NodeDefinition } from './definitions';
import type { NodeGroup, TopologyDefinition } from './definition';

interface DescribedBase {
  readonly name: string;
  /** Names, largest subtree first. */
  readonly predecessors: readonly string[];
  readonly successors: readonly string[];
}

/** A node of a description. `topic` null: chosen for each record. */
export type DescribedNode = DescribedBase &
  (
    | { readonly kind: 'source'; readonly topics: readonly string[] | RegExp }
    | { readonly kind: 'processor'; readonly stores: readonly string[] }
    | { readonly kind: 'sink'; readonly topic: string | null }
  );

/** Nodes that share tasks. */
export interface DescribedSubtopology {
  readonly id: number;
  readonly nodes: readonly DescribedNode[];
}

/** A global store, which every process has as a whole. */
export interface DescribedGlobalStore {
  readonly id: number;
  readonly source: DescribedNode;
  readonly processor: DescribedNode;
}

/** The topology as data, and with `toString()` as Java's text. Java's TopologyDescription. */
export interface TopologyDescription {
  readonly subtopologies: readonly DescribedSubtopology[];
  readonly globalStores: readonly DescribedGlobalStore[];
  toString(): string;
}

const parentsOf = (node: NodeDefinition): readonly string[] => (node.kind === 'source' ? [] : node.parents);

/**
 * Sizes of the subtrees, by which Java sorts. It adds nodes in hash order, and each edge adds the child's size of that
 * moment to all ancestors; the sum is the same for any order: the number of paths down.
 */
function subtreeSizes(nodes: readonly NodeDefinition[]): Map<string, number> {
  const sizes = new Map<string, number>();
  const size = (name: string): number => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    const children = nodes.filter((node) => parentsOf(node).includes(name));
    const total = children.reduce((sum, child) => sum + size(child.name), 1);
    sizes.set(name, total);
    return total;
  };
  for (const node of nodes) size(node.name);
  return sizes;
}

function describeGroup({ nodes }: NodeGroup): DescribedNode[] {
  const sizes = subtreeSizes(nodes);
  const order = (a: string, b: string): number => sizes.get(b)! - sizes.get(a)! || (a < b ? -1 : a > b ? 1 : 0);
  const described = nodes.map((node): DescribedNode => {
    const base = {
      name: node.name,
      predecessors: [...new Set(parentsOf(node))].sort(order),
      successors: nodes.filter((other) => parentsOf(other).includes(node.name)).map(({ name }) => name),
    };
    base.successors.sort(order);
    if (node.kind === 'source') return { ...base, kind: node.kind, topics: node.topics };
    if (node.kind === 'processor') return { ...base, kind: node.kind, stores: [...node.stores] };
    return { ...base, kind: node.kind, topic: typeof node.topic === 'string' ? node.topic : null };
  });
  return described.sort((a, b) => order(a.name, b.name));
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

function nodeText(node: DescribedNode): string {
  const { name } = node;
  const to = `\n      --> ${list(node.successors)}`;
  const from = `\n      <-- ${list(node.predecessors)}`;
  switch (node.kind) {
    case 'source': {
      const topics = node.topics instanceof RegExp ? node.topics.source : `[${node.topics.join(', ')}]`;
      return `Source: ${name} (topics: ${topics})${to}`;
    }
    case 'processor':
      return `Processor: ${name} (stores: [${node.stores.join(', ')}])${to}${from}`;
    case 'sink':
      return node.topic === null
        ? `Sink: ${name} (extractor class: a function)${from}`
        : `Sink: ${name} (topic: ${node.topic})${from}`;
  }
}

const subtopologyText = ({ id, nodes }: DescribedSubtopology): string =>
  `Sub-topology: ${id}\n${nodes.map((node) => `    ${nodeText(node)}\n`).join('')}\n`;

const globalText = ({ id, source, processor }: DescribedGlobalStore): string =>
  `Sub-topology: ${id} for global store (will not generate tasks)\n` +
  `    ${nodeText(source)}\n    ${nodeText(processor)}\n`;

/** Java's `Topology.describe()`. */
export function describeTopology(definition: TopologyDefinition): TopologyDescription {
  const groups = definition.groups();
  const subtopologies = groups
    .filter(({ isGlobal }) => !isGlobal)
    .map((group) => ({ id: group.id, nodes: describeGroup(group) }));
  const globalStores = groups
    .filter(({ isGlobal }) => isGlobal)
    .map((group) => {
      const [source, processor] = describeGroup(group);
      return { id: group.id, source: source!, processor: processor! };
    });
  const texts = [
    ...subtopologies.map((one) => ({ id: one.id, text: subtopologyText(one) })),
    ...globalStores.map((one) => ({ id: one.id, text: globalText(one) })),
  ].sort((a, b) => a.id - b.id);
  const text = `Topologies:\n ${texts.map((one) => `  ${one.text}`).join('')}`;
  return { subtopologies, globalStores, toString: () => text };
}
