/** The tree of a query. Every node knows its place in the text, in UTF-16 units. */
import type { Decoder } from '../api/basics';

export type Span = [from: number, to: number];

export interface Query {
  /** `null` for `*`. */
  items: Item[] | null;
  topic: { name: string; at: Span };
  decode: { key?: Decoder; value?: Decoder };
  where: Condition | null;
  groupBy: Expression[];
  orderBy: Order[];
  limit: { count: number; at: Span } | null;
}

export interface Item {
  expression: Expression;
  /** After `as`, else the text of the expression. */
  name: string;
  named: boolean;
}

export interface Order {
  expression: Expression;
  descending: boolean;
}

export type Condition =
  | { kind: 'and' | 'or'; at: Span; parts: Condition[] }
  | { kind: 'not'; at: Span; operand: Condition }
  /** Alone: true where it is `true`. */
  | { kind: 'truth'; at: Span; operand: Expression }
  | { kind: 'compare'; at: Span; operator: Comparison; left: Expression; right: Expression }
  | {
      kind: 'like';
      at: Span;
      operand: Expression;
      pattern: string;
      patternAt: Span;
      ignoreCase: boolean;
      negated: boolean;
    }
  | { kind: 'matches'; at: Span; operand: Expression; pattern: string; patternAt: Span; negated: boolean }
  | { kind: 'contains'; at: Span; operand: Expression; item: Expression; negated: boolean }
  | { kind: 'in'; at: Span; operand: Expression; items: Expression[]; negated: boolean }
  | { kind: 'between'; at: Span; operand: Expression; low: Expression; high: Expression; negated: boolean }
  | { kind: 'is'; at: Span; operand: Expression; what: 'null' | 'missing' | Uint8Array; negated: boolean };

/** `==` is `=`, `<>` is `!=`. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Expression =
  | Literal
  | { kind: 'meta'; at: Span; name: Meta }
  /** The key, the value or the headers themselves, or something inside of them. */
  | { kind: 'path'; at: Span; root: Root; steps: Step[]; bare: boolean }
  /** Something inside of what a call or a parenthesis gives. */
  | { kind: 'inside'; at: Span; base: Expression; steps: Step[] }
  | { kind: 'call'; at: Span; name: ScalarFunction; arguments: Expression[] }
  | { kind: 'aggregate'; at: Span; name: Aggregate; distinct: boolean; argument: Expression | null }
  | { kind: 'arithmetic'; at: Span; operator: '+' | '-' | '*' | '/'; left: Expression; right: Expression }
  | { kind: 'negative'; at: Span; operand: Expression };

export type Literal =
  /** The digits as a JSON number, without `_` and `,`. */
  | { kind: 'number'; at: Span; text: string }
  | { kind: 'string'; at: Span; value: string }
  | { kind: 'boolean'; at: Span; value: boolean }
  | { kind: 'null'; at: Span }
  | { kind: 'bytes'; at: Span; value: Uint8Array }
  | { kind: 'time'; at: Span; time: TimeText }
  | { kind: 'duration'; at: Span; ms: number; written: string };

/** A time as it was written: which instant it is depends on the present and on the zone of the query. */
export type TimeText =
  | { kind: 'instant'; ms: number }
  | { kind: 'ago'; ms: number }
  | { kind: 'midnight'; daysAgo: 0 | 1 }
  /** Milliseconds of the same digits in UTC. `zone`: of the text itself. */
  | { kind: 'local'; ms: number; zone?: string };

export type Root = 'key' | 'value' | 'headers';

export type Step =
  | { kind: 'name'; name: string }
  /** Below 0: counted from the end. */
  | { kind: 'index'; index: number }
  | { kind: 'each' };

export const metas = ['partition', 'offset', 'timestamp', 'topic', 'size'] as const;
export type Meta = (typeof metas)[number];

export const scalarFunctions = [
  'lower',
  'upper',
  'length',
  'coalesce',
  'number',
  'string',
  'time',
  'bucket',
  'json',
  'header',
] as const;
export type ScalarFunction = (typeof scalarFunctions)[number];

export const aggregates = ['count', 'min', 'max', 'sum', 'avg'] as const;
export type Aggregate = (typeof aggregates)[number];
