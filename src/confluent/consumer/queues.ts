import type { Message } from '../../rdkafka/base/types';

export const keyOf = (topic: string, partition: number): string => `${topic}|${partition}`;

/** What a handler has at the moment. */
export interface Work {
  /** Something has happened to the partition: the handler should come to its end. */
  isStale: boolean;
  /** What it does is no longer stored: reading goes on elsewhere. */
  isSought: boolean;
}

/** Messages of a partition that were fetched and not given to a handler. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  work: Work | undefined;
  #messages: Message[] = [];
  #next = 0;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get length(): number {
    return this.#messages.length - this.#next;
  }

  /** Drops what waits. Returns the first message of it, to read from there again. */
  drop(): Message | undefined {
    const first = this.#messages[this.#next];
    this.clear();
    return first;
  }

  push(message: Message): void {
    this.#messages.push(message);
  }

  take(max: number): Message[] {
    const end = Math.min(this.#messages.length, this.#next + max);
    const taken = this.#messages.slice(this.#next, end);
    if (end === this.#messages.length) this.clear();
    else this.#next = end;
    return taken;
  }

  clear(): void {
    this.#messages = [];
    this.#next = 0;
  }
}

/** The queues of all partitions. They take turns. */
export class Queues {
  readonly #byKey = new Map<string, PartitionQueue>();
  readonly #paused = new Map<string, { topic: string; partition: number }>();
  #turns: PartitionQueue[] = [];
  #last: PartitionQueue | undefined;

  get length(): number {
    let sum = 0;
    for (const queue of this.#byKey.values()) sum += queue.length;
    return sum;
  }

  [Symbol.iterator](): IterableIterator<PartitionQueue> {
    return this.#byKey.values();
  }

  get(topic: string, partition: number): PartitionQueue | undefined {
    return this.#byKey.get(keyOf(topic, partition));
  }

  push(message: Message): void {
    const { topic, partition } = message;
    // Messages of a partition come together.
    if (this.#last?.topic === topic && this.#last.partition === partition) return this.#last.push(message);
    const key = keyOf(topic, partition);
    let queue = this.#byKey.get(key);
    if (queue === undefined) {
      queue = new PartitionQueue(topic, partition);
      this.#byKey.set(key, queue);
      this.#turns.push(queue);
    }
    this.#last = queue;
    queue.push(message);
  }

  /** A partition with messages that no handler has. The one that was served last comes last. */
  free(): PartitionQueue | undefined {
    const index = this.#turns.findIndex(
      (queue) => queue.length > 0 && queue.work === undefined && !this.#isPaused(queue),
    );
    if (index < 0) return undefined;
    const queue = this.#turns[index]!;
    if (index < this.#turns.length - 1) {
      this.#turns.splice(index, 1);
      this.#turns.push(queue);
    }
    return queue;
  }

  #isPaused({ topic, partition }: PartitionQueue): boolean {
    return this.#paused.size > 0 && this.#paused.has(keyOf(topic, partition));
  }

  /** The partition has gone: its messages are given up. */
  forget(topic: string, partition: number): PartitionQueue | undefined {
    const key = keyOf(topic, partition);
    const queue = this.#byKey.get(key);
    this.#byKey.delete(key);
    if (this.#last === queue) this.#last = undefined;
    this.#paused.delete(key);
    this.#turns = this.#turns.filter((one) => one !== queue);
    return queue;
  }

  pause(topic: string, partition: number): void {
    this.#paused.set(keyOf(topic, partition), { topic, partition });
  }

  resume(topic: string, partition: number): void {
    this.#paused.delete(keyOf(topic, partition));
  }

  paused(): { topic: string; partitions: number[] }[] {
    const topics = new Map<string, number[]>();
    for (const { topic, partition } of this.#paused.values()) {
      topics.set(topic, [...(topics.get(topic) ?? []), partition]);
    }
    return Array.from(topics, ([topic, partitions]) => ({ topic, partitions }));
  }
}
