import { isPromise } from '../user-code/user-code';
import type { Bytes, Deserializer, DeserializerContext, Serializer, SerializerContext } from './spec';

/**
 * Java's SerializationStrategy, the first byte: elements of fixed size with a list of null indexes, or each with its
 * length.
 */
const CONSTANT_SIZE = 0;
const VARIABLE_SIZE = 1;
const NULL_ENTRY = -1;

function int(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeInt32BE(value);
  return out;
}

const asBuffer = (bytes: Bytes): Uint8Array => (typeof bytes === 'string' ? Buffer.from(bytes) : bytes);

/** Java's ListSerializer around `inner`. `size`: the size of every element in bytes, if Java knows it to be fixed. */
export function listSerializer(inner: Serializer<unknown>, size: number | undefined): Serializer<unknown> {
  const assemble = (elements: readonly (Bytes | null)[]): Buffer => {
    const out: Uint8Array[] = [Buffer.from([size === undefined ? VARIABLE_SIZE : CONSTANT_SIZE])];
    if (size !== undefined) {
      const nulls = elements.flatMap((element, i) => (element === null ? [int(i)] : []));
      out.push(int(nulls.length), ...nulls);
    }
    out.push(int(elements.length));
    for (const element of elements) {
      const bytes = element === null ? null : asBuffer(element);
      if (size === undefined) out.push(int(bytes ? bytes.length : NULL_ENTRY));
      if (bytes) out.push(bytes);
    }
    return Buffer.concat(out);
  };
  return {
    serialize(data: unknown, context: SerializerContext) {
      if (!Array.isArray(data)) throw new TypeError(`expected an array, got a value of type ${typeof data}`);
      const elements = data.map((element: unknown) =>
        element === null || element === undefined ? null : inner.serialize(element, context),
      );
      return elements.some(isPromise) ? Promise.all(elements).then(assemble) : assemble(elements as (Bytes | null)[]);
    },
  };
}

/** Splits a list written by Java's ListSerializer into its elements. */
function cut(data: Buffer, size: number | undefined): (Buffer | null)[] {
  let at = 0;
  const next = (): number => {
    at += 4;
    return data.readInt32BE(at - 4);
  };
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > data.length)
      throw new RangeError(`an element of ${length} bytes does not fit into the list`);
    at += length;
    return data.subarray(at - length, at);
  };
  const strategy = data.readUInt8(at++);
  if (strategy !== CONSTANT_SIZE && strategy !== VARIABLE_SIZE)
    throw new RangeError(`unknown strategy ${strategy}: not a list written by Java's ListSerializer`);
  const nulls = new Set<number>();
  if (strategy === CONSTANT_SIZE) {
    if (size === undefined)
      throw new RangeError('the list has elements of fixed size, unlike the configured inner deserializer');
    for (let count = next(); count > 0; count--) nulls.add(next());
  }
  const elements: (Buffer | null)[] = [];
  const count = next();
  for (let i = 0; i < count; i++) {
    if (strategy === CONSTANT_SIZE) elements.push(nulls.has(i) ? null : take(size!));
    else {
      const length = next();
      elements.push(length === NULL_ENTRY ? null : take(length));
    }
  }
  return elements;
}

/** Java's ListDeserializer around `inner`. */
export function listDeserializer(inner: Deserializer<unknown>, size: number | undefined): Deserializer<unknown> {
  return {
    deserialize(data: Buffer, context: DeserializerContext) {
      const elements = cut(data, size).map((element) =>
        element === null ? null : inner.deserialize(element, context),
      );
      return elements.some(isPromise) ? Promise.all(elements) : elements;
    },
  };
}
