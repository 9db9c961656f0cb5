import type { Headers } from '../../index';
import { InvalidStateStoreError, StreamsError } from '../errors/streams-errors';
import type { Cancellable, PunctuationType, ProcessorContext, Punctuator } from '../records/processor';
import type { ReadOnlyCoreStore } from '../stores/key-value-store';
import type { StoreCore } from '../stores/store-core';
import type { StateStore } from '../stores/store-types';
import type { TopologyDefinition } from '../topology/definition';
import type { NodeDefinition } from '../topology/definitions';
import { CompiledTopology, type TaskStores } from './compiled-topology';
import { Failures } from './failures';
import type { ContextFactory, Forward } from './nodes/context-factory';
import type { InputRecord, RecordCollector } from './queues/input-record';
import type { NodeMeasures } from './nodes/node-measures';
import { noRecord, type Node, type NodeEnvironment, type NodeRecord } from './nodes/node';
import { TaskProcessorContext } from './nodes/processor-context';
import { PendingWorks } from './pending/pending-work';
import { Punctuations } from './queues/punctuations';
import { RecordQueues } from './queues/record-queues';
import type { RecordRun } from './queues/record-run';
import type { TaskSettings } from './settings';
import { SourceNode, type HeadRecord } from './nodes/topic-nodes';
import { isTraced, traced } from './tracing';

const noHeaders: Headers = [];

/** Stores of global tables, which all tasks read. */
export type GlobalStores = ReadonlyMap<string, ReadOnlyCoreStore>;

/** Nodes and stores of a subtopology (in tests: of all) for one partition. Java's StreamTask. */
export class Task implements NodeEnvironment, ContextFactory {
  readonly id: string;
  readonly record = noRecord();
  /** The largest timestamp of the records that were begun, −1 before the first. */
  streamTime = -1;
  /** Records that operators left out: null keys, values, times. */
  droppedRecords = 0;
  /** By store: the final results of windows that closed by then have gone on. */
  readonly closeTimes = new Map<string, number>();
  /** A processor has asked for a commit. */
  isCommitRequested = false;
  readonly settings: TaskSettings;
  readonly compiled: CompiledTopology;
  readonly pending = new PendingWorks();
  readonly wake: () => void;
  readonly #globalStores: GlobalStores;
  readonly #queues = new RecordQueues((source, raw, error) => this.#drop(source, raw, error));
  readonly #streamTime = new Punctuations();
  readonly #wallClock = new Punctuations();
  readonly failures: Failures;
  readonly #measures: NodeMeasures | undefined;

