/** A query in words: what `explain` shows. */
import type { Decoder, Plan } from '../../shared/api';
import type { Condition, Query } from '../../shared/kql/ast';
import { quoted } from '../../shared/kql/fault';
import { isGrouped } from '../../shared/kql/resolve';
import type { Narrowing } from './plan';

/** In which order records are read: `all` is one pass over the whole range. */
export type Reading = 'newest' | 'oldest' | 'all';

/** How the records of a query are read. */
export function readingOf(query: Query): Reading {
  if (isGrouped(query)) return 'all';
  const [first, ...rest] = query.orderBy;
  if (first === undefined) return 'newest';
  const { expression, descending } = first;
  const isLogOrder = expression.kind === 'meta' && (expression.name === 'timestamp' || expression.name === 'offset');
  if (!isLogOrder || rest.length > 0) return 'all';
  return descending ? 'newest' : 'oldest';
}

export interface Explained {
  text: string;
  where: Condition | null;
  decode: { key?: Decoder; value?: Decoder };
  order: string;
  narrowing: Narrowing;
}

/** The plan over these ranges. */
export function planOf(
  { text, where, decode, order, narrowing }: Explained,
  ranges: readonly { p: number; from: number; to: number }[],
): Plan {
  const records = ranges.reduce((sum, { from, to }) => sum + BigInt(to - from), 0n);
  return {
    ranges: ranges.map(({ p, from, to }) => ({ p, from: String(from), to: String(to) })),
    records: String(records),
    narrowed: narrowing.notes,
    key: decode.key ?? 'auto',
    value: decode.value ?? 'auto',
    order,
    filter: where === null ? 'every record' : filterTree(where, text),
  };
}

/** `newest first`, or what is kept of one pass. */
export function orderText(query: Query, text: string, limit: number | null): string {
  const most = limit === null ? '' : `, ${limit} at most`;
  const orders = query.orderBy
    .map(({ expression, descending }) => `${quoted(text.slice(...expression.at))}${descending ? ' desc' : ''}`)
    .join(', ');
  if (isGrouped(query)) {
    const groups = query.groupBy.map(({ at }) => quoted(text.slice(...at))).join(', ');
    const by = groups === '' ? 'one group' : `groups by ${groups}`;
    return `one pass: ${by}${orders === '' ? '' : `, order by ${orders}`}${most}`;
  }
  const reading = readingOf(query);
  if (reading === 'all') return `one pass: the first ${limit} by ${orders}`;
  return `${reading} first${most}`;
}

/** The condition, one test a line, indented by what joins them. */
export function filterTree(condition: Condition, text: string): string {
  const lines: string[] = [];
  const write = (node: Condition, indent: string): void => {
    if (node.kind === 'and' || node.kind === 'or') {
      lines.push(indent + node.kind);
      for (const part of node.parts) write(part, `${indent}  `);
    } else if (node.kind === 'not') {
      lines.push(`${indent}not`);
      write(node.operand, `${indent}  `);
    } else lines.push(indent + unwrapped(text.slice(...node.at)));
  };
  write(condition, '');
  return lines.join('\n');
}

/** Without the parentheses around all of it. */
function unwrapped(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return /^\([^()]*\)$/.test(line) ? line.slice(1, -1).trim() : line;
}
