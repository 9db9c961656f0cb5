import type { Headers } from '../../../index';
import type { RecordContext } from '../../task/nodes/node';

/** A record as an agent gets it. */
export interface AgentItem<K, V> {
  readonly key: K;
  readonly value: V;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
  /** Null, −1 and −1 for one that no topic has: what a punctuation forwarded. */
  readonly topic: string | null;
  readonly partition: number;
  readonly offset: number;
  /**
   * Acknowledges this item and all before it, with everything that the agent has done so far. Asking for the next item
   * does the same.
   */
  ack(): void;
}

/** An item, and the record that it was made of. */
export interface Taken {
  readonly item: AgentItem<unknown, unknown>;
  readonly context: RecordContext;
}
