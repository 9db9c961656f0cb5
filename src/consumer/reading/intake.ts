import { Status } from '../../binding/boundary';
import type { NativePartitionEnd } from '../../binding/native';
import type { NativeClient } from '../../client/native-client';
import { now } from '../../client/waiting';
import type { ConsumerTell } from '../consumer-events';
import type { Assignment } from '../partitions/assignment';
import type { PartitionState } from '../partitions/partition-state';
import type { Accept, PrefetchedRecords } from '../records/prefetched-records';
import { RecordBatch } from '../records/record-batch';
import type { Seeks } from './seeks';

/** A drain takes about this many bytes. A larger value comes alone. */
const DRAIN_BYTES = 4 * 1024 * 1024;
/**
 * A drain takes at least this many small records, even if fewer are wanted, so that more records share its fixed cost.
 */
const DRAIN_RECORDS = 1000;
/** A record of at most this many bytes, including its columns, is small. */
const SMALL_BYTES = 256;

const noEnds: readonly NativePartitionEnd[] = [];

export interface IntakeParts {
  client: NativeClient;
  tell: ConsumerTell;
  assignment: Assignment;
  prefetched: PrefetchedRecords;
  seeks: Seeks;
  /** The user receives events for partition ends. */
  tellsEnds: boolean;
  maxPollRecords: number;
}

/** Drains librdkafka's queue into the prefetched records and updates the state of their partitions. */
export class Intake {
  readonly #client: NativeClient;
  readonly #tell: ConsumerTell;
  readonly #assignment: Assignment;
  readonly #prefetched: PrefetchedRecords;
  readonly #seeks: Seeks;
  readonly #tellsEnds: boolean;
  readonly #topicNames: string[] = [];
  readonly #topicName: (id: number) => string;
  readonly #accept: Accept;
  readonly #maxPollRecords: number;
  #drainRecords: number;
  #touchedAt = 0;
  /** When a drain last brought records; before the first ones, when the consumer was created. */
  suppliedAt = now();

  constructor(parts: IntakeParts) {
    this.#client = parts.client;
    this.#tell = parts.tell;
    this.#assignment = parts.assignment;
    this.#prefetched = parts.prefetched;
    this.#seeks = parts.seeks;
    this.#tellsEnds = parts.tellsEnds;
    this.#maxPollRecords = parts.maxPollRecords;
    this.#drainRecords = parts.maxPollRecords;
    this.#topicName = (id) => (this.#topicNames[id] ??= this.#client.handle.topicName(id));
    this.#accept = (...record) => this.#wasReset(...record);
  }

  /** Counts as polling for librdkafka while records of earlier drains are delivered; every `ms` at most. */
  touch(time: number, ms: number): void {
    if (time - this.#touchedAt < ms) return;
    this.#touchedAt = time;
    if (!this.#client.isDestroyed) this.#client.handle.touch();
  }

  /** Drains once. Returns true if that brought anything: then there may be more. */
  drain(timeoutMs: number): boolean {
    const client = this.#client;
    if (client.isDestroyed) return false;
    this.#seeks.retry();
    if (client.status[Status.REBALANCE] === 1 && client.status[Status.EVENTS] === 0) return false;
    const slab = client.handle.drain(this.#drainRecords, DRAIN_BYTES, timeoutMs);
    this.#touchedAt = now();
    const ends = client.status[Status.ENDS]! > 0 ? client.handle.takeEnds() : noEnds;
    if (slab !== undefined) {
      const large = client.status[Status.LARGE]! > 0 ? client.handle.takeLarge() : undefined;
      const batch = new RecordBatch(slab, large);
      const isSmall = slab.byteLength <= batch.count * SMALL_BYTES;
      this.#drainRecords = isSmall ? Math.max(DRAIN_RECORDS, this.#maxPollRecords) : this.#maxPollRecords;
      this.#add(batch, ends);
      this.suppliedAt = this.#touchedAt;
    } else this.#addEnds(ends);
    const events = client.status[Status.EVENTS]! > 0;
    if (events) client.dispatchEvents();
    return slab !== undefined || ends.length > 0 || events;
  }

  /** Takes records and partition ends, in the order of librdkafka's queue. */
  #add(batch: RecordBatch, ends: readonly NativePartitionEnd[]): void {
    let from = 0;
    for (const end of ends) {
      if (end.before > from) this.#addRecords(batch, from, end.before);
      from = end.before;
      this.#endReached(end);
    }
    this.#addRecords(batch, from, batch.count);
    this.#tellEnds(ends);
  }

  #addRecords(batch: RecordBatch, from: number, to: number): void {
    if (this.#seeks.mayHaveMoved) {
      for (let start = from; start < to; start = batch.runEnd(start)) {
        const state = this.#assignment.get(this.#topicName(batch.topicId(start)), batch.partition(start));
        if (state && state.seekTarget === undefined) this.#seeks.confirm(state, batch.offset(start));
      }
    }
    this.#prefetched.add(batch, this.#topicName, this.#accept, from, to);
  }

  /** Takes the ends of a drain without records. */
  #addEnds(ends: readonly NativePartitionEnd[]): void {
    for (const end of ends) this.#endReached(end);
    this.#tellEnds(ends);
  }

  /** Called after everything has been added, because a listener may poll. */
  #tellEnds(ends: readonly NativePartitionEnd[]): void {
    if (!this.#tellsEnds) return;
    for (const { topic, partition, offset } of ends) this.#tell('partitionEof', { topic, partition, offset });
  }

  #endReached({ topic, partition, offset }: NativePartitionEnd): void {
    const state = this.#assignment.get(topic, partition);
    // Skips ends of an earlier assignment, or of a position before a seek.
    if (!state || state.seekTarget !== undefined) return;
    if (this.#seeks.mayHaveMoved) this.#seeks.confirm(state, offset);
    if (state.seekTarget === undefined) state.reachedEnd(offset);
  }

  /**
   * A record below the expected offset. Either librdkafka has moved back and reading continues here, or the record was
   * fetched twice and is dropped. librdkafka has moved back if
   * - nothing was drained before: the position that the user or the group set was out of range, no matter how long the
   *   log has become since;
   * - it stood at an end below the expected record before (out of range with `latest`, and more records were written
   *   since);
   * - the record has a later leader epoch than everything drained: after an unclean election the log has other contents
   *   from here on (KIP-320), no matter how long it has become since;
   * - the log ends before the expected record: it was truncated, or its topic was created again.
   */
  #wasReset(state: PartitionState, offset: number, leaderEpoch: number): boolean {
    const isRewritten = state.expectedLeaderEpoch >= 0 && leaderEpoch > state.expectedLeaderEpoch;
    if (state.drained && state.movedTo < 0 && !isRewritten && !this.#endsBefore(state)) return false;
    state.reset(offset);
    return true;
  }

  #endsBefore({ topic, partition, expected }: PartitionState): boolean {
    const { high } = this.#client.call('cachedWatermarks', { topic, partition });
    return high >= 0 && high < expected;
  }
}
