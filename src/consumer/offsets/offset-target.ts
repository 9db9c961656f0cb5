import { LogicalOffset, type NativePartition } from '../../binding/native';
import type { PartitionState } from '../partitions/partition-state';

/** An offset to store or to commit. */
export interface OffsetTarget {
  partition: NativePartition;
  /** The current assignment of the partition. */
  state: PartitionState | undefined;
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

/** The offset that the user stored, with its metadata and leader epoch. */
export function storedTarget(state: PartitionState): NativePartition {
  return { ...positionTarget(state, state.stored, state.storedLeaderEpoch), metadata: state.storedMetadata };
}
