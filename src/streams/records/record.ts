import type { Headers, HeadersInput } from '../../index';

/** Headers of any form as the ordered list of pairs; texts become UTF-8 bytes. */
export function toHeaders(input: HeadersInput | undefined): Headers {
  if (input === undefined) return [];
  const pairs = Symbol.iterator in input ? input : Object.entries(input);
  return [...pairs].map(([name, value]) => [
    name,
    value === null || value === undefined
      ? null
      : Buffer.isBuffer(value)
        ? value
        : Buffer.from(value as string | Uint8Array as string),
  ]);
}

/** A record in the form that `forward` accepts besides {@link Record}; without headers it has none. */
export interface RecordInput<K, V> {
  readonly key: K;
  readonly value: V;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers?: HeadersInput | undefined;
}

/** A record that a processor gets: immutable. Java's Record. */
export class Record<K, V> implements RecordInput<K, V> {
  readonly key: K;
  readonly value: V;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;

  constructor(key: K, value: V, timestamp: number, headers: HeadersInput = []) {
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
    this.headers = toHeaders(headers);
  }

  withKey<NewK>(key: NewK): Record<NewK, V> {
    return new Record(key, this.value, this.timestamp, this.headers);
  }

  withValue<NewV>(value: NewV): Record<K, NewV> {
    return new Record(this.key, value, this.timestamp, this.headers);
  }

  withTimestamp(timestamp: number): Record<K, V> {
    return new Record(this.key, this.value, timestamp, this.headers);
  }

  withHeaders(headers: HeadersInput): Record<K, V> {
    return new Record(this.key, this.value, this.timestamp, headers);
  }
}
