/**
 * Keys of stores as Latin-1 text, one character for each byte: such texts compare as the bytes do. One record asks for
 * the text of its key several times, and the bytes that were made from a text need no second reading.
 */
let lastKey: Buffer | undefined;
let lastText = '';
/** Where the text was put together: what follows the key itself. */
let lastStart = '';
let lastEnd = '';

export const textOf = (key: Buffer): string => (key === lastKey ? lastText : key.toString('latin1'));

/** `key` is never changed. Its text is `start` and `end`. */
export function rememberText(key: Buffer, start: string, end: string): void {
  lastKey = key;
  lastText = end === '' ? start : start + end;
  lastStart = start;
  lastEnd = end;
}

/** Both parts of a text, of which the second has so many characters. */
export function parted(text: string, length: number): readonly [start: string, end: string] {
  if (text === lastText && lastEnd.length === length) return [lastStart, lastEnd];
  return [text.slice(0, -length), text.slice(-length)];
}

/** For keeping: a text of the user's may be a part of a long one, and keep all of it. */
export const ownText = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

/** The bytes of a key. They must not be changed: what {@link textOf} says of them is remembered. */
export function keyOfText(text: string): Buffer {
  const key = Buffer.from(text);
  // Characters that take more bytes than one make it longer.
  rememberText(key, key.length === text.length ? text : key.toString('latin1'), '');
  return key;
}
