/** Conditions and values, by precedence: or, and, not, tests, + and −, * and /, sign, steps. */
import type { Comparison, Condition, Expression, Span } from '../ast';
import { atom } from './atoms';
import { quoted, wrong } from '../fault';
import type { Token } from './lexer';
import { lowerOf, type Reader } from './reader';
import { isCondition, type Node } from '../nodes';
import { nearest } from '../../nearest';

const MAX_IN = 1000;

const OR = 1;
const AND = 2;
const NOT = 3;
const TEST = 4;
const SUM = 5;
const PRODUCT = 6;
const SIGN = 7;

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const powers: Readonly<Record<string, number>> = {
  or: OR,
  and: AND,
  not: TEST,
  like: TEST,
  ilike: TEST,
  unlike: TEST,
  matches: TEST,
  contains: TEST,
  in: TEST,
  between: TEST,
  is: TEST,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  ...Object.fromEntries(Object.keys(comparisons).map((sign) => [sign, TEST])),
};

export class Expressions {
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** A condition; a value alone is true where it is `true`. */
  condition(): Condition {
    return this.#asCondition(this.#node(OR));
  }

  /** A value. */
  expression(): Expression {
    return this.#asExpression(this.#node(SUM));
  }

  /** What stands in parentheses may be either. */
  anything(): Node {
    return this.#node(OR);
  }

