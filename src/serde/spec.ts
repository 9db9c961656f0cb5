import type { Headers, HeadersInput } from './headers';

/** The types that are sent as bytes. A string is written as UTF-8. */
export type Bytes = Buffer | Uint8Array | string;

/**
 * The second argument of a serializer or deserializer. `H`: the headers, as in {@link SerializerContext} or {@link
 * DeserializerContext}.
 */
export interface SerdeContext<H = unknown> {
  readonly topic: string;
  readonly headers: H;
  readonly isKey: boolean;
}

/** The record's headers as the user gave them: an object, or a list of pairs. */
export type SerializerContext = SerdeContext<HeadersInput | null | undefined>;
/** The record's headers: an ordered list of pairs, decoded when first read. */
export type DeserializerContext = SerdeContext<Headers>;

type Awaitable<T> = T | Promise<T>;

/** Never called for `null`: a null key or value stays null. */
export type SerializerFunction<T> = (data: T, context: SerializerContext) => Awaitable<Bytes | null>;
export interface Serializer<T> {
  /** Called once for a class, after construction. Java's Serializer.configure. */
  configure?(config: Readonly<Record<string, unknown>>, isKey: boolean): void;
  // A method instead of a property, so that a Serializer<Order> accepts only an Order.
  serialize(data: T, context: SerializerContext): Awaitable<Bytes | null>;
  close?(): void;
}

/** Never called for `null`. `data` is a view into the memory of its batch. */
export type DeserializerFunction<T> = (data: Buffer, context: DeserializerContext) => Awaitable<T>;
export interface Deserializer<T> {
  /** Called once for a class, after construction. Java's Deserializer.configure. */
  configure?(config: Readonly<Record<string, unknown>>, isKey: boolean): void;
  deserialize(data: Buffer, context: DeserializerContext): Awaitable<T>;
  close?(): void;
}

type JavaSerializer<Name extends string> = `org.apache.kafka.common.serialization.${Name}Serializer`;
type JavaDeserializer<Name extends string> = `org.apache.kafka.common.serialization.${Name}Deserializer`;

/** Types that the built-in serializers accept, by short name. */
interface ShortSerialized {
  string: string;
  bytes: Bytes;
  bytebuffer: ArrayBuffer | ArrayBufferView;
  int: number;
  short: number;
  long: bigint | number;
  float: number;
  double: number;
  uuid: string;
  boolean: boolean;
  void: null;
  list: readonly unknown[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

/** Types that the built-in deserializers return, by short name. */
interface ShortDeserialized {
  string: string;
  bytes: Buffer;
  bytebuffer: Buffer;
  int: number;
  short: number;
  long: bigint;
  float: number;
  double: number;
  uuid: string;
  boolean: boolean;
  void: null;
  list: unknown[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

/** Java's class by short name; `json` has none. */
interface JavaNames {
  string: 'String';
  bytes: 'ByteArray' | 'Bytes';
  bytebuffer: 'ByteBuffer';
  int: 'Integer';
  short: 'Short';
  long: 'Long';
  float: 'Float';
  double: 'Double';
  uuid: 'UUID';
  boolean: 'Boolean';
  void: 'Void';
  list: 'List';
}

export type SerializedTypes = ShortSerialized & {
  [Short in keyof JavaNames as JavaSerializer<JavaNames[Short]>]: ShortSerialized[Short];
};
export type DeserializedTypes = ShortDeserialized & {
  [Short in keyof JavaNames as JavaDeserializer<JavaNames[Short]>]: ShortDeserialized[Short];
};

/** The names of the built-in serializers: short ones and Java's. */
export type SerializerName = keyof SerializedTypes;
export type DeserializerName = keyof DeserializedTypes;

/**
 * The type parameter of a client may be the name of a built-in serializer, because TypeScript infers it from
 * `'value.serializer': 'string'`. These types resolve it to the type of the data.
 */
export type Serialized<S> = 0 extends 1 & S ? S : [S] extends [SerializerName] ? SerializedTypes[S] : S;
export type Deserialized<S> = 0 extends 1 & S ? S : [S] extends [DeserializerName] ? DeserializedTypes[S] : S;

/** Type of `key.serializer` and `value.serializer`. */
export type SerializerOption<T> =
  | Serializer<T>
  | SerializerFunction<T>
  | (new () => Serializer<T>)
  | (T & SerializerName)
  | ([T] extends [SerializerName] ? never : SerializerName);

/** Type of `key.deserializer` and `value.deserializer`. */
export type DeserializerOption<T> =
  | Deserializer<T>
  | DeserializerFunction<T>
  | (new () => Deserializer<T>)
  | (T & DeserializerName)
  | ([T] extends [DeserializerName] ? never : DeserializerName);

/** Type of `default.list.….serde.inner`. Java's `Serdes$…Serde` class names are accepted too. */
export type ListInnerOption =
  SerializerName | DeserializerName | (string & {}) | SerializerOption<never> | DeserializerOption<unknown>;
