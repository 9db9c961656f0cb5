import { usageError } from '../exit';
import type { LineRecord } from './line-sender';

export interface LineOptions {
  topic: string;
  partition: number | undefined;
  keyDelimiter: Buffer | undefined;
  fixedKey: Buffer | null;
  headers: [string, Buffer | null][];
  /** Empty keys and values are sent as null. */
  emptyIsNull: boolean;
}

/** What turns a line into the record it stands for. */
export function recordMaker(options: LineOptions): (line: Buffer) => LineRecord {
  const { topic, partition, keyDelimiter, fixedKey, emptyIsNull } = options;
  const headers = options.headers.length > 0 ? options.headers : undefined;
  const orNull = (data: Buffer): Buffer | null => (emptyIsNull && data.length === 0 ? null : data);
  return (line) => {
    const at = keyDelimiter === undefined ? -1 : line.indexOf(keyDelimiter);
    if (at === -1) return { topic, key: fixedKey, value: orNull(line), headers, partition };
    return {
      topic,
      key: orNull(line.subarray(0, at)),
      value: orNull(line.subarray(at + (keyDelimiter as Buffer).length)),
      headers,
      partition,
    };
  };
}

/** `-H name=value`; without `=` the value is null. */
export function parseHeader(text: string): [string, Buffer | null] {
  const at = text.indexOf('=');
  const name = at === -1 ? text : text.slice(0, at);
  if (name === '') throw usageError(`-H ${text}: expected name=value`);
  return [name, at === -1 ? null : Buffer.from(text.slice(at + 1))];
}
