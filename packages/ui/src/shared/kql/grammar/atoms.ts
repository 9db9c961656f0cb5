/** Literals, calls, paths, and what stands in parentheses. */
import { aggregates, metas, scalarFunctions } from '../ast';
import type { Aggregate, Expression, Meta, Root, ScalarFunction, Span, Step } from '../ast';
import { quoted, wrong } from '../fault';
import type { Token } from './lexer';
import type { Reader } from './reader';
import { isCondition, type Node } from '../nodes';
import { nearest } from '../../nearest';
import { durationMs } from '../times';
import { foreignFunctions, functionNames, isReserved } from './words';

const arity: Readonly<Record<ScalarFunction, [least: number, most: number]>> = {
  lower: [1, 1],
  upper: [1, 1],
  length: [1, 1],
  coalesce: [1, 20],
  number: [1, 1],
  string: [1, 1],
  time: [1, 2],
  bucket: [2, 2],
  json: [1, 1],
  header: [1, 1],
};

/** What stands inside of parentheses and calls. */
interface Inner {
  expression(): Expression;
  /** A value or a condition. */
  anything(): Node;
}

/** One value, or what stands in parentheses. */
export function atom(parser: Reader, inner: Inner): Node {
  const token = parser.lexer.peek();
  switch (token.kind) {
    case 'number':
      parser.lexer.next();
      return { kind: 'number', at: token.at, text: token.digits };
    case 'string':
      parser.lexer.next();
      return { kind: 'string', at: token.at, value: token.string };
    case 'bytes':
      parser.lexer.next();
      return { kind: 'bytes', at: token.at, value: token.bytes };
    case 'time':
      parser.lexer.next();
      return { kind: 'time', at: token.at, time: token.time };
    case 'duration':
      parser.lexer.next();
      return { kind: 'duration', at: token.at, ms: token.ms, written: token.text };
    case 'word':
      return named(parser, inner, token);
    default:
      if (token.text !== '(') throw parser.expected('a value');
      return parenthesised(parser, inner);
  }
}

function parenthesised(parser: Reader, within: Inner): Node {
  const open = parser.lexer.next();
  if (parser.lexer.peek().text.toLowerCase() === 'select')
    throw wrong('subqueries are not known. A query reads one topic', parser.lexer.peek().at);
  const inner = parser.deeper(open.at, () => within.anything());
  const close = parser.needSymbol(')');
  const at: Span = [open.at[0], close.at[1]];
  return isCondition(inner) ? { ...inner, at } : inside(parser, { ...inner, at });
}

function named(parser: Reader, inner: Inner, token: Token): Node {
  const word = token.text.toLowerCase();
  if (isReserved(word)) throw reservedName(parser, token);
  parser.lexer.next();
  if (parser.lexer.peek().text === '(') return inside(parser, call(parser, inner, token, word));
  if (word === 'null') return { kind: 'null', at: token.at };
  if (word === 'true' || word === 'false') return { kind: 'boolean', at: token.at, value: word === 'true' };
  if ((metas as readonly string[]).includes(token.text)) return meta(parser, token.text as Meta, token.at);
  const steps: Step[] = [];
  if (['key', 'value', 'headers'].includes(token.text)) {
    const end = stepsOf(parser, steps) ?? token.at[1];
    return { kind: 'path', at: [token.at[0], end], root: token.text as Root, steps, bare: false };
  }
  steps.push({ kind: 'name', name: token.text });
  const end = stepsOf(parser, steps) ?? token.at[1];
  return { kind: 'path', at: [token.at[0], end], root: 'value', steps, bare: true };
}

