/** Questions about nodes of the tree. */
import type { Condition, Expression } from './ast';

export type Node = Expression | Condition;

const conditionKinds = new Set([
  'and',
  'or',
  'not',
  'truth',
  'compare',
  'like',
  'matches',
  'contains',
  'in',
  'between',
  'is',
]);

export const isCondition = (node: Node): node is Condition => conditionKinds.has(node.kind);

/** The nodes directly below. */
export function childrenOf(node: Node): Node[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts;
    case 'not':
    case 'truth':
    case 'like':
    case 'matches':
    case 'is':
    case 'negative':
      return [node.operand];
    case 'compare':
    case 'arithmetic':
      return [node.left, node.right];
    case 'contains':
      return [node.operand, node.item];
    case 'in':
      return [node.operand, ...node.items];
    case 'between':
      return [node.operand, node.low, node.high];
    case 'inside':
      return [node.base];
    case 'call':
      return node.arguments;
    case 'aggregate':
      return node.argument === null ? [] : [node.argument];
    default:
      return [];
  }
}

/** The first of this node and all below for which `test` is true. */
export function findNode(node: Node, test: (node: Node) => boolean): Node | undefined {
  if (test(node)) return node;
  for (const child of childrenOf(node)) {
    const found = findNode(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether it depends on no record. */
export function isConstant(expression: Expression): boolean {
  const ofRecord = (node: Node): boolean =>
    node.kind === 'meta' ||
    node.kind === 'path' ||
    node.kind === 'aggregate' ||
    (node.kind === 'call' && node.name === 'header');
  return findNode(expression, ofRecord) === undefined;
}

/** Whether it may have several values: it has a step `[*]`. */
export function isEach(expression: Expression): boolean {
  return (
    findNode(
      expression,
      (node) => (node.kind === 'path' || node.kind === 'inside') && node.steps.some(({ kind }) => kind === 'each'),
    ) !== undefined
  );
}

/** Equal for expressions that say the same, wherever they stand. */
export function canonical(expression: Expression): string {
  return JSON.stringify(expression, (name, value: unknown) => {
    if (name === 'at' || name === 'bare') return undefined;
    return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
  });
}
