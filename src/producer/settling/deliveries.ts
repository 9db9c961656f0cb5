import { DELIVERY_COLUMNS, type DeliveryColumns } from '../../binding/native';
import { errorDescription } from '../../client/events/error-description';
import { librdkafkaCodes } from '../../errors/codes.generated';
import { DeliveryError } from '../../errors/delivery-error';
import type { KafkaError } from '../../errors/kafka-error';
import { callDelivery } from '../../user-code/user-code';
import { refusedRecord } from './purged';
import { FlushWatches } from './flush-watches';
import { RecordMetadata } from '../records/record';
import type { TopicTable } from '../records/topic-table';

/** Called with the outcome of a record. `metadata` is always given; its offset is −1 if there is none. */
export type DeliveryCallback = (error: DeliveryError | null, metadata: RecordMetadata) => void;

/**
 * The functions that settle a promise. The pair itself instead of a closure around it: with ten thousand pending sends,
 * most of the cost of a send is what the garbage collector has to copy.
 */
export interface Settlers {
  resolve: (metadata: RecordMetadata) => void;
  reject: (error: unknown) => void;
}

export type DeliveryTarget = DeliveryCallback | Settlers;

/** State of each unsettled record, in words of an Int32Array. */
const Word = { SIZE: 0, KEY: 1, VALUE: 2, TOPIC: 3, EPOCH: 4, WORDS: 5 } as const;

const FIRST_CAPACITY = 1024;
/** Errors of records that librdkafka drops because the producer has failed, or because of a purge. */
const ofFatalErrors: readonly number[] = [
  librdkafkaCodes.ERR__FATAL,
  librdkafkaCodes.ERR__FENCED,
  librdkafkaCodes.ERR__PURGE_QUEUE,
  librdkafkaCodes.ERR__PURGE_INFLIGHT,
];
/** Errors of records that timed out. The user needs to know why nothing could be sent. */
const ofTime: readonly number[] = [librdkafkaCodes.ERR__MSG_TIMED_OUT, librdkafkaCodes.ERR__TIMED_OUT];
/** Delivery status as the native side reports it. */
const NOT_PERSISTED = 0;

export function deliveryColumns(): DeliveryColumns {
  return {
    ids: new Uint32Array(DELIVERY_COLUMNS),
    errors: new Int32Array(DELIVERY_COLUMNS),
    partitions: new Int32Array(DELIVERY_COLUMNS),
    status: new Uint8Array(DELIVERY_COLUMNS),
    offsets: new Float64Array(DELIVERY_COLUMNS),
    timestamps: new Float64Array(DELIVERY_COLUMNS),
  };
}

/**
 * The table of unsettled records by delivery id, and the settling of reports. An id uses five words and a reference to
 * the callback, if there is one. The id freed last is reused first, so that the table stays in the cache.
 */
export class Deliveries {
  readonly columns = deliveryColumns();
  readonly flushes = new FlushWatches();
  /** Accepted records that are not settled yet. */
  outstanding = 0;
  /** Their share of `buffer.memory`, in bytes. */
  bytes = 0;
  acknowledged = 0;
  failed = 0;
  /** Called for each failed record before its callback: the transaction can no longer be committed. */
  onFailure: ((error: DeliveryError) => void) | undefined;
  /** Why no broker accepts the records. Records purged for this reason include it in their error. */
  refusal: { cause: KafkaError; reason: string } | undefined;
  /** The fatal error of the producer. Called when records fail as purged without a purge by the user. */
  fatalError: () => KafkaError | null = () => null;
  /** Why the transaction can only be aborted. Called when records fail as purged without a purge by the user. */
  transactionError: () => KafkaError | null = () => null;
  /** Why no broker can be reached now; undefined: one can, or no attempt has failed. */
  connectionError: () => KafkaError | undefined = () => undefined;
  /** `max.block.ms`, for the error message of records that waited for metadata. */
  maxBlockMs = Infinity;

