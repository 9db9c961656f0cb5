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

/** Answers by node: a question about a long chain is asked of each of its parts, too. */
function remembered(ask: (node: Node, again: (node: Node) => boolean) => boolean): (node: Node) => boolean {
  const answers = new WeakMap<Node, boolean>();
  const answer = (node: Node): boolean => {
    let known = answers.get(node);
    if (known === undefined) answers.set(node, (known = ask(node, answer)));
    return known;
  };
  return answer;
}

/** Whether it depends on no record. */
export const isConstant: (expression: Expression) => boolean = remembered((node, again) => {
  if (node.kind === 'meta' || node.kind === 'path' || node.kind === 'aggregate') return false;
  return !(node.kind === 'call' && node.name === 'header') && childrenOf(node).every(again);
});

/** Whether it may have several values: it has a step `[*]`. */
export const isEach: (node: Node) => boolean = remembered((node, again) => {
  const hasSteps = node.kind === 'path' || node.kind === 'inside';
  return (hasSteps && node.steps.some(({ kind }) => kind === 'each')) || childrenOf(node).some(again);
});

/** Whether two expressions say the same, wherever they stand. */
export function same(a: Expression, b: Expression): boolean {
  return a === b || (a.kind === b.kind && sameMembers(a, b));
}

/** Where and how something was written. */
const notCompared = ['at', 'bare', 'written'];

function sameMembers(a: object, b: object): boolean {
  const names = comparedNames(a);
  if (names.length !== comparedNames(b).length) return false;
  return names.every((name) => sameMember(a[name as keyof object], b[name as keyof object]));
}

const comparedNames = (node: object): string[] => Object.keys(node).filter((name) => !notCompared.includes(name));

function sameMember(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return sameMembers(a, b);
}
