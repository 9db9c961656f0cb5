import type { ConsumerRecord } from '../../index';
import { usageError } from '../exit';
import { unescapeBytes } from '../io/delimiter';
import type { DataOutput } from '../io/stdout';

type Rec = ConsumerRecord<Buffer, Buffer>;
export type RecordWriter = (record: Rec, out: DataOutput) => void;

export interface FormatOptions {
  /** Stands for a null key or value; undefined: nothing does. */
  nullText: string | undefined;
}

/**
 * kcat's `-f`: `%s` value, `%S` its length (−1 for null), `%R` that length as 4 bytes big-endian, `%k` key, `%K` its length, `%T`
 * timestamp in ms, `%h` headers as `a=1,b=2`, `%t` topic, `%p` partition, `%o` offset, `%%` a percent sign; escapes as in
 * {@link unescapeBytes}. Keys and values are written as the bytes they are.
 */
export function compileFormat(format: string, options: FormatOptions): RecordWriter {
  const nullBytes = options.nullText === undefined ? undefined : Buffer.from(options.nullText);
  const steps: RecordWriter[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal === '') return;
    const bytes = unescapeBytes(literal, '-f');
    steps.push((_record, out) => out.bytes(bytes));
    literal = '';
  };
  for (let at = 0; at < format.length; at++) {
    const character = format[at] as string;
    if (character !== '%') {
      literal += character;
      continue;
    }
    const token = format[++at];
    if (token === '%') {
      literal += '%';
      continue;
    }
    flush();
    steps.push(tokenWriter(token, format, nullBytes));
  }
  flush();
  return (record, out) => {
    for (const step of steps) step(record, out);
  };
}

function tokenWriter(token: string | undefined, format: string, nullBytes: Buffer | undefined): RecordWriter {
  switch (token) {
    case 's':
      return (record, out) => writeData(record.value, nullBytes, out);
    case 'k':
      return (record, out) => writeData(record.key, nullBytes, out);
    case 'S':
      return (record, out) => out.text(String(record.value?.byteLength ?? -1));
    case 'K':
      return (record, out) => out.text(String(record.key?.byteLength ?? -1));
    case 'R':
      return (record, out) => {
        const length = Buffer.allocUnsafe(4);
        length.writeInt32BE(record.value?.byteLength ?? -1);
        out.bytes(length);
      };
    case 'T':
      return (record, out) => out.text(String(record.timestamp));
    case 'h':
      return writeHeaders;
    case 't':
      return (record, out) => out.text(record.topic);
    case 'p':
      return (record, out) => out.text(String(record.partition));
    case 'o':
      return (record, out) => out.text(String(record.offset));
    default:
      throw usageError(
        `-f '${format}': ${token === undefined ? 'a % at the end' : `%${token}`} means nothing; known are %s %S %R %k %K %T %h %t %p %o %%`,
      );
  }
}

function writeData(data: Uint8Array | null, nullBytes: Buffer | undefined, out: DataOutput): void {
  if (data !== null) out.bytes(data);
  else if (nullBytes !== undefined) out.bytes(nullBytes);
}

const writeHeaders: RecordWriter = (record, out) => {
  let first = true;
  for (const [name, value] of record.headers) {
    out.text(`${first ? '' : ','}${name}=`);
    if (value === null) out.text('NULL');
    else out.bytes(value);
    first = false;
  }
};

/** What `consume` prints without `-f`: the value and the delimiter, with `-K` the key before it. */
export function plainWriter(delimiter: Buffer, keyDelimiter: Buffer | undefined, options: FormatOptions): RecordWriter {
  const nullBytes = options.nullText === undefined ? undefined : Buffer.from(options.nullText);
  return (record, out) => {
    if (keyDelimiter !== undefined) {
      writeData(record.key, nullBytes, out);
      out.bytes(keyDelimiter);
    }
    writeData(record.value, nullBytes, out);
    out.bytes(delimiter);
  };
}
