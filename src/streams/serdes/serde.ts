import type { Deserializer, DeserializerFunction, Headers, Serializer, SerializerFunction } from '../../index';

/** Types of the data of the built-in serdes, by short name. */
export interface SerdeTypes {
  string: string;
  bytes: Uint8Array;
  bytebuffer: Uint8Array;
  int: number;
  short: number;
  /** Java's Long as a bigint. */
  long: bigint;
  /** Java's Long as a number; throws beyond ±2^53. `count()` uses it. */
  int64: number;
  float: number;
  double: number;
  uuid: string;
  boolean: boolean;
  void: null;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

/** Java's class by short name; `int64` and `json` have none. */
interface JavaSerdes {
  String: 'string';
  ByteArray: 'bytes';
  Bytes: 'bytes';
  ByteBuffer: 'bytebuffer';
  Integer: 'int';
  Short: 'short';
  Long: 'long';
  Float: 'float';
  Double: 'double';
  UUID: 'uuid';
  Boolean: 'boolean';
  Void: 'void';
}

type JavaName<Simple extends string> = `org.apache.kafka.common.serialization.Serdes$${Simple}Serde`;

type NamedSerdes = SerdeTypes & {
  [Simple in keyof JavaSerdes as JavaName<Simple>]: SerdeTypes[JavaSerdes[Simple]];
};

/** The names of the built-in serdes: short ones and Java's classes. */
export type SerdeName = keyof NamedSerdes;

/** A serializer and a deserializer, each as an object with a method or as a function. */
export interface SerdePair<T> {
  readonly serializer: Serializer<T> | SerializerFunction<T>;
  readonly deserializer: Deserializer<T> | DeserializerFunction<T>;
}

/**
 * How keys or values are written and read: a name, a pair, or one object with both methods, such as `json<Order>()`.
 * A type parameter may be a name of a built-in serde, because TypeScript infers it from `keySerde: 'string'`;
 * {@link Data} is the type of the data.
 */
export type Serde<S> =
  SerdePair<S> | (Serializer<S> & Deserializer<S>) | (S & SerdeName) | ([S] extends [SerdeName] ? never : SerdeName);

/** The data type for what was inferred from a serde. */
export type Data<S> = 0 extends 1 & S ? S : [S] extends [SerdeName] ? NamedSerdes[S] : S;

/** A serde ready for use. Keys and values that are null are never passed to it. */
export interface BoundSerde {
  serialize(topic: string, data: unknown, headers?: Headers): Buffer | null;
  deserialize(topic: string, data: Buffer, headers?: Headers): unknown;
  /**
   * Data are texts, and their bytes UTF-8: returns a text as it is written. Absent: they are something else.
   * @throws TypeError for what is no text.
   */
  text?(data: unknown): string;
  /** For data that nobody can change. */
  readonly fixed?:
    | {
        /** What is read after the data have been written. @throws what writing would throw. */
        check(data: unknown): string | number;
        write(data: unknown): Buffer;
        read(data: Buffer): unknown;
      }
    | undefined;
}

/** A serde as the user gave it, of whatever type; `undefined`: the configuration's default. */
export type AnySerde = unknown;

/** The serdes of the configuration, for operators that have none. */
export interface DefaultSerdes {
  readonly key: AnySerde;
  readonly value: AnySerde;
}
