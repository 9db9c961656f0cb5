import type { NodeEnvironment } from '../task/nodes/node';

/** The current value of a key of a table, with its time. */
export interface TableValue {
  readonly value: unknown;
  readonly timestamp: number;
}

/** Reads a table within a task. */
export type TableReader = (key: unknown) => TableValue | null;

/** How the current values of a table are found: which stores, and what is made of them. Java's KTableValueGetter. */
export interface TableView {
  readonly storeNames: readonly string[];
  open(environment: NodeEnvironment): TableReader;
}
