import type { Any } from '../base/any';
import { RawProducer, type RawConf, type RawEvents } from '../../raw/index';
import { callLater, ClientMethods } from '../base/client';
import { ERRORS } from '../base/codes';
import { fromCore, fromTransaction, LibrdKafkaError } from '../base/librdkafka-error';
import type {
  ClientMetrics,
  DeliveryReport,
  GroupMember,
  KafkaProducerEvents,
  LibrdKafkaError as ErrorType,
  MessageHeader,
  MessageKey,
  MessageValue,
  NumberNullUndefined,
  TopicPartitionOffsetAndMetadata,
} from '../base/types';
import { shallowCopy, valueOf as configValue, type AnyConfig } from '../config/read-config';
import { KnownPartitions } from './known-partitions';
import { headersOf, keyOf, sizeOf, timestampOf, valueOf, wireSize } from './record-parts';

type ErrorCallback = (err: ErrorType) => void;
type Disconnected = (err: Any, data: ClientMetrics) => Any;
/** Gets the outcome of a record: its error, its offset or −1001, its partition. */
export type Settled = (error: LibrdKafkaError | null, offset: number, partition: number) => void;

const FLUSH_MS = 500;
const DISCONNECT_MS = 5000;
const TRANSACTION_MS = 5000;
/** In place of 0, which the core refuses. */
const SHORTEST_MS = 1;
const NO_TIMEOUT = 'Need to specify a timeout and a callback';
/** librdkafka's offset for 'none'. */
const NO_OFFSET = -1001;

/** There the error is only a text. */
const timedOut = (): LibrdKafkaError =>
  Object.assign(new LibrdKafkaError({ message: 'timed out', code: ERRORS.ERR__TIMED_OUT }), { origin: 'local' });

export class ProducerMethods extends ClientMethods<KafkaProducerEvents> {
  declare defaultTopic: string | null;
  declare defaultPartition: number;
  declare sentMessages: number;
  declare pollInterval: NodeJS.Timeout | undefined;
  /** @internal */
  declare _raw: RawProducer | undefined;
  /** @internal */
  declare _limits: { messages: number; bytes: number; messageBytes: number };
  /** @internal */
  declare _partitions: KnownPartitions;

  /** @internal */
  _setUp(conf: AnyConfig, topicConf?: AnyConfig): void {
    const copy = shallowCopy(conf);
    const { topic, partition } = copy ?? {};
    if (copy) {
      delete copy.topic;
      delete copy.partition;
    }
    this._setUpClient(copy, topicConf);
    delete this.globalConfig.dr_cb;
    delete this.globalConfig.dr_msg_cb;
    this.defaultTopic = (topic as string | undefined) || null;
    // 0 counts as missing there, too.
    this.defaultPartition = (partition as number | undefined) || -1;
    this.sentMessages = 0;
    this.pollInterval = undefined;
    const number = (names: string[], otherwise: string) => Number(configValue(this._conf, names, otherwise));
    const limits = {
      messages: number(['queue.buffering.max.messages'], '100000') || Infinity,
      bytes: number(['queue.buffering.max.kbytes'], '1048576') * 1024,
      messageBytes: number(['message.max.bytes'], '1000000'),
    };
    Object.defineProperty(this, '_limits', { value: limits, writable: true });
    Object.defineProperty(this, '_partitions', { value: new KnownPartitions() });
    if (typeof this._own.drCb === 'function') this.on('delivery-report', this._own.drCb as never);
  }

  /** @internal */
  _open(conf: RawConf, events: RawEvents): RawProducer {
    return new RawProducer(conf, events, this._tokens.provider);
  }

