import type { TopicOffsets, TopicPartition } from '../../types/places';

/** An offset of a partition. */
export interface Place extends TopicPartition {
  offset: number;
}

/** One partition from its assignment to its end. Offsets are the next to read; −1: not known. */
export interface PartitionOffsets extends TopicPartition {
  /** Committed for the group; before that, where reading began. */
  committed: number;
  /** `committed` was given by the program. kafkajs compares it as an object, and commits the same number once more. */
  isGiven: boolean;
  /** The offset after the last one that is resolved. */
  resolved: number;
  /** What the next fetch begins with. */
  next: number;
  /** The partition was taken away, or assigned anew. */
  isOver: boolean;
}

export const partitionKey = (topic: string, partition: number): string => `${topic}|${partition}`;

/** When resolved offsets are to be committed. */
export interface CommitRules {
  autoCommit: boolean;
  autoCommitInterval: number | null;
  autoCommitThreshold: number | null;
}

/** The offsets of the assigned partitions. */
export class Offsets {
  readonly rules: CommitRules;
  readonly #partitions = new Map<string, PartitionOffsets>();
  #lastCommit = Date.now();

  constructor(rules: CommitRules) {
    this.rules = rules;
  }

  get all(): IterableIterator<PartitionOffsets> {
    return this.#partitions.values();
  }

  get(topic: string, partition: number): PartitionOffsets | undefined {
    return this.#partitions.get(partitionKey(topic, partition));
  }

  add(topic: string, partition: number, committed: number): PartitionOffsets {
    const key = partitionKey(topic, partition);
    this.#end(key);
    const offsets: PartitionOffsets = {
      topic,
      partition,
      committed,
      isGiven: false,
      resolved: -1,
      next: committed,
      isOver: false,
    };
    this.#partitions.set(key, offsets);
    return offsets;
  }

  remove(topic: string, partition: number): void {
    const key = partitionKey(topic, partition);
    this.#end(key);
    this.#partitions.delete(key);
  }

  #end(key: string): void {
    const known = this.#partitions.get(key);
    if (known !== undefined) known.isOver = true;
  }

  /** The record at `offset` is done. */
  resolve(of: PartitionOffsets, offset: number): void {
    of.resolved = of.next = offset + 1;
  }

  /** Reading goes on at `next`, whatever was resolved before. */
  restart(of: PartitionOffsets, next: number): void {
    of.committed = of.next = next;
    of.isGiven = false;
    of.resolved = -1;
  }

  /** The interval has passed, or enough is resolved. */
  get isDue(): boolean {
    const { autoCommitInterval, autoCommitThreshold } = this.rules;
    if (autoCommitInterval !== null && Date.now() >= this.#lastCommit + autoCommitInterval) return true;
    return autoCommitThreshold !== null && this.#countResolved() >= autoCommitThreshold;
  }

  #countResolved(): number {
    let count = 0;
    for (const { resolved, committed } of this.#partitions.values()) {
      if (resolved >= 0) count += resolved - Math.max(0, committed);
    }
    return count;
  }

  /** What is resolved and not committed. */
  uncommitted(): TopicOffsets[] {
    const byTopic = new Map<string, TopicOffsets>();
    for (const { topic, partition, resolved, committed, isGiven } of this.#partitions.values()) {
      if (resolved < 0 || (resolved === committed && !isGiven)) continue;
      let offsets = byTopic.get(topic);
      if (offsets === undefined) byTopic.set(topic, (offsets = { topic, partitions: [] }));
      // Partitions are text here, in kafkajs too.
      offsets.partitions.push({ partition: String(partition) as never, offset: String(resolved) });
    }
    return [...byTopic.values()];
  }

  /** These were committed; nothing needed it if there are none. */
  committed(list: readonly { topic: string; partition: number; offset: number }[]): void {
    this.#lastCommit = Date.now();
    this.areCommitted(list);
  }

  /** They are, by whomever. */
  areCommitted(list: readonly { topic: string; partition: number; offset: number }[]): void {
    for (const { topic, partition, offset } of list) {
      const known = this.get(topic, partition);
      if (known === undefined) continue;
      known.committed = offset;
      known.isGiven = false;
    }
  }

  /** The program itself has committed these. */
  areGiven(list: readonly { topic: string; partition: number }[]): void {
    for (const { topic, partition } of list) {
      const known = this.get(topic, partition);
      if (known !== undefined) known.isGiven = true;
    }
  }
}
