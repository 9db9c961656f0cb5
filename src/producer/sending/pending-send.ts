import { AbortError, tooLate } from '../../errors/waiting-errors';
import { onAbort } from '../../client/signals';
import { startTimer } from '../../client/waiting';
import { NO_ROOM, type Accumulator } from './accumulator';
import type { DeliveryCallback } from '../settling/deliveries';
import { partitionOf, RECORD_OVERHEAD, timestampOf, type ProducerRecord, type RecordMetadata } from '../records/record';
import type { EncodedRecord } from '../packing/record-packer';
import type { SendQueue, Waiter } from './send-queue';
import { serializationError } from '../records/serialization';

export interface SendLimits {
  /** Limit for the wait for room, ms. */
  roomMs: number;
  /** Limit for the whole wait; undefined: delivery.timeout.ms limits the rest. */
  timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
}

export interface PendingSendParts {
  accumulator: Accumulator;
  queue: SendQueue;
  limits: SendLimits;
  resolve: (metadata: RecordMetadata) => void;
  reject: (error: unknown) => void;
  /** The send no longer blocks others. */
  changed: () => void;
}

/** A send that cannot be submitted at once: it waits for room or its serializer, or has its own deadline or signal. */
export class PendingSend implements Waiter {
  readonly records = 1;
  bytes = RECORD_OVERHEAD;
  readonly #accumulator: Accumulator;
  readonly #queue: SendQueue;
  readonly #epoch: number;
  readonly #resolve: (metadata: RecordMetadata) => void;
  readonly #reject: (error: unknown) => void;
  readonly #limits: SendLimits;
  readonly #changed: () => void;
  readonly #onAbort = () =>
    this.#giveUp(new AbortError('send', this.#limits.signal!.reason, { persisted: this.#persisted }));
  readonly #target: DeliveryCallback = (error, metadata) => this.#settle(error, metadata);
  #record: { encoded: EncodedRecord; topicId: number; partition: number; timestamp: number } | undefined;
  #cancelTimer: (() => void) | undefined;
  #stopListening: (() => void) | undefined;
  #topic = '';
  #isTaken = false;
  /** The partitioner is running. A failure meanwhile is kept until it is known whether the record was accepted. */
  #isInHand = false;
  #failure: unknown;
  #isSettled = false;

  constructor(parts: PendingSendParts) {
    this.#accumulator = parts.accumulator;
    this.#queue = parts.queue;
    this.#epoch = parts.accumulator.deliveries.flushes.epoch;
    this.#limits = parts.limits;
    this.#resolve = parts.resolve;
    this.#reject = parts.reject;
    this.#changed = parts.changed;
  }

