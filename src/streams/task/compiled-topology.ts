import type { KeyValueBytes } from '../stores/key-value-bytes';
import { BufferStore, CoreStore, formOf } from '../stores/key-value-store';
import { StoreCore, type ChangeLog } from '../stores/store-core';
import { WindowCoreStore } from '../stores/timed/window-store';
import { SessionCoreStore } from '../stores/timed/session-store';
import type { StoreTask } from '../stores/timed/timed-store';
import { matches, type TopologyDefinition } from '../topology/definition';
import type { NodeDefinition, SourceDefinition } from '../topology/definitions';
import type { RecordCollector } from './queues/input-record';
import type { Node } from './nodes/node';
import type { NodeMeasures } from './nodes/node-measures';
import { changelogTopic, type TaskSettings } from './settings';
import { SinkNode, SourceNode } from './nodes/topic-nodes';

/** Where the stores of a task are, and where their changes go. Absent or undefined: new ones in memory; nowhere. */
export interface TaskStores {
  /** For each store with a changelog. */
  readonly log?: ((store: string, topic: string) => ChangeLog) | undefined;
  readonly bytes?: ((store: string) => KeyValueBytes | undefined) | undefined;
}

/** Nodes of one task, connected, and the stores that they use. */
export class CompiledTopology {
  /** Parents before children. */
  readonly nodes = new Map<string, Node>();
  /** Key-value stores. */
  readonly stores = new Map<string, CoreStore>();
  /** Of `suppress`. */
  readonly buffers = new Map<string, BufferStore>();
  readonly timedStores = new Map<string, WindowCoreStore | SessionCoreStore>();
  readonly #measures: NodeMeasures | undefined;
  /** Names of nodes that pass records on. */
  readonly #parents: ReadonlySet<string>;
  readonly #definition: TopologyDefinition;
  readonly #settings: TaskSettings;
  readonly #sources = new Map<string, SourceNode>();
  readonly #patterns: { readonly pattern: RegExp; readonly source: SourceNode }[] = [];

  /** @throws TopologyError for a node or store without serdes. */
  constructor(
    definition: TopologyDefinition,
    nodes: readonly NodeDefinition[],
    settings: TaskSettings,
    collector: RecordCollector,
    measures?: NodeMeasures,
  ) {
    this.#measures = measures;
    this.#parents = new Set(nodes.flatMap((node) => (node.kind === 'source' ? [] : node.parents)));
    this.#definition = definition;
    this.#settings = settings;
    for (const node of nodes) this.#add(node, collector);
  }

  #add(definition: NodeDefinition, collector: RecordCollector): void {
    const { defaults, timestampExtractor } = this.#settings;
    if (definition.kind === 'source') {
      const source = new SourceNode(definition, defaults, timestampExtractor);
      this.#addTopics(definition, source);
      this.nodes.set(definition.name, source);
      return;
    }
    const node =
      definition.kind === 'processor'
        ? definition.create(definition.name)
        : new SinkNode(definition, defaults, collector, (topic) => this.fullName(topic));
    const isEnd = !this.#parents.has(node.name);
    const child = isEnd && this.#measures ? this.#measures.end(node) : node;
    for (const parent of definition.parents) this.nodes.get(parent)!.children.push(child);
    this.nodes.set(definition.name, node);
  }

  #addTopics({ topics }: SourceDefinition, source: SourceNode): void {
    if (topics instanceof RegExp) this.#patterns.push({ pattern: topics, source });
    else for (const topic of topics) this.#sources.set(this.fullName(topic), source);
  }

  /** Internal topics have the application's prefix. */
  fullName(topic: string): string {
    return this.#definition.internalTopics.has(topic) ? `${this.#settings.applicationId}-${topic}` : topic;
  }

  /** The source that reads the topic; undefined: none does. */
  sourceOf(topic: string): SourceNode | undefined {
    return this.#sources.get(topic) ?? this.#patternOf(topic)?.source;
  }

  /** The pattern by which the topic is read; undefined: it is read by its name, or not at all. */
  patternOf(topic: string): RegExp | undefined {
    return this.#sources.has(topic) ? undefined : this.#patternOf(topic)?.pattern;
  }

  #patternOf(topic: string): { readonly pattern: RegExp; readonly source: SourceNode } | undefined {
    return this.#patterns.find(({ pattern }) => matches(pattern, topic));
  }

  buildStores(task: StoreTask, stores: TaskStores): void {
    for (const name of this.nodes.keys()) {
      const node = this.#definition.nodes.get(name)!;
      if (node.kind === 'processor') for (const store of node.stores) this.#buildStore(store, task, stores);
    }
  }

  #buildStore(name: string, task: StoreTask, { log, bytes }: TaskStores): void {
    if (this.store(name)) return;
    const plan = this.#definition.globalStores.get(name) ?? this.#definition.stores.get(name)!.plan;
    const topic = plan.sourceTopic ?? changelogTopic(this.#settings, name);
    const core = new StoreCore({
      name,
      bytes: bytes?.(name) ?? plan.createBytes(),
      ...plan.bindSerdes(this.#settings.defaults),
      topic,
      log: plan.loggingEnabled ? log?.(name, topic) : undefined,
      // Java does not for timestamped stores.
      logsEvictions: plan.type === 'keyValueStore',
    });
    const form = formOf(plan.type);
    const { timed } = plan;
    if (plan.isBuffer) this.buffers.set(name, new BufferStore(core));
    else if (!timed) this.stores.set(name, new CoreStore(core, form, task.record));
    else if (plan.type === 'sessionStore') this.timedStores.set(name, new SessionCoreStore(core, form, task));
    else this.timedStores.set(name, new WindowCoreStore(core, form, task, timed));
  }

  /** A store that others may read: not that of `suppress`. */
  queryable(name: string): CoreStore | WindowCoreStore | SessionCoreStore | undefined {
    return this.stores.get(name) ?? this.timedStores.get(name);
  }

  /** A store of whatever kind. */
  store(name: string): CoreStore | WindowCoreStore | SessionCoreStore | BufferStore | undefined {
    return this.queryable(name) ?? this.buffers.get(name);
  }

  /** Whether the processor is connected to the store. */
  isConnected(processor: string, store: string): boolean {
    const node = this.#definition.nodes.get(processor);
    return node?.kind === 'processor' && node.stores.has(store);
  }
}
