import type { PartitionState } from './partition-state';
import type { Port } from './port';
import { toTopicPartition } from './topic-partition';

/**
 * Looks where reading begins of partitions of which nothing was drained yet: the committed offset, or what `auto.offset.reset` or a seek
 * to an end led to, as soon as librdkafka has found it.
 */
export function findStartPositions(port: Port, states: Iterable<PartitionState>): void {
  const unknown = [...states].filter((state) => state.position < 0 && state.seekTarget === undefined);
  if (unknown.length === 0 || port.isDestroyed) return;
  port.call('startPositions', { partitions: unknown.map(toTopicPartition) }).forEach(({ offset }, i) => {
    if (offset! >= 0) unknown[i]!.position = offset!;
  });
}
