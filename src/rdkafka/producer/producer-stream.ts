import { Writable } from 'node:stream';
import { ERRORS } from '../base/codes';
import type { MessageHeader, MessageKey, MessageValue, MetadataOptions, WriteStreamOptions } from '../base/types';
import type { ProducerMethods } from './producer-methods';

/** Pause before a message that found the queue full is produced again. */
const AGAIN_MS = 500;

interface StreamMessage {
  topic: string;
  partition?: number | null | undefined;
  value: MessageValue;
  key?: MessageKey | undefined;
  timestamp?: number | null | undefined;
  opaque?: unknown;
  headers?: MessageHeader[] | undefined;
}

type Done = (error?: Error | null) => void;

function optionsOf(given: unknown): WriteStreamOptions {
  if (given === undefined) return {};
  if (typeof given === 'string') return { encoding: given };
  if (typeof given !== 'object' || given === null)
    throw new TypeError('"streamOptions" argument must be a string or an object');
  return given as WriteStreamOptions;
}

/** What a program's own stream needs to take the place of one. */
export type AnyProducerStream = Writable & Pick<ProducerStream, 'producer' | 'connect' | 'close'>;

/** A Writable of values for one topic, or of messages. */
export class ProducerStream extends Writable {
  producer: ProducerMethods;
  readonly topicName: string | undefined;
  readonly autoClose: boolean;
  readonly connectOptions: MetadataOptions;
  readonly #isObjects: boolean;
  #isClosing = false;

  constructor(producer: ProducerMethods, given?: WriteStreamOptions | string) {
    const options = optionsOf(given);
    if (!options.objectMode && !options.topic)
      throw new TypeError('ProducerStreams not using objectMode must provide a topic to produce to.');
    // The stream emits `close` when the producer is disconnected.
    super({ ...options, autoDestroy: false, emitClose: false });
    this.producer = producer;
    this.topicName = options.topic;
    this.autoClose = options.autoClose ?? true;
    this.connectOptions = (options.connectOptions as MetadataOptions | undefined) ?? {};
    this.#isObjects = options.objectMode === true;
    producer.setPollInterval(options.pollInterval || 1000);
    if (options.encoding) this.setDefaultEncoding(options.encoding as BufferEncoding);
    if (!producer.isConnected()) this.connect(this.connectOptions);
    this.once('finish', () => {
      if (this.autoClose) this.close();
    });
  }

  connect(metadataOptions: MetadataOptions = {}): void {
    this.producer.connect(metadataOptions, (error) => {
      if (error) this.emit('error', error);
    });
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: Done): void {
    if (!this.#isObjects && !Buffer.isBuffer(chunk)) {
      done(new Error('Invalid data. Can only produce buffers'));
      return;
    }
    this.#whenReady(() => this.#produce([chunk], 0, done));
  }

  override _writev(chunks: { chunk: unknown }[], done: Done): void {
    this.#whenReady(() =>
      this.#produce(
        chunks.map(({ chunk }) => chunk),
        0,
        done,
      ),
    );
  }

  /** Writes wait for the connection. */
  #whenReady(write: () => void): void {
    if (this.producer.isConnected()) write();
    else this.producer.once('ready', write);
  }

  #produce(chunks: readonly unknown[], from: number, done: Done): void {
    for (let i = from; i < chunks.length; i++) {
      try {
        this.#produceOne(chunks[i]);
      } catch (error) {
        if ((error as { code?: unknown }).code === ERRORS.ERR__QUEUE_FULL) {
          // The stream exerts backpressure until there is room.
          this.producer.poll();
          setTimeout(() => this.#produce(chunks, i, done), AGAIN_MS);
        } else {
          if (this.autoClose) this.close();
          setImmediate(done, error as Error);
        }
        return;
      }
    }
    setImmediate(done);
  }

  #produceOne(chunk: unknown): void {
    if (!this.#isObjects || Buffer.isBuffer(chunk)) {
      this.producer.produce(this.topicName!, null, chunk as Buffer, null);
      return;
    }
    const { topic, partition, value, key, timestamp, opaque, headers } = chunk as StreamMessage;
    this.producer.produce(topic, partition, value, key, timestamp, opaque, headers);
  }

  /** Disconnects the producer, then emits `close`. */
  close(cb?: () => void): void {
    if (cb) this.once('close', cb);
    if (this.#isClosing) return;
    const { producer } = this;
    if (producer._isConnecting) {
      producer.once('ready', () => this.close());
      return;
    }
    this.#isClosing = true;
    const finish = (): void => {
      this.#isClosing = false;
      this.emit('close');
    };
    if (producer.isConnected()) producer.disconnect(finish);
    else setImmediate(finish);
  }
}
