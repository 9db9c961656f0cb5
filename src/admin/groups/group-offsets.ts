import type { NativePartition } from '../../binding/native';
import type { NativeErrorData } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import { byPartition, partitionName, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { resourceError } from '../calls/outcomes';
import { orNull, partitionOutcomes } from '../topics/partition-outcomes';
import { hasPassing, repeat } from '../calls/retry';

/** The next offset that a group reads. Java's OffsetAndMetadata. */
export interface GroupOffset extends TopicPartition {
  /** null: none committed. */
  offset: number | null;
  leaderEpoch: number | null;
  metadata: string;
}

export interface NewGroupOffset extends TopicPartition {
  offset: number;
  leaderEpoch?: number | null | undefined;
  metadata?: string | null | undefined;
}

interface GroupAnswer {
  error: NativeErrorData | null;
  partitions: NativePartition[];
}

async function askGroup(
  call: AdminCall,
  op: string,
  group: string,
  more: Readonly<Record<string, unknown>>,
): Promise<NativePartition[]> {
  const ask = async (): Promise<NativePartition[]> => {
    const { error, partitions } = await call.ask<GroupAnswer>(op, { group, ...more });
    if (error !== null) throw resourceError(call.operation, `group ${group}`, error);
    return partitions;
  };
  return repeat(call, ask, hasPassing);
}

export interface GroupOffsetsQuery {
  /** Default: all partitions of the group. */
  topicPartitions?: readonly TopicPartition[] | undefined;
  /** Wait for transactions that are committing offsets of this group. */
  requireStable?: boolean | undefined;
}

export async function listConsumerGroupOffsets(
  call: AdminCall,
  groupId: unknown,
  query: GroupOffsetsQuery,
): Promise<Outcome<GroupOffset>[]> {
  const check = call.arguments;
  const group = check.name('groupId', groupId);
  const requireStable = check.boolean('requireStable', query.requireStable);
  const partitions =
    query.topicPartitions === undefined ? null : check.partitions('topicPartitions', query.topicPartitions);
  if (partitions?.length === 0) return [];
  const distinct = partitions && [
    ...new Map(partitions.map((partition) => [partitionName(partition), partition])).values(),
  ];
  const answers = await askGroup(call, 'listConsumerGroupOffsets', group, { partitions: distinct, requireStable });
  return partitionOutcomes(call, partitions ?? answers.sort(byPartition), answers, groupOffset);
}

function groupOffset({ topic, partition, offset, leaderEpoch, metadata }: NativePartition): GroupOffset {
  const committed = orNull(offset);
  // Some brokers send a meaningless epoch without an offset.
  return {
    topic,
    partition,
    offset: committed,
    leaderEpoch: committed === null ? null : orNull(leaderEpoch),
    metadata: metadata ?? '',
  };
}

export async function alterConsumerGroupOffsets(
  call: AdminCall,
  groupId: unknown,
  offsets: unknown,
): Promise<Outcome<TopicPartition>[]> {
  const check = call.arguments;
  const group = check.name('groupId', groupId);
  const partitions = check.list('offsets', offsets).map((value, i) => {
    const where = `offsets[${i}]`;
    const given = check.object(where, value, ['topic', 'partition', 'offset', 'leaderEpoch', 'metadata']);
    const made: NativePartition = {
      ...check.partition(where, given),
      offset: check.whole(`${where}.offset`, given.offset, 0),
    };
    if (given.leaderEpoch !== undefined && given.leaderEpoch !== null) {
      made.leaderEpoch = check.whole(`${where}.leaderEpoch`, given.leaderEpoch, 0, 2 ** 31 - 1);
    }
    if (given.metadata !== undefined && given.metadata !== null)
      made.metadata = check.metadata(`${where}.metadata`, given.metadata);
    return made;
  });
  check.distinct('offsets', partitions.map(partitionName));
  if (partitions.length === 0) return [];
  const answers = await askGroup(call, 'alterConsumerGroupOffsets', group, { partitions });
  return partitionOutcomes(call, partitions, answers, ({ topic, partition }) => ({ topic, partition }));
}

export async function deleteConsumerGroupOffsets(
  call: AdminCall,
  groupId: unknown,
  topicPartitions: unknown,
): Promise<Outcome<TopicPartition>[]> {
  const check = call.arguments;
  const group = check.name('groupId', groupId);
  const partitions = check.partitions('topicPartitions', topicPartitions);
  check.distinct('topicPartitions', partitions.map(partitionName));
  if (partitions.length === 0) return [];
  const answers = await askGroup(call, 'deleteConsumerGroupOffsets', group, { partitions });
  return partitionOutcomes(call, partitions, answers, ({ topic, partition }) => ({ topic, partition }));
}
