import type { ConsumerRecords, Headers, RecordColumns } from '../../../index';
import type { InputRecord } from './input-record';

/** Consecutive records of one partition, without an object for each while they wait. */
export interface RecordRun {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  record(i: number): InputRecord;
}

/** What a Buffer's `toString` calls. Node's types do not declare it. */
type Utf8Source = Buffer & { utf8Slice(start: number, end: number): string };

/** A record in the memory of its poll. Bytes are looked at when they are asked for. */
class ColumnRecord implements InputRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly headers: Headers;
  readonly #columns: RecordColumns;
  readonly #bytes: Utf8Source;
  readonly #i: number;

  constructor(columns: RecordColumns, bytes: Utf8Source, i: number) {
    this.offset = columns.offset(i);
    this.timestamp = columns.timestamp(i);
    this.headers = columns.headers(i);
    this.#columns = columns;
    this.#bytes = bytes;
    this.#i = i;
  }

  get topic(): string {
    return this.#columns.topic;
  }

  get partition(): number {
    return this.#columns.partition;
  }

  get key(): Buffer | null {
    return this.#columns.key(this.#i);
  }

  get value(): Buffer | null {
    return this.#columns.value(this.#i);
  }

  get size(): number {
    return Math.max(0, this.#columns.keyLength(this.#i)) + Math.max(0, this.#columns.valueLength(this.#i));
  }

  keyText(): string | null {
    const columns = this.#columns;
    const length = columns.keyLength(this.#i);
    if (length < 0) return null;
    const start = columns.keyStart(this.#i);
    return this.#bytes.utf8Slice(start, start + length);
  }

  valueText(): string | null {
    const columns = this.#columns;
    const length = columns.valueLength(this.#i);
    if (length < 0) return null;
    const start = columns.valueStart(this.#i);
    // It has memory of its own.
    if (start < 0) return columns.value(this.#i)!.toString();
    return this.#bytes.utf8Slice(start, start + length);
  }
}

class ColumnRun implements RecordRun {
  readonly topic: string;
  readonly partition: number;
  readonly count: number;
  readonly #columns: RecordColumns;
  readonly #bytes: Utf8Source;

  constructor(columns: RecordColumns) {
    this.topic = columns.topic;
    this.partition = columns.partition;
    this.count = columns.count;
    this.#columns = columns;
    this.#bytes = columns.bytes as Utf8Source;
  }

  record(i: number): InputRecord {
    return new ColumnRecord(this.#columns, this.#bytes, i);
  }
}

/** A record alone. */
export const runOf = (record: InputRecord): RecordRun => ({
  topic: record.topic,
  partition: record.partition,
  count: 1,
  record: () => record,
});

/** The records of a poll. Those that an interceptor has chosen have no columns. */
export function runsOf(records: ConsumerRecords): RecordRun[] {
  let columns: RecordColumns[];
  try {
    columns = records.columns();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR__STATE') throw error;
    return Array.from(records, runOf);
  }
  return columns.map((each) => new ColumnRun(each));
}
