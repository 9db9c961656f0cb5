import { Writable } from 'node:stream';
import { KafkaError } from '../errors/kafka-error';
import type { DeliveryCallback } from './deliveries';
import { badRecord, describe, type ProducerRecord, type RecordMetadata } from './record';
import { AWAITED_SERIALIZER } from './sender';
import { checkTopicName } from './topic-table';

export interface WritableOptions {
  /** For chunks that are values, and records without one. */
  topic: string;
  /** Chunks that Node keeps before `write` returns false. 16 by default. */
  highWaterMark?: number;
  signal?: AbortSignal;
}

/** What the stream needs of a producer. */
export interface WritableTarget {
  produce(record: ProducerRecord<never, never>, callback: DeliveryCallback): boolean;
  send(record: ProducerRecord<never, never>, options?: { timeoutMs?: number }): Promise<RecordMetadata>;
  drained(options?: { timeoutMs?: number }): Promise<void>;
  flush(): Promise<number>;
}

/**
 * A Writable, object mode. A chunk is a value (bytes or a string) or a record, whose topic may be left out. It takes the next chunk
 * when `buffer.memory` has room, ends when everything it took is acknowledged, and is destroyed by the first record that fails.
 */
export class RecordWritable extends Writable {
  readonly #producer: WritableTarget;
  readonly #topic: string;
  /** A serializer has to be awaited: found out with the first record. */
  #sends = false;
  #unsettled = 0;
  #onSettled: (() => void) | undefined;

  constructor(producer: WritableTarget, options: WritableOptions) {
    if (typeof options !== 'object' || options === null) {
      throw badRecord('writable', `takes { topic }; got ${describe(options)}`);
    }
    checkTopicName('writable', options.topic);
    super({ objectMode: true, highWaterMark: options.highWaterMark, signal: options.signal });
    this.#producer = producer;
    this.#topic = options.topic;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let record: ProducerRecord<never, never>;
    if (typeof chunk === 'string' || ArrayBuffer.isView(chunk)) {
      record = { topic: this.#topic, value: chunk as never };
    } else if (typeof chunk !== 'object') {
      done(badRecord('write', `a chunk is a Buffer, a Uint8Array, a string or a record; got ${describe(chunk)}`));
      return;
    } else {
      // Node refuses null chunks itself.
      const given = chunk as ProducerRecord<never, never>;
      record = given.topic === undefined ? { ...given, topic: this.#topic } : given;
    }
    this.#take(record, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#onSettled = done;
    this.#producer.flush().then(() => this.#checkSettled(), done);
  }

  #take(record: ProducerRecord<never, never>, done: (error?: Error | null) => void): void {
    if (this.#sends) {
      this.#send(record, done);
      return;
    }
    try {
      this.#unsettled++;
      const hasRoom = this.#producer.produce(record, (error) => this.#settled(error));
      if (hasRoom) done();
      else this.#whenDrained(done);
    } catch (error) {
      this.#unsettled--;
      const code = KafkaError.is(error) ? error.code : undefined;
      if (code === 'ERR__QUEUE_FULL') {
        this.#whenDrained((failure) => (failure ? done(failure) : this.#take(record, done)));
      } else if (code === AWAITED_SERIALIZER) {
        this.#sends = true;
        this.#send(record, done);
      } else {
        done(error as Error);
      }
    }
  }

  /** With a serializer that is awaited. It is taken once nothing waits. */
  #send(record: ProducerRecord<never, never>, done: (error?: Error | null) => void): void {
    this.#unsettled++;
    this.#producer.send(record, { timeoutMs: Infinity }).then(
      () => this.#settled(null),
      (error: Error) => this.#settled(error),
    );
    this.#whenDrained(done);
  }

  #whenDrained(then: (error?: Error | null) => void): void {
    this.#producer.drained({ timeoutMs: Infinity }).then(() => then(), then);
  }

  #settled(error: Error | null): void {
    this.#unsettled--;
    if (error !== null) this.destroy(error);
    else this.#checkSettled();
  }

  #checkSettled(): void {
    if (this.#unsettled > 0 || this.#onSettled === undefined) return;
    const done = this.#onSettled;
    this.#onSettled = undefined;
    done();
  }
}
