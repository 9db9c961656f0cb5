import { LogicalOffset, type NativePartition } from '../binding/native';
import { InvalidArgumentError } from '../errors/usage-errors';
import type { Assignment } from './assignment';
import { ConsumerRecord } from './consumer-record';
import { ConsumerRecords, originOfOffset } from './consumer-records';
import type { PartitionState } from './partition-state';
import { assignmentLostError } from './state-error';
import { checkOffset, checkTopicPartition, type OffsetToCommit } from './topic-partition';

/** What `commit` and `storeOffsets` take: records mean *done with it*, offset + 1; plain offsets are next-to-read ones, as they stand. */
export type CommitArgument =
  | ConsumerRecords<never, never>
  | ConsumerRecords<unknown, unknown>
  | ConsumerRecord<unknown, unknown>
  | OffsetToCommit
  | readonly (ConsumerRecord<unknown, unknown> | OffsetToCommit)[];

export interface OffsetTarget {
  partition: NativePartition;
  /** Where it is assigned. */
  state: PartitionState | undefined;
}

class Targets {
  readonly #byPartition = new Map<string, OffsetTarget>();
  readonly #operation: string;
  readonly #assignment: Assignment;
  readonly #subscribed: boolean;

  constructor(operation: string, assignment: Assignment, subscribed: boolean) {
    this.#operation = operation;
    this.#assignment = assignment;
    this.#subscribed = subscribed;
  }

  get list(): OffsetTarget[] {
    return [...this.#byPartition.values()];
  }

  /** Of several records of a partition the highest counts, whatever their order. */
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
        `${operation}: got a copy of a record; give the record itself (its offset + 1 is meant then), or { topic, partition, offset } with the next offset to read`,
      );
    }
    const offset = checkOffset(operation, value.offset);
    const { topic, partition } = value;
    const metadata: unknown = value.metadata;
    if (metadata !== undefined && metadata !== null && typeof metadata !== 'string') {
      throw new InvalidArgumentError(operation, `${operation}: metadata must be a string; got ${typeof metadata}`);
    }
    const origin = originOfOffset(value);
    const state = this.#assignment.get(topic, partition);
    if ((origin && !origin.assigned) || (this.#subscribed && !state))
      throw assignmentLostError(operation, topic, partition);
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

/** Throws for what is neither, and `ERR_ASSIGNMENT_LOST` for what was read under an assignment that ended. Nothing is done then. */
export function offsetTargets(
  operation: string,
  argument: unknown,
  assignment: Assignment,
  subscribed: boolean,
): OffsetTarget[] {
  const targets = new Targets(operation, assignment, subscribed);
  if (ConsumerRecords.is(argument)) {
    for (const { run, end } of ConsumerRecords.segments(argument))
      targets.done(run.state, run.batch.offset(end - 1), run.leaderEpoch);
    return targets.list;
  }
  const list: unknown[] = Array.isArray(argument) ? argument : [argument];
  for (const element of list) {
    const run = ConsumerRecord.run(element);
    if (run) {
      const record = element as ConsumerRecord<unknown, unknown>;
      targets.done(run.state, record.offset, record.leaderEpoch);
    } else targets.plain(element as OffsetToCommit);
  }
  return targets.list;
}

export function positionTarget(state: PartitionState, offset: number, leaderEpoch: number): NativePartition {
  return {
    topic: state.topic,
    partition: state.partition,
    offset: offset < 0 ? LogicalOffset.INVALID : offset,
    leaderEpoch,
    metadata: '',
  };
}
