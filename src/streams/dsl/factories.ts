import type { CogroupedKStream, KStream, KTable } from './api';
import type { DslContext, StreamState, TableState } from './context';

/** Makes the public objects. Held by the builder, so that streams and tables need not know each other's classes. */
export interface Factories {
  stream(state: StreamState): KStream<unknown, unknown>;
  table(state: TableState): KTable<unknown, unknown>;
  /** Without groups. */
  cogrouped(context: DslContext): CogroupedKStream<unknown, unknown>;
  /** `table`: makes a table of an AggregatedTable. @throws TopologyError for what are no windows. */
  windowed(state: StreamState, windows: unknown, table: (table: never) => never): never;
}
