import type { Headers } from '../../../index';
import type { StoreCore } from '../../stores/store-core';
import type { DefaultSerdes } from '../../serdes/serde';
import type { PendingWork } from '../pending/pending-work';

/** Headers of a record on its way; undefined: none. */
export type NodeHeaders = Headers | undefined;

/** The record in hand, of the whole task. Topic null: within a punctuation. */
export interface RecordContext {
  /** False while processors are initialized: there is neither a record nor a punctuation. */
  isThere: boolean;
  topic: string | null;
  partition: number;
  offset: number;
  /** Of the record that a processor has in hand; operators of the DSL pass their own on. */
  timestamp: number;
  headers: NodeHeaders;
  /** Its bytes; undefined: they are not known. */
  raw: { readonly key: Buffer | null; readonly value: Buffer | null; readonly size?: number | undefined } | undefined;
}

/** What a node gets from its task. */
export interface NodeEnvironment {
  readonly settings: { readonly applicationId: string; readonly defaults: DefaultSerdes };
  readonly record: RecordContext;
  /** Takes nodes whose records are not done at once. */
  readonly pending: { add(work: PendingWork): void };
  /** One of them has something to pass on: the task is to call `deliver`. */
  wake(): void;
  /** A store that is connected to the node. */
  store(name: string): StoreCore;
  /** A store of a table that is read: of the task, or global. */
  readableStore(name: string): StoreCore;
  /** By store: the final results of windows that closed by then have gone on. Committed; Java's ProcessorMetadata. */
  readonly closeTimes: Map<string, number>;
  /** Counts a record that an operator leaves out, as Java's dropped-records. */
  dropped(): void;
  /** A serializer of a sink threw. Returns if the record is left out; otherwise throws. */
  unserialized(node: Node, error: unknown, record: NodeRecord & { topic: string }, origin: 'KEY' | 'VALUE'): void;
  /** A function of a node threw. Returns if the processing goes on without the record; otherwise throws. */
  failed(node: Node, error: unknown, record: NodeRecord): void;
}

export interface NodeRecord {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
  readonly headers: NodeHeaders;
}

/** What a node passes records to. */
export interface Receiver {
  readonly name: string;
  receive(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void;
}

/**
 * A node of a running topology. Records are passed by position, without an object for each: streams have a value,
 * tables a new value and an old one, which is null unless somebody downstream has asked for old values.
 */
export abstract class Node implements Receiver {
  readonly children: Receiver[] = [];
  #environment: NodeEnvironment | undefined;

  constructor(readonly name: string) {}

  protected get environment(): NodeEnvironment {
    return this.#environment!;
  }

  /** Before the first record, parents first. */
  init(environment: NodeEnvironment): void {
    this.#environment = environment;
  }

  abstract process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void;

  close(): void {
    // Most nodes have nothing to close.
  }

  /** Processes a record; what the node itself throws goes to the exception handler. */
  receive(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    try {
      this.process(key, value, old, timestamp, headers);
    } catch (error) {
      this.environment.failed(this, error, { key, value, timestamp, headers });
    }
  }

  protected forward(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { children } = this;
    for (let i = 0; i < children.length; i++) children[i]!.receive(key, value, old, timestamp, headers);
  }
}

/** Makes a node for each task. */
export type NodeFactory = (name: string) => Node;

/** Before the first record. */
export function noRecord(): RecordContext {
  return {
    isThere: false,
    topic: null,
    partition: -1,
    offset: -1,
    timestamp: 0,
    headers: undefined,
    raw: undefined,
  };
}
