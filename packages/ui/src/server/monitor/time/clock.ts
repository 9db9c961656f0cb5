import type { Ms } from '../../../shared/api';

/** Where the sampler has its time from. A test has a clock of its own. */
export interface Clock {
  /** ms that only grow; they stand still while the machine sleeps. */
  now(): number;
  /** ms since 1970, which somebody may set. */
  wall(): Ms;
  /** Calls once, after so many ms. Returns what prevents it. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
