import type { DataOutput } from '../io/stdout';
import { type RowWriter, type Rows, writeKey, writeValue } from './rows';

const kinds: Record<string, string> = { CREATE_TIME: 'create', LOG_APPEND_TIME: 'logappend' };
const NULL = Buffer.from('null');
const QUOTE = Buffer.from('"');

/** Bytes that stand for themselves in JSON: ASCII without control characters, quotes and backslashes. */
const plainBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0,
);

function isPlain(bytes: Uint8Array, start: number, length: number): boolean {
  const end = start + length;
  for (let at = start; at < end; at++) if (plainBytes[bytes[at]!] === 0) return false;
  return true;
}

/** Of a longer text the escapes are found faster by JSON.stringify. */
const LONGEST_SCAN = 4096;

const text = (data: Buffer | null): string | null => (data === null ? null : data.toString());

function writeJsonKey(rows: Rows, i: number, out: DataOutput): void {
  const length = rows.keyLength(i);
  if (length < 0) out.bytes(NULL);
  else if (length <= LONGEST_SCAN && isPlain(rows.bytes, rows.keyStart(i), length)) {
    out.bytes(QUOTE);
    writeKey(rows, i, undefined, out);
    out.bytes(QUOTE);
  } else out.text(JSON.stringify(text(rows.key(i))));
}

function writeJsonValue(rows: Rows, i: number, out: DataOutput): void {
  const length = rows.valueLength(i);
  if (length < 0) out.bytes(NULL);
  else if (length <= LONGEST_SCAN && isPlain(rows.bytes, rows.valueStart(i), length)) {
    out.bytes(QUOTE);
    writeValue(rows, i, undefined, out);
    out.bytes(QUOTE);
  } else out.text(JSON.stringify(text(rows.value(i))));
}

/**
 * A record as one line of JSON in kcat's format: topic, partition, offset, tstype and ts (if the record has a
 * timestamp), broker, headers (if it has any: name, value, name, value …), key, payload. Bytes that are not UTF-8
 * become U+FFFD.
 */
export function jsonWriter(leaderOf: (topic: string, partition: number) => number): RowWriter {
  let of: Rows | undefined;
  let start = Buffer.alloc(0);
  let broker = start;
  const kindTexts = new Map<string, Buffer>();
  const kindText = (type: string): Buffer => {
    let known = kindTexts.get(type);
    if (known === undefined) {
      known = Buffer.from(`,"tstype":${JSON.stringify(kinds[type] ?? 'unknown')},"ts":`);
      kindTexts.set(type, known);
    }
    return known;
  };
  const keyName = Buffer.from(',"key":');
  const valueName = Buffer.from(',"payload":');
  const end = Buffer.from('}\n');
  return (rows, i, out) => {
    if (rows !== of) {
      const { topic, partition } = rows;
      of = rows;
      start = Buffer.from(`{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":`);
      broker = Buffer.from(`,"broker":${leaderOf(topic, partition)}`);
    }
    out.bytes(start);
    out.integer(rows.offset(i));
    const timestamp = rows.timestamp(i);
    if (timestamp >= 0) {
      out.bytes(kindText(rows.timestampType(i)));
      out.integer(timestamp);
    }
    out.bytes(broker);
    const headers = rows.headers(i);
    if (headers.length > 0)
      out.text(`,"headers":${JSON.stringify(headers.flatMap(([name, value]) => [name, text(value)]))}`);
    out.bytes(keyName);
    writeJsonKey(rows, i, out);
    out.bytes(valueName);
    writeJsonValue(rows, i, out);
    out.bytes(end);
  };
}
