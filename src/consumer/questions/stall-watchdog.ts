import type { ConsumerTell, StalledPartition } from '../consumer-events';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import type { Assignment } from '../partitions/assignment';
import type { Intake } from '../reading/intake';
import type { Poller } from '../reading/poller';
import type { ConsumerSettings } from '../settings';
import { toTopicPartition } from '../partitions/topic-partition';
import { LogicalOffset } from '../../binding/native';
import { askLeaders } from './leader-offsets';
import { now } from '../../client/waiting';

/** After this time without a record, while a call waits for one, the ends of the partitions are requested. */
export const STALL_MS = 30_000;

export interface WatchdogParts {
  client: NativeClient;
  tell: ConsumerTell;
  assignment: Assignment;
  intake: Intake;
  poller: Poller;
  settings: Pick<ConsumerSettings, 'readCommitted'>;
}

/**
 * Reports when the log has records, the application waits for them, and none arrives. It asks the brokers only after a
 * long silence, once per silence of that length.
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
    // A weak reference, so that an abandoned consumer can be collected. The timer then stops itself.
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
    const { intake, poller, client, assignment } = this.#parts;
    if (this.#asking || client.isDestroyed || !poller.isBusy || assignment.size === 0) return;
    const silentSince = Math.max(intake.suppliedAt, this.#checkedAt);
    if (now() - silentSince < this.#afterMs) return;
    this.#asking = true;
    void this.#ask().finally(() => {
      this.#asking = false;
      this.#checkedAt = now();
    });
  }

  async #ask(): Promise<void> {
    const { intake, poller, client, assignment } = this.#parts;
    const supplied = intake.suppliedAt;
    const watched = [...assignment].filter((state) => !state.isHeld && state.position >= 0);
    const before = new Map<PartitionState, number>(watched.map((state) => [state, state.position]));
    if (watched.length === 0) return;
    const timeoutMs = this.#afterMs;
    let ends;
    try {
      ends = await askLeaders(
        this.#parts,
        watched.map((state) => ({ ...toTopicPartition(state), offset: LogicalOffset.END })),
        { operation: 'stalled', timeoutMs },
      );
    } catch {
      // No broker answers: other warnings report that.
      return;
    }
    // Records that arrived since, or are arriving right now, mean that there is no stall.
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, this.#afterMs)).unref());
    if (client.isDestroyed || !poller.isBusy || intake.suppliedAt !== supplied) return;
    const partitions: StalledPartition[] = [];
    for (const { topic, partition, offset, errno } of ends) {
      const state = assignment.get(topic, partition);
      if (!state || errno || state.position !== before.get(state) || offset <= state.position) continue;
      partitions.push({ topic, partition, position: state.position, endOffset: offset });
    }
    if (partitions.length > 0) this.#parts.tell('stalled', { partitions, idleMs: Math.round(now() - supplied) });
  }
}
