import type { NativePartition } from '../binding/native';
import { librdkafkaCodes } from '../errors/codes.generated';
import type { Assignment } from './assignment';
import { partitionError } from './offsets';
import type { PartitionState } from './partition-state';
import type { Port } from './port';
import type { Rest } from './rest';

/** librdkafka's main thread answers in some 50 µs; it is busy when it has not after so long, and is asked again. */
const SEEK_TIMEOUT_MS = 100;
/** How often a seek that librdkafka was not ready for is made again. */
export const SEEK_RETRY_MS = 10;

/** Whose turn it is to tell librdkafka about the assignment. */
export interface AssignmentCalls {
  /** A rebalance waits for its answer, which will carry the seeks of the partitions in it. */
  readonly isPending: boolean;
  isBeingAssigned(state: PartitionState): boolean;
  /** Assigns the partition again, at an offset: the only way on for one that librdkafka gave up. */
  reassign(state: PartitionState, offset: number): void;
}

/**
 * Seeks, and those that have not taken yet. librdkafka loses a seek to a partition that it is not fetching from yet (just assigned, or its
 * leader unknown): the target is kept, what is drained meanwhile dropped, and the seek made again until it takes.
 */
export class Seeks {
  readonly #port: Port;
  readonly #assignment: Assignment;
  readonly #rest: Rest;
  readonly #calls: AssignmentCalls;
  #pending = new Set<PartitionState>();

  constructor(port: Port, assignment: Assignment, rest: Rest, calls: AssignmentCalls) {
    this.#port = port;
    this.#assignment = assignment;
    this.#rest = rest;
    this.#calls = calls;
  }

  get isPending(): boolean {
    return this.#pending.size > 0;
  }

  /** In effect for the very next record handed over. */
  seek(targets: readonly { state: PartitionState; offset: number }[]): void {
    for (const { state, offset } of targets) {
      const lost = state.resetError !== undefined;
      this.#rest.drop(state);
      state.reset(Math.max(offset, -1));
      state.sought = true;
      state.seekTarget = offset;
      if (this.#calls.isBeingAssigned(state)) continue;
      if (lost && !this.#calls.isPending) {
        state.seekTarget = undefined;
        this.#calls.reassign(state, offset);
      } else this.#pending.add(state);
    }
    this.retry();
  }

  /** Makes the seeks again that did not take. */
  retry(): void {
    if (this.#pending.size === 0 || this.#port.isDestroyed) return;
    const partitions: NativePartition[] = [];
    for (const state of this.#pending) {
      // Gone meanwhile, or the answer to a rebalance carried it.
      if (
        !state.assigned ||
        state.seekTarget === undefined ||
        this.#assignment.get(state.topic, state.partition) !== state
      )
        this.#pending.delete(state);
      else partitions.push({ topic: state.topic, partition: state.partition, offset: state.seekTarget });
    }
    if (partitions.length === 0) return;
    for (const result of this.#port.call('seek', { partitions, timeoutMs: SEEK_TIMEOUT_MS })) this.#answered(result);
  }

  #answered(result: NativePartition): void {
    const state = this.#assignment.get(result.topic, result.partition);
    if (!state || !this.#pending.has(state)) return;
    if (result.errno === librdkafkaCodes.ERR__STATE || result.errno === librdkafkaCodes.ERR__TIMED_OUT) return;
    this.#pending.delete(state);
    state.seekTarget = undefined;
    if (result.errno) throw partitionError('seek', result);
  }

  /** The offset to start the partition at, for a call that assigns it. */
  static startOf(state: PartitionState): number {
    if (state.seekTarget !== undefined) return state.seekTarget;
    return state.expected >= 0 ? state.expected : state.start;
  }
}
