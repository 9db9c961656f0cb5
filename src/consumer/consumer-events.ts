import type { ClientEvents } from '../client/events/events';
import type { TopicPartition } from './partitions/topic-partition';

/** A partition that has records waiting in the log while none arrives. */
export interface StalledPartition extends TopicPartition {
  /** The next offset to read; `null`: not known. */
  position: number | null;
  endOffset: number;
}

/** Calls the listeners of a consumer's event. True if there were any. Never throws. */
export type ConsumerTell = <Name extends keyof ConsumerEvents>(name: Name, ...args: ConsumerEvents[Name]) => boolean;

/** Events of a consumer in addition to those of every client. Promises returned by listeners are not awaited. */
export interface ConsumerEvents extends ClientEvents {
  /** After `onPartitionsAssigned`. */
  assigned: [partitions: TopicPartition[]];
  /** After `onPartitionsRevoked`. */
  revoked: [partitions: TopicPartition[]];
  /** After `onPartitionsLost`: other members may have been reading these for a while. */
  lost: [partitions: TopicPartition[]];
  /** The end of a partition was reached at `offset`. Only with `'enable.partition.eof': true`. */
  partitionEof: [end: TopicPartition & { offset: number }];
  /** The assigned partitions have records, the application waits for some, and none arrives. */
  stalled: [stall: { partitions: StalledPartition[]; idleMs: number }];
}
