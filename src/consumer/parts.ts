import type { Assignment } from './assignment';
import type { HandOver } from './hand-over';
import type { Offsets } from './offsets';
import type { Poller } from './poller';
import type { Port } from './port';
import type { Rebalancer, RebalanceHooks } from './rebalance';
import type { Rest } from './rest';
import type { Seeks } from './seeks';

/** What a consumer is made of, for those of its parts that need most of the others. */
export interface Parts<K, V> {
  port: Port;
  assignment: Assignment;
  rest: Rest;
  offsets: Offsets;
  seeks: Seeks;
  rebalancer: Rebalancer;
  hooks: RebalanceHooks;
  poller: Poller;
  handOver: HandOver<K, V>;
  settings: ConsumerSettings;
  /** Throws unless there is something to poll. */
  assertSubscribed: (operation: string) => void;
  /** The iterator in use: it has given a record and has not ended. */
  iterator: { open: object | undefined };
}

export interface ConsumerSettings {
  groupId: string | null;
  autoCommit: boolean;
  autoCommitIntervalMs: number;
  maxPollRecords: number;
  maxPollIntervalMs: number;
  partitionEof: boolean;
  reset: { readonly kind: 'earliest' | 'latest' | 'none' } | { readonly kind: 'by_duration'; readonly ms: number };
}
