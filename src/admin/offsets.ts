import type { NativePartition } from '../binding/native';
import { errorNumber } from '../errors/codes';
import { KafkaError, type NativeErrorData } from '../errors/kafka-error';
import type { Outcome } from '../errors/partial-failure-error';
import { partitionName, show, type Arguments, type TopicPartition } from './arguments';
import type { AdminCall } from './call';
import { isolationLevels, type IsolationLevel } from './enums';
import { errnoError, fulfilled, inOrder, rejected, resourceError } from './outcomes';
import { askTopics } from './topics';
import type { DescribedTopic } from './topic-types';

/** Java's OffsetSpec; `{ timestamp }`: the first record at that time (ms since the epoch) or later. */
export type OffsetSpec = 'earliest' | 'latest' | 'maxTimestamp' | { timestamp: number };

export interface OffsetQuery extends TopicPartition {
  spec: OffsetSpec;
}

/** Java's ListOffsetsResultInfo. */
export interface ListedOffset extends TopicPartition {
  /** null: no record is that late. */
  offset: number | null;
  /** Of that record, where it was asked for by time; else null. */
  timestamp: number | null;
  leaderEpoch: number | null;
}

export interface RecordsToDelete extends TopicPartition {
  /** Records below it go; 'end': all that are there. */
  beforeOffset: number | 'end';
}

/** Java's DeletedRecords. */
export interface DeletedRecords extends TopicPartition {
  /** The first offset that is left. */
  lowWatermark: number;
}

/** The next offset that a group is to read. Java's OffsetAndMetadata. */
export interface GroupOffset extends TopicPartition {
  /** null: none committed. */
  offset: number | null;
  leaderEpoch: number | null;
  metadata: string;
}

export interface NewGroupOffset extends TopicPartition {
  offset: number;
  leaderEpoch?: number | null;
  metadata?: string | null;
}

const label = (partition: Readonly<TopicPartition>): string => `partition ${partitionName(partition)}`;
const orNull = (value: number | undefined): number | null => (value === undefined || value < 0 ? null : value);

/** Each partition's outcome in the order asked; `value` of those without an error. */
function partitionOutcomes<Answer extends NativePartition, T>(
  call: AdminCall,
  asked: readonly TopicPartition[],
  answers: readonly Answer[],
  value: (answer: Answer) => T,
): Outcome<T>[] {
  return inOrder<TopicPartition, Answer, T>(
    asked,
    partitionName,
    answers,
    partitionName,
    (answer) =>
      answer.errno ? rejected(errnoError(call.operation, label(answer), answer.errno)) : fulfilled(value(answer)),
    (partition) => errnoError(call.operation, label(partition), errorNumber('ERR__UNKNOWN_PARTITION')),
  );
}

/**
 * Asks the leaders of partitions. Where no partition has one librdkafka refuses the request without saying why: the answers then hold
 * what the topics' descriptions say.
 */
async function askLeaders<Answer extends NativePartition>(
  call: AdminCall,
  op: string,
  partitions: readonly NativePartition[],
  more: Readonly<Record<string, unknown>>,
): Promise<Answer[]> {
  try {
    return await call.ask<Answer[]>(op, { partitions, ...more });
  } catch (error) {
    if (!KafkaError.is(error) || error.errno !== errorNumber('ERR__NOENT')) throw error;
    const topics = new Map(
      (
        await askTopics(
          call,
          partitions.map(({ topic }) => topic),
        )
      ).map((topic) => [topic.name, topic]),
    );
    return partitions.map(
      (partition) => ({ ...partition, errno: whyNoLeader(topics.get(partition.topic), partition) }) as Answer,
    );
  }
}

function whyNoLeader(topic: DescribedTopic | undefined, { partition }: TopicPartition): number {
  if (topic?.error) return topic.error.errno;
  const found = topic?.partitions.some((info) => info.partition === partition) ?? false;
  return errorNumber(found ? 'ERR_LEADER_NOT_AVAILABLE' : 'ERR_UNKNOWN_TOPIC_OR_PART');
}

// ---- listOffsets

const logicalSpecs = { latest: -1, earliest: -2, maxTimestamp: -3 } as const;

function offsetSpec(check: Arguments, where: string, spec: unknown): number {
  if (typeof spec === 'string' && Object.hasOwn(logicalSpecs, spec))
    return logicalSpecs[spec as keyof typeof logicalSpecs];
  if (typeof spec === 'object' && spec !== null) {
    return check.whole(`${where}.timestamp`, check.object(where, spec, ['timestamp']).timestamp, 0);
  }
  throw check.bad(`${where} must be 'earliest', 'latest', 'maxTimestamp' or { timestamp: ms }; got ${show(spec)}`);
}

export async function listOffsets(
  call: AdminCall,
  queries: unknown,
  options: { isolationLevel?: IsolationLevel },
): Promise<Outcome<ListedOffset>[]> {
  const check = call.arguments;
  const partitions = check.list('queries', queries).map((value, i) => {
    const where = `queries[${i}]`;
    const query = check.object(where, value, ['topic', 'partition', 'spec']);
    return { ...check.partition(where, query), offset: offsetSpec(check, `${where}.spec`, query.spec) };
  });
  check.distinct('queries', partitions.map(partitionName));
  const isolationLevel =
    options.isolationLevel === undefined ? null : check.code('isolationLevel', options.isolationLevel, isolationLevels);
  if (partitions.length === 0) return [];
  const answers = await askLeaders<NativePartition & { timestamp: number }>(call, 'listOffsets', partitions, {
    isolationLevel,
  });
  return partitionOutcomes(call, partitions, answers, ({ topic, partition, offset, timestamp, leaderEpoch }) => ({
    topic,
    partition,
    offset: orNull(offset),
    timestamp: orNull(timestamp),
    leaderEpoch: orNull(leaderEpoch),
  }));
}

// ---- deleteRecords

export async function deleteRecords(call: AdminCall, records: unknown): Promise<Outcome<DeletedRecords>[]> {
  const check = call.arguments;
  const partitions = check.list('records', records).map((value, i) => {
    const where = `records[${i}]`;
    const given = check.object(where, value, ['topic', 'partition', 'beforeOffset']);
    const { beforeOffset } = given;
    return {
      ...check.partition(where, given),
      offset: beforeOffset === 'end' ? -1 : check.whole(`${where}.beforeOffset`, beforeOffset, 0),
    };
  });
  check.distinct('records', partitions.map(partitionName));
  if (partitions.length === 0) return [];
  const answers = await askLeaders<NativePartition>(call, 'deleteRecords', partitions, {
    operationTimeoutMs: call.operationTimeoutMs,
  });
  return partitionOutcomes(call, partitions, answers, ({ topic, partition, offset }) => ({
    topic,
    partition,
    lowWatermark: offset!,
  }));
}

// ---- a group's offsets

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
  const { error, partitions } = await call.ask<GroupAnswer>(op, { group, ...more });
  if (error !== null) throw resourceError(call.operation, `group ${group}`, error);
  return partitions;
}

export interface GroupOffsetsQuery {
  /** Left out: all that the group has. */
  topicPartitions?: readonly TopicPartition[];
  /** Wait for transactions that are committing offsets of this group. */
  requireStable?: boolean;
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

function byPartition(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

function groupOffset({ topic, partition, offset, leaderEpoch, metadata }: NativePartition): GroupOffset {
  const committed = orNull(offset);
  // Without an offset some brokers send an epoch all the same, of nothing.
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
      made.metadata = check.text(`${where}.metadata`, given.metadata);
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
