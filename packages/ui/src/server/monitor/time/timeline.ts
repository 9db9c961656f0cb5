import type { Ms } from '../../../shared/api';
import type { Clock } from './clock';

/** What the two clocks may differ by before it counts as a jump. Smaller differences are the drift of a good clock. */
const JUMP_MS = 1000;

/**
 * The time of all samples: it never goes back, and lies in whole ms.
 *
 * If the wall clock jumps ahead, the machine slept, or somebody set it: this time jumps as well, and samples before it
 * keep their dates. If it is set back, this time goes on, and the dates of all samples move with the clock.
 */
export class Timeline {
  readonly #clock: Clock;
  /** This time less the growing clock. */
  #ahead: number;
  /** The wall clock less this time. */
  #offset: number;
  #jumps = 0;
  /** Dates before this one may be from before the clock was set back. */
  #sureFrom = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ahead = Math.round(clock.wall() - clock.now());
    this.#offset = 0;
  }

  /** Counts jumps: what was measured across one is no rate. */
  get jumps(): number {
    this.now();
    return this.#jumps;
  }

  now(): number {
    const now = Math.round(this.#clock.now() + this.#ahead);
    const drift = Math.round(this.#clock.wall() - now - this.#offset);
    if (Math.abs(drift) < JUMP_MS) return now;
    this.#jumps++;
    if (drift > 0) {
      this.#ahead += drift;
      return now + drift;
    }
    this.#sureFrom = Math.max(this.#sureFrom, now + this.#offset);
    this.#offset += drift;
    return now;
  }

  /** The date of a moment of this time. */
  toWall(time: number): Ms {
    this.now();
    return time + this.#offset;
  }

  /** The moment of a date that `toWall` gave; null if the clock may have been set back since. */
  fromWall(date: Ms): number | null {
    const now = this.now();
    const time = date - this.#offset;
    return Number.isFinite(date) && date > this.#sureFrom && time <= now ? time : null;
  }
}
