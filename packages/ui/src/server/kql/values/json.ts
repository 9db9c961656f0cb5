/** JSON and values of the language. */
import { parse } from 'lossless-json';
import { exactNumber, isExact, mayRound, numberText } from './number';
import { timeText } from './time-text';
import { Time, type Value } from './value';

/** Nesting of JSON that is still read. */
const MAX_DEPTH = 512;

/** The value of a JSON text. undefined: it is no JSON, or nested too deep. */
export const parseJson = (text: string): Value => (isShallow(text) ? valueOfJson(text) : undefined);

/** The value of a JSON text that is known not to be nested deeper than 512, with every number exact. */
export function valueOfJson(text: string): Value {
  try {
    if (!mayRound(text)) return JSON.parse(text) as Value;
    // As JSON.parse, the last of several members of one name counts.
    return parse(text, undefined, {
      parseNumber: (digits) => exactNumber(digits) ?? digits,
      onDuplicateKey: ({ newValue }) => newValue,
    }) as Value;
  } catch {
    return undefined;
  }
}

function isShallow(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      i = stringEnd(text, i);
      if (i < 0) return false;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > MAX_DEPTH) return false;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return true;
}

/** The quote that ends the string which begins at `i`; −1: there is none. */
function stringEnd(text: string, i: number): number {
  for (let end = text.indexOf('"', i + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

/** The value as JSON, in one line. `limit`: stops somewhere behind this many characters. */
export function jsonText(value: Value, limit = Infinity): string {
  const out: string[] = [];
  let length = 0;
  const put = (text: string): void => {
    out.push(text);
    length += text.length;
  };
  const write = (one: Value): void => {
    if (length > limit) return;
    if (typeof one === 'string') put(JSON.stringify(one.length > limit ? one.slice(0, limit) : one));
    else if (one === undefined || one === null) put('null');
    else if (typeof one === 'boolean') put(String(one));
    else if (isExact(one)) put(Number.isFinite(one) || typeof one !== 'number' ? numberText(one) : `"${one}"`);
    else if (one instanceof Time) put(JSON.stringify(timeText(one)));
    else if (ArrayBuffer.isView(one)) put(`{"$base64":"${base64(one as Uint8Array, limit)}"}`);
    else if (Array.isArray(one)) writeList(one as readonly Value[]);
    else writeObject(one as { readonly [name: string]: Value });
  };
  const writeList = (list: readonly Value[]): void => {
    put('[');
    for (let i = 0; i < list.length && length <= limit; i++) {
      if (i > 0) put(',');
      write(list[i]);
    }
    put(']');
  };
  const writeObject = (object: { readonly [name: string]: Value }): void => {
    put('{');
    let isFirst = true;
    for (const name of Object.keys(object)) {
      if (length > limit) break;
      put(`${isFirst ? '' : ','}${JSON.stringify(name)}:`);
      isFirst = false;
      write(object[name]);
    }
    put('}');
  };
  write(value);
  return out.join('');
}

const base64 = (bytes: Uint8Array, limit: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, limit)).toString('base64');
