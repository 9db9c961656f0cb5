/** Tests of values, each with two outcomes: what has no answer is false. */
import type { Comparison, Condition } from '../../../shared/kql/ast';
import { isConstant } from '../../../shared/kql/nodes';
import { compileExpression, constantValue, isBytesLiteral } from '../expressions/compile';
import type { Context, Read } from '../expressions/read';
import type { RecordView } from '../record';
import { equals, isBytes, isList, order, type Clock } from '../values/compare';
import { textOf } from '../values/text';
import { Each, type Result, type Value } from '../values/value';
import { compileIn } from './in';
import { compileLike, fold } from './like';
import { compileMatches } from './matches';

export type Test = (record: RecordView) => boolean;

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** A test that is true if it is so for any of several values. */
export const any = (result: Result, test: (value: Value) => boolean): boolean =>
  result instanceof Each ? result.items.some(test) : test(result);

const unless = (negated: boolean, test: Test): Test => (negated ? (record) => !test(record) : test);

const orders: Readonly<Record<Exclude<Comparison, '=' | '!='>, (order: number) => boolean>> = {
  '<': (result) => result < 0,
  '<=': (result) => result <= 0,
  '>': (result) => result > 0,
  '>=': (result) => result >= 0,
};

function pairTest(operator: Comparison, clock: Clock): (a: Value, b: Value) => boolean {
  if (operator === '=' || operator === '!=') return (a, b) => equals(a, b, clock);
  const holds = orders[operator];
  return (a, b) => holds(order(a, b, clock));
}

export function compileCompare({ operator, left, right }: Of<'compare'>, context: Context): Test {
  const [a, b] = [compileExpression(left, context), compileExpression(right, context)];
  // The bytes of a key are compared with bytes, whatever a decoder makes of them.
  const readA = (isBytesLiteral(right) ? a.bytes : undefined) ?? a.value;
  const readB = (isBytesLiteral(left) ? b.bytes : undefined) ?? b.value;
  const test = pairTest(operator, context);
  return unless(operator === '!=', comparing(readA, readB, test));
}

type Reader = Read['value'];

function comparing(readA: Reader, readB: Reader, test: (a: Value, b: Value) => boolean): Test {
  return (record) => {
    const [a, b] = [readA(record), readB(record)];
    if (a instanceof Each) return a.items.some((one) => any(b, (other) => test(one, other)));
    return b instanceof Each ? b.items.some((other) => test(a, other)) : test(a, b);
  };
}

export function compileBetween({ operand, low, high, negated }: Of<'between'>, context: Context): Test {
  const read = compileExpression(operand, context).value;
  const [readLow, readHigh] = [compileExpression(low, context).value, compileExpression(high, context).value];
  return unless(negated, (record) => {
    const [from, to] = [readLow(record), readHigh(record)];
    return any(read(record), (value) =>
      any(from, (least) => order(value, least, context) >= 0 && any(to, (most) => order(value, most, context) <= 0)),
    );
  });
}

export function compileIs({ operand, what, negated }: Of<'is'>, context: Context): Test {
  const { value, bytes } = compileExpression(operand, context);
  if (what === 'null') return unless(negated, (record) => any(value(record), (one) => one === null));
  if (what === 'missing') return unless(negated, (record) => any(value(record), (one) => one === undefined));
  const read = bytes ?? value;
  return unless(negated, (record) => any(read(record), (one) => equals(one, what, context)));
}

export function compileLikeTest(condition: Of<'like'>, context: Context): Test {
  const test = compileLike(condition.pattern, condition.ignoreCase);
  return unless(condition.negated, onText(compileExpression(condition.operand, context), test));
}

export function compileMatchesTest(condition: Of<'matches'>, context: Context): Test {
  const test = compileMatches(condition.pattern, condition.patternAt, context);
  return unless(condition.negated, onText(compileExpression(condition.operand, context), test));
}

function onText(read: Read, test: (text: string) => boolean): Test {
  const ofText = (value: Value): boolean => {
    const text = textOf(value);
    return text !== undefined && test(text);
  };
  const reader = read.text ?? read.value;
  return (record) => any(reader(record), ofText);
}

/** A part of a text, ignoring case, or an element of a list. */
export function compileContains({ operand, item, negated }: Of<'contains'>, context: Context): Test {
  const whole = compileExpression(operand, context);
  const part = compileExpression(item, context);
  const fixed = isConstant(item) ? foldedText(constantValue(item, context)) : undefined;
  const reader = whole.text ?? whole.value;
  return unless(negated, (record) => {
    const wanted = part.value(record);
    return any(reader(record), (value) => any(wanted, (one) => holds(value, one, fixed ?? foldedText(one), context)));
  });
}

function foldedText(value: Value): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : fold(text);
}

function holds(value: Value, item: Value, folded: string | undefined, clock: Clock): boolean {
  if (isList(value)) return value.some((one) => equals(one, item, clock));
  if (folded === undefined) return false;
  if (isBytes(value) && isBytes(item)) return Buffer.from(value).includes(Buffer.from(item));
  const text = textOf(value);
  return text !== undefined && fold(text).includes(folded);
}

export function compileInTest({ operand, items, negated }: Of<'in'>, context: Context): Test {
  const read = compileExpression(operand, context);
  const bytes = items.filter(isBytesLiteral);
  const values = items.filter((item) => !isBytesLiteral(item) && isConstant(item));
  const fixed = compileIn(
    [...values, ...(read.bytes ? [] : bytes)].map((item) => constantValue(item, context)),
    context,
  );
  const others = items.filter((item) => !isConstant(item)).map((item) => compileExpression(item, context).value);
  const readBytes = bytes.length > 0 ? read.bytes : undefined;
  const bytesIn = compileIn(
    bytes.map((item) => constantValue(item, context)),
    context,
  );
  return unless(
    negated,
    (record) =>
      any(read.value(record), fixed) ||
      (readBytes !== undefined && any(readBytes(record), bytesIn)) ||
      others.some((other) => comparing(read.value, other, (a, b) => equals(a, b, context))(record)),
  );
}
