import { syncResult } from '../../errors/checks';
import { sessionKey } from '../../stores/timed/timed-keys';
import { sessionsOfKey } from '../../stores/timed/session-store';
import type { NodeHeaders } from '../../task/nodes/node';
import { Windowed } from '../../windows/windowed';
import type { SessionWindows } from '../../windows/windows';
import { StoreNode, type Aggregator, type Initializer, type OldValues } from '../aggregates';

/** Joins the aggregates of two sessions that a record has connected. */
export type Merger = (key: unknown, one: unknown, other: unknown) => unknown;

/** Java's KStreamSessionWindowAggregate. */
export class SessionWindowNode extends StoreNode {
  /** The largest time of a record that this node has seen. */
  #streamTime = -1;

  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly initializer: Initializer,
    private readonly aggregator: Aggregator,
    private readonly merger: Merger,
    private readonly windows: SessionWindows,
  ) {
    super(name, storeName, old);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number): void {
    if (key === null) return this.environment.dropped();
    const { store, name } = this;
    const { inactivityGapMs, gracePeriodMs } = this.windows;
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    const rawKey = store.rawKey(key);
    const found = [...sessionsOfKey(store, rawKey, timestamp - inactivityGapMs, timestamp + inactivityGapMs)];
    let aggregate = syncResult(this.initializer(), name);
    for (const { entry } of found) aggregate = syncResult(this.merger(key, aggregate, store.value(entry)), name);
    const start = Math.min(timestamp, ...found.map((one) => one.start));
    const end = Math.max(timestamp, ...found.map((one) => one.end));
    if (end < this.#streamTime - gracePeriodMs - inactivityGapMs) return this.environment.dropped();
    // A session of this one moment is overwritten.
    if (start !== end)
      for (const one of found) {
        const before = store.value(one.entry);
        store.write(one.raw, null, timestamp, timestamp);
        this.#forward(key, one.start, one.end, null, before);
      }
    aggregate = syncResult(this.aggregator(key, value, aggregate), name);
    if (!store.write(sessionKey(rawKey, start, end), aggregate, timestamp, timestamp)) this.environment.dropped();
    this.#forward(key, start, end, aggregate, null);
  }

  /** Headers are not kept, as in Java. */
  #forward(key: unknown, start: number, end: number, value: unknown, before: unknown): void {
    const none: NodeHeaders = undefined;
    this.forward(new Windowed(key, { start, end }), value, this.old.areSent ? before : null, end, none);
  }
}
