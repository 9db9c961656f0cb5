import type { AdminClient, Consumer, ConsumerRecord, TopicPartition } from '../../../index';
import type { GlobalTask } from '../../task/global-task';
import { endOffsets } from './end-offsets';
import { pollWhilePassing } from './poll';

/** Longest wait for records. */
const POLL_MS = 100;

/** Reads global tables as a whole, and keeps them up to date. Java's GlobalStreamThread. */
export class GlobalTables {
  readonly #consumer: Consumer;
  readonly #task: GlobalTask;
  readonly #partitions: readonly TopicPartition[];
  #isClosed = false;
  #running: Promise<void> | undefined;

  constructor(consumer: Consumer, task: GlobalTask, partitions: readonly TopicPartition[]) {
    this.#consumer = consumer;
    this.#task = task;
    this.#partitions = partitions;
  }

  /** Resolves when everything has been read that is there now. */
  async load(admin: AdminClient): Promise<void> {
    const ends = await endOffsets(admin, this.#partitions);
    this.#consumer.assign(this.#partitions.map((partition) => ({ ...partition, offset: 'beginning' })));
    const isBehind = (partition: TopicPartition, i: number): boolean =>
      ends[i]! > 0 && (this.#consumer.position(partition) ?? 0) < ends[i]!;
    // As in Java, processors get null keys only of what comes later.
    while (!this.#isClosed && this.#partitions.some(isBehind)) await this.#poll(({ key }) => key !== null);
  }

  /** Applies changes between the records of the tasks, until {@link close}. `failed` gets the error that ends it. */
  follow(failed: (error: unknown) => void): void {
    const run = async (): Promise<void> => {
      while (!this.#isClosed) await this.#poll();
    };
    this.#running = run().catch((error: unknown) => {
      if (!this.#isClosed) failed(error);
    });
  }

  async #poll(isWanted: (record: ConsumerRecord) => boolean = () => true): Promise<void> {
    for (const record of await pollWhilePassing(this.#consumer, POLL_MS))
      if (isWanted(record)) this.#task.update(record);
  }

  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#consumer.wakeup();
    await this.#running;
    await this.#consumer.close({ timeoutMs });
    this.#task.close();
  }
}
