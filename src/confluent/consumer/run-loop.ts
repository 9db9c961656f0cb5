import type { Message } from '../../rdkafka/base/types';
import type { Handler } from './handlers';
import type { PartitionQueue, Queues } from './queues';

/** Most messages that wait here, unless batches are larger. */
const MOST_WAITING = 1000;
const WAIT_MS = 1000;

export interface LoopParts {
  queues: Queues;
  handler: Handler;
  /** Partitions that are handled at the same time. */
  concurrency: number;
  batchSize: number;
  /** Messages that wait longer are given up and read again, so that the group hears of this member. */
  maxPollMs: number;
  fetch(max: number, timeoutMs: number, isOver: () => boolean, record: (message: Message) => void): Promise<void>;
  wake(): void;
  /** Reads the partition again from this message on. */
  rewind(message: Message): void;
  failed(error: unknown): void;
}

/** Fetches messages, and gives each partition's to one handler at a time. */
export class RunLoop {
  readonly #parts: LoopParts;
  readonly #limit: number;
  readonly #running = new Set<Promise<void>>();
  /** How many wait for the handlers that run now: what goes on after that is another run. */
  #waiting = 0;
  #isStopping = false;
  #fetchedAt = performance.now();
  #next: { promise: Promise<void>; resolve: () => void } | undefined;
  readonly #ended: Promise<void>;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    const { batchSize, concurrency } = parts;
    this.#limit = batchSize === Infinity ? Infinity : Math.max(MOST_WAITING, batchSize * concurrency);
    this.#ended = this.#fetch();
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** The group takes this member for dead. */
  get isLate(): boolean {
    return performance.now() - this.#fetchedAt > this.#parts.maxPollMs * 2;
  }

  /** Handlers finish what they have; nothing else is begun. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#parts.wake();
    this.#changed();
    await this.#ended;
    await this.idle();
  }

  /** Resolves when the handlers that run now have finished. */
  async idle(): Promise<void> {
    this.#waiting++;
    await Promise.all(this.#running);
    this.#waiting--;
  }

  /** Something may be done that could not be done before. */
  dispatch(): void {
    const { concurrency } = this.#parts;
    while (!this.#isStopping && this.#running.size < concurrency) {
      const queue = this.#nextQueue();
      if (queue === undefined) break;
      const run: Promise<void> = this.#work(queue).finally(() => {
        this.#running.delete(run);
        this.dispatch();
      });
      this.#running.add(run);
    }
    if (this.#isStopping || this.#running.size < concurrency) this.#changed();
  }

  /** Handles one after the other, as long as something is there: a promise and its end for each would cost more. */
  async #work(first: PartitionQueue): Promise<void> {
    for (let queue: PartitionQueue | undefined = first; queue !== undefined; queue = this.#nextQueue()) {
      await this.#handle(queue);
      if (this.#isStopping || this.#waiting > 0) return;
      // There is room for more.
      if (this.#running.size < this.#parts.concurrency) this.#changed();
    }
  }

  #nextQueue(): PartitionQueue | undefined {
    if (this.#isOld) this.#giveUp();
    return this.#parts.queues.free();
  }

  async #handle(queue: PartitionQueue): Promise<void> {
    const { batchSize, handler, failed } = this.#parts;
    const messages = queue.take(batchSize);
    const work = { isStale: false, isSought: false };
    queue.work = work;
    try {
      await handler(messages, work);
    } catch (error) {
      failed(error);
    } finally {
      if (queue.work === work) queue.work = undefined;
    }
  }

  async #fetch(): Promise<void> {
    const { queues, fetch, failed } = this.#parts;
    while (!this.#isStopping) {
      this.dispatch();
      const room = this.#limit - queues.length;
      // Records are only asked for when a handler could have some: with each question the group may move partitions.
      if (this.#running.size >= this.#parts.concurrency || room <= 0) {
        await this.#change();
        continue;
      }
      try {
        await fetch(
          room,
          WAIT_MS,
          () => this.#isStopping,
          (message) => queues.push(message),
        );
      } catch (error) {
        failed(error);
      }
      this.#fetchedAt = performance.now();
    }
  }

  get #isOld(): boolean {
    return performance.now() - this.#fetchedAt > this.#parts.maxPollMs && this.#parts.queues.length > 0;
  }

  #giveUp(): void {
    for (const queue of this.#parts.queues) {
      const first = queue.drop();
      if (first !== undefined) this.#parts.rewind(first);
    }
  }

  #change(): Promise<void> {
    if (this.#next === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => (resolve = done));
      this.#next = { promise, resolve };
    }
    return this.#next.promise;
  }

  #changed(): void {
    this.#next?.resolve();
    this.#next = undefined;
  }
}
