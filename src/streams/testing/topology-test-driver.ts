import type { StreamsConfig } from '../config/streams-config';
import { readSettings } from '../config/task-settings';
import { StreamsError } from '../errors/streams-errors';
import { bindDeserializer, bindSerializer } from '../serdes/bind';
import type { Data } from '../serdes/serde';
import { CoreStore, plainValues } from '../stores/key-value-store';
import type {
  KeyValueStore,
  SessionStore,
  StateStore,
  TimestampedKeyValueStore,
  TimestampedWindowStore,
  WindowStore,
} from '../stores/store-types';
import { WindowCoreStore } from '../stores/timed/window-store';
import { SessionCoreStore } from '../stores/timed/session-store';
import { GlobalTask } from '../task/global-task';
import { inBytes, type InputRecord, type WrittenRecord } from '../task/queues/input-record';
import { runOf } from '../task/queues/record-run';
import { Signal } from '../task/pending/signal';
import { Task } from '../task/task';
import type { TopologyDefinition } from '../topology/definition';
import { topologyOf, type Topology } from '../topology/topology';
import { plansOnDisk, type TaskSettings } from '../task/settings';
import type { KeyValueBytes } from '../stores/key-value-bytes';
import { TestInputTopic } from './test-input-topic';
import { TestOutputTopic } from './test-output-topic';
import type { TestDeserializer, TestSerializer } from './test-record';
import { TestStores } from './test-stores';

/** Options of {@link TopologyTestDriver}. */
export interface TestDriverOptions {
  /** The clock at the beginning, in milliseconds since the epoch. Default: that of the machine. */
  readonly initialWallClockTime?: number | undefined;
}

/** Options of an input topic. */
export interface InputTopicOptions {
  /** Time of the first record that is piped without one. Default: the driver's clock. */
  readonly startTimestamp?: number | undefined;
  /** How much later each following one is. Default 0. */
  readonly autoAdvanceMs?: number | undefined;
}

/**
 * Runs a topology record by record, without a broker and without the addon. Java's TopologyTestDriver: one task with
 * all subtopologies, one partition of each topic; a commit after each record; changelogs record by record.
 */
export class TopologyTestDriver {
  readonly #task: Task;
  readonly #globalTask: GlobalTask;
  readonly #stores: TestStores;
  readonly #outputs = new Map<string, WrittenRecord[]>();
  readonly #offsets = new Map<string, number>();
  /** Written since the last look: what belongs to a source is fed back. */
  #written: WrittenRecord[] = [];
  /** Changes of what `suppress` holds back, by topic and key: the last of each is written by a commit. */
  readonly #held = new Map<string, WrittenRecord>();
  /** Given when there is something to deliver. */
  readonly #changed = new Signal();
  #now: number;

