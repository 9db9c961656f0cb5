import { syncResult } from '../../errors/checks';
import { readTime, windowKey, WINDOW_SUFFIX } from '../../stores/timed/timed-keys';
import type { NodeEnvironment, NodeHeaders } from '../../task/nodes/node';
import { Windowed } from '../../windows/windowed';
import { FinalResults } from './final-results';
import { StoreNode, type Aggregator, type Initializer, type OldValues } from '../aggregates';

/** A record of a windowed aggregation, while it is processed. */
export interface InHand {
  readonly key: unknown;
  readonly rawKey: Buffer;
  readonly value: unknown;
  readonly timestamp: number;
  readonly headers: NodeHeaders;
  /** Windows that end before take no more records. */
  readonly closeTime: number;
}

/** An aggregate and the time of its latest record; value null: there is no aggregate yet. */
export interface Aggregate {
  readonly value: unknown;
  readonly timestamp: number;
}

/** What aggregations over time and sliding windows share. Java's AbstractKStreamTimeWindowAggregateProcessor. */
export abstract class WindowAggregateNode extends StoreNode {
  /** The largest time of a record that this node has seen. */
  protected streamTime = -1;
  #final: FinalResults | undefined;

  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    protected readonly initializer: Initializer,
    protected readonly aggregator: Aggregator,
    /** From the start of a window to when it closes, without the grace period; undefined: each update goes on. */
    private readonly closesAfterMs: number | undefined,
  ) {
    super(name, storeName, old);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    if (this.closesAfterMs !== undefined) this.#final = new FinalResults(environment, this.store, this.closesAfterMs);
  }

  protected initial(): unknown {
    return syncResult(this.initializer(), this.name);
  }

  /** Puts the record into a window. */
  protected update(hand: InHand, start: number, end: number, { value: before, timestamp }: Aggregate): void {
    const result = syncResult(this.aggregator(hand.key, hand.value, before), this.name);
    const time = before === null ? hand.timestamp : Math.max(hand.timestamp, timestamp);
    this.put(hand, start, end, { value: result, timestamp: time }, before);
  }

  protected put(hand: InHand, start: number, end: number, result: Aggregate, before: unknown): void {
    this.putRaw(windowKey(hand.rawKey, start), hand, start, end, result.value, result.timestamp, before);
  }

  /** As {@link put}, with the key of the store. */
  protected putRaw(
    raw: Buffer,
    hand: InHand,
    start: number,
    end: number,
    value: unknown,
    timestamp: number,
    before: unknown,
  ): void {
    if (!this.store.write(raw, value, timestamp, hand.timestamp)) this.environment.dropped();
    if (this.#final || this.children.length === 0) return;
    const old = this.old.areSent ? before : null;
    this.forward(new Windowed(hand.key, { start, end }), value, old, timestamp, hand.headers);
  }

  /** Sends the results of windows on that have closed, if they wait for it; with the headers of the record in hand. */
  protected sendClosed({ closeTime, headers }: InHand, sizeMs: number): void {
    this.#final?.sendClosed(closeTime, ([raw, entry]) => {
      const at = raw.length - WINDOW_SUFFIX;
      const start = readTime(raw, at);
      const key = new Windowed(this.store.key(raw.subarray(0, at)), { start, end: start + sizeMs });
      this.forward(key, this.store.value(entry), null, entry.timestamp, headers);
    });
  }
}
