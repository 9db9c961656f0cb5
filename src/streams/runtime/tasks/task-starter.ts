import type { AdminClient, Consumer } from '../../../index';
import { decodeMetadata, type CommittedTimes } from '../commit/offset-metadata';
import { isReplaced, isRetriable } from '../commit/lost-work';
import { retried } from '../commit/retried';
import { endOffsets } from '../restore/end-offsets';
import type { ChangelogStore } from '../stores/changelog-store';
import type { Restorer } from '../restore/restorer';
import { firstOffset } from './reset-policy';
import { type RuntimeTask, type TaskNodes } from './runtime-task';
import { partitionName } from '../partition-name';

/** Brings tasks from their partitions to processing: positions, stores, nodes. */
export class TaskStarter {
  readonly #consumer: Consumer;
  readonly #admin: AdminClient;
  readonly #restorer: Restorer;
  readonly #create: (task: RuntimeTask) => TaskNodes;
  readonly #timeoutMs: number;

  /** `timeoutMs`: how long a request may fail. */
  constructor(parts: {
    consumer: Consumer;
    admin: AdminClient;
    restorer: Restorer;
    create: (task: RuntimeTask) => TaskNodes;
    timeoutMs: number;
  }) {
    this.#consumer = parts.consumer;
    this.#admin = parts.admin;
    this.#restorer = parts.restorer;
    this.#create = parts.create;
    this.#timeoutMs = parts.timeoutMs;
  }

  /**
   * Resolves when the task runs, or when it was stopped meanwhile. Its partitions are paused until it runs.
   *
   * First the committed offsets, and only then the ends of the changelogs: whatever these offsets cover is below those
   * ends. The other way round, an earlier owner could commit in between, and its last changes would be missing here.
   */
  async start(task: RuntimeTask): Promise<void> {
    const { generation, partitions } = task;
    const isStopped = (): boolean => task.generation !== generation;
    const consumer = this.#consumer;
    // With exactly_once_v2 this waits for a transaction that an earlier owner has not ended. A member that the group
    // has put out is told so by the next poll, which stops the task.
    const isPassing = (error: unknown): boolean => !isStopped() && (isRetriable(error) || isReplaced(error));
    const committed = await retried(this.#timeoutMs, () => consumer.committed(partitions), isPassing);
    if (isStopped()) return;
    const times = new Map<string, CommittedTimes>();
    for (const { topic, partition, offset, metadata } of committed) {
      const here = { topic, partition };
      times.set(partitionName(here), decodeMetadata(metadata));
      const target = offset ?? (await retried(this.#timeoutMs, () => firstOffset(consumer, task.group, here)));
      if (isStopped()) return;
      if (target !== undefined) consumer.seek(here, target);
    }
    if (!task.isRestored) {
      task.state = 'RESTORING';
      const offsets = new Map(committed.map((one) => [partitionName(one), one.offset ?? 0]));
      await this.#restore(task, offsets, isStopped);
      if (isStopped()) return;
    }
    task.start(this.#create(task), times);
    consumer.resume(partitions);
  }

  /** A copy of a source topic has what was processed, and no more. `offsets`: the committed ones. */
  async #restore(task: RuntimeTask, offsets: ReadonlyMap<string, number>, isStopped: () => boolean): Promise<void> {
    const stores = task.stores.filter(({ isRestored }) => !isRestored);
    const changelogs = stores.map(({ topic, partition }) => ({ topic: topic!, partition }));
    const ends = await retried(this.#timeoutMs, () => endOffsets(this.#admin, changelogs));
    if (isStopped()) return;
    const endOf = ({ isCopy }: ChangelogStore, i: number): number =>
      isCopy ? Math.min(ends[i]!, offsets.get(partitionName(changelogs[i]!)) ?? 0) : ends[i]!;
    await Promise.all(stores.map((store, i) => this.#restorer.restore(store, endOf(store, i))));
  }

  /** Gives up restoring; what is restored stays. */
  suspend(task: RuntimeTask): void {
    for (const store of task.stores) this.#restorer.suspend(store);
  }
}
