import type { MessageHeader } from '../base/types';

const asBytes = (data: ArrayBufferView): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** Bytes of a message, or null. Anything else is refused. */
export function valueOf(message: unknown): Uint8Array | null {
  if (message === null) return null;
  if (!ArrayBuffer.isView(message)) throw new Error('Message must be a buffer or null');
  return (message as Uint8Array).BYTES_PER_ELEMENT === 1 ? (message as Uint8Array) : asBytes(message);
}

/** Anything but bytes is taken as its text. */
export function keyOf(key: unknown): Uint8Array | string | null {
  if (key === null || key === undefined) return null;
  if (typeof key === 'string') return key;
  if (!ArrayBuffer.isView(key)) return String(key);
  return (key as Uint8Array).BYTES_PER_ELEMENT === 1 ? (key as Uint8Array) : asBytes(key);
}

/** Ms; undefined: now. */
export function timestampOf(timestamp: unknown): number | undefined {
  if (timestamp === undefined || timestamp === null) return undefined;
  if (typeof timestamp !== 'number') throw new Error('Timestamp must be a number');
  return timestamp > 0 ? Math.trunc(timestamp) : undefined;
}

export type HeaderPair = [name: string, value: string | Uint8Array];

/** Each object may have several names. Bytes stay bytes; any other value is taken as its text. */
export function headersOf(headers: MessageHeader[] | null | undefined): HeaderPair[] | undefined {
  if (headers === null || headers === undefined || !Array.isArray(headers) || headers.length === 0) return undefined;
  const pairs: HeaderPair[] = [];
  for (const header of headers) {
    if (typeof header !== 'object' || header === null) continue;
    for (const [name, value] of Object.entries(header) as [string, unknown][])
      pairs.push([name, ArrayBuffer.isView(value) ? asBytes(value) : String(value)]);
  }
  return pairs;
}

/** librdkafka's bound of a record's own fields in a batch. */
const OVERHEAD = 36;
/** The lengths of a header's name and value. */
const HEADER_OVERHEAD = 10;

export const sizeOf = (data: Uint8Array | string | null): number =>
  data === null ? 0 : typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;

/** What librdkafka compares with `message.max.bytes`. */
export function wireSize(keySize: number, valueSize: number, headers: readonly HeaderPair[] | undefined): number {
  let size = OVERHEAD + keySize + valueSize;
  if (headers) for (const [name, value] of headers) size += HEADER_OVERHEAD + Buffer.byteLength(name) + sizeOf(value);
  return size;
}
