import type { OffsetResetPolicy } from '../options/topic-options';
import type { StreamPartitioner, TopicNameExtractor } from '../options/produced';
import type { TimestampExtractor } from '../options/timestamp-extractors';
import type { AnySerde } from '../serdes/serde';
import type { StorePlan } from '../stores/store-plan';
import type { NodeFactory } from '../task/nodes/node';

/** A node that reads topics. */
export interface SourceDefinition {
  readonly kind: 'source';
  readonly name: string;
  readonly topics: readonly string[] | RegExp;
  readonly keySerde: AnySerde;
  readonly valueSerde: AnySerde;
  /** The values are changes of a table: a new and an old one. */
  readonly hasChanges: boolean;
  readonly timestampExtractor: TimestampExtractor | undefined;
  readonly offsetResetPolicy: OffsetResetPolicy | undefined;
  readonly isGlobal: boolean;
}

export interface ProcessorDefinition {
  readonly kind: 'processor';
  readonly name: string;
  readonly parents: readonly string[];
  readonly create: NodeFactory;
  /** Names of its stores, in order of connection. */
  readonly stores: Set<string>;
}

/** A node that writes to a topic. */
export interface SinkDefinition {
  readonly kind: 'sink';
  readonly name: string;
  readonly parents: readonly string[];
  readonly topic: string | TopicNameExtractor<unknown, unknown>;
  readonly keySerde: AnySerde;
  readonly valueSerde: AnySerde;
  readonly hasChanges: boolean;
  readonly partitioner: StreamPartitioner<unknown, unknown> | undefined;
  /** Windows of one key go to the partition of that key. */
  readonly partitionsByInnerKey?: boolean | undefined;
}

export type NodeDefinition = SourceDefinition | ProcessorDefinition | SinkDefinition;

/** A topic that the application makes for itself, without its prefix. */
export interface InternalTopic {
  /** Absent: as many as the topics that lead to it. */
  readonly numberOfPartitions: number | undefined;
}

/** A store and the first node that used it. */
export interface StoreDefinition {
  readonly plan: StorePlan;
  readonly processors: Set<string>;
}

/** The topics that a node reads, by name: none for a pattern. */
export const topicsOf = (source: SourceDefinition): readonly string[] =>
  source.topics instanceof RegExp ? [] : source.topics;

/** Takes the nodes and stores of a topology, parents first. */
export interface TopologyWriter {
  addSource(source: SourceDefinition): void;
  addProcessor(processor: ProcessorDefinition): void;
  addSink(sink: SinkDefinition): void;
  /** Adds a store and connects it. */
  addStateStore(store: StorePlan, processors: readonly string[]): void;
  addGlobalStore(store: StorePlan, source: SourceDefinition, processor: ProcessorDefinition): void;
  connect(processor: string, store: string): void;
  addInternalTopic(name: string, topic: InternalTopic): void;
}
