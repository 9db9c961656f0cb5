/**
 * JSON as lines for people, from its source text: every token stays as it was written, so that long numbers, `1.0`,
 * names that come twice and their order survive. Text that is cut off, or is no JSON at all, loses nothing either.
 */
export function printJson(text: string, indent = 2): string {
  const out: string[] = [];
  let depth = 0;
  /** A bracket was opened, and nothing stands in it yet. */
  let isOpened = false;
  const newLine = () => out.push('\n', ' '.repeat(Math.min(depth, MAX_DEPTH) * indent));
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (isBlank(c)) {
      i++;
      continue;
    }
    if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      depth = Math.max(0, depth - 1);
      if (!isOpened) newLine();
      out.push(text[i++]!);
      isOpened = false;
      continue;
    }
    if (isOpened) newLine();
    isOpened = false;
    if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      depth++;
      isOpened = true;
      out.push(text[i++]!);
    } else if (c === COMMA) {
      out.push(',');
      newLine();
      i++;
    } else if (c === COLON) {
      out.push(': ');
      i++;
    } else {
      const end = c === QUOTE ? stringEnd(text, i) : wordEnd(text, i);
      out.push(text.slice(i, end));
      i = end;
    }
  }
  return out.join('');
}

/** Beyond this depth lines are no longer moved to the right: their blanks would be most of the text. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const isBlank = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

/** Behind the closing quote of the string that begins at `start`; the end of the text if it has none. */
function stringEnd(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Behind a number, a literal, or anything else that is no JSON. */
function wordEnd(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isBlank(c) || c === QUOTE || c === COMMA || c === COLON) break;
    if (c === OPEN_BRACE || c === CLOSE_BRACE || c === OPEN_BRACKET || c === CLOSE_BRACKET) break;
  }
  return i;
}
