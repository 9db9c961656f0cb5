/** What conditions on partition, offset and timestamp spare: what need not be read. */
import type { Comparison, Condition, Expression } from '../../shared/kql/ast';
import { quoted } from '../../shared/kql/fault';
import { isConstant } from '../../shared/kql/nodes';
import { wholeNumber } from './expressions/arithmetic';
import { constantValue } from './expressions/compile';
import type { Context } from './expressions/read';
import { instantOfText, isTime, numeric } from './values/compare';
import type { Value } from './values/value';

/** Both ends belong to it; −∞ and ∞: no bound. */
export interface Interval {
  least: number;
  most: number;
}

/** What a record must have at least to match. */
export interface Narrowing {
  partition: Interval;
  /** If there is a list of them. */
  partitions: ReadonlySet<number> | null;
  offset: Interval;
  /** In ms. */
  time: Interval;
  /** The conditions it comes from, as they are written. */
  notes: string[];
}

/**
 * Records that come later than this after one with a later time are not looked at where a condition bounds the time
 * above: Kafka's index knows only where a time is passed for the first time.
 */
export const LATE_MS = 3_600_000;

/** What the conditions joined by `and` at the top say. `text`: what the positions of the condition are of. */
export function narrow(condition: Condition | null, context: Context, text: string): Narrowing {
  const everything = (): Interval => ({ least: -Infinity, most: Infinity });
  const narrowing: Narrowing = {
    partition: everything(),
    partitions: null,
    offset: everything(),
    time: everything(),
    notes: [],
  };
  for (const part of topLevel(condition)) {
    const { most } = narrowing.time;
    if (!narrowBy(narrowing, part, context)) continue;
    const note = quoted(text.slice(...part.at));
    narrowing.notes.push(narrowing.time.most < most ? `${note}, and 1 h more for records that came late` : note);
  }
  return narrowing;
}

function topLevel(condition: Condition | null): Condition[] {
  if (condition === null) return [];
  return condition.kind === 'and' ? condition.parts.flatMap(topLevel) : [condition];
}

/** Whether the part could be used. */
function narrowBy(narrowing: Narrowing, part: Condition, context: Context): boolean {
  if (part.kind === 'compare' && part.operator !== '!=') {
    const { left, right, operator } = part;
    if (isConstant(right)) return bound(narrowing, left, operator, right, context);
    return isConstant(left) && bound(narrowing, right, turned[operator], left, context);
  }
  if (part.kind === 'between' && !part.negated) {
    if (!isConstant(part.low) || !isConstant(part.high)) return false;
    const isLow = bound(narrowing, part.operand, '>=', part.low, context);
    return bound(narrowing, part.operand, '<=', part.high, context) || isLow;
  }
  if (part.kind !== 'in' || part.negated || part.operand.kind !== 'meta' || part.operand.name !== 'partition')
    return false;
  if (!part.items.every(isConstant)) return false;
  const given = part.items.map((item) => numeric(constantValue(item, context))).filter((item) => item !== undefined);
  const wanted = new Set(given.map((item) => wholeNumber(item, 0)));
  const { partitions } = narrowing;
  narrowing.partitions = partitions === null ? wanted : new Set([...wanted].filter((one) => partitions.has(one)));
  return true;
}

/** The operator of the sides in the other order. */
const turned: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function bound(
  narrowing: Narrowing,
  subject: Expression,
  operator: Comparison,
  constant: Expression,
  context: Context,
): boolean {
  if (subject.kind !== 'meta') return false;
  const interval = intervalOf(narrowing, subject.name);
  if (interval === undefined) return false;
  const value = constantValue(constant, context);
  const [floor, ceiling] = wholesAround(subject.name === 'timestamp' ? asInstant(value, context) : value);
  if (Number.isNaN(floor)) return false;
  if (operator === '=' || operator === '>=') interval.least = Math.max(interval.least, ceiling);
  if (operator === '=' || operator === '<=') interval.most = Math.min(interval.most, floor);
  if (operator === '>') interval.least = Math.max(interval.least, floor + 1);
  if (operator === '<') interval.most = Math.min(interval.most, ceiling - 1);
  return true;
}

function intervalOf(narrowing: Narrowing, meta: string): Interval | undefined {
  if (meta === 'partition') return narrowing.partition;
  if (meta === 'offset') return narrowing.offset;
  return meta === 'timestamp' ? narrowing.time : undefined;
}

function asInstant(value: Value, context: Context): Value {
  if (isTime(value)) return value.ms;
  return typeof value === 'string' ? instantOfText(value, context) : value;
}

/** The whole numbers below and above, or twice the number itself; NaN for what is no number. */
function wholesAround(value: Value): [floor: number, ceiling: number] {
  const number = numeric(value);
  if (number === undefined) return [NaN, NaN];
  const floor = wholeNumber(number, 0);
  const isWhole = typeof number === 'bigint' || floor === number;
  return [floor, isWhole ? floor : floor + 1];
}

/** A partition of the log: from `earliest` to before `end`. */
export interface LogRange {
  p: number;
  earliest: number;
  end: number;
}

/** Answers of the time index for one partition. */
export interface TimeAnswers {
  /** The first offset whose time is `time.least` or later; null: there is none. */
  first?: number | null;
  /** The first offset whose time is later than `time.most` + {@link LATE_MS}; null: there is none. */
  after?: number | null;
}

/**
 * What is left to read of each partition that a condition does not rule out: `from` to before `to`, perhaps nothing.
 * Without `times`, or where an answer is left out, times narrow nothing.
 */
export function rangesOf(
  narrowing: Narrowing,
  log: readonly LogRange[],
  times: (p: number) => TimeAnswers | undefined = () => undefined,
): { p: number; from: number; to: number }[] {
  const { partition, partitions, offset } = narrowing;
  return log
    .filter(({ p }) => p >= partition.least && p <= partition.most && (partitions === null || partitions.has(p)))
    .map(({ p, earliest, end }) => {
      const { first, after } = times(p) ?? {};
      const from = Math.max(earliest, offset.least, first === null ? end : (first ?? earliest));
      const to = Math.min(end, offset.most + 1, after ?? end);
      const begin = Math.min(Math.max(from, earliest), end);
      return { p, from: begin, to: Math.max(begin, to) };
    });
}
