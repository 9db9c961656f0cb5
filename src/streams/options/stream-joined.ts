import type { Data, Serde } from '../serdes/serde';
import type { TopicConfig } from './topic-options';

/** Serdes, names and stores of a join of two streams. Java's StreamJoined. */
export interface StreamJoinedOptions<K = unknown, V = unknown, VO = unknown> {
  readonly keySerde?: Serde<K> | undefined;
  /** Of the stream on which the join is called. */
  readonly valueSerde?: Serde<V> | undefined;
  /** Of the other stream. */
  readonly otherValueSerde?: Serde<VO> | undefined;
  /** Of the processors, and of repartition topics. */
  readonly name?: string | undefined;
  /** How the names of its stores begin. Without it they are generated. */
  readonly storeName?: string | undefined;
  /** Default true: every change goes to a changelog topic, from which the stores are restored. */
  readonly loggingEnabled?: boolean | undefined;
  /** Overrides of the configuration of the changelog topics. */
  readonly topicConfig?: TopicConfig | undefined;
}

/** Serdes, names and stores of a join of two streams, as an immutable object with Java's methods. */
export class StreamJoined<K, V, VO> implements StreamJoinedOptions<K, V, VO> {
  readonly keySerde: Serde<K> | undefined;
  readonly valueSerde: Serde<V> | undefined;
  readonly otherValueSerde: Serde<VO> | undefined;
  readonly name: string | undefined;
  readonly storeName: string | undefined;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig | undefined;

  constructor(options: StreamJoinedOptions<K, V, VO> = {}) {
    this.keySerde = options.keySerde;
    this.valueSerde = options.valueSerde;
    this.otherValueSerde = options.otherValueSerde;
    this.name = options.name;
    this.storeName = options.storeName;
    this.loggingEnabled = options.loggingEnabled ?? true;
    this.topicConfig = options.topicConfig;
  }

  static with<K, V, VO>(
    keySerde?: Serde<K>,
    valueSerde?: Serde<V>,
    otherValueSerde?: Serde<VO>,
  ): StreamJoined<Data<K>, Data<V>, Data<VO>> {
    return new StreamJoined({ keySerde, valueSerde, otherValueSerde }) as never;
  }

  /** Names the stores, not the processors. */
  static as<K, V, VO>(storeName: string): StreamJoined<K, V, VO> {
    return new StreamJoined({ storeName });
  }

  withName(name: string): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, name });
  }

  withStoreName(storeName: string): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, storeName });
  }

  withKeySerde(keySerde: Serde<K>): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, keySerde });
  }

  withValueSerde(valueSerde: Serde<V>): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, valueSerde });
  }

  withOtherValueSerde(otherValueSerde: Serde<VO>): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, otherValueSerde });
  }

  withLoggingEnabled(topicConfig: TopicConfig = {}): StreamJoined<K, V, VO> {
    return new StreamJoined({ ...this, loggingEnabled: true, topicConfig });
  }

  withLoggingDisabled(): StreamJoined<K, V, VO> {
    return new StreamJoined<K, V, VO>({ ...this, loggingEnabled: false, topicConfig: undefined });
  }
}
