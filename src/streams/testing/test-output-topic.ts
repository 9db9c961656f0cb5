import { StreamsError } from '../errors/streams-errors';
import type { WrittenRecord } from '../task/queues/input-record';
import type { TestRecord } from './test-record';

/** Reads the bytes of a record as objects. */
export type ReadRecord = (record: WrittenRecord) => TestRecord<unknown, unknown>;

/** Reads what was written to one topic, in order. Java's TestOutputTopic. */
export class TestOutputTopic<K, V> {
  readonly #topic: string;
  readonly #queue: () => WrittenRecord[];
  readonly #read: ReadRecord;

  /** @internal */
  constructor(topic: string, queue: () => WrittenRecord[], read: ReadRecord) {
    this.#topic = topic;
    this.#queue = queue;
    this.#read = read;
  }

  /** The next record. @throws StreamsError if there is none. */
  readRecord(): TestRecord<K, V> {
    const record = this.#queue().shift();
    if (!record) throw new StreamsError(`The topic ${this.#topic} has no more records`);
    return this.#read(record) as TestRecord<K, V>;
  }

  readValue(): V | null {
    return this.readRecord().value;
  }

  readKeyValue(): [K | null, V | null] {
    const { key, value } = this.readRecord();
    return [key, value];
  }

  readRecordsToList(): TestRecord<K, V>[] {
    const records: TestRecord<K, V>[] = [];
    while (!this.isEmpty()) records.push(this.readRecord());
    return records;
  }

  readValuesToList(): (V | null)[] {
    return this.readRecordsToList().map(({ value }) => value);
  }

  readKeyValuesToList(): [K | null, V | null][] {
    return this.readRecordsToList().map(({ key, value }) => [key, value]);
  }

  /** The last value of each key. @throws StreamsError for a record with a null key. */
  readKeyValuesToMap(): Map<K, V | null> {
    const map = new Map<K, V | null>();
    for (const { key, value } of this.readRecordsToList()) {
      if (key === null) throw new StreamsError(`The topic ${this.#topic} has a record with a null key`);
      map.set(key, value);
    }
    return map;
  }

  isEmpty(): boolean {
    return this.#queue().length === 0;
  }

  /** How many records have not been read yet. */
  getQueueSize(): number {
    return this.#queue().length;
  }
}
