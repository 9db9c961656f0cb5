import type { AdminClient, TopicPartition } from '../../../index';

/** The ends of the logs, open transactions included, in the order of the partitions. */
export async function endOffsets(admin: AdminClient, partitions: readonly TopicPartition[]): Promise<number[]> {
  if (partitions.length === 0) return [];
  const listed = await admin.listOffsets(partitions.map((partition) => ({ ...partition, spec: 'latest' })));
  return listed.map(({ offset }) => offset ?? 0);
}
