import type { StalledPartition } from './consumer-events';
import type { PartitionState } from './partition-state';
import type { Parts } from './parts';
import { toTopicPartition } from './topic-partition';
import { now } from '../client/waiting';

/** So long without a record, while one was waited for, before the ends of the partitions are asked for. */
export const STALL_MS = 30_000;

type WatchdogParts = Pick<Parts<never, never>, 'port' | 'assignment' | 'poller'>;

/**
 * Tells when records are in the log, the application waits for them, and none comes. Its question to the brokers is made only after
 * a long silence, once for each silence of that length.
 */
export class StallWatchdog {
  readonly #parts: WatchdogParts;
  readonly #afterMs: number;
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #checkedAt = 0;

  constructor(parts: WatchdogParts, afterMs = STALL_MS) {
    this.#parts = parts;
    this.#afterMs = afterMs;
    // Weakly, so that an abandoned consumer can be collected: the timer stops itself then.
    const self = new WeakRef(this);
    const timer: NodeJS.Timeout = setInterval(
      () => {
        const watchdog = self.deref();
        if (watchdog) watchdog.#tick();
        else clearInterval(timer);
      },
      Math.max(10, afterMs / 4),
    );
    timer.unref();
    this.#timer = timer;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { poller, port, assignment } = this.#parts;
    if (this.#asking || port.isDestroyed || !poller.isBusy || assignment.size === 0) return;
    const silentSince = Math.max(poller.suppliedAt, this.#checkedAt);
    if (now() - silentSince < this.#afterMs) return;
    this.#asking = true;
    void this.#ask().finally(() => {
      this.#asking = false;
      this.#checkedAt = now();
    });
  }

  async #ask(): Promise<void> {
    const { poller, port, assignment } = this.#parts;
    const supplied = poller.suppliedAt;
    const watched = [...assignment].filter((state) => !state.isHeld && state.position >= 0);
    const before = new Map<PartitionState, number>(watched.map((state) => [state, state.position]));
    if (watched.length === 0) return;
    const timeoutMs = this.#afterMs;
    let ends;
    try {
      ends = await port.requestWithin(
        'watermarks',
        { partitions: watched.map(toTopicPartition), timeoutMs },
        { operation: 'stalled', timeoutMs: timeoutMs + 1000 },
      );
    } catch {
      // No broker answers: that has warnings of its own.
      return;
    }
    // What has come since, or does right now, is no stall.
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, this.#afterMs)).unref());
    if (port.isDestroyed || !poller.isBusy || poller.suppliedAt !== supplied) return;
    const partitions: StalledPartition[] = [];
    for (const { topic, partition, high, errno } of ends) {
      const state = assignment.get(topic, partition);
      if (!state || errno || state.position !== before.get(state) || high <= state.position) continue;
      partitions.push({ topic, partition, position: state.position, endOffset: high });
    }
    if (partitions.length > 0) port.emit('stalled', { partitions, idleMs: Math.round(now() - supplied) });
  }
}
