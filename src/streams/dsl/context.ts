import { TopologyError } from '../errors/streams-errors';
import { StreamsGraph, type GraphNode } from '../graph/streams-graph';
import { checkName } from '../options/named';
import type { TableView } from '../operators/table-view';
import type { CogroupedKStream, KGroupedStream, KStream, KTable } from './api';
import type { Serdes, GeneratedNames } from './serdes';

/** Prefixes of generated names. */
export const STATE_STORE = 'STATE-STORE-';

/** What all objects of one builder share: the counter of names, the graph, what must be co-partitioned. */
export class DslContext implements GeneratedNames {
  readonly graph = new StreamsGraph();
  readonly coPartitioned: ReadonlySet<string>[] = [];
  /** Stores of source tables are restored from their topics. Decided when the topology is built. */
  reusesSourceTopics = false;
  #index = 0;

  /** A generated name: a prefix and ten digits. */
  generate(prefix: string): string {
    return `${prefix}${String(this.#index++).padStart(10, '0')}`;
  }

  /** The given name, or a generated one. The number is used up in both cases, as in Java. */
  name(given: string | undefined, prefix: string): string {
    const generated = this.generate(prefix);
    return given ?? generated;
  }

  /** As {@link name}, with a suffix for a given one. */
  suffixed(given: string | undefined, suffix: string, prefix: string): string {
    const generated = this.generate(prefix);
    return given === undefined ? generated : checkName(given + suffix);
  }

  /** A generated name for a store. */
  storeName(prefix: string): string {
    return this.generate(prefix + STATE_STORE);
  }

  coPartition(...sources: ReadonlySet<string>[]): Set<string> {
    const all = new Set(sources.flatMap((set) => [...set]));
    this.coPartitioned.push(all);
    return all;
  }
}

/** What is known of a stream while a topology is described. */
export interface StreamState extends Serdes {
  readonly context: DslContext;
  readonly name: string;
  /** Source nodes of its subtopology. */
  readonly sources: ReadonlySet<string>;
  /** The key has changed since the records were partitioned. */
  readonly needsRepartition: boolean;
  readonly node: GraphNode;
}

/** What is known of a grouped stream. */
export interface GroupState extends StreamState {
  /** Given to the grouping: that of its repartition topic. */
  readonly groupName: string | undefined;
}

/** How a table is read, and asked for old values. */
export interface TableBehaviour {
  /** Gives a source table a store. */
  view(): TableView;
  /** False: it cannot without a store, which it gets only if it must. */
  sendOldValues(isForced: boolean): boolean;
}

/** What is known of a table while a topology is described. */
export class TableState implements Serdes {
  readonly context: DslContext;
  readonly name: string;
  readonly keySerde: unknown;
  readonly valueSerde: unknown;
  readonly sources: ReadonlySet<string>;
  readonly node: GraphNode;
  readonly queryableStoreName: string | null;
  readonly #behaviour: TableBehaviour;
  #sendsOldValues = false;

  constructor(
    parts: Serdes & {
      context: DslContext;
      name: string;
      sources: ReadonlySet<string>;
      node: GraphNode;
      queryableStoreName: string | null;
      behaviour: TableBehaviour;
    },
  ) {
    this.context = parts.context;
    this.name = parts.name;
    this.keySerde = parts.keySerde;
    this.valueSerde = parts.valueSerde;
    this.sources = parts.sources;
    this.node = parts.node;
    this.queryableStoreName = parts.queryableStoreName;
    this.#behaviour = parts.behaviour;
  }

  view(): TableView {
    return this.#behaviour.view();
  }

  sendOldValues(isForced: boolean): boolean {
    this.#sendsOldValues ||= this.#behaviour.sendOldValues(isForced);
    return this.#sendsOldValues;
  }
}

/** A global table: it has no node that others follow. */
export interface GlobalTableState {
  readonly context: DslContext;
  readonly view: TableView;
}

const states = new WeakMap<object, StreamState | TableState | GlobalTableState>();

export function register(owner: object, state: StreamState | TableState | GlobalTableState): void {
  states.set(owner, state);
}

/** The state behind a stream of a builder; undefined: it is no such thing. */
export function streamState(owner: object): StreamState | undefined {
  return states.get(owner) as StreamState | undefined;
}

/**
 * The state behind a stream or table that the user passed.
 * @throws TopologyError if it belongs to another builder, or is no such thing.
 */
export function stateOf<S extends StreamState | TableState | GlobalTableState>(
  owner: unknown,
  context: DslContext,
  operation: string,
): S {
  const state = typeof owner === 'object' && owner !== null ? states.get(owner) : undefined;
  if (!state)
    throw new TopologyError(`${operation}: its first argument must be a stream, group or table of StreamsBuilder`);
  if (state.context !== context) throw new TopologyError(`${operation}: both sides must be of the same StreamsBuilder`);
  return state as S;
}

/** Makes the public objects. Held by the builder, so that streams and tables need not know each other's classes. */
export interface Factories {
  stream(state: StreamState): KStream<unknown, unknown>;
  table(state: TableState): KTable<unknown, unknown>;
  /** `name`: given to the grouping. */
  grouped(state: StreamState, name: string | undefined): KGroupedStream<unknown, unknown>;
  /** Without groups. */
  cogrouped(context: DslContext): CogroupedKStream<unknown, unknown>;
  /** `table`: makes a table of an AggregatedTable. @throws TopologyError for what are no windows. */
  windowed(state: StreamState, windows: unknown, table: (table: never) => never): never;
}
