import type { NativeHandle } from '../../binding/native';
import type { PartitionerFunction } from '../../config/values/option-types';
import { errorNumber } from '../../errors/codes';
import { DeliveryError } from '../../errors/delivery-error';
import { KafkaError } from '../../errors/kafka-error';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { Deliveries, type DeliveryTarget } from '../settling/deliveries';
import { HOLD, JsPartitioner } from './js-partitioner';
import { partitionOf, RECORD_OVERHEAD, timestampOf, type ProducerRecord } from '../records/record';
import { RecordPacker } from '../packing/record-packer';
import { TopicTable } from '../records/topic-table';

/** Result of `take` and `admit`: `buffer.memory` has no room for the record, which was not accepted. */
export const NO_ROOM = -1;

export interface AccumulatorLimits {
  /** `buffer.memory`, bytes. */
  bufferMemory: number;
  /** `max.request.size`, bytes. */
  maxRequestSize: number;
  /** `metadata.max.age.ms`. */
  metadataMaxAgeMs: number;
}

export interface AccumulatorHooks {
  /** A record was accepted and there were none before. */
  busy(): void;
  /** The slab was submitted. */
  submitted(): void;
  /** Records failed without a report. */
  failed(): void;
  /** Records of these topics wait for metadata. */
  lacking(topicIds: readonly number[]): void;
  partitionCount(topic: string): Promise<number>;
}

const turnEnd = Promise.resolve();

const messageOf = (error: unknown): string => String((error as Error | undefined)?.message ?? error);

/**
 * Takes records from `produce` to the native side: encodes them into the slab, assigns an id, counts them against
 * `buffer.memory`, and submits the slab when it is full or the turn ends. The part of Java's RecordAccumulator that
 * librdkafka does not do.
 */
export class Accumulator {
  readonly packer: RecordPacker;
  readonly topics: TopicTable;
  readonly deliveries: Deliveries;
  readonly bufferMemory: number;
  readonly partitioner: JsPartitioner | undefined;
  readonly #maxRequestSize: number;
  readonly #hooks: AccumulatorHooks;
  readonly #submitAtTurnEnd: () => void;
  readonly #tooLarge: (bytes: number) => Error;
  #handle: Pick<NativeHandle, 'submit' | 'topic'> | undefined;
  #scheduled = false;

  constructor(limits: AccumulatorLimits, partition: PartitionerFunction | undefined, hooks: AccumulatorHooks) {
    this.bufferMemory = limits.bufferMemory;
    this.#maxRequestSize = limits.maxRequestSize;
    this.#hooks = hooks;
    this.packer = new RecordPacker(limits.maxRequestSize);
    this.topics = new TopicTable((name) => this.#handle!.topic(name));
    this.deliveries = new Deliveries(this.topics);
    this.#submitAtTurnEnd = () => {
      this.#scheduled = false;
      this.submit();
    };
    this.#tooLarge = (bytes) => this.#recordTooLarge(bytes, 'max.request.size', this.#maxRequestSize);
    if (partition !== undefined) {
      this.partitioner = new JsPartitioner(partition, this.packer, limits.metadataMaxAgeMs, {
        partitionCount: (topic) => hooks.partitionCount(topic),
        release: (topicId, partition, id, timestamp) => this.#commit(topicId, partition, id, timestamp),
        fail: (id, error) => this.deliveries.fail(id, error),
        failed: () => hooks.failed(),
      });
    }
  }

  /** Called later, because the native client needs the slab first. */
  attach(handle: Pick<NativeHandle, 'submit' | 'topic'>): void {
    this.#handle = handle;
  }

