import { randomUUID } from 'node:crypto';
import type { AdminClient, Consumer, ConsumerConfig, Producer, ProducerConfig, TopicPartition } from '../../index';
import { ClientProperties } from '../config/client-properties';
import type { RuntimeSettings } from '../config/runtime-settings';
import { clientMetrics, type MeasuredClient } from '../metrics/application-metrics';
import type { MetricsRegistry, StreamsMetric } from '../metrics/registry';
import { ThreadMeasures } from '../metrics/thread-measures';
import { Failures } from '../task/failures';
import { GlobalTask } from '../task/global-task';
import { noRecord } from '../task/nodes/node';
import type { BytesOrText } from '../task/queues/input-record';
import { plansOnDisk, type TaskSettings } from '../task/settings';
import { Task } from '../task/task';
import type { TopologyDefinition } from '../topology/definition';
import { AtLeastOnce, ExactlyOnce } from './commit/commits';
import { RecordCollectors } from './commit/record-collector';
import { StreamsProducer } from './commit/streams-producer';
import { propertiesOf, type Clients } from './load-clients';
import { storeLags, type LagInfo } from './queries/store-lags';
import { GlobalTables } from './restore/global-tables';
import type { StateRestoreListener } from './restore/restore-listener';
import { Restorer } from './restore/restorer';
import { ApplicationStores } from './state/application-stores';
import { StreamThread } from './stream-thread';
import type { RuntimeTask } from './tasks/runtime-task';
import { TaskManager } from './tasks/task-manager';
import { TaskStarter } from './tasks/task-starter';
import { createInternalTopics, partitionCounts, sourcePartitions } from './topics/create-topics';
import { InternalTopics } from './topics/internal-topics';
import { RepartitionPurge } from './topics/purge';
import { TopicGroups } from './topics/topic-groups';

/** Nobody needs to be told: each call that fails says so itself. */
const silent = (): void => undefined;

/** What stays the same while stream threads come and go: topics, global tables, clients' configurations. */
export class Application {
  readonly groups: TopicGroups;
  readonly globalTask: GlobalTask | undefined;
  readonly #definition: TopologyDefinition;
  readonly #settings: RuntimeSettings;
  readonly #taskSettings: TaskSettings;
  readonly #clients: Clients;
  readonly #properties: ClientProperties;
  readonly #transactionalId: string;
  readonly #admin: AdminClient;
  readonly #stores: ApplicationStores | undefined;
  #global: GlobalTables | undefined;
  readonly #measures: ThreadMeasures;
  /** By client id: the last one that was made. */
  readonly #measured = new Map<string, MeasuredClient>();
  /** Partitions of topics that are written, for partitioners. */
  #counts: ReadonlyMap<string, number> = new Map();

  constructor(parts: {
    definition: TopologyDefinition;
    settings: RuntimeSettings;
    taskSettings: TaskSettings;
    clients: Clients;
    registry: MetricsRegistry;
  }) {
    const { definition, settings, taskSettings, clients } = parts;
    this.#measures = new ThreadMeasures(parts.registry, settings.threadId);
    this.#definition = definition;
    this.#settings = settings;
    this.#taskSettings = taskSettings;
    this.#clients = clients;
    this.groups = new TopicGroups(definition, settings.applicationId);
    this.#properties = new ClientProperties(settings, propertiesOf(clients));
    if (plansOnDisk(definition, taskSettings).length > 0)
      this.#stores = new ApplicationStores(definition, settings, taskSettings);
    // The same after a restart, if there is a folder: an open transaction of before ends at once then.
    this.#transactionalId = `${settings.applicationId}-${this.#stores?.processId ?? randomUUID()}-1`;
    this.globalTask = this.groups.globalTopics.length > 0 ? this.#createGlobalTask() : undefined;
    this.#admin = new clients.AdminClient(this.#properties.admin());
  }

