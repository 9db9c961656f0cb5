import type { TopicConfig } from '../options/topic-options';
import type { BoundSerde, DefaultSerdes } from '../serdes/serde';
import type { KeyValueBytes } from './key-value-bytes';

/** What kind of store it is. */
export type StoreType =
  'keyValueStore' | 'timestampedKeyValueStore' | 'windowStore' | 'timestampedWindowStore' | 'sessionStore';

/** Where the bytes of a store are. Java's default is RocksDB, which is not there. */
export type StoreEngine = 'in_memory' | 'lmdb';

/** What a store of windows or sessions is, in milliseconds. */
export interface TimedParts {
  /** How long entries stay, in stream time. */
  readonly retentionMs: number;
  /** From the start of a window to its end; of sessions 0. */
  readonly windowSizeMs: number;
  /** Entries of the same key and time stay beside each other. */
  readonly keepsDuplicates?: boolean | undefined;
  /** What has expired stays until the operator has sent it on. */
  readonly waitsForResults?: boolean | undefined;
}

/** A description of a store, from which each task builds one: a {@link StoreBuilder}. */
export interface StorePlan {
  readonly name: string;
  readonly type: StoreType;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig;
  /** The topic of which it is a copy: it is restored from there, and has no changelog of its own. */
  readonly sourceTopic?: string | undefined;
  /** Of windows and sessions. */
  readonly timed?: TimedParts | undefined;
  /**
   * Updates that `suppress` holds back. They are written when they are committed, with the time of then, and nobody
   * else can read them.
   */
  readonly isBuffer?: boolean | undefined;
  /** undefined: as `dsl.store.suppliers.class` says. */
  readonly engine?: StoreEngine | undefined;
  /** @internal In memory. */
  createBytes(): KeyValueBytes;
  /** @internal Its serdes; where it has none of its own, the default ones. @throws TopologyError if there is none. */
  bindSerdes(defaults: DefaultSerdes): { readonly keySerde: BoundSerde; readonly valueSerde: BoundSerde };
}
