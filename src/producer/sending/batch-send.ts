import { onAbort } from '../../client/signals';
import { startTimer, wait } from '../../client/waiting';
import { KafkaError } from '../../errors/kafka-error';
import { fulfilled, PartialFailureError, rejected, type Outcome } from '../../errors/partial-failure-error';
import { AbortError, tooLate } from '../../errors/waiting-errors';
import { NO_ROOM, type Accumulator } from './accumulator';
import type { ProducerRecord, RecordMetadata } from '../records/record';
import type { SendLimits } from './pending-send';
import type { SendQueue, Waiter } from './send-queue';
import { isPromise } from '../../user-code/user-code';
import { serializationError } from '../records/serialization';

/** Preparation of each record of the batch before it is accepted. */
export interface Preparation {
  /** Runs the interceptors and serializers: key and value may be promises. Throws for a record that cannot be sent. */
  prepare(record: ProducerRecord<unknown, unknown>): {
    record: ProducerRecord<unknown, unknown>;
    key: unknown;
    value: unknown;
  };
  /** The batch has advanced or ended, so sends behind it may be able to continue. */
  changed(): void;
  /** Reports an outcome to the interceptors. */
  acknowledged(
    record: ProducerRecord<unknown, unknown>,
    error: Error | null,
    metadata: RecordMetadata | undefined,
  ): void;
}

/**
 * The records of one `sendBatch`, submitted in order as room allows. The batch is a single entry of the queue: waiting
 * records stay in the caller's array and use none of the queue's memory.
 */
export class BatchSend implements Waiter {
  readonly bytes = 0;
  readonly #accumulator: Accumulator;
  readonly #queue: SendQueue;
  readonly #preparation: Preparation;
  readonly #records: readonly ProducerRecord<unknown, unknown>[];
  readonly #outcomes: Outcome<RecordMetadata>[];
  readonly #limits: SendLimits;
  readonly #epoch: number;
  readonly #onAbort = () =>
    this.#giveUp((persisted) => new AbortError('sendBatch', this.#limits.signal!.reason, { persisted }));
  #next = 0;
  #unsettled: number;
  /** The prepared record at #next. */
  #prepared: { record: ProducerRecord<unknown, unknown>; key: unknown; value: unknown } | undefined;
  #isSerializing = false;
  /**
   * User code is running for the record at #next. If the batch fails meanwhile, the submission of this record decides
   * its outcome.
   */
  #isInHand = false;
  #failure: ((topic: string) => Error) | undefined;
  #isOver = false;
  #cancelDeadline: (() => void) | undefined;
  #stopListening: (() => void) | undefined;
  #resolve!: (outcomes: Outcome<RecordMetadata>[]) => void;
  #reject!: (error: unknown) => void;
  readonly finished: Promise<Outcome<RecordMetadata>[]>;

  constructor(
    accumulator: Accumulator,
    queue: SendQueue,
    preparation: Preparation,
    records: readonly ProducerRecord<unknown, unknown>[],
    limits: SendLimits,
  ) {
    this.#accumulator = accumulator;
    this.#queue = queue;
    this.#preparation = preparation;
    this.#records = records;
    this.#outcomes = new Array<Outcome<RecordMetadata>>(records.length);
    this.#limits = limits;
    this.#unsettled = records.length;
    this.#epoch = accumulator.deliveries.flushes.epoch;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get records(): number {
    return this.#records.length - this.#next;
  }

