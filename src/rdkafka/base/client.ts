import type { Any } from './any';
import { EventEmitter } from 'node:events';
import type { RawConf, RawEvents, RawQueries } from '../../raw/index';
import { readConfig, shallowCopy, valueOf, type AnyConfig, type OwnOptions } from '../config/read-config';
import { ERRORS } from './codes';
import { codeOf, fromCore, LibrdKafkaError } from './librdkafka-error';
import { askOffsetsForTimes, askWatermarks, toMetadata } from './questions';
import { checkToken, Tokens } from './tokens';
import type {
  ClientMetrics,
  EventListener,
  LibrdKafkaError as ErrorType,
  Metadata,
  MetadataOptions,
  TopicPartitionOffset,
  TopicPartitionTime,
  WatermarkOffsets,
} from './types';

/** librdkafka's client while there is one: between `connect` and the end of `disconnect`. */
export interface Raw {
  readonly queries: RawQueries;
  readonly client: { hold(): void; release(): void };
  close(timeoutMs: number): Promise<void>;
}

/** As it is called. The types of the methods are node-rdkafka's, where an error and a result are always there. */
type Callback<T> = (err: ErrorType | null, data?: T) => unknown;
type Disconnected = (err: Any, data: ClientMetrics) => Any;

/** How long a client that could not connect may take to end. */
const FAILED_CLOSE_MS = 10_000;

/** Calls a function of the user's outside of a promise: what it throws is an uncaught exception, not a rejection. */
export function callLater(callback: ((...args: never[]) => unknown) | undefined, ...args: unknown[]): void {
  if (typeof callback === 'function') process.nextTick(callback as () => void, ...args);
}

/** Clients that are connected: their listeners may be all that refers to them. */
const connected = new Set<object>();

/** What producers and consumers have in common. Its fields are node-rdkafka's. */
export abstract class ClientMethods<Events extends string> extends EventEmitter {
  declare globalConfig: AnyConfig;
  declare topicConfig: AnyConfig | undefined;
  declare name: string;
  declare metrics: Partial<ClientMetrics>;
  declare lastError: ErrorType | undefined;
  declare errorCounter: number;
  declare _metadata: Partial<Metadata>;
  declare _isConnected: boolean;
  declare _isConnecting: boolean;
  declare _isDisconnecting: boolean;
  declare _client: object;
  /** @internal */
  declare _own: OwnOptions;
  /** @internal */
  declare _conf: RawConf;
  /** @internal */
  declare _raw: Raw | undefined;
  /** @internal */
  declare _tokens: Tokens;
  /** @internal */
  declare _disconnecting: ((metrics: ClientMetrics) => void)[];

  /** @internal Creates librdkafka's client. */
  abstract _open(conf: RawConf, events: RawEvents): Raw;

  /** @internal */
  _setUpClient(globalConf: AnyConfig, topicConf: AnyConfig | undefined): void {
    if (typeof globalConf !== 'object' || globalConf === null)
      throw new TypeError('Global configuration data must be specified');
    const topics = shallowCopy(topicConf);
    const { conf, own } = readConfig(globalConf, topics ?? {});
    delete globalConf.event_cb;
    this.globalConfig = globalConf;
    this.topicConfig = topics;
    this.metrics = {};
    this.errorCounter = 0;
    this._metadata = {};
    this._isConnected = false;
    this._isConnecting = false;
    this._isDisconnecting = false;
    this._client = {};
    const hidden = { enumerable: false, writable: true, configurable: true };
    Object.defineProperties(this, {
      _own: { ...hidden, value: own },
      _conf: { ...hidden, value: conf },
      _raw: { ...hidden, value: undefined },
      _tokens: { ...hidden, value: new Tokens(own.tokenRefreshCb, conf['sasl.oauthbearer.config'] ?? '') },
      _disconnecting: { ...hidden, value: [] },
    });
    EventEmitter.prototype.on.call(this, 'ready', (info: { name: string }) => {
      this.metrics.connectionOpened = Date.now();
      this.name = info.name;
    });
    EventEmitter.prototype.on.call(this, 'disconnected', () => {
      this.metrics = {};
      this._isConnected = false;
    });
    EventEmitter.prototype.on.call(this, 'event.error', (error: ErrorType) => {
      this.lastError = error;
      this.errorCounter++;
    });
  }

