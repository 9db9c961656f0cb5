import type { AdminClient } from 'kafka-napi';
import type { Fault } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { isKafkaLike } from '../../fault';
import { waitOf, type Asking } from './offsets';

export interface TopicPlace {
  readonly topic: string;
  /** Empty where the broker gives none. */
  readonly topicId: string;
  readonly partitions: number[];
  /** The brokers that lead them. Partitions without one are not in here. */
  readonly leaders: ReadonlyMap<number, number>;
  /** The broker answers questions about time. The development broker answers them as if all times were unknown. */
  readonly knowsTimes: boolean;
}

/** Partitions of a topic. @throws FaultError `NOT_FOUND`, or the broker's error. */
export async function findTopic(admin: AdminClient, topic: string, asking: Asking): Promise<TopicPlace> {
  try {
    const [described] = await admin.describeTopics([topic], waitOf(asking));
    const { topicId, partitions } = described!;
    const leaders = new Map(
      partitions.flatMap(({ partition, leader }) => (leader === null ? [] : [[partition, leader.id]])),
    );
    return { topic, topicId, partitions: inOrder(partitions), leaders, knowsTimes: true };
  } catch (error) {
    if (isKafkaLike(error) && error.code === 'ERR_UNKNOWN_TOPIC_OR_PART') throw notFound(topic);
    if (!isKafkaLike(error) || !unsupported.has(error.code)) throw error;
    return findInMetadata(admin, topic, asking);
  }
}

const unsupported = new Set(['ERR__UNSUPPORTED_FEATURE', 'ERR_UNSUPPORTED_VERSION']);

/** All topics are asked for: some brokers create one that is asked for by name. */
async function findInMetadata(admin: AdminClient, topic: string, asking: Asking): Promise<TopicPlace> {
  const { topics } = await admin.metadata(undefined, waitOf(asking));
  const found = topics.find((one) => one.topic === topic);
  if (found === undefined) throw notFound(topic);
  const led = found.partitions.filter(({ leader }) => leader >= 0);
  const leaders = new Map(led.map(({ partition, leader }) => [partition, leader]));
  return { topic, topicId: '', partitions: inOrder(found.partitions), leaders, knowsTimes: false };
}

const inOrder = (partitions: readonly { partition: number }[]): number[] =>
  partitions.map(({ partition }) => partition).sort((a, b) => a - b);

const notFound = (topic: string): FaultError =>
  FaultError.of('NOT_FOUND', `scan: there is no topic ${topic}. It may have been deleted`, { field: 'topic' });

export const leaderless = (partition: number): Fault => ({
  code: 'BROKER',
  message: `partition ${partition} has no leader at present`,
  kafka: 'ERR_LEADER_NOT_AVAILABLE',
  retriable: true,
});
