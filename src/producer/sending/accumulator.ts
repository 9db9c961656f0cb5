import type { NativeClient } from '../binding/native';
import type { PartitionerFunction } from '../config/option-types';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { Deliveries, type DeliveryTarget } from './deliveries';
import { HOLD, JsPartitioner } from './js-partitioner';
import { partitionOf, RECORD_OVERHEAD, timestampOf, type ProducerRecord } from './record';
import { RecordPacker } from './record-packer';
import { TopicTable } from './topic-table';

/** `take` and `admit`: `buffer.memory` has no room for the record, nothing was taken. */
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
  /** The first record was taken after there had been none. */
  busy(): void;
  /** The slab was handed over. */
  submitted(): void;
  partitionCount(topic: string): Promise<number>;
}

const turnEnd = Promise.resolve();

/**
 * Records from `produce` to the native side: encoded into the slab, given an id, counted against `buffer.memory`, handed over
 * when the slab is full or the turn ends. Java's RecordAccumulator, as far as librdkafka is not that.
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
  #handle: Pick<NativeClient, 'submit' | 'topic'> | undefined;
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
      });
    }
  }

  /** The native client exists only after the slab. */
  attach(handle: Pick<NativeClient, 'submit' | 'topic'>): void {
    this.#handle = handle;
  }

  /**
   * Takes a record, with key and value as serialized, and returns its id, or {@link NO_ROOM}. Throws for what can never be sent.
   * @param epoch of the flushes that will wait for it.
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
    const timestamp = timestampOf(operation, record.timestamp);
    this.packer.encode(operation, key, value, record.headers, this.#tooLarge);
    return this.admit(operation, topicId, partition, timestamp, target, epoch);
  }

  /** Takes the record that the packer has encoded. @param timestamp 0: none. */
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
    if (this.partitioner !== undefined)
      chosen = this.partitioner.choose(operation, this.topics.nameOf(topicId), partition);
    const id = deliveries.take(size, packer.keyLength, packer.valueLength, topicId, epoch, target);
    if (chosen === HOLD) this.partitioner!.hold(this.topics.nameOf(topicId), topicId, id, partition, timestamp);
    else this.#commit(topicId, chosen, id, timestamp);
    if (deliveries.outstanding === 1) this.#hooks.busy();
    return id;
  }

  /** Reports are to come without a turn of the event loop: of records held for their topic's partitions there are none. */
  get mayBeServed(): boolean {
    return this.deliveries.outstanding > (this.partitioner?.held ?? 0);
  }

  /** Encodes a record that has to wait; its size in `buffer.memory` is `payload` + {@link RECORD_OVERHEAD}. */
  encodeForLater(operation: string, record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): number {
    this.packer.encode(operation, key, value, record.headers, this.#tooLarge);
    const size = this.packer.payload + RECORD_OVERHEAD;
    this.#checkSize(size);
    return size;
  }

  /** Hands over what is in the slab. */
  submit(): void {
    const packer = this.packer;
    if (packer.count === 0) return;
    this.#handle!.submit(packer.count, packer.large.length > 0 ? packer.large : undefined);
    packer.clear();
    this.#hooks.submitted();
  }

  queueFull(operation: string, why: string): KafkaError {
    return new KafkaError({
      code: 'ERR__QUEUE_FULL',
      errno: errorNumber('ERR__QUEUE_FULL'),
      message: `${operation}: ${why}; nothing was taken. Await drained(), or use send()`,
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
    // Cheaper than the estimate, and above it for every record: 128 bytes cover the batch's and the record's own fields.
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
