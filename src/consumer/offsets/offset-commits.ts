import { setTimeout as sleep } from 'node:timers/promises';
import { librdkafkaCodes } from '../../errors/codes.generated';
import { KafkaError } from '../../errors/kafka-error';
import type { NativePartition } from '../../binding/native';
import { now, remaining } from '../../client/waiting';
import type { Assignment } from '../partitions/assignment';
import { positionTarget, storedTarget, type OffsetTarget } from './offset-target';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import { findStartPositions } from '../partitions/start-positions';
import { assignmentLostError, partitionError } from '../consumer-errors';

/**
 * While records flow, processed offsets are stored in librdkafka this often. librdkafka commits them every
 * `auto.commit.interval.ms`, which is seconds.
 */
const STORE_INTERVAL_MS = 100;
/** Pause before a commit is tried again because the group was not ready for it. */
const COMMIT_RETRY_MS = 100;

/** The group is forming a new generation. It accepts the commit once that is complete or has failed. */
const whileRebalancing: readonly number[] = [
  librdkafkaCodes.ERR_REBALANCE_IN_PROGRESS,
  librdkafkaCodes.ERR_STALE_MEMBER_EPOCH,
];
/** For a member that stays in the group: it has not heard of the new generation yet. A leaving member never will. */
const whileMember: readonly number[] = [...whileRebalancing, librdkafkaCodes.ERR_ILLEGAL_GENERATION];

export interface OffsetSettings {
  autoCommit: boolean;
  onCommitted?: ((offsets: readonly NativePartition[]) => void) | undefined;
}

/**
 * Tracks processed, stored and committed offsets. The auto-commit rule is Java's: records that were delivered may be
 * committed once the user asks for more. librdkafka commits the stored offsets at its interval.
 */
export class Offsets {
  readonly #client: NativeClient;
  readonly #assignment: Assignment;
  readonly #settings: OffsetSettings;
  /** Partitions whose records were delivered since the user last asked for more. */
  readonly #inHand: PartitionState[] = [];
  /**
   * Number of valid entries in `#inHand`. Clearing the array for each record of an iterator would cost more than
   * everything else.
   */
  #inHandCount = 0;
  #storedAt = 0;
  /** After the first call of `storeOffsets`, only the user stores offsets. */
  #storedByUser = false;
  /** True while a `forEach` runs: it stores finished offsets itself. */
  suspended = false;
  /**
   * The last delivery was by a poll, so closing counts it as processed, as Java does. The record that an iterator has
   * just returned does not count.
   */
  countsAtClose = true;
  /** Set by the consumer: whether there is a subscription. */
  subscribed = false;

  constructor(client: NativeClient, assignment: Assignment, settings: OffsetSettings) {
    this.#client = client;
    this.#assignment = assignment;
    this.#settings = settings;
  }

  get autoCommits(): boolean {
    return this.#settings.autoCommit;
  }

