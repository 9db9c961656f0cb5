import type { AdminClient, Consumer, ConsumerRecord, TopicPartition } from '../../../index';
import { endOffsets } from './end-offsets';
import { pollWhilePassing } from './poll';

/** Longest wait for records. */
const POLL_MS = 100;

/** How far the topics were read into stores on disk. */
export interface PositionsOnDisk {
  /** The next record to read; undefined: the first. */
  position(partition: TopicPartition): number | undefined;
  flush(positions: readonly (TopicPartition & { readonly offset: number })[]): void;
  wipe(): void;
}

/** The task of the global tables. */
interface TableUpdates {
  update(record: ConsumerRecord): void;
  close(): void;
}

/** Reads global tables as a whole, and keeps them up to date. Java's GlobalStreamThread. */
export class GlobalTables {
  readonly #consumer: Consumer;
  readonly #task: TableUpdates;
  readonly #partitions: readonly TopicPartition[];
  readonly #onDisk: PositionsOnDisk | undefined;
  #isClosed = false;
  #running: Promise<void> | undefined;

  /** `onDisk`: the stores that are on disk, if some are. */
  constructor(consumer: Consumer, task: TableUpdates, partitions: readonly TopicPartition[], onDisk?: PositionsOnDisk) {
    this.#onDisk = onDisk;
    this.#consumer = consumer;
    this.#task = task;
    this.#partitions = partitions;
  }

  /** Resolves when everything has been read that is there now. */
  async load(admin: AdminClient): Promise<void> {
    const ends = await endOffsets(admin, this.#partitions);
    const ofLastTime = this.#onDisk;
    if (ofLastTime && this.#partitions.some((partition, i) => (ofLastTime.position(partition) ?? 0) > ends[i]!)) {
      process.emitWarning(
        'a topic of a global table ends before where its store was: it was made anew, and is read again',
      );
      ofLastTime.wipe();
    }
    this.#consumer.assign(
      this.#partitions.map((partition) => ({ ...partition, offset: ofLastTime?.position(partition) ?? 'beginning' })),
    );
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
    let isNew = false;
    for (const record of await pollWhilePassing(this.#consumer, POLL_MS)) {
      isNew = true;
      if (isWanted(record)) this.#task.update(record);
    }
    if (isNew) this.#onDisk?.flush(this.#positions());
  }

  #positions(): (TopicPartition & { readonly offset: number })[] {
    return this.#partitions.flatMap((partition) => {
      const offset = this.#consumer.position(partition) ?? this.#onDisk?.position(partition);
      return offset === undefined ? [] : [{ ...partition, offset }];
    });
  }

  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#consumer.wakeup();
    await this.#running;
    await this.#consumer.close({ timeoutMs });
    this.#task.close();
  }
}
