import { TopologyError } from '../errors/streams-errors';
import type { StorePlan } from '../stores/store-plan';
import {
  topicsOf,
  type InternalTopic,
  type NodeDefinition,
  type ProcessorDefinition,
  type SinkDefinition,
  type SourceDefinition,
  type StoreDefinition,
  type TopologyWriter,
} from './definitions';
import { NodeGroups } from './node-groups';

/** A subtopology: what is joined by edges and by shared stores. */
export interface NodeGroup {
  readonly id: number;
  readonly nodes: readonly NodeDefinition[];
  readonly isGlobal: boolean;
}

/** Nodes, stores and internal topics of a topology, in the order in which they were added. */
export class TopologyDefinition implements TopologyWriter {
  readonly nodes = new Map<string, NodeDefinition>();
  readonly stores = new Map<string, StoreDefinition>();
  readonly globalStores = new Map<string, StorePlan>();
  readonly internalTopics = new Map<string, InternalTopic>();
  /** Sets of source nodes whose topics need equal numbers of partitions. */
  readonly coPartitioned: ReadonlySet<string>[] = [];
  readonly #groups = new NodeGroups();

  addSource(source: SourceDefinition): void {
    this.#newName(source.name);
    if (Array.isArray(source.topics) && source.topics.length === 0)
      throw new TopologyError(`The source ${source.name} has no topics`);
    for (const topic of topicsOf(source)) this.#newTopic(topic);
    if (source.topics instanceof RegExp) this.#newPattern(source.topics);
    this.nodes.set(source.name, source);
    this.#groups.add(source.name);
  }

  addProcessor(processor: ProcessorDefinition): void {
    this.#addChild(processor);
  }

  addSink(sink: SinkDefinition): void {
    this.#addChild(sink);
  }

  #addChild(node: ProcessorDefinition | SinkDefinition): void {
    this.#newName(node.name);
    if (node.parents.length === 0) throw new TopologyError(`${node.name} has no parents`);
    for (const parent of node.parents) {
      const found = this.nodes.get(parent);
      if (!found) throw new TopologyError(`${node.name}: its parent ${parent} is unknown`);
      if (found.kind === 'sink') throw new TopologyError(`${node.name}: the sink ${parent} cannot be a parent`);
    }
    this.nodes.set(node.name, node);
    this.#groups.add(node.name);
    for (const parent of node.parents) this.#groups.unite(parent, node.name);
  }

  addStateStore(plan: StorePlan, processors: readonly string[]): void {
    const existing = this.stores.get(plan.name);
    if ((existing && existing.plan !== plan) || this.globalStores.has(plan.name))
      throw new TopologyError(`Another store has the name ${plan.name}`);
    if (!existing) this.stores.set(plan.name, { plan, processors: new Set() });
    for (const processor of processors) this.connect(processor, plan.name);
  }

  addGlobalStore(plan: StorePlan, source: SourceDefinition, processor: ProcessorDefinition): void {
    if (this.stores.has(plan.name) || this.globalStores.has(plan.name))
      throw new TopologyError(`Another store has the name ${plan.name}`);
    this.addSource(source);
    this.addProcessor(processor);
    this.globalStores.set(plan.name, plan);
    processor.stores.add(plan.name);
  }

  connect(processor: string, store: string): void {
    if (this.globalStores.has(store))
      throw new TopologyError(`The global store ${store} can be read by every processor: do not connect it`);
    const definition = this.stores.get(store);
    if (!definition) throw new TopologyError(`The store ${store} has not been added`);
    const node = this.nodes.get(processor);
    if (!node) throw new TopologyError(`The processor ${processor} has not been added`);
    if (node.kind !== 'processor') throw new TopologyError(`${processor} is a ${node.kind}, and has no stores`);
    const [user] = definition.processors;
    if (user !== undefined) this.#groups.unite(user, processor);
    definition.processors.add(processor);
    node.stores.add(store);
  }

  addInternalTopic(name: string, topic: InternalTopic): void {
    this.internalTopics.set(name, topic);
  }

  coPartition(sources: ReadonlySet<string>): void {
    this.coPartitioned.push(sources);
  }

  /** Subtopologies and global stores, numbered in the order of their first nodes. */
  groups(): NodeGroup[] {
    return this.#groups.all().map((names, id) => {
      const nodes = names.map((name) => this.nodes.get(name)!);
      return { id, nodes, isGlobal: nodes.some((node) => node.kind === 'source' && node.isGlobal) };
    });
  }

  /** @throws TopologyError if topics of one join are repartitioned to different numbers of partitions. */
  checkCoPartitioning(): void {
    for (const sources of this.coPartitioned) {
      const topics = [...sources].flatMap((name) => {
        const node = this.nodes.get(name);
        return node?.kind === 'source' ? topicsOf(node) : [];
      });
      const counts = topics.map((topic) => this.internalTopics.get(topic)?.numberOfPartitions);
      if (counts.includes(undefined) || new Set(counts).size <= 1) continue;
      const listed = topics.map((topic, i) => `${topic} (${counts[i]})`).join(', ');
      throw new TopologyError(`These topics are joined and need equal numbers of partitions: ${listed}`);
    }
  }

  #newName(name: string): void {
    if (this.nodes.has(name)) throw new TopologyError(`Another processor has the name ${name}`);
  }

  #sources(): SourceDefinition[] {
    return [...this.nodes.values()].filter((node) => node.kind === 'source');
  }

  #newTopic(topic: string): void {
    for (const { name, topics } of this.#sources()) {
      const isTaken = topics instanceof RegExp ? matches(topics, topic) : topics.includes(topic);
      if (isTaken) throw new TopologyError(`The topic ${topic} is already read by the source ${name}`);
    }
  }

  #newPattern(pattern: RegExp): void {
    for (const source of this.#sources()) {
      const topic = topicsOf(source).find((one) => matches(pattern, one));
      if (topic !== undefined && !source.isGlobal)
        throw new TopologyError(
          `The pattern ${pattern.source} matches ${topic}, which the source ${source.name} reads`,
        );
    }
  }
}

/** Whether the pattern matches the whole topic, as in Java. */
export function matches(pattern: RegExp, topic: string): boolean {
  return new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, '')).test(topic);
}
