/** A built-in serde, byte for byte Java's class of the same name. */
export interface BuiltInSerde {
  write(data: unknown): Buffer;
  read(data: Buffer): unknown;
  /** Data are texts: returns one as it is written as UTF-8. */
  text?(data: unknown): string;
  /** Nobody can change the data: returns what is read after they have been written. */
  check?(data: unknown): string | number;
}

function wrong(expected: string, data: unknown): TypeError {
  const got = Array.isArray(data) ? 'an array' : data instanceof Date ? 'a Date' : `a value of type ${typeof data}`;
  return new TypeError(`expected ${expected}, got ${got}`);
}

function sized(java: string, size: number, data: Buffer): void {
  if (data.length !== size) throw new RangeError(`a ${java} has ${size} bytes, these are ${data.length}`);
}

function toBuffer(data: unknown): Buffer {
  if (Buffer.isBuffer(data)) return data;
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw wrong('a Buffer, Uint8Array or string', data);
}

const bytes: BuiltInSerde = { write: toBuffer, read: (data) => data };

/** A lone half of a surrogate pair has no UTF-8 form: Java writes '?', Node U+FFFD. */
function wellFormed(data: unknown): string {
  if (typeof data !== 'string') throw wrong('a string', data);
  const isWellFormed = (data as unknown as { isWellFormed(): boolean }).isWellFormed();
  return isWellFormed ? data : data.replace(/\p{Surrogate}/gu, '?');
}

function integer(size: number, java: string): BuiltInSerde {
  const limit = 2 ** (size * 8 - 1);
  return {
    write(data) {
      if (typeof data !== 'number' || !Number.isInteger(data)) throw wrong(`an integer of ${size * 8} bits`, data);
      if (data < -limit || data >= limit) throw new RangeError(`${data} does not fit into ${size * 8} bits`);
      const out = Buffer.allocUnsafe(size);
      out.writeIntBE(data, 0, size);
      return out;
    },
    read(data) {
      sized(java, size, data);
      return data.readIntBE(0, size);
    },
  };
}

function floating(size: 4 | 8, java: string): BuiltInSerde {
  return {
    write(data) {
      if (typeof data !== 'number') throw wrong('a number', data);
      const out = Buffer.allocUnsafe(size);
      if (size === 4) out.writeFloatBE(data);
      else out.writeDoubleBE(data);
      return out;
    },
    read(data) {
      sized(java, size, data);
      return size === 4 ? data.readFloatBE(0) : data.readDoubleBE(0);
    },
  };
}

const TWO_32 = 2 ** 32;

function safeInteger(data: unknown): number {
  if (typeof data !== 'number' || !Number.isSafeInteger(data)) throw wrong('an integer within ±2^53', data);
  // There is no −0 in the bytes.
  return data + 0;
}

/** Java's Long as a number. Two halves: a bigint for each record costs more. */
const int64: BuiltInSerde = {
  check: safeInteger,
  write(given) {
    const data = safeInteger(given);
    const out = Buffer.allocUnsafe(8);
    const high = Math.floor(data / TWO_32);
    out.writeInt32BE(high, 0);
    out.writeUInt32BE(data - high * TWO_32, 4);
    return out;
  },
  read(data) {
    sized('Long', 8, data);
    const value = data.readInt32BE(0) * TWO_32 + data.readUInt32BE(4);
    if (!Number.isSafeInteger(value))
      throw new RangeError(`${data.readBigInt64BE(0)} is beyond ±2^53. Use the serde 'long', whose data are bigints.`);
    return value;
  },
};

const long: BuiltInSerde = {
  write(data) {
    const value = typeof data === 'number' && Number.isSafeInteger(data) ? BigInt(data) : data;
    if (typeof value !== 'bigint') throw wrong('a bigint or a safe integer', data);
    if (BigInt.asIntN(64, value) !== value) throw new RangeError(`${value} does not fit into 64 bits`);
    const out = Buffer.allocUnsafe(8);
    out.writeBigInt64BE(value);
    return out;
  },
  read(data) {
    sized('Long', 8, data);
    return data.readBigInt64BE(0);
  },
};

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function uuid(text: string): string {
  if (!uuidForm.test(text)) throw new TypeError('expected a UUID, such as 123e4567-e89b-12d3-a456-426614174000');
  return text.toLowerCase();
}

const refuse = (): never => {
  throw new TypeError('the serde void has no other data than null');
};

/** By short name. */
export const builtInSerdes: Readonly<Record<string, BuiltInSerde>> = {
  string: {
    write: (data) => Buffer.from(wellFormed(data)),
    read: (data) => data.toString('utf8'),
    text: wellFormed,
    check: wellFormed,
  },
  bytes,
  bytebuffer: bytes,
  int: integer(4, 'Integer'),
  short: integer(2, 'Short'),
  long,
  int64,
  float: floating(4, 'Float'),
  double: floating(8, 'Double'),
  uuid: {
    write(data) {
      if (typeof data !== 'string') throw wrong('a UUID', data);
      return Buffer.from(uuid(data));
    },
    read: (data) => uuid(data.toString('latin1')),
  },
  boolean: {
    write(data) {
      if (typeof data !== 'boolean') throw wrong('a boolean', data);
      return Buffer.from([data ? 1 : 0]);
    },
    read(data) {
      sized('Boolean', 1, data);
      if (data[0]! > 1) throw new RangeError(`a Boolean is 0 or 1, this byte is ${data[0]}`);
      return data[0] === 1;
    },
  },
  void: { write: refuse, read: refuse },
  json: {
    write(data) {
      const text = JSON.stringify(data) as string | undefined;
      if (text === undefined) throw new TypeError(`a ${typeof data} cannot be written as JSON`);
      return Buffer.from(text);
    },
    read: (data) => JSON.parse(data.toString('utf8')) as unknown,
  },
};

const byJavaName = new Map([
  ['String', 'string'],
  ['ByteArray', 'bytes'],
  ['Bytes', 'bytes'],
  ['ByteBuffer', 'bytebuffer'],
  ['Integer', 'int'],
  ['Short', 'short'],
  ['Long', 'long'],
  ['Float', 'float'],
  ['Double', 'double'],
  ['UUID', 'uuid'],
  ['Boolean', 'boolean'],
  ['Void', 'void'],
]);

/** For messages. */
export const builtInNames =
  `${Object.keys(builtInSerdes).join(', ')}, Java's class of one of these ` +
  '(org.apache.kafka.common.serialization.Serdes$StringSerde …)';

/** The built-in serde of a short name or of Java's class; undefined: there is none. */
export function builtInSerde(name: string): BuiltInSerde | undefined {
  const java = /^org\.apache\.kafka\.common\.serialization\.Serdes\$(\w+)Serde$/.exec(name)?.[1];
  const short = java === undefined ? name : byJavaName.get(java);
  return short !== undefined && Object.hasOwn(builtInSerdes, short) ? builtInSerdes[short] : undefined;
}
