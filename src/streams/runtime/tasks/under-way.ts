import { StreamsError } from '../../errors/streams-errors';
import { Signal } from '../../task/pending/signal';
import { LostWorkError } from '../commit/lost-work';

/** What is needed of a stream thread. */
interface Parts {
  readonly tasks: { readonly running: readonly { readonly delaysCommit: boolean; deliver(): boolean }[] };
  readonly collectors: { check(): void };
  readonly producer: { readonly isFull: boolean; room(): Promise<void> };
  readonly settings: { readonly isExactlyOnce: boolean };
}

/** Records that are not done when they have been processed: commits wait for some of them. */
export class UnderWay {
  /** Given when a task has something to deliver, or is closed. */
  readonly changed = new Signal();
  /** A commit is due, and nothing new is begun before it. */
  isDraining = false;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get delaysCommit(): boolean {
    return this.#parts.tasks.running.some((task) => task.delaysCommit);
  }

  /**
   * Resolves when a commit has nothing to wait for, and at the latest after `waitMs`. With at_least_once a commit then
   * ends before the first record that is not done.
   * @throws LostWorkError with exactly_once_v2: what those records have done so far cannot be told from the rest.
   */
  async settle(waitMs: number): Promise<void> {
    const { tasks, collectors, producer, settings } = this.#parts;
    const deadline = Date.now() + waitMs;
    for (;;) {
      // What agents have acknowledged meanwhile belongs to the commit, too.
      for (const task of tasks.running) task.deliver();
      collectors.check();
      if (producer.isFull) await producer.room();
      if (!this.delaysCommit || Date.now() >= deadline) break;
      await this.changed.wait(deadline - Date.now());
    }
    if (this.delaysCommit && settings.isExactlyOnce)
      throw new LostWorkError(
        new StreamsError(
          `asynchronous operators: calls were still under way ${waitMs} ms after partitions were revoked`,
        ),
      );
  }
}
