import type { Headers } from '../../serde/headers';
import { View, type Utf8Source } from './byte-view';

export const noHeaders: Headers = Object.freeze([]);

/**
 * The last header name seen at each place of a record's headers: nearly all records of a topic have the same names.
 * ASCII only.
 */
const lastNames: (string | undefined)[] = [];
const REMEMBERED_NAMES = 16;
const REMEMBERED_LENGTH = 64;

/** The remembered name, if these bytes are equal to it. */
function remembered(place: number, bytes: Uint8Array, start: number, length: number): string | undefined {
  const name = lastNames[place];
  if (name?.length !== length) return undefined;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return undefined;
  return name;
}

function remember(place: number, name: string, byteLength: number): void {
  // One character per byte: ASCII, or a replacement character, which equals no byte.
  if (place < REMEMBERED_NAMES && byteLength <= REMEMBERED_LENGTH && name.length === byteLength)
    lastNames[place] = name;
}

const int32 = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);

/**
 * Decodes names and views of `bytes`. Each header is stored as two lengths, name, value. A negative value length means
 * null.
 */
export function decodeHeaders(bytes: Utf8Source, start: number, length: number): Headers {
  const headers: [string, Buffer | null][] = [];
  const buffer = bytes.buffer as ArrayBuffer;
  const { byteOffset } = bytes;
  const end = start + length;
  for (let at = start; at < end;) {
    const nameLength = int32(bytes, at);
    const valueLength = int32(bytes, at + 4);
    const nameAt = at + 8;
    const place = headers.length;
    let name = remembered(place, bytes, nameAt, nameLength);
    if (name === undefined) {
      name = bytes.utf8Slice(nameAt, nameAt + nameLength);
      remember(place, name, nameLength);
    }
    at = nameAt + nameLength;
    headers.push([name, valueLength < 0 ? null : new View(buffer, byteOffset + at, valueLength)]);
    if (valueLength > 0) at += valueLength;
  }
  return headers;
}

/** Where a record's headers are until they are first read: packed bytes as Latin-1 text, or the record's batch. */
export type HeaderSource = string | { batch: { headers(index: number): Headers }; index: number };

export function headersFrom(source: HeaderSource): Headers {
  if (typeof source !== 'string') return source.batch.headers(source.index);
  return decodeHeaders(Buffer.from(source, 'latin1') as Utf8Source, 0, source.length);
}

type DefineGetter = (this: object, name: string, getter: () => unknown) => void;

/** Takes half the time of Object.defineProperty, the fallback for runtimes that have removed this old function. */
export const defineGetter: DefineGetter =
  (Object.prototype as { __defineGetter__?: DefineGetter }).__defineGetter__ ??
  function defineGetter(name, get) {
    Object.defineProperty(this, name, { get, enumerable: true, configurable: true });
  };
