import type { Data, Serde } from '../serdes/serde';
import type { StreamPartitioner } from './produced';

/** The serdes and the name of a grouping. The name is also that of its repartition topic. Java's Grouped. */
export interface GroupedOptions<K = unknown, V = unknown> {
  readonly keySerde?: Serde<K> | undefined;
  readonly valueSerde?: Serde<V> | undefined;
  readonly name?: string | undefined;
}

/** The serdes and the name of a grouping, as an immutable object with Java's methods. */
export class Grouped<K, V> implements GroupedOptions<K, V> {
  readonly keySerde: Serde<K> | undefined;
  readonly valueSerde: Serde<V> | undefined;
  readonly name: string | undefined;

  constructor(options: GroupedOptions<K, V> = {}) {
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.name = options.name;
  }

  static with<K, V>(keySerde: Serde<K>, valueSerde: Serde<V>): Grouped<Data<K>, Data<V>> {
    return new Grouped({ keySerde, valueSerde }) as never;
  }

  static as<K, V>(name: string): Grouped<K, V> {
    return new Grouped({ name });
  }

  withKeySerde(keySerde: Serde<K>): Grouped<K, V> {
    return new Grouped({ ...this, keySerde });
  }

  withValueSerde(valueSerde: Serde<V>): Grouped<K, V> {
    return new Grouped({ ...this, valueSerde });
  }

  withName(name: string): Grouped<K, V> {
    return new Grouped({ ...this, name });
  }
}

/** How `repartition` writes and reads its topic. Java's Repartitioned. */
export interface RepartitionedOptions<K = unknown, V = unknown> extends GroupedOptions<NonNullable<K>, NonNullable<V>> {
  /** Default: the largest number of partitions of the topics that lead here. */
  readonly numberOfPartitions?: number | undefined;
  readonly streamPartitioner?: StreamPartitioner<K, V> | undefined;
}

/** How `repartition` writes and reads its topic, as an immutable object with Java's methods. */
export class Repartitioned<K, V> implements RepartitionedOptions<K, V> {
  readonly keySerde: Serde<NonNullable<K>> | undefined;
  readonly valueSerde: Serde<NonNullable<V>> | undefined;
  readonly name: string | undefined;
  readonly numberOfPartitions: number | undefined;
  readonly streamPartitioner: StreamPartitioner<K, V> | undefined;

  constructor(options: RepartitionedOptions<K, V> = {}) {
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.name = options.name;
    this.numberOfPartitions = options.numberOfPartitions;
    this.streamPartitioner = options.streamPartitioner;
  }

  static with<K, V>(keySerde: Serde<K>, valueSerde: Serde<V>): Repartitioned<Data<K> | null, Data<V> | null> {
    return new Repartitioned<never, never>({ keySerde, valueSerde } as never) as never;
  }

  static as<K, V>(name: string): Repartitioned<K, V> {
    return new Repartitioned({ name });
  }

  static numberOfPartitions<K, V>(numberOfPartitions: number): Repartitioned<K, V> {
    return new Repartitioned({ numberOfPartitions });
  }

  static streamPartitioner<K, V>(streamPartitioner: StreamPartitioner<K, V>): Repartitioned<K, V> {
    return new Repartitioned({ streamPartitioner });
  }

  withName(name: string): Repartitioned<K, V> {
    return new Repartitioned<K, V>({ ...this, name });
  }

  withKeySerde(keySerde: Serde<NonNullable<K>>): Repartitioned<K, V> {
    return new Repartitioned<K, V>({ ...this, keySerde });
  }

  withValueSerde(valueSerde: Serde<NonNullable<V>>): Repartitioned<K, V> {
    return new Repartitioned<K, V>({ ...this, valueSerde });
  }

  withNumberOfPartitions(numberOfPartitions: number): Repartitioned<K, V> {
    return new Repartitioned<K, V>({ ...this, numberOfPartitions });
  }

  withStreamPartitioner(streamPartitioner: StreamPartitioner<K, V>): Repartitioned<K, V> {
    return new Repartitioned<K, V>({ ...this, streamPartitioner });
  }
}
