import { now, remaining } from '../../client/waiting';
import type { NativeClient } from '../../client/native-client';
import type { Offsets } from '../offsets/offset-commits';
import type { Assignment } from '../partitions/assignment';
import type { Intake } from '../reading/intake';
import type { Poller } from '../reading/poller';
import type { Rebalancer } from '../rebalance/rebalancer';
import type { PrefetchedRecords } from '../records/prefetched-records';

/** How often a closing consumer looks at its queue, in addition to wake-ups. */
const LOOK_MS = 20;
/** `closeSync` blocks for this long at a time. */
const SYNC_SLICE_MS = 20;

/** Share of the total time for listeners and `forEach` handlers. The rest is needed to leave the group. */
const LISTENERS_SHARE = 0.8;
/** Share of the total time for the commit before that: a group that is rebalancing accepts it late. */
const COMMIT_SHARE = 0.5;

export interface ClosingParts {
  client: NativeClient;
  assignment: Assignment;
  prefetched: PrefetchedRecords;
  offsets: Offsets;
  rebalancer: Rebalancer;
  intake: Intake;
  poller: Poller;
}

/** A `forEach` that is ending. Closing waits for its running handlers until there is no time left for them. */
export interface ActiveLoop {
  /** Never rejects. */
  readonly settled: Promise<unknown>;
  /** Ends the loop without waiting for its handlers. */
  abandon(): void;
}

/**
 * Leaves the group: commits processed offsets, runs the listeners, sends the leave request. Never throws. Ends at the
 * deadline, even if steps remain.
 */
export class Closing {
  readonly #parts: ClosingParts;
  readonly #active: ReadonlySet<ActiveLoop>;

  constructor(parts: ClosingParts, active: ReadonlySet<ActiveLoop>) {
    this.#parts = parts;
    this.#active = active;
  }

  async close(timeoutMs: number): Promise<void> {
    const { client, rebalancer, poller } = this.#parts;
    const deadline = now() + timeoutMs;
    rebalancer.work.deadline = now() + timeoutMs * LISTENERS_SHARE;
    client.hold();
    try {
      // Pending polls reject and streams end before the queue is served from here.
      poller.kick();
      await within(this.#loopsSettled(), now() + timeoutMs * LISTENERS_SHARE);
      for (const loop of this.#active) loop.abandon();
      await within(this.#loopsSettled(), deadline);
      await within(rebalancer.work.settled, deadline);
      this.#count();
      await this.#commit(now() + timeoutMs * COMMIT_SHARE);
      if (!this.#start()) return;
      while (!this.#isLeft() && now() < deadline) await this.#serve(deadline);
      await within(rebalancer.work.settled, deadline);
    } finally {
      this.#forget();
      client.release();
    }
  }

  #loopsSettled(): Promise<unknown> {
    return Promise.all([...this.#active].map(({ settled }) => settled));
  }

  closeSync(timeoutMs: number): void {
    const { client, rebalancer, intake, offsets } = this.#parts;
    const deadline = now() + timeoutMs;
    rebalancer.work.deadline = now() + timeoutMs * LISTENERS_SHARE;
    rebalancer.work.sync = true;
    this.#count();
    offsets.store(true);
    if (this.#start()) {
      while (!this.#isLeft() && !rebalancer.work.isPending && now() < deadline) {
        intake.drain(Math.ceil(Math.min(SYNC_SLICE_MS, remaining(deadline))));
        client.pumpOnce(0);
      }
    }
    this.#forget();
  }

  /** Java's close commits what the last poll returned. */
  #count(): void {
    if (this.#parts.offsets.countsAtClose) this.#parts.offsets.asked();
  }

  /** Serves the queue meanwhile: the group may need an answer from this member before it accepts a commit. */
  async #commit(deadline: number): Promise<void> {
    const { assignment, offsets, poller } = this.#parts;
    const committing = offsets.beforeLeave([...assignment], remaining(deadline));
    let isPending = committing !== undefined;
    void committing?.then(() => {
      isPending = false;
      poller.kick();
    });
    while (isPending && now() < deadline) await this.#serve(deadline);
  }

  /**
   * Lets the event loop turn in every round, because answers arrive through it. A topic may have records without end.
   */
  async #serve(deadline: number): Promise<void> {
    const { intake, poller, prefetched } = this.#parts;
    intake.drain(0);
    // Nobody will receive these records any more.
    prefetched.clear();
    await poller.pause(Math.min(LOOK_MS, remaining(deadline)));
  }

  #start(): boolean {
    try {
      this.#parts.client.call('closeStart', null);
      return true;
    } catch {
      // After a fatal error there is no group to leave.
      return false;
    }
  }

  #isLeft(): boolean {
    return this.#parts.client.call('closed', null);
  }

  #forget(): void {
    for (const loop of this.#active) loop.abandon();
    this.#parts.rebalancer.work.abandon();
    this.#parts.rebalancer.replace();
    this.#parts.prefetched.clear();
  }
}

/** Waits for a promise, but not beyond the deadline. */
async function within(work: Promise<unknown>, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(remaining(deadline), 2 ** 31 - 1));
  });
  await Promise.race([work, time]);
  clearTimeout(timer);
}
