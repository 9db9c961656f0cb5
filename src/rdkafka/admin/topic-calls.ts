import type { AdminClient } from '../../index';
import { ERRORS } from '../base/codes';
import { codeOf, elementError, LibrdKafkaError } from '../base/librdkafka-error';
import { Topic } from '../base/topic';
import type { TopicPartitionOffset } from '../base/types';
import { numberOf } from './argument-checks';
import { nodeOf, operationNumbers } from './group-calls';
import type { DescribeOptions, ListOffsetsOptions } from './types';
import {
  IsolationLevel,
  OffsetSpec,
  type DeleteRecordsResult,
  type ListOffsetsResult,
  type NewTopic,
  type TopicDescription,
  type TopicPartitionOffsetSpec,
  type Uuid,
} from './values';

type Core = InstanceType<typeof AdminClient>;

/** The brokers' default, which librdkafka writes as −1. */
const given = (number: number): number | undefined => (number >= 0 ? number : undefined);

/** What the core does not send, in the words of the broker, and in the order of its checks. */
function checkTopic(name: unknown, partitions: number, replicas: number): asserts name is string {
  const refused = (code: number, message: string) => new LibrdKafkaError({ code, message });
  if (typeof name !== 'string' || name === '')
    throw refused(ERRORS.ERR_TOPIC_EXCEPTION, 'Topic name is invalid: the empty string is not allowed');
  if (replicas === 0) {
    const what = 'Replication factor must be larger than 0, or -1 to use the default value.';
    throw refused(ERRORS.ERR_INVALID_REPLICATION_FACTOR, what);
  }
  if (partitions === 0) {
    const what = 'Number of partitions was set to an invalid non-positive value.';
    throw refused(ERRORS.ERR_INVALID_PARTITIONS, what);
  }
}

/** @param names Those of all topics. */
export async function createTopic(
  admin: Core,
  topic: NewTopic,
  timeoutMs: number,
  names: (timeoutMs: number) => Promise<string[]>,
): Promise<void> {
  const { topic: name, num_partitions, replication_factor, config } = topic;
  const partitions = numberOf(num_partitions);
  const replicas = numberOf(replication_factor);
  // The broker's first check.
  if ((partitions === 0 || replicas === 0) && (await names(timeoutMs)).includes(name))
    throw new LibrdKafkaError({ code: ERRORS.ERR_TOPIC_ALREADY_EXISTS, message: `Topic '${name}' already exists.` });
  checkTopic(name, partitions, replicas);
  const [outcome] = await admin.createTopics(
    [
      {
        name,
        numPartitions: given(partitions),
        replicationFactor: given(replicas),
        ...(config ? { configs: config as Record<string, string> } : {}),
      },
    ],
    { timeoutMs, settled: true },
  );
  if (outcome?.status === 'rejected') throw outcome.reason;
}

export async function deleteTopic(admin: Core, topic: string, timeoutMs: number): Promise<void> {
  // What the brokers say about it.
  if (topic === '') throw new LibrdKafkaError(ERRORS.ERR_UNKNOWN_TOPIC_OR_PART);
  const [outcome] = await admin.deleteTopics([topic], { timeoutMs, settled: true });
  if (outcome?.status === 'rejected') throw outcome.reason;
}

export async function createPartitions(admin: Core, topic: string, total: number, timeoutMs: number): Promise<void> {
  const [outcome] = await admin.createPartitions([{ name: topic, totalCount: Math.trunc(total) }], {
    timeoutMs,
    settled: true,
  });
  if (outcome?.status === 'rejected') throw outcome.reason;
}

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';

function uuidOf(base64: string): Uuid {
  const bytes = Buffer.from(base64, 'base64url');
  if (bytes.length !== 16) return uuidOf(NO_ID);
  const uuid = {
    mostSignificantBits: bytes.readBigInt64BE(0),
    leastSignificantBits: bytes.readBigInt64BE(8),
    base64,
  };
  return Object.defineProperty(uuid, 'base64str', { value: base64 }) as Uuid;
}

