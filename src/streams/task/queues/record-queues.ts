import { StreamsError } from '../../errors/streams-errors';
import { FailOnInvalidTimestamp } from '../../options/timestamp-extractors';
import { Heap } from './heap';
import type { InputRecord } from './input-record';
import type { RecordRun } from './record-run';
import type { HeadRecord, SourceNode } from '../nodes/topic-nodes';

/** Records of one partition that wait; the first is deserialized. Java's RecordQueue. */
class PartitionQueue {
  readonly source: SourceNode;
  head: HeadRecord | undefined;
  /** A run that was read is gone, and its memory with it: this queue may never be empty. */
  readonly #runs: RecordRun[] = [];
  /** The next record of the first run. */
  #next = 0;
  #waiting = 0;
  /** The largest time of a record that was taken. */
  partitionTime: number;
  readonly #drop: (record: InputRecord, error?: { cause: unknown }) => void;

  constructor(source: SourceNode, time: number, drop: (record: InputRecord, error?: { cause: unknown }) => void) {
    this.source = source;
    this.partitionTime = time;
    this.#drop = drop;
  }

  get size(): number {
    return this.#waiting + (this.head ? 1 : 0);
  }

  add(run: RecordRun): void {
    this.#runs.push(run);
    this.#waiting += run.count;
    this.#update();
  }

  take(): HeadRecord {
    const taken = this.head!;
    this.head = undefined;
    this.partitionTime = Math.max(this.partitionTime, taken.timestamp);
    this.#update();
    return taken;
  }

  /** Deserializes the next record that can be, and has a time. */
  #update(): void {
    while (!this.head && this.#waiting > 0) this.head = this.#read(this.#shift());
  }

  #shift(): InputRecord {
    const run = this.#runs[0]!;
    const raw = run.record(this.#next++);
    this.#waiting--;
    if (this.#next === run.count) {
      this.#next = 0;
      this.#runs.shift();
    }
    return raw;
  }

  #read(raw: InputRecord): HeadRecord | undefined {
    let head: HeadRecord;
    try {
      head = this.source.read(raw);
    } catch (cause) {
      this.#drop(raw, { cause });
      return undefined;
    }
    const { timestampExtractor } = this.source;
    // What the default does, without an object for it.
    if (timestampExtractor === FailOnInvalidTimestamp && raw.timestamp >= 0) return head;
    const { topic, partition, offset, headers, timestamp: own } = raw;
    const record = { key: head.key, value: head.value, topic, partition, offset, headers, timestamp: own };
    const timestamp = timestampExtractor(record, this.partitionTime);
    if (!Number.isInteger(timestamp))
      throw new StreamsError(`${this.source.name}: its timestamp extractor must return whole milliseconds`);
    if (timestamp >= 0) return { ...head, timestamp };
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

  /** Makes a queue. `time`: the largest time of a record that was taken from its partition before. */
  open(name: string, source: SourceNode, time: number): PartitionQueue {
    const queue = new PartitionQueue(source, time, (raw, error) => this.#drop(source, raw, error));
    this.#queues.set(name, queue);
    return queue;
  }

  /** `name`: of the queue, one for each partition. The run is not empty. */
  add(name: string, run: RecordRun, source: SourceNode): void {
    const queue = this.#queues.get(name) ?? this.open(name, source, -1);
    const wasEmpty = !queue.head;
    queue.add(run);
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

  get isEmpty(): boolean {
    return this.#nonEmpty.size === 0;
  }

  /** How many partitions have records that wait. */
  get nonEmpty(): number {
    return this.#nonEmpty.size;
  }

  /** How many records of the partition wait. */
  sizeOf(name: string): number {
    return this.#queues.get(name)?.size ?? 0;
  }

  /** The offset of the partition's first record that waits. */
  headOf(name: string): number | undefined {
    return this.#queues.get(name)?.head?.raw.offset;
  }

  /** The largest time of a record that was taken from the partition, −1 before the first. */
  timeOf(name: string): number {
    return this.#queues.get(name)?.partitionTime ?? -1;
  }
}
