import type { Headers } from '../serde/headers';
import type { Run, TimestampType } from './record-batch';
import { Run as RunClass } from './record-batch';

/**
 * A record as it came from the log. Keys, values and header values that are Buffers are views into the batch they came with: a record
 * that is kept for long keeps up to a thousand others in memory; {@link copy} lets go of them.
 */
export class ConsumerRecord<K = Buffer, V = Buffer> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch; −1 where the log has none. */
  readonly timestamp: number;
  readonly timestampType: TimestampType;
  /** Epoch of the leader that wrote the record; `null`: the log does not tell. */
  readonly leaderEpoch: number | null;
  readonly key: K | null;
  /** `null`: a tombstone. */
  readonly value: V | null;
  readonly #run: Run;
  readonly #index: number;
  #headers: Headers | undefined;

  /** @internal */
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
    this.#run = run;
    this.#index = index;
  }

  /** In the order in which they were written, duplicates and all. Decoded when first read. */
  get headers(): Headers {
    return (this.#headers ??= this.#run.batch.headers(this.#index));
  }

  /** The value of the last header of that name; `null` if it has none, `undefined` if there is no such header. Java's `lastHeader`. */
  header(name: string): Buffer | null | undefined {
    const { headers } = this;
    for (let i = headers.length - 1; i >= 0; i--) if (headers[i]![0] === name) return headers[i]![1];
    return undefined;
  }

  /** The same record in memory of its own. It can be committed like the original. */
  copy(): ConsumerRecord<K, V> {
    const { batch, state } = this.#run;
    const own = new RunClass(batch.extract(this.#index), 0, 1, state);
    // A deserializer of the user's may have returned a part of the bytes.
    const detached = <T>(data: T | null, raw: Buffer | null): T | null => {
      if (!ArrayBuffer.isView(data) || !batch.holds(data)) return data;
      const bytes =
        data.byteLength === raw?.length
          ? raw
          : Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return bytes as T;
    };
    return new ConsumerRecord<K, V>(
      own,
      0,
      detached(this.key, own.batch.key(0)),
      detached(this.value, own.batch.value(0)),
    );
  }

  toJSON(): Record<string, unknown> {
    const { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers } = this;
    return { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers };
  }

  /** @internal Where a record came from; undefined for anything else, a spread copy of a record included. */
  static run(value: unknown): Run | undefined {
    return typeof value === 'object' && value !== null && #run in value ? value.#run : undefined;
  }

  /** @internal */
  static place(record: ConsumerRecord<never, never> | ConsumerRecord<unknown, unknown>): { run: Run; index: number } {
    return { run: record.#run, index: record.#index };
  }

  /** @internal The key's bytes, whatever it was deserialized to. */
  static rawKey(record: ConsumerRecord<unknown, unknown>): Buffer | null {
    return record.#run.batch.key(record.#index);
  }
}
