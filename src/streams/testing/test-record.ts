import type {
  Headers,
  HeadersInput,
  Deserializer,
  DeserializerFunction,
  Serializer,
  SerializerFunction,
} from '../../index';
import type { Serde } from '../serdes/serde';

/** How a test writes keys or values: a serde, or a serializer only. */
export type TestSerializer<S> = Serde<S> | Serializer<S> | SerializerFunction<S>;

/** How a test reads keys or values: a serde, or a deserializer only. */
export type TestDeserializer<S> = Serde<S> | Deserializer<S> | DeserializerFunction<S>;

/** A record to pipe in. */
export interface TestInputRecord<K, V> {
  readonly key?: K | null | undefined;
  readonly value: V | null;
  /** Milliseconds since the epoch. Default: the input topic's present time. */
  readonly timestamp?: number | undefined;
  readonly headers?: HeadersInput | undefined;
}

/** A record that was read. Java's TestRecord. */
export interface TestRecord<K, V> {
  readonly key: K | null;
  readonly value: V | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
}
