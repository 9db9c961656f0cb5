import { inspect, type InspectOptions } from 'node:util';
import { brief, inspected } from '../../errors/brief';
import type { Headers } from '../../serde/headers';
import type { PartitionState } from '../partitions/partition-state';
import { defineGetter, headersFrom, noHeaders, type HeaderSource } from './record-headers';
import { RecordBatch, Run, type TimestampType } from './record-batch';

/** The key's bytes as Latin-1 text, for records with a deserialized key, kept only on request. */
const rawKeys = new WeakMap<object, string>();

/**
 * A record as it was read from the log. Keys and values that are Buffers are views into the memory of their batch: a
 * record that is kept for long keeps up to a thousand others in memory. {@link copy} returns one that does not. A
 * record whose key and value are strings, or results of another deserializer, keeps only itself in memory.
 */
export class ConsumerRecord<K = Buffer, V = Buffer> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch; −1 if the log has none. */
  readonly timestamp: number;
  readonly timestampType: TimestampType;
  /** Epoch of the leader that wrote the record; `null` if the log does not have it. */
  readonly leaderEpoch: number | null;
  readonly key: K | null;
  /** `null`: a tombstone. */
  readonly value: V | null;
  /** In the order in which they were written, including duplicates. */
  declare readonly headers: Headers;
  readonly #state: PartitionState;
  /** The headers, or their place in memory until they are first read. undefined: the record has none. */
  #headers: Headers | HeaderSource | undefined;

  /** An own, enumerable property of each record with headers, so that spreading and structuredClone copy it. */
  static readonly #readHeaders = function readHeaders(this: ConsumerRecord): Headers {
    const known = this.#headers;
    if (isRead(known)) return known;
    return (this.#headers = headersFrom(known!));
  };

  /** @internal Creates the record at `index` of the run's batch. */
  constructor(run: Run, index: number, key: K | null, value: V | null) {
    const { batch } = run;
    this.topic = run.topic;
    this.partition = run.partition;
    this.offset = batch.offset(index);
    this.timestamp = batch.timestamp(index);
    this.timestampType = batch.timestampType(index);
    this.leaderEpoch = run.leaderEpoch;
    this.key = key;
    this.value = value;
    this.#state = run.state;
    if (batch.headersLength(index) === 0) this.headers = noHeaders;
    else {
      this.#headers = batch.headerSource(index, key, value);
      defineGetter.call(this, 'headers', ConsumerRecord.#readHeaders);
    }
  }
  /**
   * The value of the last header with this name. `null` if the header has no value, `undefined` if there is no such
   * header. Java's `lastHeader`.
   */
  header(name: string): Buffer | null | undefined {
    const { headers } = this;
    for (let i = headers.length - 1; i >= 0; i--) if (headers[i]![0] === name) return headers[i]![1];
    return undefined;
  }

  /** The same record with its own copy of the bytes. It can be committed like the original. */
  copy(): ConsumerRecord<K, V> {
    const place = new Run(RecordBatch.ofPlace(this), 0, 1, this.#state);
    const copy = new ConsumerRecord<K, V>(place, 0, ownBytes(this.key), ownBytes(this.value));
    if (this.headers.length > 0) {
      const headers = this.headers.map(([name, value]) => [name, ownBytes(value)] as const);
      (copy as { headers: Headers }).headers = headers;
    }
    const rawKey = rawKeys.get(this);
    if (rawKey !== undefined) rawKeys.set(copy, rawKey);
    return copy;
  }

  /** For logs: long texts and lists are shortened, bytes are shown as text. To store a record, write its fields. */
  toJSON(): Record<string, unknown> {
    const { topic, partition, offset, timestamp, timestampType, leaderEpoch } = this;
    const [key, value, headers] = [brief(this.key), brief(this.value), brief(this.headers)];
    return { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('ConsumerRecord', { ...this }, depth, options);
  }

  /**
   * @internal The assignment under which the record was read. undefined for any other value, including a spread copy.
   */
  static state(value: unknown): PartitionState | undefined {
    return typeof value === 'object' && value !== null && #state in value ? value.#state : undefined;
  }

  /** @internal Remembers the key's bytes of a record whose key was deserialized. */
  static keepRawKey(record: object, key: Buffer | null): void {
    if (key !== null) rawKeys.set(record, key.toString('latin1'));
  }

  /** @internal The key's bytes as text; equal bytes give equal text. `null`: no key. */
  static rawKey(record: ConsumerRecord<unknown, unknown>): string | null {
    const kept = rawKeys.get(record);
    if (kept !== undefined) return kept;
    const { key } = record;
    if (key === null) return null;
    return ArrayBuffer.isView(key) ? (key as Buffer).toString('latin1') : String(key);
  }
}

type ViewClass = new (bytes: ArrayBuffer) => ArrayBufferView;
const viewClasses: Readonly<Record<string, ViewClass>> = {
  DataView,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/** Copies bytes: any Uint8Array becomes a Buffer with its own memory. Other values are returned unchanged. */
function ownBytes<T>(data: T): T {
  if (!ArrayBuffer.isView(data)) return data;
  const { buffer, byteOffset, byteLength } = data;
  const own = new Uint8Array(byteLength);
  own.set(new Uint8Array(buffer, byteOffset, byteLength));
  const View = viewClasses[Object.prototype.toString.call(data).slice(8, -1)];
  return (View === undefined ? Buffer.from(own.buffer) : new View(own.buffer)) as T;
}

function isRead(headers: Headers | HeaderSource | undefined): headers is Headers {
  return Array.isArray(headers);
}