  /**
   * Accepts a record with serialized key and value and returns its id, or {@link NO_ROOM}. Throws for a record that can
   * never be sent.
   * @param epoch The epoch of the flushes that will wait for it.
   */
  take(
    operation: string,
    record: ProducerRecord<unknown, unknown>,
    key: unknown,
    value: unknown,
    target: DeliveryTarget | undefined,
    epoch: number,
  ): number {
    const topicId = this.topics.idOf(operation, record.topic);
    const partition = partitionOf(operation, record.partition);
    const timestamp = timestampOf(operation, record);
    this.packer.encode(operation, key, value, record.headers, this.#tooLarge);
    return this.admit(operation, topicId, partition, timestamp, target, epoch);
  }

  /** Accepts the record that the packer has encoded. @param timestamp ms, or NO_TIMESTAMP. */
  admit(
    operation: string,
    topicId: number,
    partition: number,
    timestamp: number,
    target: DeliveryTarget | undefined,
    epoch: number,
  ): number {
    const packer = this.packer;
    const deliveries = this.deliveries;
    const size = packer.payload + RECORD_OVERHEAD;
    this.#checkSize(size);
    if (deliveries.bytes + size > this.bufferMemory) return NO_ROOM;
    let chosen = partition;
    if (this.partitioner !== undefined) {
      chosen = this.partitioner.choose(operation, this.topics.nameOf(topicId), partition);
      // The partitioner may have produced other records.
      if (deliveries.bytes + size > this.bufferMemory) return NO_ROOM;
    }
    const id = deliveries.take(size, packer.keyLength, packer.valueLength, topicId, epoch, target);
    if (chosen === HOLD) this.partitioner!.hold(this.topics.nameOf(topicId), topicId, id, partition, timestamp);
    else this.#commit(topicId, chosen, id, timestamp);
    if (deliveries.outstanding === 1) this.#hooks.busy();
    return id;
  }

  /**
   * Reports can arrive without a turn of the event loop. False if all records are held because their topic's partitions
   * are not known.
   */
  get mayBeServed(): boolean {
    return this.deliveries.outstanding > (this.partitioner?.held ?? 0);
  }

  /** Encodes a record that has to wait. Its size in `buffer.memory` is `payload` + {@link RECORD_OVERHEAD}. */
  encodeForLater(operation: string, record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): number {
    this.packer.encode(operation, key, value, record.headers, this.#tooLarge);
    const size = this.packer.payload + RECORD_OVERHEAD;
    this.#checkSize(size);
    return size;
  }

  /**
   * Submits the records in the slab. If the native side refuses the whole slab, each record fails through its own
   * callback.
   */
  submit(): void {
    const packer = this.packer;
    if (packer.count === 0) return;
    packer.makeWay('flush');
    let lacking: number[] | undefined;
    try {
      lacking = this.#handle!.submit(packer.count, packer.large.length > 0 ? packer.large : undefined);
    } catch (error) {
      const ids = packer.ids();
      packer.clear();
      for (const id of ids) this.deliveries.fail(id, this.#notHandedOver(id, error));
      this.#hooks.failed();
      return;
    }
    packer.clear();
    if (lacking !== undefined) this.#hooks.lacking(lacking);
    this.#hooks.submitted();
  }

  #notHandedOver(id: number, cause: unknown): DeliveryError {
    const topic = this.deliveries.topicOf(id);
    const errno = KafkaError.is(cause) && cause.errno !== 0 ? cause.errno : errorNumber('ERR__FAIL');
    const message = `produce: a record for ${topic} could not be submitted: ${messageOf(cause)}`;
    return new DeliveryError({ errno, message, topic, partition: -1, persisted: 'no', cause });
  }

  queueFull(operation: string, why: string): KafkaError {
    return new KafkaError({
      code: 'ERR__QUEUE_FULL',
      errno: errorNumber('ERR__QUEUE_FULL'),
      message: `${operation}: ${why}; the record was not accepted. Await drained(), or use send()`,
      operation,
      isRetriable: true,
    });
  }

  #commit(topicId: number, partition: number, id: number, timestamp: number): void {
    this.packer.commit(topicId, partition, id, timestamp);
    if (this.packer.isFull) {
      this.submit();
    } else if (!this.#scheduled) {
      this.#scheduled = true;
      void turnEnd.then(this.#submitAtTurnEnd);
    }
  }

  #checkSize(size: number): void {
    // Faster than the estimate and never smaller: 128 bytes cover the batch's and the record's own fields.
    if (size + this.packer.headersLength + 128 <= this.#maxRequestSize && size <= this.bufferMemory) return;
    const requestSize = this.packer.requestSize;
    if (requestSize > this.#maxRequestSize) throw this.#tooLarge(requestSize);
    if (size > this.bufferMemory) throw this.#recordTooLarge(size, 'buffer.memory', this.bufferMemory);
  }

  #recordTooLarge(bytes: number, property: string, limit: number): Error {
    return new InvalidArgumentError(
      'produce',
      `produce: the record takes ${bytes} bytes or more when serialized, which is above ${property} (${limit})`,
      { code: 'ERR_MSG_SIZE_TOO_LARGE', errno: errorNumber('ERR_MSG_SIZE_TOO_LARGE') },
    );
  }
}
