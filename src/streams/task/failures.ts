import type { Headers } from '../../index';
import {
  builtInHandlers,
  type DeadLetterRecord,
  type ErrorContext,
  type FailedRecord,
  type HandlerResponse,
  type UnserializedRecord,
  type UnsentRecord,
} from '../errors/handlers';
import { reasonOf, StreamsError } from '../errors/streams-errors';
import { toHeaders } from '../records/record';
import type { InputRecord, RecordCollector } from './queues/input-record';
import type { RecordContext } from './nodes/node';
import type { TaskSettings } from './settings';

const noHeaders: Headers = [];

/** What a handler has decided; an error of its own instead of the one that it was asked about. */
interface Decision {
  readonly result: unknown;
  readonly error: unknown;
}

/** Asks the exception handlers of one task, and writes the dead letters that they return. */
export class Failures {
  readonly #taskId: string;
  readonly #settings: TaskSettings;
  readonly #record: RecordContext;
  readonly #collector: RecordCollector;
  /** Errors that a handler has seen. */
  readonly #handled = new WeakSet<object>();

  /** `record`: the one in hand. */
  constructor(taskId: string, settings: TaskSettings, record: RecordContext, collector: RecordCollector) {
    this.#taskId = taskId;
    this.#settings = settings;
    this.#record = record;
    this.#collector = collector;
  }

  /** A node threw. Returns if the processing goes on without the record. */
  ofNode(node: string, error: unknown, failed: FailedRecord): void {
    if (typeof error === 'object' && error !== null && this.#handled.has(error)) throw error;
    const context = this.context(node, failed.timestamp);
    const handler = this.#settings.processingHandler;
    const decision = this.#ask(handler, context, error, () => handler.handle(context, failed, error));
    if (decision.result === 'RESUME') return;
    const cause = decision.error;
    throw this.#seen(cause instanceof StreamsError ? cause : new StreamsError(failure(node, cause), { node, cause }));
  }

  /** A record cannot be deserialized. Returns if it is left out. */
  ofSource(node: string, raw: InputRecord, error: unknown): void {
    const { topic, partition, offset, key, value, timestamp, headers } = raw;
    const context: ErrorContext = {
      ...{ topic, partition, offset, timestamp, headers, processorNodeId: node, taskId: this.#taskId },
      ...{ sourceRawKey: key, sourceRawValue: value },
    };
    const handler = this.#settings.deserializationHandler;
    const record = { topic, partition, offset, key, value };
    const decision = this.#ask(handler, context, error, () => handler.handle(context, record, error));
    if (decision.result === 'RESUME') return;
    const where = `${node}: the record at offset ${offset} of ${topic}-${partition} cannot be deserialized`;
    throw new StreamsError(`${where}: ${reasonOf(decision.error)}`, { node, cause: decision.error });
  }

  /** A serializer of a sink threw. Returns if the record is left out; otherwise the error goes on as the node's. */
  ofSerializer(node: string, error: unknown, record: UnserializedRecord, origin: 'KEY' | 'VALUE'): void {
    const handler = this.#settings.productionHandler;
    const context = this.context(node, record.timestamp);
    const ask = (): HandlerResponse => handler.handleSerializationError?.(context, record, error, origin) ?? 'FAIL';
    const decision = this.#ask(handler, context, error, ask);
    if (decision.result === 'RESUME') return;
    if (decision.error instanceof StreamsError) throw decision.error;
    const where = `${node}: the ${origin.toLowerCase()} of a record for ${record.topic} cannot be serialized`;
    throw new StreamsError(`${where}: ${reasonOf(decision.error)}`, { node, cause: decision.error });
  }

  /** A record could not be written. Returns what the handler has decided. */
  ofProducer(context: ErrorContext, record: UnsentRecord, error: unknown): Decision {
    const handler = this.#settings.productionHandler;
    return this.#ask(handler, context, error, () => handler.handle(context, record, error));
  }

  /** Where the record in hand comes from. */
  context(processorNodeId: string, timestamp: number): ErrorContext {
    const { topic, partition, offset, headers = noHeaders, raw } = this.#record;
    const source = { sourceRawKey: raw?.key ?? null, sourceRawValue: raw?.value ?? null };
    return { topic, partition, offset, timestamp, headers, processorNodeId, taskId: this.#taskId, ...source };
  }

  #ask<R>(handler: object, context: ErrorContext, error: unknown, ask: () => HandlerResponse<R>): Decision {
    let response: HandlerResponse<R>;
    try {
      response = ask();
    } catch (ofHandler) {
      return { result: 'FAIL', error: ofHandler };
    }
    const { result, deadLetterQueueRecords = [] } =
      typeof response === 'object' && response !== null && 'result' in response ? response : { result: response };
    const topic = this.#settings.deadLetterTopic;
    const isForOurs = topic !== undefined && builtInHandlers.has(handler) && result !== 'RETRY';
    const letters = isForOurs ? [deadLetter(topic, context, error)] : deadLetterQueueRecords;
    for (const letter of letters) this.#send(letter, context);
    return { result, error };
  }

  #send(letter: DeadLetterRecord, context: ErrorContext): void {
    const bytes = (data: Uint8Array | null | undefined): Buffer | null =>
      data ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : null;
    const { topic, key, value, timestamp = context.timestamp, headers, partition } = letter;
    this.#collector.send(
      { topic, key: bytes(key), value: bytes(value), timestamp, headers: toHeaders(headers), partition },
      undefined,
    );
  }

  #seen(error: StreamsError): StreamsError {
    this.#handled.add(error);
    return error;
  }
}

const failure = (node: string, cause: unknown): string => `${node} failed: ${reasonOf(cause)}`;

/** KIP-1034: the record as it was read, and what happened in its headers. */
function deadLetter(topic: string, context: ErrorContext, error: unknown): DeadLetterRecord {
  const { name, message, stack } =
    error instanceof Error ? error : { name: 'Error', message: String(error), stack: '' };
  const text = (data: string): Buffer => Buffer.from(data);
  return {
    topic,
    key: context.sourceRawKey,
    value: context.sourceRawValue,
    timestamp: context.timestamp,
    headers: [
      ...context.headers,
      ['__streams.errors.exception', text(name)],
      ['__streams.errors.message', text(message)],
      ['__streams.errors.stacktrace', text(stack ?? '')],
      ['__streams.errors.topic', context.topic === null ? null : text(context.topic)],
      ['__streams.errors.partition', text(String(context.partition))],
      ['__streams.errors.offset', text(String(context.offset))],
    ],
  };
}
