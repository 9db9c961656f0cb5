import { startTimer } from '../client/waiting';
import { KafkaError } from '../errors/kafka-error';
import { fulfilled, PartialFailureError, rejected, type Outcome } from '../errors/partial-failure-error';
import { AbortError, TimeoutError } from '../errors/waiting-errors';
import { NO_ROOM, type Accumulator } from './accumulator';
import type { ProducerRecord, RecordMetadata } from './record';
import type { SendLimits } from './pending-send';
import type { SendQueue, Waiter } from './send-queue';
import { isPromise, serializationError } from './serialization';

/** What a record of the batch goes through before it can be taken. */
export interface Preparation {
  /** Runs the interceptors and serializers: key and value may be promises. Throws for a record that cannot be sent. */
  prepare(record: ProducerRecord<unknown, unknown>): {
    record: ProducerRecord<unknown, unknown>;
    key: unknown;
    value: unknown;
  };
  /** It does not stand in the way of others any more, or not at the same place. */
  changed(): void;
  /** Tells the interceptors of an outcome. */
  acknowledged(
    record: ProducerRecord<unknown, unknown>,
    error: Error | null,
    metadata: RecordMetadata | undefined,
  ): void;
}

/**
 * The records of one `sendBatch`, handed over in order as room allows. It waits in the queue as one: what is not handed over yet
 * stays in the caller's array and takes none of the queue's memory.
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
  /** The record at #next, once it was prepared. */
  #prepared: { record: ProducerRecord<unknown, unknown>; key: unknown; value: unknown } | undefined;
  #isSerializing = false;
  #isOver = false;
  #cancelDeadline: (() => void) | undefined;
  #cancelRoomTimer: (() => void) | undefined;
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
        this.#giveUp(
          (persisted) =>
            new TimeoutError('sendBatch', `sendBatch: not all acknowledged within ${timeoutMs} ms`, { persisted }),
        ),
      );
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (this.#queue.isEmpty && this.advance()) return;
    this.#queue.add(this);
    this.#restartRoomTimer();
  }

  advance(): boolean {
    const before = this.#next;
    while (this.#next < this.#records.length && !this.#isOver) {
      if (!this.#handOver()) {
        if (this.#next > before) this.#restartRoomTimer();
        return false;
      }
    }
    this.#cancelRoomTimer?.();
    return true;
  }

  /** What is not handed over yet fails with this error. */
  fail(makeError: (topic: string) => Error): void {
    this.#cancelRoomTimer?.();
    while (this.#next < this.#records.length) {
      const index = this.#next++;
      this.#accumulator.deliveries.flushes.settled(this.#epoch);
      this.#settle(index, rejected(makeError(this.#records[index]!.topic) as KafkaError));
    }
  }

  /** False: the record at #next has to wait. */
  #handOver(): boolean {
    if (this.#isSerializing) return false;
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
    Promise.all([part(true, key), part(false, value)])
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

  #restartRoomTimer(): void {
    this.#cancelRoomTimer?.();
    if (this.#limits.timeoutMs !== undefined) return;
    this.#cancelRoomTimer = startTimer(this.#limits.roomMs, () => {
      const message = `sendBatch: buffer.memory had no room for the next record within ${this.#limits.roomMs} ms`;
      this.#queue.remove(this);
      this.fail(() => new TimeoutError('sendBatch', message, { persisted: 'no' }));
      this.#preparation.changed();
    });
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
    this.#cancelRoomTimer?.();
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }
}

/** The metadata of a batch, in order; throws if one of its records failed. */
export function allDelivered(outcomes: readonly Outcome<RecordMetadata>[]): RecordMetadata[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw new PartialFailureError('sendBatch', outcomes);
    return outcome.value;
  });
}
