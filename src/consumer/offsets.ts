import { setTimeout as sleep } from 'node:timers/promises';
import { errorName, isRetriableErrno } from '../errors/codes';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { TimeoutError } from '../errors/waiting-errors';
import type { NativePartition } from '../binding/native';
import { errorDescription } from '../client/error-description';
import { checkSignal, checkTimeout, now, remaining, type WaitOptions } from '../client/waiting';
import type { Assignment } from './assignment';
import { offsetTargets, positionTarget, type OffsetTarget } from './offset-arguments';
import type { PartitionState } from './partition-state';
import type { Port } from './port';
import { findStartPositions } from './start-positions';
import { assignmentLostError } from './state-error';

/** Done offsets reach librdkafka this often while records flow. It commits them by `auto.commit.interval.ms`, in seconds. */
const STORE_INTERVAL_MS = 100;
/** Between two attempts of a commit that the group is not ready for. */
const COMMIT_RETRY_MS = 100;

/** A commit of a member whose group forms a new generation: taken once that is done, or has been given up. */
const whileRebalancing: readonly number[] = [
  librdkafkaCodes.ERR_REBALANCE_IN_PROGRESS,
  librdkafkaCodes.ERR_STALE_MEMBER_EPOCH,
];
/** As long as the member takes part: it has not heard of the new generation yet. One that leaves never will. */
const whileMember: readonly number[] = [...whileRebalancing, librdkafkaCodes.ERR_ILLEGAL_GENERATION];

export interface OffsetSettings {
  groupId: string | null;
  autoCommit: boolean;
  onCommit?: (offsets: readonly NativePartition[]) => void;
}

/**
 * What is done with, and what is stored and committed of it. The auto-commit rule is Java's: what was handed over may be committed
 * once more is asked for. librdkafka commits what was stored, at its interval.
 */
export class Offsets {
  readonly #port: Port;
  readonly #assignment: Assignment;
  readonly #settings: OffsetSettings;
  /** Partitions that records were handed over of since more was last asked for. */
  readonly #inHand: PartitionState[] = [];
  /** How many of them: emptying the list itself for each record of an iterator would cost more than all the rest. */
  #inHandCount = 0;
  #storedAt = 0;
  /** From the first call of `storeOffsets` on, storing is the user's. */
  #storedByUser = false;
  /** While a `forEach` runs, which stores what is finished. */
  suspended = false;
  /** What was handed over last was by a poll: closing counts it as done with, as Java does. An iterator's record in hand is not. */
  countsAtClose = true;
  /** Set by the consumer: whether there is a subscription. */
  subscribed = false;

  constructor(port: Port, assignment: Assignment, settings: OffsetSettings) {
    this.#port = port;
    this.#assignment = assignment;
    this.#settings = settings;
  }

  get autoCommits(): boolean {
    return this.#settings.autoCommit;
  }

