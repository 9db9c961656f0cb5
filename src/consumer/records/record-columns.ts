import type { Headers } from '../../serde/headers';
import type { RecordBatch, Run, TimestampType } from './record-batch';

/**
 * Consecutive records of one partition without an object per record, from {@link ConsumerRecords.columns}: for programs
 * that write or count hundreds of thousands of records per second. An index `i` runs from 0 to `count` − 1.
 *
 * Keys and values are bytes, as they were in the log. They lie in {@link bytes}, whose memory all records of the poll
 * share: it must not be changed, and a program that keeps it keeps all of them in memory.
 */
export class RecordColumns {
  readonly topic: string;
  readonly partition: number;
  /** `null`: the log does not have it. */
  readonly leaderEpoch: number | null;
  readonly count: number;
  readonly #batch: RecordBatch;
  readonly #start: number;

  /** @internal The records `start` to `end` of the run's batch. */
  constructor(run: Run, start: number, end: number) {
    this.topic = run.topic;
    this.partition = run.partition;
    this.leaderEpoch = run.leaderEpoch;
    this.count = end - start;
    this.#batch = run.batch;
    this.#start = start;
  }

  offset(i: number): number {
    return this.#batch.offset(this.#start + i);
  }

  /** ms since the epoch; −1 if the log has none. */
  timestamp(i: number): number {
    return this.#batch.timestamp(this.#start + i);
  }

  timestampType(i: number): TimestampType {
    return this.#batch.timestampType(this.#start + i);
  }

  /** The memory in which keys and values lie, among other bytes. */
  get bytes(): Buffer {
    return this.#batch.bytes;
  }

  /** Where the key begins in {@link bytes}. */
  keyStart(i: number): number {
    return this.#batch.keyStart(this.#start + i);
  }

  /** −1: null. */
  keyLength(i: number): number {
    return this.#batch.keyLength(this.#start + i);
  }

  /**
   * Where the value begins in {@link bytes}; −1: it has memory of its own, as values above 256 KiB have. See
   * {@link value}.
   */
  valueStart(i: number): number {
    return this.#batch.valueStart(this.#start + i);
  }

  /** −1: null. */
  valueLength(i: number): number {
    return this.#batch.valueLength(this.#start + i);
  }

  key(i: number): Buffer | null {
    return this.#batch.key(this.#start + i);
  }

  value(i: number): Buffer | null {
    return this.#batch.value(this.#start + i);
  }

  /** In the order in which they were written, including duplicates. */
  headers(i: number): Headers {
    return this.#batch.headers(this.#start + i);
  }
}
