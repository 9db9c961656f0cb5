import { reasonOf, InvalidStateStoreError, StreamsError } from '../errors/streams-errors';
import type { ProcessorContext } from '../records/processor';
import type { CoreStore, ReadOnlyCoreStore } from '../stores/key-value-store';
import type { StoreCore } from '../stores/store-core';
import type { StateStore } from '../stores/store-types';
import type { TopologyDefinition } from '../topology/definition';
import { CompiledTopology, type TaskStores } from './compiled-topology';
import type { ContextFactory, Forward } from './nodes/context-factory';
import { TaskProcessorContext, type ContextTask } from './nodes/processor-context';
import type { InputRecord, RecordCollector } from './queues/input-record';
import { noRecord, type Node, type NodeEnvironment, type NodeRecord } from './nodes/node';
import { PendingWorks } from './pending/pending-work';
import type { TaskSettings } from './settings';

const nowhere: RecordCollector = { send: () => undefined, partitionCount: () => 1 };

/** Keeps global tables and stores. Java's GlobalStateUpdateTask. */
export class GlobalTask implements NodeEnvironment, ContextFactory, ContextTask {
  /** Java's. */
  readonly id = '-1_-1';
  readonly record = noRecord();
  readonly closeTimes = new Map<string, number>();
  /** Its processors do all at once. */
  readonly pending = new PendingWorks();
  readonly wake = (): void => undefined;
  droppedRecords = 0;
  readonly settings: TaskSettings;
  readonly #compiled: CompiledTopology;
  readonly #corrupt: ((node: string, raw: InputRecord, error: unknown) => void) | undefined;

  /**
   * `corrupt`: a record cannot be deserialized; it throws, or the record is dropped. Without it, as in Java's test
   * driver, all such records are dropped. `stores`: those that are not in memory.
   */
  constructor(
    definition: TopologyDefinition,
    settings: TaskSettings,
    corrupt?: (node: string, raw: InputRecord, error: unknown) => void,
    stores: TaskStores = {},
  ) {
    this.settings = settings;
    this.#corrupt = corrupt;
    const nodes = definition.groups().flatMap((group) => (group.isGlobal ? group.nodes : []));
    this.#compiled = new CompiledTopology(definition, nodes, settings, nowhere);
    this.#compiled.buildStores(this, stores);
    for (const node of this.#compiled.nodes.values()) node.init(this);
  }

  get stores(): ReadonlyMap<string, CoreStore> {
    return this.#compiled.stores;
  }

  /** For processors. */
  readOnlyStores(): ReadonlyMap<string, ReadOnlyCoreStore> {
    return new Map([...this.stores].map(([name, store]) => [name, store.readOnly()]));
  }

  /** Whether a global table reads the topic. */
  reads(topic: string): boolean {
    return this.#compiled.sourceOf(topic) !== undefined;
  }

  update(raw: InputRecord): void {
    const source = this.#compiled.sourceOf(raw.topic)!;
    let data: ReturnType<typeof source.read>;
    try {
      data = source.read(raw);
    } catch (error) {
      this.#corrupt?.(source.name, raw, error);
      return this.dropped();
    }
    const { topic, partition, offset, timestamp, headers } = raw;
    Object.assign(this.record, { isThere: true, topic, partition, offset, timestamp });
    source.receive(data.key, data.value, data.old, timestamp, headers.length === 0 ? undefined : headers);
  }

  store(name: string): StoreCore {
    return this.#compiled.stores.get(name)!.core;
  }

  readableStore(name: string): StoreCore {
    return this.store(name);
  }

  contextFor(node: Node, forward: Forward): ProcessorContext {
    return new TaskProcessorContext(this, node, forward);
  }

  /** Processors of global stores may use all of them. */
  connectedStore(node: Node, name: string): StateStore {
    const store = this.stores.get(name);
    if (store) return store;
    throw new InvalidStateStoreError(`The processor ${node.name} has no store ${name}: it has the global stores only`);
  }

  /** @throws StreamsError, as in Java: there is no stream time. */
  get streamTime(): never {
    throw new StreamsError('currentStreamTimeMs: a processor of a global store has no stream time');
  }

  /** @throws StreamsError, as in Java. */
  schedule(node: Node): never {
    const { name } = node;
    throw new StreamsError(`schedule: ${name} keeps a global store, and is called for records only`, { node: name });
  }

  /** Nothing is committed: the topic is read as a whole by each process. */
  requestCommit(): void {
    // Without effect, as in Java.
  }

  close(): void {
    for (const node of this.#compiled.nodes.values()) node.close();
  }

  dropped(): void {
    this.droppedRecords++;
  }

  unserialized(_node: Node, error: unknown): never {
    throw error;
  }

  /** No handler is asked, as in Java. */
  failed({ name }: Node, error: unknown, _record: NodeRecord): never {
    if (error instanceof StreamsError) throw error;
    throw new StreamsError(`${name} failed: ${reasonOf(error)}`, { node: name, cause: error });
  }
}
