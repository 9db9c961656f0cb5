import type { Span } from '../ast';
import { quoted, wrong } from '../fault';
import { nearest } from '../../nearest';
import type { Lexer, Token } from './lexer';

const MAX_DEPTH = 50;

/** A word in lower case; of anything else its text. */
export const lowerOf = (token: Token): string => (token.kind === 'word' ? token.text.toLowerCase() : token.text);

/** Takes what is expected next, and says what is there instead. */
export class Reader {
  readonly lexer: Lexer;
  #depth = 0;

  constructor(lexer: Lexer) {
    this.lexer = lexer;
  }

  /** Runs `read` one level deeper. */
  deeper<T>(at: Span, read: () => T): T {
    if (++this.#depth > MAX_DEPTH)
      throw wrong(`this is nested more than ${MAX_DEPTH} deep. That depth is the limit`, at);
    const result = read();
    this.#depth--;
    return result;
  }

  /** Takes a word, in any case, if it is next. */
  takeWord(word: string): Token | undefined {
    const token = this.lexer.peek();
    return token.kind === 'word' && token.text.toLowerCase() === word ? this.lexer.next() : undefined;
  }

  takeSymbol(symbol: string): Token | undefined {
    const token = this.lexer.peek();
    return token.kind === 'symbol' && token.text === symbol ? this.lexer.next() : undefined;
  }

  /** Takes this symbol or says that it is missing. */
  needSymbol(symbol: string): Token {
    return this.takeSymbol(symbol) ?? this.#missing(symbol);
  }

  needWord(word: string): Token {
    return this.takeWord(word) ?? this.#missing(word);
  }

  #missing(what: string): never {
    const { at } = this.lexer.peek();
    throw this.expected(what, [what], { at: [at[0], at[0]], text: what });
  }

  /** The fault for what stands next where something else should. `words`: those that may be meant. */
  expected(what: string, words: readonly string[] = [], insert?: { at: Span; text: string }): ReturnType<typeof wrong> {
    const token = this.lexer.peek();
    const [from] = token.at;
    if (token.kind === 'end') return wrong(`${from}: expected ${what}, got the end`, token.at, insert);
    const meant = token.kind === 'word' ? nearest(token.text, words) : undefined;
    const message = `${from}: expected ${what}, got ${quoted(token.text)}`;
    if (meant === undefined) return wrong(message, token.at, insert);
    return wrong(`${message}; did you mean ${meant}?`, token.at, { at: token.at, text: meant });
  }
}
