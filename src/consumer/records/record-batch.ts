import { markAsUntransferable } from 'node:worker_threads';
import { DrainWord, LARGE_VALUE } from '../binding/native';
import type { Headers } from '../serde/headers';
import type { PartitionState } from './partition-state';

/** What `toString('utf8', …)` of a Buffer calls after looking at its arguments; missing in Node's types. */
type Utf8Source = Buffer & { utf8Slice(start: number, end: number): string };
type ByteView = new (buffer: ArrayBuffer, byteOffset: number, length: number) => Utf8Source;

/**
 * The class behind every Buffer. Three times as fast as Buffer.from for a view; runtimes whose Buffer has no such species of its own
 * get Buffer.from.
 */
const View: ByteView = (() => {
  const species = (Buffer as unknown as { [Symbol.species]?: ByteView })[Symbol.species];
  try {
    if (species && Object.getPrototypeOf(new species(new ArrayBuffer(1), 0, 1)) === Buffer.prototype) return species;
  } catch {
    // Not a constructor of views.
  }
  return function view(buffer: ArrayBuffer, byteOffset: number, length: number) {
    return Buffer.from(buffer, byteOffset, length);
  } as unknown as ByteView;
})();

export type TimestampType = 'NO_TIMESTAMP_TYPE' | 'CREATE_TIME' | 'LOG_APPEND_TIME';
const timestampTypes: readonly TimestampType[] = ['NO_TIMESTAMP_TYPE', 'CREATE_TIME', 'LOG_APPEND_TIME'];

const noHeaders: Headers = Object.freeze([]);

const HEADER_BYTES = DrainWord.HEADER_WORDS * 4;
/** Columns of int32: topic, partition, leader epoch, key, value and headers length, position. */
const INT_COLUMNS = 7;

/**
 * One drain: typed-array views over its one ArrayBuffer. Keys, values and header values are views too: whoever keeps one keeps
 * all of it in memory. It cannot be transferred to another thread, for that would take it from under the other records' feet.
 */
export class RecordBatch {
  readonly count: number;
  readonly #slab: ArrayBuffer;
  readonly #bytesStart: number;
  /** Offsets, then timestamps. */
  readonly #doubles: Float64Array;
  readonly #ints: Int32Array;
  readonly #types: Uint8Array;
  /** Values that got an ArrayBuffer of their own, by record. */
  readonly #large: Map<number, ArrayBuffer> | undefined;
  #whole: Utf8Source | undefined;

  constructor(slab: ArrayBuffer, large: readonly ArrayBuffer[] = []) {
    const head = new Int32Array(slab, 0, DrainWord.HEADER_WORDS);
    const count = head[DrainWord.COUNT]!;
    this.count = count;
    this.#slab = slab;
    this.#bytesStart = head[DrainWord.BYTES_START]!;
    this.#doubles = new Float64Array(slab, HEADER_BYTES, 2 * count);
    this.#ints = new Int32Array(slab, HEADER_BYTES + 16 * count, INT_COLUMNS * count);
    this.#types = new Uint8Array(slab, HEADER_BYTES + 16 * count + 4 * INT_COLUMNS * count, count);
    markAsUntransferable(slab);
    if (large.length > 0) {
      this.#large = new Map();
      let next = 0;
      for (let i = 0; i < count; i++) {
        if (this.#ints[4 * count + i]! > LARGE_VALUE) {
          const own = large[next++]!;
          markAsUntransferable(own);
          this.#large.set(i, own);
        }
      }
    }
  }

  offset(i: number): number {
    return this.#doubles[i]!;
  }

  /** ms since the epoch; −1: none. */
  timestamp(i: number): number {
    return this.#doubles[this.count + i]!;
  }

