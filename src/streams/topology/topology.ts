import { needTopic } from '../errors/checks';
import { TopologyError } from '../errors/streams-errors';
import { readProcessor } from '../operators/user-processors';
import type { ConsumedOptions } from '../options/consumed';
import { checkName } from '../options/named';
import type { ProducedOptions, StreamPartitioner, TopicNameExtractor } from '../options/produced';
import type { ProcessorSupplier } from '../records/processor';
import type { Data } from '../serdes/serde';
import type { StateStore } from '../stores/store-types';
import type { StoreBuilder } from '../stores/stores';
import { TopologyDefinition } from './definition';
import { checkGlobalStore, writeGlobalStore } from './global-store';
import { describeTopology, type TopologyDescription } from './description';

const definitions = new WeakMap<Topology, TopologyDefinition>();

/** What the topology consists of. @throws TopologyError for anything but a Topology. */
export function topologyOf(topology: Topology): TopologyDefinition {
  const definition = definitions.get(topology);
  if (!definition) throw new TopologyError('a Topology is needed: what StreamsBuilder.build() returns');
  return definition;
}

type SourceData<S> = Data<S> | null;

const list = (parents: string | readonly string[]): readonly string[] => [parents].flat();

/**
 * A graph of sources, processors, sinks and stores. `StreamsBuilder.build()` makes one; its methods describe one node
 * by node. Java's Topology.
 */
export class Topology {
  readonly #definition = new TopologyDefinition();

  constructor() {
    definitions.set(this, this.#definition);
  }

  /** A source of one topic, of several, or of those that a pattern matches as a whole. */
  addSource<KS, VS>(
    name: string,
    topics: string | readonly string[] | RegExp,
    consumed: Omit<ConsumedOptions<KS, VS>, 'name'> = {},
  ): this {
    const { keySerde, valueSerde, timestampExtractor, offsetResetPolicy } = consumed;
    const read = topics instanceof RegExp ? topics : [topics].flat();
    if (Array.isArray(read)) for (const topic of read) needTopic(topic, 'addSource');
    this.#definition.addSource({
      kind: 'source',
      name: checkName(name),
      topics: read,
      keySerde,
      valueSerde,
      hasChanges: false,
      timestampExtractor,
      offsetResetPolicy,
      isGlobal: false,
    });
    return this;
  }

  /** A processor below its parents. @throws TopologyError for an unknown parent. */
  addProcessor(name: string, supplier: ProcessorSupplier<never, never>, parents: string | readonly string[]): this {
    const { create, stores } = readProcessor('addProcessor', supplier as ProcessorSupplier, []);
    this.#definition.addProcessor({
      kind: 'processor',
      name: checkName(name),
      parents: list(parents),
      create,
      stores: new Set(),
    });
    for (const store of stores()) this.#definition.addStateStore(store, [name]);
    return this;
  }

  /** Writes to a topic, or to the one that a function names for each record. */
  addSink<K, V>(
    name: string,
    topic: string | TopicNameExtractor<K, V>,
    parents: string | readonly string[],
    produced: Omit<ProducedOptions<K, V>, 'name'> = {},
  ): this {
    if (typeof topic !== 'function') needTopic(topic, 'addSink');
    this.#definition.addSink({
      kind: 'sink',
      name: checkName(name),
      parents: list(parents),
      topic: topic as string | TopicNameExtractor<unknown, unknown>,
      keySerde: produced.keySerde,
      valueSerde: produced.valueSerde,
      hasChanges: false,
      partitioner: produced.streamPartitioner as StreamPartitioner<unknown, unknown> | undefined,
    });
    return this;
  }

  /** A store, connected to these processors. */
  addStateStore(builder: StoreBuilder<StateStore>, ...processors: readonly string[]): this {
    this.#definition.addStateStore(builder, processors);
    return this;
  }

  /**
   * A store that every process has as a whole: all partitions of `topic`, which `supplier`'s processor writes to it.
   * Every processor can read it. Java's addGlobalStore, with `consumed` for the extractor and deserializers.
   * @throws TopologyError for a store of windows or sessions.
   */
  addGlobalStore<KS, VS>(
    builder: StoreBuilder<StateStore>,
    sourceName: string,
    consumed: Omit<ConsumedOptions<KS, VS>, 'name'>,
    topic: string,
    processorName: string,
    supplier: ProcessorSupplier<SourceData<KS>, SourceData<VS>, never, never>,
  ): this {
    const names = { sourceName: checkName(sourceName), processorName: checkName(processorName) };
    const store = { builder, topic, supplier: supplier as ProcessorSupplier, consumed: consumed as ConsumedOptions };
    checkGlobalStore(store);
    writeGlobalStore(this.#definition, { ...store, ...names });
    return this;
  }

  connectProcessorAndStateStores(processor: string, ...stores: readonly string[]): this {
    if (stores.length === 0) throw new TopologyError('connectProcessorAndStateStores: which stores?');
    for (const store of stores) this.#definition.connect(processor, store);
    return this;
  }

  /** Subtopologies and nodes as data; `toString()` gives Java's text. */
  describe(): TopologyDescription {
    return describeTopology(this.#definition);
  }
}
