import { TopologyError } from '../errors/streams-errors';
import { checkName } from '../options/named';
import type { TopicConfig } from '../options/topic-options';
import { bindSerde } from '../serdes/bind';
import type { AnySerde, BoundSerde, Data, DefaultSerdes, Serde } from '../serdes/serde';
import { serdeOr } from '../windows/windowed-serdes';
import { InMemoryKeyValueBytes } from './bytes/in-memory-bytes';
import type { KeyValueBytes } from './key-value-bytes';
import { LruBytes } from './bytes/lru-bytes';
import type { StoreEngine, StorePlan, StoreType, TimedParts } from './store-plan';
import { TimedBytes } from './timed/timed-bytes';
import { SESSION_SUFFIX, WINDOW_SUFFIX } from './timed/timed-keys';
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  TimestampedKeyValueStore,
  TimestampedWindowStore,
  WindowStore,
} from './store-types';

/** The engine of a key-value store: where its bytes are. */
export interface KeyValueStoreSupplier {
  readonly name: string;
  /** @internal */
  readonly engine?: StoreEngine | undefined;
  /** @internal In memory. */
  create(): KeyValueBytes;
}

/** The engine of a window store. */
export interface WindowStoreSupplier extends KeyValueStoreSupplier {
  readonly retentionMs: number;
  readonly windowSizeMs: number;
  readonly retainDuplicates: boolean;
}

/** The engine of a session store. */
export interface SessionStoreSupplier extends KeyValueStoreSupplier {
  readonly retentionMs: number;
}

/** A description of a store, for `addStateStore`. Immutable. Java's StoreBuilder. */
export class StoreBuilder<S extends StateStore> implements StorePlan {
  readonly name: string;
  readonly type: StoreType;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig;
  readonly timed: TimedParts | undefined;
  readonly isBuffer: boolean;
  readonly engine: StoreEngine | undefined;
  readonly sourceTopic: string | undefined;
  readonly #parts: StoreParts;
  /** Never there: it tells TypeScript which store is built. */
  declare readonly store?: S;

