import type { Expression } from '../../../shared/kql/ast';
import type { RecordView } from '../record';
import type { Clock } from '../values/compare';
import { Each, type Result, type Value } from '../values/value';

/** Reads a value from a source: a record, or a group of them. Never throws. */
export interface Read<S = RecordView> {
  value: (source: S) => Result;
  /** Of a key, a value or a header itself: its whole text. */
  text?: (source: S) => Result;
  /** And its bytes. */
  bytes?: (source: S) => Result;
}

/** What a compiled query depends on besides its text. */
export interface Context extends Clock {
  readonly faults: QueryFaults;
  /** Steps that the patterns of `matches` may still have, all together. */
  readonly patterns: { stepsLeft: number };
}

/** What could not be done, counted. */
export interface QueryFaults {
  /** Texts of which only the beginning was matched. */
  longText: number;
  /** Records for which a condition or a column failed. */
  filter: number;
}

/** What reads the parts of a source: everything that is not made of other expressions. */
export type Leaves<S> = (expression: Expression) => Read<S> | undefined;

/** The value with `change` made to it, or to each of several. */
export function mapEach(result: Result, change: (value: Value) => Value): Result {
  return result instanceof Each ? new Each(result.items.map(change)) : change(result);
}

/** Several values as a list, to be shown or sorted. */
export const single = (result: Result): Value => (result instanceof Each ? result.items : result);
