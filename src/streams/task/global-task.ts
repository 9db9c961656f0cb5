import type { CoreStore, ReadOnlyCoreStore } from '../stores/key-value-store';
import type { StoreCore } from '../stores/store-core';
import type { TopologyDefinition } from '../topology/definition';
import { CompiledTopology } from './compiled-topology';
import type { InputRecord, RecordCollector } from './queues/input-record';
import { noRecord, type Node, type NodeEnvironment, type NodeRecord } from './nodes/node';
import type { TaskSettings } from './settings';

const nowhere: RecordCollector = { send: () => undefined, partitionCount: () => 1 };

/** Keeps the stores of global tables. Java's GlobalStateUpdateTask. */
export class GlobalTask implements NodeEnvironment {
  readonly record = noRecord();
  readonly closeTimes = new Map<string, number>();
  droppedRecords = 0;
  readonly settings: TaskSettings;
  readonly #compiled: CompiledTopology;
  readonly #corrupt: ((node: string, raw: InputRecord, error: unknown) => void) | undefined;

  /**
   * `corrupt`: a record cannot be deserialized; it throws, or the record is dropped. Without it, as in Java's test
   * driver, all such records are dropped.
   */
  constructor(
    definition: TopologyDefinition,
    settings: TaskSettings,
    corrupt?: (node: string, raw: InputRecord, error: unknown) => void,
  ) {
    this.settings = settings;
    this.#corrupt = corrupt;
    const nodes = definition.groups().flatMap((group) => (group.isGlobal ? group.nodes : []));
    this.#compiled = new CompiledTopology(definition, nodes, settings, nowhere);
    this.#compiled.buildStores(this, {});
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

  dropped(): void {
    this.droppedRecords++;
  }

  unserialized(_node: Node, error: unknown): never {
    throw error;
  }

  failed(_node: Node, error: unknown, _record: NodeRecord): never {
    throw error;
  }
}
