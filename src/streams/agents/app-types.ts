import type { KStream } from '../dsl/api';
import type { OffsetResetPolicy } from '../options/topic-options';
import type { TimestampExtractor } from '../options/timestamp-extractors';
import type { Data, Serde } from '../serdes/serde';
import type { SendOptions } from './run/agent-types';

/** What a key or value is for an agent: with a serde never null, else bytes or null. */
export type ItemData<S> = unknown extends S ? Buffer | null : NonNullable<Data<S>>;

/** What an agent reads, and which tables it has. */
export interface AgentOptions<KS, VS, K2, V2> {
  /** Serde of the keys; records without a key are left out. Default: bytes, or null. */
  readonly key?: Serde<KS> | undefined;
  /** Serde of the values; records without a value are left out. Default: bytes, or null. */
  readonly value?: Serde<VS> | undefined;
  /** The topic, or several. Default: the name of the agent. */
  readonly topic?: string | readonly string[] | undefined;
  /** Tables that it reads and writes. Default: all of the application that no agent names. */
  readonly tables?: readonly { readonly name: string }[] | undefined;
  readonly timestampExtractor?: TimestampExtractor | undefined;
  readonly offsetResetPolicy?: OffsetResetPolicy | undefined;
  /**
   * Operators of the DSL before the agent: those without stores. After one that changes the key a repartition topic
   * follows, by itself or with `repartition()`.
   */
  readonly before?: ((stream: KStream<Data<KS> | null, Data<VS> | null>) => KStream<K2, V2>) | undefined;
}

/** An agent of an application. */
export interface Agent<K, V> {
  readonly name: string;
  readonly topics: readonly string[];
  /**
   * Sends a record to its topic, to the first of several. Within an agent it is part of what is acknowledged;
   * elsewhere the promise resolves when the record is delivered.
   */
  send(key: K, value: V, options?: SendOptions): Promise<void>;
}

/** A topic that an application sends to. */
export interface Channel<K, V> {
  readonly name: string;
  /** As {@link Agent.send}. */
  send(key: K, value: V, options?: SendOptions): Promise<void>;
}
