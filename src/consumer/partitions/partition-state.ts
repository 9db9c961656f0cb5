import { LogicalOffset } from '../../binding/native';
import type { TopicPartition } from './topic-partition';

/**
 * State of one partition while it is assigned. A later assignment of the same partition is a new object. Each record
 * refers to its state, so it is always known whether its partition is still assigned.
 */
export class PartitionState implements TopicPartition {
  /** False once the partition was revoked, lost or replaced. After that, nothing of it may be stored or committed. */
  assigned = true;
  /** Incremented by seek, revoke, assign and unsubscribe: records drained before that are invalid. */
  epoch = 0;
  /** The next offset to deliver. −1: nothing was drained since the assignment or since a seek to an end. */
  position = -1;
  /** The offset after the last record that a DirectReader delivered. −1: none. */
  consumed = -1;
  /** Leader epoch of the last delivered record. −1: none. */
  leaderEpoch = -1;
  /** Start offset given to `assign`. −1001: none given. */
  start: number = LogicalOffset.INVALID;
  /** A record was delivered since the assignment or the last seek. */
  handed = false;
  /**
   * All offsets below are processed: they were delivered and the user asked for more, or a seek passed them. −1: none.
   */
  get done(): number {
    return this.#done;
  }
  set done(offset: number) {
    this.#done = offset;
    if (!this.isUnstored) this.#changed();
  }
  doneLeaderEpoch = -1;
  /** The offset last stored in librdkafka. */
  get stored(): number {
    return this.#stored;
  }
  set stored(offset: number) {
    this.#stored = offset;
    if (!this.isUnstored) this.#changed();
  }
  /** The metadata that the user stored with it. */
  storedMetadata = '';
  storedLeaderEpoch = -1;
  /**
   * The last offset that the consumer itself committed. Commits that librdkafka makes at its interval are not visible
   * here.
   */
  committed = -1;
  /** The next offset that a drain may bring. −1: any. */
  expected = -1;
  /** Leader epoch of the last drained record. −1: none. */
  expectedLeaderEpoch = -1;
  /** A record was drained since the assignment, the last seek, or since librdkafka moved back. */
  drained = false;
  /** Number of prefetched records of this partition. */
  waiting = 0;
  /** Where the end of the partition was last seen. −1: not seen since the assignment or the last seek. */
  end = -1;
  /**
   * librdkafka has moved back to this offset (out of range, or topic created again) and no record has followed yet. −1:
   * it has not.
   */
  movedTo = -1;
  /** The end that the leader reported. −1: it was not asked, or its answer is out of date. */
  askedEnd = -1;
  /** Paused by the user. */
  paused = false;
  /** A stream has read the partition up to its `to`. */
  stopped = false;
  /** The stream's `to`: records from this offset on are held back. */
  stopAt = Infinity;
  /**
   * A seek that librdkafka has not accepted yet: an offset or a logical offset. Records drained meanwhile are dropped.
   */
  seekTarget: number | undefined;
  /** The target of the user's last seek, until a record from there is delivered. */
  soughtTo: number | undefined;
  /** False after a seek to an end that no poll and no `position()` has resolved. Java has no position then. */
  isResolved = true;
  /** There is no start position (`auto.offset.reset=none`). Every poll throws this until the user seeks. */
  resetError: Error | undefined;
  /** Aborted when the partition is revoked or lost. */
  abort: AbortController | undefined;

  /** This state is in `unstored`. */
  isUnstored = false;
  #done = -1;
  #stored = -1;

  /**
   * @param unstored The state adds itself here when `done` or `stored` changes, so that only changed ones are looked
   *   at.
   */
  constructor(
    readonly topic: string,
    readonly partition: number,
    private readonly unstored?: Set<PartitionState>,
  ) {}

  #changed(): void {
    if (this.unstored === undefined || !this.assigned) return;
    this.isUnstored = true;
    this.unstored.add(this);
  }

  /** Whether its records are held back. */
  get isHeld(): boolean {
    return this.paused || this.stopped;
  }

  /**
   * Reading continues at `position` (−1: at one that librdkafka finds). As in Java's client, the next automatic commit
   * takes this position: the last one set wins, no matter who set it.
   */
  reset(position: number): void {
    this.position = position;
    this.handed = false;
    this.done = position;
    this.expected = position;
    this.expectedLeaderEpoch = -1;
    this.drained = false;
    this.leaderEpoch = -1;
    this.doneLeaderEpoch = -1;
    this.end = -1;
    this.movedTo = -1;
    this.askedEnd = -1;
    this.resetError = undefined;
  }

  /** Records from `offset` on were delivered, but count as not processed. */
  rewind(offset: number): void {
    this.position = offset;
    if (this.done > offset) this.done = offset;
  }

  /** A record was delivered: the last seek is over. */
  delivered(): void {
    this.handed = true;
    this.soughtTo = undefined;
    this.isResolved = true;
  }

  /** Everything delivered so far is processed. */
  finish(): void {
    if (!this.handed) return;
    this.done = this.position;
    this.doneLeaderEpoch = this.leaderEpoch;
  }

  /**
   * librdkafka has fetched everything and stands at the end, `offset`. Calls follow the order of its queue: an end that
   * came before records must be reported before them, or it would look as if librdkafka had moved back.
   */
  reachedEnd(offset: number): void {
    this.end = offset;
    // If reading began at a committed offset and nothing was drained yet, that offset may be the one out of range.
    this.movedTo = offset < Math.max(this.expected, this.position) ? offset : -1;
    this.passEnd();
  }

  /**
   * `end` lies behind everything drained. Once the remaining records are delivered, the position skips the control
   * records and gaps before it.
   */
  passEnd(): void {
    if (this.waiting > 0) return;
    if (this.movedTo >= 0) {
      const end = this.movedTo;
      this.reset(end);
      this.end = end;
      return;
    }
    if (this.end > this.position) this.skipTo(this.end);
  }

  /** No record that could be delivered lies before `offset`. */
  skipTo(offset: number): void {
    const nothingInHand = this.done === this.position;
    this.position = offset;
    if (this.expected < offset) this.expected = offset;
    if (nothingInHand) this.done = offset;
  }
}
