import type { Data, Serde } from '../serdes/serde';
import type { TopicConfig } from './topic-options';

/** How the result of an operator is stored. Java's Materialized. */
export interface MaterializedOptions<K = unknown, V = unknown> {
  /** Also the name under which the store can be queried. Without it, the name is generated. */
  readonly storeName?: string | undefined;
  readonly keySerde?: Serde<K> | undefined;
  readonly valueSerde?: Serde<V> | undefined;
  /** Default true: every change goes to a changelog topic too, from which the store is restored. */
  readonly loggingEnabled?: boolean | undefined;
  /**
   * How long windows or sessions stay in the store, in milliseconds of stream time. Default: as long as they can
   * change; less is refused.
   */
  readonly retention?: number | undefined;
  /** Overrides of the changelog topic's configuration. */
  readonly topicConfig?: TopicConfig | undefined;
  /** Default: as `dsl.store.suppliers.class` says. */
  readonly storeType?: 'in_memory' | 'lmdb' | undefined;
}

/** How the result of an operator is stored, as an immutable object with Java's methods. */
export class Materialized<K, V> implements MaterializedOptions<K, V> {
  readonly storeName: string | undefined;
  readonly keySerde: Serde<K> | undefined;
  readonly valueSerde: Serde<V> | undefined;
  readonly loggingEnabled: boolean;
  readonly retention: number | undefined;
  readonly topicConfig: TopicConfig | undefined;
  readonly storeType: 'in_memory' | 'lmdb' | undefined;

  constructor(options: MaterializedOptions<K, V> = {}) {
    this.storeName = options.storeName;
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.loggingEnabled = options.loggingEnabled ?? true;
    this.retention = options.retention;
    this.topicConfig = options.topicConfig;
    this.storeType = options.storeType;
  }

  static as<K, V>(storeName: string): Materialized<K, V> {
    return new Materialized({ storeName });
  }

  static with<K, V>(keySerde?: Serde<K>, valueSerde?: Serde<V>): Materialized<Data<K>, Data<V>> {
    return new Materialized({ keySerde, valueSerde }) as never;
  }

  /** `'lmdb'`: on disk. */
  withStoreType(storeType: 'in_memory' | 'lmdb'): Materialized<K, V> {
    return new Materialized({ ...this, storeType });
  }

  withKeySerde(keySerde: Serde<K>): Materialized<K, V> {
    return new Materialized({ ...this, keySerde });
  }

  withValueSerde(valueSerde: Serde<V>): Materialized<K, V> {
    return new Materialized({ ...this, valueSerde });
  }

  withRetention(retentionMs: number): Materialized<K, V> {
    return new Materialized({ ...this, retention: retentionMs });
  }

  withLoggingEnabled(topicConfig: TopicConfig = {}): Materialized<K, V> {
    return new Materialized({ ...this, loggingEnabled: true, topicConfig });
  }

  withLoggingDisabled(): Materialized<K, V> {
    return new Materialized<K, V>({ ...this, loggingEnabled: false, topicConfig: undefined });
  }

  /** Without effect: there is no cache, every update goes on, as in Java with `statestore.cache.max.bytes=0`. */
  withCachingEnabled(): Materialized<K, V> {
    return this;
  }

  /** Without effect, as {@link withCachingEnabled}. */
  withCachingDisabled(): Materialized<K, V> {
    return this;
  }
}
