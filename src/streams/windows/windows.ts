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

/**
 * Which records of two streams meet: one of the other stream from `beforeMs` before to `afterMs` after one of the
 * first. Either may be negative. Java's JoinWindows.
 */
export class JoinWindows {
  private constructor(
    readonly beforeMs: number,
    readonly afterMs: number,
    readonly gracePeriodMs: number,
  ) {
    if (beforeMs + afterMs < 0)
      throw new TopologyError(
        `JoinWindows: the end of the window must not be before its start, but ${beforeMs} ms before and ${afterMs} ms ` +
          'after are less than 0',
      );
  }

  static ofTimeDifferenceWithNoGrace(timeDifferenceMs: number): JoinWindows {
    return JoinWindows.ofTimeDifferenceAndGrace(timeDifferenceMs, 0);
  }

  /** A left or outer join waits for `graceMs` after the end of a window before it gives a record without a partner. */
  static ofTimeDifferenceAndGrace(timeDifferenceMs: number, graceMs: number): JoinWindows {
    const difference = millis(timeDifferenceMs, 0, 'JoinWindows: the time difference');
    return new JoinWindows(difference, difference, millis(graceMs, 0, 'JoinWindows: the grace period'));
  }

  before(ms: number): JoinWindows {
    return new JoinWindows(millis(ms, -Number.MAX_SAFE_INTEGER, 'before: the time'), this.afterMs, this.gracePeriodMs);
  }

  after(ms: number): JoinWindows {
    return new JoinWindows(this.beforeMs, millis(ms, -Number.MAX_SAFE_INTEGER, 'after: the time'), this.gracePeriodMs);
  }

  /** From the start to the end of a window. */
  get sizeMs(): number {
    return this.beforeMs + this.afterMs;
  }
}
