import { isArrayBuffer } from 'node:util/types';
import type { Bytes, Deserializer, Serializer } from './spec';

/** A built-in serializer and deserializer. Byte-compatible with Java's class of the same name. */
export interface Builtin {
  /** Java's name without Serializer or Deserializer. */
  readonly java: string;
  /** Size of every value in bytes, if fixed: Java's ListSerializer then writes no lengths. */
  readonly size?: number | undefined;
  /** Bytes (and strings) may be sent unchanged. */
  readonly identityOut?: boolean | undefined;
  /** The user gets the bytes unchanged, or the text they encode. */
  readonly form?: 'bytes' | 'utf8' | undefined;
  readonly serializer: Serializer<unknown>;
  readonly deserializer: Deserializer<unknown>;
}

function wrongType(expected: string, data: unknown): TypeError {
  return new TypeError(
    `expected ${expected}, got ${data === null ? 'null' : Array.isArray(data) ? 'an array' : `a value of type ${typeof data}`}`,
  );
}

function asBytes(data: unknown): Bytes {
  if (typeof data === 'string' || Buffer.isBuffer(data)) return data;
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (isArrayBuffer(data)) return Buffer.from(data);
  throw wrongType('a Buffer, Uint8Array or string', data);
}

/** A built-in of fixed size: `write` puts a checked value into the buffer, `read` reads it. */
function fixed(
  java: string,
  size: number,
  write: (out: Buffer, data: unknown) => void,
  read: (data: Buffer) => unknown,
): Builtin {
  return {
    java,
    size,
    serializer: {
      serialize(data: unknown) {
        const out = Buffer.allocUnsafe(size);
        write(out, data);
        return out;
      },
    },
    deserializer: {
      deserialize(data: Buffer) {
        if (data.length !== size)
          throw new RangeError(`size of data received by ${java}Deserializer is not ${size}, but ${data.length}`);
        return read(data);
      },
    },
  };
}

function integer(data: unknown, bits: number): number {
  if (typeof data !== 'number' || !Number.isInteger(data)) throw wrongType(`an integer of ${bits} bits`, data);
  if (data < -(2 ** (bits - 1)) || data >= 2 ** (bits - 1))
    throw new RangeError(`${data} does not fit into ${bits} bits`);
  return data;
}

function long(data: unknown): bigint {
  if (typeof data === 'number' && Number.isSafeInteger(data)) return BigInt(data);
  if (typeof data !== 'bigint') throw wrongType('a bigint or a safe integer', data);
  if (BigInt.asIntN(64, data) !== data) throw new RangeError(`${data} does not fit into 64 bits`);
  return data;
}

function float(data: unknown): number {
  if (typeof data !== 'number') throw wrongType('a number', data);
  return data;
}

/**
 * java.util.UUID.fromString: five groups of hexadecimal digits, each cut to its size. Returned in the form of toString.
 */
function uuid(text: unknown): string {
  const parts =
    typeof text === 'string' ? /^([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]+)-([0-9a-f]+)$/i.exec(text) : null;
  if (!parts || (text as string).length > 36)
    throw wrongType('a UUID, such as 123e4567-e89b-12d3-a456-426614174000', text);
  return [8, 4, 4, 4, 12]
    .map((digits, i) => parts[i + 1]!.slice(-digits).padStart(digits, '0').toLowerCase())
    .join('-');
}

const bytes = (java: string, identityOut: boolean): Builtin => ({
  java,
  identityOut,
  form: 'bytes',
  serializer: { serialize: (data: unknown) => asBytes(data) },
  deserializer: { deserialize: (data: Buffer) => data },
});

/** The built-ins that need no configuration, by short name. */
export const builtins: Readonly<Record<string, Builtin>> = {
  bytes: bytes('ByteArray', true),
  bytebuffer: bytes('ByteBuffer', false),
  int: fixed(
    'Integer',
    4,
    (out, data) => out.writeInt32BE(integer(data, 32)),
    (data) => data.readInt32BE(0),
  ),
  short: fixed(
    'Short',
    2,
    (out, data) => out.writeInt16BE(integer(data, 16)),
    (data) => data.readInt16BE(0),
  ),
  long: fixed(
    'Long',
    8,
    (out, data) => out.writeBigInt64BE(long(data)),
    (data) => data.readBigInt64BE(0),
  ),
  float: fixed(
    'Float',
    4,
    (out, data) => out.writeFloatBE(float(data)),
    (data) => data.readFloatBE(0),
  ),
  double: fixed(
    'Double',
    8,
    (out, data) => out.writeDoubleBE(float(data)),
    (data) => data.readDoubleBE(0),
  ),
  uuid: {
    java: 'UUID',
    size: 36,
    serializer: { serialize: (data: unknown) => uuid(data) },
    deserializer: { deserialize: (data: Buffer) => uuid(data.toString('latin1')) },
  },
  boolean: {
    java: 'Boolean',
    serializer: {
      serialize(data: unknown) {
        if (typeof data !== 'boolean') throw wrongType('a boolean', data);
        return Buffer.from([data ? 1 : 0]);
      },
    },
    deserializer: {
      deserialize(data: Buffer) {
        if (data.length !== 1)
          throw new RangeError(`size of data received by BooleanDeserializer is not 1, but ${data.length}`);
        if (data[0]! > 1) throw new RangeError(`unexpected byte received by BooleanDeserializer: ${data[0]}`);
        return data[0] === 1;
      },
    },
  },
  void: {
    java: 'Void',
    serializer: {
      serialize(data: unknown): never {
        throw wrongType('null', data);
      },
    },
    deserializer: {
      deserialize(): never {
        throw new TypeError('data should be null for a VoidDeserializer');
      },
    },
  },
};
