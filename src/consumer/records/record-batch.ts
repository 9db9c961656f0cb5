import { markAsUntransferable } from 'node:worker_threads';
import { DrainColumn, DrainWord, LARGE_VALUE } from '../../binding/boundary';
import type { Headers } from '../../serde/headers';
import { View, type Utf8Source } from './byte-view';
import { decodeHeaders, noHeaders, type HeaderSource } from './record-headers';
import type { PartitionState } from '../partitions/partition-state';

export type TimestampType = 'NO_TIMESTAMP_TYPE' | 'CREATE_TIME' | 'LOG_APPEND_TIME';
const timestampTypes: readonly TimestampType[] = ['NO_TIMESTAMP_TYPE', 'CREATE_TIME', 'LOG_APPEND_TIME'];

const HEADER_BYTES = DrainWord.HEADER_WORDS * 4;
/** Which of the columns of Int32 it is, the topic's being the first. */
const intColumn = (start: number): number => (start - DrainColumn.TOPIC) / 4;
const PARTITION = intColumn(DrainColumn.PARTITION);
const LEADER_EPOCH = intColumn(DrainColumn.LEADER_EPOCH);
const KEY_LENGTH = intColumn(DrainColumn.KEY_LENGTH);
const VALUE_LENGTH = intColumn(DrainColumn.VALUE_LENGTH);
const HEADERS_LENGTH = intColumn(DrainColumn.HEADERS_LENGTH);
const POSITION = intColumn(DrainColumn.POSITION);
const INT_COLUMNS = intColumn(DrainColumn.TIMESTAMP_TYPE);

/**
 * One drain: typed-array views over a single ArrayBuffer. Keys and values are views too, so keeping one of them keeps
 * the whole batch in memory. The buffer cannot be transferred to another thread, because the other records still use
 * it.
 */
export class RecordBatch {
  readonly count: number;
  readonly #slab: ArrayBuffer;
  readonly #bytesStart: number;
  /** Offsets, then timestamps. */
  readonly #doubles: Float64Array;
  readonly #ints: Int32Array;
  readonly #types: Uint8Array;
  /** Large values that have their own ArrayBuffer, by record index. */
  readonly #large: Map<number, ArrayBuffer> | undefined;
  #whole: Utf8Source | undefined;