  start(): void {
    const { timeoutMs, signal } = this.#limits;
    if (signal?.aborted) throw new AbortError('sendBatch', signal.reason, { persisted: 'no' });
    if (timeoutMs !== undefined) {
      this.#cancelDeadline = startTimer(timeoutMs, () =>
        this.#giveUp((persisted) => {
          const unreachable = this.#accumulator.deliveries.connectionError();
          return tooLate('sendBatch', `not all acknowledged within ${timeoutMs} ms`, unreachable, { persisted });
        }),
      );
    }
    this.#stopListening = onAbort(signal, this.#onAbort);
    if (this.#queue.isEmpty && this.advance()) return;
    this.#queue.add(this);
  }

  advance(): boolean {
    while (this.#next < this.#records.length && !this.#isOver) {
      if (!this.#handOver()) return false;
    }
    return true;
  }

  /** Records that are not submitted yet fail with this error. */
  fail(makeError: (topic: string) => Error): void {
    if (this.#isInHand) {
      this.#failure = makeError;
      return;
    }
    while (this.#next < this.#records.length) {
      this.#refuse(this.#next, makeError(this.#records[this.#next]!.topic) as KafkaError);
    }
  }

  /** False: the record at #next has to wait. */
  #handOver(): boolean {
    if (this.#isSerializing || this.#isInHand) return false;
    this.#isInHand = true;
    const isDone = this.#handOverOne();
    this.#isInHand = false;
    const failure = this.#failure;
    if (failure === undefined) return isDone;
    this.#failure = undefined;
    this.fail(failure);
    return true;
  }

  #handOverOne(): boolean {
    const index = this.#next;
    try {
      this.#prepared ??= this.#preparation.prepare(this.#records[index]!);
      const { record, key, value } = this.#prepared;
      if (isPromise(key) || isPromise(value)) {
        this.#awaitSerialized(record, key, value);
        return false;
      }
      const id = this.#accumulator.take(
        'sendBatch',
        record,
        key,
        value,
        (error, metadata) => {
          this.#preparation.acknowledged(record, error, metadata);
          this.#settle(index, error === null ? fulfilled(metadata) : rejected(error));
        },
        this.#epoch,
      );
      if (id === NO_ROOM) return false;
    } catch (error) {
      this.#refuse(index, error as KafkaError);
      return true;
    }
    this.#prepared = undefined;
    this.#next++;
    return true;
  }

  #refuse(index: number, error: KafkaError): void {
    const record = this.#prepared?.record;
    this.#prepared = undefined;
    this.#next++;
    if (record !== undefined) this.#preparation.acknowledged(record, error, undefined);
    this.#accumulator.deliveries.flushes.settled(this.#epoch);
    this.#settle(index, rejected(error));
  }

  #awaitSerialized(record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): void {
    this.#isSerializing = true;
    const index = this.#next;
    const part = (isKey: boolean, data: unknown) =>
      Promise.resolve(data).catch((error: unknown) => {
        throw serializationError('sendBatch', isKey, record.topic, error);
      });
    // A serializer that never settles would block this batch and every send behind it.
    const timeoutMs = this.#limits.roomMs;
    const timeoutError = () =>
      tooLate('sendBatch', `the serializer was not done within ${timeoutMs} ms`, undefined, { persisted: 'no' });
    wait<[unknown, unknown]>('sendBatch', { timeoutMs, timeoutError }, (resolve, reject) => {
      Promise.all([part(true, key), part(false, value)]).then(resolve, reject);
    })
      .then(
        ([keyBytes, valueBytes]) => {
          if (this.#next === index) this.#prepared = { record, key: keyBytes, value: valueBytes };
        },
        (error: unknown) => {
          if (this.#next === index) this.#refuse(index, error as KafkaError);
        },
      )
      .finally(() => {
        this.#isSerializing = false;
        this.#preparation.changed();
      });
  }

  #settle(index: number, outcome: Outcome<RecordMetadata>): void {
    this.#outcomes[index] = outcome;
    if (--this.#unsettled > 0 || this.#isOver) return;
    this.#finish();
    this.#resolve(this.#outcomes);
  }

  #giveUp(makeError: (persisted: 'no' | 'maybe') => KafkaError): void {
    this.#isOver = true;
    this.#queue.remove(this);
    const error = makeError(this.#next === 0 ? 'no' : 'maybe');
    this.#finish();
    this.fail(() => makeError('no'));
    this.#reject(error);
    this.#preparation.changed();
  }

  #finish(): void {
    this.#cancelDeadline?.();
    this.#stopListening?.();
  }
}

/** The metadata of a batch, in order. Throws if one of its records failed. */
export function allDelivered(outcomes: readonly Outcome<RecordMetadata>[]): RecordMetadata[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw new PartialFailureError('sendBatch', outcomes);
    return outcome.value;
  });
}
