import type { ConsumerGroupMetadata, DeliveryCallback, Producer, ProducerRecord } from '../../../index';
import type { BytesOrText } from '../../task/queues/input-record';
import { LostWorkError, isReplaced } from './lost-work';
import { retried } from './retried';

/** A record as the producer takes it. */
export type Outgoing = ProducerRecord<BytesOrText, BytesOrText>;

interface Waiting {
  readonly record: Outgoing;
  readonly delivered: DeliveryCallback;
}

/** An offset with its metadata. */
export interface CommitOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly metadata: string;
}

/**
 * The one producer of a stream thread. With exactly_once_v2, everything between two commits is one transaction, which
 * begins with its first record. Java's StreamsProducer.
 */
export class StreamsProducer {
  readonly #create: () => Producer<BytesOrText, BytesOrText>;
  readonly #isTransactional: boolean;
  readonly #timeoutMs: number;
  #producer: Producer<BytesOrText, BytesOrText>;
  #inTransaction = false;
  /** Accepted by us, but not yet by the producer, whose memory is full. */
  readonly #waiting: Waiting[] = [];
  #isFull = false;
  /** Reports of records that were given up. */
  #isAborting = false;

  /** `timeoutMs`: how long a call may fail. */
  constructor(create: () => Producer<BytesOrText, BytesOrText>, isTransactional: boolean, timeoutMs: number) {
    this.#create = create;
    this.#isTransactional = isTransactional;
    this.#timeoutMs = timeoutMs;
    this.#producer = create();
  }

  async start(): Promise<void> {
    if (this.#isTransactional) await retried(this.#timeoutMs, () => this.#producer.initTransactions());
  }

  /** There is a transaction that nobody has committed. */
  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  /** More records must wait for {@link room}. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Reports are of records that an abort gave up. */
  get isAborting(): boolean {
    return this.#isAborting;
  }

  /** @throws KafkaError for a record that can never be sent: too large, for example. */
  produce(record: Outgoing, delivered: DeliveryCallback): void {
    this.#begin();
    if (this.#waiting.length > 0) this.#waiting.push({ record, delivered });
    else if (!this.#takes(record, delivered)) this.#waiting.push({ record, delivered });
  }

  /** False: there is no room. */
  #takes(record: Outgoing, delivered: DeliveryCallback): boolean {
    try {
      if (!this.#producer.produce(record, delivered)) this.#isFull = true;
      return true;
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR__QUEUE_FULL') throw error;
      this.#isFull = true;
      return false;
    }
  }

  #begin(): void {
    if (!this.#isTransactional || this.#inTransaction) return;
    this.#producer.beginTransaction();
    this.#inTransaction = true;
  }

  /** Resolves when the producer takes records again. */
  async room(): Promise<void> {
    while (this.#isFull) {
      await this.#producer.drained();
      this.#isFull = false;
      let taken = 0;
      for (const { record, delivered } of this.#waiting) {
        if (!this.#takes(record, delivered)) break;
        taken++;
      }
      this.#waiting.splice(0, taken);
    }
  }

  /** Resolves when all records are delivered or have failed. */
  async flush(): Promise<void> {
    await this.room();
    await this.#producer.flush();
  }

  /**
   * Commits the transaction, with these offsets of the group: its generation shows whether this process may.
   * @throws LostWorkError if it may not, or if the transaction can only be aborted.
   */
  async commitTransaction(offsets: readonly CommitOffset[], group: ConsumerGroupMetadata): Promise<void> {
    try {
      await this.room();
      this.#begin();
      await retried(this.#timeoutMs, () => this.#producer.sendOffsetsToTransaction(offsets, group));
      await retried(this.#timeoutMs, () => this.#producer.commitTransaction());
      this.#inTransaction = false;
    } catch (error) {
      const { isFatal = false, txnRequiresAbort = false } = error as { isFatal?: boolean; txnRequiresAbort?: boolean };
      if (isFatal || txnRequiresAbort || isReplaced(error)) throw new LostWorkError(error);
      throw error;
    }
  }

  /** Gives up everything since the last commit. A producer that cannot go on is replaced. */
  async abort(): Promise<void> {
    this.#waiting.length = 0;
    this.#isFull = false;
    this.#isAborting = true;
    try {
      if (this.#isTransactional && this.#inTransaction)
        await retried(this.#timeoutMs, () => this.#producer.abortTransaction());
    } catch {
      // Fenced, or past saving. The broker aborts what is left when the next one with its id begins.
      await this.#replace();
    } finally {
      this.#isAborting = false;
    }
    this.#inTransaction = false;
  }

  async #replace(): Promise<void> {
    await this.#producer.close({ timeoutMs: 1000 });
    this.#producer = this.#create();
    await this.start();
  }

  /** Without `timeoutMs`, waits for all deliveries. An open transaction is aborted. */
  async close(timeoutMs?: number): Promise<void> {
    this.#isAborting = true;
    await this.#producer.close(timeoutMs === undefined ? {} : { timeoutMs });
  }
}
