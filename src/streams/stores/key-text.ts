/**
 * Keys of stores as Latin-1 text, one character for each byte: such texts compare as the bytes do. One record asks for
 * the text of its key several times, and the bytes that were made from a text need no second reading.
 */
let lastKey: Buffer | undefined;
let lastText = '';

export const textOf = (key: Buffer): string => (key === lastKey ? lastText : key.toString('latin1'));

/** `key` is never changed. */
export function rememberText(key: Buffer, text: string): void {
  lastKey = key;
  lastText = text;
}

/** The bytes of a key. They must not be changed: what {@link textOf} says of them is remembered. */
export function keyOfText(text: string): Buffer {
  const key = Buffer.from(text);
  // Characters that take more bytes than one make it longer.
  rememberText(key, key.length === text.length ? text : key.toString('latin1'));
  return key;
}
