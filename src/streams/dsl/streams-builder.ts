import { readOptimization } from '../config/optimization';
import type { StreamsConfig } from '../config/streams-config';
import { needTopic } from '../errors/checks';
import { TopologyError } from '../errors/streams-errors';
import { graphNode } from '../graph/streams-graph';
import type { ConsumedOptions } from '../options/consumed';
import type { MaterializedOptions } from '../options/materialized';
import { nameIn } from '../options/named';
import type { ProcessorSupplier } from '../records/processor';
import type { Data } from '../serdes/serde';
import type { StateStore } from '../stores/store-types';
import type { StoreBuilder } from '../stores/stores';
import type { TopologyWriter } from '../topology/definitions';
import { checkGlobalStore, writeGlobalStore } from '../topology/global-store';
import { Topology, topologyOf } from '../topology/topology';
import { GlobalKTable, type KStream, type KTable } from './api';
import { CogroupedStream } from './streams/cogrouped-stream';
import { GroupedStream } from './streams/grouped-stream';
import { StreamImpl } from './streams/stream';
import { windowKind, WindowedStream, type MakeTable } from './streams/windowed-stream';
import { TableImpl } from './tables/table';
import { globalTableOfTopic, sourceDefinition, tableOfTopic } from './tables/table-sources';
import { DslContext, register, type GlobalTableState } from './context';
import type { Factories } from './context';

type SourceKey<S> = Data<S> | null;

/** The only GlobalKTable there is. */
class GlobalTable extends GlobalKTable<unknown, unknown> {
  readonly queryableStoreName: string | null;

  constructor(state: GlobalTableState, queryableStoreName: string | null) {
    super();
    this.queryableStoreName = queryableStoreName;
    register(this, state);
  }
}

/**
 * Describes a topology with streams and tables. Java's StreamsBuilder: the same calls in the same order give the same
 * names of processors, stores and topics.
 */
export class StreamsBuilder {
  readonly #context = new DslContext();
  readonly #factories: Factories = {
    stream: (state) => new StreamImpl(state, this.#factories),
    table: (state) => new TableImpl(state, this.#factories),
    grouped: (state, name) => new GroupedStream(state, this.#factories, name),
    cogrouped: (context) => new CogroupedStream(context, this.#factories),
    windowed: (state, windows, table) => new WindowedStream(state, windowKind(windows), table as MakeTable) as never,
  };
  #topology: Topology | undefined;

  /**
   * A stream of the records of a topic, of several, or of all that a pattern matches as a whole.
   * @throws TopologyError for an empty name or list.
   */
  stream<KS = unknown, VS = unknown>(
    topics: string | readonly string[] | RegExp,
    consumed: ConsumedOptions<KS, VS> = {},
  ): KStream<SourceKey<KS>, SourceKey<VS>> {
    const read = topics instanceof RegExp ? topics : [topics].flat();
    if (Array.isArray(read)) {
      if (read.length === 0) throw new TopologyError('stream: the list of topics is empty');
      for (const topic of read) needTopic(topic, 'stream');
    }
    const context = this.#open('stream');
    const name = context.name(nameIn(consumed), 'KSTREAM-SOURCE-');
    const source = sourceDefinition(name, read, consumed as ConsumedOptions);
    const node = graphNode({ name, source, write: (definition) => definition.addSource(source) });
    context.graph.add(node);
    const { keySerde, valueSerde } = consumed;
    const sources = new Set([name]);
    const state = { context, name, node, keySerde, valueSerde, sources, needsRepartition: false };
    return this.#factories.stream(state) as never;
  }

  /** The newest value of each key of a topic. A record with a null key is dropped and counted. */
  table<KS = unknown, VS = unknown>(
    topic: string,
    consumed: ConsumedOptions<KS, VS> = {},
    materialized?: MaterializedOptions<Data<KS>, Data<VS>>,
  ): KTable<NonNullable<Data<KS>>, NonNullable<Data<VS>>> {
    needTopic(topic, 'table');
    const state = tableOfTopic(
      this.#open('table'),
      topic,
      consumed as ConsumedOptions,
      materialized as MaterializedOptions | undefined,
    );
    return this.#factories.table(state) as never;
  }

  /** As `table`, with all partitions in every process. */
  globalTable<KS = unknown, VS = unknown>(
    topic: string,
    consumed: ConsumedOptions<KS, VS> = {},
    materialized?: MaterializedOptions<Data<KS>, Data<VS>>,
  ): GlobalKTable<NonNullable<Data<KS>>, NonNullable<Data<VS>>> {
    needTopic(topic, 'globalTable');
    const state = globalTableOfTopic(
      this.#open('globalTable'),
      topic,
      consumed as ConsumedOptions,
      materialized as MaterializedOptions | undefined,
    );
    return new GlobalTable(state, state.queryableStoreName) as never;
  }

  /** A store for processors of one's own, which `process` connects by its name. */
  addStateStore(builder: StoreBuilder<StateStore>): this {
    const write = (definition: TopologyWriter): void => definition.addStateStore(builder, []);
    this.#open('addStateStore').graph.add(graphNode({ name: builder.name, write }));
    return this;
  }

  /**
   * A store that every process has as a whole: all partitions of `topic`, which `supplier`'s processor writes to it.
   * Every processor can read it by its name, and `join` cannot. Java's addGlobalStore.
   * @throws TopologyError for a store of windows or sessions.
   */
  addGlobalStore<KS = unknown, VS = unknown>(
    builder: StoreBuilder<StateStore>,
    topic: string,
    consumed: ConsumedOptions<KS, VS>,
    supplier: ProcessorSupplier<SourceKey<KS>, SourceKey<VS>, never, never>,
  ): this {
    const parts = { builder, topic, consumed: consumed as ConsumedOptions, supplier: supplier as ProcessorSupplier };
    checkGlobalStore(parts);
    const context = this.#open('addGlobalStore');
    const given = nameIn(consumed);
    const sourceName = context.suffixed(given, '-source', 'KSTREAM-SOURCE-');
    const processorName = context.name(given, 'KTABLE-SOURCE-');
    const store = { ...parts, sourceName, processorName };
    const write = (definition: TopologyWriter): void => writeGlobalStore(definition, store);
    context.graph.add(graphNode({ name: processorName, write }));
    return this;
  }

  /**
   * The topology; the same object at each call. `config`: of the application, of which only `topology.optimization` is
   * read. @throws TopologyError for what cannot be built; ConfigError for another optimization.
   */
  build(config: StreamsConfig = {}): Topology {
    this.#topology ??= this.#build(config);
    return this.#topology;
  }

  #build(config: StreamsConfig): Topology {
    this.#context.reusesSourceTopics = readOptimization(config).reusesSourceTopics;
    const topology = new Topology();
    const definition = topologyOf(topology);
    this.#context.graph.writeTo(definition);
    for (const sources of this.#context.coPartitioned) definition.coPartition(sources);
    definition.checkCoPartitioning();
    return topology;
  }

  #open(operation: string): DslContext {
    if (this.#topology) throw new TopologyError(`${operation}: the topology has already been built`);
    return this.#context;
  }
}
