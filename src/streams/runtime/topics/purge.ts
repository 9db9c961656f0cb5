import type { AdminClient } from '../../../index';
import type { CommitOffset } from '../commit/streams-producer';

/** Deletes what was processed from repartition topics, which keep their records for ever otherwise. */
export class RepartitionPurge {
  readonly #admin: AdminClient;
  readonly #topics: ReadonlySet<string>;
  readonly #intervalMs: number;
  #last = Date.now();
  /** The last one, if it has not ended. */
  #running: Promise<void> | undefined;
  readonly #committed = new Map<string, CommitOffset>();

  constructor(admin: AdminClient, topics: ReadonlySet<string>, intervalMs: number) {
    this.#admin = admin;
    this.#topics = topics;
    this.#intervalMs = intervalMs;
  }

  /** These offsets are committed. A deletion that fails is made up for by the next one. */
  committed(offsets: readonly CommitOffset[]): void {
    for (const offset of offsets)
      if (this.#topics.has(offset.topic)) this.#committed.set(`${offset.topic}-${offset.partition}`, offset);
    if (this.#running || this.#committed.size === 0 || Date.now() - this.#last < this.#intervalMs) return;
    this.#last = Date.now();
    const list = [...this.#committed.values()].map(({ topic, partition, offset }) => {
      return { topic, partition, beforeOffset: offset };
    });
    this.#committed.clear();
    this.#running = this.#admin
      .deleteRecords(list, { settled: true })
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => (this.#running = undefined));
  }
}