  /** Submits the record, or queues it. Throws without any effect for a bad record, or when the queue is full too. */
  start(record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): void {
    this.#assertNotAborted();
    this.#topic = record.topic;
    if (this.#queue.isEmpty) {
      const id = this.#accumulator.take('send', record, key, value, this.#target, this.#epoch);
      if (id !== NO_ROOM) {
        this.#isTaken = true;
        if (this.#limits.timeoutMs !== undefined) this.#expireAfter(this.#limits.timeoutMs);
        this.#listen();
        return;
      }
    } else {
      this.#accumulator.encodeForLater('send', record, key, value);
    }
    this.bytes = this.#accumulator.packer.payload + RECORD_OVERHEAD;
    this.#keep(record);
    this.#enqueue();
  }

  /** Like `start`, for a key or value that is still being serialized. */
  startWhenSerialized(record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): void {
    // Everything that can be checked already is checked now.
    this.#assertNotAborted();
    this.#topic = record.topic;
    this.#accumulator.topics.idOf('send', record.topic);
    partitionOf('send', record.partition);
    timestampOf('send', record);
    this.#enqueue();
    const part = (isKey: boolean, data: unknown) =>
      Promise.resolve(data).catch((error: unknown) => {
        throw serializationError('send', isKey, record.topic, error);
      });
    Promise.all([part(true, key), part(false, value)])
      .then(([keyBytes, valueBytes]) => {
        if (this.#isSettled) return;
        const size = this.#accumulator.encodeForLater('send', record, keyBytes, valueBytes);
        this.#keep(record);
        const hasRoom = this.#queue.resize(this, size);
        this.#changed();
        if (!hasRoom && !this.#isTaken) this.#giveUp(this.#queueFull());
      })
      .catch((error: unknown) => this.#giveUp(error));
  }

  advance(): boolean {
    if (this.#record === undefined) return false;
    const { encoded, topicId, partition, timestamp } = this.#record;
    this.#accumulator.packer.restore(encoded);
    let id: number;
    this.#isInHand = true;
    try {
      id = this.#accumulator.admit('send', topicId, partition, timestamp, this.#target, this.#epoch);
    } catch (error) {
      // The partitioner's error: it had not run before.
      this.#isInHand = false;
      this.#fail(error);
      return true;
    }
    this.#isInHand = false;
    if (id === NO_ROOM) {
      if (this.#failure === undefined) return false;
      this.#fail(this.#failure);
      return true;
    }
    this.#isTaken = true;
    this.#record = undefined;
    if (this.#limits.timeoutMs === undefined) this.#cancelTimer?.();
    return true;
  }

  fail(makeError: (topic: string) => Error): void {
    const error = makeError(this.#topic);
    if (this.#isInHand) this.#failure = error;
    else this.#fail(error);
  }

  #fail(error: unknown): void {
    if (this.#isSettled) return;
    this.#finish();
    this.#accumulator.deliveries.flushes.settled(this.#epoch);
    this.#reject(error);
  }

  #assertNotAborted(): void {
    const { signal } = this.#limits;
    if (signal?.aborted) throw new AbortError('send', signal.reason, { persisted: 'no' });
  }

  get #persisted(): 'no' | 'maybe' {
    return this.#isTaken ? 'maybe' : 'no';
  }

  #keep(record: ProducerRecord<unknown, unknown>): void {
    this.#record = {
      encoded: this.#accumulator.packer.detach(),
      topicId: this.#accumulator.topics.idOf('send', record.topic),
      partition: partitionOf('send', record.partition),
      timestamp: timestampOf('send', record),
    };
  }

  #enqueue(): void {
    if (!this.#queue.hasRoomFor(this.bytes)) {
      throw this.#queueFull();
    }
    this.#queue.add(this);
    this.#expireAfter(this.#limits.timeoutMs ?? this.#limits.roomMs);
    this.#listen();
  }

  #queueFull(): Error {
    const why = `buffer.memory is used up, and ${this.#queue.length} sends wait for it already`;
    return this.#accumulator.queueFull('send', why);
  }

  #listen(): void {
    const { signal } = this.#limits;
    if (signal !== undefined) this.#stopListening = onAbort(signal, this.#onAbort);
  }

  #expireAfter(timeoutMs: number): void {
    this.#cancelTimer = startTimer(timeoutMs, () => {
      const what = this.#isTaken
        ? 'the record was not acknowledged'
        : this.#record === undefined
          ? 'the serializer was not done'
          : 'buffer.memory had no room for the record';
      const unreachable = this.#accumulator.deliveries.connectionError();
      this.#giveUp(tooLate('send', `${what} within ${timeoutMs} ms`, unreachable, { persisted: this.#persisted }));
    });
  }

  #giveUp(error: unknown): void {
    if (this.#isTaken) {
      if (this.#isSettled) return;
      this.#finish();
      this.#reject(error);
      return;
    }
    if (this.#isInHand) {
      this.#failure = error;
      return;
    }
    this.#queue.remove(this);
    this.#fail(error);
    this.#changed();
  }

  #settle(error: Error | null, metadata: RecordMetadata): void {
    if (this.#isSettled) return;
    this.#finish();
    if (error === null) this.#resolve(metadata);
    else this.#reject(error);
  }

  #finish(): void {
    this.#isSettled = true;
    this.#record = undefined;
    this.#cancelTimer?.();
    this.#stopListening?.();
  }
}
