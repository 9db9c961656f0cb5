import { isUtf8 } from 'node:buffer';

/** All control characters but tab, line feed and carriage return. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Bytes from 0x80 to 0x9f after 0xc2 are control characters too; ASCII ones are found without decoding. */
const SLICE = 1 << 20;

/** Whether bytes are text for people: valid UTF-8 without control characters. */
export function isText(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  for (let at = 0; at < bytes.length;) {
    const end = charStart(bytes, Math.min(bytes.length, at + SLICE));
    if (control.test(bytes.toString('utf8', at, end))) return false;
    at = end;
  }
  return true;
}

/** The first byte of the character in which `at` lies. */
function charStart(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length;
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}

export interface Beginning {
  text: string;
  isCut: boolean;
}

/** The first `limit` UTF-16 units of a text, without half a character. */
export function beginningOf(text: string, limit: number): Beginning {
  if (text.length <= limit) return { text, isCut: false };
  const last = text.charCodeAt(limit - 1);
  return { text: text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 1 : limit), isCut: true };
}

/** As {@link beginningOf}, of UTF-8: decodes no more than it needs. */
export function beginningOfUtf8(bytes: Buffer, limit: number): Beginning {
  // A UTF-16 unit has three bytes at most; four bytes are two units.
  const end = charStart(bytes, limit * 3 + 3);
  const { text, isCut } = beginningOf(bytes.toString('utf8', 0, end), limit);
  return { text, isCut: isCut || end < bytes.length };
}