  /** Something of the partition was handed over, from `offset` on. */
  handedOver(state: PartitionState, offset: number): void {
    if (!state.handed) {
      state.handed = true;
      // Where the first record was found counts as done up to: or, after a rebalance, `latest` would skip it.
      if (!state.sought && state.done < 0) state.done = offset;
      state.sought = false;
    }
    const count = this.#inHandCount;
    if (count > 0 && this.#inHand[count - 1] === state) return;
    this.#inHand[count] = state;
    this.#inHandCount = count + 1;
  }

  /** More is asked for: what was handed over is done with. */
  asked(): void {
    for (let i = 0; i < this.#inHandCount; i++) this.#inHand[i]!.finish();
    this.#inHandCount = 0;
  }

  /** Tells librdkafka now and then what is done with; `soon` where there is time for it. */
  store(soon: boolean): void {
    if (!this.#settings.autoCommit || this.#storedByUser || this.suspended) return;
    if (!soon) {
      const time = now();
      if (time - this.#storedAt < STORE_INTERVAL_MS) return;
      this.#storedAt = time;
    }
    const partitions: NativePartition[] = [];
    for (const state of this.#assignment) {
      if (state.done >= 0 && state.done !== state.stored)
        partitions.push(positionTarget(state, state.done, state.doneLeaderEpoch));
    }
    if (partitions.length > 0) this.#store(partitions);
  }

  #store(partitions: NativePartition[]): NativePartition[] {
    const results = this.#port.call('storeOffsets', { partitions });
    for (const { topic, partition, errno, offset } of results) {
      const state = this.#assignment.get(topic, partition);
      if (state && !errno) state.stored = offset!;
    }
    return results;
  }

  /** `consumer.storeOffsets`. */
  storeOffsets(argument: unknown): void {
    this.#requireGroup('storeOffsets');
    const targets = offsetTargets('storeOffsets', argument, this.#assignment, true);
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

  /** What `commit` without arguments commits: what the user stored, else the positions. */
  #current(): NativePartition[] {
    if (!this.#storedByUser) findStartPositions(this.#port, this.#assignment);
    const partitions: NativePartition[] = [];
    for (const state of this.#assignment) {
      if (this.#storedByUser) {
        if (state.stored >= 0) partitions.push(positionTarget(state, state.stored, -1));
      } else if (state.position >= 0) partitions.push(positionTarget(state, state.position, state.leaderEpoch));
    }
    return partitions;
  }

  #toCommit(argument: unknown): NativePartition[] {
    this.#requireGroup('commit');
    if (argument === undefined || argument === null) return this.#current();
    return offsetTargets('commit', argument, this.#assignment, this.subscribed).map(({ partition }) => partition);
  }

  /** `consumer.commit`. */
  async commit(argument: unknown, options: WaitOptions): Promise<void> {
    const timeoutMs = checkTimeout('commit', options.timeoutMs, this.#port.defaultTimeoutMs);
    const signal = checkSignal('commit', options.signal);
    this.#port.lifecycle.assertOpenOrListening('commit');
    await this.commitPartitions(this.#toCommit(argument), { timeoutMs, signal });
  }

  async commitPartitions(
    partitions: NativePartition[],
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<void> {
    if (partitions.length === 0) return;
    this.#committed(await this.#port.requestWithin('commit', { partitions }, { operation: 'commit', ...options }));
  }

  commitSync(argument: unknown, timeoutMs: number): void {
    this.#port.lifecycle.assertOpenOrListening('commitSync');
    const partitions = this.#toCommit(argument);
    if (partitions.length === 0) return;
    this.#committed(this.#port.requestSync('commit', { partitions }, 'commitSync', timeoutMs));
  }

  #committed(results: readonly NativePartition[]): void {
    const failed = results.find(({ errno }) => errno);
    for (const { topic, partition, errno, offset } of results) {
      const state = this.#assignment.get(topic, partition);
      // What the user committed is done with, asked for more or not.
      if (!state || errno) continue;
      state.committed = offset!;
      if (offset! > state.done) state.done = offset!;
    }
    if (failed) throw partitionError('commit', failed);
    this.#settings.onCommit?.(results);
  }

  /**
   * Of a partition that brought nothing, all before where reading began counts as done, as in Java: with `latest` the next owner would
   * skip what is written until it reads.
   */
  #countBeginnings(states: readonly PartitionState[]): void {
    if (this.#storedByUser || this.suspended) return;
    findStartPositions(this.#port, states);
    for (const state of states)
      if (state.assigned && !state.handed && !state.sought && state.done < 0) state.done = state.position;
  }

  /** What is done with of these and not committed yet. */
  #uncommitted(states: readonly PartitionState[]): NativePartition[] {
    const partitions: NativePartition[] = [];
    for (const state of states) {
      const offset = this.#storedByUser || this.suspended ? state.stored : state.done;
      if (state.assigned && offset >= 0 && offset !== state.committed)
        partitions.push(positionTarget(state, offset, state.doneLeaderEpoch));
    }
    return partitions;
  }

  /** What is done with of these is stored. True if it is to be committed, and some of it is not yet. */
  #storeDone(states: readonly PartitionState[]): boolean {
    if (!this.#settings.autoCommit) return false;
    this.#countBeginnings(states);
    this.store(true);
    return this.#uncommitted(states).length > 0;
  }

  /**
   * Before partitions go: what is done with of them is stored and committed. undefined: nothing has to be awaited. A failure is a
   * warning, for the next owner then only reads more than it had to.
   */
  beforeRevoke(states: readonly PartitionState[], timeoutMs: number, sync: boolean): Promise<void> | undefined {
    // librdkafka commits what is stored when it unassigns; all that is lost by `sync` is to wait for it before the listener.
    return this.#storeDone(states) && !sync ? this.#commitDone(states, timeoutMs, whileRebalancing) : undefined;
  }

  /**
   * Before the group is left, while it is still served: what was done with since a cooperative rebalance began can be committed only
   * after it, and a member that leaves in the middle of one would leave all that to be read twice.
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
          this.#port.emit('warning', error as KafkaError);
          return;
        }
        await sleep(COMMIT_RETRY_MS, undefined, { ref: false });
      }
    }
  }

  #requireGroup(operation: string): void {
    requireGroup(operation, this.#settings.groupId);
  }
}

/** Java's InvalidGroupIdException. Code `ERR_INVALID_GROUP_ID`. */
export function requireGroup(operation: string, groupId: string | null): void {
  if (groupId !== null) return;
  throw new InvalidArgumentError(
    operation,
    `${operation}: the consumer has no group.id, so there is nowhere to commit to; set group.id`,
    {
      code: 'ERR_INVALID_GROUP_ID',
      errno: librdkafkaCodes.ERR_INVALID_GROUP_ID,
    },
  );
}

export function partitionError(operation: string, { topic, partition, errno }: NativePartition): KafkaError {
  const code = errorName(errno!);
  const message = `${operation}: ${topic}-${partition}: ${errorDescription(errno!)}`;
  if (code === 'ERR__TIMED_OUT') return new TimeoutError(operation, message);
  return new KafkaError({
    code,
    errno,
    message,
    isRetriable: isRetriableErrno(errno!),
    operation,
  });
}
