import { usageError } from '../exit';
import { oneRow, type RowWriter } from './rows';

type Reader = (data: Buffer, at: number, little: boolean) => [text: string, length: number];

const fixed = (length: number, read: (data: Buffer, at: number, little: boolean) => number | bigint): Reader => {
  return (data, at, little) => [String(read(data, at, little)), length];
};

/** kcat's pack-str, by letter. */
const readers: Record<string, Reader> = {
  b: fixed(1, (data, at) => data.readInt8(at)),
  B: fixed(1, (data, at) => data.readUInt8(at)),
  h: fixed(2, (data, at, little) => (little ? data.readInt16LE(at) : data.readInt16BE(at))),
  H: fixed(2, (data, at, little) => (little ? data.readUInt16LE(at) : data.readUInt16BE(at))),
  i: fixed(4, (data, at, little) => (little ? data.readInt32LE(at) : data.readInt32BE(at))),
  I: fixed(4, (data, at, little) => (little ? data.readUInt32LE(at) : data.readUInt32BE(at))),
  q: fixed(8, (data, at, little) => (little ? data.readBigInt64LE(at) : data.readBigInt64BE(at))),
  Q: fixed(8, (data, at, little) => (little ? data.readBigUInt64LE(at) : data.readBigUInt64BE(at))),
  c: (data, at) => [data.toString('latin1', at, at + 1), 1],
  s: (data, at) => [data.toString('utf8', at), data.length - at],
};

type Unpack = (data: Buffer) => Buffer;

/** `<` and `>` change the byte order (initially big-endian); a blank prints a blank between two fields. */
function compile(format: string): Unpack {
  for (const letter of format) {
    if (!'<> $'.includes(letter) && readers[letter] === undefined) {
      throw usageError(
        /^avro$/i.test(format)
          ? '-s avro: there is no schema registry here; use a deserializer in a program'
          : `-s ${format}: "${letter}" is unknown. Valid are < > b B h H i I q Q c s $`,
      );
    }
  }
  return (data) => {
    let at = 0;
    let little = false;
    let text = '';
    for (const letter of format) {
      if (letter === '<' || letter === '>') little = letter === '<';
      else if (letter === ' ') text += ' ';
      else if (letter === '$') {
        if (at < data.length) throw new RangeError(`${data.length - at} bytes are left`);
      } else {
        const [field, length] = readers[letter]!(data, at, little);
        text += field;
        at += length;
      }
    }
    return Buffer.from(text);
  };
}

/** Converts keys and values to the text requested by `-s` before `writer` gets them. */
export function unpacking(writer: RowWriter, formats: readonly string[]): RowWriter {
  let key: Unpack | undefined;
  let value: Unpack | undefined;
  for (const text of formats) {
    const [, side, format] = /^(?:(key|value)=)?(.+)$/s.exec(text) ?? [];
    if (format === undefined) throw usageError(`-s ${text}: expected a format, or key=… or value=…`);
    const unpack = compile(format);
    if (side !== 'value') key = unpack;
    if (side !== 'key') value = unpack;
  }
  if (key === undefined && value === undefined) return writer;
  return (rows, i, out) => {
    const record = { topic: rows.topic, partition: rows.partition, offset: rows.offset(i) };
    const shown = {
      ...record,
      ...{ leaderEpoch: rows.leaderEpoch, timestamp: rows.timestamp(i), timestampType: rows.timestampType(i) },
      headers: rows.headers(i),
      key: unpacked('key', key, rows.key(i), record),
      value: unpacked('value', value, rows.value(i), record),
    };
    writer(oneRow(shown), 0, out);
  };
}

function unpacked(
  what: string,
  unpack: Unpack | undefined,
  data: Buffer | null,
  { topic, partition, offset }: { topic: string; partition: number; offset: number },
): Buffer | null {
  if (unpack === undefined || data === null) return data;
  try {
    return unpack(data);
  } catch (error) {
    throw usageError(`-s: the ${what} of ${topic} [${partition}] at offset ${offset}: ${(error as Error).message}`);
  }
}
