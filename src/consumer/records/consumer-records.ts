import { ConsumerRecord } from './consumer-record';
import { byteReaders, type Readers } from './readers';
import type { Run } from './record-batch';
import type { PartitionState } from './partition-state';
import type { TopicPartition } from './topic-partition';

/** Part of a run that was handed over. Without `records` they are made when they are looked at. */
export interface Segment<K, V> {
  run: Run;
  start: number;
  end: number;
  records?: ConsumerRecord<K, V>[];
}

/** What `records.offsets()` gives, to be committed: the next offset to read of each partition. */
export interface NextOffset extends TopicPartition {
  offset: number;
  leaderEpoch: number | null;
  metadata: string;
}

const origins = new WeakMap<object, PartitionState>();

/** @internal The assignment that an element of `records.offsets()` was read under. */
export function originOfOffset(offset: object): PartitionState | undefined {
  return origins.get(offset);
}

function recordAt<K, V>(segment: Segment<K, V>, index: number, readers: Readers<K, V>): ConsumerRecord<K, V> {
  if (segment.records) return segment.records[index - segment.start]!;
  const { run } = segment;
  return new ConsumerRecord<K, V>(run, index, readers.key(run.batch, index), readers.value(run.batch, index));
}

class RecordIterator<K, V> implements IterableIterator<ConsumerRecord<K, V>> {
  readonly #segments: readonly Segment<K, V>[];
  readonly #readers: Readers<K, V>;
  #segment = 0;
  #index: number;

  constructor(segments: readonly Segment<K, V>[], readers: Readers<K, V>) {
    this.#segments = segments;
    this.#readers = readers;
    this.#index = segments.length > 0 ? segments[0]!.start : 0;
  }

  // Short enough to be compiled into the user's loop, which then makes no result object.
  next(): IteratorResult<ConsumerRecord<K, V>, undefined> {
    const value = this.#take();
    return { done: value === undefined, value } as IteratorResult<ConsumerRecord<K, V>, undefined>;
  }

  #take(): ConsumerRecord<K, V> | undefined {
    const segment = this.#segments[this.#segment];
    if (segment === undefined) return undefined;
    const record = recordAt(segment, this.#index++, this.#readers);
    if (this.#index >= segment.end) {
      const next = this.#segments[++this.#segment];
      if (next) this.#index = next.start;
    }
    return record;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/**
 * Records of one poll: a view over what librdkafka gave, in the order in which it came; of each partition, in the order of its log.
 * May be iterated as often as one likes. Java's ConsumerRecords.
 */
export class ConsumerRecords<K = Buffer, V = Buffer> implements Iterable<ConsumerRecord<K, V>> {
  readonly count: number;
  readonly #segments: readonly Segment<K, V>[];
  readonly #readers: Readers<K, V>;

  /** @internal `readers` make the records of segments that have none yet. */
  constructor(segments: readonly Segment<K, V>[], readers = byteReaders as Readers<K, V>) {
    let count = 0;
    for (const segment of segments) count += segment.end - segment.start;
    this.count = count;
    this.#segments = segments;
    this.#readers = readers;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  [Symbol.iterator](): IterableIterator<ConsumerRecord<K, V>> {
    return new RecordIterator(this.#segments, this.#readers);
  }

  /** The partitions that there are records of. */
  partitions(): TopicPartition[] {
    return [...this.#lastOfEach().keys()].map(({ topic, partition }) => ({ topic, partition }));
  }

  /** The records of one partition, or of all partitions of a topic. */
  records(of: TopicPartition | string): ConsumerRecord<K, V>[] {
    const topic = typeof of === 'string' ? of : of.topic;
    const partition = typeof of === 'string' ? undefined : of.partition;
    const records: ConsumerRecord<K, V>[] = [];
    for (const segment of this.#segments) {
      if (segment.run.topic !== topic || (partition !== undefined && segment.run.partition !== partition)) continue;
      for (let i = segment.start; i < segment.end; i++) records.push(recordAt(segment, i, this.#readers));
    }
    return records;
  }

  /** For each partition the offset after its last record: what `commit` and `sendOffsetsToTransaction` take. Java's `nextOffsets`. */
  offsets(): NextOffset[] {
    return Array.from(this.#lastOfEach(), ([state, segment]) => {
      const offset: NextOffset = {
        topic: state.topic,
        partition: state.partition,
        offset: segment.run.batch.offset(segment.end - 1) + 1,
        leaderEpoch: segment.run.leaderEpoch,
        metadata: '',
      };
      origins.set(offset, state);
      return offset;
    });
  }

  /** @internal */
  static segments<K, V>(records: ConsumerRecords<K, V>): readonly Segment<K, V>[] {
    return records.#segments;
  }

  /** @internal Its first `keep` records, and where in their runs the others begin. */
  static cut<K, V>(
    records: ConsumerRecords<K, V>,
    keep: number,
  ): { kept: ConsumerRecords<K, V>; rest: { run: Run; start: number }[] } {
    const kept: Segment<K, V>[] = [];
    const rest: { run: Run; start: number }[] = [];
    let left = keep;
    for (const segment of records.#segments) {
      const count = segment.end - segment.start;
      const taken = Math.min(left, count);
      left -= taken;
      if (taken > 0) kept.push({ ...segment, end: segment.start + taken, records: segment.records?.slice(0, taken) });
      if (taken < count) rest.push({ run: segment.run, start: segment.start + taken });
    }
    return { kept: new ConsumerRecords(kept, records.#readers), rest };
  }

  /** @internal Of records chosen one by one. */
  static of<K, V>(records: Iterable<ConsumerRecord<K, V>>): ConsumerRecords<K, V> {
    return new ConsumerRecords(
      Array.from(records, (record) => {
        const { run, index } = ConsumerRecord.place(record);
        return { run, start: index, end: index + 1, records: [record] };
      }),
    );
  }

  /** @internal */
  static is(value: unknown): value is ConsumerRecords<unknown, unknown> {
    return typeof value === 'object' && value !== null && #segments in value;
  }

  #lastOfEach(): Map<PartitionState, Segment<K, V>> {
    const last = new Map<PartitionState, Segment<K, V>>();
    for (const segment of this.#segments) last.set(segment.run.state, segment);
    return last;
  }
}
