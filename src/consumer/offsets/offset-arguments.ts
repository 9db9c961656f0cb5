import type { NativePartition } from '../../binding/native';
import { isTooLong, LONGEST_TEXT } from '../../config/values/native-text';
import { InvalidArgumentError } from '../../errors/usage-errors';
import type { Assignment } from '../partitions/assignment';
import { ConsumerRecord } from '../records/consumer-record';
import { ConsumerRecords, originOfOffset } from '../records/consumer-records';
import type { PartitionState } from '../partitions/partition-state';
import { assignmentLostError } from '../consumer-errors';
import type { OffsetTarget } from './offset-target';
import { checkOffset, checkTopicPartition, type OffsetToCommit } from '../partitions/topic-partition';

/**
 * Arguments of `commit` and `storeOffsets`. A record means that it is processed: offset + 1 is committed. A plain
 * offset is the next one to read and is committed unchanged.
 */
export type CommitArgument =
  | ConsumerRecords<never, never>
  | ConsumerRecords<unknown, unknown>
  | ConsumerRecord<unknown, unknown>
  | OffsetToCommit
  | readonly (ConsumerRecord<unknown, unknown> | OffsetToCommit)[];

/** Throws if a plain offset of this partition, which is not assigned, must be refused. */
type AssertElsewhere = (topic: string, partition: number) => void;

class Targets {
  readonly #byPartition = new Map<string, OffsetTarget>();
  readonly #operation: string;
  readonly #assignment: Assignment;
  readonly #assertMayBeElsewhere: AssertElsewhere;

  constructor(operation: string, assignment: Assignment, assertMayBeElsewhere: AssertElsewhere) {
    this.#operation = operation;
    this.#assignment = assignment;
    this.#assertMayBeElsewhere = assertMayBeElsewhere;
  }

  get list(): OffsetTarget[] {
    return [...this.#byPartition.values()];
  }

  /** The highest record offset of each partition wins, in any order of the arguments. */
  done(state: PartitionState, offset: number, leaderEpoch: number | null): void {
    if (!state.assigned) throw assignmentLostError(this.#operation, state.topic, state.partition);
    const { topic, partition } = state;
    const known = this.#byPartition.get(`${topic}-${partition}`);
    if (known && known.partition.offset! > offset) return;
    this.#set(state, { topic, partition, offset: offset + 1, leaderEpoch: leaderEpoch ?? -1, metadata: '' });
  }

  plain(value: OffsetToCommit): void {
    const operation = this.#operation;
    checkTopicPartition(operation, value);
    if ('key' in value || 'value' in value) {
      throw new InvalidArgumentError(
        operation,
        `${operation}: got a copy of a record; pass the record itself, which commits its offset + 1, or { topic, partition, offset } with the next offset to read`,
      );
    }
    const offset = checkOffset(operation, value.offset);
    const { topic, partition } = value;
    const metadata: unknown = value.metadata;
    if (metadata !== undefined && metadata !== null && typeof metadata !== 'string') {
      throw new InvalidArgumentError(operation, `${operation}: metadata must be a string; got ${typeof metadata}`);
    }
    if (typeof metadata === 'string' && isTooLong(metadata)) {
      throw new InvalidArgumentError(
        operation,
        `${operation}: metadata is too long. It may have ${LONGEST_TEXT} bytes; brokers take 4096 by default`,
      );
    }
    const origin = originOfOffset(value);
    const state = this.#assignment.get(topic, partition);
    const isGone = origin?.assigned === false || state?.assigned === false;
    if (isGone) throw assignmentLostError(operation, topic, partition);
    if (!state) this.#assertMayBeElsewhere(topic, partition);
    this.#set(state, {
      topic,
      partition,
      offset,
      leaderEpoch: value.leaderEpoch ?? -1,
      metadata: (metadata as string | null | undefined) ?? '',
    });
  }

  #set(state: PartitionState | undefined, partition: NativePartition): void {
    this.#byPartition.set(`${partition.topic}-${partition.partition}`, { partition, state });
  }
}

/**
 * Throws for any other argument, and `ERR_ASSIGNMENT_LOST` for records read under an assignment that has ended. In both
 * cases nothing is committed or stored.
 */
export function offsetTargets(
  operation: string,
  argument: unknown,
  assignment: Assignment,
  assertMayBeElsewhere: AssertElsewhere,
): OffsetTarget[] {
  const targets = new Targets(operation, assignment, assertMayBeElsewhere);
  if (ConsumerRecords.is(argument)) {
    for (const { run, end } of ConsumerRecords.segments(argument))
      targets.done(run.state, run.batch.offset(end - 1), run.leaderEpoch);
    return targets.list;
  }
  const list: unknown[] = Array.isArray(argument) ? argument : [argument];
  for (const element of list) {
    const state = ConsumerRecord.state(element);
    if (state) {
      const record = element as ConsumerRecord<unknown, unknown>;
      targets.done(state, record.offset, record.leaderEpoch);
    } else targets.plain(element as OffsetToCommit);
  }
  return targets.list;
}
