/** Cuts a query into tokens, one at a time: the parser knows where another kind of name may stand. */
import type { Span, TimeText } from '../ast';
import { quoted, wrong, type Fix } from '../fault';
import { nearest } from '../../nearest';
import { durationMs, parseTime } from '../times';
import { isZone } from '../zones';

export type TokenValue =
  | { kind: 'word' | 'symbol' | 'end' }
  /** Digits as JSON has them. */
  | { kind: 'number'; digits: string }
  | { kind: 'string'; string: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'time'; time: TimeText }
  | { kind: 'duration'; ms: number };

export type Token = TokenValue & {
  at: Span;
  /** As it stands in the query. */
  text: string;
};

export const MAX_CHARACTERS = 10_000;
const MAX_TOKENS = 2000;

const blanks = /(?:\s|#[^\n]*|--[^\n]*)+/y;
const word = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/uy;
const grouped = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plain = /\d+(?:_\d+)*(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const duration = /\d+(?:ms|s|m|h|d)(?![\p{L}\p{N}_$])/iuy;
const wordRest = /[\p{L}\p{N}_$]+/uy;
const bytes = /[xX]'([^']*)'/y;
const single = /'((?:[^']|'')*)'/y;
const double = /"((?:[^"]|"")*)"/y;
const time =
  /@(?:(\d{4,6}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\p{L}\p{N}_:.])|[a-z\d]+(?![\p{L}\p{N}_:.]))|'([^']*)'|([\p{L}\p{N}_:.+-]*))/iuy;
const dottedHex = /[0-9a-fA-F]{2}(?:\.[0-9a-fA-F]{2})*(?![\p{L}\p{N}_.])/uy;
const symbols = ['==', '!=', '<>', '<=', '>=', ...'()[],.;=<>+-*/'];

/** Signs of other languages, and what is meant. */
const foreign: readonly [sign: string, ours: string][] = [
  ['===', '='],
  ['!==', '!='],
  ['&&', 'and'],
  ['||', 'or'],
  ['=>', '>='],
  ['=<', '<='],
  ['≠', '!='],
  ['≤', '<='],
  ['≥', '>='],
  ['!', 'not'],
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['−', '-'],
];

export class Lexer {
  readonly text: string;
  #at = 0;
  #tokens = 0;
  /** Open parentheses and brackets: inside of them a comma always separates. */
  #open = 0;
  #next: Token | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The next token, which stays the next. */
  peek(): Token {
    return (this.#next ??= this.#read());
  }

  next(): Token {
    const token = this.peek();
    this.#next = undefined;
    this.#at = token.at[1];
    if (token.text === '(' || token.text === '[') this.#open++;
    if (token.text === ')' || token.text === ']') this.#open = Math.max(0, this.#open - 1);
    return token;
  }

  /** What `pattern`, which is sticky, matches where the next token begins. Reads no token: there may be none. */
  sees(pattern: RegExp): { text: string; at: Span } | undefined {
    const from = this.#beginning();
    const match = execAt(pattern, this.text, from);
    return match === null ? undefined : { text: match[0], at: [from, from + match[0].length] };
  }

  /** The same, and steps over it. */
  take(pattern: RegExp): { text: string; at: Span } | undefined {
    const seen = this.sees(pattern);
    if (seen !== undefined) this.jump(seen.at[1]);
    return seen;
  }

  /** Bytes as `00.00.00.2a`, if they stand next. */
  takeDottedHex(): { bytes: Uint8Array; at: Span } | undefined {
    const hex = this.take(dottedHex);
    return hex && { bytes: bytesOf(hex.text.replaceAll('.', ''))!, at: hex.at };
  }

  /** Goes on at this place. */
  jump(to: number): void {
    this.#next = undefined;
    this.#at = to;
  }

  #beginning(): number {
    return this.#at + (execAt(blanks, this.text, this.#at)?.[0].length ?? 0);
  }

