/** What the numbers and names of columns mean, and what may stand where. */
import type { Condition, Expression, Item, Query } from './ast';
import { quoted, wrong } from './fault';
import { childrenOf, findNode, isConstant, isEach, same, type Node } from './nodes';

/** The query with every column in its place, or a throw for what cannot be. */
export function resolve(query: Query, text: string): Query {
  const groupBy = query.groupBy.map((expression) => columnOf(expression, query.items, text));
  const orderBy = query.orderBy.map((order) => ({
    ...order,
    expression: columnOf(order.expression, query.items, text),
  }));
  const resolved = { ...query, groupBy, orderBy };
  if (query.where !== null) checkCondition(query.where);
  for (const expression of groupBy) {
    refuseAggregates(expression, 'group by');
    checkNode(expression);
  }
  for (const { expression } of [...(query.items ?? []), ...orderBy]) checkNode(expression);
  if (isGrouped(resolved)) checkGrouped(resolved, text);
  return resolved;
}

/** What a condition alone may not hold. */
export function checkCondition(condition: Condition): void {
  refuseAggregates(condition, 'where');
  checkNode(condition);
}

/** Whether the answer is a table of groups, perhaps of one. */
export function isGrouped({ items, groupBy, orderBy }: Query): boolean {
  if (groupBy.length > 0) return true;
  return [...(items ?? []), ...orderBy].some(({ expression }) => findAggregate(expression) !== undefined);
}

type AggregateNode = Extract<Expression, { kind: 'aggregate' }>;

const findAggregate = (node: Node): AggregateNode | undefined =>
  findNode(node, ({ kind }) => kind === 'aggregate') as AggregateNode | undefined;

function refuseAggregates(node: Node, where: string): void {
  const found = findAggregate(node);
  if (found === undefined) return;
  throw wrong(`${nameOf(found)} in ${where}: aggregates stand in select and order by`, found.at);
}

/** As in `sum(name)`. */
function nameOf({ name, distinct, argument }: AggregateNode): string {
  const inner = argument === null ? '*' : (innerName(argument) ?? '…');
  return `${name}(${distinct ? 'distinct ' : ''}${inner})`;
}

function innerName(expression: Expression): string | undefined {
  if (expression.kind === 'meta') return expression.name;
  if (expression.kind !== 'path') return undefined;
  const names = expression.steps.map((step) => (step.kind === 'name' ? `.${step.name}` : '[…]')).join('');
  return expression.bare ? quoted(names.slice(1)) : quoted(expression.root + names);
}

/** The expression of a column that is named by its number or by the name after `as`. */
function columnOf(expression: Expression, items: Item[] | null, text: string): Expression {
  if (expression.kind === 'number') {
    const place = Number(expression.text);
    const item = items?.[place - 1];
    if (item !== undefined && Number.isInteger(place)) return item.expression;
    const has = items === null ? 'select * has no numbered columns' : `select has ${items.length}`;
    throw wrong(`there is no column ${quoted(text.slice(...expression.at))}; ${has}`, expression.at);
  }
  if (expression.kind === 'path' && expression.bare && expression.steps.length === 1) {
    const [step] = expression.steps;
    const item = items?.find(({ name, named }) => named && step!.kind === 'name' && name === step!.name);
    if (item !== undefined) return item.expression;
  }
  return expression;
}

function checkGrouped({ items, groupBy, orderBy }: Query, text: string): void {
  if (items === null) {
    const at = (groupBy[0] ?? orderBy[0]!.expression).at;
    throw wrong('select * cannot be grouped. Columns with aggregates can: select count(*)', at);
  }
  for (const { expression } of [...items, ...orderBy]) checkColumn(expression, groupBy, text);
}

/** A column of a group is made of the expressions of the group, of aggregates and of constants. */
function checkColumn(expression: Expression, groups: readonly Expression[], text: string): void {
  if (expression.kind === 'aggregate' || isConstant(expression)) return;
  if (groups.some((group) => same(group, expression))) return;
  if (expression.kind === 'meta' || expression.kind === 'path' || isHeader(expression)) {
    const name = quoted(text.slice(...expression.at));
    throw wrong(
      `${name} differs within a group. What stands in group by, or in an aggregate as max(${name}), does not`,
      expression.at,
    );
  }
  for (const child of childrenOf(expression)) checkColumn(child as Expression, groups, text);
}

const isHeader = (expression: Expression): boolean => expression.kind === 'call' && expression.name === 'header';

/** Rules that hold wherever a node stands. */
function checkNode(node: Node): void {
  if (node.kind === 'aggregate' && node.argument !== null) {
    const inner = findAggregate(node.argument);
    if (inner !== undefined)
      throw wrong(`${nameOf(inner)} stands inside of ${node.name}(…): one of them is possible`, inner.at);
  }
  if (node.kind === 'call' && node.name === 'bucket') checkBucket(node.arguments[1]!);
  if (node.kind === 'call' && node.name === 'time' && node.arguments.length === 2) checkUnit(node.arguments[1]!);
  const children = childrenOf(node);
  const each = children.filter(isEach);
  const joins = node.kind === 'and' || node.kind === 'or';
  if (each.length > 1 && !joins) throw wrong('[*] can stand on one side only', each[1]!.at);
  for (const child of children) checkNode(child);
}

function checkBucket(width: Expression): void {
  if (width.kind === 'duration' && width.ms > 0) return;
  const given = width.kind === 'string' ? `'${quoted(width.value)}'` : 'this';
  throw wrong(`bucket: ${given} is no length of time; '30s', '5m', '1h' and '1d' are`, width.at);
}

function checkUnit(unit: Expression): void {
  if (unit.kind === 'string' && ['s', 'ms', 'us', 'ns'].includes(unit.value)) return;
  throw wrong("time: the unit is 's', 'ms', 'us' or 'ns'", unit.at);
}
