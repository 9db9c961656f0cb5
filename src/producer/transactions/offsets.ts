import { kindOf, shown } from '../../errors/brief';
import type { NativePartition } from '../../binding/native';
import { isTooLong, LONGEST_TEXT } from '../../config/values/native-text';
import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../../client/group-metadata';
import { badRecord, partitionOf } from '../records/record';
import { checkTopicName } from '../records/topic-table';

/** An offset to commit within a transaction: the next one to read. A spread copy of a record is not an offset. */
export interface TransactionOffset {
  topic: string;
  partition: number;
  offset: number;
  metadata?: string | null | undefined;
  leaderEpoch?: number | null | undefined;
  key?: never;
  value?: never;
}

export function nativeOffsets(operation: string, offsets: unknown): NativePartition[] {
  if (typeof offsets !== 'object' || offsets === null || !(Symbol.iterator in offsets)) {
    throw badRecord(operation, `offsets must be a list of { topic, partition, offset }; got ${kindOf(offsets)}`);
  }
  return Array.from(offsets as Iterable<unknown>, (entry) => nativeOffset(operation, entry));
}

function nativeOffset(operation: string, entry: unknown): NativePartition {
  if (typeof entry !== 'object' || entry === null) {
    throw badRecord(operation, `an offset is { topic, partition, offset }; got ${kindOf(entry)}`);
  }
  const { topic, partition, offset, metadata, leaderEpoch } = entry as TransactionOffset;
  if ('value' in entry || 'key' in entry) {
    throw badRecord(
      operation,
      'takes offsets to read next, not records: use records.offsets(), or { topic, partition, offset: record.offset + 1 }',
    );
  }
  checkTopicName(operation, topic);
  if (partitionOf(operation, partition) < 0)
    throw badRecord(operation, `an offset of ${topic} has no partition; give { topic, partition, offset }`);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw badRecord(
      operation,
      `the offset of ${topic} [${partition}] must be a whole number, 0 or more; got ${shown(offset)}`,
    );
  }
  const native: NativePartition = { topic, partition, offset };
  if (typeof metadata === 'string') {
    if (isTooLong(metadata)) throw badRecord(operation, `metadata of ${topic} is longer than ${LONGEST_TEXT} bytes`);
    native.metadata = metadata;
  }
  if (typeof leaderEpoch === 'number') native.leaderEpoch = leaderEpoch;
  return native;
}

/** librdkafka's form of the group, or only its id. */
export function serializedGroup(operation: string, group: ConsumerGroupMetadata): Buffer | string {
  const given = (typeof group === 'object' && group !== null ? group : {}) as Partial<ConsumerGroupMetadata>;
  const serialized: unknown = given[serializedGroupMetadata];
  if (ArrayBuffer.isView(serialized)) return serialized as Buffer;
  // A copy without what librdkafka wrote must not pass for a group whose members are not checked.
  const { groupId } = given;
  if (typeof groupId === 'string' && groupId !== '' && !groupId.includes('\0') && given.memberId === undefined) {
    return groupId;
  }
  throw badRecord(
    operation,
    `the second argument must be consumer.groupMetadata() of a consumer in a group, or { groupId }; got ${kindOf(group)}`,
  );
}
