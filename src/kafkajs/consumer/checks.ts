/** kafkajs's checks of arguments, in its order. */
import { parseOffset } from '../base/offsets';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { Place } from './group/offsets';
import type { TopicPartitionOffset, TopicPartitionOffsetAndMetadata } from '../types/consumer';

const refused = (message: string): KafkaJSNonRetriableError => new KafkaJSNonRetriableError(message);

/** The offset as a number. `special`: −1 and −2 mean an end of the partition. */
function checkPlace({ topic, partition, offset }: TopicPartitionOffset, special: boolean): Place {
  if (!topic) throw refused(`Invalid topic ${topic}`);
  if (isNaN(partition)) throw refused(`Invalid partition, expected a number received ${partition}`);
  const parsed = parseOffset(offset);
  if (parsed === undefined) throw refused(`Invalid offset, expected a long received ${offset}`);
  if (parsed < 0 && !(special && parsed >= -2)) throw refused('Offset must not be a negative number');
  return { topic, partition: Number(partition), offset: parsed };
}

export const checkSeek = (place: TopicPartitionOffset): Place => checkPlace(place, true);

export function checkCommits(
  list: readonly TopicPartitionOffsetAndMetadata[],
): (Place & { metadata: string | null })[] {
  return list.map((one) => {
    const { metadata = null } = one;
    const place = checkPlace(one, false);
    if (metadata !== null && typeof metadata !== 'string') {
      throw refused(`Invalid offset metadata, expected string or null, received ${String(metadata)}`);
    }
    return { ...place, metadata };
  });
}

export function checkTopicPartitions(operation: 'pause' | 'resume', list: readonly unknown[]): void {
  for (const one of list as ({ topic?: unknown; partitions?: unknown } | null | undefined)[]) {
    if (!one?.topic) throw refused(`Invalid topic ${String(one?.topic || one)}`);
    const { partitions } = one;
    if (partitions === undefined) continue;
    if (!Array.isArray(partitions) || partitions.some(isNaN)) {
      throw refused(
        `Array of valid partitions required to ${operation} specific partitions instead of ${String(partitions)}`,
      );
    }
  }
}

export function checkSubscriptions(topic: unknown, topics: unknown): (string | RegExp)[] {
  if (!topic && !topics) throw refused('Missing required argument "topics"');
  if (topics != null && !Array.isArray(topics)) throw refused('Argument "topics" must be an array');
  const list = (topics as unknown[] | undefined) ?? [topic];
  for (const one of list) {
    if (typeof one !== 'string' && !(one instanceof RegExp)) {
      throw refused(`Invalid topic ${String(one)} (${typeof one}), the topic name has to be a String or a RegExp`);
    }
  }
  return list as (string | RegExp)[];
}