  constructor(slab: ArrayBuffer, large: readonly ArrayBuffer[] = []) {
    const head = new Int32Array(slab, 0, DrainWord.HEADER_WORDS);
    const count = head[DrainWord.COUNT]!;
    this.count = count;
    this.#slab = slab;
    this.#bytesStart = head[DrainWord.BYTES_START]!;
    this.#doubles = new Float64Array(slab, HEADER_BYTES, 2 * count);
    this.#ints = new Int32Array(slab, HEADER_BYTES + DrainColumn.TOPIC * count, INT_COLUMNS * count);
    this.#types = new Uint8Array(slab, HEADER_BYTES + DrainColumn.TIMESTAMP_TYPE * count, count);
    markAsUntransferable(slab);
    if (large.length > 0) {
      this.#large = new Map();
      let next = 0;
      for (let i = 0; i < count; i++) {
        if (this.#ints[VALUE_LENGTH * count + i]! > LARGE_VALUE) {
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
    return this.#ints[PARTITION * this.count + i]!;
  }

  /** −1: none. */
  leaderEpoch(i: number): number {
    return this.#ints[LEADER_EPOCH * this.count + i]!;
  }

  key(i: number): Buffer | null {
    const count = this.count;
    const length = this.#ints[KEY_LENGTH * count + i]!;
    return length < 0 ? null : new View(this.#slab, this.#bytesStart + this.#ints[POSITION * count + i]!, length);
  }

  value(i: number): Buffer | null {
    const count = this.count;
    const ints = this.#ints;
    const length = ints[VALUE_LENGTH * count + i]!;
    if (length < 0) return null;
    if (length > LARGE_VALUE && this.#large) return new View(this.#large.get(i)!, 0, length);
    const keyLength = ints[KEY_LENGTH * count + i]!;
    return new View(
      this.#slab,
      this.#bytesStart + ints[POSITION * count + i]! + (keyLength > 0 ? keyLength : 0),
      length,
    );
  }

  /** `key(i)` as UTF-8 text, without creating the view. */
  keyText(i: number): string | null {
    const count = this.count;
    const length = this.#ints[KEY_LENGTH * count + i]!;
    if (length < 0) return null;
    const start = this.#bytesStart + this.#ints[POSITION * count + i]!;
    return this.#text(start, start + length);
  }

  /** `value(i)` as UTF-8 text. */
  valueText(i: number): string | null {
    const count = this.count;
    const ints = this.#ints;
    const length = ints[VALUE_LENGTH * count + i]!;
    if (length < 0) return null;
    if (length > LARGE_VALUE && this.#large) return this.value(i)!.toString();
    const keyLength = ints[KEY_LENGTH * count + i]!;
    const start = this.#bytesStart + ints[POSITION * count + i]! + (keyLength > 0 ? keyLength : 0);
    return this.#text(start, start + length);
  }

  /** The whole memory of the batch, in which `keyStart` and `valueStart` are positions. */
  get bytes(): Buffer {
    return this.#bytes();
  }

  keyStart(i: number): number {
    return this.#bytesStart + this.#ints[POSITION * this.count + i]!;
  }

  /** −1: null. */
  keyLength(i: number): number {
    return this.#ints[KEY_LENGTH * this.count + i]!;
  }

  /** −1: a large value, which has its own ArrayBuffer. */
  valueStart(i: number): number {
    const count = this.count;
    const ints = this.#ints;
    if (ints[VALUE_LENGTH * count + i]! > LARGE_VALUE && this.#large) return -1;
    return this.#bytesStart + ints[POSITION * count + i]! + Math.max(0, ints[KEY_LENGTH * count + i]!);
  }

  /** −1: null. */
  valueLength(i: number): number {
    return this.#ints[VALUE_LENGTH * this.count + i]!;
  }

  #text(start: number, end: number): string {
    return this.#bytes().utf8Slice(start, end);
  }

  #bytes(): Utf8Source {
    return (this.#whole ??= new View(this.#slab, 0, this.#slab.byteLength));
  }

  headersLength(i: number): number {
    return this.#ints[HEADERS_LENGTH * this.count + i]!;
  }

  /** Header values are views of this batch. */
  headers(i: number): Headers {
    const length = this.headersLength(i);
    return length === 0 ? noHeaders : decodeHeaders(this.#bytes(), this.#headersStart(i), length);
  }

  /**
   * Source of the headers for a record with this key and value. It refers to the batch only if the key or value already
   * does; otherwise it copies the bytes.
   */
  headerSource(i: number, key: unknown, value: unknown): HeaderSource {
    if (this.#isInSlab(key) || this.#isInSlab(value)) return { batch: this, index: i };
    const start = this.#headersStart(i);
    return this.#bytes().latin1Slice(start, start + this.headersLength(i));
  }

  /** The first index after `from` whose record has another partition or leader epoch than the record at `from`. */
  runEnd(from: number): number {
    const { count } = this;
    const ints = this.#ints;
    const topic = ints[from];
    const partition = ints[PARTITION * count + from];
    const leaderEpoch = ints[LEADER_EPOCH * count + from];
    let i = from + 1;
    while (
      i < count &&
      ints[PARTITION * count + i] === partition &&
      ints[i] === topic &&
      ints[LEADER_EPOCH * count + i] === leaderEpoch
    )
      i++;
    return i;
  }

  /** The end of the rising offsets that start at `from`; at most `to`. */
  riseEnd(from: number, to: number): number {
    const offsets = this.#doubles;
    let i = from + 1;
    while (i < to && offsets[i]! > offsets[i - 1]!) i++;
    return i;
  }

  /** The first index between `from` and `to` whose offset is at least `offset`. Offsets rise within a run. */
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

  /** A batch of one record without key, value and headers. */
  static ofPlace(record: {
    partition: number;
    offset: number;
    timestamp: number;
    timestampType: TimestampType;
    leaderEpoch: number | null;
  }): RecordBatch {
    const bytesStart = HEADER_BYTES + DrainColumn.END + 3;
    const slab = new ArrayBuffer(bytesStart);
    new Int32Array(slab, 0, 2).set([1, bytesStart]);
    new Float64Array(slab, HEADER_BYTES, 2).set([record.offset, record.timestamp]);
    new Int32Array(slab, HEADER_BYTES + DrainColumn.TOPIC, 5).set([
      0,
      record.partition,
      record.leaderEpoch ?? -1,
      -1,
      -1,
    ]);
    new Uint8Array(slab)[HEADER_BYTES + DrainColumn.TIMESTAMP_TYPE] = timestampTypes.indexOf(record.timestampType);
    return new RecordBatch(slab);
  }

  #isInSlab(data: unknown): boolean {
    return ArrayBuffer.isView(data) && data.buffer === this.#slab;
  }

  /** Whether `view` is a view of this batch's memory. */
  holds(view: ArrayBufferView): boolean {
    if (view.buffer === this.#slab) return true;
    if (this.#large) for (const own of this.#large.values()) if (view.buffer === own) return true;
    return false;
  }

  #headersStart(i: number): number {
    const { count } = this;
    const ints = this.#ints;
    const keyLength = Math.max(0, ints[KEY_LENGTH * count + i]!);
    const valueLength = ints[VALUE_LENGTH * count + i]!;
    const inSlab = valueLength > LARGE_VALUE && this.#large ? 0 : Math.max(0, valueLength);
    return this.#bytesStart + ints[POSITION * count + i]! + keyLength + inSlab;
  }
}

/** Consecutive records of one partition in one batch, with the partition's epoch when they were drained. */
export class Run {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  /** `null`: not known. */
  readonly leaderEpoch: number | null;
  /** The next record to deliver. */
  next: number;
  /**
   * The index after the last record. A stream's `to` may move it forward; the records behind it then form another run.
   */
  end: number;
  /** No record of it may be delivered now: its partition is paused, or it lies behind a stream's `to`. */
  held = false;

  constructor(
    readonly batch: RecordBatch,
    start: number,
    end: number,
    readonly state: PartitionState,
  ) {
    this.topic = state.topic;
    this.partition = state.partition;
    this.epoch = state.epoch;
    this.next = start;
    this.end = end;
    const leaderEpoch = batch.leaderEpoch(start);
    this.leaderEpoch = leaderEpoch < 0 ? null : leaderEpoch;
  }

  get isCurrent(): boolean {
    return this.epoch === this.state.epoch;
  }
}
