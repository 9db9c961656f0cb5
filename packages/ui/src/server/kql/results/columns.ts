/** The columns of a query. */
import type { StreamEvents } from '../../../shared/api';
import type { Expression, Item, Query } from '../../../shared/kql/ast';
import { compileExpression } from '../expressions/compile';
import { single, type Context } from '../expressions/read';
import type { RecordView } from '../record';
import { cellOf, cellOfPart, type Cell } from './cells';
import { typeOf } from './types';

export type Column = StreamEvents['columns']['columns'][number];

/** What `*` shows. */
const whole: readonly Column[] = [
  { name: 'partition', type: 'number' },
  { name: 'offset', type: 'number' },
  { name: 'timestamp', type: 'time' },
  { name: 'key', type: 'any' },
  { name: 'value', type: 'any' },
  { name: 'headers', type: 'any' },
];

export function columnsOf({ items }: Query): Column[] {
  return items === null ? [...whole] : items.map(columnOf);
}

function columnOf({ name, expression }: Item): Column {
  const column: Column = { name, type: typeOf(expression) };
  const unit = unitOf(expression);
  return unit === undefined ? column : { ...column, unit };
}

function unitOf(expression: Expression): string | undefined {
  if (expression.kind === 'meta' && expression.name === 'size') return 'bytes';
  if (expression.kind !== 'call' || expression.name !== 'bucket') return undefined;
  const width = expression.arguments[1]!;
  return width.kind === 'duration' ? width.written : undefined;
}

/** What makes the cells of a record. `limit`: characters of one cell. */
export function compileCells({ items }: Query, context: Context, limit: number): (record: RecordView) => Cell[] {
  if (items === null) return (record) => wholeCells(record, limit);
  const reads = items.map(({ expression }) => compileCell(expression, context, limit));
  return (record) =>
    reads.map((read) => {
      try {
        return read(record);
      } catch {
        context.faults.filter++;
        return null;
      }
    });
}

function compileCell(expression: Expression, context: Context, limit: number): (record: RecordView) => Cell {
  if (expression.kind === 'path' && expression.steps.length === 0 && expression.root !== 'headers') {
    return expression.root === 'key' ? ({ key }) => cellOfPart(key, limit) : ({ value }) => cellOfPart(value, limit);
  }
  const { value } = compileExpression(expression, context);
  const isTimes = typeOf(expression) === 'time';
  return (record) => cellOf(single(value(record)), limit, isTimes);
}

function wholeCells({ partition, offset, timestamp, key, value, headers }: RecordView, limit: number): Cell[] {
  const pairs = headers.map(([name, part]) => [name, part.value]);
  return [
    String(partition),
    String(offset),
    timestamp === null ? null : String(timestamp),
    cellOfPart(key, limit),
    cellOfPart(value, limit),
    cellOf(pairs, limit),
  ];
}
