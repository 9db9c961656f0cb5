import { PartitionState } from './partition-state';
import type { TopicPartition } from './topic-partition';

/** The partitions that are this consumer's now, by topic and partition. */
export class Assignment implements Iterable<PartitionState> {
  readonly #topics = new Map<string, (PartitionState | undefined)[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(topic: string, partition: number): PartitionState | undefined {
    return this.#topics.get(topic)?.[partition];
  }

  /** A new assignment of the partition; an old one of the same ends. */
  add({ topic, partition }: TopicPartition): PartitionState {
    const old = this.get(topic, partition);
    if (old) this.remove(old);
    const state = new PartitionState(topic, partition);
    let partitions = this.#topics.get(topic);
    if (!partitions) this.#topics.set(topic, (partitions = []));
    partitions[partition] = state;
    this.#size++;
    return state;
  }

  remove(state: PartitionState): void {
    state.assigned = false;
    state.epoch++;
    if (this.get(state.topic, state.partition) !== state) return;
    const partitions = this.#topics.get(state.topic)!;
    partitions[state.partition] = undefined;
    this.#size--;
    if (!partitions.some((other) => other !== undefined)) this.#topics.delete(state.topic);
  }

  list(): TopicPartition[] {
    return Array.from(this, ({ topic, partition }) => ({ topic, partition }));
  }

  *[Symbol.iterator](): Iterator<PartitionState> {
    for (const partitions of [...this.#topics.values()]) {
      for (const state of partitions) if (state) yield state;
    }
  }
}
