import { now, remaining } from '../client/waiting';
import type { Parts } from './parts';

/** How often a closing consumer looks at its queue, woken or not. */
const LOOK_MS = 20;
/** `closeSync` blocks for so long at a time. */
const SYNC_SLICE_MS = 20;

/** Of the whole time, for the listeners: the group is still to be left after them. */
const LISTENERS_SHARE = 0.8;
/** And for the commit before that, which a group that is rebalancing takes late. */
const COMMIT_SHARE = 0.5;

type ClosingParts = Parts<never, never>;

/** Leaves the group: commits what is done with, runs the listeners, says goodbye. Never throws; ends at the deadline, whatever is left. */
export class Closing {
  readonly #parts: ClosingParts;
  /** `forEach` calls that are winding up. */
  readonly #active: ReadonlySet<Promise<unknown>>;

  constructor(parts: ClosingParts, active: ReadonlySet<Promise<unknown>>) {
    this.#parts = parts;
    this.#active = active;
  }

  async close(timeoutMs: number): Promise<void> {
    const { port, rebalancer, poller } = this.#parts;
    const deadline = now() + timeoutMs;
    rebalancer.work.deadline = now() + timeoutMs * LISTENERS_SHARE;
    port.hold();
    try {
      // Pending polls reject and streams end, before the queue is served from here.
      poller.kick();
      await within(Promise.allSettled([...this.#active]), deadline);
      await within(rebalancer.work.settled, deadline);
      this.#count();
      await this.#commit(now() + timeoutMs * COMMIT_SHARE);
      if (!this.#start()) return;
      while (!this.#isLeft() && now() < deadline) await this.#serve(deadline);
      await within(rebalancer.work.settled, deadline);
    } finally {
      this.#forget();
      port.release();
    }
  }

  closeSync(timeoutMs: number): void {
    const { port, rebalancer, poller, offsets } = this.#parts;
    const deadline = now() + timeoutMs;
    rebalancer.work.deadline = now() + timeoutMs * LISTENERS_SHARE;
    rebalancer.work.sync = true;
    this.#count();
    offsets.store(true);
    if (this.#start()) {
      while (!this.#isLeft() && !rebalancer.work.isPending && now() < deadline) {
        poller.pull(Math.ceil(Math.min(SYNC_SLICE_MS, remaining(deadline))));
        port.pumpOnce(0);
      }
    }
    this.#forget();
  }

  /** Java's close commits what the last poll returned. */
  #count(): void {
    if (this.#parts.offsets.countsAtClose) this.#parts.offsets.asked();
  }

  /** Serving the queue meanwhile: the group may need this member's answer before it takes a commit. */
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

  /** Always with a turn of the event loop, by which answers come: a topic may have records without end. */
  async #serve(deadline: number): Promise<void> {
    const { poller, rest } = this.#parts;
    poller.pull();
    // Nobody gets these any more.
    rest.clear();
    await poller.rest(Math.min(LOOK_MS, remaining(deadline)));
  }

  #start(): boolean {
    try {
      this.#parts.port.call('closeStart', null);
      return true;
    } catch {
      // After a fatal error there is no group to leave.
      return false;
    }
  }

  #isLeft(): boolean {
    return this.#parts.port.call('closed', null);
  }

  #forget(): void {
    this.#parts.rebalancer.work.abandon();
    this.#parts.rebalancer.replace();
    this.#parts.rest.clear();
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
