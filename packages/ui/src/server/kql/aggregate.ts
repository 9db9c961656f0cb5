/** Tables of groups. */
import type { Expression, Query } from '../../shared/kql/ast';
import { findNode, isConstant, same } from '../../shared/kql/nodes';
import { compileExpression, compileOver } from './expressions/compile';
import { single, type Context, type Leaves } from './expressions/read';
import type { RecordView } from './record';
import {
  compileAggregate,
  roomOf,
  type Accumulator,
  type AggregateNode,
  type CompiledAggregate,
  type Room,
} from './results/accumulators';
import { cellOf, type Cell } from './results/cells';
import { kept } from './results/kept';
import { typeOf } from './results/types';
import { identity, sortOrder, sortOrderBy } from './values/sorting';
import type { Value } from './values/value';

export const MAX_GROUPS = 10_000;
/** The group of all records whose own group came too late. */
const OTHER = '(other)';

interface Group {
  values: Value[];
  accumulators: Accumulator[];
}

export interface Table {
  rows: Cell[][];
  groups: number;
  /** There were more groups than fit: their records are in the row `(other)`. */
  overflow: boolean;
}

/** Collects the groups of a query over all records that are added. */
export class Groups {
  readonly #context: Context;
  readonly #keys: ((record: RecordView) => Value)[];
  readonly #aggregates: CompiledAggregate[];
  readonly #columns: ((group: Group) => Cell)[];
  readonly #orders: { value: (group: Group) => Value; descending: boolean }[];
  readonly #limit: number;
  readonly #room: Room;
  readonly #groups = new Map<string, Group>();
  #other: Group | undefined;

  constructor(query: Query, context: Context, cellLimit: number) {
    this.#context = context;
    this.#room = roomOf(context.faults);
    this.#keys = query.groupBy.map((expression) => {
      const { value } = compileExpression(expression, context);
      return (record) => single(value(record));
    });
    const expressions = [...query.items!, ...query.orderBy].map(({ expression }) => expression);
    const nodes = aggregatesOf(expressions);
    this.#aggregates = nodes.map((node) =>
      compileAggregate(node, node.argument && compileExpression(node.argument, context)),
    );
    const leaves = groupLeaves(query.groupBy, nodes);
    const read = (expression: Expression): ((group: Group) => Value) => {
      const { value } = compileOver(expression, leaves, context);
      return (group) => single(value(group));
    };
    this.#columns = query.items!.map(({ expression }) => {
      const value = read(expression);
      const isTimes = typeOf(expression) === 'time';
      const counted = placeOf(expression, nodes);
      return (group: Group): Cell => {
        const text = cellOf(value(group), cellLimit, isTimes);
        return group.accumulators[counted]?.isLeast === true ? JSON.stringify(`≥ ${text}`) : text;
      };
    });
    this.#orders = query.orderBy.map(({ expression, descending }) => ({ value: read(expression), descending }));
    this.#limit = query.limit?.count ?? Infinity;
    if (query.groupBy.length === 0) this.#groups.set('', this.#newGroup([]));
  }

  add(record: RecordView): void {
    try {
      const { accumulators } = this.#groupOf(record);
      for (let i = 0; i < accumulators.length; i++) this.#aggregates[i]!.add(accumulators[i]!, record);
    } catch {
      this.#context.faults.filter++;
    }
  }

  /** The table so far. Without `order by`: by the groups' values, ascending. */
  table(): Table {
    const sorted = [...this.#groups.values()]
      .map((group) => ({ group, keys: this.#orders.map(({ value }) => value(group)) }))
      .sort((a, b) => this.#order(a.keys, b.keys) || orderOfValues(a.group, b.group))
      .map(({ group }) => group);
    if (this.#other !== undefined) sorted.push(this.#other);
    const shown = sorted.slice(0, this.#limit);
    return {
      rows: shown.map((group) => this.#columns.map((cell) => cell(group))),
      groups: this.#groups.size,
      overflow: this.#other !== undefined,
    };
  }

  #order(a: Value[], b: Value[]): number {
    for (let i = 0; i < a.length; i++) {
      const order = sortOrderBy(a[i], b[i], this.#orders[i]!.descending);
      if (order !== 0) return order;
    }
    return 0;
  }

  #groupOf(record: RecordView): Group {
    const values = this.#keys.map((read) => read(record));
    const key = keyOf(values);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    if (this.#groups.size >= MAX_GROUPS) {
      return (this.#other ??= this.#newGroup(values.map((_, i) => (i === 0 ? OTHER : undefined))));
    }
    const group = this.#newGroup(values.map(kept));
    this.#groups.set(key, group);
    return group;
  }

  #newGroup(values: Value[]): Group {
    return { values, accumulators: this.#aggregates.map(({ begin }) => begin(this.#room)) };
  }
}

/** One text for the values of a group. */
function keyOf(values: readonly Value[]): string {
  if (values.length === 1) return identity(values[0]);
  return values
    .map((value) => {
      const text = identity(value);
      return `${text.length}:${text}`;
    })
    .join('');
}

function orderOfValues(a: Group, b: Group): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = sortOrder(a.values[i], b.values[i]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Each aggregate once, however often it stands in the query. */
function aggregatesOf(expressions: readonly Expression[]): AggregateNode[] {
  const found: AggregateNode[] = [];
  for (const expression of expressions) {
    findNode(expression, (node) => {
      if (node.kind === 'aggregate' && placeOf(node, found) < 0) found.push(node);
      return false;
    });
  }
  return found;
}

const placeOf = (expression: Expression, among: readonly Expression[]): number =>
  among.findIndex((one) => same(one, expression));

/** What a column reads of a group: its values and its aggregates. */
function groupLeaves(groupBy: readonly Expression[], aggregates: readonly AggregateNode[]): Leaves<Group> {
  return (expression) => {
    // A constant is the same in every group, also where it is what is grouped by.
    if (isConstant(expression)) return undefined;
    const value = placeOf(expression, groupBy);
    if (value >= 0) return { value: (group) => group.values[value] };
    const aggregate = expression.kind === 'aggregate' ? placeOf(expression, aggregates) : -1;
    return aggregate < 0 ? undefined : { value: (group) => group.accumulators[aggregate]!.value };
  };
}
