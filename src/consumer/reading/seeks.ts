import type { NativePartition } from '../../binding/native';
import { now } from '../../client/waiting';
import { librdkafkaCodes } from '../../errors/codes.generated';
import type { Assignment } from '../partitions/assignment';
import { partitionError } from '../consumer-errors';
import type { Offsets } from '../offsets/offset-commits';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import type { PrefetchedRecords } from '../records/prefetched-records';

/** librdkafka's main thread usually answers within 50 µs. After this time without an answer it counts as busy. */
const SEEK_TIMEOUT_MS = 100;
/**
 * Number of partitions per call, and the time after which no further call is started. This thread waits for the
 * answers.
 */
const MOST_AT_ONCE = 256;
const ASK_MS = 20;
/** Pause between two checks whether a slow queue has been served, and how long each check waits. */
const PROBE_PAUSE_MS = 50;
const PROBE_TIMEOUT_MS = 5;
/** How often a seek that librdkafka was not ready for is tried again. */
export const SEEK_RETRY_MS = 10;
/**
 * librdkafka does not fetch the partition yet, stops fetching it, or has begun to after the request was sent. How the
 * last one happens: a rebalance assigns the partition, the user seeks, and librdkafka's main thread starts the fetch
 * before it serves the seek, which is older than the start.
 */
const notReady: readonly number[] = [
  librdkafkaCodes.ERR__STATE,
  librdkafkaCodes.ERR__PREV_IN_PROGRESS,
  librdkafkaCodes.ERR__OUTDATED,
];

/** The calls that change librdkafka's assignment, implemented by the rebalancer. */
export interface AssignmentCalls {
  /** A rebalance has not been answered yet. The answer will contain the seeks of its partitions. */
  readonly isPending: boolean;
  isBeingAssigned(state: PartitionState): boolean;
  /** Assigns the partition again at an offset. Nothing else works after librdkafka has stopped fetching it. */
  reassign(state: PartitionState, offset: number): void;
}

/**
 * Seeks that librdkafka has not accepted yet. It loses a seek to a partition that it does not fetch yet (just assigned,
 * or leader unknown). Therefore the target is kept, records drained meanwhile are dropped, and the seek is repeated
 * until librdkafka accepts it.
 */
export class Seeks {
  readonly #client: NativeClient;
  readonly #assignment: Assignment;
  readonly #prefetched: PrefetchedRecords;
  readonly #offsets: Offsets;
  readonly #calls: AssignmentCalls;
  #pending = new Set<PartitionState>();
  /** Partitions whose last seek was the start of a new assignment. */
  readonly #reassigned = new WeakSet<PartitionState>();
  /** Partitions that were sought beyond the end known then, and nothing has been drained since. */
  readonly #beyondEnd = new Set<PartitionState>();
  /** No seek to an end waits for a poll or `position()`. */
  #areResolved = true;
  /** librdkafka has not answered all requests. */
  #isBacklogged = false;
  #probeAt = 0;

  constructor(
    client: NativeClient,
    assignment: Assignment,
    prefetched: PrefetchedRecords,
    offsets: Offsets,
    calls: AssignmentCalls,
  ) {
    this.#offsets = offsets;
    this.#client = client;
    this.#assignment = assignment;
    this.#prefetched = prefetched;
    this.#calls = calls;
  }

  get isPending(): boolean {
    return this.#pending.size > 0;
  }

  /** Some partitions may have been moved away from the target of their seek. */
  get mayHaveMoved(): boolean {
    return this.#beyondEnd.size > 0;
  }

