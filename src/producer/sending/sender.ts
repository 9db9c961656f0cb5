import { kindOf } from '../../errors/brief';
import { checkOptions, waitOptions } from '../../client/options';
import { checkSignal, checkTimeout, type WaitOptions } from '../../client/waiting';
import type { Outcome } from '../../errors/partial-failure-error';
import { KafkaError } from '../../errors/kafka-error';
import type { Accumulator } from './accumulator';
import { NO_ROOM } from './accumulator';
import { BatchSend } from './batch-send';
import type { DeliveryCallback, Settlers } from '../settling/deliveries';
import type { Interceptors } from '../records/interceptors';
import { PendingSend, type SendLimits } from './pending-send';
import { assertRecord, badRecord, RecordMetadata, type ProducerRecord } from '../records/record';
import type { SendQueue } from './send-queue';
import { callDelivery, ignoreRejection, isPromise, readAll } from '../../user-code/user-code';
import type { RecordSerializer } from '../records/serialization';
import { checkTopicName } from '../records/topic-table';

type AnyRecord = ProducerRecord<unknown, unknown>;

/** A record with serialized key and value: bytes, strings or null, or promises of them. */
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
  /** A waiting send has continued or failed. */
  changed: () => void;
}

const batchOptions = [...waitOptions, 'settled'];
const CALLBACK_HINT = '. Await the promise; a callback is for produce(record, callback)';

/** Takes a record through interceptors and serializers into the accumulator, or into the queue before it. */
export class Sender {
  /** There is no serializer or interceptor to call: `produce` can go straight to the accumulator. */
  readonly isPlain: boolean;
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.isPlain = parts.serializer.isIdentity && !parts.interceptors.any;
  }

  /** Accepts a record now, or returns {@link NO_ROOM}. */
  take(given: AnyRecord, callback: DeliveryCallback | undefined): number {
    const { accumulator, interceptors } = this.#parts;
    const record = this.#intercept('produce', given);
    try {
      const { key, value } = this.#serialized('produce', record);
      if (isPromise(key) || isPromise(value)) {
        // Nothing else handles a rejection of these promises.
        for (const part of [key, value]) ignoreRejection(part);
        throw awaitedSerializer();
      }
      const target = interceptors.any ? this.#observe(callback) : callback;
      const id = accumulator.take('produce', record, key, value, target, accumulator.deliveries.flushes.epoch);
      if (id === NO_ROOM && interceptors.any) {
        interceptors.acknowledged(nowhere(record), accumulator.queueFull('produce', 'buffer.memory is used up'));
      }
      return id;
    } catch (error) {
      interceptors.acknowledged(nowhere(record), error as Error);
      throw error;
    }
  }

  /** Throws for a bad record without any effect. */
  send(given: AnyRecord, options: WaitOptions | undefined, settlers: Settlers): void {
    const limits =
      options === undefined || options === null ? undefined : this.#limits('send', options, waitOptions, CALLBACK_HINT);
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

  /** Throws for a list with an element that is no record, without any effect. */
  sendBatch(records: Iterable<AnyRecord>, options: WaitOptions): Promise<Outcome<RecordMetadata>[]> {
    if (typeof records !== 'object' || records === null || !(Symbol.iterator in records)) {
      throw badRecord('sendBatch', `takes a list of records; got ${kindOf(records)}`);
    }
    const list = readAll(records);
    for (const record of list) {
      assertRecord('sendBatch', record);
      checkTopicName('sendBatch', record.topic);
    }
    const limits = this.#limits('sendBatch', options, batchOptions);
    if (list.length === 0) return Promise.resolve([]);
    const { accumulator, queue, interceptors, changed } = this.#parts;
    const preparation = {
      prepare: (given: AnyRecord) => {
        const record = this.#intercept('sendBatch', given);
        try {
          return this.#serialized('sendBatch', record);
        } catch (error) {
          interceptors.acknowledged(nowhere(record), error as Error);
          throw error;
        }
      },
      acknowledged: (record: AnyRecord, error: Error | null, metadata: RecordMetadata | undefined) => {
        if (interceptors.any) interceptors.acknowledged(metadata ?? nowhere(record), error);
      },
      changed,
    };
    const batch = new BatchSend(accumulator, queue, preparation, list, limits);
    batch.start();
    return batch.finished;
  }

  #start(record: AnyRecord, limits: SendLimits | undefined, settlers: Settlers): void {
    const { accumulator, queue, roomMs, changed } = this.#parts;
    const { key, value } = this.#serialized('send', record);
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

  /** The result of the last interceptor is the record. */
  #intercept(operation: string, given: AnyRecord): AnyRecord {
    const { interceptors } = this.#parts;
    if (!interceptors.any) return given;
    const record = interceptors.intercept(given);
    try {
      assertRecord(operation, record);
    } catch (error) {
      interceptors.acknowledged(nowhere(given), error as Error);
      throw error;
    }
    return record;
  }

  #serialized(operation: string, record: AnyRecord): PreparedRecord {
    const { serializer } = this.#parts;
    if (serializer.isIdentity) return { record, key: record.key, value: record.value };
    return { record, key: serializer.key(operation, record), value: serializer.value(operation, record) };
  }

  #observe(callback: DeliveryCallback | undefined): DeliveryCallback {
    const { interceptors } = this.#parts;
    return (error, metadata) => {
      interceptors.acknowledged(metadata, error);
      if (callback !== undefined) callDelivery(callback, error, metadata);
    };
  }

  #limits(operation: string, options: WaitOptions, names: readonly string[], hint?: string): SendLimits {
    checkOptions(operation, options, names, hint);
    const timeoutMs = options.timeoutMs === undefined ? undefined : checkTimeout(operation, options.timeoutMs, 0);
    return { roomMs: this.#parts.roomMs, timeoutMs, signal: checkSignal(operation, options.signal) };
  }
}

/** Error code of `produce` when a serializer must be awaited. */
export const AWAITED_SERIALIZER = 'ERR_NOT_SUPPORTED';

function awaitedSerializer(): KafkaError {
  return new KafkaError({
    code: AWAITED_SERIALIZER,
    message: 'produce: a serializer returned a promise; use send(), which awaits it',
    operation: 'produce',
  });
}

/** Metadata of a record that was not accepted. Java sets the topic, and −1 for the rest. */
function nowhere(record: AnyRecord): RecordMetadata {
  return new RecordMetadata(record.topic, record.partition ?? -1, -1, -1, -1, -1);
}
