import type { Headers } from '../../index';
import { StreamsError } from '../errors/streams-errors';

/** A record of a source, as a timestamp extractor sees it. */
export interface ExtractedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch; negative: none. */
  readonly timestamp: number;
  readonly key: unknown;
  readonly value: unknown;
  readonly headers: Headers;
}

/**
 * The time of a record in milliseconds since the epoch. A negative one drops the record. `partitionTime`: the largest
 * time of the partition so far, −1 before its first record. Java's TimestampExtractor.
 */
export type TimestampExtractor = (record: ExtractedRecord, partitionTime: number) => number;

const describe = ({ topic, partition, offset, timestamp }: ExtractedRecord): string =>
  `the record at offset ${offset} of ${topic}-${partition} has the negative timestamp ${timestamp}`;

/** The record's own time. @throws StreamsError if that is negative. The default. */
export const FailOnInvalidTimestamp: TimestampExtractor = (record) => {
  if (record.timestamp >= 0) return record.timestamp;
  throw new StreamsError(
    `FailOnInvalidTimestamp: ${describe(record)}. Another timestamp extractor can give it a time, or drop it.`,
  );
};

/** The record's own time; a record with a negative one is dropped. */
export const LogAndSkipOnInvalidTimestamp: TimestampExtractor = (record) => record.timestamp;

/** The record's own time, or for a negative one the partition's. @throws StreamsError if the partition has none yet. */
export const UsePartitionTimeOnInvalidTimestamp: TimestampExtractor = (record, partitionTime) => {
  if (record.timestamp >= 0) return record.timestamp;
  if (partitionTime >= 0) return partitionTime;
  throw new StreamsError(`UsePartitionTimeOnInvalidTimestamp: ${describe(record)}, and its partition has no time yet`);
};

/** The time of the machine when the record is read. */
export const WallclockTimestampExtractor: TimestampExtractor = () => Date.now();