  #node(power: number): Node {
    let left = this.#prefix();
    for (;;) {
      const token = this.#reader.lexer.peek();
      const own = token.kind === 'word' || token.kind === 'symbol' ? lowerOf(token) : '';
      const binds = Object.hasOwn(powers, own) ? powers[own]! : 0;
      if (binds < power || binds === 0) return left;
      left = this.#infix(left, own, binds);
    }
  }

  #prefix(): Node {
    const token = this.#reader.lexer.peek();
    if (token.kind === 'word' && lowerOf(token) === 'not') {
      this.#reader.lexer.next();
      const operand = this.#reader.deeper(token.at, () => this.#asCondition(this.#node(NOT)));
      return { kind: 'not', at: [token.at[0], operand.at[1]], operand };
    }
    if (token.kind === 'symbol' && token.text === '-') {
      this.#reader.lexer.next();
      const operand = this.#reader.deeper(token.at, () => this.#asExpression(this.#node(SIGN)));
      return { kind: 'negative', at: [token.at[0], operand.at[1]], operand };
    }
    return atom(this.#reader, this);
  }

  #infix(left: Node, sign: string, power: number): Node {
    const { lexer } = this.#reader;
    const token = lexer.next();
    if (power === OR || power === AND) return this.#joined(left, sign as 'and' | 'or', power);
    if (power !== TEST) {
      const operand = this.#asExpression(left);
      const right = this.#asExpression(this.#node(power + 1));
      const operator = sign as '+' | '-' | '*' | '/';
      return { kind: 'arithmetic', at: [left.at[0], right.at[1]], operator, left: operand, right };
    }
    if (isCondition(left)) throw this.#compared(left, token);
    const comparison = Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
    if (comparison !== undefined) {
      const right = this.#operand();
      return { kind: 'compare', at: [left.at[0], right.at[1]], operator: comparison, left, right };
    }
    return this.#worded(left, sign, token);
  }

  /** A chain of one and the same word is one node. */
  #joined(left: Node, kind: 'and' | 'or', power: number): Condition {
    const parts = [this.#asCondition(left), this.#asCondition(this.#node(power + 1))];
    while (this.#reader.takeWord(kind) !== undefined) parts.push(this.#asCondition(this.#node(power + 1)));
    return { kind, at: [parts[0]!.at[0], parts.at(-1)!.at[1]], parts };
  }

  /** Tests that are words, perhaps after `not`. */
  #worded(operand: Expression, first: string, token: Token): Condition {
    const negated = first === 'not' || first === 'unlike';
    let word = first;
    if (first === 'not') {
      word = lowerOf(this.#reader.lexer.peek());
      const known = ['like', 'ilike', 'matches', 'contains', 'in', 'between'];
      if (!known.includes(word)) throw this.#reader.expected('like, ilike, matches, contains, in or between', known);
      this.#reader.lexer.next();
    }
    const begin = operand.at[0];
    switch (word) {
      case 'like':
      case 'ilike':
      case 'unlike': {
        const { text: pattern, at } = this.#pattern(word);
        if (pattern.length > 500) throw wrong(`${word}: the pattern is longer than 500 characters`, at);
        const ignoreCase = word === 'ilike';
        return { kind: 'like', at: [begin, at[1]], operand, pattern, patternAt: at, ignoreCase, negated };
      }
      case 'matches': {
        const { text: pattern, at } = this.#pattern(word);
        if (pattern.length > 200) throw wrong('matches: the pattern is longer than 200 characters', at);
        return { kind: 'matches', at: [begin, at[1]], operand, pattern, patternAt: at, negated };
      }
      case 'contains': {
        const item = this.#operand();
        return { kind: 'contains', at: [begin, item.at[1]], operand, item, negated };
      }
      case 'in':
        return this.#in(operand, negated);
      case 'between': {
        const low = this.#operand();
        this.#reader.needWord('and');
        const high = this.#operand();
        return { kind: 'between', at: [begin, high.at[1]], operand, low, high, negated };
      }
      default:
        return this.#is(operand, token);
    }
  }

  #pattern(word: string): { text: string; at: Span } {
    const token = this.#reader.lexer.peek();
    if (token.kind !== 'string') throw this.#reader.expected(`a string after ${word}`);
    this.#reader.lexer.next();
    return { text: token.string, at: token.at };
  }

  #in(operand: Expression, negated: boolean): Condition {
    const open = this.#reader.needSymbol('(');
    const items: Expression[] = [];
    do {
      if (lowerOf(this.#reader.lexer.peek()) === 'select')
        throw wrong('in: subqueries are not known. A list of values is', this.#reader.lexer.peek().at);
      items.push(this.#reader.deeper(open.at, () => this.#operand()));
      if (items.length > MAX_IN) throw wrong(`in: the list has more than ${MAX_IN} values`, items.at(-1)!.at);
    } while (this.#reader.takeSymbol(',') !== undefined);
    const { at } = this.#reader.needSymbol(')');
    return { kind: 'in', at: [operand.at[0], at[1]], operand, items, negated };
  }

  #is(operand: Expression, is: Token): Condition {
    const [begin] = operand.at;
    // Not by a token: what follows may be bytes, which are no token.
    const not = this.#reader.lexer.take(/not(?![\p{L}\p{N}_$])/iuy);
    const negated = not !== undefined;
    const hex = this.#reader.lexer.takeDottedHex();
    if (hex !== undefined) return { kind: 'is', at: [begin, hex.at[1]], operand, what: hex.bytes, negated };
    const token = this.#reader.lexer.peek();
    if (token.kind === 'bytes') {
      this.#reader.lexer.next();
      return { kind: 'is', at: [begin, token.at[1]], operand, what: token.bytes, negated };
    }
    const word = lowerOf(token);
    if (word === 'null' || word === 'missing') {
      this.#reader.lexer.next();
      return { kind: 'is', at: [begin, token.at[1]], operand, what: word, negated };
    }
    const fault = 'null, missing or bytes as 00.2a after is';
    if (token.kind === 'end' || token.kind === 'symbol') throw this.#reader.expected(fault);
    const text = negated ? '!=' : '=';
    const meant = nearest(token.text, ['null', 'missing']);
    if (token.kind === 'word' && meant !== undefined) throw this.#reader.expected(fault, ['null', 'missing']);
    throw wrong(`${token.at[0]}: expected ${fault}, got ${quoted(token.text)}; ${text} compares`, token.at, {
      at: [is.at[0], (not ?? is).at[1]],
      text,
    });
  }

  /** The value on the right of a test. */
  #operand(): Expression {
    return this.#asExpression(this.#node(SUM));
  }

  #compared(left: Condition, token: Token): ReturnType<typeof wrong> {
    const text = quoted(this.#reader.lexer.text.slice(...left.at));
    return wrong(`${text} is a condition, which ${token.text} cannot compare. between … and … tests a range`, token.at);
  }

  #asCondition(node: Node): Condition {
    return isCondition(node) ? node : { kind: 'truth', at: node.at, operand: node };
  }

  #asExpression(node: Node): Expression {
    if (!isCondition(node)) return node;
    const text = quoted(this.#reader.lexer.text.slice(...node.at));
    throw wrong(`${text} is a condition. A value is expected here`, node.at);
  }
}
