import type { TopicPartition } from '../../index';

/** Tells partitions apart, in maps. */
export const partitionName = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;
