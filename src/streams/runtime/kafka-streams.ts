import { randomUUID } from 'node:crypto';
import type { TopicPartition } from '../../index';
import { readRuntimeSettings, type RuntimeSettings } from '../config/runtime-settings';
import type { StreamsConfig } from '../config/streams-config';
import { checkNamesOf } from '../config/generated-names';
import { readSettings } from '../config/task-settings';
import { InvalidStateStoreError, StreamsError } from '../errors/streams-errors';
import type {
  ReadOnlyKeyValueStore,
  ReadOnlySessionStore,
  ReadOnlyWindowStore,
  ValueAndTimestamp,
} from '../stores/store-types';
import { addApplicationMetrics } from '../metrics/application-metrics';
import { MetricsRegistry, type StreamsMetric } from '../metrics/registry';
import type { TaskSettings } from '../task/settings';
import { topologyOf, type Topology } from '../topology/topology';
import type { TopologyDefinition } from '../topology/definition';
import { Application } from './application';
import { loadClients } from './load-clients';
import { checkEngine } from './state/application-stores';
import { deleteStateDirectory } from './state/state-directory';
import { compositeStore } from './queries/composite-store';
import type { LagInfo } from './queries/store-lags';
import type { StoreQuery } from './queries/store-query';
import type { StateRestoreListener } from './restore/restore-listener';
import { States, type StateListener, type StreamsState } from './lifecycle/states';
import type { StreamThread } from './stream-thread';
import { Supervisor } from './lifecycle/supervisor';
import type { UncaughtExceptionHandler } from './lifecycle/ask-handler';
import type { TaskManager } from './tasks/task-manager';

/** Default time of {@link KafkaStreams.close}. */
const CLOSE_MS = 30_000;

/** What a stream thread does now. Java's ThreadMetadata. */
export interface ThreadMetadata {
  readonly threadName: string;
  readonly activeTasks: readonly { readonly taskId: string; readonly topicPartitions: readonly TopicPartition[] }[];
  /** `application.server` of the configuration. */
  readonly applicationServer: string;
}

/**
 * Runs a topology. Processes with the same `application.id` share its tasks, as members of one consumer group. Java's
 * KafkaStreams.
 */
export class KafkaStreams {
  readonly #definition: TopologyDefinition;
  readonly #settings: RuntimeSettings;
  readonly #taskSettings: TaskSettings;
  readonly #states = new States();
  readonly #supervisor: Supervisor;
  readonly #metrics: MetricsRegistry;
  #application: Application | undefined;
  #tasks: TaskManager | undefined;
  #restoreListener: StateRestoreListener = {};
  #isPaused = false;
  #closing: Promise<void> | undefined;

