import { findPartitions, type ByteConsumer } from './find-partitions';

/** The broker that leads each partition, for kcat's `broker` field; −1 if unknown. */
export class LeaderTable {
  readonly #leaders = new Map<string, number[]>();

  async learn(consumer: ByteConsumer, topics: readonly string[], signal: AbortSignal): Promise<void> {
    for (const topic of topics) {
      if (topic.startsWith('^')) continue;
      const leaders: number[] = [];
      for (const { partition, leader } of (await findPartitions(consumer, topic, signal)) ?? [])
        leaders[partition] = leader?.id ?? -1;
      this.#leaders.set(topic, leaders);
    }
  }

  leaderOf(topic: string, partition: number): number {
    return this.#leaders.get(topic)?.[partition] ?? -1;
  }
}
