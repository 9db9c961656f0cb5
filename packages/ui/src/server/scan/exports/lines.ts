import { textOf, type Decoded } from '../../decode/decoded';
import { decodeHeader } from '../../decode/detect';
import type { CurrentRecord } from '../records/record';
import { csvLine } from './csv';

/** Writes records as lines of a file. */
export interface LineFormat {
  /** What stands before all records; empty: nothing. */
  readonly head: string;
  /** The record as one line, with its end. */
  readonly line: (record: CurrentRecord) => string;
}

const types = { create: 'CREATE_TIME', append: 'LOG_APPEND_TIME', none: 'NO_TIMESTAMP_TYPE' } as const;

/** One object a line. JSON stays as it was written, text is a string, other bytes are `{"$base64": …}`. */
export const jsonLines: LineFormat = {
  head: '',
  line: (record) => {
    const { topic, partition, offset, timestamp, timestampType, rawHeaders } = record;
    const place = `"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset}`;
    const time = `"timestamp":${timestamp ?? 'null'},"timestampType":"${types[timestampType]}"`;
    const headers = rawHeaders
      .map(([name, value]) => `[${JSON.stringify(name)},${jsonOf(decodeHeader(value))}]`)
      .join(',');
    const [key, value] = [jsonOf(record.decoded('key')), jsonOf(record.decoded('value'))];
    return `{${place},${time},"key":${key},"value":${value},"headers":[${headers}]}\n`;
  },
};

/** JSON in one line. */
function jsonOf(decoded: Decoded): string {
  const { nature, bytes, isGuess } = decoded;
  if (nature === 'null') return 'null';
  // What is only guessed must not look like what was written.
  if (nature === 'bytes' || isGuess) return `{"$base64":"${bytes!.toString('base64')}"}`;
  const text = textOf(decoded);
  if (nature === 'json') return inOneLine(text);
  return nature === 'number' && isJsonNumber(text) ? text : JSON.stringify(text);
}

/** Not NaN and the infinities, which decoders of floating point numbers give. */
const isJsonNumber = (text: string): boolean => /^-?\d/.test(text);

/** Strings of JSON have no line ends, so that all of them stand between tokens. */
export const inOneLine = (json: string): string => json.replace(/[\r\n]+/g, ' ');

const columns = ['topic', 'partition', 'offset', 'timestamp', 'timestampType', 'key', 'value', 'headers'];

/** RFC 4180: bytes that are no text are hex, headers one cell of JSON, null is nothing and an empty text is `""`. */
export const csvLines: LineFormat = {
  head: csvLine(columns),
  line: (record) => {
    const { topic, partition, offset, timestamp, timestampType, rawHeaders } = record;
    const headers = rawHeaders.map(([name, value]) => `[${JSON.stringify(name)},${jsonOf(decodeHeader(value))}]`);
    return csvLine([
      ...[
        topic,
        String(partition),
        String(offset),
        timestamp === null ? null : String(timestamp),
        types[timestampType],
      ],
      ...[cellOf(record.decoded('key')), cellOf(record.decoded('value'))],
      headers.length === 0 ? null : `[${headers.join(',')}]`,
    ]);
  },
};

const cellOf = (decoded: Decoded): string | null => (decoded.nature === 'null' ? null : textOf(decoded));
