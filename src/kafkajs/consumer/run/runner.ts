import { retrying } from '../../base/retry';
import type { RetryOptions } from '../../types/retry';
import { isRebalancing, KafkaJSNotImplemented } from '../../errors/errors';
import type { Logger } from '../../types/logging';
import type { RecordsOfPartition } from './batch';
import type { Membership } from '../group/membership';

export interface RunnerParts {
  membership: Membership;
  fetcher: { fetch(): Promise<RecordsOfPartition[]>; wake(): void };
  handlers: {
    handle(batch: RecordsOfPartition): Promise<void>;
    isOutdated(batch: RecordsOfPartition): boolean;
    heartbeat(): Promise<void>;
  };
  retry: RetryOptions;
  concurrency: number;
  logger: Logger;
  groupId: string;
}

/** Fetches and hands over until it is stopped, or an error ends it. */
export class Runner {
  readonly #parts: RunnerParts;
  #isRunning = true;
  #active = 0;
  #onIdle: (() => void)[] = [];

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  stop(): void {
    this.#isRunning = false;
    this.#parts.fetcher.wake();
  }

  /** Resolves when no handler runs. */
  handlersEnded(): Promise<void> {
    if (this.#active === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Resolves when the runner was stopped. Rejects with the error that kafkajs would crash with. */
  async run(): Promise<void> {
    const { retry, logger, groupId } = this.#parts;
    while (this.#isRunning) {
      // A rebalance begins a new count of tries.
      await retrying(retry, async (bail, retryCount, retryTime) => {
        try {
          while (this.#isRunning) await this.#round();
        } catch (e) {
          if (isRebalancing(e) || (e as { type?: string }).type === 'UNKNOWN_MEMBER_ID') return;
          if (e instanceof KafkaJSNotImplemented) bail(e);
          if (!this.#isRunning) return;
          const { message, stack } = e as Error;
          logger.debug('Error while fetching or processing, trying again...', {
            groupId,
            error: message,
            stack,
            retryCount,
            retryTime,
          });
          throw e;
        }
      });
    }
  }

  async #round(): Promise<void> {
    const { membership, fetcher, handlers } = this.#parts;
    await membership.applySeeks();
    const batches = await fetcher.fetch();
    if (!this.#isRunning) return this.#leaveUnread(batches);
    if (batches.length === 0) return handlers.heartbeat();
    try {
      await this.#handleAll(batches);
    } finally {
      this.#leaveUnread(batches);
    }
  }

  /** Up to `concurrency` partitions at once. After a failure the others are still finished. */
  async #handleAll(batches: readonly RecordsOfPartition[]): Promise<void> {
    let next = 0;
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      while (next < batches.length) {
        const batch = batches[next++]!;
        if (!this.#mayHandle(batch)) continue;
        this.#active++;
        try {
          await this.#parts.handlers.handle(batch);
        } catch (error) {
          failures.push(error);
        }
        if (--this.#active === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
      }
    };
    const workers = Math.max(1, Math.min(this.#parts.concurrency, batches.length));
    if (workers === 1) await work();
    else await Promise.all(Array.from({ length: workers }, work));
    if (failures.length > 0) throw failures.find((error) => !isRebalancing(error)) ?? failures[0];
  }

  #mayHandle(batch: RecordsOfPartition): boolean {
    const { membership, handlers } = this.#parts;
    if (!this.#isRunning || membership.isRebalancing || handlers.isOutdated(batch)) return false;
    return !membership.hasSeek(batch.topic, batch.partition) && !membership.pauses.has(batch);
  }

  /** What was not resolved is fetched again. */
  #leaveUnread(batches: readonly RecordsOfPartition[]): void {
    const { membership, handlers } = this.#parts;
    for (const batch of batches) {
      if (!handlers.isOutdated(batch) && batch.offsets.next !== batch.end) membership.goOn(batch.offsets);
    }
  }
}