  readonly #topics: TopicTable;
  #words = new Int32Array(FIRST_CAPACITY * Word.WORDS);
  #targets: (DeliveryTarget | undefined)[] = new Array<DeliveryTarget | undefined>(FIRST_CAPACITY).fill(undefined);
  #free = new Int32Array(FIRST_CAPACITY);
  #freeCount = 0;
  #capacity = 0;
  /** Rows of the columns that are not settled yet: #row ≤ row < #rows. */
  #row = 0;
  #rows = 0;
  /** Requested once per report, even if the answer is that there is none: a million records may be purged together. */
  #fatal: KafkaError | null | undefined;
  /** Like `#fatal`, for the transaction. */
  #aborting: KafkaError | null | undefined;

  constructor(topics: TopicTable) {
    this.#topics = topics;
    this.#grow(FIRST_CAPACITY);
  }

  /** Returns a new id. Sizes in bytes; key and value −1 for null. */
  take(
    size: number,
    keyLength: number,
    valueLength: number,
    topicId: number,
    epoch: number,
    target: DeliveryTarget | undefined,
  ): number {
    if (this.#freeCount === 0) this.#grow(this.#capacity * 2);
    const id = this.#free[--this.#freeCount]!;
    const words = this.#words;
    const at = id * Word.WORDS;
    words[at + Word.SIZE] = size;
    words[at + Word.KEY] = keyLength;
    words[at + Word.VALUE] = valueLength;
    words[at + Word.TOPIC] = topicId;
    words[at + Word.EPOCH] = epoch;
    this.#targets[id] = target;
    this.outstanding++;
    this.bytes += size;
    return id;
  }

  /** True inside a delivery callback. */
  get isSettling(): boolean {
    return this.#row < this.#rows;
  }

  /** Settles `count` rows of the columns, in their order. */
  settle(count: number): void {
    this.settleRest();
    this.#row = 0;
    this.#rows = count;
    this.#fatal = undefined;
    this.#aborting = undefined;
    this.settleRest();
  }

  /**
   * Settles the remaining rows. Also called from within a callback that is about to overwrite the columns
   * (`flushSync`). Position and end are fields, so that the loop around that callback then finds no rows left.
   */
  settleRest(): void {
    const { ids, errors, partitions, status, offsets, timestamps } = this.columns;
    while (this.#row < this.#rows) {
      const row = this.#row++;
      this.#settleOne(ids[row]!, errors[row]!, status[row]!, partitions[row]!, offsets[row]!, timestamps[row]!);
    }
  }

  topicOf(id: number): string {
    return this.#topics.nameOf(this.#words[id * Word.WORDS + Word.TOPIC]!);
  }

  /** Settles a record that never reached the native side. */
  fail(id: number, error: DeliveryError): void {
    const topic = this.topicOf(id);
    const metadata = new RecordMetadata(topic, error.partition, -1, -1, this.#keyLength(id), this.#valueLength(id));
    const target = this.#release(id);
    this.#failed(error, target, metadata);
  }

  /** Settles all remaining records: librdkafka is destroyed and sends no more reports. */
  failAll(errno: number): void {
    for (let id = 0; id < this.#capacity && this.outstanding > 0; id++) {
      if (this.#words[id * Word.WORDS + Word.SIZE]! > 0) this.#settleOne(id, errno, 1, -1, -1, -1);
    }
  }

  #settleOne(id: number, errno: number, status: number, partition: number, offset: number, timestamp: number): void {
    const at = id * Word.WORDS;
    // A report that arrived after `failAll`.
    if (this.#words[at + Word.SIZE] === 0) return;
    const topicId = this.#words[at + Word.TOPIC]!;
    const keyLength = this.#keyLength(id);
    const valueLength = this.#valueLength(id);
    const target = this.#release(id);
    if (errno === 0) {
      this.acknowledged++;
      if (target === undefined) return;
      const metadata = new RecordMetadata(
        this.#topics.nameOf(topicId),
        partition,
        offset < 0 ? -1 : offset,
        timestamp,
        keyLength,
        valueLength,
      );
      if (typeof target === 'function') callDelivery(target, null, metadata);
      else target.resolve(metadata);
      return;
    }
    const topic = this.#topics.nameOf(topicId);
    if (errno === librdkafkaCodes.ERR__PURGE_QUEUE && this.refusal !== undefined) {
      const refused = refusedRecord(topic, this.refusal.cause, this.refusal.reason);
      this.#failed(refused, target, new RecordMetadata(topic, partition, -1, -1, keyLength, valueLength));
      return;
    }
    // librdkafka purges its records when it fails fatally.
    const cause = ofFatalErrors.includes(errno) ? this.#reason() : null;
    const isFatal = cause !== null || errno === librdkafkaCodes.ERR__FATAL || errno === librdkafkaCodes.ERR__FENCED;
    const aborting = cause === null && errno === librdkafkaCodes.ERR__PURGE_QUEUE ? this.#reasonToAbort() : null;
    const unreachable = ofTime.includes(errno) ? this.connectionError() : undefined;
    let message = `${topic}${partition < 0 ? '' : ` [${partition}]`}: ${this.#describe(errno)}`;
    const reason = cause ?? aborting;
    if (reason) message += `: ${reason.message}`;
    if (unreachable) message += `; the last connection error: ${unreachable.message}`;
    const error = new DeliveryError({
      errno,
      message,
      topic,
      partition,
      persisted: status === NOT_PERSISTED ? 'no' : 'maybe',
      isFatal,
      // After any failed record a transaction can only be aborted.
      txnRequiresAbort: this.onFailure !== undefined && !isFatal,
      cause: reason ?? unreachable,
    });
    this.#failed(error, target, new RecordMetadata(topic, partition, -1, -1, keyLength, valueLength));
  }

  #describe(errno: number): string {
    if (errno === librdkafkaCodes.ERR__TIMED_OUT)
      return `no metadata of the topic arrived within ${this.maxBlockMs} ms (max.block.ms)`;
    if (errno === librdkafkaCodes.ERR__UNKNOWN_PARTITION) {
      return `the topic has no such partition; it did not appear in the metadata within ${this.maxBlockMs} ms (max.block.ms)`;
    }
    return errorDescription(errno);
  }

  #reason(): KafkaError | null {
    if (this.#fatal === undefined) this.#fatal = this.fatalError();
    return this.#fatal;
  }

  #reasonToAbort(): KafkaError | null {
    if (this.#aborting === undefined) this.#aborting = this.transactionError();
    return this.#aborting;
  }

  #failed(error: DeliveryError, target: DeliveryTarget | undefined, metadata: RecordMetadata): void {
    this.failed++;
    this.onFailure?.(error);
    if (target === undefined) return;
    if (typeof target === 'function') callDelivery(target, error, metadata);
    else target.reject(error);
  }

  #release(id: number): DeliveryTarget | undefined {
    const words = this.#words;
    const at = id * Word.WORDS;
    const target = this.#targets[id];
    this.#targets[id] = undefined;
    this.bytes -= words[at + Word.SIZE]!;
    words[at + Word.SIZE] = 0;
    this.outstanding--;
    this.#free[this.#freeCount++] = id;
    if (this.flushes.any) this.flushes.settled(words[at + Word.EPOCH]!);
    return target;
  }

  #keyLength(id: number): number {
    return this.#words[id * Word.WORDS + Word.KEY]!;
  }

  #valueLength(id: number): number {
    return this.#words[id * Word.WORDS + Word.VALUE]!;
  }

  #grow(capacity: number): void {
    if (capacity > FIRST_CAPACITY) {
      const words = new Int32Array(capacity * Word.WORDS);
      words.set(this.#words);
      this.#words = words;
      const free = new Int32Array(capacity);
      free.set(this.#free);
      this.#free = free;
      for (let id = this.#capacity; id < capacity; id++) this.#targets.push(undefined);
    }
    for (let id = capacity - 1; id >= this.#capacity; id--) this.#free[this.#freeCount++] = id;
    this.#capacity = capacity;
  }
}
