import type { Record, RecordInput } from './record';
import type { StateStore } from '../stores/store-types';
import type { StorePlan } from '../stores/store-plan';

/** Where the record in hand comes from; null, −1 and −1 within a punctuation. Java's RecordMetadata. */
export interface RecordMetadata {
  readonly topic: string | null;
  readonly partition: number;
  readonly offset: number;
}

/** `'STREAM_TIME'`: the largest timestamp of the records so far. */
export type PunctuationType = 'STREAM_TIME' | 'WALL_CLOCK_TIME';

/** Called with stream time or the clock's, in milliseconds since the epoch. */
export type Punctuator = (timestamp: number) => void;

export interface Cancellable {
  cancel(): void;
}

/** What a processor works with. Java's ProcessorContext. */
export interface ProcessorContext<KOut = unknown, VOut = unknown> {
  /** Such as `'0_1'`. */
  readonly taskId: string;
  readonly applicationId: string;
  readonly appConfigs: Readonly<{ [property: string]: unknown }>;
  /** Null in `init`. */
  readonly recordMetadata: RecordMetadata | null;
  /**
   * Passes a record to all following nodes, or to the one with this name. Its nodes run before `forward` returns.
   * @throws StreamsError for a child that does not exist.
   */
  forward(record: Record<KOut, VOut> | RecordInput<KOut, VOut>, childName?: string): void;
  /** @throws InvalidStateStoreError for a store that is not connected to this processor. */
  getStateStore<S extends StateStore>(name: string): S;
  /**
   * Calls `callback` each time that `intervalMs` milliseconds have passed. In stream time, first as soon as there is a
   * record; a jump over several intervals is one call. `startTime`: the grid is startTime + n · interval.
   * @throws StreamsError for an interval below 1 ms or a negative start.
   */
  schedule(
    intervalMs: number,
    type: PunctuationType,
    callback: Punctuator,
    options?: { readonly startTime?: number | undefined },
  ): Cancellable;
  /** Asks for a commit after the record in hand. */
  commit(): void;
  /** The largest timestamp of the records so far, −1 before the first. */
  currentStreamTimeMs(): number;
  /** Milliseconds since the epoch. */
  currentSystemTimeMs(): number;
}

/** Handles record by record. Java's Processor. Functions are synchronous. */
export interface Processor<KIn = unknown, VIn = unknown, KOut = unknown, VOut = unknown> {
  init?(context: ProcessorContext<KOut, VOut>): void;
  process(record: Record<KIn, VIn>): void;
  close?(): void;
}

/** A processor of `processValues`: what it forwards has the key of the record in hand. Java's FixedKeyProcessor. */
export type FixedKeyProcessor<KIn, VIn, VOut> = Processor<KIn, VIn, KIn, VOut>;

/** An object that makes processors, and may bring their stores. Java's ProcessorSupplier. */
export interface ProcessorSupplierObject<KIn, VIn, KOut, VOut> {
  get(): Processor<KIn, VIn, KOut, VOut>;
  /** Stores to add and connect. */
  stores?(): Iterable<StorePlan>;
}

/** Makes a processor for each task: a function, or an object with `get`. */
export type ProcessorSupplier<KIn = unknown, VIn = unknown, KOut = unknown, VOut = unknown> =
  (() => Processor<KIn, VIn, KOut, VOut>) | ProcessorSupplierObject<KIn, VIn, KOut, VOut>;
