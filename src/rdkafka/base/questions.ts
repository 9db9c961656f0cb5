import type { RawMetadata, RawQueries } from '../../raw/index';
import { ERRORS } from './codes';
import { LibrdKafkaError } from './librdkafka-error';
import type { Metadata, TopicPartitionOffset, TopicPartitionTime, WatermarkOffsets } from './types';

/** The broker that answered is not known here: −1 and ''. */
export function toMetadata({ brokers, topics }: RawMetadata): Metadata {
  return {
    orig_broker_id: -1,
    orig_broker_name: '',
    topics: topics.map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, leader, replicas, isrs }) => ({
        id: partition,
        leader,
        replicas,
        isrs,
      })),
    })),
    brokers: brokers.map(({ id, host, port }) => ({ id, host, port })),
  };
}

/** librdkafka finds no leader, whatever the reason is. */
const unanswered = (errno: number): LibrdKafkaError =>
  new LibrdKafkaError(errno === ERRORS.ERR_UNKNOWN_TOPIC_OR_PART ? ERRORS.ERR__UNKNOWN_PARTITION : errno);

export async function askWatermarks(
  queries: RawQueries,
  topic: string,
  partition: number,
  timeoutMs: number,
): Promise<WatermarkOffsets> {
  if (partition < 0) throw new LibrdKafkaError(ERRORS.ERR__UNKNOWN_PARTITION);
  const [low, high] = await queries.watermarks(topic, Math.trunc(partition) || 0, timeoutMs);
  const errno = low.errno || high.errno;
  if (errno) throw unanswered(errno);
  return { lowOffset: low.offset, highOffset: high.offset };
}

/** Throws only if no partition has an answer. */
export async function askOffsetsForTimes(
  queries: RawQueries,
  times: readonly TopicPartitionTime[],
  timeoutMs: number,
): Promise<TopicPartitionOffset[]> {
  const query = times.map(({ topic, partition, offset }) => ({ topic, partition, offset }));
  if (query.length === 0) throw new LibrdKafkaError(ERRORS.ERR__INVALID_ARG);
  const answers = await queries.listOffsets(query, timeoutMs);
  const failed = answers.filter(({ errno }) => errno);
  if (failed.length > 0 && failed.length === answers.length) throw unanswered(failed[0]!.errno!);
  return answers.map(({ topic, partition, offset, errno }) => ({
    offset,
    partition,
    topic,
    ...(errno ? { error: new LibrdKafkaError(errno) } : {}),
  }));
}
