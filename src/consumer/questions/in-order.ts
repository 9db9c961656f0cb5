import type { TopicPartition } from '../partitions/topic-partition';

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;

/** Each partition once, with its last query: librdkafka refuses a list with duplicates. */
export function distinctPartitions<T extends TopicPartition>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [nameOf(one), one])).values()];
}

/** Sorts answers, which come in any order: one result per requested partition, in the order of the request. */
export function inOrderOf<Asked extends TopicPartition, Found extends TopicPartition, Result>(
  asked: readonly Asked[],
  found: readonly Found[],
  result: (found: Found | undefined, asked: Asked) => Result,
): Result[] {
  const byName = new Map(found.map((one) => [nameOf(one), one]));
  return asked.map((one) => result(byName.get(nameOf(one)), one));
}
