/** Nesting of JSON that is still shown as JSON. */
export const MAX_JSON_DEPTH = 512;

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const [ZERO, NINE, MINUS, PLUS, POINT] = [0x30, 0x39, 0x2d, 0x2b, 0x2e];

/** The bracket that closes each depth. Shared: a check never waits. */
const closing = new Uint8Array(MAX_JSON_DEPTH + 1);

/** Whether the bytes begin, after blanks, as an object or a list does. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes[pastBlanks(bytes, 0)];
  return first === OPEN_BRACE || first === OPEN_BRACKET;
}

/**
 * Whether bytes that are valid UTF-8 are one JSON value, nested at most {@link MAX_JSON_DEPTH} deep. Makes neither
 * objects nor text, and does not recurse: of 100 MB of brackets it reads the beginning.
 */
export function isJson(bytes: Uint8Array): boolean {
  let depth = 0;
  let i = 0;
  for (;;) {
    i = pastBlanks(bytes, i);
    const first = bytes[i];
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      if (++depth > MAX_JSON_DEPTH) return false;
      closing[depth] = first === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      i = pastBlanks(bytes, i + 1);
      if (bytes[i] !== closing[depth]) {
        if (first === OPEN_BRACE) i = pastName(bytes, i);
        if (i < 0) return false;
        continue;
      }
    } else {
      i = pastScalar(bytes, i);
      if (i < 0) return false;
      i = pastBlanks(bytes, i);
    }
    // Here stands what follows a value, or the bracket that closes an empty one.
    for (;;) {
      if (depth === 0) return i >= bytes.length;
      const next = bytes[i];
      if (next === COMMA) break;
      if (next !== closing[depth]) return false;
      depth--;
      i = pastBlanks(bytes, i + 1);
    }
    i++;
    if (closing[depth] === CLOSE_BRACE) i = pastName(bytes, pastBlanks(bytes, i));
    if (i < 0) return false;
  }
}

/** The first byte at or after `i` that is no blank. */
function pastBlanks(bytes: Uint8Array, i: number): number {
  for (;;) {
    const c = bytes[i];
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return i;
    i++;
  }
}

/** Behind a name and its colon; −1: there is none at `i`. */
function pastName(bytes: Uint8Array, i: number): number {
  if (bytes[i] !== QUOTE) return -1;
  const end = pastString(bytes, i);
  if (end < 0) return -1;
  const colon = pastBlanks(bytes, end);
  return bytes[colon] === COLON ? colon + 1 : -1;
}

/** Behind the string, number or literal at `i`; −1: it is none of them. */
function pastScalar(bytes: Uint8Array, i: number): number {
  const c = bytes[i];
  if (c === QUOTE) return pastString(bytes, i);
  if (c === 0x74) return pastWord(bytes, i, 'true');
  if (c === 0x66) return pastWord(bytes, i, 'false');
  if (c === 0x6e) return pastWord(bytes, i, 'null');
  return pastNumber(bytes, i);
}

function pastWord(bytes: Uint8Array, i: number, word: string): number {
  for (let k = 0; k < word.length; k++) if (bytes[i + k] !== word.charCodeAt(k)) return -1;
  return i + word.length;
}

function pastString(bytes: Uint8Array, i: number): number {
  for (i++; ; i++) {
    const c = bytes[i];
    if (c === QUOTE) return i + 1;
    if (c === undefined || c < 0x20) return -1;
    if (c !== BACKSLASH) continue;
    const escaped = bytes[++i];
    if (escaped === 0x75) {
      for (let k = 0; k < 4; k++) if (!isHexDigit(bytes[++i])) return -1;
    } else if (escaped === undefined || !isEscape[escaped]) return -1;
  }
}

const isEscape = new Uint8Array(256);
for (const c of '"\\/bfnrt') isEscape[c.charCodeAt(0)] = 1;

const isHexDigit = (c: number | undefined): boolean =>
  c !== undefined && (isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66));

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= ZERO && c <= NINE;

function pastDigits(bytes: Uint8Array, i: number): number {
  if (!isDigit(bytes[i])) return -1;
  while (isDigit(bytes[i])) i++;
  return i;
}

function pastNumber(bytes: Uint8Array, i: number): number {
  if (bytes[i] === MINUS) i++;
  i = bytes[i] === ZERO ? i + 1 : pastDigits(bytes, i);
  if (i >= 0 && bytes[i] === POINT) i = pastDigits(bytes, i + 1);
  if (i >= 0 && (bytes[i] === 0x65 || bytes[i] === 0x45)) {
    i++;
    if (bytes[i] === PLUS || bytes[i] === MINUS) i++;
    i = pastDigits(bytes, i);
  }
  return i;
}
