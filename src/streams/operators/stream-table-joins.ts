import { syncResult } from '../errors/checks';
import { Node, type NodeEnvironment, type NodeHeaders } from '../task/nodes/node';
import type { KeyValueFunction } from './stateless';
import type { TableReader, TableView } from './table-view';

/** `(value, tableValue, key)`; the second is null in a left join without a partner. */
export type StreamTableJoiner = (value: unknown, tableValue: unknown, key: unknown) => unknown;

/** A record of a stream meets the value of a table or a global table. Java's KStreamKTableJoinProcessor. */
export class StreamTableJoinNode extends Node {
  #table!: TableReader;

  constructor(
    name: string,
    private readonly view: TableView,
    private readonly joiner: StreamTableJoiner,
    private readonly isLeft: boolean,
    /** Of a global table: the key in the table. Absent: the record's. */
    private readonly keySelector?: KeyValueFunction,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#table = this.view.open(environment);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { keySelector, isLeft, joiner, name } = this;
    const tableKey = keySelector ? syncResult(keySelector(key, value), name) : key;
    if (value === null || (tableKey === null && !isLeft)) return this.environment.dropped();
    const found = tableKey === null ? null : this.#table(tableKey);
    if (found === null && !isLeft) return;
    this.forward(
      key,
      syncResult(joiner(value, found === null ? null : found.value, key), name),
      null,
      timestamp,
      headers,
    );
  }
}
