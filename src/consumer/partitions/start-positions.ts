import type { PartitionState } from './partition-state';
import type { NativeClient } from '../../client/native-client';
import { toTopicPartition } from './topic-partition';

/**
 * Finds the start positions of partitions that have not drained anything yet: the committed offset, or the result of
 * `auto.offset.reset` or of a seek to an end, as soon as librdkafka knows it.
 */
export function findStartPositions(client: NativeClient, states: Iterable<PartitionState>): void {
  const unknown = [...states].filter((state) => state.position < 0 && state.seekTarget === undefined);
  if (unknown.length === 0 || client.isDestroyed) return;
  client.call('startPositions', { partitions: unknown.map(toTopicPartition) }).forEach(({ offset }, i) => {
    if (offset! >= 0) unknown[i]!.position = offset!;
  });
}