  timestampType(i: number): TimestampType {
    return timestampTypes[this.#types[i]!]!;
  }

  topicId(i: number): number {
    return this.#ints[i]!;
  }

  partition(i: number): number {
    return this.#ints[this.count + i]!;
  }

  /** −1: none. */
  leaderEpoch(i: number): number {
    return this.#ints[2 * this.count + i]!;
  }

  key(i: number): Buffer | null {
    const count = this.count;
    const length = this.#ints[3 * count + i]!;
    return length < 0 ? null : new View(this.#slab, this.#bytesStart + this.#ints[6 * count + i]!, length);
  }

  value(i: number): Buffer | null {
    const count = this.count;
    const ints = this.#ints;
    const length = ints[4 * count + i]!;
    if (length < 0) return null;
    if (length > LARGE_VALUE && this.#large) return new View(this.#large.get(i)!, 0, length);
    const keyLength = ints[3 * count + i]!;
    return new View(this.#slab, this.#bytesStart + ints[6 * count + i]! + (keyLength > 0 ? keyLength : 0), length);
  }

  /** `key(i)` as UTF-8 text, without the view between. */
  keyText(i: number): string | null {
    const count = this.count;
    const length = this.#ints[3 * count + i]!;
    if (length < 0) return null;
    const start = this.#bytesStart + this.#ints[6 * count + i]!;
    return this.#text(start, start + length);
  }

  /** `value(i)` as UTF-8 text. */
  valueText(i: number): string | null {
    const count = this.count;
    const ints = this.#ints;
    const length = ints[4 * count + i]!;
    if (length < 0) return null;
    if (length > LARGE_VALUE && this.#large) return this.value(i)!.toString();
    const keyLength = ints[3 * count + i]!;
    const start = this.#bytesStart + ints[6 * count + i]! + (keyLength > 0 ? keyLength : 0);
    return this.#text(start, start + length);
  }

  #text(start: number, end: number): string {
    return (this.#whole ??= new View(this.#slab, 0, this.#slab.byteLength)).utf8Slice(start, end);
  }

  headers(i: number): Headers {
    const length = this.#ints[5 * this.count + i]!;
    return length === 0 ? noHeaders : decodeHeaders(this.#slab, this.#headersStart(i), length);
  }

  /** The first index from `from` that is not of the same partition and leader epoch as the record at `from`. */
  runEnd(from: number): number {
    const { count } = this;
    const ints = this.#ints;
    const topic = ints[from];
    const partition = ints[count + from];
    const leaderEpoch = ints[2 * count + from];
    let i = from + 1;
    while (i < count && ints[count + i] === partition && ints[i] === topic && ints[2 * count + i] === leaderEpoch) i++;
    return i;
  }

  /** The first index from `from` to `to` whose offset is at least `offset`. Offsets rise within a run. */
  indexOf(offset: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#doubles[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The record alone, in memory of its own. */
  extract(i: number): RecordBatch {
    const { count } = this;
    const key = this.key(i);
    const value = this.value(i);
    const headersLength = this.#ints[5 * count + i]!;
    const bytesStart = HEADER_BYTES + 16 + 4 * INT_COLUMNS + 4;
    const slab = new ArrayBuffer(bytesStart + (key?.length ?? 0) + (value?.length ?? 0) + headersLength);
    const bytes = new Uint8Array(slab);
    new Int32Array(slab, 0, 2).set([1, bytesStart]);
    new Float64Array(slab, HEADER_BYTES, 2).set([this.offset(i), this.timestamp(i)]);
    const ints = new Int32Array(slab, HEADER_BYTES + 16, INT_COLUMNS);
    for (let column = 0; column < INT_COLUMNS - 1; column++) ints[column] = this.#ints[column * count + i]!;
    bytes[bytesStart - 4] = this.#types[i]!;
    let at = bytesStart;
    if (key) bytes.set(key, at);
    at += key?.length ?? 0;
    if (value) bytes.set(value, at);
    at += value?.length ?? 0;
    bytes.set(new Uint8Array(this.#slab, this.#headersStart(i), headersLength), at);
    return new RecordBatch(slab);
  }

  /** Whether `view` looks into this batch's memory. */
  holds(view: ArrayBufferView): boolean {
    if (view.buffer === this.#slab) return true;
    if (this.#large) for (const own of this.#large.values()) if (view.buffer === own) return true;
    return false;
  }

  #headersStart(i: number): number {
    const { count } = this;
    const ints = this.#ints;
    const keyLength = Math.max(0, ints[3 * count + i]!);
    const valueLength = ints[4 * count + i]!;
    const inSlab = valueLength > LARGE_VALUE && this.#large ? 0 : Math.max(0, valueLength);
    return this.#bytesStart + ints[6 * count + i]! + keyLength + inSlab;
  }
}

function decodeHeaders(slab: ArrayBuffer, start: number, length: number): Headers {
  const bytes = new View(slab, start, length);
  const headers: [string, Buffer | null][] = [];
  let at = 0;
  while (at < length) {
    const nameLength = bytes.readInt32LE(at);
    const valueLength = bytes.readInt32LE(at + 4);
    at += 8;
    const name = bytes.toString('utf8', at, at + nameLength);
    at += nameLength;
    headers.push([name, valueLength < 0 ? null : new View(slab, start + at, valueLength)]);
    at += Math.max(0, valueLength);
  }
  return headers;
}

/** Consecutive records of one partition in one batch, with the epoch they were drained in. */
export class Run {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** `null`: not known. */
  readonly leaderEpoch: number | null;
  /** The next record to hand over. */
  next: number;

  constructor(
    readonly batch: RecordBatch,
    start: number,
    readonly end: number,
    readonly state: PartitionState,
  ) {
    this.topic = state.topic;
    this.partition = state.partition;
    this.epoch = state.epoch;
    this.next = start;
    const leaderEpoch = batch.leaderEpoch(start);
    this.leaderEpoch = leaderEpoch < 0 ? null : leaderEpoch;
  }

  get isCurrent(): boolean {
    return this.epoch === this.state.epoch;
  }
}
