import type { Progress } from '../../../shared/api';
import { sendEvent, type Job } from './job';

const EVERY_MS = 250;

/** Sends the progress of a scan four times a second, also while it waits for the broker. */
export class Pulse {
  readonly #job: Job;
  readonly #progress: () => Progress;
  readonly #onTick: () => void;
  #last = performance.now();

  /** @param onTick Called at each tick besides. */
  constructor(job: Job, progress: () => Progress, onTick: () => void) {
    this.#job = job;
    this.#progress = progress;
    this.#onTick = onTick;
  }

  /** Ticks while the work is under way. */
  async during(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(this.tick, EVERY_MS / 5);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** Also called by those who read without a pause, during which no timer runs. */
  readonly tick = (): void => {
    this.#onTick();
    const now = performance.now();
    if (now - this.#last < EVERY_MS) return;
    this.#last = now;
    void sendEvent(this.#job, 'progress', this.#progress());
  };
}
