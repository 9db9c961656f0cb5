import { usageError } from '../exit';

/**
 * The bytes of an escaped text on the command line, as in kcat: `\n`, `\r`, `\t`, `\\`, `\0`, `\xNN`. All other
 * characters are literal, as UTF-8.
 */
export function unescapeBytes(text: string, option: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  const literal = (to: number): void => {
    if (to > from) parts.push(Buffer.from(text.slice(from, to)));
  };
  for (let at = text.indexOf('\\'); at !== -1 && at < text.length - 1; at = text.indexOf('\\', from)) {
    literal(at);
    const kind = text[at + 1] as string;
    const simple = { n: 10, r: 13, t: 9, '0': 0, '\\': 92 }[kind];
    if (simple !== undefined) {
      parts.push(Buffer.of(simple));
      from = at + 2;
    } else if (kind === 'x') {
      const hex = /^[0-9a-fA-F]{1,2}/.exec(text.slice(at + 2))?.[0];
      if (hex === undefined) throw usageError(`${option}: "${text}": \\x takes one or two hexadecimal digits`);
      parts.push(Buffer.of(Number.parseInt(hex, 16)));
      from = at + 2 + hex.length;
    } else {
      // An unknown escape is the character itself.
      parts.push(Buffer.from(kind));
      from = at + 1 + kind.length;
    }
  }
  literal(text.length);
  return Buffer.concat(parts);
}

/** A delimiter: {@link unescapeBytes}, and at least one byte. */
export function parseDelimiter(text: string, option: string): Buffer {
  const bytes = unescapeBytes(text, option);
  if (bytes.length === 0) throw usageError(`${option}: a delimiter has at least one byte; for a newline: '\\n'`);
  return bytes;
}
