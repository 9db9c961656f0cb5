/** JSON in lines, token by token as it was written: long numbers, `1.0`, duplicate keys and order stay. */
export interface Printed {
  /** All lines one after the other, without indentation and without newlines. */
  text: string;
  /** Where each line begins in `text`; one more at the end. */
  starts: Int32Array<ArrayBuffer>;
  depths: Uint16Array<ArrayBuffer>;
  /** For a line that opens an object or list: the line that closes it; else -1. */
  closes: Int32Array<ArrayBuffer>;
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const isOpen = (code: number): boolean => code === OPEN_LIST || code === OPEN_OBJECT;
const isClose = (code: number): boolean => code === CLOSE_LIST || code === CLOSE_OBJECT;

function endOfString(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  return source.length;
}

function endOfWord(source: string, from: number): number {
  let at = from;
  for (; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (isBlank(code) || code === COMMA || code === COLON || code === QUOTE || isOpen(code) || isClose(code)) break;
  }
  return Math.max(at, from + 1);
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && isBlank(source.charCodeAt(at))) at += 1;
  return at;
}

/** Goes through the tokens once, without recursion. Also prints the beginning of a text, and what is no JSON at all. */
export function printJson(source: string): Printed {
  const pieces: string[] = [];
  const starts: number[] = [0];
  const depths: number[] = [0];
  const closes: number[] = [-1];
  const open: number[] = [];
  let length = 0;
  const put = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  const newLine = (): void => {
    starts.push(length);
    depths.push(Math.min(open.length, 0xffff));
    closes.push(-1);
  };
  let at = skipBlanks(source, 0);
  while (at < source.length) {
    const code = source.charCodeAt(at);
    let end = at + 1;
    if (isOpen(code)) {
      const next = skipBlanks(source, end);
      if (isClose(source.charCodeAt(next))) {
        end = next + 1;
        put(code === OPEN_LIST ? '[]' : '{}');
      } else {
        put(source[at]!);
        open.push(starts.length - 1);
        newLine();
      }
    } else if (isClose(code)) {
      const opener = open.pop();
      newLine();
      if (opener !== undefined) closes[opener] = starts.length - 1;
      put(source[at]!);
    } else if (code === COMMA) {
      put(',');
      newLine();
    } else if (code === COLON) put(': ');
    else {
      end = code === QUOTE ? endOfString(source, at) : endOfWord(source, at);
      put(source.slice(at, end));
    }
    at = skipBlanks(source, end);
  }
  starts.push(length);
  return {
    text: pieces.join(''),
    starts: Int32Array.from(starts),
    depths: Uint16Array.from(depths),
    closes: Int32Array.from(closes),
  };
}

/** On one line: for the row of a list. */
export function compactJson(source: string): string {
  if (!/[\n\r\t]| {2}/.test(source)) return source;
  let out = '';
  for (let at = skipBlanks(source, 0); at < source.length;) {
    const code = source.charCodeAt(at);
    const isString = code === QUOTE;
    const isSign = code === COMMA || code === COLON || isOpen(code) || isClose(code);
    const end = isString ? endOfString(source, at) : isSign ? at + 1 : endOfWord(source, at);
    out += source.slice(at, end);
    at = skipBlanks(source, end);
  }
  return out;
}

export interface Token {
  kind: 'key' | 'string' | 'number' | 'word' | 'sign';
  text: string;
}

const tokens = /("(?:[^"\\]|\\.)*(?:"|\\?$))(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)/gs;

/** The tokens of a line, for their colours. */
export function tokensOf(line: string): Token[] {
  const found: Token[] = [];
  let from = 0;
  for (const match of line.matchAll(tokens)) {
    if (match.index > from) found.push({ kind: 'sign', text: line.slice(from, match.index) });
    const [all, string, colon, number] = match;
    if (string === undefined) found.push({ kind: number === undefined ? 'word' : 'number', text: all });
    else {
      found.push({ kind: colon === undefined ? 'string' : 'key', text: string });
      if (colon !== undefined) found.push({ kind: 'sign', text: colon });
    }
    from = match.index + all.length;
  }
  if (from < line.length) found.push({ kind: 'sign', text: line.slice(from) });
  return found;
}
