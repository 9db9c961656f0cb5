import { ByteReader } from './byte-reader';
import { checkDepth, JsonWriter, MAX_NAME } from './json-writer';

/** Tag 55799, which says that the bytes are CBOR. */
export const CBOR_MARK = Buffer.from([0xd9, 0xd9, 0xf7]);

/**
 * CBOR as JSON text. Integers keep all their digits, large ones (tags 2 and 3) too; members keep their order and double
 * names. Bytes become `{"$base64": …}`, other tags `{"$tag": n, "value": …}`.
 *
 * @throws Error for what is no CBOR, or comes out longer than `limit`.
 */
export function cborToJson(bytes: Buffer, limit: number): string {
  const reader = new ByteReader(bytes);
  const writer = new JsonWriter(limit);
  value(reader, writer, 0);
  if (reader.left > 0) throw new Error(`${reader.left} bytes are left over behind the value`);
  return writer.text;
}

const BREAK = 0xff;
/** Additional information: the length is not known, a break ends the value. */
const ENDLESS = 31;

function value(reader: ByteReader, out: JsonWriter, depth: number): void {
  checkDepth(depth);
  const first = reader.u8();
  const [type, info] = [first >> 5, first & 0x1f];
  if (type === 7) return simple(reader, out, info);
  const count = info === ENDLESS && type >= 2 && type <= 5 ? undefined : number(reader, info);
  switch (type) {
    case 0:
      return out.token(String(count));
    case 1:
      return out.token(String(-1n - count!));
    case 2:
      return out.bytes(pieces(reader, 2, count));
    case 3:
      return out.string(pieces(reader, 3, count).toString());
    case 4:
      return list(reader, out, count, depth);
    case 5:
      return map(reader, out, count, depth);
    default:
      return tagged(reader, out, count!, depth);
  }
}

/** The number in or behind the first byte. */
function number(reader: ByteReader, info: number): bigint {
  if (info < 24) return BigInt(info);
  if (info === 24) return BigInt(reader.u8());
  if (info === 25) return BigInt(reader.u16());
  if (info === 26) return BigInt(reader.u32());
  if (info === 27) return reader.u64();
  throw new Error(`byte ${reader.at - 1} begins no value`);
}

function length(reader: ByteReader, count: bigint): number {
  if (count > BigInt(reader.left))
    throw new Error(`a value of ${count} bytes begins at byte ${reader.at}, which ends before`);
  return Number(count);
}

/** The bytes of a string, which may come in pieces. */
function pieces(reader: ByteReader, type: number, count: bigint | undefined): Buffer {
  if (count !== undefined) return reader.bytes(length(reader, count));
  const all: Buffer[] = [];
  while (reader.peek() !== BREAK) {
    const first = reader.u8();
    if (first >> 5 !== type || (first & 0x1f) === ENDLESS)
      throw new Error(`byte ${reader.at - 1} is no piece of a string`);
    all.push(reader.bytes(length(reader, number(reader, first & 0x1f))));
  }
  reader.u8();
  return Buffer.concat(all);
}

/** Whether another element follows. */
function isMore(reader: ByteReader, done: bigint, count: bigint | undefined): boolean {
  if (count !== undefined) return done < count;
  if (reader.peek() !== BREAK) return true;
  reader.u8();
  return false;
}

function list(reader: ByteReader, out: JsonWriter, count: bigint | undefined, depth: number): void {
  out.open('[');
  for (let i = 0n; isMore(reader, i, count); i++) value(reader, out, depth + 1);
  out.close(']');
}

function map(reader: ByteReader, out: JsonWriter, count: bigint | undefined, depth: number): void {
  out.open('{');
  for (let i = 0n; isMore(reader, i, count); i++) {
    const name = new JsonWriter(MAX_NAME);
    value(reader, name, depth + 1);
    out.nameOf(name);
    value(reader, out, depth + 1);
  }
  out.close('}');
}

function tagged(reader: ByteReader, out: JsonWriter, tag: bigint, depth: number): void {
  // The mark, and times: what they hold says it all.
  if (tag === 55_799n || tag === 0n || tag === 1n) return value(reader, out, depth + 1);
  const first = reader.peek();
  if ((tag === 2n || tag === 3n) && first >> 5 === 2) {
    reader.u8();
    const info = first & 0x1f;
    const bytes = pieces(reader, 2, info === ENDLESS ? undefined : number(reader, info));
    if (bytes.length > MAX_NUMBER_BYTES) throw new Error(`a number of ${bytes.length} bytes is too large to be shown`);
    const large = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
    return out.token(String(tag === 2n ? large : -1n - large));
  }
  out.open('{');
  out.name('$tag');
  out.token(String(tag));
  out.name('value');
  value(reader, out, depth + 1);
  out.close('}');
}

/** The text of a number costs the square of its length. */
const MAX_NUMBER_BYTES = 1024;

function simple(reader: ByteReader, out: JsonWriter, info: number): void {
  switch (info) {
    case 20:
      return out.token('false');
    case 21:
      return out.token('true');
    case 22:
    case 23:
      return out.token('null');
    case 25:
      return out.double(half(reader.u16()));
    case 26:
      return out.float(reader.f32());
    case 27:
      return out.double(reader.f64());
    default: {
      const code = info < 24 ? info : info === 24 ? reader.u8() : -1;
      if (code < 0) throw new Error(`byte ${reader.at - 1} begins no value`);
      return out.token(`{"$simple":${code}}`);
    }
  }
}

/** A floating point number of 16 bits. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