  /** Auto-commit takes what is stored here, not what the user stores. */
  get #storesItself(): boolean {
    return this.#settings.autoCommit && !this.#storedByUser && !this.suspended;
  }

  /** A record of the partition was delivered. `offset` is the first one. */
  handedOver(state: PartitionState, offset: number): void {
    if (!state.handed) {
      const isSought = state.soughtTo !== undefined;
      state.delivered();
      // Commit at least the place of the first record. Without it, `latest` would skip this record after a rebalance.
      if (state.done < 0) state.done = offset;
      // After a seek to an end, the place is known only now. Java commits it without waiting for the next poll.
      if (isSought && state.done !== state.stored && this.#storesItself)
        this.#store([positionTarget(state, state.done, -1)]);
    }
    const count = this.#inHandCount;
    if (count > 0 && this.#inHand[count - 1] === state) return;
    this.#inHand[count] = state;
    this.#inHandCount = count + 1;
  }

  /** The user asks for more: everything delivered so far is processed. */
  asked(): void {
    for (let i = 0; i < this.#inHandCount; i++) this.#inHand[i]!.finish();
    this.#inHandCount = 0;
  }

  /** Stores processed offsets in librdkafka, at most every STORE_INTERVAL_MS; at once with `soon`. */
  store(soon: boolean, isLeaving = false): void {
    if (!this.#storesItself) return;
    if (!soon) {
      const time = now();
      if (time - this.#storedAt < STORE_INTERVAL_MS) return;
      this.#storedAt = time;
    } else this.#countBeginnings([...this.#assignment], isLeaving);
    const partitions: NativePartition[] = [];
    const { unstored } = this.#assignment;
    for (const state of unstored) {
      if (state.done >= 0 && state.done !== state.stored)
        partitions.push(positionTarget(state, state.done, state.doneLeaderEpoch));
      else this.#isStored(state);
    }
    // Offsets that librdkafka refuses stay in `unstored` and are tried again.
    if (partitions.length === 0) return;
    for (const { topic, partition, errno } of this.#store(partitions)) {
      const state = this.#assignment.get(topic, partition);
      if (state && !errno && state.done === state.stored) this.#isStored(state);
    }
  }

  #isStored(state: PartitionState): void {
    state.isUnstored = false;
    this.#assignment.unstored.delete(state);
  }

  #store(partitions: NativePartition[]): NativePartition[] {
    const results = this.#client.call('storeOffsets', { partitions });
    for (const [i, { topic, partition, errno, offset }] of results.entries()) {
      const state = this.#assignment.get(topic, partition);
      if (!state || errno) continue;
      state.stored = offset!;
      // Results are in the order of the request.
      const given = partitions[i];
      state.storedMetadata = given?.metadata ?? '';
      state.storedLeaderEpoch = given?.leaderEpoch ?? -1;
    }
    return results;
  }

  /**
   * Called for a seek: what was stored before it no longer counts. Otherwise librdkafka would commit it when the
   * partition is taken away, or assigned again because of the seek.
   */
  forget(states: readonly PartitionState[]): void {
    if (!this.#storesItself || this.#client.isDestroyed) return;
    const stored = states.filter((state) => state.stored >= 0);
    if (stored.length === 0) return;
    this.#client.call('storeOffsets', { partitions: stored.map((state) => positionTarget(state, -1, -1)) });
    for (const state of stored) state.stored = -1;
  }

  /** Stores the user's offsets. After the first call nothing else is stored. */
  storeByUser(targets: readonly OffsetTarget[]): void {
    this.#storedByUser = true;
    if (targets.length > 0) this.storeTargets(targets, 'storeOffsets');
  }

  storeTargets(targets: readonly OffsetTarget[], operation: string): void {
    for (const result of this.#store(targets.map(({ partition }) => partition))) {
      if (!result.errno) continue;
      if (result.errno === librdkafkaCodes.ERR__STATE)
        throw assignmentLostError(operation, result.topic, result.partition);
      throw partitionError(operation, result);
    }
  }

  /** The offsets that `commit()` without arguments commits: the user's stored offsets, or else the positions. */
  current(): NativePartition[] {
    if (!this.#storedByUser) findStartPositions(this.#client, [...this.#assignment].filter(isResolved));
    const partitions: NativePartition[] = [];
    for (const state of this.#assignment) {
      if (this.#storedByUser) {
        if (state.stored >= 0) partitions.push(storedTarget(state));
      } else if (state.position >= 0 && isResolved(state))
        partitions.push(positionTarget(state, state.position, state.leaderEpoch));
    }
    return partitions;
  }

  async commitPartitions(
    partitions: NativePartition[],
    options: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<void> {
    if (partitions.length === 0) return;
    this.#committed(await this.#client.requestWithin('commit', { partitions }, { operation: 'commit', ...options }));
  }

  commitPartitionsSync(partitions: NativePartition[], timeoutMs: number): void {
    if (partitions.length === 0) return;
    this.#committed(this.#client.requestSync('commit', { partitions }, 'commitSync', timeoutMs));
  }

  #committed(results: readonly NativePartition[]): void {
    const failed = results.find(({ errno }) => errno);
    for (const { topic, partition, errno, offset } of results) {
      const state = this.#assignment.get(topic, partition);
      if (!state || errno) continue;
      state.committed = offset!;
      // Records that the user committed are processed, even if the user has not asked for more yet. Offsets beyond the
      // position do not count: as in Java, the next automatic commit takes the position.
      if (offset! > state.done && offset! <= state.position) state.done = offset!;
    }
    if (failed) throw partitionError('commit', failed);
    this.#settings.onCommitted?.(results);
  }

  /**
   * For a partition without any record so far, the start position counts as processed, as in Java. Otherwise, with
   * `latest`, the next owner would skip records written before it starts to read.
   */
  #countBeginnings(states: readonly PartitionState[], isLeaving: boolean): void {
    if (this.#storedByUser || this.suspended) return;
    // Leaving does not resolve a seek to an end.
    const counted = isLeaving ? states.filter(isResolved) : states;
    findStartPositions(this.#client, counted);
    for (const state of counted) if (state.assigned && !state.handed && state.done < 0) state.done = state.position;
  }

  /** Processed offsets of these partitions that are not committed yet. */
  #uncommitted(states: readonly PartitionState[]): NativePartition[] {
    const partitions: NativePartition[] = [];
    for (const state of states) {
      const isStored = this.#storedByUser || this.suspended;
      const offset = isStored ? state.stored : state.done;
      if (state.assigned && offset >= 0 && offset !== state.committed)
        partitions.push(isStored ? storedTarget(state) : positionTarget(state, offset, state.doneLeaderEpoch));
    }
    return partitions;
  }

  /** Stores the processed offsets of these partitions. Returns true if some of them still have to be committed. */
  #storeDone(states: readonly PartitionState[]): boolean {
    if (!this.#settings.autoCommit) return false;
    this.#countBeginnings(states, true);
    this.store(true, true);
    return this.#uncommitted(states).length > 0;
  }

  /**
   * Called before partitions are revoked: stores and commits their processed offsets. undefined: there is nothing to
   * wait for. A failed commit is only a warning, because the next owner then just reads some records again.
   */
  beforeRevoke(states: readonly PartitionState[], timeoutMs: number, sync: boolean): Promise<void> | undefined {
    // librdkafka commits stored offsets when it unassigns. With `sync`, the only difference is that the listener runs
    // before that commit has completed.
    return this.#storeDone(states) && !sync ? this.#commitDone(states, timeoutMs, whileRebalancing) : undefined;
  }

  /**
   * Called before the consumer leaves the group, while its queue is still served. Offsets processed since a cooperative
   * rebalance began can be committed only after that rebalance. If the member left in the middle of it, the next owner
   * would read all these records again.
   */
  beforeLeave(states: readonly PartitionState[], timeoutMs: number): Promise<void> | undefined {
    return this.#storeDone(states) ? this.#commitDone(states, timeoutMs, whileMember) : undefined;
  }

  /** Never rejects. */
  async #commitDone(states: readonly PartitionState[], timeoutMs: number, passing: readonly number[]): Promise<void> {
    const deadline = now() + timeoutMs;
    for (;;) {
      const partitions = this.#uncommitted(states);
      if (partitions.length === 0) return;
      try {
        return await this.commitPartitions(partitions, { timeoutMs: remaining(deadline) });
      } catch (error) {
        const isPassing = KafkaError.is(error) && passing.includes(error.errno);
        if (!isPassing || remaining(deadline) <= COMMIT_RETRY_MS) {
          this.#client.tell('warning', error as KafkaError);
          return;
        }
        await sleep(COMMIT_RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

function isResolved(state: PartitionState): boolean {
  return state.isResolved;
}