  /** Takes effect for the very next record delivered. */
  seek(targets: readonly { state: PartitionState; offset: number }[]): void {
    this.#offsets.forget(targets.map(({ state }) => state));
    for (const { state, offset } of targets) {
      const lost = state.resetError !== undefined;
      this.#prefetched.drop(state);
      state.reset(Math.max(offset, -1));
      state.seekTarget = offset;
      state.soughtTo = offset;
      state.isResolved = offset >= 0;
      this.#areResolved &&= offset >= 0;
      this.expect(state, offset);
      this.#reassigned.delete(state);
      if (this.#calls.isBeingAssigned(state)) continue;
      if (lost && !this.#calls.isPending) {
        state.seekTarget = undefined;
        this.#calls.reassign(state, offset);
        this.#reassigned.add(state);
      } else this.#pending.add(state);
    }
    this.retry();
  }

  /** As in Java, a poll, or `position()` of a partition without a position, resolves the seeks to an end of all. */
  resolve(): void {
    if (this.#areResolved) return;
    this.#areResolved = true;
    for (const state of this.#assignment) state.isResolved = true;
  }

  /** Reading is to begin at this offset, which may lie beyond the end. */
  expect(state: PartitionState, offset: number): void {
    if (offset < 0 || this.#watermarks(state).high >= offset) this.#beyondEnd.delete(state);
    else this.#beyondEnd.add(state);
  }

  /**
   * Called for the first offset drained after a seek. If librdkafka has moved elsewhere, and the log reaches the target
   * by now, it is sent there once more: it asks the broker right after the seek, Java's client only when it polls. What
   * is read elsewhere would skip or repeat records. How this happens: seek to 12, end 11, out of range; records 11 and
   * 12 are written; the end (`latest`) is now 13.
   */
  confirm(state: PartitionState, offset: number): void {
    if (!this.#beyondEnd.delete(state) || state.expected === offset) return;
    const { low, high } = this.#watermarks(state);
    // The target was deleted, or lies beyond the end still.
    if (state.expected < low || state.expected > high) return;
    state.seekTarget = state.expected;
    this.#pending.add(state);
  }

  /** The last ones that a fetch has brought, negative before the first fetch. */
  #watermarks({ topic, partition }: PartitionState): { low: number; high: number } {
    return this.#client.call('cachedWatermarks', { topic, partition });
  }

  /**
   * Called when librdkafka has stopped fetching the partition, because it found no offset at `start`. True if it did so
   * before it got the last seek: reading then continues at the target of that. How this happens: assign, no committed
   * offset, the error waits in the queue. The user seeks, and polls only then.
   *
   * If librdkafka was assigned the partition again at an offset, it fetches from there. An error about no offset, or
   * about another one before anything came from there, cannot be about that. How others get here: two partitions begin
   * by time. The first offset is found, and both are assigned again (an assignor that is eager has no other way), the
   * second one still where it began, which fails once more. Its own offset is found before that error is handled.
   */
  outlived(state: PartitionState, start: number): boolean {
    if (this.#reassigned.has(state) && state.expected >= 0) {
      const isOther = start < 0 || (!state.drained && start !== state.expected);
      if (isOther) return true;
    }
    const target = state.soughtTo;
    // The seek has been carried out, and the error is about where it led to.
    const isThere = start >= 0 && (start === state.expected || start === state.position);
    if (target === undefined || isThere || this.#calls.isPending || this.#reassigned.has(state)) return false;
    // Only once: the next error is about the target of the seek.
    state.soughtTo = undefined;
    this.#pending.delete(state);
    this.#calls.reassign(state, target);
    return true;
  }

  /**
   * Sends new seeks, and repeats seeks that librdkafka did not accept. Unanswered requests are still in its queue, so
   * sending all of them again would make a slow queue even longer. In this case only one is sent from time to time. The
   * queue is served in order: an answer to this one means that all others were served too.
   */
  retry(): void {
    this.#dropStale();
    if (this.#pending.size === 0 || this.#client.isDestroyed) return;
    if (this.#isBacklogged && !this.#isServed()) return;
    const pending = [...this.#pending];
    const end = now() + ASK_MS;
    for (let i = 0; i < pending.length && !this.#isBacklogged && now() < end; i += MOST_AT_ONCE)
      this.#ask(pending.slice(i, i + MOST_AT_ONCE), SEEK_TIMEOUT_MS);
  }

  /** Drops seeks whose partition is gone, or whose target was part of the answer to a rebalance. */
  #dropStale(): void {
    for (const state of this.#beyondEnd) if (!state.assigned) this.#beyondEnd.delete(state);
    for (const state of this.#pending) {
      const isCurrent = state.assigned && this.#assignment.get(state.topic, state.partition) === state;
      if (!isCurrent || state.seekTarget === undefined) this.#pending.delete(state);
    }
  }

  /** Whether librdkafka has served all earlier requests. */
  #isServed(): boolean {
    if (now() < this.#probeAt) return false;
    this.#isBacklogged = false;
    const [probe] = this.#pending;
    this.#ask([probe!], PROBE_TIMEOUT_MS);
    if (this.#isBacklogged) this.#probeAt = now() + PROBE_PAUSE_MS;
    return !this.#isBacklogged;
  }

  #ask(states: readonly PartitionState[], timeoutMs: number): void {
    const partitions = states.map(({ topic, partition, seekTarget }) => ({ topic, partition, offset: seekTarget! }));
    for (const result of this.#client.call('seek', { partitions, timeoutMs })) this.#answered(result);
  }

  #answered(result: NativePartition): void {
    const state = this.#assignment.get(result.topic, result.partition);
    if (!state || !this.#pending.delete(state)) return;
    const isUnanswered = result.errno === librdkafkaCodes.ERR__TIMED_OUT;
    if (isUnanswered || notReady.includes(result.errno ?? 0)) {
      // Goes to the end, so that each of the others has its turn first.
      this.#pending.add(state);
      if (isUnanswered) this.#isBacklogged = true;
      return;
    }
    state.seekTarget = undefined;
    if (result.errno) throw partitionError('seek', result);
  }

  /** The start offset of the partition, for a call that assigns it. */
  static startOf(state: PartitionState): number {
    if (state.seekTarget !== undefined) return state.seekTarget;
    return state.expected >= 0 ? state.expected : state.start;
  }
}
