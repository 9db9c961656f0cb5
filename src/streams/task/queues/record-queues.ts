import { StreamsError } from '../../errors/streams-errors';
import { Heap } from './heap';
import type { InputRecord } from './input-record';
import type { HeadRecord, SourceNode } from '../nodes/topic-nodes';

/** Records of one partition that wait; the first is deserialized. Java's RecordQueue. */
class PartitionQueue {
  readonly source: SourceNode;
  head: HeadRecord | undefined;
  readonly #records: InputRecord[] = [];
  #next = 0;
  /** The largest time of a record that was taken. */
  #partitionTime = -1;
  readonly #drop: (record: InputRecord, error?: { cause: unknown }) => void;

  constructor(source: SourceNode, drop: (record: InputRecord, error?: { cause: unknown }) => void) {
    this.source = source;
    this.#drop = drop;
  }

  add(record: InputRecord): void {
    this.#records.push(record);
    this.#update();
  }

  take(): HeadRecord {
    const taken = this.head!;
    this.head = undefined;
    this.#partitionTime = Math.max(this.#partitionTime, taken.timestamp);
    this.#update();
    return taken;
  }

  /** Deserializes the next record that can be, and has a time. */
  #update(): void {
    while (!this.head && this.#next < this.#records.length) {
      const raw = this.#records[this.#next++]!;
      if (this.#next === this.#records.length) {
        this.#records.length = 0;
        this.#next = 0;
      }
      this.head = this.#read(raw);
    }
  }

  #read(raw: InputRecord): HeadRecord | undefined {
    let data: ReturnType<SourceNode['deserialize']>;
    try {
      data = this.source.deserialize(raw);
    } catch (cause) {
      this.#drop(raw, { cause });
      return undefined;
    }
    const { topic, partition, offset, headers } = raw;
    const record = { ...data, topic, partition, offset, headers, timestamp: raw.timestamp };
    const timestamp = this.source.timestampExtractor(record, this.#partitionTime);
    if (!Number.isInteger(timestamp))
      throw new StreamsError(`${this.source.name}: its timestamp extractor must return whole milliseconds`);
    if (timestamp >= 0) return { raw, timestamp, ...data };
    this.#drop(raw);
    return undefined;
  }
}

/** The queues of a task: the record with the smallest time is next. Java's PartitionGroup. */
export class RecordQueues {
  readonly #queues = new Map<string, PartitionQueue>();
  readonly #nonEmpty = new Heap<PartitionQueue>(({ head }) => head!.timestamp);
  readonly #drop: (source: SourceNode, record: InputRecord, error?: { cause: unknown }) => void;

  /** `drop`: what becomes of records without a time, and of those that cannot be deserialized. */
  constructor(drop: (source: SourceNode, record: InputRecord, error?: { cause: unknown }) => void) {
    this.#drop = drop;
  }

  /** `name`: of the queue, one for each partition. */
  add(name: string, record: InputRecord, source: SourceNode): void {
    let queue = this.#queues.get(name);
    if (!queue) {
      queue = new PartitionQueue(source, (raw, error) => this.#drop(source, raw, error));
      this.#queues.set(name, queue);
    }
    const wasEmpty = !queue.head;
    queue.add(record);
    if (wasEmpty && queue.head) this.#nonEmpty.push(queue);
  }

  /** The next record and its source; undefined: all queues are empty. */
  take(): { source: SourceNode; record: HeadRecord } | undefined {
    const queue = this.#nonEmpty.pop();
    if (!queue) return undefined;
    const record = queue.take();
    if (queue.head) this.#nonEmpty.push(queue);
    return { source: queue.source, record };
  }
}
