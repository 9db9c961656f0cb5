import { TopologyError } from '../errors/streams-errors';

function millis(value: number, least: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new TopologyError(`${what} must be a whole number of milliseconds, ${least} or more, not ${value}`);
}

/** Windows of a fixed size, each beginning `advanceMs` after the one before: [start, end). Java's TimeWindows. */
export class TimeWindows {
  private constructor(
    readonly sizeMs: number,
    readonly advanceMs: number,
    readonly gracePeriodMs: number,
  ) {}

  /** Tumbling windows: a record that comes after the end of its window is dropped. */
  static ofSizeWithNoGrace(sizeMs: number): TimeWindows {
    return TimeWindows.ofSizeAndGrace(sizeMs, 0);
  }

  /** Tumbling windows, which take records until `graceMs` after their end, in stream time. */
  static ofSizeAndGrace(sizeMs: number, graceMs: number): TimeWindows {
    const size = millis(sizeMs, 1, 'TimeWindows: the size');
    return new TimeWindows(size, size, millis(graceMs, 0, 'TimeWindows: the grace period'));
  }

  /** Hopping windows: one begins at each multiple of `advanceMs`. @throws TopologyError if it is above the size. */
  advanceBy(advanceMs: number): TimeWindows {
    if (millis(advanceMs, 1, 'advanceBy: the interval') > this.sizeMs)
      throw new TopologyError(`advanceBy: ${advanceMs} ms are more than the size of the windows, ${this.sizeMs} ms`);
    return new TimeWindows(this.sizeMs, advanceMs, this.gracePeriodMs);
  }
}

/**
 * A window for each set of records that are at most `timeDifferenceMs` apart: [start, end]. Java's SlidingWindows,
 * which take a difference of 0, and then throw at each record.
 */
export class SlidingWindows {
  private constructor(
    readonly timeDifferenceMs: number,
    readonly gracePeriodMs: number,
  ) {}

  static ofTimeDifferenceWithNoGrace(timeDifferenceMs: number): SlidingWindows {
    return SlidingWindows.ofTimeDifferenceAndGrace(timeDifferenceMs, 0);
  }

  static ofTimeDifferenceAndGrace(timeDifferenceMs: number, graceMs: number): SlidingWindows {
    return new SlidingWindows(
      millis(timeDifferenceMs, 1, 'SlidingWindows: the time difference'),
      millis(graceMs, 0, 'SlidingWindows: the grace period'),
    );
  }
}

/** Windows that end where no record comes for more than `inactivityGapMs`: [start, end]. Java's SessionWindows. */
export class SessionWindows {
  private constructor(
    readonly inactivityGapMs: number,
    readonly gracePeriodMs: number,
  ) {}

  static ofInactivityGapWithNoGrace(inactivityGapMs: number): SessionWindows {
    return SessionWindows.ofInactivityGapAndGrace(inactivityGapMs, 0);
  }

  static ofInactivityGapAndGrace(inactivityGapMs: number, graceMs: number): SessionWindows {
    return new SessionWindows(
      millis(inactivityGapMs, 0, 'SessionWindows: the inactivity gap'),
      millis(graceMs, 0, 'SessionWindows: the grace period'),
    );
  }
}
