import type { Headers } from '../../index';
import type { ErrorContext } from '../errors/handlers';
import { InvalidStateStoreError, StreamsError } from '../errors/streams-errors';
import type { Cancellable, PunctuationType, ProcessorContext, Punctuator } from '../records/processor';
import type { ReadOnlyCoreStore } from '../stores/key-value-store';
import type { StoreCore } from '../stores/store-core';
import type { StateStore } from '../stores/store-types';
import type { TopologyDefinition } from '../topology/definition';
import type { NodeDefinition } from '../topology/definitions';
import { CompiledTopology } from './compiled-topology';
import type { ContextFactory, Forward } from './nodes/context-factory';
import type { InputRecord, RecordCollector } from './queues/input-record';
import { noRecord, type Node, type NodeEnvironment, type NodeRecord } from './nodes/node';
import { TaskProcessorContext } from './nodes/processor-context';
import { Punctuations } from './queues/punctuations';
import { RecordQueues } from './queues/record-queues';
import type { TaskSettings } from './settings';
import type { SourceNode } from './nodes/topic-nodes';

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
  /** A processor has asked for a commit. */
  isCommitRequested = false;
  readonly settings: TaskSettings;
  readonly compiled: CompiledTopology;
  readonly #globalStores: GlobalStores;
  readonly #queues = new RecordQueues((source, raw, error) => this.#drop(source, raw, error));
  readonly #streamTime = new Punctuations();
  readonly #wallClock = new Punctuations();
  /** Errors that the exception handler has seen. */
  readonly #handled = new WeakSet<object>();

  constructor(parts: {
    id: string;
    definition: TopologyDefinition;
    nodes: readonly NodeDefinition[];
    settings: TaskSettings;
    collector: RecordCollector;
    globalStores: GlobalStores;
  }) {
    const { id, definition, nodes, settings, collector, globalStores } = parts;
    this.id = id;
    this.settings = settings;
    this.#globalStores = globalStores;
    this.compiled = new CompiledTopology(definition, nodes, settings, collector);
    this.compiled.buildStores(this.record, collector);
    for (const node of this.compiled.nodes.values()) node.init(this);
  }

  /** Puts a record into the queue of its partition, or of another name. */
  add(record: InputRecord, queue = `${record.topic}-${record.partition}`): void {
    this.#queues.add(queue, record, this.compiled.sourceOf(record.topic)!);
  }

  /** Processes the next record; false: there is none. */
  process(): boolean {
    const next = this.#queues.take();
    if (!next) return false;
    const { source, record } = next;
    this.streamTime = Math.max(this.streamTime, record.timestamp);
    const { headers } = record.raw;
    this.#setRecord(record.raw, record.timestamp);
    source.receive(record.key, record.value, record.old, record.timestamp, headers.length === 0 ? undefined : headers);
    return true;
  }

  /** Runs what is due in stream time. */
  punctuateStreamTime(): boolean {
    if (this.streamTime < 0) return false;
    return this.#streamTime.punctuate(this.streamTime, (...punctuation) => this.#punctuate(...punctuation));
  }

  /** Runs what is due by the clock. */
  punctuateWallClock(): boolean {
    return this.#wallClock.punctuate(this.settings.clock(), (...punctuation) => this.#punctuate(...punctuation));
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
    return this.compiled.stores.get(name)!.core;
  }

  readableStore(name: string): StoreCore {
    return (this.compiled.stores.get(name) ?? this.#globalStores.get(name)!).core;
  }

  /** A store for a processor of the user's. @throws InvalidStateStoreError if it is not connected to the processor. */
  connectedStore(node: Node, name: string): StateStore {
    const global = this.#globalStores.get(name);
    if (global) return global;
    if (this.compiled.isConnected(node.name, name)) return this.compiled.stores.get(name)!;
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
  }

  failed(node: Node, error: unknown, { key, value, timestamp, headers = noHeaders }: NodeRecord): void {
    if (typeof error === 'object' && error !== null && this.#handled.has(error)) throw error;
    let result: unknown;
    let cause = error;
    try {
      const context = this.#errorContext(node.name, timestamp);
      result = this.settings.processingHandler.handle(context, { key, value, timestamp, headers }, error);
    } catch (ofHandler) {
      cause = ofHandler;
    }
    if (result === 'RESUME') return this.dropped();
    const failure = cause instanceof StreamsError ? cause : processingError(node.name, cause);
    this.#handled.add(failure);
    throw failure;
  }

  close(): void {
    for (const node of this.compiled.nodes.values()) node.close();
  }

  #punctuate(node: Node, timestamp: number, callback: Punctuator): void {
    this.#setRecord(undefined, timestamp);
    try {
      callback(timestamp);
    } catch (error) {
      this.failed(node, error, { key: null, value: null, timestamp, headers: undefined });
    }
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
    record.rawKey = raw?.key ?? null;
    record.rawValue = raw?.value ?? null;
  }

  #errorContext(processorNodeId: string, timestamp: number): ErrorContext {
    const { topic, partition, offset, headers = noHeaders, rawKey, rawValue } = this.record;
    const source = { sourceRawKey: rawKey, sourceRawValue: rawValue };
    return { topic, partition, offset, timestamp, headers, processorNodeId, taskId: this.id, ...source };
  }

  /** A record without a time, or that cannot be deserialized. */
  #drop(source: SourceNode, raw: InputRecord, error?: { cause: unknown }): void {
    if (!error) return this.dropped();
    const { topic, partition, offset, key, value, timestamp, headers } = raw;
    const context: ErrorContext = {
      ...{ topic, partition, offset, timestamp, headers, processorNodeId: source.name, taskId: this.id },
      ...{ sourceRawKey: key, sourceRawValue: value },
    };
    const result = this.settings.deserializationHandler.handle(
      context,
      { topic, partition, offset, key, value },
      error.cause,
    );
    if (result === 'RESUME') return this.dropped();
    const reason = error.cause instanceof Error ? error.cause.message : String(error.cause);
    throw new StreamsError(
      `${source.name}: the record at offset ${offset} of ${topic}-${partition} cannot be deserialized: ${reason}`,
      { node: source.name, cause: error.cause },
    );
  }
}

function processingError(node: string, cause: unknown): StreamsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StreamsError(`${node} failed: ${reason}`, { node, cause });
}
