import type { StreamsConfig } from '../config/streams-config';
import { StreamsBuilder } from '../dsl/streams-builder';
import { needFunction } from '../errors/checks';
import { StreamsError, TopologyError } from '../errors/streams-errors';
import { checkName } from '../options/named';
import { KafkaStreams } from '../runtime/kafka-streams';
import type { StateListener } from '../runtime/lifecycle/states';
import type { UncaughtExceptionHandler } from '../runtime/lifecycle/ask-handler';
import type { Data, Serde } from '../serdes/serde';
import { topologyOf, type Topology } from '../topology/topology';
import { attachAgent, checkAgents } from './agent-topology';
import type { Agent, AgentOptions, Channel, ItemData } from './app-types';
import { Casts } from './casts';
import { Crontab } from './clock/crontab';
import { Timers, type TimerOptions } from './clock/timers';
import type { AgentFunction, SendOptions } from './run/agent-types';
import { currentScope } from './run/current';
import { resetApplication, type ResetReport } from './reset';
import { TopicSerdes } from './run/topic-serdes';
import { Table, TableStore } from './tables/table';

/** The command line loads an application to do something else than to run it: then `main` does nothing. */
const COMMAND = Symbol.for('kafka-napi.streams.command');
const CLOSE_MS = 30_000;

/** What is known of an agent. */
interface Known {
  readonly topics: readonly string[];
  /** Undefined: those that no agent names. */
  readonly tables: ReadonlySet<string> | undefined;
}

/**
 * An application of agents: functions that loop over the records of a topic. Faust's App, on Kafka Streams: processes
 * with the same id share the work, and `processing.guarantee` holds for what agents do.
 */
export class App {
  readonly id: string;
  readonly config: StreamsConfig;
  /** For streams and tables of the DSL beside the agents. */
  readonly builder = new StreamsBuilder();
  readonly #agents = new Map<string, Known>();
  readonly #tables = new Map<string, TableStore>();
  readonly #serdes = new TopicSerdes();
  readonly #timers = new Timers();
  readonly #casts: Casts;
  #topology: Topology | undefined;
  #streams: KafkaStreams | undefined;
  #handler: UncaughtExceptionHandler = () => 'SHUTDOWN_CLIENT';
  #listener: StateListener = () => undefined;
  /** The error that ended it. */
  #failure: { readonly error: unknown } | undefined;
  #ended: () => void = () => undefined;

  /** `id`: the `application.id`. `config`: as that of KafkaStreams. Nothing is connected. */
  constructor(id: string, config: StreamsConfig = {}) {
    this.id = id;
    this.config = { ...config, 'application.id': id };
    this.#casts = new Casts(this.config, this.#serdes);
  }

