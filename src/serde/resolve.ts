import { builtins, type Builtin } from './builtin';
import { json } from './json';
import { listDeserializer, listSerializer } from './list';
import type { Bytes, Deserializer, DeserializerContext, Serializer, SerializerContext } from './spec';
import { configurePlugin, construct } from '../user-code/user-code';
import { stringSerde } from './string';

/** A serializer ready for use. `identity`: a Buffer, Uint8Array or string may be sent unchanged, without a call. */
export interface ResolvedSerializer {
  /** Short name of a built-in, or else 'custom'. */
  readonly name: string;
  readonly identity: boolean;
  serialize(data: unknown, context: SerializerContext): Bytes | null | Promise<Bytes | null>;
  close(): void;
}

/** A deserializer ready for use. */
export interface ResolvedDeserializer {
  readonly name: string;
  /** The form of the value if no call is needed: the bytes, or their UTF-8 text. */
  readonly form: 'bytes' | 'utf8' | undefined;
  deserialize(data: Buffer, context: DeserializerContext): unknown;
  close(): void;
}

/** An invalid option. The configuration turns it into a ConfigError that names the property. */
export class SerdeOptionError extends Error {}

type Direction = 'serialize' | 'deserialize';
type Config = Readonly<Record<string, unknown>>;

const javaPackage = 'org.apache.kafka.common.serialization.';
const shortNames = [...Object.keys(builtins), 'string', 'list', 'json'];
const byJavaName = new Map<string, string>([
  ['String', 'string'],
  ['List', 'list'],
  ['Bytes', 'bytes'],
]);
for (const [short, builtin] of Object.entries(builtins)) byJavaName.set(builtin.java, short);

/** `string` for the short name and for each of Java's class names of it. */
function shortName(name: string, direction: Direction): string {
  if (shortNames.includes(name)) return name;
  const suffix = direction === 'serialize' ? 'Serializer' : 'Deserializer';
  if (name.startsWith(javaPackage)) {
    const simple = name.slice(javaPackage.length);
    const match = /^(?:Serdes\$(\w+)Serde|(\w+?)(Serializer|Deserializer))$/.exec(simple);
    const short =
      match && (match[3] === undefined || match[3] === suffix) ? byJavaName.get(match[1] ?? match[2]!) : undefined;
    if (short) return short;
  }
  throw new SerdeOptionError(
    `Must be one of ${shortNames.join(', ')}, Java's class of one of these (${javaPackage}String${suffix} …), a function, or an object or class with ${direction}()`,
  );
}

/**
 * The charset that Java's String serde would find in the configuration: the property of the side, then the general one.
 */
function charset(config: Config, isKey: boolean, direction: Direction): string {
  const general = `${direction}r.encoding`;
  return String(config[`${isKey ? 'key' : 'value'}.${general}`] ?? config[general] ?? 'UTF-8');
}

function named(
  name: string,
  config: Config,
  isKey: boolean,
  direction: Direction,
): { serde: Omit<Builtin, 'java'>; short: string } {
  const short = shortName(name, direction);
  if (short === 'json') {
    const serde = json();
    return { serde: { serializer: serde, deserializer: serde }, short };
  }
  if (short === 'string') {
    const name = charset(config, isKey, direction);
    const serde = stringSerde(name);
    if (!serde)
      throw new SerdeOptionError(
        `The encoding ${name} is unknown: UTF-8, UTF-16, UTF-16LE, UTF-16BE, ISO-8859-1 and US-ASCII are known`,
      );
    return { serde, short };
  }
  if (short === 'list') {
    const property = `default.list.${isKey ? 'key' : 'value'}.serde.inner`;
    const inner = config[property];
    if (inner === undefined || inner === null)
      throw new SerdeOptionError(`A list needs ${property}: how its elements are written`);
    const sized = typeof inner === 'string' ? named(inner, config, isKey, direction).serde.size : undefined;
    return direction === 'serialize'
      ? {
          serde: { serializer: listSerializer(resolveSerializer(inner, config, isKey), sized), deserializer: json() },
          short,
        }
      : {
          serde: {
            serializer: json(),
            deserializer: listDeserializer(resolveDeserializer(inner, config, isKey), sized),
          },
          short,
        };
  }
  return { serde: builtins[short]!, short };
}

/** Turns a function, an object with the method, or a class of such objects into an object. */
function custom(option: unknown, config: Config, isKey: boolean, direction: Direction): { [method: string]: unknown } {
  if (typeof option === 'function') {
    const { prototype } = option as { prototype?: { [method: string]: unknown } };
    if (typeof prototype?.[direction] !== 'function') return { [direction]: option };
    const instance = construct(option as new () => unknown);
    configurePlugin(instance, config, isKey);
    return instance;
  }
  if (
    typeof option === 'object' &&
    option !== null &&
    typeof (option as { [method: string]: unknown })[direction] === 'function'
  ) {
    return option as { [method: string]: unknown };
  }
  throw new SerdeOptionError(`Expected a name, a function, or an object or class with ${direction}()`);
}

/**
 * Resolves the value of `key.serializer` or `value.serializer`: a short name, Java's class name, a function, or an
 * object or class with `serialize`. Default: bytes. Throws {@link SerdeOptionError}.
 */
export function resolveSerializer(option: unknown, config: Config, isKey: boolean): ResolvedSerializer {
  if (typeof option === 'string' || option === undefined || option === null) {
    const { serde, short } = named(option ?? 'bytes', config, isKey, 'serialize');
    return {
      name: short,
      identity: serde.identityOut ?? false,
      serialize: serde.serializer.serialize.bind(serde.serializer),
      close() {},
    };
  }
  const own = custom(option, config, isKey, 'serialize') as unknown as Serializer<unknown>;
  return { name: 'custom', identity: false, serialize: own.serialize.bind(own), close: () => own.close?.() };
}

/** The same for `key.deserializer` and `value.deserializer`. */
export function resolveDeserializer(option: unknown, config: Config, isKey: boolean): ResolvedDeserializer {
  if (typeof option === 'string' || option === undefined || option === null) {
    const { serde, short } = named(option ?? 'bytes', config, isKey, 'deserialize');
    return {
      name: short,
      form: serde.form,
      deserialize: serde.deserializer.deserialize.bind(serde.deserializer),
      close() {},
    };
  }
  const own = custom(option, config, isKey, 'deserialize') as unknown as Deserializer<unknown>;
  return { name: 'custom', form: undefined, deserialize: own.deserialize.bind(own), close: () => own.close?.() };
}
