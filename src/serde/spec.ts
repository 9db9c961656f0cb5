import type { Headers, HeadersInput } from './headers';

/** What counts as bytes going out; a string is written as UTF-8. */
export type Bytes = Buffer | Uint8Array | string;

/** What a serializer or deserializer is told besides the data. `H`: the headers, as {@link SerializerContext} or {@link DeserializerContext} has them. */
export interface SerdeContext<H = unknown> {
  readonly topic: string;
  readonly headers: H;
  readonly isKey: boolean;
}

/** The record's headers as the user gave them: an object, or a list of pairs. */
export type SerializerContext = SerdeContext<HeadersInput | null | undefined>;
/** The record's headers: an ordered list of pairs, decoded when first looked at. */
export type DeserializerContext = SerdeContext<Headers>;

type Awaitable<T> = T | Promise<T>;

/** Never called for `null`: a null key or value stays null. */
export type SerializerFunction<T> = (data: T, context: SerializerContext) => Awaitable<Bytes | null>;
export interface Serializer<T> {
  /** Called once for a class, after construction. Java's Serializer.configure. */
  configure?(config: Readonly<Record<string, unknown>>, isKey: boolean): void;
  // A method, not a property, so that a Serializer<Order> is taken for an Order alone.
  serialize(data: T, context: SerializerContext): Awaitable<Bytes | null>;
  close?(): void;
}

/** Never called for `null`. `data` is a view into the batch it came with. */
export type DeserializerFunction<T> = (data: Buffer, context: DeserializerContext) => Awaitable<T>;
export interface Deserializer<T> {
  /** Called once for a class, after construction. Java's Deserializer.configure. */
  configure?(config: Readonly<Record<string, unknown>>, isKey: boolean): void;
  deserialize(data: Buffer, context: DeserializerContext): Awaitable<T>;
  close?(): void;
}

type JavaSerializer<Name extends string> = `org.apache.kafka.common.serialization.${Name}Serializer`;
type JavaDeserializer<Name extends string> = `org.apache.kafka.common.serialization.${Name}Deserializer`;

/** What the built-in serializers take, by short name. */
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

/** What the built-in deserializers return, by short name. */
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

/** Java's class, by short name; `json` has none. */
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

/** The names a built-in serializer goes by: short ones and Java's. */
export type SerializerName = keyof SerializedTypes;
export type DeserializerName = keyof DeserializedTypes;

/**
 * The type parameter of a client may be the name of a built-in serializer, because that is what TypeScript infers from
 * `'value.serializer': 'string'`; these resolve it to the type of the data where it is read.
 */
export type Serialized<S> = 0 extends 1 & S ? S : [S] extends [SerializerName] ? SerializedTypes[S] : S;
export type Deserialized<S> = 0 extends 1 & S ? S : [S] extends [DeserializerName] ? DeserializedTypes[S] : S;

/** What `key.serializer` and `value.serializer` take. */
export type SerializerOption<T> =
  | Serializer<T>
  | SerializerFunction<T>
  | (new () => Serializer<T>)
  | (T & SerializerName)
  | ([T] extends [SerializerName] ? never : SerializerName);

/** What `key.deserializer` and `value.deserializer` take. */
export type DeserializerOption<T> =
  | Deserializer<T>
  | DeserializerFunction<T>
  | (new () => Deserializer<T>)
  | (T & DeserializerName)
  | ([T] extends [DeserializerName] ? never : DeserializerName);

/** What `default.list.….serde.inner` takes; Java's `Serdes$…Serde` class names as well. */
export type ListInnerOption =
  SerializerName | DeserializerName | (string & {}) | SerializerOption<never> | DeserializerOption<unknown>;
