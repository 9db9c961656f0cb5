import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../client/group-metadata';
import type { PartitionInfo } from '../client/topic-metadata';
import { checkTimeout, type WaitOptions } from '../client/waiting';
import { ConsumerClient } from './consumer-client';
import { consumerMetrics, type ConsumerMetrics } from './metrics';
import type { CommitArgument } from './offset-arguments';
import { requireGroup } from './offsets';
import type { Parts } from './parts';
import type { Positions } from './positions';
import type { Queries, TimestampQuery, TopicInfo } from './queries';
import type { CommittedOffset, PartitionOffset, SeekOffset, TopicPartition } from './topic-partition';

/** Options of a call where a list of offsets may stand as well. */
type Options = WaitOptions & { topic?: never; offset?: never };

/** A consumer's positions and offsets, and its questions to the brokers: what does not hand over records. */
export abstract class OffsetConsumer extends ConsumerClient {
  #offsetParts!: Parts<never, never>;
  #positions!: Positions;
  #queries!: Queries;

  protected answerWith(parts: Parts<never, never>, positions: Positions, queries: Queries): void {
    this.#offsetParts = parts;
    this.#positions = positions;
    this.#queries = queries;
  }

  // ---- positions

  /** Reading goes on at this offset, from the very next record. Committed offsets stay. */
  seek(partition: TopicPartition, offset: SeekOffset): void {
    this.#positions.seek(partition, offset);
  }

  seekToBeginning(partitions?: readonly TopicPartition[]): void {
    this.#positions.seekTo('seekToBeginning', partitions, 'beginning');
  }

  seekToEnd(partitions?: readonly TopicPartition[]): void {
    this.#positions.seekTo('seekToEnd', partitions, 'end');
  }

  /** To the committed offsets: after an aborted transaction the same records come again. */
  seekToCommitted(partitions?: readonly TopicPartition[], options: WaitOptions = {}): Promise<void> {
    return this.#positions.seekToCommitted(partitions, (list) => this.#queries.committed(list, options));
  }

  /** The offset after the last record handed over; `null`: not known yet. Asks nobody. */
  position(partition: TopicPartition): number | null {
    return this.#positions.position(partition);
  }

  /** Nothing of these is handed over until `resume`; what was fetched of them waits. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#positions.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#positions.resume(partitions);
  }

  paused(): TopicPartition[] {
    this.lifecycle.assertOpenOrListening('paused');
    return this.#positions.paused();
  }

  // ---- offsets

  /** Commits what was handed over (or stored, once `storeOffsets` was used). */
  commit(options?: Options): Promise<void>;
  /** Commits records as done (offset + 1), or next-to-read offsets as they stand. */
  commit(offsets: CommitArgument, options?: WaitOptions): Promise<void>;
  commit(first?: unknown, second: WaitOptions = {}): Promise<void> {
    return isOptions(first)
      ? this.#offsetParts.offsets.commit(undefined, first ?? {})
      : this.#offsetParts.offsets.commit(first, second);
  }

  /** As `commit`, blocking this thread. */
  commitSync(offsets?: CommitArgument | null, timeoutMs?: number): void {
    this.#offsetParts.offsets.commitSync(offsets, checkTimeout('commitSync', timeoutMs, this.defaultTimeoutMs));
  }

  /** What the next commit (by interval, on revoke, on close, without arguments) takes. From the first call on, nothing else is stored. */
  storeOffsets(offsets: CommitArgument): void {
    this.lifecycle.assertOpenOrListening('storeOffsets');
    this.#offsetParts.offsets.storeOffsets(offsets);
  }

  committed(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<CommittedOffset[]> {
    return this.#queries.committed(partitions, options);
  }

  committedSync(partitions: readonly TopicPartition[], timeoutMs?: number): CommittedOffset[] {
    return this.#queries.committedSync(partitions, checkTimeout('committedSync', timeoutMs, this.defaultTimeoutMs));
  }

  beginningOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.ends('beginningOffsets', partitions, options);
  }

  /** The offset after the last record; with `isolation.level=read_committed`, after the last one that is stable. */
  endOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.ends('endOffsets', partitions, options);
  }

  /** Of each partition the offset of the first record of that time or later; `null`: there is none. */
  offsetsForTimes(queries: readonly TimestampQuery[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.offsetsForTimes(queries, options);
  }

  /** Records between the position and the end as last seen; `null`: not known yet. Asks nobody. */
  currentLag(partition: TopicPartition): number | null {
    return this.#queries.currentLag(this.#positions.state('currentLag', partition));
  }

  partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    return this.#queries.partitionsFor(topic, options);
  }

  listTopics(options: WaitOptions = {}): Promise<TopicInfo[]> {
    return this.#queries.listTopics(options);
  }

  /** For `producer.sendOffsetsToTransaction`. */
  groupMetadata(): ConsumerGroupMetadata {
    this.lifecycle.assertOpenOrListening('groupMetadata');
    const { groupId } = this.#offsetParts.settings;
    requireGroup('groupMetadata', groupId);
    const serialized = this.call('groupMetadata', null)!;
    return { groupId: groupId!, memberId: this.call('memberId', null) ?? '', [serializedGroupMetadata]: serialized };
  }

  metrics(): ConsumerMetrics {
    const { assignment, rest } = this.#offsetParts;
    const lags = this.isDestroyed ? [] : Array.from(assignment, (state) => this.#queries.currentLag(state));
    return consumerMetrics({ assigned: assignment.size, waiting: rest.count, lags }, this.statistics);
  }
}

function isOptions(value: unknown): value is WaitOptions | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return (
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype &&
    names.every((name) => name === 'timeoutMs' || name === 'signal')
  );
}
