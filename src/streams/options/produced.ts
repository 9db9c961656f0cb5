import type { Headers } from '../../index';
import type { Data, Serde } from '../serdes/serde';

/**
 * The partition of a record: a number, a list of them (empty: the record is dropped and counted), or null for the
 * default, which is Java's. Java's StreamPartitioner.
 */
export type StreamPartitioner<K, V> = (
  topic: string,
  key: K,
  value: V,
  partitionCount: number,
) => number | readonly number[] | null;

/** What is known of the record that a topic is chosen for. Java's RecordContext. */
export interface SinkContext {
  readonly topic: string | null;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
}

/** The topic for a record. The topic must exist. Java's TopicNameExtractor. */
export type TopicNameExtractor<K, V> = (key: K, value: V, context: SinkContext) => string;

/** How a topic is written. Java's Produced. */
export interface ProducedOptions<K = unknown, V = unknown> {
  readonly keySerde?: Serde<NonNullable<K>> | undefined;
  readonly valueSerde?: Serde<NonNullable<V>> | undefined;
  readonly streamPartitioner?: StreamPartitioner<K, V> | undefined;
  readonly name?: string | undefined;
}

/** How a topic is written, as an immutable object with Java's methods. */
export class Produced<K, V> implements ProducedOptions<K, V> {
  readonly keySerde: Serde<NonNullable<K>> | undefined;
  readonly valueSerde: Serde<NonNullable<V>> | undefined;
  readonly streamPartitioner: StreamPartitioner<K, V> | undefined;
  readonly name: string | undefined;

  constructor(options: ProducedOptions<K, V> = {}) {
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.streamPartitioner = options.streamPartitioner;
    this.name = options.name;
  }

  static with<K, V>(keySerde: Serde<K>, valueSerde: Serde<V>): Produced<Data<K> | null, Data<V> | null> {
    return new Produced<never, never>({ keySerde, valueSerde } as never) as never;
  }

  static as<K, V>(name: string): Produced<K, V> {
    return new Produced({ name });
  }

  withKeySerde(keySerde: Serde<NonNullable<K>>): Produced<K, V> {
    return new Produced<K, V>({ ...this, keySerde });
  }

  withValueSerde(valueSerde: Serde<NonNullable<V>>): Produced<K, V> {
    return new Produced<K, V>({ ...this, valueSerde });
  }

  withStreamPartitioner(streamPartitioner: StreamPartitioner<K, V>): Produced<K, V> {
    return new Produced<K, V>({ ...this, streamPartitioner });
  }

  withName(name: string): Produced<K, V> {
    return new Produced<K, V>({ ...this, name });
  }
}