  /** @throws TopologyError for a node without a serde; ConfigError for the configuration. */
  constructor(topology: Topology, config: StreamsConfig = {}, options: TestDriverOptions = {}) {
    this.#now = options.initialWallClockTime ?? Date.now();
    const settings = readSettings(config, () => this.#now, 'test-application');
    const definition = topologyOf(topology);
    this.#stores = new TestStores(plansOnDisk(definition, settings));
    const bytes = (name: string): KeyValueBytes | undefined => this.#stores.bytes(name);
    try {
      this.#globalTask = new GlobalTask(definition, settings, undefined, { bytes });
      this.#task = this.#createTask(definition, settings, bytes);
    } catch (error) {
      this.#stores.close();
      throw error;
    }
  }

  #createTask(
    definition: TopologyDefinition,
    settings: TaskSettings,
    bytes: (name: string) => KeyValueBytes | undefined,
  ): Task {
    const nodes = [...definition.nodes.values()];
    const globalNodes = new Set(definition.groups().flatMap((group) => (group.isGlobal ? group.nodes : [])));
    return new Task({
      id: '0_0',
      definition,
      nodes: nodes.filter((node) => !globalNodes.has(node)),
      settings,
      collector: { send: (record) => void this.#written.push(inBytes(record)), partitionCount: () => 1 },
      stores: {
        bytes,
        log: (store, topic) => {
          const isBuffer = definition.stores.get(store)?.plan.isBuffer;
          return (key, entry, timestamp, headers = []) => {
            const change = { topic, key, value: entry && entry.value, timestamp, headers, partition: undefined };
            if (isBuffer) this.#held.set(`${topic} ${key.toString('latin1')}`, change);
            else this.#written.push(change);
          };
        },
      },
      globalStores: this.#globalTask.readOnlyStores(),
      wake: () => this.#changed.give(),
    });
  }

  /** A topic to pipe records into. */
  createInputTopic<KS, VS>(
    topic: string,
    keySerializer: TestSerializer<KS>,
    valueSerializer: TestSerializer<VS>,
    options: InputTopicOptions = {},
  ): TestInputTopic<Data<KS>, Data<VS>> {
    const where = `The input topic ${topic}`;
    const writeKey = bindSerializer(keySerializer, true, where);
    const writeValue = bindSerializer(valueSerializer, false, where);
    const { startTimestamp = this.#now, autoAdvanceMs = 0 } = options;
    return new TestInputTopic(
      ({ key, value, timestamp, headers }) => {
        const list = headers as InputRecord['headers'];
        this.#pipe({
          topic,
          timestamp: timestamp!,
          key: key === null || key === undefined ? null : writeKey(topic, key, list),
          value: value === null ? null : writeValue(topic, value, list),
          headers: list,
        });
      },
      startTimestamp,
      autoAdvanceMs,
    );
  }

  /** A topic to read records from: one of a sink, of a changelog or of a repartition step. */
  createOutputTopic<KS, VS>(
    topic: string,
    keyDeserializer: TestDeserializer<KS>,
    valueDeserializer: TestDeserializer<VS>,
  ): TestOutputTopic<Data<KS>, Data<VS>> {
    const where = `The output topic ${topic}`;
    const readKey = bindDeserializer(keyDeserializer, true, where);
    const readValue = bindDeserializer(valueDeserializer, false, where);
    return new TestOutputTopic(
      topic,
      () => this.#outputs.get(topic) ?? [],
      ({ key, value, timestamp, headers }) => ({
        key: key && readKey(topic, key, headers),
        value: value && readValue(topic, value, headers),
        timestamp,
        headers,
      }),
    );
  }

