import { PartitionState } from './partition-state';
import type { TopicPartition } from './topic-partition';

/** The partitions currently assigned to this consumer, by topic and partition. */
export class Assignment implements Iterable<PartitionState> {
  // Not an array: it would be as long as the largest partition number that a user passes in.
  readonly #topics = new Map<string, Map<number, PartitionState>>();
  /** Partitions whose processed or stored offsets changed since the last look. */
  readonly unstored = new Set<PartitionState>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(topic: string, partition: number): PartitionState | undefined {
    return this.#topics.get(topic)?.get(partition);
  }

  /** Adds a new assignment of the partition and ends the previous one. */
  add({ topic, partition }: TopicPartition): PartitionState {
    const old = this.get(topic, partition);
    if (old) this.remove(old);
    const state = new PartitionState(topic, partition, this.unstored);
    let partitions = this.#topics.get(topic);
    if (!partitions) this.#topics.set(topic, (partitions = new Map()));
    partitions.set(partition, state);
    this.#size++;
    return state;
  }

  remove(state: PartitionState): void {
    state.assigned = false;
    state.epoch++;
    this.unstored.delete(state);
    if (this.get(state.topic, state.partition) !== state) return;
    const partitions = this.#topics.get(state.topic)!;
    partitions.delete(state.partition);
    this.#size--;
    if (partitions.size === 0) this.#topics.delete(state.topic);
  }

  list(): TopicPartition[] {
    return Array.from(this, ({ topic, partition }) => ({ topic, partition }));
  }

  *[Symbol.iterator](): Iterator<PartitionState> {
    for (const partitions of [...this.#topics.values()]) yield* [...partitions.values()];
  }
}
