import { ProduceFlag, ProduceWord, type ProduceSlab } from '../binding/native';
import { badRecord, describe } from './record';
import { estimatedRequestSize, sizeOfVarint } from './request-size';

/** Bytes after which a slab is handed over. Small, so that it stays in the processor's cache. */
export const SLAB_BYTES = 256 * 1024;
/** Records after which a slab is handed over. */
export const SLAB_RECORDS = 2048;
/** Values above this go by pointer instead of through the slab. */
export const LARGE_BYTES = SLAB_BYTES / 4;

/** Up to this length a loop beats the call into V8 that writes a string. */
const SHORT_STRING = 10;
const HEADER_PREFIX = 8;

/** A record's bytes, apart from the slab: of one that waits. */
export interface EncodedRecord {
  /** Key, value (unless large) and packed headers. */
  bytes: Uint8Array;
  large: Uint8Array | undefined;
  keyLength: number;
  valueLength: number;
  headersLength: number;
  headerCount: number;
  headersEstimate: number;
  payload: number;
}

/**
 * Writes records into the slab. `encode` writes one behind the last without keeping it, so that its sizes can be looked at;
 * `commit` keeps it. An encode that throws or is not followed by a commit leaves nothing.
 *
 * The fields about the encoded record are plain and public, because `produce` reads each of them for every record.
 */
export class RecordPacker {
  readonly slab: ProduceSlab;
  /** Values given by pointer, in order, of the records committed. */
  readonly large: Uint8Array[] = [];
  count = 0;

  /** Of the encoded record, in bytes; −1: null. */
  keyLength = -1;
  valueLength = -1;
  headersLength = 0;
  /** Bytes of key, value, header names and header values. */
  payload = 0;
  /** What Java counts for the headers in a record, beyond their number. */
  #headersEstimate = 0;
  #headerCount = 0;
  #large: Uint8Array | undefined;
  #position = 0;
  #end = 0;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #meta: Int32Array;
  readonly #capacity: number;
  readonly #longest: number;

