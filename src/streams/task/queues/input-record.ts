import type { Headers } from '../../../index';

/** A record of a topic as bytes. */
export interface InputRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
  /** Bytes of key and value, without making them; absent: only the bytes are there. */
  readonly size?: number | undefined;
  /** The key as UTF-8 text; absent: only the bytes are there. */
  keyText?(): string | null;
  valueText?(): string | null;
}

/** Bytes, or well-formed text that is written as UTF-8. */
export type BytesOrText = Buffer | string;

/** A record that a task writes to a topic. */
export interface OutputRecord {
  readonly topic: string;
  readonly key: BytesOrText | null;
  readonly value: BytesOrText | null;
  readonly timestamp: number;
  readonly headers: Headers;
  /** Chosen by a partitioner or fixed for a changelog; undefined: by Java's default, the hash of the key. */
  readonly partition: number | undefined;
}

/** The same, as bytes. */
export interface WrittenRecord extends OutputRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

const bytesOf = (data: BytesOrText | null): Buffer | null => (typeof data === 'string' ? Buffer.from(data) : data);

export const inBytes = (record: OutputRecord): WrittenRecord => ({
  ...record,
  key: bytesOf(record.key),
  value: bytesOf(record.value),
});

/** Where the records of a task go. */
export interface RecordCollector {
  /** `node`: the sink; undefined for a changelog and for dead letters. */
  send(record: OutputRecord, node: string | undefined): void;
  /** How many partitions a topic has; undefined: it did not exist at the start, or is named by a function. */
  partitionCount(topic: string): number | undefined;
}
