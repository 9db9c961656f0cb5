import { rowsOfKey } from '../../stores/timed/window-store';
import { readTime } from '../../stores/timed/timed-keys';
import type { NodeHeaders } from '../../task/nodes/node';
import type { SlidingWindows } from '../../windows/windows';
import type { Aggregator, Initializer, OldValues } from '../aggregates';
import { WindowAggregateNode, type Aggregate, type InHand } from './window-aggregate';

/** A window that is there. The timestamp of its aggregate is that of its latest record. */
interface Found {
  readonly start: number;
  readonly aggregate: Aggregate;
}

/**
 * Each record ends one window, its left one, and begins another behind it, its right one, if there are records for it.
 * Java's KStreamSlidingWindowAggregate; the order of the updates is Java's.
 */
export class SlidingWindowNode extends WindowAggregateNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    initializer: Initializer,
    aggregator: Aggregator,
    private readonly windows: SlidingWindows,
    isFinal: boolean,
  ) {
    // The end belongs to the window.
    super(name, storeName, old, initializer, aggregator, isFinal ? windows.timeDifferenceMs + 1 : undefined);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null || value === null) return this.environment.dropped();
    const { timeDifferenceMs, gracePeriodMs } = this.windows;
    this.streamTime = Math.max(this.streamTime, timestamp);
    const closeTime = this.streamTime - gracePeriodMs;
    if (timestamp + timeDifferenceMs < closeTime) return this.environment.dropped();
    const hand = { key, rawKey: this.store.rawKey(key), value, timestamp, headers, closeTime };
    // As in Java, an early record sends nothing on.
    if (timestamp < timeDifferenceMs) return this.#early(hand);
    this.#usual(hand);
    this.sendClosed(hand, timeDifferenceMs);
  }

  /** Windows of the key that begin in these times. */
  *#windows({ rawKey }: InHand, from: number, to: number, isReverse: boolean): Generator<Found> {
    for (const [raw, entry] of rowsOfKey(this.store, rawKey, from, to, isReverse)) {
      const aggregate = { value: this.store.value(entry), timestamp: entry.timestamp };
      yield { start: readTime(raw, rawKey.length), aggregate };
    }
  }

  /** From the latest window that may hold the record back to the one of the record before it. */
  #usual(hand: InHand): void {
    const { timestamp } = hand;
    const { timeDifferenceMs: size } = this.windows;
    const starts = new Set<number>();
    let right: Aggregate | undefined;
    let left: Aggregate | undefined;
    let previous: number | undefined;
    for (const { start, aggregate } of this.#windows(hand, timestamp - 2 * size, timestamp + 1, true)) {
      starts.add(start);
      if (start === timestamp + 1) continue;
      const end = start + size;
      if (end < timestamp) {
        left = aggregate;
        previous = aggregate.timestamp;
        break;
      }
      if (end > timestamp) right ??= aggregate;
      this.#update(hand, start, aggregate);
      if (end > timestamp) continue;
      // A record of the same time has made all windows already.
      if (aggregate.timestamp >= timestamp) return;
      previous = aggregate.timestamp;
    }
    this.#rightOfPrevious(hand, previous, starts);
    if (!starts.has(timestamp - size)) {
      const isEmpty = previous === undefined || previous < timestamp - size;
      this.#update(hand, timestamp - size, isEmpty ? this.#new(hand) : { value: left!.value, timestamp });
    }
    this.#rightOfThis(hand, right, starts);
  }

  /** Records before the first whole window share one from 0. */
  #early(hand: InHand): void {
    const { timestamp } = hand;
    const starts = new Set<number>();
    let first: Aggregate | undefined;
    let right: Aggregate | undefined;
    for (const { start, aggregate } of this.#windows(hand, 0, timestamp + 1, false)) {
      starts.add(start);
      if (start === 0) first = aggregate;
      else if (start <= timestamp) {
        right = aggregate;
        this.#update(hand, start, aggregate);
      }
    }
    if (first && first.timestamp > timestamp) right ??= first;
    this.#rightOfThis(hand, right, starts);
    if (first && first.timestamp < timestamp && !starts.has(first.timestamp + 1))
      this.#update(hand, first.timestamp + 1, this.#new(hand));
    this.#update(hand, 0, first ?? this.#new(hand));
  }

  #new({ timestamp }: InHand): Aggregate {
    return { value: this.initial(), timestamp };
  }

  #rightOfPrevious(hand: InHand, previous: number | undefined, starts: ReadonlySet<number>): void {
    if (previous === undefined || starts.has(previous + 1)) return;
    if (previous + 1 + this.windows.timeDifferenceMs >= hand.timestamp)
      this.#update(hand, previous + 1, this.#new(hand));
  }

  /** A copy of the aggregate that holds only later records. */
  #rightOfThis(hand: InHand, right: Aggregate | undefined, starts: ReadonlySet<number>): void {
    const start = hand.timestamp + 1;
    if (starts.has(start) || !right || right.timestamp <= hand.timestamp) return;
    this.put(hand, start, start + this.windows.timeDifferenceMs, right, null);
  }

  #update(hand: InHand, start: number, aggregate: Aggregate): void {
    const end = start + this.windows.timeDifferenceMs;
    if (end >= hand.closeTime) this.update(hand, start, end, aggregate);
    else this.environment.dropped();
  }
}
