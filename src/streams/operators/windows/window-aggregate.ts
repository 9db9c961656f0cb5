import { syncResult } from '../../errors/checks';
import { windowKey } from '../../stores/timed/timed-keys';
import type { NodeHeaders } from '../../task/nodes/node';
import { Windowed } from '../../windows/windowed';
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

  constructor(
    name: string,
    storeName: string,
    old: OldValues,
    protected readonly initializer: Initializer,
    protected readonly aggregator: Aggregator,
  ) {
    super(name, storeName, old);
  }

  protected initial(): unknown {
    return syncResult(this.initializer(), this.name);
  }

  protected found(rawKey: Buffer, start: number): Aggregate | undefined {
    const entry = this.store.read(windowKey(rawKey, start));
    return entry && { value: this.store.value(entry), timestamp: entry.timestamp };
  }

  /** Puts the record into a window. */
  protected update(hand: InHand, start: number, end: number, { value: before, timestamp }: Aggregate): void {
    const result = syncResult(this.aggregator(hand.key, hand.value, before), this.name);
    const time = before === null ? hand.timestamp : Math.max(hand.timestamp, timestamp);
    this.put(hand, start, end, { value: result, timestamp: time }, before);
  }

  protected put(hand: InHand, start: number, end: number, result: Aggregate, before: unknown): void {
    const { value, timestamp } = result;
    if (!this.store.write(windowKey(hand.rawKey, start), value, timestamp, hand.timestamp)) this.environment.dropped();
    const old = this.old.areSent ? before : null;
    this.forward(new Windowed(hand.key, { start, end }), value, old, timestamp, hand.headers);
  }
}
