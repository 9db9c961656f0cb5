import { LogicalOffset, type NativePartition } from '../../binding/native';
import { errorNumber } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import { partitionName, show, type Arguments, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { isolationLevels, type IsolationLevel } from '../calls/enums';
import { orNull, partitionOutcomes } from './partition-outcomes';
import { hasPassing, repeat } from '../calls/retry';
import { askTopics } from './topics';
import type { DescribedTopic } from './topic-types';

/** Java's OffsetSpec. `{ timestamp }`: the first record at that time (ms since the epoch) or later. */
export type OffsetSpec = 'earliest' | 'latest' | 'maxTimestamp' | { timestamp: number };

export interface OffsetQuery extends TopicPartition {
  spec: OffsetSpec;
}

/** Java's ListOffsetsResultInfo. */
export interface ListedOffset extends TopicPartition {
  /** null: no record is that late. */
  offset: number | null;
  /** Timestamp of that record if it was requested by time; otherwise null. */
  timestamp: number | null;
  leaderEpoch: number | null;
}

export interface RecordsToDelete extends TopicPartition {
  /** Records below this offset are deleted. 'end': all existing records. */
  beforeOffset: number | 'end';
}

/** Java's DeletedRecords. */
export interface DeletedRecords extends TopicPartition {
  /** The first remaining offset. */
  lowWatermark: number;
}

/**
 * Asks the leaders of partitions. If no partition has a leader, librdkafka refuses the request without a reason: the
 * answers then come from the topics' descriptions.
 */
function askLeaders<Answer extends NativePartition>(
  call: AdminCall,
  op: string,
  partitions: readonly NativePartition[],
  more: Readonly<Record<string, unknown>>,
): Promise<Answer[]> {
  return repeat(call, () => askLeadersOnce<Answer>(call, op, partitions, more), hasPassing);
}

async function askLeadersOnce<Answer extends NativePartition>(
  call: AdminCall,
  op: string,
  partitions: readonly NativePartition[],
  more: Readonly<Record<string, unknown>>,
): Promise<Answer[]> {
  try {
    const answers = await call.ask<Answer[]>(op, { partitions, ...more });
    return answers.map((answer) => (isSilent(answer) ? { ...answer, errno: errorNumber('ERR__TIMED_OUT') } : answer));
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

/** If a leader did not answer ListOffsets, librdkafka reports no error and only leaves the offset unset. */
function isSilent({ errno, offset }: NativePartition): boolean {
  return !errno && offset === LogicalOffset.INVALID;
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
  options: { isolationLevel?: IsolationLevel | undefined },
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
