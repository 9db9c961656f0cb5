import { usageError } from '../exit';
import type { HeaderSeparators } from './java-reader';
import type { LineRecord } from './line-sender';

export interface LineOptions {
  topic: string;
  partition: number | undefined;
  keyDelimiter: Buffer | undefined;
  fixedKey: Buffer | null;
  headers: [string, Buffer | null][];
  /** A key or value equal to this is sent as null. */
  nullMarker?: Buffer | undefined;
  /** A line begins with headers. */
  headerSeparators?: HeaderSeparators | undefined;
  /** Empty keys and values are sent as null. */
  emptyIsNull: boolean;
}

/** Returns the function that turns a line into its record. */
export function recordMaker(options: LineOptions): (line: Buffer) => LineRecord {
  const { topic, partition, keyDelimiter, fixedKey, emptyIsNull } = options;
  const { nullMarker, headerSeparators } = options;
  const fixedHeaders = options.headers.length > 0 ? options.headers : undefined;
  const orNull = (data: Buffer): Buffer | null =>
    (emptyIsNull && data.length === 0) || nullMarker?.equals(data) ? null : data;
  return (whole) => {
    const [headers, line] = headerSeparators === undefined ? [fixedHeaders, whole] : headersOf(whole, headerSeparators);
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

/** Headers at the beginning of a line, and the rest of it. */
function headersOf(line: Buffer, { end, between, name }: HeaderSeparators): [[string, Buffer | null][], Buffer] {
  const at = line.indexOf(end);
  if (at === -1) throw usageError(`a line without headers: expected them before "${end}"`);
  const headers = line
    .subarray(0, at)
    .toString()
    .split(between)
    .map((text): [string, Buffer] => {
      const cut = text.indexOf(name);
      if (cut === -1) throw usageError(`a header without a name: expected name${name}value, got "${text}"`);
      return [text.slice(0, cut), Buffer.from(text.slice(cut + name.length))];
    });
  return [headers, line.subarray(at + Buffer.byteLength(end))];
}
