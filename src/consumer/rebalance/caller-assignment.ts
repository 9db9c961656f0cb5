import type { NativePartition } from '../../binding/native';
import type { NativeClient } from '../../client/native-client';
import type { Assignment } from '../partitions/assignment';
import type { PartitionState } from '../partitions/partition-state';
import { toTopicPartition } from '../partitions/topic-partition';
import type { Seeks } from '../reading/seeks';
import type { Rebalancer } from './rebalancer';

export interface CallerAssignmentParts {
  client: NativeClient;
  assignment: Assignment;
  seeks: Seeks;
  rebalancer: Rebalancer;
  /** The assignment has changed: something waiting may go on. */
  changed: () => void;
}

/**
 * Assigns what the caller says, with or without a group, as answer to a rebalance or at any other time. librdkafka is
 * called first: what it refuses has no effect.
 */
export class CallerAssignment {
  readonly #parts: CallerAssignmentParts;

  constructor(parts: CallerAssignmentParts) {
    this.#parts = parts;
  }

  assign(list: readonly NativePartition[]): void {
    const { client, rebalancer, changed } = this.#parts;
    client.call('assign', { partitions: [...list] });
    rebalancer.replace();
    this.#add(list);
    changed();
  }

  unassign(): void {
    const { client, rebalancer, changed } = this.#parts;
    client.call('assign', { partitions: null });
    rebalancer.replace();
    changed();
  }

  incrementalAssign(list: readonly NativePartition[]): void {
    this.#parts.client.call('incrementalAssign', { partitions: [...list] });
    this.#add(list);
    this.#parts.changed();
  }

  incrementalUnassign(list: readonly NativePartition[]): void {
    const { client, assignment, rebalancer, changed } = this.#parts;
    client.call('incrementalUnassign', { partitions: list.map(toTopicPartition) });
    const states = list.flatMap(({ topic, partition }): PartitionState[] => {
      const state = assignment.get(topic, partition);
      return state === undefined ? [] : [state];
    });
    rebalancer.replace(states);
    changed();
  }

  #add(list: readonly NativePartition[]): void {
    const { assignment, seeks } = this.#parts;
    for (const { topic, partition, offset = -1001 } of list) {
      const state = assignment.add({ topic, partition });
      state.start = offset;
      if (offset < 0) continue;
      state.reset(offset);
      seeks.expect(state, offset);
    }
  }
}
