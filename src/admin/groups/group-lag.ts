import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import { byPartition, partitionName, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { listConsumerGroupOffsets } from './group-offsets';
import { describeConsumerGroups, unknownGroup, type ConsumerGroupDescription, type MemberDescription } from './groups';
import { listOffsets, type ListedOffset } from '../topics/offsets';
import { allFulfilled } from '../calls/outcomes';

/** The progress of a group in one partition: the columns of `kafka-consumer-groups --describe`. */
export interface GroupLag extends TopicPartition {
  /** The next offset to read; null: none committed. */
  currentOffset: number | null;
  logEndOffset: number;
  /** null if nothing is committed. */
  lag: number | null;
  /** The member that reads the partition; null: none. */
  consumerId: string | null;
  host: string | null;
  clientId: string | null;
}

/** Every partition that the group reads or has a committed offset for, by topic and partition. */
export async function consumerGroupLag(call: AdminCall, groupId: unknown): Promise<Outcome<GroupLag>[]> {
  const group = call.arguments.name('groupId', groupId);
  const [described, offsetOutcomes] = await Promise.all([
    describeGroup(call, group),
    listConsumerGroupOffsets(call, group, {}),
  ]);
  const committed = allFulfilled(call.operation, offsetOutcomes);
  if (described === null && committed.length === 0) throw unknownGroup(call, group);
  const readers = new Map<string, MemberDescription>();
  const partitions = new Map<string, TopicPartition & { offset: number | null }>();
  for (const offset of committed) partitions.set(partitionName(offset), offset);
  for (const member of described?.members ?? []) {
    for (const partition of member.assignment.topicPartitions) {
      const name = partitionName(partition);
      readers.set(name, member);
      if (!partitions.has(name)) partitions.set(name, { ...partition, offset: null });
    }
  }
  const asked = [...partitions.values()].sort(byPartition);
  const ends = await endOffsets(call, asked);
  return asked.map((partition, i) => {
    const end = ends[i]!;
    if (end.status === 'rejected') return rejected<GroupLag>(end.reason);
    const reader = readers.get(partitionName(partition));
    const logEndOffset = end.value.offset ?? 0;
    return fulfilled({
      topic: partition.topic,
      partition: partition.partition,
      currentOffset: partition.offset,
      logEndOffset,
      lag: partition.offset === null ? null : logEndOffset - partition.offset,
      consumerId: reader?.consumerId ?? null,
      host: reader?.host ?? null,
      clientId: reader?.clientId ?? null,
    });
  });
}

/** null: there is no such group. */
export async function describeGroup(call: AdminCall, group: string): Promise<ConsumerGroupDescription | null> {
  const [outcome] = await describeConsumerGroups(call, [group], {});
  if (outcome!.status === 'fulfilled') return outcome!.value;
  if (outcome!.reason.code === 'ERR_GROUP_ID_NOT_FOUND') return null;
  throw outcome!.reason;
}

function endOffsets(call: AdminCall, partitions: readonly TopicPartition[]): Promise<Outcome<ListedOffset>[]> {
  return listOffsets(
    call,
    partitions.map(({ topic, partition }) => ({ topic, partition, spec: 'latest' })),
    {},
  );
}