  /**
   * A function that gets the records of a topic, once for each task. @throws TopologyError for a name that is taken.
   */
  agent<KS = unknown, VS = unknown, K2 = ItemData<KS>, V2 = ItemData<VS>>(
    name: string,
    options: AgentOptions<KS, VS, K2, V2>,
    work: AgentFunction<K2, V2>,
  ): Agent<ItemData<KS>, ItemData<VS>> {
    needFunction(work, `agent ${name}`, 'what it does');
    if (this.#agents.has(checkName(name))) throw new TopologyError(`agent ${name}: another agent has this name`);
    this.#open(`agent ${name}`);
    const topics = [options.topic ?? name].flat();
    const { key, value, before, timestampExtractor, offsetResetPolicy } = options;
    const tables = options.tables && new Set(options.tables.map((table) => table.name));
    for (const table of tables ?? [])
      if (!this.#tables.has(table)) throw new TopologyError(`agent ${name}: the application has no table ${table}`);
    this.#agents.set(name, { topics, tables });
    for (const topic of topics) this.#serdes.add(topic, { key: key ?? 'bytes', value: value ?? 'bytes' });
    const serdes = { keySerde: key ?? 'bytes', valueSerde: value ?? 'bytes' };
    const source = this.builder.stream(topics, { ...serdes, timestampExtractor, offsetResetPolicy } as never);
    const parts = {
      work: work as AgentFunction<unknown, unknown>,
      serialize: this.#serdes.serialize,
      tables: { has: (table: string) => this.#tablesOf(name).has(table) },
      needsKey: key !== undefined && !before,
      needsValue: value !== undefined && !before,
    };
    attachAgent(name, (before ? before(source as never) : source) as never, parts, () =>
      [...this.#tablesOf(name)].map((table) => this.#tables.get(table)!.plan),
    );
    return { name, topics, send: (...record) => this.send(topics[0]!, ...record) };
  }

  /** A table of agents. `default`: makes what is read where nothing is. @throws TopologyError for a taken name. */
  table<KS, VS>(
    name: string,
    options: { readonly key: Serde<KS>; readonly value: Serde<VS>; readonly default: () => Data<VS> },
  ): Table<Data<KS>, Data<VS>, Data<VS>>;
  table<KS, VS>(
    name: string,
    options: { readonly key: Serde<KS>; readonly value: Serde<VS> },
  ): Table<Data<KS>, Data<VS>>;
  table(
    name: string,
    options: { readonly key: unknown; readonly value: unknown; readonly default?: (() => unknown) | undefined },
  ): Table<never, never> {
    this.#open(`table ${name}`);
    if (this.#tables.has(checkName(name))) throw new TopologyError(`table ${name}: another table has this name`);
    const store = new TableStore({ name, key: options.key, value: options.value, makeDefault: options.default });
    this.#tables.set(name, store);
    return new Table(store);
  }

  /** A topic to send to, with its serdes. */
  topic<KS, VS>(
    name: string,
    options: { readonly key: Serde<KS>; readonly value: Serde<VS> },
  ): Channel<Data<KS> | null, Data<VS> | null> {
    this.#serdes.add(name, options);
    return { name, send: (...record) => this.send(name, ...record) };
  }

  /**
   * Sends a record. Within an agent it is part of what is acknowledged with the item in hand, and the promise resolves
   * at once; elsewhere it resolves when the record is delivered.
   */
  async send(topic: string, key: unknown, value: unknown, options: SendOptions = {}): Promise<void> {
    const scope = currentScope();
    if (scope) scope.send(topic, key, value, options);
    else await this.#casts.send(topic, key, value, options);
  }

  /** Calls a function every so many milliseconds while the application runs. What it throws ends the application. */
  timer(intervalMs: number, work: () => unknown, options: TimerOptions = {}): void {
    needFunction(work, 'timer', 'what it does');
    this.#timers.every(intervalMs, work, options);
  }

  /**
   * Calls a function in each minute that a crontab line matches: minute, hour, day of month, month, day of week.
   * `timezone`: an IANA name; default that of the machine.
   */
  crontab(
    line: string,
    work: () => unknown,
    options: TimerOptions & { readonly timezone?: string | undefined } = {},
  ): void {
    needFunction(work, 'crontab', 'what it does');
    this.#timers.at(new Crontab(line, options.timezone), work, options);
  }

  /** Names of the agents, with their topics. */
  get agents(): ReadonlyMap<string, { readonly topics: readonly string[]; readonly tables: readonly string[] }> {
    return new Map(
      [...this.#agents].map(([name, { topics }]) => [name, { topics, tables: [...this.#tablesOf(name)] }]),
    );
  }

  /** Names of the tables. */
  get tables(): readonly string[] {
    return [...this.#tables.keys()];
  }

  /**
   * Agents and whatever the builder has, for {@link TopologyTestDriver} too. After it nothing can be added.
   * @throws TopologyError for an agent that has not its records to itself.
   */
  get topology(): Topology {
    if (!this.#topology) {
      this.#topology = this.builder.build(this.config);
      checkAgents(topologyOf(this.#topology), this.#agents.keys());
    }
    return this.#topology;
  }

  /** What runs it, from {@link start} on. */
  get streams(): KafkaStreams | undefined {
    return this.#streams;
  }

  /** Decides what happens after an error. Default: `'SHUTDOWN_CLIENT'`. Before the start. */
  setUncaughtExceptionHandler(handler: UncaughtExceptionHandler): void {
    this.#handler = handler;
  }

  /** Hears of the states of KafkaStreams. Before the start. */
  setStateListener(listener: StateListener): void {
    this.#listener = listener;
  }

  /** Starts agents and timers. @throws as KafkaStreams.start. */
  async start(): Promise<void> {
    if (this.#streams) throw new StreamsError('start: the application has been started already');
    const streams = new KafkaStreams(this.topology, this.config);
    this.#streams = streams;
    streams.setUncaughtExceptionHandler((error) => {
      const response = this.#handler(error);
      if (response !== 'REPLACE_THREAD') this.#failure ??= { error };
      return response;
    });
    streams.setStateListener((state, before) => {
      this.#listener(state, before);
      if (state === 'ERROR' || state === 'NOT_RUNNING') this.#ended();
    });
    await streams.start();
    const hasTask = (id: string): boolean =>
      streams.metadataForLocalThreads().some(({ activeTasks }) => activeTasks.some(({ taskId }) => taskId === id));
    this.#timers.start(hasTask, (error) => this.#fail(error));
  }

  /** Commits what is acknowledged, and leaves the group. Settles within the time. Default 30 s. */
  async close({ timeoutMs = CLOSE_MS }: { timeoutMs?: number | undefined } = {}): Promise<void> {
    this.#timers.stop();
    await Promise.all([this.#streams?.close({ timeoutMs }), this.#casts.close(timeoutMs)]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Runs until SIGINT or SIGTERM, then closes. Does nothing in a module that `kafka-napi streams` has loaded.
   * @throws the error that ended it.
   */
  async main(): Promise<void> {
    if ((globalThis as { [COMMAND]?: boolean })[COMMAND] === true) return;
    const ended = new Promise<void>((resolve) => (this.#ended = resolve));
    const stop = (): void => this.#ended();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      await this.start();
      await ended;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      await this.close();
    }
    if (this.#failure) throw this.#failure.error;
  }

  /**
   * Lets it begin anew: offsets to the start, internal topics deleted, and the files of this machine. Java's
   * kafka-streams-application-reset. `dryRun`: only says what it would do. @throws StreamsError while a process runs.
   */
  async reset({ dryRun = false }: { dryRun?: boolean | undefined } = {}): Promise<ResetReport> {
    const report = await resetApplication(topologyOf(this.topology), this.config, dryRun);
    if (!dryRun) await new KafkaStreams(this.topology, this.config).cleanUp();
    return report;
  }

  /**
   * Sends what a person has typed to the topic of an agent: with the serde `'string'` or `'bytes'`, and without one, as
   * it is; else as JSON. @throws StreamsError for an agent that is not there.
   */
  async sendText(agent: string, key: string | null, value: string, options: SendOptions = {}): Promise<void> {
    const topic = this.#agents.get(agent)?.topics[0];
    if (topic === undefined) {
      const names = [...this.#agents.keys()].join(', ');
      throw new StreamsError(`send: there is no agent ${agent}. There are: ${names}`);
    }
    const data = this.#serdes.parse(topic, key, value);
    await this.send(topic, data.key, data.value, options);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#ended();
  }

  /** Of an agent that names none: those that no agent names. */
  #tablesOf(name: string): ReadonlySet<string> {
    const { tables } = this.#agents.get(name)!;
    if (tables) return tables;
    const named = new Set([...this.#agents.values()].flatMap(({ tables: some }) => [...(some ?? [])]));
    return new Set([...this.#tables.keys()].filter((table) => !named.has(table)));
  }

  #open(operation: string): void {
    if (this.#topology) throw new TopologyError(`${operation}: the topology has already been built`);
  }
}
