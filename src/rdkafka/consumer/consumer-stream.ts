import { Readable } from 'node:stream';
import type {
  LibrdKafkaError as ErrorType,
  Message,
  Metadata,
  MetadataOptions,
  ReadStreamOptions,
  SubscribeTopicList,
} from '../base/types';
import type { ConsumerGlobalConfig } from '../config/types.generated';
import type { ConsumerMethods } from './consumer-methods';

type Topics = SubscribeTopicList | ((metadata: Metadata) => SubscribeTopicList);

const WAIT_MS = 1000;

function optionsOf(given: unknown): Partial<ReadStreamOptions> {
  if (given === undefined) return { waitInterval: WAIT_MS };
  if (typeof given === 'number') return { waitInterval: given };
  if (typeof given !== 'object' || given === null)
    throw new TypeError('"options" argument must be a number or an object');
  return given as ReadStreamOptions;
}

function topicsOf(topics: unknown): Topics {
  if (typeof topics === 'function') return topics as Topics;
  if (Array.isArray(topics)) return topics as SubscribeTopicList;
  if (typeof topics === 'string' || Object.prototype.toString.call(topics) === '[object RegExp]')
    return [topics as string | RegExp];
  throw new TypeError('"topics" argument must be a string, regex, or an array');
}

/** What a program's own stream needs to take the place of one. */
export type AnyConsumerStream = Readable &
  Pick<KafkaConsumerStream, 'consumer' | 'connect' | 'refreshOauthBearerToken' | 'close'>;

/** A Readable of messages, of their values, or of lists of messages. */
export class KafkaConsumerStream extends Readable {
  consumer: ConsumerMethods;
  readonly topics: Topics;
  readonly autoClose: boolean;
  readonly waitInterval: number;
  readonly fetchSize: number;
  readonly connectOptions: MetadataOptions;
  readonly streamAsBatch: boolean;
  /** Messages that were fetched and not read yet. */
  messages: unknown[] = [];
  readonly #isObjects: boolean;
  #isEnded = false;
  #isClosing = false;
  #isFetching = false;

  constructor(consumer: ConsumerMethods, given?: ReadStreamOptions | number) {
    const options = optionsOf(given);
    const topics = topicsOf(options.topics);
    const fetchSize = options.fetchSize || 1;
    const isDefault = options.objectMode === undefined || options.objectMode === null;
    super({
      ...options,
      ...(isDefault ? { objectMode: true, highWaterMark: options.highWaterMark || fetchSize + 2 } : {}),
      // The stream emits `close` when the consumer is disconnected.
      autoDestroy: false,
      emitClose: false,
    });
    this.#isObjects = isDefault || options.objectMode === true;
    this.consumer = consumer;
    this.topics = topics;
    this.autoClose = options.autoClose ?? true;
    this.waitInterval = options.waitInterval ?? WAIT_MS;
    this.fetchSize = fetchSize;
    this.connectOptions = (options.connectOptions as MetadataOptions | undefined) ?? {};
    this.streamAsBatch = options.streamAsBatch ?? false;
    consumer.on('unsubscribed', () => {
      this.#isEnded = true;
      this.push(null);
    });
    if (options.initOauthBearerToken) consumer.setOauthBearerToken(options.initOauthBearerToken);
    this.connect(this.connectOptions);
    this.once('end', () => {
      if (this.autoClose) this.destroy();
    });
  }

  refreshOauthBearerToken(tokenStr: string): void {
    this.consumer.setOauthBearerToken(tokenStr);
  }

  /** node-rdkafka's types have a configuration here, which is not used. */
  connect(options: MetadataOptions | ConsumerGlobalConfig): void {
    const connected = (error: ErrorType | null | undefined, metadata?: Metadata): void => {
      if (error) return this.#fail(error as unknown as Error);
      try {
        const { topics } = this;
        this.consumer.subscribe(typeof topics === 'function' ? topics(metadata!) : topics);
      } catch (thrown) {
        return this.#fail(thrown as Error);
      }
      this.read(0);
    };
    if (this.consumer.isConnected()) setImmediate(connected, null, this.consumer._metadata as Metadata);
    else this.consumer.connect(options as MetadataOptions, connected);
  }

  #fail(error: Error): void {
    this.emit('error', error);
    this.destroy();
  }

  override _read(size: number): void {
    if (this.messages.length > 0) {
      this.push(this.messages.shift());
      return;
    }
    if (this.#isFetching || this.#isEnded || this.#isClosing) return;
    if (!this.consumer.isConnected()) {
      this.consumer.once('ready', () => this._read(size));
      return;
    }
    this.#isFetching = true;
    this.consumer.consume(Math.max(1, Math.min(size, this.fetchSize)), (error, messages) => {
      this.#isFetching = false;
      if (this.#isEnded || this.#isClosing) return;
      // Reading goes on, if the listener does not end it.
      if (error) this.emit('error', error);
      if (error || messages === undefined || messages.length === 0) this.#again(size);
      else this.#take(messages);
    });
  }

  #take(messages: Message[]): void {
    if (this.streamAsBatch) {
      this.push(messages);
      return;
    }
    for (const message of messages) this.messages.push(this.#isObjects ? message : message.value);
    this.push(this.messages.shift());
  }

  /** Not all streams of a program at the same time. */
  #again(size: number): void {
    if (this.waitInterval) setTimeout(() => this._read(size), this.waitInterval * Math.random()).unref();
    else setImmediate(() => this._read(size));
  }

  override destroy(_error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.close();
    return this;
  }

  /** Disconnects the consumer, then emits `close`. */
  close(cb?: () => void): void {
    if (cb) this.once('close', cb);
    if (this.#isClosing) return;
    const { consumer } = this;
    if (consumer._isConnecting) {
      consumer.once('ready', () => this.close());
      return;
    }
    this.#isClosing = true;
    const finish = (): void => {
      this.emit('close');
    };
    if (!consumer.isConnected()) {
      finish();
      return;
    }
    consumer.unsubscribe();
    consumer.disconnect(finish);
  }
}
