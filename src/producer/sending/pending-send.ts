import { AbortError, TimeoutError } from '../errors/waiting-errors';
import { startTimer } from '../client/waiting';
import { NO_ROOM, type Accumulator } from './accumulator';
import type { DeliveryCallback } from './deliveries';
import { partitionOf, RECORD_OVERHEAD, timestampOf, type ProducerRecord, type RecordMetadata } from './record';
import type { EncodedRecord } from './record-packer';
import type { SendQueue, Waiter } from './send-queue';
import { serializationError } from './serialization';

export interface SendLimits {
  /** How long it may wait for room, ms. */
  roomMs: number;
  /** How long it may wait in all; undefined: delivery.timeout.ms sees to the rest. */
  timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
}

export interface PendingSendParts {
  accumulator: Accumulator;
  queue: SendQueue;
  limits: SendLimits;
  resolve: (metadata: RecordMetadata) => void;
  reject: (error: unknown) => void;
  /** It does not stand in the way of others any more. */
  changed: () => void;
}

/** A send that cannot just be handed over: it waits for room or its serializer, or has a deadline or signal of its own. */
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
  #topic = '';
  #isTaken = false;
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

  /** Hands the record over, or queues it. Throws, having done nothing, for a bad one or when the queue is full as well. */
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

  /** As `start`, for a key or value that is still being serialized. */
  startWhenSerialized(record: ProducerRecord<unknown, unknown>, key: unknown, value: unknown): void {
    // What can be checked now is refused now.
    this.#assertNotAborted();
    this.#topic = record.topic;
    this.#accumulator.topics.idOf('send', record.topic);
    partitionOf('send', record.partition);
    timestampOf('send', record.timestamp);
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
    try {
      id = this.#accumulator.admit('send', topicId, partition, timestamp, this.#target, this.#epoch);
    } catch (error) {
      // The partitioner's: it was not called before.
      this.#fail(error);
      return true;
    }
    if (id === NO_ROOM) return false;
    this.#isTaken = true;
    this.#record = undefined;
    if (this.#limits.timeoutMs === undefined) this.#cancelTimer?.();
    return true;
  }

  fail(makeError: (topic: string) => Error): void {
    this.#fail(makeError(this.#topic));
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
      timestamp: timestampOf('send', record.timestamp),
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
    this.#limits.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  #expireAfter(timeoutMs: number): void {
    this.#cancelTimer = startTimer(timeoutMs, () => {
      const what = this.#isTaken
        ? 'the record was not acknowledged'
        : this.#record === undefined
          ? 'the serializer was not done'
          : 'buffer.memory had no room for the record';
      this.#giveUp(new TimeoutError('send', `send: ${what} within ${timeoutMs} ms`, { persisted: this.#persisted }));
    });
  }

  #giveUp(error: unknown): void {
    if (this.#isTaken) {
      if (this.#isSettled) return;
      this.#finish();
      this.#reject(error);
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
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
  }
}