  #createGlobalTask(): GlobalTask {
    const nowhere = { send: () => undefined, partitionCount: () => 1 };
    const failures = new Failures('global', this.#taskSettings, noRecord(), nowhere);
    return new GlobalTask(this.#definition, this.#taskSettings, (...failed) => failures.ofSource(...failed), {
      bytes: (name) => this.#stores?.global?.bytes(name),
    });
  }

  /**
   * Makes the internal topics, and reads the global tables.
   * @throws MissingSourceTopicError, TopologyError, MisconfiguredInternalTopicError, KafkaError.
   */
  async prepare(): Promise<void> {
    const { groups } = this;
    const external = new Map(await sourcePartitions(this.#admin, groups.externalTopics));
    if (groups.hasPatterns) {
      const listed = (await this.#admin.listTopics()).map(({ name }) => name);
      const matching = listed.filter((topic) => !external.has(topic) && groups.of(topic));
      for (const [topic, count] of await partitionCounts(this.#admin, matching)) external.set(topic, count);
    }
    const topics = new InternalTopics(this.#definition, groups, this.#settings, external);
    await createInternalTopics(this.#admin, topics.plans(), this.#settings.replicationFactor);
    const written = groups.all.flatMap(({ sinks }) => [...sinks]);
    this.#counts = new Map([...topics.counts, ...(await partitionCounts(this.#admin, [...new Set(written)]))]);
    await this.#loadGlobalTables(external);
  }

  async #loadGlobalTables(counts: ReadonlyMap<string, number>): Promise<void> {
    if (!this.globalTask) return;
    const partitions = this.groups.globalTopics.flatMap((topic): TopicPartition[] =>
      Array.from({ length: counts.get(topic)! }, (_, partition) => ({ topic, partition })),
    );
    const consumer = this.#consumer(this.#properties.global());
    this.#global = new GlobalTables(consumer, this.globalTask, partitions, this.#stores?.global);
    await this.#global.load(this.#admin);
  }

  #consumer(config: ConsumerConfig): Consumer {
    const consumer = new this.#clients.Consumer(config);
    this.#measure('consumer', config['client.id']!, consumer);
    return consumer;
  }

  #measure(
    kind: 'consumer' | 'producer',
    clientId: string,
    client: Consumer | Producer<BytesOrText, BytesOrText>,
  ): void {
    this.#measured.set(clientId, { kind, clientId, metrics: () => client.metrics() });
  }

  /** Of its consumers and its producer. */
  clientMetrics(): StreamsMetric[] {
    return [...this.#measured.values()].flatMap(clientMetrics);
  }

  /** Keeps the global tables up to date. `failed` gets the error that ends it. */
  followGlobalTables(failed: (error: unknown) => void): void {
    this.#global?.follow(failed);
  }

  /** `ready`: whether all its tasks run. */
  createThread(callbacks: {
    ready(isReady: boolean): void;
    isPaused(): boolean;
    restoreListener(): StateRestoreListener;
  }): { thread: StreamThread; tasks: TaskManager } {
    const settings = this.#settings;
    const { isExactlyOnce, taskTimeoutMs } = settings;
    const consumer = this.#consumer(this.#properties.main()).on('error', silent);
    // Bytes and texts are what the default serializers take.
    const config = this.#properties.producer(this.#transactionalId) as ProducerConfig<BytesOrText, BytesOrText>;
    const createProducer = (): Producer<BytesOrText, BytesOrText> => {
      const made = new this.#clients.Producer<BytesOrText, BytesOrText>(config).on('error', silent);
      this.#measure('producer', config['client.id']!, made);
      return made;
    };
    const producer = new StreamsProducer(createProducer, isExactlyOnce, taskTimeoutMs);
    const collectors = new RecordCollectors(producer, this.#taskSettings, (topic) => this.#counts.get(topic));
    const restorer = new Restorer(() => this.#consumer(this.#properties.restore()), callbacks.restoreListener);
    const starter = new TaskStarter({
      consumer,
      admin: this.#admin,
      restorer,
      create: (task) => this.#createTask(task, collectors, () => thread.wake()),
      timeoutMs: taskTimeoutMs,
    });
    const failed = (error: unknown): void => thread.fail(error);
    const tasks = new TaskManager({
      consumer,
      groups: this.groups,
      settings,
      starter,
      failed,
      openFolder: this.#stores?.open,
      measures: this.#measures,
    });
    const internal = new Set([...this.#definition.internalTopics.keys()].map((topic) => this.groups.fullName(topic)));
    const thread = new StreamThread({
      ...{ consumer, producer, admin: this.#admin, collectors, restorer, tasks, settings },
      committer: new (isExactlyOnce ? ExactlyOnce : AtLeastOnce)(consumer, producer, collectors),
      purge: new RepartitionPurge(this.#admin, internal, settings.repartitionPurgeIntervalMs),
      subscription: this.groups.subscription(),
      measures: this.#measures,
      isPaused: callbacks.isPaused,
      ready: callbacks.ready,
    });
    return { thread, tasks };
  }

  #createTask(runtime: RuntimeTask, collectors: RecordCollectors, wake: () => void): Task {
    const stores = new Map(runtime.stores.map((store) => [store.name, store]));
    const task: Task = new Task({
      id: runtime.id,
      definition: this.#definition,
      nodes: runtime.group.nodes,
      settings: this.#taskSettings,
      collector: collectors.of(() => task.failures),
      stores: {
        log: (name) => stores.get(name)!.log,
        bytes: (name) => {
          const store = stores.get(name)!;
          return runtime.measures.store(this.#definition.stores.get(name)!.plan, store.bytes, this.#taskSettings);
        },
      },
      measures: runtime.measures,
      globalStores: this.globalTask?.readOnlyStores() ?? new Map(),
      wake,
    });
    return task;
  }

  /** Of the stores of these tasks. */
  lags(tasks: Iterable<RuntimeTask>): Promise<Map<string, Map<number, LagInfo>>> {
    return storeLags(this.#admin, tasks);
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.allSettled([this.#global?.close(timeoutMs), this.#admin.close({ timeoutMs })]);
    await this.#stores?.close();
  }
}
