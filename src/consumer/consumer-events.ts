import type { ClientEvents } from '../client/events';
import type { TopicPartition } from './topic-partition';

/** A partition that has records waiting in the log while none arrives. */
export interface StalledPartition extends TopicPartition {
  /** The next offset to read; `null`: not known. */
  position: number | null;
  endOffset: number;
}

/** What a consumer emits besides the events of every client. Nobody waits for what listeners of these do. */
export interface ConsumerEvents extends ClientEvents {
  /** After `onPartitionsAssigned`. */
  assigned: [partitions: TopicPartition[]];
  /** After `onPartitionsRevoked`. */
  revoked: [partitions: TopicPartition[]];
  /** After `onPartitionsLost`: others may have been reading these for a while. */
  lost: [partitions: TopicPartition[]];
  /** The end of a partition was reached at `offset`. Only with `'enable.partition.eof': true`. */
  partitionEof: [end: TopicPartition & { offset: number }];
  /** Partitions are assigned and have records, the application waits for some, and none comes. */
  stalled: [stall: { partitions: StalledPartition[]; idleMs: number }];
}
