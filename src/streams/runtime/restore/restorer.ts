import type { Consumer, ConsumerRecord, TopicPartition } from '../../../index';
import type { ChangelogStore } from '../stores/changelog-store';
import { pollWhilePassing } from './poll';
import type { StateRestoreListener } from './restore-listener';
import { partitionName } from '../partition-name';

/** Longest wait for records of changelogs: an end behind the marker of a transaction comes without a record. */
const POLL_MS = 25;

interface Restoration {
  readonly store: ChangelogStore;
  readonly partition: TopicPartition;
  /** The store has everything below it. */
  readonly end: number;
  total: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Reads changelogs into stores, while other tasks work. Java's StoreChangelogReader. */
export class Restorer {
  readonly #create: () => Consumer;
  readonly #listener: () => StateRestoreListener;
  readonly #restorations = new Map<string, Restoration>();
  /** To be read from the next poll on. */
  #added: Restoration[] = [];
  /** No longer to be read. */
  #removed: TopicPartition[] = [];
  #consumer: Consumer | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  /** `create`: a consumer without a group. */
  constructor(create: () => Consumer, listener: () => StateRestoreListener) {
    this.#create = create;
    this.#listener = listener;
  }

  /**
   * Resolves when the store has everything below `end`, the end of the changelog: not the last stable one, which an
   * open transaction of an earlier owner may hold below what has been committed since.
   */
  async restore(store: ChangelogStore, end: number): Promise<void> {
    const partition = { topic: store.topic!, partition: store.partition };
    if (end < (store.offset ?? 0)) {
      // A store that was half restored when its task was taken away, and has come back.
      process.emitWarning(
        `the changelog ${partitionName(partition)} ends at ${end}, before ${store.offset}, to where its store was restored: ` +
          'it was deleted and made anew, and the store is restored from its beginning',
      );
      store.wipe();
    }
    this.#listener().onRestoreStart?.(partition, store.name, store.offset ?? 0, end);
    if (end > (store.offset ?? 0)) {
      store.restoresTo = end;
      const total = await new Promise<number>((resolve, reject) => {
        const restoration = { store, partition, end, total: 0, resolve: () => resolve(restoration.total), reject };
        this.#restorations.set(partitionName(partition), restoration);
        this.#added.push(restoration);
        this.#running ??= this.#run().finally(() => (this.#running = undefined));
      });
      if (!store.isRestored) return;
      this.#listener().onRestoreEnd?.(partition, store.name, total);
      return;
    }
    store.isRestored = true;
    this.#listener().onRestoreEnd?.(partition, store.name, 0);
  }

  /** Leaves the store as it is. Its {@link restore} resolves, and goes on from here when it is called again. */
  suspend(store: ChangelogStore): void {
    const restoration =
      store.topic && this.#restorations.get(partitionName({ topic: store.topic, partition: store.partition }));
    if (!restoration || restoration.store !== store) return;
    this.#remove(restoration);
    this.#listener().onRestoreSuspended?.(restoration.partition, store.name, restoration.total);
    restoration.resolve();
  }

  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    for (const { store } of [...this.#restorations.values()]) this.suspend(store);
    this.#consumer?.wakeup();
    await this.#running;
    await this.#consumer?.close({ timeoutMs });
  }

  #remove({ partition, store }: Restoration): void {
    store.restoresTo = undefined;
    this.#restorations.delete(partitionName(partition));
    this.#added = this.#added.filter((one) => one.store !== store);
    this.#removed.push(partition);
  }

  async #run(): Promise<void> {
    try {
      const consumer = (this.#consumer ??= this.#create());
      while (this.#restorations.size > 0 && !this.#isClosed) {
        this.#assign(consumer);
        await this.#poll(consumer);
        for (const restoration of [...this.#restorations.values()]) this.#finish(consumer, restoration);
      }
      this.#assign(consumer);
    } catch (error) {
      const all = [...this.#restorations.values()];
      this.#restorations.clear();
      this.#added = [];
      for (const { reject } of all) reject(error);
    }
  }

  #assign(consumer: Consumer): void {
    const assigned = new Set(consumer.assignment().map(partitionName));
    const removed = this.#removed.splice(0).filter((one) => assigned.has(partitionName(one)));
    if (removed.length > 0) consumer.incrementalUnassign(removed);
    const added = this.#added.splice(0);
    if (added.length === 0) return;
    consumer.incrementalAssign(
      added.map(({ partition, store }) => ({ ...partition, offset: store.offset ?? ('beginning' as const) })),
    );
  }

  async #poll(consumer: Consumer): Promise<void> {
    let records: Iterable<ConsumerRecord>;
    try {
      records = await pollWhilePassing(consumer, POLL_MS);
    } catch (error) {
      if (this.#isClosed) return;
      throw error;
    }
    const counts = new Map<Restoration, { last: number; count: number }>();
    let current: Restoration | undefined;
    for (const record of records) {
      const { topic, partition } = record;
      if (current?.partition.topic !== topic || current.partition.partition !== partition)
        current = this.#restorations.get(partitionName(record));
      // The end is where the owner before had come to; only a source topic has records behind it.
      if (current && record.offset >= current.end) continue;
      // Suspended and begun again during this poll: these are of the position before, perhaps of a changelog before.
      if (!current || this.#added.includes(current)) continue;
      current.store.restore(record);
      const batch = counts.get(current);
      if (batch) Object.assign(batch, { last: record.offset, count: batch.count + 1 });
      else counts.set(current, { last: record.offset, count: 1 });
    }
    for (const [restoration, { last, count }] of counts) {
      restoration.total += count;
      restoration.store.restored.record(count, Date.now());
      restoration.store.restoredTo();
      this.#listener().onBatchRestored?.(restoration.partition, restoration.store.name, last, count);
    }
  }

  #finish(consumer: Consumer, restoration: Restoration): void {
    const position = this.#added.includes(restoration) ? null : consumer.position(restoration.partition);
    if ((position ?? restoration.store.offset ?? 0) < restoration.end) return;
    restoration.store.restoredTo(restoration.end);
    restoration.store.isRestored = true;
    this.#remove(restoration);
    restoration.resolve();
  }
}
