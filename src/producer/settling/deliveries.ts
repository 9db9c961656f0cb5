import { DELIVERY_COLUMNS, type DeliveryColumns } from '../binding/native';
import { errorDescription } from '../client/error-description';
import { librdkafkaCodes } from '../errors/codes.generated';
import { DeliveryError } from '../errors/delivery-error';
import type { KafkaError } from '../errors/kafka-error';
import { FlushWatches } from './flush-watches';
import { RecordMetadata } from './record';
import type { TopicTable } from './topic-table';

/** Told what became of a record. `metadata` is always given; its offset is −1 where there is none. */
export type DeliveryCallback = (error: DeliveryError | null, metadata: RecordMetadata) => void;

/**
 * A promise to settle. The pair itself, not a closure around it: with ten thousand sends under way, what the collector has to copy is
 * most of what a send costs.
 */
export interface Settlers {
  resolve: (metadata: RecordMetadata) => void;
  reject: (error: unknown) => void;
}

export type DeliveryTarget = DeliveryCallback | Settlers;

/** What is kept of each unsettled record, in words of an Int32Array. */
const Word = { SIZE: 0, KEY: 1, VALUE: 2, TOPIC: 3, EPOCH: 4, WORDS: 5 } as const;

const FIRST_CAPACITY = 1024;
/** Errors of records that librdkafka gives up because the producer has failed, or because somebody purged them. */
const ofFatalErrors: readonly number[] = [
  librdkafkaCodes.ERR__FATAL,
  librdkafkaCodes.ERR__FENCED,
  librdkafkaCodes.ERR__PURGE_QUEUE,
  librdkafkaCodes.ERR__PURGE_INFLIGHT,
];
/** Delivery status, as the native side reports it. */
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

/** Runs as an uncaught exception, once everything of the present turn has run. */
function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/**
 * The table of unsettled records, by delivery id, and the settling of reports. An id costs five words and a reference to the
 * callback, if there is one; ids are used again, last freed first, so that the table stays in the cache.
 */
export class Deliveries {
  readonly columns = deliveryColumns();
  readonly flushes = new FlushWatches();
  /** Records taken and not settled. */
  outstanding = 0;
  /** Their share of `buffer.memory`, in bytes. */
  bytes = 0;
  acknowledged = 0;
  failed = 0;
  /** Told of each failed record before its callback: a transaction cannot be committed any more. */
  onFailure: ((error: DeliveryError) => void) | undefined;
  /** What the producer failed of for good, asked when records are given up that nobody purged. */
  fatalError: () => KafkaError | null = () => null;

  readonly #topics: TopicTable;
  #words = new Int32Array(FIRST_CAPACITY * Word.WORDS);
  #targets: (DeliveryTarget | undefined)[] = new Array<DeliveryTarget | undefined>(FIRST_CAPACITY).fill(undefined);
  #free = new Int32Array(FIRST_CAPACITY);
  #freeCount = 0;
  #capacity = 0;
  /** Rows of the columns not settled yet: #row ≤ row < #rows. */
  #row = 0;
  #rows = 0;
  /** Asked once for each report, also where the answer is that there is none: a million records may be purged together. */
  #fatal: KafkaError | null | undefined;

  constructor(topics: TopicTable) {
    this.#topics = topics;
    this.#grow(FIRST_CAPACITY);
  }

  /** A new id. Sizes in bytes; key and value −1 for null. */
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
    this.settleRest();
  }

  /**
   * Settles what is left of the rows. Also called from within a callback that is about to overwrite the columns (`flushSync`):
   * position and end are kept in fields, so that the loop around that callback then finds nothing left.
   */
  settleRest(): void {
    const { ids, errors, partitions, status, offsets, timestamps } = this.columns;
    while (this.#row < this.#rows) {
      const row = this.#row++;
      this.#settleOne(ids[row]!, errors[row]!, status[row]!, partitions[row]!, offsets[row]!, timestamps[row]!);
    }
  }

  /** Settles one that never reached the native side. */
  fail(id: number, error: DeliveryError): void {
    const topic = this.#topics.nameOf(this.#words[id * Word.WORDS + Word.TOPIC]!);
    const metadata = new RecordMetadata(topic, error.partition, -1, -1, this.#keyLength(id), this.#valueLength(id));
    const target = this.#release(id);
    this.#failed(error, target, metadata);
  }

  /** Settles everything that is left: librdkafka is gone and reports no more. */
  failAll(errno: number): void {
    for (let id = 0; id < this.#capacity && this.outstanding > 0; id++) {
      if (this.#words[id * Word.WORDS + Word.SIZE]! > 0) this.#settleOne(id, errno, 1, -1, -1, -1);
    }
  }

  #settleOne(id: number, errno: number, status: number, partition: number, offset: number, timestamp: number): void {
    const at = id * Word.WORDS;
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
      try {
        if (typeof target === 'function') target(null, metadata);
        else target.resolve(metadata);
      } catch (error) {
        throwLater(error);
      }
      return;
    }
    const topic = this.#topics.nameOf(topicId);
    // librdkafka purges what it has when it fails for good.
    const cause = ofFatalErrors.includes(errno) ? this.#reason() : null;
    const error = new DeliveryError({
      errno,
      message: `${topic}${partition < 0 ? '' : ` [${partition}]`}: ${errorDescription(errno)}${cause ? `: ${cause.message}` : ''}`,
      topic,
      partition,
      persisted: status === NOT_PERSISTED ? 'no' : 'maybe',
      isFatal: cause !== null || errno === librdkafkaCodes.ERR__FATAL || errno === librdkafkaCodes.ERR__FENCED,
      cause: cause ?? undefined,
    });
    this.#failed(error, target, new RecordMetadata(topic, partition, -1, -1, keyLength, valueLength));
  }

  #reason(): KafkaError | null {
    if (this.#fatal === undefined) this.#fatal = this.fatalError();
    return this.#fatal;
  }

  #failed(error: DeliveryError, target: DeliveryTarget | undefined, metadata: RecordMetadata): void {
    this.failed++;
    this.onFailure?.(error);
    if (target === undefined) return;
    try {
      if (typeof target === 'function') target(error, metadata);
      else target.reject(error);
    } catch (thrown) {
      throwLater(thrown);
    }
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