  /** @param maxRequestSize bytes: a key, or headers, that a legal record may have fit behind a slab that is all but full. */
  constructor(maxRequestSize: number) {
    this.#longest = maxRequestSize;
    this.#capacity = SLAB_BYTES + Math.max(maxRequestSize, LARGE_BYTES) + 16;
    // Not from Node's pool; the pages behind SLAB_BYTES are not touched unless a record needs them.
    this.#bytes = new Uint8Array(this.#capacity);
    this.#buffer = Buffer.from(this.#bytes.buffer, 0, this.#capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#meta = new Int32Array(SLAB_RECORDS * ProduceWord.WORDS);
    this.slab = { meta: this.#meta, bytes: this.#bytes };
  }

  /** The slab has to be handed over before the next record. */
  get isFull(): boolean {
    return this.count === SLAB_RECORDS || this.#position >= SLAB_BYTES || this.large.length > 0;
  }

  /** What Java compares with `max.request.size`. */
  get requestSize(): number {
    return estimatedRequestSize(this.keyLength, this.valueLength, this.#headerCount, this.#headersEstimate);
  }

  /** Throws, naming the part, for what is neither bytes nor string nor null; for a record that no request can hold, `tooLarge`. */
  encode(operation: string, key: unknown, value: unknown, headers: unknown, tooLarge: (bytes: number) => Error): void {
    let end = this.#position;
    let payload = 0;
    this.#large = undefined;

    if (key === null || key === undefined) {
      this.keyLength = -1;
    } else {
      const length =
        typeof key === 'string' ? this.#writeString(key, end) : this.#writeBytes(operation, 'key', key, end);
      if (length < 0) throw tooLarge(-length);
      this.keyLength = length;
      payload = length;
      end += length;
    }

    if (value === null || value === undefined) {
      this.valueLength = -1;
    } else {
      let length: number;
      if (typeof value === 'string') {
        length = value.length <= LARGE_BYTES ? this.#writeString(value, end) : this.#keepLarge(Buffer.from(value));
      } else {
        const bytes = value as Uint8Array;
        length =
          ArrayBuffer.isView(value) && bytes.BYTES_PER_ELEMENT === 1 && bytes.length > LARGE_BYTES
            ? this.#keepLarge(bytes)
            : this.#writeBytes(operation, 'value', value, end);
      }
      if (length < 0) throw tooLarge(-length);
      this.valueLength = length;
      payload += length;
      if (this.#large === undefined) end += length;
    }

    this.headersLength = 0;
    this.#headerCount = 0;
    this.#headersEstimate = 0;
    if (headers !== null && headers !== undefined) {
      const start = end;
      end = this.#writeHeaders(operation, headers, end, tooLarge);
      this.headersLength = end - start;
      payload += this.headersLength - HEADER_PREFIX * this.#headerCount;
    }
    this.payload = payload;
    this.#end = end;
  }

  /** Keeps what was encoded. @param timestamp 0: none. */
  commit(topicId: number, partition: number, id: number, timestamp: number): void {
    const meta = this.#meta;
    const at = this.count++ * ProduceWord.WORDS;
    meta[at + ProduceWord.TOPIC] = topicId;
    meta[at + ProduceWord.PARTITION] = partition;
    meta[at + ProduceWord.ID] = id;
    meta[at + ProduceWord.KEY_LENGTH] = this.keyLength;
    meta[at + ProduceWord.VALUE_LENGTH] = this.valueLength;
    meta[at + ProduceWord.HEADERS_LENGTH] = this.headersLength;
    let flags = 0;
    if (timestamp !== 0) {
      flags = ProduceFlag.TIMESTAMP;
      meta[at + ProduceWord.TIMESTAMP_LOW] = timestamp;
      meta[at + ProduceWord.TIMESTAMP_HIGH] = Math.floor(timestamp / 2 ** 32);
    }
    if (this.#large !== undefined) {
      flags |= ProduceFlag.LARGE;
      this.large.push(this.#large);
      this.#large = undefined;
    }
    meta[at + ProduceWord.FLAGS] = flags;
    this.#position = this.#end;
  }

  /** The slab was handed over. */
  clear(): void {
    this.count = 0;
    this.#position = 0;
    if (this.large.length > 0) this.large.length = 0;
  }

  /** A copy of what was encoded, for a record that has to wait. */
  detach(): EncodedRecord {
    const large = this.#large === undefined ? undefined : Uint8Array.prototype.slice.call(this.#large);
    return {
      bytes: this.#bytes.slice(this.#position, this.#end),
      large,
      keyLength: this.keyLength,
      valueLength: this.valueLength,
      headersLength: this.headersLength,
      headerCount: this.#headerCount,
      headersEstimate: this.#headersEstimate,
      payload: this.payload,
    };
  }

  /** Encodes a record that waited. */
  restore(record: EncodedRecord): void {
    this.#bytes.set(record.bytes, this.#position);
    this.#end = this.#position + record.bytes.length;
    this.#large = record.large;
    this.keyLength = record.keyLength;
    this.valueLength = record.valueLength;
    this.headersLength = record.headersLength;
    this.#headerCount = record.headerCount;
    this.#headersEstimate = record.headersEstimate;
    this.payload = record.payload;
  }

  /** Bytes of key and value as they will be sent, in memory of their own. */
  encodedKey(): Buffer | null {
    if (this.keyLength < 0) return null;
    return Buffer.from(this.#bytes.subarray(this.#position, this.#position + this.keyLength));
  }

  encodedValue(): Buffer | null {
    if (this.valueLength < 0) return null;
    if (this.#large !== undefined) return Buffer.from(this.#large.buffer, this.#large.byteOffset, this.#large.length);
    const start = this.#position + Math.max(this.keyLength, 0);
    return Buffer.from(this.#bytes.subarray(start, start + this.valueLength));
  }

  /** Returns the bytes written, or, if the slab cannot hold them, their number below 0. */
  #writeString(text: string, at: number): number {
    const length = text.length;
    const bytes = this.#bytes;
    if (length <= SHORT_STRING && at + length <= this.#capacity) {
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        bytes[at + i] = unit;
      }
      if (i === length) return length;
    }
    if (at + length * 3 > this.#capacity) {
      const exact = Buffer.byteLength(text);
      if (at + exact > this.#capacity) return -exact;
    }
    return this.#buffer.write(text, at);
  }

  #writeBytes(operation: string, part: string, data: unknown, at: number, name?: string): number {
    const view = data as Uint8Array;
    if (!ArrayBuffer.isView(data) || view.BYTES_PER_ELEMENT !== 1) {
      throw badRecord(
        operation,
        `${name === undefined ? part : `${part} '${name}'`} must be a Buffer, a Uint8Array, a string or null; got ${describe(data)}`,
      );
    }
    const length = view.length;
    if (at + length > this.#capacity) return -length;
    if (length > 0) this.#bytes.set(view, at);
    else if (isDetached(view)) throw badRecord(operation, `${part} is a detached buffer`);
    return length;
  }

  #keepLarge(bytes: Uint8Array): number {
    if (bytes.length > this.#longest) return -bytes.length;
    this.#large = bytes;
    return bytes.length;
  }

  #writeHeaders(operation: string, headers: unknown, start: number, tooLarge: (bytes: number) => Error): number {
    let end = start;
    if (typeof headers !== 'object' || headers === null || ArrayBuffer.isView(headers)) {
      throw badRecord(
        operation,
        `headers must be an object or a list of [name, value] pairs; got ${describe(headers)}`,
      );
    }
    if (!(Symbol.iterator in headers)) {
      for (const name of Object.keys(headers)) {
        end = this.#writeHeader(operation, name, (headers as Record<string, unknown>)[name], end, tooLarge);
      }
      return end;
    }
    for (const pair of headers as Iterable<unknown>) {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw badRecord(operation, `each header must be a pair [name, value]; got ${describe(pair)}`);
      }
      end = this.#writeHeader(operation, pair[0], pair[1], end, tooLarge);
    }
    return end;
  }

  /** Returns where the next one begins. */
  #writeHeader(
    operation: string,
    name: unknown,
    value: unknown,
    start: number,
    tooLarge: (bytes: number) => Error,
  ): number {
    if (typeof name !== 'string') throw badRecord(operation, `a header's name must be a string; got ${describe(name)}`);
    const nameAt = start + HEADER_PREFIX;
    if (nameAt > this.#capacity) throw tooLarge(start - this.#position);
    const nameLength = this.#writeString(name, nameAt);
    if (nameLength < 0) throw tooLarge(-nameLength);
    const valueAt = nameAt + nameLength;
    let valueLength = -1;
    if (value !== null && value !== undefined) {
      valueLength =
        typeof value === 'string'
          ? this.#writeString(value, valueAt)
          : this.#writeBytes(operation, 'value of header', value, valueAt, name);
      if (valueLength < 0) throw tooLarge(-valueLength);
    }
    this.#view.setInt32(start, nameLength, true);
    this.#view.setInt32(start + 4, valueLength, true);
    const valueSize = valueLength < 0 ? 0 : valueLength;
    this.#headerCount++;
    this.#headersEstimate += sizeOfVarint(nameLength) + nameLength + sizeOfVarint(valueLength) + valueSize;
    return valueAt + valueSize;
  }
}

/** An empty view, or one whose memory was transferred away: sent as it is, that would be an empty value. */
function isDetached(view: Uint8Array): boolean {
  try {
    new Uint8Array(0).set(view);
    return false;
  } catch {
    return true;
  }
}
