import { ByteReader } from './byte-reader';
import { checkDepth, JsonWriter, MAX_NAME } from './json-writer';

/**
 * MessagePack as JSON text. Integers keep all their digits, members their order and double names. Bytes and extensions
 * become `{"$base64": …}`.
 *
 * @throws Error for what is no MessagePack, or comes out longer than `limit`.
 */
export function msgpackToJson(bytes: Buffer, limit: number): string {
  const reader = new ByteReader(bytes);
  const writer = new JsonWriter(limit);
  value(reader, writer, 0);
  if (reader.left > 0) throw new Error(`${reader.left} bytes are left over behind the value`);
  return writer.text;
}

function value(reader: ByteReader, out: JsonWriter, depth: number): void {
  checkDepth(depth);
  const type = reader.u8();
  if (type < 0x80) out.token(String(type));
  else if (type < 0x90) map(reader, out, type & 0x0f, depth);
  else if (type < 0xa0) list(reader, out, type & 0x0f, depth);
  else if (type < 0xc0) out.string(reader.text(type & 0x1f));
  else if (type >= 0xe0) out.token(String(type - 0x100));
  else other(reader, out, type, depth);
}

function other(reader: ByteReader, out: JsonWriter, type: number, depth: number): void {
  switch (type) {
    case 0xc0:
      return out.token('null');
    case 0xc2:
      return out.token('false');
    case 0xc3:
      return out.token('true');
    case 0xc4:
      return out.bytes(reader.bytes(reader.u8()));
    case 0xc5:
      return out.bytes(reader.bytes(reader.u16()));
    case 0xc6:
      return out.bytes(reader.bytes(reader.u32()));
    case 0xc7:
      return extension(reader, out, reader.u8());
    case 0xc8:
      return extension(reader, out, reader.u16());
    case 0xc9:
      return extension(reader, out, reader.u32());
    case 0xca:
      return out.float(reader.f32());
    case 0xcb:
      return out.double(reader.f64());
    case 0xcc:
      return out.token(String(reader.u8()));
    case 0xcd:
      return out.token(String(reader.u16()));
    case 0xce:
      return out.token(String(reader.u32()));
    case 0xcf:
      return out.token(String(reader.u64()));
    case 0xd0:
      return out.token(String(reader.i8()));
    case 0xd1:
      return out.token(String(reader.i16()));
    case 0xd2:
      return out.token(String(reader.i32()));
    case 0xd3:
      return out.token(String(reader.i64()));
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return extension(reader, out, 1 << (type - 0xd4));
    case 0xd9:
      return out.string(reader.text(reader.u8()));
    case 0xda:
      return out.string(reader.text(reader.u16()));
    case 0xdb:
      return out.string(reader.text(reader.u32()));
    case 0xdc:
      return list(reader, out, reader.u16(), depth);
    case 0xdd:
      return list(reader, out, reader.u32(), depth);
    case 0xde:
      return map(reader, out, reader.u16(), depth);
    case 0xdf:
      return map(reader, out, reader.u32(), depth);
    default:
      throw new Error(`byte ${reader.at - 1} is ${type.toString(16)}, which begins no value`);
  }
}

function list(reader: ByteReader, out: JsonWriter, count: number, depth: number): void {
  out.open('[');
  for (let i = 0; i < count; i++) value(reader, out, depth + 1);
  out.close(']');
}

function map(reader: ByteReader, out: JsonWriter, count: number, depth: number): void {
  out.open('{');
  for (let i = 0; i < count; i++) {
    // A name may be any value: the JSON text of one that is no string is the name.
    const name = new JsonWriter(MAX_NAME);
    value(reader, name, depth + 1);
    out.nameOf(name);
    value(reader, out, depth + 1);
  }
  out.close('}');
}

function extension(reader: ByteReader, out: JsonWriter, length: number): void {
  const type = reader.i8();
  const bytes = reader.bytes(length);
  const time = type === -1 ? timeText(bytes) : undefined;
  if (time !== undefined) return out.string(time);
  out.open('{');
  out.name('$ext');
  out.token(String(type));
  out.name('$base64');
  out.string(bytes.toString('base64'));
  out.close('}');
}

/** The extension −1, a time: seconds, or with nanoseconds in 8 or 12 bytes. */
function timeText(bytes: Buffer): string | undefined {
  const reader = new ByteReader(bytes);
  let seconds: bigint;
  let nanos = 0;
  if (bytes.length === 4) seconds = BigInt(reader.u32());
  else if (bytes.length === 8) {
    const both = reader.u64();
    [seconds, nanos] = [both & 0x3_ffff_ffffn, Number(both >> 34n)];
  } else if (bytes.length === 12) [nanos, seconds] = [reader.u32(), reader.i64()];
  else return undefined;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime()) || nanos > 999_999_999) return `${seconds}.${String(nanos).padStart(9, '0')}`;
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0')}`;
  return date.toISOString().replace('.000Z', `${fraction}Z`);
}