export async function describeTopics(
  admin: Core,
  names: string[],
  timeoutMs: number,
  { includeAuthorizedOperations = false }: DescribeOptions,
): Promise<TopicDescription[]> {
  const outcomes = await admin.describeTopics(names, { timeoutMs, includeAuthorizedOperations, settled: true });
  return outcomes.map((outcome, i): TopicDescription => {
    if (outcome.status === 'rejected') {
      const error = elementError(outcome.reason);
      return { name: names[i]!, topicId: uuidOf(NO_ID), isInternal: false, error, partitions: [] };
    }
    const { name, topicId, isInternal, partitions, authorizedOperations } = outcome.value;
    return {
      name,
      topicId: uuidOf(topicId),
      isInternal,
      ...(authorizedOperations ? { authorizedOperations: operationNumbers(authorizedOperations) } : {}),
      partitions: partitions.map(({ partition, leader, isr, replicas }) => ({
        partition,
        leader: leader && nodeOf(leader),
        isr: isr.map(nodeOf),
        replicas: replicas.map(nodeOf),
      })),
    };
  });
}

const outOfRange: PromiseRejectedResult = {
  status: 'rejected',
  reason: new LibrdKafkaError(ERRORS.ERR_OFFSET_OUT_OF_RANGE),
};

const withoutLeader: readonly number[] = [ERRORS.ERR_UNKNOWN_TOPIC_OR_PART, ERRORS.ERR__UNKNOWN_PARTITION];

/** librdkafka asks nobody if it finds no leader for any of them. */
function checkLeaders(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  const isUnknown = (one: PromiseSettledResult<unknown>): boolean =>
    one.status === 'rejected' && withoutLeader.includes(codeOf(one.reason));
  if (outcomes.length > 0 && outcomes.every(isUnknown)) throw new LibrdKafkaError(ERRORS.ERR__NOENT);
}

export async function deleteRecords(
  admin: Core,
  records: TopicPartitionOffset[],
  timeoutMs: number,
): Promise<DeleteRecordsResult[]> {
  // The brokers refuse those. −1 is the end.
  const isValid = ({ offset }: TopicPartitionOffset): boolean => numberOf(offset) >= Topic.OFFSET_END;
  const valid = records.filter(isValid);
  const list = valid.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    beforeOffset: offset === Topic.OFFSET_END ? ('end' as const) : numberOf(offset),
  }));
  const outcomes = list.length > 0 ? await admin.deleteRecords(list, { timeoutMs, settled: true }) : [];
  checkLeaders(outcomes);
  return records.map((record) => {
    const { topic, partition } = record;
    const outcome = isValid(record) ? outcomes[valid.indexOf(record)]! : outOfRange;
    if (outcome.status === 'fulfilled') return { topic, partition, lowWatermark: outcome.value.lowWatermark };
    return { topic, partition, lowWatermark: -1, error: elementError(outcome.reason) };
  });
}

/** Anything but an object is the time 0 there. */
function specOf(spec: OffsetSpec | null | undefined) {
  const timestamp = numberOf(spec?.timestamp);
  if (timestamp === OffsetSpec.EARLIEST.timestamp) return 'earliest' as const;
  if (timestamp === OffsetSpec.LATEST.timestamp) return 'latest' as const;
  return timestamp === OffsetSpec.MAX_TIMESTAMP.timestamp ? ('maxTimestamp' as const) : { timestamp };
}

export async function listOffsets(
  admin: Core,
  partitions: TopicPartitionOffsetSpec[],
  timeoutMs: number,
  { isolationLevel }: ListOffsetsOptions,
): Promise<ListOffsetsResult[]> {
  const list = partitions.map(({ topic, partition, offset }) => ({ topic, partition, spec: specOf(offset) }));
  const outcomes = await admin.listOffsets(list, {
    timeoutMs,
    settled: true,
    isolationLevel: isolationLevel === IsolationLevel.READ_COMMITTED ? 'READ_COMMITTED' : 'READ_UNCOMMITTED',
  });
  checkLeaders(outcomes);
  return outcomes.map((outcome, i): ListOffsetsResult => {
    const { topic, partition } = partitions[i]!;
    if (outcome.status === 'rejected')
      return { topic, partition, offset: -1, error: elementError(outcome.reason), timestamp: -1 };
    const { offset, timestamp, leaderEpoch } = outcome.value;
    return {
      topic,
      partition,
      offset: offset ?? -1,
      ...(leaderEpoch === null ? {} : { leaderEpoch }),
      timestamp: timestamp ?? -1,
    };
  });
}