  /** @internal */
  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.name = parts.supplier.name;
    this.type = parts.type;
    this.loggingEnabled = parts.loggingEnabled;
    this.topicConfig = parts.topicConfig;
    this.timed = parts.timed;
    this.isBuffer = parts.isBuffer ?? false;
    this.engine = parts.supplier.engine;
    this.sourceTopic = parts.sourceTopic;
  }

  /** Every change goes to a changelog topic, from which the store is restored: the default. */
  withLoggingEnabled(topicConfig: TopicConfig = {}): StoreBuilder<S> {
    return new StoreBuilder({ ...this.#parts, loggingEnabled: true, topicConfig });
  }

  withLoggingDisabled(): StoreBuilder<S> {
    return new StoreBuilder({ ...this.#parts, loggingEnabled: false, topicConfig: {} });
  }

  /** Without effect: there is no cache. */
  withCachingEnabled(): StoreBuilder<S> {
    return this;
  }

  /** Without effect: there is no cache. */
  withCachingDisabled(): StoreBuilder<S> {
    return this;
  }

  /** @internal A copy of a topic, which is its changelog. */
  copyOf(sourceTopic: string): StoreBuilder<S> {
    return new StoreBuilder({ ...this.#parts, loggingEnabled: false, topicConfig: {}, sourceTopic });
  }

  /** @internal */
  createBytes(): KeyValueBytes {
    return this.#parts.supplier.create();
  }

  /** @internal */
  bindSerdes(defaults: DefaultSerdes): { keySerde: BoundSerde; valueSerde: BoundSerde } {
    const { keySerde, valueSerde } = this.#parts;
    const where = `The store ${this.name}`;
    return {
      keySerde: bindSerde(serdeOr(keySerde, defaults.key), true, where),
      valueSerde: bindSerde(valueSerde ?? defaults.value, false, where),
    };
  }
}

interface StoreParts {
  readonly supplier: KeyValueStoreSupplier;
  readonly type: StoreType;
  readonly keySerde: AnySerde;
  readonly valueSerde: AnySerde;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig;
  readonly timed?: TimedParts | undefined;
  readonly isBuffer?: boolean | undefined;
  readonly sourceTopic?: string | undefined;
}

/** The store of an operator of the DSL: timestamped. `sourceTopic`: of which it is a copy. */
export function dslStore(store: {
  name: string;
  sourceTopic?: string | undefined;
  keySerde: AnySerde;
  valueSerde: AnySerde;
  loggingEnabled: boolean;
  topicConfig: TopicConfig | undefined;
  storeType?: StoreEngine | undefined;
}): StoreBuilder<TimestampedKeyValueStore<unknown, unknown>> {
  const { name, topicConfig = {}, storeType } = store;
  const supplier = configuredKeyValueStore(name, storeType);
  return new StoreBuilder({ ...store, topicConfig, type: 'timestampedKeyValueStore', supplier });
}

/** Where it is says the configuration, if `engine` does not. */
export const configuredKeyValueStore = (name: string, engine?: StoreEngine): KeyValueStoreSupplier => ({
  ...Stores.inMemoryKeyValueStore(name),
  engine,
});

/** The store of a windowed operator. */
export function timedStore(
  store: Parameters<typeof dslStore>[0] & { type: 'timestampedWindowStore' | 'sessionStore'; timed: TimedParts },
): StorePlan {
  const { name, type, timed, topicConfig = {}, storeType } = store;
  const suffix = type === 'sessionStore' ? SESSION_SUFFIX : WINDOW_SUFFIX;
  const create = (): KeyValueBytes => new TimedBytes(timed.retentionMs, suffix, timed);
  return new StoreBuilder({ ...store, topicConfig, supplier: { name, engine: storeType, create } });
}

/** The store of `suppress`. The serdes are those of its table. */
export function bufferStore(store: Parameters<typeof dslStore>[0]): StorePlan {
  const { name, keySerde, valueSerde, loggingEnabled, topicConfig = {} } = store;
  const supplier = Stores.inMemoryKeyValueStore(name);
  const parts = { supplier, keySerde, valueSerde, loggingEnabled, topicConfig };
  return new StoreBuilder({ ...parts, type: 'keyValueStore', isBuffer: true });
}

function checkTime(operation: string, what: string, ms: number, least: number): void {
  if (Number.isSafeInteger(ms) && ms >= least) return;
  throw new TopologyError(`${operation}: ${what} must be a whole number of milliseconds, ${least} or more, not ${ms}`);
}

function windowStore(
  operation: string,
  engine: StoreEngine,
  parts: Omit<WindowStoreSupplier, 'create' | 'engine'>,
): WindowStoreSupplier {
  const { name, retentionMs, windowSizeMs, retainDuplicates } = parts;
  checkTime(operation, 'the size of the windows', windowSizeMs, 0);
  checkTime(operation, 'the retention', retentionMs, windowSizeMs);
  const duplicates = { keepsDuplicates: retainDuplicates };
  const create = (): KeyValueBytes => new TimedBytes(retentionMs, WINDOW_SUFFIX, duplicates);
  return { ...parts, name: checkName(name), engine, create };
}

function sessionStore(operation: string, engine: StoreEngine, name: string, retentionMs: number): SessionStoreSupplier {
  checkTime(operation, 'the retention', retentionMs, 0);
  return { name: checkName(name), retentionMs, engine, create: () => new TimedBytes(retentionMs, SESSION_SUFFIX) };
}

const timedOf = ({ retentionMs, windowSizeMs, retainDuplicates }: WindowStoreSupplier): TimedParts => ({
  ...{ retentionMs, windowSizeMs },
  keepsDuplicates: retainDuplicates,
});

const defaults = { loggingEnabled: true, topicConfig: {} };

/** Stores for `addStateStore` and suppliers of processors. Java's Stores. */
export const Stores = {
  /** Bytes in memory, restored from the changelog when the application starts. */
  inMemoryKeyValueStore(name: string): KeyValueStoreSupplier {
    return { name: checkName(name), engine: 'in_memory', create: () => new InMemoryKeyValueBytes() };
  },

  /**
   * The last `maxEntries` entries that were used, in memory. An entry that leaves is deleted in the changelog of a
   * plain store; that of a timestamped store keeps it, as in Java.
   * @throws TopologyError unless `maxEntries` is a whole number above 0.
   */
  lruMap(name: string, maxEntries: number): KeyValueStoreSupplier {
    if (!Number.isInteger(maxEntries) || maxEntries < 1)
      throw new TopologyError(`lruMap: maxEntries must be a whole number above 0, not ${maxEntries}`);
    return { name: checkName(name), engine: 'in_memory', create: () => new LruBytes(maxEntries) };
  },

  /**
   * Windows in memory, for `retentionMs` of stream time. `retainDuplicates`: several values of one key and time stay
   * beside each other, and only ranges find them.
   * @throws TopologyError for times that are no whole numbers, and for a retention below the size of a window.
   */
  inMemoryWindowStore(
    name: string,
    retentionMs: number,
    windowSizeMs: number,
    retainDuplicates = false,
  ): WindowStoreSupplier {
    return windowStore('inMemoryWindowStore', 'in_memory', { name, retentionMs, windowSizeMs, retainDuplicates });
  },

  /** Sessions in memory, for `retentionMs` of stream time after their end. @throws TopologyError if it is negative. */
  inMemorySessionStore(name: string, retentionMs: number): SessionStoreSupplier {
    return sessionStore('inMemorySessionStore', 'in_memory', name, retentionMs);
  },

  /**
   * Bytes on disk, in `state.dir`, by the package `lmdb`. After a restart only what follows is read from the changelog.
   * Keys have 1,978 bytes at most.
   */
  persistentKeyValueStore(name: string): KeyValueStoreSupplier {
    return { ...Stores.inMemoryKeyValueStore(name), engine: 'lmdb' };
  },

  /** As {@link Stores.persistentKeyValueStore}; for `timestampedKeyValueStoreBuilder`. */
  persistentTimestampedKeyValueStore(name: string): KeyValueStoreSupplier {
    return Stores.persistentKeyValueStore(name);
  },

  /** As {@link Stores.inMemoryWindowStore}, but on disk. Keys have 1,966 bytes at most. */
  persistentWindowStore(
    name: string,
    retentionMs: number,
    windowSizeMs: number,
    retainDuplicates = false,
  ): WindowStoreSupplier {
    return windowStore('persistentWindowStore', 'lmdb', { name, retentionMs, windowSizeMs, retainDuplicates });
  },

  /** As {@link Stores.persistentWindowStore}; for `timestampedWindowStoreBuilder`. */
  persistentTimestampedWindowStore(
    name: string,
    retentionMs: number,
    windowSizeMs: number,
    retainDuplicates = false,
  ): WindowStoreSupplier {
    return windowStore('persistentTimestampedWindowStore', 'lmdb', {
      ...{ name, retentionMs, windowSizeMs, retainDuplicates },
    });
  },

  /** As {@link Stores.inMemorySessionStore}, but on disk. Keys have 1,962 bytes at most. */
  persistentSessionStore(name: string, retentionMs: number): SessionStoreSupplier {
    return sessionStore('persistentSessionStore', 'lmdb', name, retentionMs);
  },

  /** Values without a time: `get` gives the value itself. */
  keyValueStoreBuilder<KS, VS>(
    supplier: KeyValueStoreSupplier,
    keySerde: Serde<KS>,
    valueSerde: Serde<VS>,
  ): StoreBuilder<KeyValueStore<Data<KS>, Data<VS>>> {
    return new StoreBuilder({ ...defaults, type: 'keyValueStore', supplier, keySerde, valueSerde });
  },

  /** Values with their time: `get` gives `{ value, timestamp }`. */
  timestampedKeyValueStoreBuilder<KS, VS>(
    supplier: KeyValueStoreSupplier,
    keySerde: Serde<KS>,
    valueSerde: Serde<VS>,
  ): StoreBuilder<TimestampedKeyValueStore<Data<KS>, Data<VS>>> {
    return new StoreBuilder({ ...defaults, type: 'timestampedKeyValueStore', supplier, keySerde, valueSerde });
  },

  /** Windows whose values have no time of their own. */
  windowStoreBuilder<KS, VS>(
    supplier: WindowStoreSupplier,
    keySerde: Serde<KS>,
    valueSerde: Serde<VS>,
  ): StoreBuilder<WindowStore<Data<KS>, Data<VS>>> {
    const timed = timedOf(supplier);
    // Java numbers duplicates from 1 on after each start: compacting would take one for another.
    const topicConfig: TopicConfig = supplier.retainDuplicates ? { 'cleanup.policy': 'delete' } : {};
    return new StoreBuilder({ ...defaults, topicConfig, type: 'windowStore', supplier, keySerde, valueSerde, timed });
  },

  /** Windows whose values have a time: `fetch` gives `{ value, timestamp }`. */
  timestampedWindowStoreBuilder<KS, VS>(
    supplier: WindowStoreSupplier,
    keySerde: Serde<KS>,
    valueSerde: Serde<VS>,
  ): StoreBuilder<TimestampedWindowStore<Data<KS>, Data<VS>>> {
    const timed = timedOf(supplier);
    return new StoreBuilder({ ...defaults, type: 'timestampedWindowStore', supplier, keySerde, valueSerde, timed });
  },

  sessionStoreBuilder<KS, VS>(
    supplier: SessionStoreSupplier,
    keySerde: Serde<KS>,
    valueSerde: Serde<VS>,
  ): StoreBuilder<SessionStore<Data<KS>, Data<VS>>> {
    const timed = { retentionMs: supplier.retentionMs, windowSizeMs: 0 };
    return new StoreBuilder({ ...defaults, type: 'sessionStore', supplier, keySerde, valueSerde, timed });
  },
} as const;