  #read(): Token {
    const from = this.#beginning();
    if (from >= this.text.length) return { kind: 'end', at: [from, from], text: '' };
    if (++this.#tokens > MAX_TOKENS)
      throw wrong(`the query has more than ${MAX_TOKENS} words and signs. That many are its limit`, [from, from + 1]);
    const at = (length: number): { at: Span; text: string } => ({
      at: [from, from + length],
      text: this.text.slice(from, from + length),
    });
    const first = this.text[from]!;
    if (/\d/.test(first)) return this.#number(from, at);
    if (first === '@') return this.#time(from, at);
    if (first === "'" || first === '"') return this.#string(from, first, at);
    const hex = execAt(bytes, this.text, from);
    if (hex !== null) {
      const value = bytesOf(hex[1]!.replace(/\s/g, ''));
      if (value === undefined)
        throw wrong(`${quoted(hex[0])} is no bytes; x'0a ff' is: two digits each`, at(hex[0].length).at);
      return { kind: 'bytes', bytes: value, ...at(hex[0].length) };
    }
    const name = execAt(word, this.text, from);
    if (name !== null) return { kind: 'word', ...at(name[0].length) };
    return this.#symbol(from, at);
  }

  #number(from: number, at: (length: number) => { at: Span; text: string }): Token {
    const span = execAt(duration, this.text, from);
    if (span !== null) {
      const ms = durationMs(span[0]);
      if (ms === undefined) throw wrong(`${quoted(span[0])} is longer than any time`, at(span[0].length).at);
      return { kind: 'duration', ms, ...at(span[0].length) };
    }
    const match = (this.#open === 0 ? execAt(grouped, this.text, from) : null) ?? execAt(plain, this.text, from)!;
    const { length } = match[0];
    const rest = execAt(wordRest, this.text, from + length);
    if (rest !== null) {
      const whole = at(length + rest[0].length);
      throw wrong(`${quoted(whole.text)} is no number and no duration; 100, 1.5e3 and 90m are`, whole.at);
    }
    const digits = match[0].replace(/[_,]/g, '').replace(/^0+(?=\d)/, '');
    return { kind: 'number', digits, ...at(length) };
  }

  #string(from: number, mark: string, at: (length: number) => { at: Span; text: string }): Token {
    const match = execAt(mark === "'" ? single : double, this.text, from);
    if (match === null) {
      const end = this.text.length;
      throw wrong(`the string that begins here does not end; ${mark} ends it`, [from, end], {
        at: [end, end],
        text: mark,
      });
    }
    return { kind: 'string', string: match[1]!.replaceAll(mark + mark, mark), ...at(match[0].length) };
  }

  #time(from: number, at: (length: number) => { at: Span; text: string }): Token {
    const match = execAt(time, this.text, from)!;
    const place = at(match[0].length);
    const text = match[1] ?? match[2] ?? match[3]!;
    const value = parseTime(text.trim());
    if (value === undefined) throw notATime(text, place.at, match[2] === undefined);
    if (value.kind === 'local' && value.zone !== undefined && !isZone(value.zone))
      throw wrong(`'${quoted(value.zone)}' is no time zone; UTC and Europe/Berlin are`, place.at);
    return { kind: 'time', time: value, ...place };
  }

  #symbol(from: number, at: (length: number) => { at: Span; text: string }): Token {
    for (const [sign, ours] of foreign) {
      if (!this.text.startsWith(sign, from)) continue;
      // `!=` is ours.
      if (sign === '!' && this.text[from + 1] === '=') break;
      const place = at(sign.length);
      throw wrong(`${sign} is not known; write ${ours}`, place.at, { at: place.at, text: ours });
    }
    const symbol = symbols.find((one) => this.text.startsWith(one, from));
    if (symbol !== undefined) return { kind: 'symbol', ...at(symbol.length) };
    const character = String.fromCodePoint(this.text.codePointAt(from)!);
    throw wrong(`${from}: ${JSON.stringify(character)} has no meaning here`, at(character.length).at);
  }
}

function notATime(text: string, at: Span, canFix: boolean): ReturnType<typeof wrong> {
  const meant = nearest(text, ['today', 'yesterday', 'now']);
  const fix: Fix | undefined = meant !== undefined && canFix ? { at, text: `@${meant}` } : undefined;
  return wrong(`'${quoted(text)}' is no time; @yesterday, @1h, @2026-01-31 are`, at, fix);
}

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The bytes of hexadecimal digits; undefined if they are none or not in pairs. */
function bytesOf(digits: string): Uint8Array | undefined {
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
