import type { ConsumerRecord } from '../../index';

const kinds: Record<string, string> = { CREATE_TIME: 'create', LOG_APPEND_TIME: 'logappend' };

function text(data: Uint8Array | null): string | null {
  return data === null ? null : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
}

/**
 * A record as one line of JSON in kcat's shape: topic, partition, offset, tstype and ts (where the record has a timestamp), broker,
 * headers (where it has any: name, value, name, value …), key, payload. Bytes that are not UTF-8 become U+FFFD.
 */
export function jsonRecord(record: ConsumerRecord<Buffer, Buffer>, broker: number): string {
  const line: Record<string, unknown> = { topic: record.topic, partition: record.partition, offset: record.offset };
  if (record.timestamp >= 0) {
    line['tstype'] = kinds[record.timestampType] ?? 'unknown';
    line['ts'] = record.timestamp;
  }
  line['broker'] = broker;
  if (record.headers.length > 0) line['headers'] = record.headers.flatMap(([name, value]) => [name, text(value)]);
  line['key'] = text(record.key);
  line['payload'] = text(record.value);
  return JSON.stringify(line);
}
