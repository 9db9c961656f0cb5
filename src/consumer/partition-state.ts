import { LogicalOffset } from '../binding/native';
import type { TopicPartition } from './topic-partition';

/**
 * One partition for as long as it is assigned; another assignment of it is another object. Whoever holds a record holds this
 * too, so that what became of the partition can be told at any time.
 */
export class PartitionState implements TopicPartition {
  /** False once the partition was revoked, lost or replaced: nothing of it may be stored or committed any more. */
  assigned = true;
  /** Bumped by whatever makes drained records worthless: seek, revoke, assign, unsubscribe. */
  epoch = 0;
  /** The next offset to hand over; −1: nothing was drained yet since it was assigned, or sought to an end. */
  position = -1;
  /** Leader epoch of the last record handed over, −1: none. */
  leaderEpoch = -1;
  /** Where `assign` said to begin, −1001: nowhere. */
  start: number = LogicalOffset.INVALID;
  /** By a seek, and nothing was handed over since: the committed offset is none of its business. */
  sought = false;
  /** Something of it was handed over since it was assigned or sought. */
  handed = false;
  /** Everything below it is done with: it was handed over, and then more was asked for. −1: nothing. */
  done = -1;
  doneLeaderEpoch = -1;
  /** What librdkafka was last told to store. */
  stored = -1;
  /** What we last had committed; what librdkafka commits by its interval is not told here. */
  committed = -1;
  /** The next offset that a drain may bring; −1: any. */
  expected = -1;
  /** Records of this partition in the rest. */
  waiting = 0;
  /** Where the partition was last seen to end; −1: never seen since it was assigned or sought. */
  end = -1;
  /** By the user. */
  paused = false;
  /** By a stream that has read the partition up to its `to`. */
  stopped = false;
  /** A stream's `to`: records from here on are held back. */
  stopAt = Infinity;
  /** A seek that librdkafka has not taken yet: an offset or a logical one. What it drains meanwhile is dropped. */
  seekTarget: number | undefined;
  /** There is nowhere to read from (`auto.offset.reset=none`): every poll says so until the user seeks. */
  resetError: Error | undefined;
  /** Aborted when the partition goes. */
  abort: AbortController | undefined;

  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  /** Whether its records may be handed over. */
  get isHeld(): boolean {
    return this.paused || this.stopped;
  }

  /**
   * Reading goes on at `position` (−1: at one that librdkafka finds). Nothing is done with there, so nothing will be stored:
   * a seek leaves the committed offset alone.
   */
  reset(position: number): void {
    this.position = position;
    this.handed = false;
    this.done = -1;
    this.expected = position;
    this.leaderEpoch = -1;
    this.doneLeaderEpoch = -1;
    this.end = -1;
    this.resetError = undefined;
  }

  /** Everything handed over so far is done with. */
  finish(): void {
    if (!this.handed) return;
    this.done = this.position;
    this.doneLeaderEpoch = this.leaderEpoch;
  }

  /**
   * The end was reached at `offset`, behind everything drained: control records and gaps before it are passed, once the rest
   * is handed over.
   */
  passEnd(): void {
    if (this.waiting > 0 || this.end <= this.position) return;
    const nothingInHand = this.done === this.position;
    this.position = this.end;
    if (this.expected < this.end) this.expected = this.end;
    if (nothingInHand) this.done = this.position;
  }
}
