import { InvalidArgumentError } from '../errors/usage-errors';
import type { HeadersInput } from '../serde/headers';

/** What `produce` and `send` take. Java's ProducerRecord. */
export interface ProducerRecord<K, V> {
  topic: string;
  /** Absent or null: no key. */
  key?: K | null;
  /** Absent or null: a tombstone. */
  value?: V | null;
  headers?: HeadersInput | null;
  /** Absent or null: the partitioner chooses. */
  partition?: number | null;
  /** Milliseconds since the epoch, above 0. Absent or null: now. */
  timestamp?: number | null;
}

/** Where a record is. Java's RecordMetadata. */
export class RecordMetadata {
  constructor(
    readonly topic: string,
    /** −1: the record failed before it had one. */
    readonly partition: number,
    /** −1: not known (`acks=0`) or not written. */
    readonly offset: number,
    /** Milliseconds since the epoch: the record's own, or the broker's where the topic says so; −1: none. */
    readonly timestamp: number,
    /** Bytes; −1: null. */
    readonly serializedKeySize: number,
    /** Bytes; −1: null. */
    readonly serializedValueSize: number,
  ) {}
}

/** Fixed share of each record in `buffer.memory`, in bytes, next to its key, value, and headers (names included). */
export const RECORD_OVERHEAD = 176;

/** What a value is, for messages: never its contents. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return typeof value === 'function' ? 'a function' : `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? `an instance of ${name}` : 'a plain object';
}

export function badRecord(operation: string, problem: string): InvalidArgumentError {
  return new InvalidArgumentError(operation, `${operation}: ${problem}`);
}

export function assertRecord(operation: string, record: unknown): asserts record is ProducerRecord<unknown, unknown> {
  if (typeof record !== 'object' || record === null) {
    throw badRecord(operation, `a record is an object { topic, value, … }; got ${describe(record)}`);
  }
}

const HIGHEST_PARTITION = 2 ** 31 - 1;

/** The record's own partition, −1 where it has none. */
export function partitionOf(operation: string, partition: unknown): number {
  if (partition === undefined || partition === null) return -1;
  if (
    typeof partition === 'number' &&
    Number.isInteger(partition) &&
    partition >= 0 &&
    partition <= HIGHEST_PARTITION
  ) {
    return partition;
  }
  const got = typeof partition === 'number' ? String(partition) : describe(partition);
  throw badRecord(
    operation,
    `partition must be a whole number, 0 or more; got ${got}. Leave it out to let the partitioner choose`,
  );
}

/** The record's own timestamp, 0 where it has none. */
export function timestampOf(operation: string, timestamp: unknown): number {
  if (timestamp === undefined || timestamp === null) return 0;
  if (typeof timestamp === 'number' && Number.isSafeInteger(timestamp) && timestamp > 0) return timestamp;
  const got = typeof timestamp === 'number' ? String(timestamp) : describe(timestamp);
  throw badRecord(
    operation,
    `timestamp must be a whole number of milliseconds above 0; got ${got}. Leave it out for the present time`,
  );
}
