/** Turns an expression into a closure. */
import type { Expression } from '../../../shared/kql/ast';
import { instantOf } from '../../../shared/kql/zones';
import { wrong } from '../../../shared/kql/fault';
import { isConstant } from '../../../shared/kql/nodes';
import { isBytes } from '../values/compare';
import { exactNumber } from '../values/number';
import { textOf } from '../values/text';
import { Each, Time, type Result, type Value } from '../values/value';
import type { RecordView } from '../record';
import { calculate, minus } from './arithmetic';
import { functions } from './functions';
import { lastHeader, readMeta, readPath, walker } from './paths';
import { mapEach, single, type Context, type Leaves, type Read } from './read';

/** Compiles an expression over records. Throws a FaultError for a time that does not exist. */
export function compileExpression(expression: Expression, context: Context): Read {
  return compileOver(expression, recordLeaves(context), context);
}

/** The value of an expression that depends on no record. */
export function constantValue(expression: Expression, context: Context): Value {
  return single(compileOver<null>(expression, () => undefined, context).value(null));
}

/** What is read from the record itself. */
function recordLeaves(context: Context): Leaves<RecordView> {
  return (expression) => {
    if (expression.kind === 'path') return readPath(expression);
    if (expression.kind === 'meta') return readMeta(expression.name);
    if (expression.kind !== 'call' || expression.name !== 'header') return undefined;
    const [name] = expression.arguments;
    if (name!.kind === 'string') {
      const steps = [{ kind: 'name', name: name!.value } as const];
      return readPath({ kind: 'path', at: expression.at, root: 'headers', steps, bare: false });
    }
    const read = compileExpression(name!, context);
    const named = (record: RecordView) => lastHeader(record, textOf(single(read.value(record))) ?? '');
    return {
      value: (record) => named(record)?.value,
      text: (record) => named(record)?.text,
      bytes: (record) => named(record)?.bytes,
    };
  };
}

/** Compiles an expression over any source; `leaves` reads what the source itself has. */
export function compileOver<S>(expression: Expression, leaves: Leaves<S>, context: Context): Read<S> {
  const leaf = leaves(expression);
  if (leaf !== undefined) return leaf;
  const read = compileNode(expression, leaves, context);
  if (!isConstant(expression) || isLiteral(expression)) return read;
  // It depends on no source: its value is worked out once.
  const value = read.value(undefined as S);
  return { value: () => value };
}

const isLiteral = ({ kind }: Expression): boolean =>
  ['number', 'string', 'boolean', 'null', 'bytes', 'time', 'duration'].includes(kind);

function compileNode<S>(expression: Expression, leaves: Leaves<S>, context: Context): Read<S> {
  const compile = (one: Expression): Read<S> => compileOver(one, leaves, context);
  switch (expression.kind) {
    case 'negative': {
      const { value } = compile(expression.operand);
      return { value: (source) => mapEach(value(source), minus) };
    }
    case 'arithmetic': {
      const { operator } = expression;
      const [left, right] = [compile(expression.left).value, compile(expression.right).value];
      return { value: (source) => pairwise(left(source), right(source), (a, b) => calculate(operator, a, b)) };
    }
    case 'inside': {
      const { value } = compile(expression.base);
      const walk = walker(expression.steps);
      return { value: (source) => walk(value(source)) };
    }
    case 'call':
      return compileCall(expression, compile, context);
    default: {
      const value = literalValue(expression, context);
      return { value: () => value };
    }
  }
}

/** One of the two may have several values. */
function pairwise(a: Result, b: Result, combine: (a: Value, b: Value) => Value): Result {
  if (a instanceof Each) return mapEach(a, (one) => combine(one, single(b)));
  return mapEach(b, (one) => combine(a, one));
}

type Call = Extract<Expression, { kind: 'call' }>;

function compileCall<S>(call: Call, compile: (one: Expression) => Read<S>, context: Context): Read<S> {
  if (call.name === 'header') return { value: () => undefined };
  const run = functions[call.name];
  const reads = call.arguments.map((argument) => compile(argument).value);
  const [first] = reads;
  if (reads.length === 1) return { value: (source) => mapEach(first!(source), (value) => run([value], context)) };
  return {
    value: (source) => {
      const values = reads.map((read) => read(source));
      const several = values.findIndex((value) => value instanceof Each);
      if (several < 0) return run(values as Value[], context);
      return mapEach(values[several], (one) =>
        run(
          values.map((value, i) => (i === several ? one : single(value))),
          context,
        ),
      );
    },
  };
}

function literalValue(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case 'number': {
      const number = exactNumber(expression.text);
      if (number === undefined) throw wrong('this number is too large. It has at most 10,000 digits', expression.at);
      return number;
    }
    case 'string':
    case 'boolean':
    case 'bytes':
      return expression.value;
    case 'duration':
      return expression.ms;
    case 'time': {
      const ms = instantOf(expression.time, context.now, context.zone);
      if (ms === undefined)
        throw wrong('there is no such time. -271821 to 275760 are the years of times', expression.at);
      return new Time(ms);
    }
    case 'null':
      return null;
    default:
      throw wrong('this cannot stand here', expression.at);
  }
}

/** Whether it is bytes whatever the record. */
export const isBytesLiteral = (expression: Expression): boolean =>
  expression.kind === 'bytes' && isBytes(expression.value);
