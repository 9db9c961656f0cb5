import { isPossibleName } from '../../config/values/legal-name';
import { kindOf, numberOrKind } from '../../errors/brief';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { LogicalOffset, type NativePartition } from '../../binding/native';

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** Where to read: an offset ≥ 0, or one end of the partition. */
export type SeekOffset = number | 'beginning' | 'end';

/** Argument of `assign`. Without `offset`, reading starts at the committed offset, or else by `auto.offset.reset`. */
export interface AssignPartition extends TopicPartition {
  offset?: SeekOffset | undefined;
}

/** The next offset to read, committed or stored unchanged. Not a record: a spread copy of a record is refused. */
export interface OffsetToCommit extends TopicPartition {
  /** The next offset to read: the offset of the last processed record plus one. */
  offset: number;
  metadata?: string | null | undefined;
  /** Leader epoch of the last processed record, if known. */
  leaderEpoch?: number | null | undefined;
  key?: never;
  value?: never;
}

/** The next offset to read. `null`: there is none. */
export interface PartitionOffset extends TopicPartition {
  offset: number | null;
}

/** Java's OffsetAndMetadata. `offset` is `null` if nothing was committed. */
export interface CommittedOffset extends PartitionOffset {
  metadata: string | null;
  leaderEpoch: number | null;
}

/** Throws unless `value` is a `{ topic, partition }`. */
export function checkTopicPartition(operation: string, value: unknown): TopicPartition {
  if (typeof value !== 'object' || value === null) {
    throw new InvalidArgumentError(operation, `${operation}: expected { topic, partition }; got ${kindOf(value)}`);
  }
  const { topic, partition } = value as { topic?: unknown; partition?: unknown };
  checkTopic(operation, topic);
  if (typeof partition !== 'number' || !Number.isInteger(partition) || partition < 0 || partition > 0x7fffffff) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: partition must be an integer ≥ 0; got ${numberOrKind(partition)}`,
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
      `${operation}: expected a list of { topic, partition }; got ${kindOf(value)}`,
    );
  }
  for (const element of value) checkTopicPartition(operation, element);
  return value as T[];
}

/** librdkafka refuses a list with a duplicate partition, without saying which one. */
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
    throw new InvalidArgumentError(operation, `${operation}: topic must be a non-empty string; got ${kindOf(topic)}`);
  }
  if (!isPossibleName(topic)) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: no topic can have this name: it contains a NUL character or is longer than 249 characters`,
      { code: 'ERR_TOPIC_EXCEPTION', errno: 17 },
    );
  }
  return topic;
}

/** Converts an offset to librdkafka's form. */
export function toNativeOffset(operation: string, offset: unknown): number {
  if (offset === 'beginning') return LogicalOffset.BEGINNING;
  if (offset === 'end') return LogicalOffset.END;
  return checkOffset(operation, offset, ", 'beginning' or 'end'");
}

export function checkOffset(operation: string, offset: unknown, orElse = ''): number {
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidArgumentError(
      operation,
      `${operation}: offset must be an integer ≥ 0${orElse}; got ${numberOrKind(offset)}`,
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
