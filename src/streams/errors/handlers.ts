import type { Headers } from '../../index';

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
  handle(context: ErrorContext, record: FailedRecord, error: unknown): HandlerResult;
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
  handle(context: ErrorContext, record: CorruptRecord, error: unknown): HandlerResult;
}

/** Fails with the error. The default. */
export const LogAndFailExceptionHandler: DeserializationExceptionHandler = { handle: () => 'FAIL' };

/** Goes on with the next record; this one counts as dropped. */
export const LogAndContinueExceptionHandler: DeserializationExceptionHandler = { handle: () => 'RESUME' };