/** A word of the language where a value should stand: a field of that name if a test or step follows. */
function reservedName(parser: Reader, token: Token): ReturnType<typeof wrong> {
  const fault = parser.expected('a value');
  parser.lexer.next();
  if (!/^([.[=!<>+*/-]|is$|in$|like$)/i.test(parser.lexer.peek().text)) return fault;
  const text = `value.${token.text}`;
  return wrong(`${fault.message}; a field of this name is ${text}`, token.at, { at: token.at, text });
}

function meta(parser: Reader, name: Meta, at: Span): Expression {
  const next = parser.lexer.peek();
  if (next.text === '.' || next.text === '[') {
    const message = `${name} has nothing inside. A field of this name is value.${name}`;
    throw wrong(message, at, { at, text: `value.${name}` });
  }
  return { kind: 'meta', at, name };
}

/** Steps into what a call or a parenthesis gives. */
function inside(parser: Reader, base: Expression): Expression {
  const steps: Step[] = [];
  const end = stepsOf(parser, steps);
  return end === undefined ? base : { kind: 'inside', at: [base.at[0], end], base, steps };
}

/** Reads all steps; the end of the last one. */
function stepsOf(parser: Reader, steps: Step[]): number | undefined {
  let end: number | undefined;
  for (;;) {
    if (parser.takeSymbol('.') !== undefined) end = nameStep(parser, steps);
    else if (parser.takeSymbol('[') !== undefined) end = bracketStep(parser, steps);
    else return end;
  }
}

function nameStep(parser: Reader, steps: Step[]): number {
  const token = parser.lexer.peek();
  if (token.kind === 'number' && /^\d+$/.test(token.text)) {
    const at: Span = [token.at[0] - 1, token.at[1]];
    const text = `[${token.text}]`;
    throw wrong(`.${token.text} is no step; ${text} is the element of a list`, at, { at, text });
  }
  if (token.kind !== 'word' && token.kind !== 'string') throw parser.expected('the name of a field');
  parser.lexer.next();
  steps.push({ kind: 'name', name: token.kind === 'string' ? token.string : token.text });
  return token.at[1];
}

function bracketStep(parser: Reader, steps: Step[]): number {
  const { lexer } = parser;
  const isNegative = parser.takeSymbol('-') !== undefined;
  const token = lexer.peek();
  if (token.kind === 'number' && /^\d+$/.test(token.text)) {
    if (!Number.isSafeInteger(Number(token.text)))
      throw wrong(`[${quoted(token.text)}] is no place in a list`, token.at);
    // Without −0.
    steps.push({
      kind: 'index',
      index: isNegative && Number(token.text) > 0 ? -Number(token.text) : Number(token.text),
    });
  } else if (token.kind === 'string' && !isNegative) steps.push({ kind: 'name', name: token.string });
  else if (token.text === '*' && !isNegative) steps.push({ kind: 'each' });
  else throw parser.expected("a number, a string or * in […]: [0], [-1], ['name'], [*]");
  lexer.next();
  return parser.needSymbol(']').at[1];
}

function call(parser: Reader, inner: Inner, name: Token, word: string): Expression {
  const isAggregate = (aggregates as readonly string[]).includes(word);
  if (!isAggregate && !(scalarFunctions as readonly string[]).includes(word)) throw noFunction(name, word);
  const open = parser.lexer.next();
  const distinct = isAggregate && isDistinct(parser);
  if (distinct && word !== 'count') throw wrong(`distinct is known in count only: count(distinct x)`, name.at);
  const star = parser.lexer.peek().text === '*' ? parser.lexer.next() : undefined;
  if (star !== undefined && (word !== 'count' || distinct))
    throw wrong(`* stands in count(*) only. ${word} needs an expression`, star.at);
  const given: Expression[] = [];
  if (star === undefined && parser.lexer.peek().text !== ')') {
    do given.push(parser.deeper(open.at, () => inner.expression()));
    while (parser.takeSymbol(',') !== undefined);
  }
  const close = parser.needSymbol(')');
  const at: Span = [name.at[0], close.at[1]];
  if (isAggregate) {
    if (star === undefined) needCount(word, given.length, [1, 1], at);
    return { kind: 'aggregate', at, name: word as Aggregate, distinct, argument: given[0] ?? null };
  }
  needCount(word, given.length, arity[word as ScalarFunction], at);
  if (word === 'bucket') given[1] = asDuration(given[1]!);
  return { kind: 'call', at, name: word as ScalarFunction, arguments: given };
}

function noFunction(name: Token, word: string): ReturnType<typeof wrong> {
  if (word === 'now') return wrong('now is no function; @now is the present, @1h an hour ago', name.at);
  const meant = Object.hasOwn(foreignFunctions, word) ? foreignFunctions[word] : nearest(word, functionNames);
  const text = `${name.text} is no function`;
  if (meant === undefined) return wrong(`${text}; ${functionNames.join(', ')} are`, name.at);
  return wrong(`${text}; did you mean ${meant}?`, name.at, { at: name.at, text: meant });
}

/** A length of time in a string is one. */
function asDuration(expression: Expression): Expression {
  if (expression.kind !== 'string') return expression;
  const ms = durationMs(expression.value);
  return ms === undefined ? expression : { kind: 'duration', at: expression.at, ms, written: expression.value };
}

/** Whether `distinct` is next, as a word of the language: `count(distinct)` counts a field. */
function isDistinct(parser: Reader): boolean {
  if (parser.lexer.peek().text.toLowerCase() !== 'distinct') return false;
  const place = parser.lexer.peek().at[0];
  parser.lexer.next();
  if (/^[).[,+*/-]/.test(parser.lexer.peek().text)) {
    parser.lexer.jump(place);
    return false;
  }
  return true;
}

function needCount(name: string, given: number, [least, most]: [number, number], at: Span): void {
  if (given >= least && given <= most) return;
  const want = least === most ? `${least}` : `${least} to ${most}`;
  const hint = name === 'count' ? '. count(*) counts records' : '';
  throw wrong(
    `${name} takes ${want} value${most === 1 ? '' : 's'}, here ${given === 1 ? 'is' : 'are'} ${given}${hint}`,
    at,
  );
}
