import { checkSignal, checkTimeout, type WaitOptions } from '../client/waiting';
import type { Outcome } from '../errors/partial-failure-error';
import { KafkaError } from '../errors/kafka-error';
import type { Accumulator } from './accumulator';
import { NO_ROOM } from './accumulator';
import { BatchSend } from './batch-send';
import type { DeliveryCallback, Settlers } from './deliveries';
import type { Interceptors } from './interceptors';
import { PendingSend, type SendLimits } from './pending-send';
import { assertRecord, badRecord, describe, RecordMetadata, type ProducerRecord } from './record';
import type { SendQueue } from './send-queue';
import { isPromise, type RecordSerializer } from './serialization';
import { checkTopicName } from './topic-table';

type AnyRecord = ProducerRecord<unknown, unknown>;

/** A record with its key and value as serialized: bytes, strings or null, or promises of them. */
export interface PreparedRecord {
  record: AnyRecord;
  key: unknown;
  value: unknown;
}

export interface SenderParts {
  accumulator: Accumulator;
  queue: SendQueue;
  serializer: RecordSerializer;
  interceptors: Interceptors;
  /** `max.block.ms`. */
  roomMs: number;
  /** Something that waited goes on, or has given up. */
  changed: () => void;
}

/** A record's way through interceptors and serializers into the accumulator, or into the queue before it. */
export class Sender {
  /** No serializer and no interceptor has to be called: `produce` can go straight to the accumulator. */
  readonly isPlain: boolean;
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.isPlain = parts.serializer.isIdentity && !parts.interceptors.any;
  }

  /** Takes a record now, or returns {@link NO_ROOM}. */
  take(given: AnyRecord, callback: DeliveryCallback | undefined): number {
    const { accumulator, interceptors } = this.#parts;
    const record = this.#intercept('produce', given);
    try {
      const { key, value } = this.#serialize('produce', record);
      if (isPromise(key) || isPromise(value)) {
        // Nobody waits for what becomes of it.
        for (const part of [key, value]) if (isPromise(part)) part.then(undefined, () => undefined);
        throw awaitedSerializer();
      }
      const target = interceptors.any ? this.#observe(callback) : callback;
      return accumulator.take('produce', record, key, value, target, accumulator.deliveries.flushes.epoch);
    } catch (error) {
      interceptors.onAcknowledgement(nowhere(record), error as Error);
      throw error;
    }
  }

  /** Throws for a bad record, before anything is done. */
  send(given: AnyRecord, options: WaitOptions | undefined, settlers: Settlers): void {
    const limits = options === undefined || options === null ? undefined : this.#limits('send', options);
    const record = this.#intercept('send', given);
    if (!this.#parts.interceptors.any) {
      this.#start(record, limits, settlers);
      return;
    }
    const observed = this.#observe((error, metadata) =>
      error === null ? settlers.resolve(metadata) : settlers.reject(error),
    );
    const reject = (error: unknown) => observed(error as never, nowhere(record));
    try {
      this.#start(record, limits, { resolve: (metadata) => observed(null, metadata), reject });
    } catch (error) {
      reject(error);
    }
  }

  /** Throws for a list with something in it that is no record, before anything is done. */
  sendBatch(records: Iterable<AnyRecord>, options: WaitOptions): Promise<Outcome<RecordMetadata>[]> {
    if (typeof records !== 'object' || records === null || !(Symbol.iterator in records)) {
      throw badRecord('sendBatch', `takes a list of records; got ${describe(records)}`);
    }
    const list = [...records];
    for (const record of list) {
      assertRecord('sendBatch', record);
      checkTopicName('sendBatch', record.topic);
    }
    const limits = this.#limits('sendBatch', options);
    if (list.length === 0) return Promise.resolve([]);
    const { accumulator, queue, interceptors, changed } = this.#parts;
    const preparation = {
      prepare: (given: AnyRecord) => this.#serialize('sendBatch', this.#intercept('sendBatch', given)),
      acknowledged: (record: AnyRecord, error: Error | null, metadata: RecordMetadata | undefined) => {
        if (interceptors.any) interceptors.onAcknowledgement(metadata ?? nowhere(record), error);
      },
      changed,
    };
    const batch = new BatchSend(accumulator, queue, preparation, list, limits);
    batch.start();
    return batch.finished;
  }

  #start(record: AnyRecord, limits: SendLimits | undefined, settlers: Settlers): void {
    const { accumulator, queue, roomMs, changed } = this.#parts;
    const { key, value } = this.#serialize('send', record);
    const isSerializing = isPromise(key) || isPromise(value);
    if (limits === undefined && queue.isEmpty && !isSerializing) {
      const id = accumulator.take('send', record, key, value, settlers, accumulator.deliveries.flushes.epoch);
      if (id !== NO_ROOM) return;
    }
    const patience = limits ?? { roomMs, timeoutMs: undefined, signal: undefined };
    const pending = new PendingSend({ accumulator, queue, limits: patience, ...settlers, changed });
    if (isSerializing) pending.startWhenSerialized(record, key, value);
    else pending.start(record, key, value);
  }

  /** What the last interceptor returned is the record. */
  #intercept(operation: string, given: AnyRecord): AnyRecord {
    const { interceptors } = this.#parts;
    if (!interceptors.any) return given;
    const record = interceptors.onSend(given);
    assertRecord(operation, record);
    return record;
  }

  #serialize(operation: string, record: AnyRecord): PreparedRecord {
    const { serializer } = this.#parts;
    if (serializer.isIdentity) return { record, key: record.key, value: record.value };
    return { record, key: serializer.key(operation, record), value: serializer.value(operation, record) };
  }

  #observe(callback: DeliveryCallback | undefined): DeliveryCallback {
    const { interceptors } = this.#parts;
    return (error, metadata) => {
      interceptors.onAcknowledgement(metadata, error);
      callback?.(error, metadata);
    };
  }

  #limits(operation: string, options: WaitOptions): SendLimits {
    const timeoutMs = options.timeoutMs === undefined ? undefined : checkTimeout(operation, options.timeoutMs, 0);
    return { roomMs: this.#parts.roomMs, timeoutMs, signal: checkSignal(operation, options.signal) };
  }
}

/** Code of what `produce` throws for a serializer that must be awaited. */
export const AWAITED_SERIALIZER = 'ERR_NOT_SUPPORTED';

function awaitedSerializer(): KafkaError {
  return new KafkaError({
    code: AWAITED_SERIALIZER,
    message: 'produce: a serializer returned a promise; use send(), which awaits it',
    operation: 'produce',
  });
}

/** Of a record that got nowhere. Java gives the topic, and −1 for the rest. */
function nowhere(record: AnyRecord): RecordMetadata {
  return new RecordMetadata(record.topic, record.partition ?? -1, -1, -1, -1, -1);
}
