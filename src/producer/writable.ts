import { Writable } from 'node:stream';
import { inspect, type InspectOptions } from 'node:util';
import { kindOf, inspected } from '../errors/brief';
import { checkOptions } from '../client/options';
import { KafkaError } from '../errors/kafka-error';
import type { DeliveryCallback } from './settling/deliveries';
import { badRecord, type ProducerRecord, type RecordMetadata } from './records/record';
import { AWAITED_SERIALIZER } from './sending/sender';
import { checkTopicName } from './records/topic-table';

export interface WritableOptions {
  /** The topic for values, and for records without a topic. */
  topic: string;
  /** Number of chunks that Node buffers before `write` returns false. Default: 16. */
  highWaterMark?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The producer's functions that the stream needs. */
export interface WritableTarget {
  produce(record: ProducerRecord<never, never>, callback: DeliveryCallback): boolean;
  send(record: ProducerRecord<never, never>, options?: { timeoutMs?: number | undefined }): Promise<RecordMetadata>;
  drained(options?: { timeoutMs?: number | undefined }): Promise<void>;
  flush(): Promise<number>;
}

/**
 * A Writable in object mode. A chunk is a value (bytes or a string), or a record, whose topic is optional. The stream
 * takes the next chunk when `buffer.memory` has room, finishes when all its records are acknowledged, and is destroyed
 * by the first record that fails.
 */
export class RecordWritable extends Writable {
  readonly #producer: WritableTarget;
  readonly #topic: string;
  /** A serializer is asynchronous, as the first record has shown. */
  #sends = false;
  #unsettled = 0;
  #onSettled: (() => void) | undefined;

  constructor(producer: WritableTarget, options: WritableOptions) {
    if (typeof options !== 'object' || options === null) {
      throw badRecord('writable', `takes { topic }; got ${kindOf(options)}`);
    }
    checkOptions('writable', options, ['topic', 'highWaterMark', 'signal']);
    checkTopicName('writable', options.topic);
    super({ objectMode: true, highWaterMark: options.highWaterMark, signal: options.signal });
    this.#producer = producer;
    this.#topic = options.topic;
  }

  toJSON(): Record<string, unknown> {
    return {
      topic: this.#topic,
      writableLength: this.writableLength,
      unsettled: this.#unsettled,
      destroyed: this.destroyed,
    };
  }

  /** @internal */
  [inspect.custom](depth: number, options: InspectOptions): string {
    return inspected('RecordWritable', this.toJSON(), depth, options);
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let record: ProducerRecord<never, never>;
    if (typeof chunk === 'string' || ArrayBuffer.isView(chunk)) {
      record = { topic: this.#topic, value: chunk as never };
    } else if (typeof chunk !== 'object') {
      done(badRecord('write', `a chunk is a Buffer, a Uint8Array, a string or a record; got ${kindOf(chunk)}`));
      return;
    } else {
      // Node itself refuses null chunks.
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

  /** For an asynchronous serializer. The chunk is accepted once no record waits. */
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
