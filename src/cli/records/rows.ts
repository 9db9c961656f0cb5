import type { ConsumerRecord, RecordColumns } from '../../index';
import type { DataOutput } from '../io/stdout';

/** Records as columns: the consumer's own, or one record whose key or value was changed. */
export type Rows = Omit<RecordColumns, 'count'>;
/** Writes the record `i` of `rows`. */
export type RowWriter = (rows: Rows, i: number, out: DataOutput) => void;

type RecordFields = Pick<
  ConsumerRecord<Buffer, Buffer>,
  'topic' | 'partition' | 'leaderEpoch' | 'offset' | 'timestamp' | 'timestampType' | 'key' | 'value' | 'headers'
>;

/** One record as the row 0. */
export function oneRow(record: RecordFields): Rows {
  const { topic, partition, leaderEpoch, key, value } = record;
  return {
    topic,
    partition,
    leaderEpoch,
    bytes: Buffer.concat([key ?? Buffer.alloc(0), value ?? Buffer.alloc(0)]),
    offset: () => record.offset,
    timestamp: () => record.timestamp,
    timestampType: () => record.timestampType,
    keyStart: () => 0,
    keyLength: () => key?.length ?? -1,
    valueStart: () => key?.length ?? 0,
    valueLength: () => value?.length ?? -1,
    key: () => key,
    value: () => value,
    headers: () => record.headers,
  };
}

/** Writes the key's bytes; `nullBytes` for null. */
export function writeKey(rows: Rows, i: number, nullBytes: Buffer | undefined, out: DataOutput): void {
  const length = rows.keyLength(i);
  if (length > 0) out.copy(rows.bytes, rows.keyStart(i), length);
  else if (length < 0 && nullBytes !== undefined) out.bytes(nullBytes);
}

/** Writes the value's bytes; `nullBytes` for null. */
export function writeValue(rows: Rows, i: number, nullBytes: Buffer | undefined, out: DataOutput): void {
  const length = rows.valueLength(i);
  if (length > 0) {
    const start = rows.valueStart(i);
    if (start < 0) out.bytes(rows.value(i) as Buffer);
    else out.copy(rows.bytes, start, length);
  } else if (length < 0 && nullBytes !== undefined) out.bytes(nullBytes);
}
