import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { Headers } from '../../index';

/**
 * What subscribers of the tracing channel `kafka-napi:streams:process` get: a record that is processed, from its source
 * node to wherever it goes at once. Key and value are as in the topic.
 */
export interface ProcessedRecord {
  readonly applicationId: string;
  /** `<subtopology>_<partition>`. */
  readonly taskId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A subscriber of `start` may put others here: the record is processed with these, and its results get them. */
  headers: Headers;
  /** What was thrown, of the event `error`. */
  readonly error?: unknown;
}

const NAME = 'kafka-napi:streams:process';
const tracing = tracingChannel<unknown, ProcessedRecord>(NAME);
// Node 20.0 has no `hasSubscribers` of a tracing channel.
const parts = ['start', 'end', 'error'].map((event) => channel(`tracing:${NAME}:${event}`));

/** Whether somebody wants to know of records. */
export const isTraced = (): boolean => parts.some((part) => part.hasSubscribers);

/** Calls `process` with the headers of the record, between its events and within the stores that are bound to it. */
export function traced(record: ProcessedRecord, process: (headers: Headers) => void): void {
  tracing.traceSync(() => process(record.headers), record);
}
