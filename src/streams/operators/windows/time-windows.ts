import { syncResult } from '../../errors/checks';
import { windowKey } from '../../stores/timed/timed-keys';
import type { NodeHeaders } from '../../task/nodes/node';
import type { TimeWindows } from '../../windows/windows';
import type { Aggregator, Initializer, OldValues } from '../aggregates';
import { WindowAggregateNode, type InHand } from './window-aggregate';

/** Tumbling and hopping windows. Java's KStreamWindowAggregate. */
export class TimeWindowNode extends WindowAggregateNode {
  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    initializer: Initializer,
    aggregator: Aggregator,
    private readonly windows: TimeWindows,
    isFinal: boolean,
  ) {
    super(name, storeName, old, initializer, aggregator, isFinal ? windows.sizeMs : undefined);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null) return this.environment.dropped();
    const { sizeMs, advanceMs, gracePeriodMs } = this.windows;
    this.streamTime = Math.max(this.streamTime, timestamp);
    const closeTime = this.streamTime - gracePeriodMs;
    const hand = { key, rawKey: this.store.rawKey(key), value, timestamp, headers, closeTime };
    let start = Math.floor(Math.max(0, timestamp - sizeMs + advanceMs) / advanceMs) * advanceMs;
    for (; start <= timestamp; start += advanceMs) {
      const end = start + sizeMs;
      if (end > closeTime) this.#update(hand, start, end);
      else this.environment.dropped();
    }
    this.sendClosed(hand, sizeMs);
  }

  #update(hand: InHand, start: number, end: number): void {
    const { store } = this;
    const raw = windowKey(hand.rawKey, start);
    const entry = store.read(raw);
    const before = entry ? store.value(entry) : this.initial();
    const result = syncResult(this.aggregator(hand.key, hand.value, before), this.name);
    const time = entry && before !== null ? Math.max(hand.timestamp, entry.timestamp) : hand.timestamp;
    this.putRaw(raw, hand, start, end, result, time, before);
  }
}