  /** Moves the clock, and runs the punctuations that are due. */
  advanceWallClockTime(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`advanceWallClockTime: the time must not be negative, but is ${ms}`);
    this.#now += ms;
    this.#task.punctuateWallClock();
    this.#processAll();
  }

  /**
   * Resolves when asynchronous operators and agents have nothing under way: their results go on within this call. An
   * agent that waits for more records, or for the clock, has nothing under way.
   */
  async settled(): Promise<void> {
    const { pending } = this.#task;
    for (;;) {
      pending.deliver();
      this.#processAll();
      if (pending.isSettled) return;
      await this.#changed.wait();
    }
  }

  /** Topics that were written, with changelogs and repartition topics. */
  producedTopicNames(): Set<string> {
    return new Set(this.#outputs.keys());
  }

  /** All stores by name. */
  getAllStateStores(): Map<string, StateStore> {
    const { stores, timedStores, buffers } = this.#task.compiled;
    return new Map<string, StateStore>([...this.#globalTask.stores, ...stores, ...timedStores, ...buffers]);
  }

  /** A key-value store; of a timestamped one, a view without the times. Null: there is none of this name. */
  getKeyValueStore<K, V>(name: string): KeyValueStore<K, V> | null {
    const store = this.#store(name);
    if (!store) return null;
    // The view writes with the time of the record in hand, as Java's facade does.
    const view = new CoreStore(store.core, plainValues, this.#task.record);
    return view as KeyValueStore<unknown, unknown> as KeyValueStore<K, V>;
  }

  /** A timestamped key-value store. Null: there is none of this name, or it is not timestamped. */
  getTimestampedKeyValueStore<K, V>(name: string): TimestampedKeyValueStore<K, V> | null {
    const store = this.#store(name);
    return store?.isTimestamped ? (store as KeyValueStore<unknown, unknown> as TimestampedKeyValueStore<K, V>) : null;
  }

  /** A store of windows; of a timestamped one, a view without the times. Null: there is none of this name. */
  getWindowStore<K, V>(name: string): WindowStore<K, V> | null {
    const store = this.#task.compiled.timedStores.get(name);
    if (!(store instanceof WindowCoreStore)) return null;
    return store.as(plainValues) as WindowStore<unknown, unknown> as WindowStore<K, V>;
  }

  /** A store of windows with times. Null: there is none of this name. */
  getTimestampedWindowStore<K, V>(name: string): TimestampedWindowStore<K, V> | null {
    const store = this.#task.compiled.timedStores.get(name);
    if (!(store instanceof WindowCoreStore) || !store.isTimestamped) return null;
    return store as WindowStore<unknown, unknown> as TimestampedWindowStore<K, V>;
  }

  /** A store of sessions. Null: there is none of this name. */
  getSessionStore<K, V>(name: string): SessionStore<K, V> | null {
    const store = this.#task.compiled.timedStores.get(name);
    return store instanceof SessionCoreStore ? (store as SessionStore<unknown, unknown> as SessionStore<K, V>) : null;
  }

  /** How many records operators have left out: null keys or values, negative times. */
  get droppedRecords(): number {
    return this.#task.droppedRecords + this.#globalTask.droppedRecords;
  }

  /** Closes the processors. Stores on disk are deleted, and cannot be read any more. */
  close(): void {
    try {
      this.#task.close();
      this.#globalTask.close();
      this.#processAll();
    } finally {
      this.#stores.close();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #store(name: string): CoreStore | undefined {
    return this.#task.compiled.stores.get(name) ?? this.#globalTask.stores.get(name);
  }

  #pipe(record: Omit<InputRecord, 'partition' | 'offset'>): void {
    const isOfTask = this.#task.compiled.sourceOf(record.topic) !== undefined;
    const isGlobal = this.#globalTask.reads(record.topic);
    if (!isOfTask && !isGlobal) throw new StreamsError(`No source of the topology reads the topic ${record.topic}`);
    if (isOfTask) {
      this.#enqueue(record);
      this.#processAll();
    }
    if (isGlobal) this.#globalTask.update(this.#withOffset(record));
    this.#stores.commit();
  }

  #enqueue(record: Omit<InputRecord, 'partition' | 'offset'>): void {
    this.#task.add(runOf(this.#withOffset(record)), this.#partitionOf(record.topic));
  }

  /** All topics of one pattern are one partition, as in Java's driver. */
  #partitionOf(topic: string): string {
    return this.#task.compiled.patternOf(topic)?.source ?? topic;
  }

  #withOffset(record: Omit<InputRecord, 'partition' | 'offset'>): InputRecord {
    const name = this.#partitionOf(record.topic);
    const offset = this.#offsets.get(name) ?? 0;
    this.#offsets.set(name, offset + 1);
    return { ...record, partition: 0, offset };
  }

  #processAll(): void {
    this.#collect();
    while (this.#task.process()) {
      this.#task.punctuateStreamTime();
      this.#collect();
    }
    this.#stores.commit();
  }

  /** Keeps what was written, and feeds back what a source reads. */
  #collect(): void {
    for (const change of this.#held.values()) this.#written.push({ ...change, timestamp: this.#now });
    this.#held.clear();
    const written = this.#written;
    this.#written = [];
    for (const record of written) {
      const { topic, key, value, timestamp, headers } = record;
      const queue = this.#outputs.get(topic);
      if (queue) queue.push(record);
      else this.#outputs.set(topic, [record]);
      const again = { topic, key, value, timestamp, headers };
      if (this.#task.compiled.sourceOf(topic)) this.#enqueue(again);
      if (this.#globalTask.reads(topic)) this.#globalTask.update(this.#withOffset(again));
    }
  }
}
