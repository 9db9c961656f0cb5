import { syncResult } from '../../errors/checks';
import { readTime, sessionKey, SESSION_SUFFIX } from '../../stores/timed/timed-keys';
import { sessionsOfKey } from '../../stores/timed/session-store';
import type { NodeEnvironment, NodeHeaders } from '../../task/nodes/node';
import { Windowed } from '../../windows/windowed';
import type { SessionWindows } from '../../windows/windows';
import { FinalResults } from './final-results';
import { StoreNode, type Aggregator, type Initializer, type OldValues } from '../aggregates';

/** Joins the aggregates of two sessions that a record has connected. */
export type Merger = (key: unknown, one: unknown, other: unknown) => unknown;

/** Java's KStreamSessionWindowAggregate. */
export class SessionWindowNode extends StoreNode {
  /** The largest time of a record that this node has seen. */
  #streamTime = -1;
  #final: FinalResults | undefined;

  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    private readonly initializer: Initializer,
    private readonly aggregator: Aggregator,
    private readonly merger: Merger,
    private readonly windows: SessionWindows,
    private readonly isFinal: boolean,
  ) {
    super(name, storeName, old);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    // The end belongs to the session.
    if (this.isFinal) this.#final = new FinalResults(environment, this.store, 1);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null) return this.environment.dropped();
    const { inactivityGapMs, gracePeriodMs } = this.windows;
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    const closeTime = this.#streamTime - gracePeriodMs - inactivityGapMs;
    this.#put(key, value, timestamp, closeTime);
    this.#sendClosed(closeTime, headers);
  }

  /** Puts the record into its session. */
  #put(key: unknown, value: unknown, timestamp: number, closeTime: number): void {
    const { store, name } = this;
    const { inactivityGapMs } = this.windows;
    const rawKey = store.rawKey(key);
    const found = [...sessionsOfKey(store, rawKey, timestamp - inactivityGapMs, timestamp + inactivityGapMs)];
    let aggregate = syncResult(this.initializer(), name);
    for (const { entry } of found) aggregate = syncResult(this.merger(key, aggregate, store.value(entry)), name);
    const start = Math.min(timestamp, ...found.map((one) => one.start));
    const end = Math.max(timestamp, ...found.map((one) => one.end));
    if (end < closeTime) return this.environment.dropped();
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
    if (this.#final) return;
    const none: NodeHeaders = undefined;
    this.forward(new Windowed(key, { start, end }), value, this.old.areSent ? before : null, end, none);
  }

  /** With the headers of the record in hand; by end, start and key, as in Java's RocksDB. */
  #sendClosed(closeTime: number, headers: NodeHeaders): void {
    const closed: { readonly key: Windowed<unknown>; readonly value: unknown }[] = [];
    this.#final?.sendClosed(closeTime, ([raw, entry]) => {
      const at = raw.length - SESSION_SUFFIX;
      const window = { start: readTime(raw, at + 8), end: readTime(raw, at) };
      closed.push({ key: new Windowed(this.store.key(raw.subarray(0, at)), window), value: this.store.value(entry) });
    });
    closed.sort(({ key: { window: a } }, { key: { window: b } }) => a.end - b.end || a.start - b.start);
    for (const { key, value } of closed) this.forward(key, value, null, key.window.end, headers);
  }
}
