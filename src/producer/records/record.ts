import { nearestName } from '../../config/names/nearest';
import { kindOf, numberOrKind } from '../../errors/brief';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { HeadersInput } from '../../serde/headers';

/** Argument of `produce` and `send`. Java's ProducerRecord. */
export interface ProducerRecord<K, V> {
  topic: string;
  /** Absent or null: no key. */
  key?: K | null | undefined;
  /** Absent or null: a tombstone. */
  value?: V | null | undefined;
  headers?: HeadersInput | null | undefined;
  /** Absent or null: the partitioner chooses. */
  partition?: number | null | undefined;
  /** Milliseconds since the epoch, 0 or more. Absent or null: now. */
  timestamp?: number | null | undefined;
}

/** Where a record was written. Java's RecordMetadata. */
export class RecordMetadata {
  constructor(
    readonly topic: string,
    /** −1: the record failed before it had a partition. */
    readonly partition: number,
    /** −1: not known (`acks=0`) or not written. */
    readonly offset: number,
    /** Milliseconds since the epoch: the record's own, or the broker's if the topic is configured so; −1: none. */
    readonly timestamp: number,
    /** Bytes; −1: null. */
    readonly serializedKeySize: number,
    /** Bytes; −1: null. */
    readonly serializedValueSize: number,
  ) {}
}

/** The record has no timestamp of its own: it gets the time at which it is submitted. */
export const NO_TIMESTAMP = -1;

/**
 * Fixed share of each record in `buffer.memory`, in bytes, in addition to its key, value and headers (including names).
 */
export const RECORD_OVERHEAD = 176;

export function badRecord(operation: string, problem: string): InvalidArgumentError {
  return new InvalidArgumentError(operation, `${operation}: ${problem}`);
}

export function assertRecord(operation: string, record: unknown): asserts record is ProducerRecord<unknown, unknown> {
  if (typeof record !== 'object' || record === null) {
    throw badRecord(operation, `a record is an object { topic, value, … }; got ${kindOf(record)}`);
  }
  // Compares interned names with a list that the engine keeps per shape: a few nanoseconds.
  for (const name in record) {
    if (
      name !== 'topic' &&
      name !== 'value' &&
      name !== 'key' &&
      name !== 'headers' &&
      name !== 'partition' &&
      name !== 'timestamp'
    )
      checkOtherField(operation, record, name);
  }
}

const fields = ['topic', 'key', 'value', 'headers', 'partition', 'timestamp'];
/** Additional fields of a record that was read. It may be sent again, also as a spread copy. */
const readFields = ['offset', 'timestampType', 'leaderEpoch'];

function checkOtherField(operation: string, record: object, name: string): void {
  // Members of a class are not fields.
  if (!Object.hasOwn(record, name)) return;
  if (readFields.includes(name) && 'timestampType' in record) return;
  const nearest = nearestName(name, fields);
  const hint = name === 'messages' ? ' sendBatch() takes a list of records.' : '';
  throw badRecord(
    operation,
    `unknown field '${name}' of a record.${hint}${nearest === undefined ? '' : ` Did you mean '${nearest}'?`} Valid fields: ${fields.join(', ')}`,
  );
}

const HIGHEST_PARTITION = 2 ** 31 - 1;

/** The record's own partition; −1 if it has none. */
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
  throw badRecord(
    operation,
    `partition must be a whole number, 0 or more; got ${numberOrKind(partition)}. Leave it out to let the partitioner choose`,
  );
}

/** The record's own timestamp; {@link NO_TIMESTAMP} if it has none. */
export function timestampOf(operation: string, record: ProducerRecord<unknown, unknown>): number {
  const timestamp: unknown = record.timestamp;
  if (timestamp === undefined || timestamp === null) return NO_TIMESTAMP;
  if (typeof timestamp === 'number' && Number.isSafeInteger(timestamp) && timestamp >= 0) return timestamp;
  // A record read from a log without timestamps.
  if (timestamp === -1 && (record as { timestampType?: unknown }).timestampType === 'NO_TIMESTAMP_TYPE')
    return NO_TIMESTAMP;
  throw badRecord(
    operation,
    `timestamp must be a whole number of milliseconds, 0 or more; got ${numberOrKind(timestamp)}. Leave it out for the current time`,
  );
}
