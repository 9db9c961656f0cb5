import { inspect, type InspectOptions } from 'node:util';
import { brief, inspected } from '../../errors/brief';
import { stateError } from '../../errors/state-error';
import { ConsumerRecord } from './consumer-record';
import { RecordColumns } from './record-columns';
import { byteReaders, type Readers } from './value-readers';
import { RecordBatch, Run } from './record-batch';
import type { PartitionState } from '../partitions/partition-state';
import type { TopicPartition } from '../partitions/topic-partition';

/** The delivered part of a run. Without `records`, they are created when they are read. */
export interface Segment<K, V> {
  run: Run;
  start: number;
  end: number;
  records?: ConsumerRecord<K, V>[] | undefined;
}

/** Element of `records.offsets()`: the next offset to read of a partition, ready to commit. */
export interface NextOffset extends TopicPartition {
  offset: number;
  leaderEpoch: number | null;
  metadata: string;
}

const origins = new WeakMap<object, PartitionState>();

/** @internal The assignment under which an element of `records.offsets()` was read. */
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

  // Short enough for the engine to inline it into the user's loop, which then allocates no result object.
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
 * Records of one poll: a view over librdkafka's data. They come in the order of arrival, and those of one partition in
 * the order of its log. Can be iterated any number of times. Java's ConsumerRecords.
 */
export class ConsumerRecords<K = Buffer, V = Buffer> implements Iterable<ConsumerRecord<K, V>> {
  readonly count: number;
  readonly #segments: readonly Segment<K, V>[];
  readonly #readers: Readers<K, V>;

  /** @internal `readers` create the records of segments that have none yet. */
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

  /** The partitions of these records. */
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

  /**
   * The records as columns, in their order: one element for consecutive records of one partition, and no object per
   * record. Keys and values are bytes.
   * @throws KafkaError `ERR__STATE` if keys or values were deserialized to something else than text, or an interceptor
   * chose the records.
   */
  columns(): RecordColumns[] {
    return this.#segments.map(({ run, start, end, records }) => {
      if (records !== undefined) {
        throw stateError(
          'columns',
          'a deserializer or an interceptor has made these records. Columns need bytes or text without interceptors; iterate over the records instead',
        );
      }
      return new RecordColumns(run, start, end);
    });
  }

  /**
   * The offset after the last record of each partition, as `commit` and `sendOffsetsToTransaction` accept it. Java's
   * `nextOffsets`.
   */
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

  /** For logs: the number of records per partition, not the records. */
  toJSON(): Record<string, unknown> {
    return {
      count: this.count,
      offsets: brief(this.offsets().map(({ topic, partition, offset }) => ({ topic, partition, offset }))),
    };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('ConsumerRecords', this.toJSON(), depth, options);
  }

  /** @internal */
  static segments<K, V>(records: ConsumerRecords<K, V>): readonly Segment<K, V>[] {
    return records.#segments;
  }

  /** @internal Its first `keep` records, and where the remaining records begin in their runs. */
  static cut<K, V>(
    records: ConsumerRecords<K, V>,
    keep: number,
  ): { kept: ConsumerRecords<K, V>; after: { run: Run; start: number }[] } {
    const kept: Segment<K, V>[] = [];
    const after: { run: Run; start: number }[] = [];
    let left = keep;
    for (const segment of records.#segments) {
      const count = segment.end - segment.start;
      const taken = Math.min(left, count);
      left -= taken;
      if (taken > 0) kept.push({ ...segment, end: segment.start + taken, records: segment.records?.slice(0, taken) });
      if (taken < count) after.push({ run: segment.run, start: segment.start + taken });
    }
    return { kept: new ConsumerRecords(kept, records.#readers), after };
  }

  /** @internal Creates an object from individually chosen records, from these or others. */
  static of<K, V>(chosen: Iterable<ConsumerRecord<K, V>>, from: ConsumerRecords<K, V>): ConsumerRecords<K, V> {
    const segments = Array.from(chosen, (record) => {
      const state = ConsumerRecord.state(record)!;
      return { ...from.#placeOf(record, state), records: [record] };
    });
    return new ConsumerRecords(segments);
  }

  #placeOf(record: ConsumerRecord<K, V>, state: PartitionState): Segment<K, V> {
    for (const { run, start, end } of this.#segments) {
      if (run.state !== state) continue;
      const index = run.batch.indexOf(record.offset, start, end);
      if (index < end && run.batch.offset(index) === record.offset) return { run, start: index, end: index + 1 };
    }
    return { run: new Run(RecordBatch.ofPlace(record), 0, 1, state), start: 0, end: 1 };
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
