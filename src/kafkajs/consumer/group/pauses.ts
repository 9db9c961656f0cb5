import type { TopicPartition, TopicPartitions } from '../../types/places';

interface TopicPause {
  /** All partitions but the resumed ones, also those assigned later. */
  all: boolean;
  paused: Set<number>;
  resumed: Set<number>;
}

/** What the application has paused. It lasts beyond assignments. */
export class Pauses {
  readonly #topics = new Map<string, TopicPause>();

  #of(topic: string): TopicPause {
    let known = this.#topics.get(topic);
    if (known === undefined) {
      this.#topics.set(topic, (known = { all: false, paused: new Set(), resumed: new Set() }));
    }
    return known;
  }

  #whole(topic: string, all: boolean): void {
    this.#topics.set(topic, { all, paused: new Set(), resumed: new Set() });
  }

  pause(list: readonly { topic: string; partitions?: number[] | undefined }[]): void {
    for (const { topic, partitions } of list) {
      if (partitions === undefined) {
        this.#whole(topic, true);
        continue;
      }
      const pause = this.#of(topic);
      for (const partition of partitions) {
        pause.paused.add(partition);
        pause.resumed.delete(partition);
      }
      pause.all = false;
    }
  }

  resume(list: readonly { topic: string; partitions?: number[] | undefined }[]): void {
    for (const { topic, partitions } of list) {
      if (partitions === undefined) {
        this.#whole(topic, false);
        continue;
      }
      const pause = this.#of(topic);
      for (const partition of partitions) {
        pause.paused.delete(partition);
        if (pause.all) pause.resumed.add(partition);
      }
    }
  }

  has({ topic, partition }: TopicPartition): boolean {
    const pause = this.#topics.get(topic);
    if (pause === undefined) return false;
    return (pause.all && !pause.resumed.has(partition)) || pause.paused.has(partition);
  }

  /** Those of `assigned` that are paused, by topic. */
  among(assigned: Iterable<TopicPartition>): TopicPartitions[] {
    const byTopic = new Map<string, number[]>();
    for (const one of assigned) {
      if (this.has(one)) byTopic.set(one.topic, [...(byTopic.get(one.topic) ?? []), one.partition]);
    }
    return Array.from(byTopic, ([topic, partitions]) => ({ topic, partitions: partitions.sort((a, b) => a - b) }));
  }
}