  override on<E extends Events>(event: E, listener: EventListener<E>): this {
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  override once<E extends Events>(event: E, listener: EventListener<E>): this {
    return super.once(event, listener as (...args: unknown[]) => void);
  }

  connect(metadataOptions?: MetadataOptions, cb?: (err: ErrorType, data: Metadata) => Any): this {
    const answer = cb as Callback<Metadata> | undefined;
    if (this._isConnected && !this._isConnecting && !this._isDisconnecting) {
      setImmediate(() => answer?.(undefined as never, undefined));
      return this;
    }
    if (this._isConnecting) {
      EventEmitter.prototype.once.call(this, 'ready', () => answer?.(null, this._metadata as Metadata));
      return this;
    }
    this._isConnecting = true;
    // A client that is being disconnected is waited for.
    if (this._isDisconnecting) this._disconnecting.push(() => this._connect(metadataOptions ?? {}, answer));
    else process.nextTick(() => this._connect(metadataOptions ?? {}, answer));
    return this;
  }

  /** @internal */
  _connect(options: MetadataOptions, cb: Callback<Metadata> | undefined): void {
    let raw: Raw;
    try {
      raw = this._open(this._conf, this._relay());
    } catch (error) {
      this._isConnecting = false;
      cb?.(this._refused(error), undefined);
      return;
    }
    this._raw = raw;
    this._isConnected = true;
    connected.add(this);
    raw.client.hold();
    const { name } = raw.queries;
    this._askMetadata(options).then(
      (metadata) => {
        // Disconnected meanwhile, and perhaps connected again.
        if (this._raw !== raw || this._isDisconnecting)
          return this._failed(raw, new LibrdKafkaError(ERRORS.ERR__DESTROY), cb);
        process.nextTick(() => {
          this._isConnecting = false;
          this.emit('ready', { name }, metadata);
          cb?.(null, metadata);
        });
      },
      (error: unknown) => this._failed(raw, fromCore(error, 'plain'), cb),
    );
  }

  /** @internal What keeps librdkafka from creating the client. */
  _refused(error: unknown): LibrdKafkaError {
    return fromCore(error, 'text');
  }

  /** @internal */
  _failed(raw: Raw, error: LibrdKafkaError, cb: Callback<Metadata> | undefined): void {
    this._isConnecting = false;
    // `disconnect` closes it.
    if (this._raw !== raw || this._isDisconnecting) return callLater(cb, error);
    this._isConnected = false;
    this._release(raw, FAILED_CLOSE_MS).then(() => callLater(cb, error));
    process.nextTick(() => this.emit('connection.failure', error, this.metrics));
  }

  /** @internal */
  async _release(raw: Raw, timeoutMs: number): Promise<void> {
    try {
      // Meanwhile it answers the last rebalance.
      await raw.close(timeoutMs);
    } catch (error) {
      this._tellError(error);
    } finally {
      raw.client.release();
      if (this._raw === raw) this._raw = undefined;
      if (this._raw === undefined) connected.delete(this);
    }
  }

  /** @internal */
  _relay(): RawEvents {
    const tell = (name: string, data: unknown) => {
      if (this._own.eventCb) this.emit(name, data);
    };
    return {
      error: (error) => this._tellError(error),
      log: ({ level, facility, message }) =>
        tell('event.log', { severity: level, fac: facility, message, name: this.name }),
      stats: (message) => tell('event.stats', { message }),
      throttle: ({ broker, brokerId, throttleMs }) => {
        const throttle = {
          message: `Broker ${broker} throttled this client for ${throttleMs} ms`,
          throttleTime: throttleMs,
          brokerName: broker,
          brokerId,
        };
        tell('event.event', throttle);
        tell('event.throttle', throttle);
      },
    };
  }

  /** @internal */
  _tellError(error: unknown): void {
    if (this._own.eventCb) this.emit('event.error', eventError(error));
  }

  setOauthBearerToken(tokenStr: string): this {
    const token = this._tokens.set(checkToken(tokenStr));
    try {
      this._raw?.queries.setToken(token);
    } catch (error) {
      // The text of its code: librdkafka's own may quote the token.
      throw new LibrdKafkaError(codeOf(error));
    }
    return this;
  }

  /**
   * Of Confluent's: for the next connection.
   * @throws LibrdKafkaError ERR__NOT_IMPLEMENTED while there is one.
   */
  setSaslCredentials(username: string, password: string): void {
    if (this._raw !== undefined) {
      const message = 'setSaslCredentials: a connected client keeps its user and password. Disconnect it first';
      throw new LibrdKafkaError({ message, code: ERRORS.ERR__NOT_IMPLEMENTED });
    }
    this._conf = { ...this._conf, 'sasl.username': username, 'sasl.password': password };
  }

  getClient(): Any {
    return this._client;
  }

  /** ms since the connection. */
  connectedTime(): number {
    return this.isConnected() ? Date.now() - this.metrics.connectionOpened! : 0;
  }

  isConnected(): boolean {
    return this._isConnected;
  }

  /** null without one. */
  getLastError(): ErrorType {
    return (this.lastError ?? null) as ErrorType;
  }

  disconnect(cb?: Disconnected): this;
  disconnect(timeout: number, cb?: Disconnected): this;
  disconnect(...args: unknown[]): this {
    return this._end(args.find((one) => typeof one === 'function') as never, this._closeMs());
  }

  /** @internal How long librdkafka's client may take to end, in ms. */
  _closeMs(): number {
    return 30_000;
  }

  /** @internal */
  _end(cb: ((err: null, data: ClientMetrics) => unknown) | undefined, closeMs: number): this {
    this._disconnecting.push((metrics) => cb?.(null, metrics));
    if (this._isDisconnecting) return this;
    this._isDisconnecting = true;
    const raw = this._raw;
    const closing = raw === undefined ? Promise.resolve() : this._release(raw, closeMs);
    void closing.then(() =>
      process.nextTick(() => {
        this._isDisconnecting = false;
        const metrics = { ...this.metrics } as ClientMetrics;
        const answers = this._disconnecting.splice(0);
        this.emit('disconnected', metrics);
        for (const answer of answers) answer(metrics);
      }),
    );
    return this;
  }

  /** @internal */
  async _askMetadata({ topic, allTopics, timeout }: MetadataOptions): Promise<Metadata> {
    const topics = allTopics === false ? (topic ? [topic] : []) : null;
    const metadata = toMetadata(await this._raw!.queries.metadata(topics, timeout || 30_000));
    this._metadata = metadata;
    return metadata;
  }

  getMetadata(metadataOptions?: MetadataOptions | null, cb?: (err: ErrorType, data: Metadata) => Any): Any {
    this._ask(cb as Callback<Metadata>, () => this._askMetadata(metadataOptions ?? {}));
  }

  queryWatermarkOffsets(
    topic: string,
    partition: number,
    timeout?: number | ((err: ErrorType, offsets: WatermarkOffsets) => Any),
    cb?: (err: ErrorType, offsets: WatermarkOffsets) => Any,
  ): Any {
    const { ms, answer } = timed<WatermarkOffsets>(timeout, cb, 1000);
    if (this.isConnected()) checkWatermarkQuestion(topic, partition, timeout, answer);
    this._ask(answer, () => askWatermarks(this._raw!.queries, topic, partition, ms));
  }

  offsetsForTimes(
    topicPartitions: TopicPartitionTime[],
    timeout?: number | ((err: ErrorType, offsets: TopicPartitionOffset[]) => Any),
    cb?: (err: ErrorType, offsets: TopicPartitionOffset[]) => Any,
  ): void {
    const { ms, answer } = timed<TopicPartitionOffset[]>(timeout, cb, 1000);
    if (this.isConnected() && !Array.isArray(topicPartitions))
      throw new Error('Need to specify an array of topic partitions');
    this._ask(answer, () => askOffsetsForTimes(this._raw!.queries, topicPartitions, ms));
  }

  /** @internal Answers a question, or says that there is no client to ask. */
  _ask<T>(cb: Callback<T> | undefined, ask: () => Promise<T>): void {
    if (!this.isConnected() || this._raw === undefined) {
      cb?.(new Error('Client is disconnected') as LibrdKafkaError);
      return;
    }
    ask().then(
      (data) => callLater(cb, null, data),
      (error: unknown) => callLater(cb, fromCore(error)),
    );
  }
}

/** The arguments `(timeout, cb)` or `(cb)`. A timeout of 0 means the default. */
export function timed<T>(
  timeout: unknown,
  cb: unknown,
  otherwise: number,
): { ms: number; answer: ((err: ErrorType | null, data?: T) => unknown) | undefined } {
  const isCallback = typeof timeout === 'function';
  const ms = typeof timeout === 'number' && timeout !== 0 ? timeout : otherwise;
  return { ms, answer: (isCallback ? timeout : cb) as never };
}

/** Thrown, as everything about the kinds of arguments. */
function checkWatermarkQuestion(topic: unknown, partition: unknown, timeout: unknown, cb: unknown): void {
  if (typeof topic !== 'string') throw new Error('1st parameter must be a topic string');
  if (typeof partition !== 'number') throw new Error('2nd parameter must be a partition number');
  if (timeout && typeof timeout !== 'number' && typeof timeout !== 'function')
    throw new Error('3rd parameter must be a number of milliseconds');
  if (cb && typeof cb !== 'function') throw new Error('4th parameter must be a callback');
}

function eventError(error: unknown): LibrdKafkaError {
  const result = fromCore(error, 'text');
  // librdkafka's own texts: what comes before the first ': ' names a broker or a thread.
  const [, ...rest] = result.message.split(': ');
  if (codeOf(error) < 0 && rest.length > 0) result.message = rest[0]!.toLowerCase();
  return result;
}

export { valueOf };
