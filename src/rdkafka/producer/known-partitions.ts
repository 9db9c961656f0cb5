import type { RawQueries } from '../../raw/index';
import type { TopicMetadata } from '../base/types';

/** How often the brokers are asked again about a topic that lacks a partition. */
const AGAIN_MS = 1000;
const ASK_MS = 10_000;

/** The partitions of topics as the brokers last described them. */
export class KnownPartitions {
  readonly #counts = new Map<string, number>();
  readonly #askedAt = new Map<string, number>();
  #source: readonly TopicMetadata[] | undefined;

  /**
   * False if the topic is known to have fewer partitions. Then the brokers are asked again: there may be more by now.
   */
  mayHave(
    topic: string,
    partition: number,
    metadata: readonly TopicMetadata[] | undefined,
    queries: RawQueries,
  ): boolean {
    if (metadata !== this.#source) {
      this.#source = metadata;
      for (const { name, partitions } of metadata ?? []) this.#counts.set(name, partitions.length);
    }
    const count = this.#counts.get(topic);
    if (count === undefined || count === 0 || partition < count) return true;
    const now = Date.now();
    if (now - (this.#askedAt.get(topic) ?? 0) >= AGAIN_MS) {
      this.#askedAt.set(topic, now);
      void this.#ask(topic, queries);
    }
    return false;
  }

  async #ask(topic: string, queries: RawQueries): Promise<void> {
    try {
      const { topics } = await queries.metadata([topic], ASK_MS);
      const found = topics.find((one) => one.topic === topic);
      if (found && !found.errno) this.#counts.set(topic, found.partitions.length);
    } catch {
      // The next call asks again.
    }
  }
}