  readonly #punctuate = (node: Node, timestamp: number, callback: Punctuator): void => {
    this.#setRecord(undefined, timestamp);
    try {
      callback(timestamp);
    } catch (error) {
      this.failed(node, error, { key: null, value: null, timestamp, headers: undefined });
    }
  };

  constructor(parts: {
    id: string;
    definition: TopologyDefinition;
    nodes: readonly NodeDefinition[];
    settings: TaskSettings;
    collector: RecordCollector;
    stores: TaskStores;
    globalStores: GlobalStores;
    /** There is something to deliver. */
    wake: () => void;
    measures?: NodeMeasures | undefined;
  }) {
    const { id, definition, nodes, settings, stores, globalStores, measures } = parts;
    const collector = measures?.collector(parts.collector) ?? parts.collector;
    this.id = id;
    this.settings = settings;
    this.wake = parts.wake;
    this.#globalStores = globalStores;
    this.#measures = measures;
    this.compiled = new CompiledTopology(definition, nodes, settings, collector, measures);
    this.compiled.buildStores(this, stores);
    this.failures = new Failures(id, settings, this.record, collector);
    for (const node of this.compiled.nodes.values()) {
      node.init(this);
      if (measures && node instanceof SourceNode)
        node.entry = measures.source(node, this.record, () => this.streamTime - this.record.timestamp);
    }
  }

  /** Puts records into the queue of their partition. */
  add(run: RecordRun, queue: string): void {
    this.#queues.add(queue, run, this.compiled.sourceOf(run.topic)!);
  }

  /** Begins with a partition. `time`: the largest time of its records that were processed before, or −1. */
  open(queue: string, topic: string, time: number): void {
    this.#queues.open(queue, this.compiled.sourceOf(topic)!, time);
    this.streamTime = Math.max(this.streamTime, time);
  }

  /** Records that wait, by partition. */
  get queues(): Pick<RecordQueues, 'isEmpty' | 'nonEmpty' | 'sizeOf' | 'headOf' | 'timeOf'> {
    return this.#queues;
  }

  /** Processes the next record; false: there is none. */
  process(): boolean {
    const next = this.#queues.take();
    if (!next) return false;
    const { source, record } = next;
    this.streamTime = Math.max(this.streamTime, record.timestamp);
    this.#setRecord(record.raw, record.timestamp);
    if (isTraced()) this.#processTraced(source, record);
    else this.#receive(source, record);
    return true;
  }

  #receive({ entry }: SourceNode, { key, value, old, timestamp }: HeadRecord): void {
    entry.receive(key, value, old, timestamp, this.record.headers);
  }

  #processTraced(source: SourceNode, record: HeadRecord): void {
    const { topic, partition, offset, key, value, headers } = record.raw;
    const { applicationId } = this.settings;
    const at = { applicationId, taskId: this.id, topic, partition, offset, timestamp: record.timestamp };
    traced({ ...at, key, value, headers }, (given) => {
      this.record.headers = given.length > 0 ? given : undefined;
      this.#receive(source, record);
    });
  }

  /** Runs what is due in stream time. */
  punctuateStreamTime(): boolean {
    if (this.streamTime < 0) return false;
    return this.#streamTime.punctuate(this.streamTime, this.#punctuate);
  }

  /** Runs what is due by the clock. */
  punctuateWallClock(): boolean {
    return this.#wallClock.punctuate(this.settings.clock(), this.#punctuate);
  }

  schedule(
    node: Node,
    intervalMs: number,
    type: PunctuationType,
    callback: Punctuator,
    startTime: number | undefined,
  ): Cancellable {
    const isGrid = startTime !== undefined;
    if (type === 'STREAM_TIME') {
      const times = { first: startTime ?? 0, intervalMs, now: this.streamTime, isGrid };
      return this.#streamTime.schedule(node, times, callback);
    }
    if (type !== 'WALL_CLOCK_TIME')
      throw new StreamsError(`schedule: the type must be STREAM_TIME or WALL_CLOCK_TIME, not ${String(type)}`);
    const now = this.settings.clock();
    return this.#wallClock.schedule(node, { first: startTime ?? now + intervalMs, intervalMs, now, isGrid }, callback);
  }

  contextFor(node: Node, forward: Forward): ProcessorContext {
    return new TaskProcessorContext(this, node, forward);
  }

  store(name: string): StoreCore {
    return this.compiled.store(name)!.core;
  }

  readableStore(name: string): StoreCore {
    return (this.compiled.store(name) ?? this.#globalStores.get(name)!).core;
  }

  /** A store for a processor of the user's. @throws InvalidStateStoreError if it is not connected to the processor. */
  connectedStore(node: Node, name: string): StateStore {
    const global = this.#globalStores.get(name);
    if (global) return global;
    if (this.compiled.isConnected(node.name, name)) return this.compiled.store(name)!;
    throw new InvalidStateStoreError(
      `The processor ${node.name} is not connected to a store ${name}. Name the store in process() or ` +
        'processValues(), return its builder from stores() of the supplier, or call connectProcessorAndStateStores()',
    );
  }

  requestCommit(): void {
    this.isCommitRequested = true;
  }

  dropped(): void {
    this.droppedRecords++;
    this.#measures?.dropped();
  }

  unserialized(node: Node, error: unknown, given: NodeRecord & { topic: string }, origin: 'KEY' | 'VALUE'): void {
    const { topic, key, value, timestamp, headers = noHeaders } = given;
    this.failures.ofSerializer(node.name, error, { topic, key, value, timestamp, headers }, origin);
    this.dropped();
  }

  failed(node: Node, error: unknown, { key, value, timestamp, headers = noHeaders }: NodeRecord): void {
    this.failures.ofNode(node.name, error, { key, value, timestamp, headers });
    this.dropped();
  }

  close(): void {
    for (const node of this.compiled.nodes.values()) node.close();
  }

  /** Without a record: a punctuation. */
  #setRecord(raw: InputRecord | undefined, timestamp: number): void {
    const { record } = this;
    record.isThere = true;
    record.topic = raw?.topic ?? null;
    record.partition = raw?.partition ?? -1;
    record.offset = raw?.offset ?? -1;
    record.timestamp = timestamp;
    record.headers = raw && raw.headers.length > 0 ? raw.headers : undefined;
    record.raw = raw;
  }

  /** A record without a time, or that cannot be deserialized. */
  #drop(source: SourceNode, raw: InputRecord, error?: { cause: unknown }): void {
    if (error) this.failures.ofSource(source.name, raw, error.cause);
    this.dropped();
  }
}
