import type { DeserializerContext, HeadersInput } from '../../index';
import { isPromise } from '../errors/promises';
import { StreamsError, TopologyError } from '../errors/streams-errors';
import { builtInNames, builtInSerde } from './built-in';
import type { AnySerde, BoundSerde } from './serde';

type Write = (data: unknown, context: { topic: string; headers: HeadersInput; isKey: boolean }) => unknown;
type Read = (data: Buffer, context: DeserializerContext) => unknown;

const noHeaders: DeserializerContext['headers'] = [];

/** One side of a serde: a function, or the method of an object. */
function method<F>(given: unknown, name: 'serialize' | 'deserialize', where: string): F {
  if (typeof given === 'function') return given as F;
  const found = (given as Record<string, unknown> | null | undefined)?.[name];
  if (typeof found === 'function') return found.bind(given) as F;
  throw new TopologyError(`${where}: a serde needs ${name}(). It is a name, { serializer, deserializer }, or json()`);
}

function asBuffer(result: unknown, where: string): Buffer | null {
  if (Buffer.isBuffer(result)) return result;
  if (result === null || result === undefined) return null;
  if (typeof result === 'string') return Buffer.from(result);
  if (ArrayBuffer.isView(result)) return Buffer.from(result.buffer, result.byteOffset, result.byteLength);
  if (isPromise(result)) {
    Promise.resolve(result).catch(() => undefined);
    throw new StreamsError(`${where}: its serializer returned a promise. Return the bytes.`, {
      code: 'ERR_ASYNC_SERDE',
    });
  }
  throw new StreamsError(`${where}: its serializer returned neither bytes nor a string`);
}

function notPromise(result: unknown, where: string): unknown {
  if (!isPromise(result)) return result === undefined ? null : result;
  Promise.resolve(result).catch(() => undefined);
  throw new StreamsError(`${where}: its deserializer returned a promise. Return the data.`, {
    code: 'ERR_ASYNC_SERDE',
  });
}

function custom(serde: object, isKey: boolean, where: string): BoundSerde {
  const { serializer = serde, deserializer = serde } = serde as { serializer?: unknown; deserializer?: unknown };
  const write = method<Write>(serializer, 'serialize', where);
  const read = method<Read>(deserializer, 'deserialize', where);
  return {
    serialize: (topic, data, headers = noHeaders) => asBuffer(write(data, { topic, headers, isKey }), where),
    deserialize: (topic, data, headers = noHeaders) => notPromise(read(data, { topic, headers, isKey }), where),
  };
}

/** Only one side is given where only one is used, in tests: the other is refused when it is called. */
export function bindSerializer(given: unknown, isKey: boolean, where: string): BoundSerde['serialize'] {
  if (typeof given === 'string') return bindSerde(given, isKey, where).serialize;
  const { serializer = given } = (given ?? {}) as { serializer?: unknown };
  const write = method<Write>(serializer, 'serialize', where);
  return (topic, data, headers = noHeaders) => asBuffer(write(data, { topic, headers, isKey }), where);
}

export function bindDeserializer(given: unknown, isKey: boolean, where: string): BoundSerde['deserialize'] {
  if (typeof given === 'string') return bindSerde(given, isKey, where).deserialize;
  const { deserializer = given } = (given ?? {}) as { deserializer?: unknown };
  const read = method<Read>(deserializer, 'deserialize', where);
  return (topic, data, headers = noHeaders) => notPromise(read(data, { topic, headers, isKey }), where);
}

/**
 * A serde ready for use. `where` begins the messages: the node or store, and the side.
 * @throws TopologyError for something that is no serde, and if none is given: what was asked for has no default.
 */
export function bindSerde(given: AnySerde, isKey: boolean, where: string): BoundSerde {
  if (typeof given === 'string') {
    const found = builtInSerde(given);
    if (!found) throw new StreamsError(`${where}: the serde ${given} is unknown. Valid: ${builtInNames}`);
    const { write, read, text, check } = found;
    return {
      serialize: (_topic, data) => write(data),
      deserialize: (_topic, data) => read(data),
      ...(text && { text }),
      ...(check && { fixed: { check, write, read } }),
    };
  }
  if (typeof given === 'object' && given !== null) return custom(given, isKey, where);
  const side = isKey ? 'key' : 'value';
  throw new TopologyError(
    `${where}: no ${side} serde. Give ${side}Serde to this operator or to one before it, or set default.${side}.serde`,
  );
}
