import { InvalidArgumentError } from '../errors/usage-errors';
import { LogicalOffset, type NativePartition } from '../binding/native';

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Where to read: an offset ≥ 0, or an end of the partition. */
export type SeekOffset = number | 'beginning' | 'end';

/** What `assign` takes. Without `offset`: the committed one, else by `auto.offset.reset`. */
export interface AssignPartition extends TopicPartition {
  offset?: SeekOffset;
}

/** A next-to-read offset to commit or store, as it stands. Not a record: a spread copy of one is refused. */
export interface OffsetToCommit extends TopicPartition {
  /** The next offset to read: that of the last record done, plus one. */
  offset: number;
  metadata?: string | null;
  /** Epoch of the leader that the last record done came from, where it is known. */
  leaderEpoch?: number | null;
  key?: never;
  value?: never;
}

/** A next-to-read offset; `null`: there is none. */
export interface PartitionOffset extends TopicPartition {
  offset: number | null;
}

/** Java's OffsetAndMetadata. `offset` `null`: nothing was committed. */
export interface CommittedOffset extends PartitionOffset {
  metadata: string | null;
  leaderEpoch: number | null;
}

const describe = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return `an object with ${Object.keys(value).join(', ') || 'no properties'}`;
  return typeof value === 'string' ? `'${value}'` : `${typeof value} ${String(value)}`;
};

/** Throws unless `value` is a `{ topic, partition }`. */
export function checkTopicPartition(operation: string, value: unknown): TopicPartition {
  if (typeof value !== 'object' || value === null) {
    throw new InvalidArgumentError(operation, `${operation}: expected { topic, partition }; got ${describe(value)}`);
  }
  const { topic, partition } = value as { topic?: unknown; partition?: unknown };
  checkTopic(operation, topic);
  if (typeof partition !== 'number' || !Number.isInteger(partition) || partition < 0 || partition > 0x7fffffff) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: partition must be an integer ≥ 0; got ${describe(partition)}`,
    );
  }
  return value as TopicPartition;
}

export function checkTopicPartitions<T extends TopicPartition = TopicPartition>(
  operation: string,
  value: unknown,
): T[] {
  if (!Array.isArray(value)) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: expected a list of { topic, partition }; got ${describe(value)}`,
    );
  }
  for (const element of value) checkTopicPartition(operation, element);
  return value as T[];
}

/** librdkafka refuses a list that names a partition twice, without saying which. */
export function assertDistinct(operation: string, list: readonly TopicPartition[]): void {
  const seen = new Set<string>();
  for (const { topic, partition } of list) {
    const name = `${topic}-${partition}`;
    if (seen.has(name)) throw new InvalidArgumentError(operation, `${operation}: ${name} is given twice`);
    seen.add(name);
  }
}

export function checkTopic(operation: string, topic: unknown): string {
  if (typeof topic !== 'string' || topic === '') {
    throw new InvalidArgumentError(operation, `${operation}: topic must be a non-empty string; got ${describe(topic)}`);
  }
  return topic;
}

/** An offset as librdkafka takes it. */
export function toNativeOffset(operation: string, offset: unknown): number {
  if (offset === 'beginning') return LogicalOffset.BEGINNING;
  if (offset === 'end') return LogicalOffset.END;
  return checkOffset(operation, offset, ", 'beginning' or 'end'");
}

export function checkOffset(operation: string, offset: unknown, orElse = ''): number {
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: offset must be an integer ≥ 0${orElse}; got ${describe(offset)}`,
    );
  }
  return offset;
}

export function toTopicPartition({ topic, partition }: TopicPartition): TopicPartition {
  return { topic, partition };
}

export function nextToRead(partition: NativePartition): number | null {
  return partition.offset !== undefined && partition.offset >= 0 ? partition.offset : null;
}
