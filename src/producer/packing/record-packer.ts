import { ProduceFlag, ProduceWord } from '../../binding/boundary';
import type { ProduceSlab } from '../../binding/native';
import { ConcurrentError } from '../../errors/usage-errors';
import { NO_TIMESTAMP } from '../records/record';
import { HEADER_PREFIX, HeaderWriter } from './header-writer';
import { estimatedRequestSize } from './request-size';
import { lengthOf, SlabBytes } from './slab-bytes';

/** A slab with this many bytes is submitted. Small, so that it stays in the processor's cache. */
export const SLAB_BYTES = 256 * 1024;
/** A slab with this many records is submitted. */
export const SLAB_RECORDS = 2048;
/** Larger values are passed by pointer instead of through the slab. */
export const LARGE_BYTES = SLAB_BYTES / 4;

/** The bytes of a waiting record, outside the slab. */
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

/** The encoded record while user code runs that may use the packer itself. */
export interface Loan {
  /** A copy, created when the user code encoded or submitted a record. */
  saved: EncodedRecord | undefined;
}

/**
 * Writes records into the slab. `encode` writes a record behind the last one without keeping it, so that its sizes can
 * be checked; `commit` keeps it. An encode that throws, or that no commit follows, leaves nothing behind.
 *
 * Two kinds of user code run between `encode` and `commit`. A partitioner may produce, poll and flush: `lend` saves the
 * encoded record before it can be overwritten. Getters and iterators of headers run while the record is half written:
 * calls to the same producer from there throw ERR_CONCURRENT.
 *
 * The fields of the encoded record are plain and public, because `produce` reads each of them for every record.
 */
export class RecordPacker {
  readonly slab: ProduceSlab;
  /** Values passed by pointer, in the order of the committed records. */
  readonly large: Uint8Array[] = [];
  count = 0;

  /** Bytes of the encoded record's key; −1: null. */
  keyLength = -1;
  valueLength = -1;
  headersLength = 0;
  /** Bytes of key, value, header names and header values. */
  payload = 0;
  #large: Uint8Array | undefined;
  #position = 0;
  #end = 0;
  #isEncoding = false;
  #loan: Loan | undefined;
  readonly #bytes: SlabBytes;
  readonly #headers: HeaderWriter;
  readonly #meta: Int32Array;
  readonly #longest: number;

