import type { Headers, HeadersInput } from '../../index';

/** Where a record was when something failed. Java's ErrorHandlerContext. */
export interface ErrorContext {
  /** Null, −1 and −1 within a punctuation. */
  readonly topic: string | null;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
  readonly processorNodeId: string;
  /** Such as `'0_1'`. */
  readonly taskId: string;
  /** Bytes of the record that was read from a topic; null for none. */
  readonly sourceRawKey: Buffer | null;
  readonly sourceRawValue: Buffer | null;
}

/** `'FAIL'` ends processing with the error; `'RESUME'` goes on without the record. */
export type HandlerResult = 'FAIL' | 'RESUME';

/** A record for a topic of failed ones. */
export interface DeadLetterRecord {
  readonly topic: string;
  readonly key?: Uint8Array | null | undefined;
  readonly value?: Uint8Array | null | undefined;
  /** Milliseconds since the epoch. Default: that of the record in hand. */
  readonly timestamp?: number | undefined;
  readonly headers?: HeadersInput | undefined;
  readonly partition?: number | undefined;
}

/** What a handler decides: the result, or the result and records to write. Java's Response. */
export type HandlerResponse<Result = HandlerResult> =
  Result | { readonly result: Result; readonly deadLetterQueueRecords?: Iterable<DeadLetterRecord> | undefined };

/** The record that a node was given when it threw. */
export interface FailedRecord {
  readonly key: unknown;
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
}

/**
 * Decides what happens when a function of an operator throws. `'RESUME'` drops the rest of that branch: siblings go
 * on, and stores keep what was written. Java's ProcessingExceptionHandler (KIP-1033).
 */
export interface ProcessingExceptionHandler {
  handle(context: ErrorContext, record: FailedRecord, error: unknown): HandlerResponse;
}

/** Fails with the error. The default. */
export const LogAndFailProcessingExceptionHandler: ProcessingExceptionHandler = { handle: () => 'FAIL' };

/** Goes on without the record, which counts as dropped. */
export const LogAndContinueProcessingExceptionHandler: ProcessingExceptionHandler = { handle: () => 'RESUME' };

/** A record of a topic that could not be deserialized. */
export interface CorruptRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Decides what happens when a deserializer throws. Java's DeserializationExceptionHandler. */
export interface DeserializationExceptionHandler {
  handle(context: ErrorContext, record: CorruptRecord, error: unknown): HandlerResponse;
}

/** Fails with the error. The default. */
export const LogAndFailExceptionHandler: DeserializationExceptionHandler = { handle: () => 'FAIL' };

/** Goes on with the next record; this one counts as dropped. */
export const LogAndContinueExceptionHandler: DeserializationExceptionHandler = { handle: () => 'RESUME' };

/** A record as it was to be written, in bytes. */
export interface UnsentRecord {
  readonly topic: string;
  readonly partition: number | undefined;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly headers: Headers;
}

/** A record that could not be serialized. */
export interface UnserializedRecord extends FailedRecord {
  readonly topic: string;
}

/** `'RETRY'`, for a retriable error: everything since the last commit is done again. For others it is `'FAIL'`. */
export type ProductionResult = HandlerResult | 'RETRY';

/** Decides what happens when a record cannot be written. Java's ProductionExceptionHandler. */
export interface ProductionExceptionHandler {
  handle(context: ErrorContext, record: UnsentRecord, error: unknown): HandlerResponse<ProductionResult>;
  /** A serializer threw. Default: `'FAIL'`. */
  handleSerializationError?(
    context: ErrorContext,
    record: UnserializedRecord,
    error: unknown,
    origin: 'KEY' | 'VALUE',
  ): HandlerResponse;
}

/** Fails with the error, unless it is retriable. The default. */
export const DefaultProductionExceptionHandler: ProductionExceptionHandler = {
  handle: (_context, _record, error) => ((error as { isRetriable?: unknown }).isRetriable === true ? 'RETRY' : 'FAIL'),
};

/** Their failures go to `errors.dead.letter.queue.topic.name`; other handlers decide that themselves. */
export const builtInHandlers: ReadonlySet<object> = new Set<object>([
  LogAndFailProcessingExceptionHandler,
  LogAndContinueProcessingExceptionHandler,
  LogAndFailExceptionHandler,
  LogAndContinueExceptionHandler,
  DefaultProductionExceptionHandler,
]);
