import type { Headers } from '../../index';
import type { BoundSerde } from '../serdes/serde';
import { StreamsError } from '../errors/streams-errors';
import { keyOfText } from './bytes/key-text';
import type { KeyValueBytes, StoredEntry } from './key-value-bytes';
import { UnwrittenEntry, type FixedForm } from './bytes/unwritten-entry';

/** Where the changes of a store go; null: a deletion. */
export type ChangeLog = (
  key: Buffer,
  entry: { readonly value: Buffer } | null,
  timestamp: number,
  headers?: Headers | undefined,
) => void;

/** The serdes and bytes of one key-value store. Operators use it directly, without an object for each value. */
export class StoreCore {
  readonly name: string;
  readonly bytes: KeyValueBytes;
  readonly #keySerde: BoundSerde;
  readonly #valueSerde: BoundSerde;
  readonly #topic: string;
  readonly #log: ChangeLog | undefined;
  /** Entries keep data instead of bytes until the changelog wants them. */
  readonly #fixed: FixedForm | undefined;
  readonly #logsEvictions: boolean;

  /** `topic`: the name that serdes get, the changelog's. */
  constructor(parts: {
    name: string;
    bytes: KeyValueBytes;
    keySerde: BoundSerde;
    valueSerde: BoundSerde;
    topic: string;
    log: ChangeLog | undefined;
    /** Whether an entry that had to leave is deleted in the changelog, too. */
    logsEvictions: boolean;
  }) {
    this.name = parts.name;
    this.bytes = parts.bytes;
    this.#keySerde = parts.keySerde;
    this.#valueSerde = parts.valueSerde;
    this.#topic = parts.topic;
    this.#log = parts.log;
    this.#fixed = parts.log && parts.valueSerde.fixed;
    this.#logsEvictions = parts.logsEvictions;
  }

  /** @throws StreamsError for a null key, in memory of Java's NullPointerException. */
  rawKey(key: unknown): Buffer {
    const serde = this.#keySerde;
    if (typeof key === 'string' && serde.text) return keyOfText(serde.text(key));
    const raw = key === null || key === undefined ? null : serde.serialize(this.#topic, key);
    if (raw) return raw;
    throw new StreamsError(`The store ${this.name} has no null keys`);
  }

  key(raw: Buffer): unknown {
    return this.#keySerde.deserialize(this.#topic, raw);
  }

  value(entry: StoredEntry): unknown {
    return entry instanceof UnwrittenEntry ? entry.data : this.valueOf(entry.value);
  }

  valueOf(raw: Buffer): unknown {
    return this.#valueSerde.deserialize(this.#topic, raw);
  }

  /** null for null. */
  rawValue(value: unknown): Buffer | null {
    return value === null || value === undefined ? null : this.#valueSerde.serialize(this.#topic, value);
  }

  read(raw: Buffer): StoredEntry | undefined {
    return this.bytes.get(raw);
  }

  /**
   * A null value deletes; its change has the time of the record. Otherwise both have the value's. Returns false if it
   * has expired: then only the changelog gets it, as in Java. `headers`: of the record in the changelog.
   */
  write(
    raw: Buffer,
    value: unknown,
    valueTimestamp: number,
    recordTimestamp: number,
    headers?: Headers | undefined,
  ): boolean {
    const form = this.#fixed;
    if (form === undefined || value === null || value === undefined)
      return this.writeRaw(raw, this.rawValue(value), valueTimestamp, recordTimestamp, headers);
    return this.#put(raw, new UnwrittenEntry(form, value, valueTimestamp), recordTimestamp, headers);
  }

  logDeletion(raw: Buffer, timestamp: number): void {
    this.#log?.(raw, null, timestamp);
  }

  /** As {@link write}, with the bytes of the value. */
  writeRaw(
    raw: Buffer,
    bytes: Buffer | null,
    valueTimestamp: number,
    recordTimestamp: number,
    headers?: Headers | undefined,
  ): boolean {
    return this.#put(raw, bytes && { value: bytes, timestamp: valueTimestamp }, recordTimestamp, headers);
  }

  #put(raw: Buffer, entry: StoredEntry | null, recordTimestamp: number, headers: Headers | undefined): boolean {
    const evicted = this.bytes.set(raw, entry);
    if (evicted && this.#logsEvictions) for (const { key } of evicted) this.#log?.(key, null, recordTimestamp);
    this.#log?.(raw, entry, entry ? entry.timestamp : recordTimestamp, headers);
    return evicted !== false;
  }
}