  /** @param maxRequestSize bytes: an almost full slab still has room for a key or headers of this size. */
  constructor(maxRequestSize: number) {
    this.#longest = maxRequestSize;
    this.#bytes = new SlabBytes(SLAB_BYTES + Math.max(maxRequestSize, LARGE_BYTES) + 16);
    this.#headers = new HeaderWriter(this.#bytes);
    this.#meta = new Int32Array(SLAB_RECORDS * ProduceWord.WORDS);
    this.slab = { meta: this.#meta, bytes: this.#bytes.array };
  }

  /** The slab must be submitted before the next record. */
  get isFull(): boolean {
    return this.count === SLAB_RECORDS || this.#position >= SLAB_BYTES || this.large.length > 0;
  }

  /** The size that Java compares with `max.request.size`. */
  get requestSize(): number {
    return estimatedRequestSize(this.keyLength, this.valueLength, this.#headers.count, this.#headers.estimate);
  }

  /**
   * Throws for a key, value or header that is neither bytes, string nor null, and names it. Calls `tooLarge` for a
   * record that no request can hold.
   */
  encode(operation: string, key: unknown, value: unknown, headers: unknown, tooLarge: (bytes: number) => Error): void {
    // The user's iterator runs first, because it may produce too.
    if (isIterator(headers)) headers = [...headers];
    this.makeWay(operation);
    this.#isEncoding = true;
    try {
      this.#encode(operation, key, value, headers, tooLarge);
    } finally {
      this.#isEncoding = false;
    }
  }

  /** Saves the encoded record; throws while a record is half written. Call this before the slab changes. */
  makeWay(operation: string): void {
    if (this.#isEncoding) {
      throw new ConcurrentError(
        operation,
        `${operation}: called by a getter or iterator of a record that is being encoded. Call it before or after that`,
      );
    }
    if (this.#loan === undefined) return;
    this.#loan.saved = this.detach();
    this.#loan = undefined;
  }

  /** Called before user code runs, whose own records must not overwrite the encoded record. */
  lend(): Loan {
    return (this.#loan = { saved: undefined });
  }

  /** Restores the encoded record as it was at {@link lend}. */
  takeBack(loan: Loan): void {
    if (loan.saved !== undefined) this.restore(loan.saved);
    else if (this.#loan === loan) this.#loan = undefined;
  }

  #encode(operation: string, key: unknown, value: unknown, headers: unknown, tooLarge: (bytes: number) => Error): void {
    const bytes = this.#bytes;
    let end = this.#position;
    let payload = 0;
    this.#large = undefined;

    if (key === null || key === undefined) {
      this.keyLength = -1;
    } else {
      const length =
        typeof key === 'string' ? bytes.writeString(key, end) : bytes.writeBytes(operation, 'key', key, end);
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
        length = value.length <= LARGE_BYTES ? bytes.writeString(value, end) : this.#keepLarge(Buffer.from(value));
      } else {
        const view = value as Uint8Array;
        length =
          ArrayBuffer.isView(value) && view.BYTES_PER_ELEMENT === 1 && lengthOf(view) > LARGE_BYTES
            ? this.#keepLarge(view)
            : bytes.writeBytes(operation, 'value', value, end);
      }
      if (length < 0) throw tooLarge(-length);
      this.valueLength = length;
      payload += length;
      if (this.#large === undefined) end += length;
    }

    this.headersLength = 0;
    this.#headers.clear();
    if (headers !== null && headers !== undefined) {
      const start = end;
      end = this.#headers.write(operation, headers, end, this.#position, tooLarge);
      this.headersLength = end - start;
      payload += this.headersLength - HEADER_PREFIX * this.#headers.count;
    }
    this.payload = payload;
    this.#end = end;
  }

  /** Keeps the encoded record. @param timestamp ms, or NO_TIMESTAMP. */
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
    if (timestamp !== NO_TIMESTAMP) {
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

  /** Delivery ids of the committed records. */
  ids(): number[] {
    return Array.from({ length: this.count }, (_, i) => this.#meta[i * ProduceWord.WORDS + ProduceWord.ID]! >>> 0);
  }

  /** The slab was submitted. */
  clear(): void {
    this.count = 0;
    this.#position = 0;
    if (this.large.length > 0) this.large.length = 0;
  }

  /** Copies the encoded record, for a record that has to wait. */
  detach(): EncodedRecord {
    const large = this.#large === undefined ? undefined : new Uint8Array(this.#large);
    return {
      bytes: this.#bytes.array.slice(this.#position, this.#end),
      large,
      keyLength: this.keyLength,
      valueLength: this.valueLength,
      headersLength: this.headersLength,
      headerCount: this.#headers.count,
      headersEstimate: this.#headers.estimate,
      payload: this.payload,
    };
  }

  /** Encodes a record that has waited. */
  restore(record: EncodedRecord): void {
    this.makeWay('produce');
    this.#bytes.array.set(record.bytes, this.#position);
    this.#end = this.#position + record.bytes.length;
    this.#large = record.large;
    this.keyLength = record.keyLength;
    this.valueLength = record.valueLength;
    this.headersLength = record.headersLength;
    this.#headers.count = record.headerCount;
    this.#headers.estimate = record.headersEstimate;
    this.payload = record.payload;
  }

  /** The bytes of key and value as they will be sent, copied. */
  encodedKey(): Buffer | null {
    if (this.keyLength < 0) return null;
    return Buffer.from(this.#bytes.array.subarray(this.#position, this.#position + this.keyLength));
  }

  encodedValue(): Buffer | null {
    if (this.valueLength < 0) return null;
    if (this.#large !== undefined)
      return Buffer.from(this.#large.buffer, this.#large.byteOffset, lengthOf(this.#large));
    const start = this.#position + Math.max(this.keyLength, 0);
    return Buffer.from(this.#bytes.array.subarray(start, start + this.valueLength));
  }

  #keepLarge(bytes: Uint8Array): number {
    const length = lengthOf(bytes);
    if (length > this.#longest) return -length;
    this.#large = bytes;
    return length;
  }
}

/** Headers that can only be listed by running user code: a generator, a Map. */
function isIterator(headers: unknown): headers is Iterable<unknown> {
  return (
    typeof headers === 'object' &&
    headers !== null &&
    !Array.isArray(headers) &&
    Symbol.iterator in headers &&
    !ArrayBuffer.isView(headers)
  );
}
