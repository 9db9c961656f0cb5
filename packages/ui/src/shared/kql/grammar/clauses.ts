/** The clauses of a query, from select to limit. */
import type { Decoder } from '../../api/basics';
import { limits } from '../../limits';
import type { Condition, Expression, Item, Order, Query, Span } from '../ast';
import { Expressions } from './expressions';
import { quoted, wrong } from '../fault';
import { Lexer } from './lexer';
import { lowerOf, Reader } from './reader';
import { decoderOf, decoderWords, isReserved, unknownClauses } from './words';

const MAX_COLUMNS = 50;
const MAX_ORDERS = 10;
const MAX_GROUPS = 3;

const bareTopic = /[\p{L}\p{N}_](?:[\p{L}\p{N}_.]|-(?!-))*/uy;
const bracketedTopic = /\[[^\]\n]*\]/y;
const tickedTopic = /`[^`\n]*`/y;
const decoderWord = /[A-Za-z]\w*(?::[\w.-]+)*/y;

/** Unlike a field of that name. */
const selectDistinct = /distinct\s+(?!(?:from|as)(?![\p{L}\p{N}_$]))[\p{L}_$*(]/iuy;

/** The clauses behind the topic, in their order. */
const clauses = ['where', 'group', 'order', 'limit'] as const;

/** A query as it is written: numbers and names of columns are still that. */
export function readQuery(text: string): Query {
  return new Clauses(new Reader(new Lexer(text))).query();
}

/** A condition alone, perhaps behind `where`. */
export function readCondition(text: string): Condition {
  const reader = new Reader(new Lexer(text));
  const { at } = reader.lexer.peek();
  if (reader.takeWord('select') !== undefined)
    throw wrong('a whole query cannot stand here. What stands behind where in a query can', at);
  reader.takeWord('where');
  const condition = new Expressions(reader).condition();
  if (reader.lexer.peek().kind !== 'end') throw reader.expected('and, or or the end', ['and', 'or']);
  return condition;
}

class Clauses {
  readonly #parser: Reader;
  readonly #expressions: Expressions;

  constructor(reader: Reader) {
    this.#parser = reader;
    this.#expressions = new Expressions(reader);
  }

  query(): Query {
    const parser = this.#parser;
    if (parser.takeWord('select') === undefined) throw parser.expected('select', ['select']);
    const items = this.#items();
    if (parser.takeWord('from') === undefined) throw this.#unknown('from', [',', 'as', 'from']);
    const topic = this.#topic();
    const decode = parser.takeWord('with') === undefined ? {} : this.#decoders();
    const where = parser.takeWord('where') === undefined ? null : this.#expressions.condition();
    const groupBy = this.#by('group') ? this.#list(MAX_GROUPS, 'group by', () => this.#expressions.expression()) : [];
    const orderBy = this.#by('order') ? this.#list(MAX_ORDERS, 'order by', () => this.#order()) : [];
    const limit = this.#limit();
    parser.takeSymbol(';');
    if (parser.lexer.peek().kind !== 'end') throw this.#tail({ where, groupBy, orderBy, limit });
    return { items, topic, decode, where, groupBy, orderBy, limit };
  }

  #items(): Item[] | null {
    const distinct = this.#parser.lexer.sees(selectDistinct);
    if (distinct !== undefined)
      throw wrong('select distinct is not known. group by gives each value once', [distinct.at[0], distinct.at[0] + 8]);
    const star = this.#parser.takeSymbol('*');
    if (star === undefined) return this.#list(MAX_COLUMNS, 'select', () => this.#item());
    if (this.#parser.lexer.peek().text === ',')
      throw wrong('* stands alone: it is the whole record. Columns are named one by one', star.at);
    return null;
  }

  #item(): Item {
    const { lexer } = this.#parser;
    if (lexer.peek().text === '*') throw wrong('* stands alone: it is the whole record', lexer.peek().at);
    const expression = this.#expressions.expression();
    if (this.#parser.takeWord('as') === undefined) {
      return { expression, name: lexer.text.slice(...expression.at).replace(/\s+/g, ' '), named: false };
    }
    const token = lexer.peek();
    if (token.kind !== 'string' && (token.kind !== 'word' || isReserved(token.text)))
      throw this.#parser.expected('the name of the column after as');
    lexer.next();
    return { expression, name: token.kind === 'string' ? token.string : token.text, named: true };
  }

  #list<T>(most: number, clause: string, read: () => T): T[] {
    const all: T[] = [];
    do {
      const { at } = this.#parser.lexer.peek();
      if (all.length === most) throw wrong(`${clause} has at most ${most} expressions`, at);
      all.push(read());
    } while (this.#parser.takeSymbol(',') !== undefined);
    return all;
  }

  #topic(): Query['topic'] {
    const { lexer } = this.#parser;
    const bare = lexer.sees(bareTopic);
    if (bare !== undefined && !isReserved(bare.text)) {
      lexer.jump(bare.at[1]);
      return checkedTopic(bare.text, bare.at);
    }
    const marked = lexer.take(bracketedTopic) ?? lexer.take(tickedTopic);
    if (marked !== undefined) return checkedTopic(marked.text.slice(1, -1), marked.at);
    const token = lexer.peek();
    if (token.text === '(') throw wrong('subqueries are not known. A query reads one topic', token.at);
    if (token.kind !== 'string') throw this.#parser.expected('the name of a topic');
    lexer.next();
    return checkedTopic(token.string, token.at);
  }

  #decoders(): Query['decode'] {
    const decode: { key?: Decoder; value?: Decoder } = {};
    const first = this.#decoder();
    if (this.#parser.takeSymbol(',') === undefined) {
      decode[first.part ?? 'value'] = first.decoder;
      return decode;
    }
    const second = this.#decoder();
    const part = first.part ?? (second.part === 'key' ? 'value' : 'key');
    const other = second.part ?? (part === 'key' ? 'value' : 'key');
    if (other === part) throw wrong(`with names the decoder of the ${part} twice`, second.at);
    decode[part] = first.decoder;
    decode[other] = second.decoder;
    return decode;
  }

  #decoder(): { part?: 'key' | 'value'; decoder: Decoder; at: Span } {
    const parser = this.#parser;
    const part = parser.takeWord('key') ? 'key' : parser.takeWord('value') ? 'value' : undefined;
    const word = parser.lexer.take(decoderWord);
    const string = word === undefined && parser.lexer.peek().kind === 'string' ? parser.lexer.next() : undefined;
    const name = word?.text ?? (string?.kind === 'string' ? string.string : undefined);
    if (name === undefined) throw parser.expected('a decoder: json, text, int64 …');
    const { at } = word ?? string!;
    const decoder = decoderOf(name);
    if (decoder !== undefined) return { part, decoder, at };
    if (/^avro:/i.test(name))
      throw wrong('with: schemas come from a registry, not from a file. with avro reads that', at, {
        at,
        text: 'avro',
      });
    parser.lexer.jump(at[0]);
    const fault = parser.expected(`a decoder: ${decoderWords.join(', ')}`, decoderWords);
    throw fault;
  }

  #by(word: 'group' | 'order'): boolean {
    if (this.#parser.takeWord(word) === undefined) return false;
    this.#parser.needWord('by');
    return true;
  }

  #order(): Order {
    const expression: Expression = this.#expressions.expression();
    if (this.#parser.takeWord('desc') !== undefined) return { expression, descending: true };
    this.#parser.takeWord('asc');
    return { expression, descending: false };
  }

  #limit(): Query['limit'] {
    if (this.#parser.takeWord('limit') === undefined) return null;
    const token = this.#parser.lexer.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.digits))
      throw this.#parser.expected('a whole number after limit');
    this.#parser.lexer.next();
    const count = Number(token.digits);
    const most = limits.query.limit;
    if (count < 1 || count > most) {
      const text = String(count < 1 ? 1 : most);
      throw wrong(`limit ${quoted(token.text)} is not possible. 1 to ${most} are`, token.at, { at: token.at, text });
    }
    return { count, at: token.at };
  }

  /** What is wrong behind the last clause that could be read. */
  #tail(query: Pick<Query, 'where' | 'groupBy' | 'orderBy' | 'limit'>): ReturnType<typeof wrong> {
    const token = this.#parser.lexer.peek();
    const done = [query.where !== null, query.groupBy.length > 0, query.orderBy.length > 0, query.limit !== null];
    const last = done.lastIndexOf(true);
    const place = clauses.findIndex((clause) => clause === lowerOf(token));
    if (place >= 0 && place <= last) {
      const [own, before] = [clauses[place]!, clauses[last]!];
      if (place === last) return wrong(`${own} stands here a second time`, token.at);
      return wrong(`${own} stands before ${before}: where, group by, order by, limit`, token.at);
    }
    const open = clauses.slice(last + 1);
    const joins = last === 0 ? ['and', 'or'] : [];
    const what = open.length === 0 ? 'the end' : listed([...joins, ...open]);
    return this.#unknown(what, [...joins, ...open, ...(last < 0 ? ['with'] : [])]);
  }

  #unknown(what: string, words: readonly string[]): ReturnType<typeof wrong> {
    const token = this.#parser.lexer.peek();
    const word = lowerOf(token);
    if (token.kind === 'word' && Object.hasOwn(unknownClauses, word)) return wrong(unknownClauses[word]!, token.at);
    return this.#parser.expected(what, words);
  }
}

/** `a, b or c`. */
const listed = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;

/** `topic:orders` is Trifecta's way to say which kind of source it is. */
function checkedTopic(given: string, at: Span): Query['topic'] {
  const name = given.replace(/^(topic|kafka):/, '');
  if (!/^[A-Za-z0-9._-]{1,249}$/.test(name) || name === '.' || name === '..')
    throw wrong(`'${quoted(name)}' is no name of a topic. It has 1 to 249 of the characters a-z A-Z 0-9 . _ -`, at);
  return { name, at };
}