  /**
   * Checks the configuration; nothing is connected.
   * @throws ConfigError for the configuration, TopologyError for the topology; StreamsError ERR_LMDB_MISSING if stores
   * are to be on disk, and the package `lmdb` is not installed.
   */
  constructor(topology: Topology, config: StreamsConfig) {
    this.#definition = topologyOf(topology);
    this.#settings = readRuntimeSettings(config);
    this.#taskSettings = readSettings(config, () => Date.now());
    if (this.#settings.refusesGeneratedNames) checkNamesOf(this.#definition);
    checkEngine(this.#definition, this.#taskSettings);
    this.#supervisor = new Supervisor(this.#states, () => this.#createThread());
    this.#metrics = new MetricsRegistry(this.#settings.recordingLevel);
    addApplicationMetrics(this.#metrics, {
      ...this.#settings,
      processId: randomUUID(),
      version: () => loadClients().version,
      topology: () => topology.describe().toString(),
      state: () => this.state,
      failures: () => this.#supervisor.failures,
    });
  }

  get state(): StreamsState {
    return this.#states.state;
  }

  /** Replaces the one before. Set it before {@link start}. */
  setStateListener(listener: StateListener): void {
    this.#assertCreated('setStateListener');
    this.#states.listener = listener;
  }

  /** Decides what happens after an error of the application. Default: `'SHUTDOWN_CLIENT'`. */
  setUncaughtExceptionHandler(handler: UncaughtExceptionHandler): void {
    this.#assertCreated('setUncaughtExceptionHandler');
    this.#supervisor.handler = handler;
  }

  /** Hears of the restoring of all stores. */
  setGlobalStateRestoreListener(listener: StateRestoreListener): void {
    this.#assertCreated('setGlobalStateRestoreListener');
    this.#restoreListener = listener;
  }

  /**
   * Makes internal topics, reads global tables, and joins the group; {@link ready} waits for its tasks.
   * @throws MissingSourceTopicError, TopologyError, ConfigError, KafkaError; the state is then ERROR.
   */
  async start(): Promise<void> {
    this.#assertCreated('start');
    this.#states.move('REBALANCING');
    try {
      this.#application = new Application({
        definition: this.#definition,
        settings: this.#settings,
        taskSettings: this.#taskSettings,
        clients: loadClients(),
        registry: this.#metrics,
      });
      await this.#application.prepare();
    } catch (error) {
      if (!this.#states.fail(error)) return;
      await this.#application?.close(CLOSE_MS);
      this.#states.move('ERROR');
      throw error;
    }
    // Closed meanwhile: what was made since then is released, too.
    if (!this.#states.isAlive) return this.#release(CLOSE_MS);
    this.#application.followGlobalTables((error) => this.#supervisor.fail(error));
    this.#supervisor.run(() => this.#release(CLOSE_MS));
  }

  /**
   * Resolves when all its tasks run.
   * @throws StreamsError at the deadline, or when it cannot run any more: `cause` is the error that ended it.
   */
  ready(options: { timeoutMs?: number | undefined; signal?: AbortSignal | undefined } = {}): Promise<void> {
    return this.#states.reached(['RUNNING'], { timeoutMs: options.timeoutMs ?? Infinity, signal: options.signal });
  }

  /**
   * Commits, leaves the group, and releases everything. Always settles within `timeoutMs` (default 30 s).
   */
  close(options: { timeoutMs?: number | undefined } = {}): Promise<void> {
    this.#closing ??= this.#close(options.timeoutMs ?? CLOSE_MS);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<void> {
    if (!this.#states.move('PENDING_SHUTDOWN')) return this.#supervisor.ended;
    await this.#supervisor.stop(timeoutMs);
    await this.#release(timeoutMs);
    this.#states.move('NOT_RUNNING');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Deletes the folder of the application. @throws StreamsError while it runs, here or in another process. */
  async cleanUp(): Promise<void> {
    if (!['CREATED', 'NOT_RUNNING', 'ERROR'].includes(this.state))
      throw new StreamsError(`cleanUp: the application is ${this.state}. Close it before`);
    deleteStateDirectory(this.#settings.stateFolder);
  }

  /** Stops processing; the group keeps this member. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * A store of the topology, for reading: the part of it that is in this process. It may have more than was committed.
   * @throws InvalidStateStoreError if the application is not RUNNING, or the store is not here.
   */
  store<K, V>(query: StoreQuery & { type: 'keyValueStore' }): ReadOnlyKeyValueStore<K, V>;
  store<K, V>(query: StoreQuery & { type: 'timestampedKeyValueStore' }): ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>;
  store<K, V>(query: StoreQuery & { type: 'windowStore' }): ReadOnlyWindowStore<K, V>;
  store<K, V>(query: StoreQuery & { type: 'timestampedWindowStore' }): ReadOnlyWindowStore<K, ValueAndTimestamp<V>>;
  store<K, V>(query: StoreQuery & { type: 'sessionStore' }): ReadOnlySessionStore<K, V>;
  store(query: StoreQuery): unknown {
    return compositeStore(query, () => {
      const { storeName, partition } = query;
      if (this.state !== 'RUNNING')
        throw new InvalidStateStoreError(`The store ${storeName} cannot be read: the application is ${this.state}`);
      const global = this.#application?.globalTask?.stores.get(storeName);
      if (global) return [global];
      const parts = [...(this.#tasks?.running ?? [])].flatMap((task) => {
        const store = partition === undefined || partition === task.partition ? task.store(storeName) : undefined;
        return store ?? [];
      });
      if (parts.length > 0) return parts;
      const which = partition === undefined ? '' : `, partition ${partition},`;
      throw new InvalidStateStoreError(`The store ${storeName}${which} is not in this process`);
    });
  }

  /**
   * How far the stores of the tasks that are here are behind their changelogs, by store and partition. Asks the
   * brokers.
   * @throws StreamsError before the start; KafkaError.
   */
  async allLocalStorePartitionLags(): Promise<Map<string, Map<number, LagInfo>>> {
    if (!this.#application)
      throw new StreamsError(`allLocalStorePartitionLags: the application is ${this.state}. Start it before`);
    return this.#application.lags(this.#tasks?.all ?? []);
  }

  /** What this process does now. */
  metadataForLocalThreads(): ThreadMetadata[] {
    const activeTasks = [...(this.#tasks?.running ?? [])].map(({ id, partitions }) => {
      return { taskId: id, topicPartitions: [...partitions] };
    });
    const { applicationServer, threadId } = this.#settings;
    return [{ threadName: threadId, activeTasks, applicationServer }];
  }

  /**
   * All metrics, by Java's names, groups and tags, with those of its clients: docs/streams/operations.md. Counters are
   * read, and no I/O is done. Those that cost something with each record are there with
   * `metrics.recording.level=DEBUG`.
   */
  metrics(): StreamsMetric[] {
    return [...this.#metrics.read(), ...(this.#application?.clientMetrics() ?? [])];
  }

  #createThread(): StreamThread {
    const { thread, tasks } = this.#application!.createThread({
      ready: (isReady) => void this.#states.move(isReady ? 'RUNNING' : 'REBALANCING'),
      isPaused: () => this.#isPaused,
      restoreListener: () => this.#restoreListener,
    });
    this.#tasks = tasks;
    return thread;
  }

  async #release(timeoutMs: number): Promise<void> {
    await this.#application?.close(timeoutMs);
  }

  #assertCreated(operation: string): void {
    if (this.state !== 'CREATED')
      throw new StreamsError(`${operation}: only before the start. The application is ${this.state}`);
  }
}