  /** @internal librdkafka's text; the core names the property before it. */
  override _refused(error: unknown): LibrdKafkaError {
    const { message } = super._refused(error);
    return new LibrdKafkaError({ code: ERRORS.ERR__STATE, message: message.replace(/^[a-z.]+: (?=[`"A-Z])/, '') });
  }

  /**
   * Hands a message over. Its delivery report comes later.
   * @throws LibrdKafkaError ERR__QUEUE_FULL when a limit of `queue.buffering.max.…` is reached.
   */
  produce(
    topic: string,
    partition: NumberNullUndefined,
    message: MessageValue,
    key?: MessageKey,
    timestamp?: NumberNullUndefined,
    opaque?: Any,
    headers?: MessageHeader[],
  ): Any {
    return this._produce(topic, partition, message, key, timestamp, opaque, headers, undefined);
  }

  /** @internal */
  _produce(
    topic: string,
    partition: NumberNullUndefined,
    message: unknown,
    key: unknown,
    timestamp: unknown,
    opaque: unknown,
    headers: MessageHeader[] | null | undefined,
    settled: Settled | undefined,
  ): true {
    const raw = this._raw;
    if (!this._isConnected || raw === undefined) throw new Error('Producer not connected');
    if (!topic || typeof topic !== 'string') throw new TypeError('"topic" must be a string');
    this.sentMessages++;
    const chosen = Number(partition ?? this.defaultPartition) | 0;
    if (chosen >= 0 && !this._partitions.mayHave(topic, chosen, this._metadata.topics, raw.queries))
      throw new LibrdKafkaError(ERRORS.ERR__UNKNOWN_PARTITION);
    const value = valueOf(message);
    const keyData = keyOf(key);
    const pairs = headersOf(headers);
    const valueSize = value === null ? 0 : value.byteLength;
    const limits = this._limits;
    if (wireSize(sizeOf(keyData), valueSize, pairs) > limits.messageBytes)
      throw new LibrdKafkaError(ERRORS.ERR_MSG_SIZE_TOO_LARGE);
    if (raw.outstanding >= limits.messages || raw.outstandingBytes + valueSize > limits.bytes)
      throw new LibrdKafkaError(ERRORS.ERR__QUEUE_FULL);
    const record = {
      topic,
      partition: chosen >= 0 ? chosen : null,
      key: keyData,
      value,
      timestamp: timestampOf(timestamp),
      headers: pairs,
    };
    const report = this._reporter(keyData, value, record.timestamp, opaque, settled);
    try {
      raw.produce(record, report);
    } catch (error) {
      const failure = fromCore(error);
      // There the brokers say so, which is reported as every failure of theirs.
      if (failure.code !== ERRORS.ERR_TOPIC_EXCEPTION) throw failure;
      if (report !== undefined)
        setImmediate(report, error, { topic, partition: chosen, offset: NO_OFFSET, timestamp: -1 });
    }
    return true;
  }

  /** @internal Makes the delivery report, if somebody gets it. */
  _reporter(
    key: Uint8Array | string | null,
    value: Uint8Array | null,
    timestamp: number | undefined,
    opaque: unknown,
    settled: Settled | undefined,
  ) {
    const { drCb, drMsgCb, onlyErrors } = this._own;
    const reports = Boolean(drCb || drMsgCb);
    if (!reports && settled === undefined) return undefined;
    // The caller may reuse its memory as soon as `produce` has returned.
    const keyCopy = key === null || !reports ? null : Buffer.from(key as Uint8Array);
    const valueCopy = value === null || !drMsgCb ? null : Buffer.from(value);
    const size = value === null ? 0 : value.byteLength;
    return (
      failure: unknown,
      metadata: { topic: string; partition: number; offset: number; timestamp: number },
    ): void => {
      const error = failure === null ? null : fromCore(failure, 'plain');
      const offset = metadata.offset < 0 ? NO_OFFSET : metadata.offset;
      if (reports && this.listenerCount('delivery-report') > 0 && !(onlyErrors && error === null)) {
        const { topic, partition } = metadata;
        const report: DeliveryReport = { topic, partition, offset, key: keyCopy } as DeliveryReport;
        if (opaque !== undefined) report.opaque = opaque;
        const time = metadata.timestamp >= 0 ? metadata.timestamp : error === null ? timestamp : undefined;
        if (time !== undefined) report.timestamp = time;
        if (drMsgCb) report.value = valueCopy;
        report.size = size;
        this.emit('delivery-report', error, report);
      }
      settled?.(error, offset, metadata.partition);
    };
  }

  /** Serves the delivery reports that are there. They also come without this call. */
  poll(): this {
    if (!this._isConnected) throw new Error('Producer not connected');
    this._raw?.poll();
    return this;
  }

  /** Calls `poll` at this interval in ms; 0: no longer. Before the connection it begins with that. */
  setPollInterval(interval: number): this {
    clearInterval(this.pollInterval);
    this.pollInterval = undefined;
    // node-rdkafka also returns nothing where no timer begins, although its types do not say so.
    if (interval === 0) return undefined as never;
    if (!this._isConnected) {
      this.once('ready', () => this.setPollInterval(interval));
      return undefined as never;
    }
    this.pollInterval = setInterval(() => {
      if (this._isConnected) this.poll();
    }, interval).unref();
    this.once('disconnected', () => this.setPollInterval(0));
    return this;
  }

  /** Of Confluent's. Nothing has to be polled here. */
  setPollInBackground(set: boolean): this {
    if (set) this.setPollInterval(0);
    return this;
  }

  flush(timeout?: NumberNullUndefined, cb?: ErrorCallback): this {
    const raw = this._raw;
    if (!this._isConnected || raw === undefined) throw new Error('Producer not connected');
    const ms = timeout ?? FLUSH_MS;
    if (typeof ms !== 'number') throw new Error(NO_TIMEOUT);
    raw.flush(ms).then(
      (left) => callLater(cb, left > 0 ? timedOut() : null),
      (error: unknown) => callLater(cb, fromCore(error)),
    );
    return this;
  }

  /** Flushes, then ends the connection. What is not delivered then fails. */
  override disconnect(cb?: Disconnected): this;
  override disconnect(timeout: number, cb?: Disconnected): this;
  override disconnect(...args: unknown[]): this {
    const [first, second] = args;
    const cb = (typeof first === 'function' ? first : second) as
      ((err: null, data: ClientMetrics) => unknown) | undefined;
    const timeout = typeof first === 'function' ? DISCONNECT_MS : typeof first === 'number' ? first : FLUSH_MS;
    return this._end(cb, timeout);
  }

  /** @internal Without a flush. */
  _disconnect(cb?: (err: null, data: ClientMetrics) => unknown): this {
    return this._end(cb, 0);
  }

  initTransactions(timeout: number | ErrorCallback, cb?: ErrorCallback): void {
    this._transact(timeout, cb, (raw, ms) => raw.initTransactions(ms));
  }

  beginTransaction(cb: ErrorCallback): void {
    const raw = this._raw;
    if (raw === undefined) return callLater(cb, new LibrdKafkaError(ERRORS.ERR__STATE));
    try {
      raw.beginTransaction();
    } catch (error) {
      // This call alone does not say what has to follow.
      return callLater(cb, fromCore(error, 'text'));
    }
    callLater(cb, null);
  }

  commitTransaction(timeout: number | ErrorCallback, cb?: ErrorCallback): void {
    this._transact(timeout, cb, (raw, ms) => raw.commitTransaction(ms));
  }

  abortTransaction(timeout: number | ErrorCallback, cb?: ErrorCallback): void {
    this._transact(timeout, cb, (raw, ms) => raw.abortTransaction(ms));
  }

  /** Metadata and leader epochs of offsets are committed with them, as by Confluent's client. */
  sendOffsetsToTransaction(
    offsets: TopicPartitionOffsetAndMetadata[],
    consumer: GroupMember,
    timeout: number | ErrorCallback,
    cb?: ErrorCallback,
  ): void {
    this._transact(timeout, cb, async (raw, ms) => {
      const group = consumer._groupMetadata();
      const list = offsets.map(({ topic, partition, offset, metadata, leaderEpoch }) => ({
        topic,
        partition,
        offset,
        ...(typeof metadata === 'string' ? { metadata } : {}),
        ...(typeof leaderEpoch === 'number' && leaderEpoch >= 0 ? { leaderEpoch } : {}),
      }));
      await raw.sendOffsets(list, group, ms);
    });
  }

  /** @internal */
  _transact(timeout: unknown, cb: unknown, run: (raw: RawProducer, ms: number) => Promise<void>): void {
    const ms = typeof timeout === 'function' ? TRANSACTION_MS : timeout;
    const answer = (typeof timeout === 'function' ? timeout : cb) as ErrorCallback | undefined;
    if (typeof ms !== 'number') throw new Error(NO_TIMEOUT);
    const raw = this._raw;
    if (raw === undefined) {
      const flags = { isFatal: false, isRetriable: false, isTxnRequiresAbort: false };
      callLater(answer, new LibrdKafkaError({ code: ERRORS.ERR__STATE, ...flags }));
      return;
    }
    run(raw, ms < 0 ? Infinity : Math.max(SHORTEST_MS, Math.trunc(ms) || 0)).then(
      () => callLater(answer, null),
      (error: unknown) => callLater(answer, fromTransaction(error)),
    );
  }
}
