import type { ByteConsumer } from './find-partitions';

interface NextOffset {
  topic: string;
  partition: number;
  offset: number;
}

/** Commits what was written to standard output and nothing else: at an interval, before a revoke and at the end. */
export class GroupCommits {
  readonly #consumer: ByteConsumer;
  readonly #intervalMs: number;
  readonly #pending = new Map<string, NextOffset>();
  #last = Date.now();

  constructor(consumer: ByteConsumer, intervalMs: number) {
    this.#consumer = consumer;
    this.#intervalMs = intervalMs;
  }

  wrote(offsets: readonly NextOffset[]): void {
    for (const { topic, partition, offset } of offsets)
      this.#pending.set(`${topic}/${partition}`, { topic, partition, offset });
  }

  async commitIfDue(): Promise<void> {
    if (Date.now() - this.#last >= this.#intervalMs) await this.commit();
  }

  async commit(): Promise<void> {
    this.#last = Date.now();
    const offsets = [...this.#pending.values()];
    this.#pending.clear();
    if (offsets.length > 0) await this.#consumer.commit(offsets);
  }
}
