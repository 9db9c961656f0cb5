import { ByteReader } from './byte-reader';
import { checkDepth, JsonWriter } from './json-writer';

/** Writes the value that comes next as JSON. */
type Read = (reader: ByteReader, out: JsonWriter, depth: number) => void;

/** Reads the bytes of one value of a schema. */
export type AvroReader = (bytes: Buffer, limit: number) => string;

interface Schema {
  type?: unknown;
  name?: unknown;
  namespace?: unknown;
  fields?: unknown;
  symbols?: unknown;
  items?: unknown;
  values?: unknown;
  size?: unknown;
  logicalType?: unknown;
  scale?: unknown;
}

/**
 * Avro's binary encoding as JSON text: the value itself, without names of union branches. Integers keep all their
 * digits, decimals their scale; bytes become `{"$base64": …}`.
 *
 * @param schema Parsed JSON.
 * @param references Schemas that it names, parsed, each before those that build on it.
 * @throws Error for what is no schema.
 */
export function avroReader(schema: unknown, references: readonly unknown[] = []): AvroReader {
  const names = new Map<string, Read>();
  for (const one of references) readerOf(one, names, '', 0);
  const read = readerOf(schema, names, '', 0);
  return (bytes, limit) => {
    const reader = new ByteReader(bytes);
    const out = new JsonWriter(limit);
    read(reader, out, 0);
    if (reader.left > 0) throw new Error(`${reader.left} bytes are left over behind the value`);
    return out.text;
  };
}

const length = (reader: ByteReader): number => {
  const value = reader.zigzag();
  if (value < 0n || value > BigInt(reader.left)) throw new Error(`a length before byte ${reader.at} is ${value}`);
  return Number(value);
};

const integer: Read = (reader, out) => out.token(String(reader.zigzag()));
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes).reverse();

const primitives: Readonly<Record<string, Read>> = {
  null: (_, out) => out.token('null'),
  boolean: (reader, out) => out.token(reader.u8() === 0 ? 'false' : 'true'),
  int: integer,
  long: integer,
  float: (reader, out) => out.float(turned(reader.bytes(4)).readFloatBE(0)),
  double: (reader, out) => out.double(turned(reader.bytes(8)).readDoubleBE(0)),
  bytes: (reader, out) => out.bytes(reader.bytes(length(reader))),
  string: (reader, out) => out.string(reader.text(length(reader))),
};

function readerOf(schema: unknown, names: Map<string, Read>, space: string, depth: number): Read {
  checkDepth(depth);
  if (typeof schema === 'string') return named(schema, names, space);
  if (Array.isArray(schema)) return union(schema.map((branch) => readerOf(branch, names, space, depth + 1)));
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema holds something that is no type');
  const { type, logicalType, scale, items, values } = schema as Schema;
  switch (type) {
    case 'record':
    case 'error':
      return record(schema as Schema, names, space, depth);
    case 'enum':
      return declare(schema as Schema, names, space, enumeration(schema as Schema));
    case 'fixed':
      return declare(schema as Schema, names, space, fixed(schema as Schema));
    case 'array':
      return blocks(readerOf(items, names, space, depth + 1), '[', ']');
    case 'map':
      return blocks(member(readerOf(values, names, space, depth + 1)), '{', '}');
    case 'bytes':
      return logicalType === 'decimal'
        ? decimal(scale, (reader) => reader.bytes(length(reader)))
        : primitives['bytes']!;
    default:
      return readerOf(type, names, space, depth + 1);
  }
}

/** A primitive, or a type that was declared before; one that is not yet complete is looked up when it is read. */
function named(name: string, names: Map<string, Read>, space: string): Read {
  if (Object.hasOwn(primitives, name)) return primitives[name]!;
  for (const full of name.includes('.') || space === '' ? [name] : [`${space}.${name}`, name]) {
    if (names.has(full)) return (reader, out, depth) => names.get(full)!(reader, out, depth);
  }
  throw new Error(`the schema names the type ${name}, which it does not declare`);
}

function fullName({ name, namespace }: Schema, space: string): string {
  const own = String(name);
  if (own.includes('.')) return own;
  const of = typeof namespace === 'string' ? namespace : space;
  return of === '' ? own : `${of}.${own}`;
}

function declare(schema: Schema, names: Map<string, Read>, space: string, read: Read): Read {
  names.set(fullName(schema, space), read);
  return read;
}

function record(schema: Schema, names: Map<string, Read>, space: string, depth: number): Read {
  const full = fullName(schema, space);
  const inner = full.includes('.') ? full.slice(0, full.lastIndexOf('.')) : '';
  const fields: [name: string, read: Read][] = [];
  const read: Read = (reader, out, at) => {
    checkDepth(at);
    out.open('{');
    for (const [name, readField] of fields) {
      out.name(name);
      readField(reader, out, at + 1);
    }
    out.close('}');
  };
  // Before its fields, which may be of this type.
  names.set(full, read);
  if (!Array.isArray(schema.fields)) throw new Error(`the record ${full} has no fields`);
  for (const { name, type } of schema.fields as Schema[])
    fields.push([String(name), readerOf(type, names, inner, depth + 1)]);
  return read;
}

function union(branches: Read[]): Read {
  return (reader, out, depth) => {
    const index = Number(reader.zigzag());
    const branch = branches[index];
    if (branch === undefined) throw new Error(`branch ${index} of a union with ${branches.length}`);
    branch(reader, out, depth + 1);
  };
}

function enumeration({ symbols }: Schema): Read {
  if (!Array.isArray(symbols)) throw new Error('an enum without symbols');
  return (reader, out) => {
    const index = Number(reader.zigzag());
    const symbol: unknown = symbols[index];
    if (symbol === undefined) throw new Error(`symbol ${index} of an enum with ${symbols.length}`);
    out.string(String(symbol));
  };
}

function fixed({ size, logicalType, scale }: Schema): Read {
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw new Error('a fixed without size');
  if (logicalType === 'decimal') return decimal(scale, (reader) => reader.bytes(size));
  return (reader, out) => out.bytes(reader.bytes(size));
}

const member = (read: Read): Read => {
  return (reader, out, depth) => {
    out.name(reader.text(length(reader)));
    read(reader, out, depth);
  };
};

/** Lists and maps: blocks of entries, each with its count, to an empty one. */
function blocks(entry: Read, open: '[' | '{', close: ']' | '}'): Read {
  return (reader, out, depth) => {
    checkDepth(depth);
    out.open(open);
    for (let count = reader.zigzag(); count !== 0n; count = reader.zigzag()) {
      // A negative count has the size of the block behind it.
      if (count < 0n) reader.zigzag();
      for (let i = count < 0n ? -count : count; i > 0n; i--) entry(reader, out, depth + 1);
    }
    out.close(close);
  };
}

/** The digits of a whole number, with the point `scale` digits before their end. */
function decimal(scale: unknown, read: (reader: ByteReader) => Buffer): Read {
  const places = typeof scale === 'number' && Number.isSafeInteger(scale) && scale > 0 ? Math.min(scale, 1000) : 0;
  return (reader, out) => {
    const bytes = read(reader);
    if (bytes.length > 1024) throw new Error(`a decimal of ${bytes.length} bytes is too large to be shown`);
    const value = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
    const whole = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    out.token(`${value < 0n ? '-' : ''}${whole}`);
  };
}
