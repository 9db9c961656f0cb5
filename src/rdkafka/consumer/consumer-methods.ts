import type { Any } from '../base/any';
import { RawConsumer, type RawConf, type RawEvents } from '../../raw/index';
import { callLater, ClientMethods } from '../base/client';
import { ERRORS } from '../base/codes';
import { fromCore, LibrdKafkaError } from '../base/librdkafka-error';
import { Topic } from '../base/topic';
import type {
  Assignment,
  ClientMetrics,
  LibrdKafkaError as ErrorType,
  Message,
  OwnConsumerEvents,
  SubscribeTopicList,
  TopicPartition,
  TopicPartitionOffset,
  TopicPartitionOffsetAndMetadata,
  WatermarkOffsets,
} from '../base/types';
import { shallowCopy, valueOf, type AnyConfig } from '../config/read-config';
import { AutoCommit, commit, CommitReports, commitSync, committed, type Committed } from './commits';
import { Consuming, type MessageCallback, type MessagesCallback } from './consuming';
import { rebalance } from './rebalances';
import {
  afterMessage,
  isObject,
  objectsOf,
  partitionsOf,
  shown,
  startsOf,
  targetOf,
  toCommit,
} from './topic-partition';

type Offsets = TopicPartitionOffsetAndMetadata | TopicPartitionOffsetAndMetadata[];
type PartitionsCallback = (err: ErrorType, topicPartitions: TopicPartitionOffsetAndMetadata[]) => void;

const CONSUME_TIMEOUT_MS = 1000;
const LOOP_DELAY_MS = 500;
/**
 * What is fetched ahead, as in the core: with librdkafka's own 1000 ms a consumer of small messages sleeps up to a
 * second whenever its queue is full, and its 100,000 messages only cost memory. Neither has another effect.
 */
const FETCHING = { 'fetch.queue.backoff.ms': '5', 'queued.min.messages': '30000' };
/** librdkafka's own automatic commits hardly ever run while this entry commits and reports instead. */
const RARELY_MS = '86400000';

const NOT_CONNECTED = 'KafkaConsumer is not connected';
const NO_PARTITIONS = 'Need to specify an array of topic partitions';
/** In ms: without a limit, as far as librdkafka knows. */
const LONGEST_MS = 2 ** 31 - 1;

const state = (message?: string): LibrdKafkaError =>
  new LibrdKafkaError(message === undefined ? ERRORS.ERR__STATE : { message, code: ERRORS.ERR__STATE });

const disconnected = (): Error => new Error('KafkaConsumer is disconnected');

const isRegExp = (value: unknown): value is RegExp => Object.prototype.toString.call(value) === '[object RegExp]';

function topicNames(topics: unknown): string[] {
  if (!Array.isArray(topics)) throw new Error('First parameter must be an array');
  return (topics as unknown[]).map((topic) => (isRegExp(topic) ? topic.source : String(topic)));
}

export class ConsumerMethods extends ClientMethods<OwnConsumerEvents> {
  declare _consumeTimeout: number;
  declare _consumeLoopTimeoutDelay: number;
  declare _consumeIsTimeoutOnlyForFirstMessage: boolean;
  /** @internal */
  declare _raw: RawConsumer | undefined;
  /** @internal */
  declare _consuming: Consuming;
  /** @internal */
  declare _topics: string[];
  /** @internal */
  declare _autoCommit: AutoCommit | undefined;
  /** @internal */
  declare _reports: CommitReports;

  /** @internal */
  _setUp(conf: AnyConfig, topicConf?: AnyConfig): void {
    this._setUpClient(shallowCopy(conf), topicConf);
    this._consumeTimeout = CONSUME_TIMEOUT_MS;
    this._consumeLoopTimeoutDelay = LOOP_DELAY_MS;
    this._consumeIsTimeoutOnlyForFirstMessage = false;
    const consuming = new Consuming({
      raw: () => (this._isConnected && !this._isDisconnecting ? this._raw : undefined),
      emit: (event, data) => void this.emit(event, data),
      isHeard: (event) => this.listenerCount(event as 'data') > 0,
      timeoutMs: () => this._consumeTimeout ?? CONSUME_TIMEOUT_MS,
      pauseMs: () => this._consumeLoopTimeoutDelay,
      isOnlyForFirst: () => this._consumeIsTimeoutOnlyForFirstMessage,
    });
    const hidden = { enumerable: false, writable: true, configurable: true };
    Object.defineProperties(this, {
      _consuming: { ...hidden, value: consuming },
      _topics: { ...hidden, value: [] },
      _autoCommit: { ...hidden, value: undefined },
      _reports: { ...hidden, value: new CommitReports((outcome) => this._report(outcome)) },
    });
  }

  /** @internal */
  _open(conf: RawConf, events: RawEvents): RawConsumer {
    if (!conf['group.id']) throw new Error('"group.id" must be configured');
    const { rebalanceCb, offsetCommitCb, autoStore } = this._own;
    const reports = Boolean(offsetCommitCb) && /^(?:true|t|1)$/i.test(valueOf(conf, ['enable.auto.commit'], 'true'));
    const interval = Number(valueOf(conf, ['auto.commit.interval.ms'], '5000'));
    const raw: RawConsumer = new RawConsumer(
      { ...FETCHING, ...conf, ...(reports ? { 'auto.commit.interval.ms': RARELY_MS } : {}) },
      { autoStore },
      {
        ...events,
        decide: (event) => {
          raw.storeTaken();
          // Who is disconnecting commits first, and may be given partitions meanwhile. librdkafka's close tells nobody.
          const isLate = this._isDisconnecting && event.errno === ERRORS.ERR__ASSIGN_PARTITIONS;
          rebalance(this, isLate ? undefined : rebalanceCb, event);
        },
        onConsumerError: (error) => this._consuming.failed(fromCore(error)),
        onCommitted: (offsets) => this._report(committed(offsets)),
      },
      this._tokens.provider,
    );
    this._consuming.begin();
    this._topics = [];
    this._autoCommit = reports && interval > 0 ? new AutoCommit(interval, raw, this._report.bind(this)) : undefined;
    return raw;
  }

  /** @internal The outcome of a commit. */
  _report({ error, offsets }: Committed): void {
    const { offsetCommitCb } = this._own;
    if (!offsetCommitCb) return;
    process.nextTick(() => {
      this.emit('offset.commit', error, offsets);
      if (typeof offsetCommitCb === 'function') offsetCommitCb.call(this, error, offsets);
    });
  }

  /** @internal */
  override _end(cb: ((err: null, data: ClientMetrics) => unknown) | undefined, closeMs: number): this {
    this._autoCommit?.stop();
    const wasEnding = this._isDisconnecting;
    super._end(cb, closeMs);
    if (!wasEnding) this._consuming.end();
    return this;
  }

  /** @internal After the commits that have begun, whose outcomes closing would hide. */
  override async _release(raw: RawConsumer, timeoutMs: number): Promise<void> {
    await this._reports.settled(timeoutMs);
    await super._release(raw, timeoutMs);
  }

  /** @internal librdkafka's client, for calls that throw without one. */
  _connected(error: () => Error = () => new Error('Client is disconnected')): RawConsumer {
    if (!this._isConnected || this._raw === undefined) throw error();
    return this._raw;
  }

  /** @internal Calls librdkafka and throws its errors as node-rdkafka's. */
  _do<T>(call: (raw: RawConsumer) => T, error?: () => Error): T {
    const raw = this._connected(error);
    try {
      return call(raw);
    } catch (thrown) {
      throw fromCore(thrown);
    }
  }

  setDefaultConsumeTimeout(timeoutMs: number): void {
    this._consumeTimeout = timeoutMs;
  }

  setDefaultConsumeLoopTimeoutDelay(timeoutMs: number): void {
    this._consumeLoopTimeoutDelay = timeoutMs;
  }

  /** Of Confluent's: true: `consume(number, cb)` waits for its first message only. */
  setDefaultIsTimeoutOnlyForFirstMessage(isOnlyForFirst: boolean): void {
    this._consumeIsTimeoutOnlyForFirstMessage = isOnlyForFirst;
  }

  // ---- what to read

  /** Names, and expressions that begin with ^. */
  subscribe(topics: SubscribeTopicList): this {
    const names = topicNames(topics);
    this._do((raw) => raw.subscribe(names), state);
    this._topics = names;
    this.emit('subscribed', topics);
    return this;
  }

  unsubscribe(): this {
    // Without a connection there is nothing to give up.
    if (this._isConnected && this._raw !== undefined) this._do((raw) => raw.unsubscribe(), state);
    this._topics = [];
    this.emit('unsubscribed', []);
    this.emit('unsubscribe', []);
    return this;
  }

  subscription(): string[] {
    this._connected(state);
    return [...this._topics];
  }

  assign(assignments: Assignment[]): this {
    const list = startsOf(assignments);
    this._do(
      (raw) => {
        raw.storeTaken();
        raw.assignments.assign(list);
      },
      () => new Error('Local: Erroneous state'),
    );
    return this;
  }

  unassign(): this {
    this._do((raw) => {
      raw.storeTaken();
      raw.assignments.unassign();
    }, disconnected);
    return this;
  }

  incrementalAssign(assignments: Assignment[]): this {
    const list = startsOf(assignments);
    this._do(
      (raw) => raw.assignments.incrementalAssign(list),
      () => state('KafkaConsumer is disconnected'),
    );
    return this;
  }

  incrementalUnassign(assignments: Assignment[]): this {
    const list = startsOf(assignments);
    this._do((raw) => {
      raw.storeTaken();
      raw.assignments.incrementalUnassign(list);
    }, state);
    return this;
  }

  assignments(): Assignment[] {
    return this._do(
      (raw) =>
        raw.assigned().map(({ topic, partition, offset }) => ({
          offset: offset === Topic.OFFSET_INVALID ? Topic.OFFSET_STORED : offset,
          partition,
          topic,
        })),
      state,
    );
  }

  /** The group has given the partitions to others already. */
  assignmentLost(): boolean {
    return this._do((raw) => raw.isAssignmentLost, state);
  }

  rebalanceProtocol(): string {
    return this._raw?.protocol ?? 'NONE';
  }

  // ---- messages

  consume(number: number, cb?: (err: ErrorType, messages: Message[]) => void): void;
  /** node-rdkafka's type of a loop's callback, which gets one message, as the next form says. */
  consume(cb: (err: ErrorType, messages: Message[]) => void): void;
  consume(cb?: (err: ErrorType, message: Message) => void): void;
  consume(number?: unknown, given?: unknown): void {
    const cb = given as MessagesCallback | undefined;
    if (number && (typeof number === 'number' || cb)) {
      if (cb !== undefined && typeof cb !== 'function') throw new TypeError('Callback must be a function');
      if (typeof number !== 'number') throw new Error('Need to specify a callback');
      // A negative number is a very large one, as in node-rdkafka.
      this._consuming.take(number < 0 ? Infinity : Math.floor(number), cb ?? (() => undefined));
      return;
    }
    const callback = (cb ?? (typeof number === 'function' ? number : () => undefined)) as MessageCallback;
    this._consuming.flow(callback);
  }

  // ---- offsets

  commit(topicPartition?: Offsets | null): this {
    const raw = this._connected(disconnected);
    this._reports.next(commit(raw, this._toCommit(topicPartition)));
    return this;
  }

  /** @internal null: the stored offsets. */
  _toCommit(given: Offsets | null | undefined): ReturnType<typeof toCommit>[] | null {
    if (given === undefined || given === null) return null;
    if (!isObject(given)) throw new Error('First parameter must be an object or an array');
    return objectsOf(Array.isArray(given) ? given : [given]).map(toCommit);
  }

  /** Commits the offset after the message. */
  commitMessage(msg: TopicPartitionOffset): this {
    return this.commit(afterMessage(msg) as TopicPartitionOffset);
  }

  /** Blocks this thread. */
  commitSync(topicPartition?: Offsets | null): this {
    const raw = this._connected(disconnected);
    const outcome = commitSync(raw, this._toCommit(topicPartition));
    this._reports.next(outcome);
    if (outcome.error) throw outcome.error;
    return this;
  }

  commitMessageSync(msg: TopicPartitionOffset): this {
    return this.commitSync(afterMessage(msg) as TopicPartitionOffset);
  }

  /** Commits and calls back. Without offsets: the stored ones. */
  commitCb(first: Offsets | null | ((err: ErrorType | null) => void), second?: (err: ErrorType | null) => void): this {
    const raw = this._connected(disconnected);
    const callback = typeof first === 'function' ? first : second;
    const given = typeof first === 'function' ? null : first;
    const outcome = commit(raw, this._toCommit(given));
    this._reports.next(outcome);
    void outcome.then(({ error }) => callLater(callback, error ?? null));
    return this;
  }

  committed(toppars: TopicPartition[] | null | undefined, timeout: number, cb: PartitionsCallback): this;
  committed(timeout: number, cb: PartitionsCallback): this;
  committed(...args: unknown[]): this {
    const [toppars, timeout, cb] = (args.length > 2 && args[2] ? args : [null, ...args]) as [
      TopicPartition[] | null,
      number,
      PartitionsCallback,
    ];
    const partitions = partitionsOf(toppars || this.assignments(), NO_PARTITIONS);
    const ms = Number(timeout) | 0;
    if (!this._isConnected || this._raw === undefined) callLater(cb, state(NOT_CONNECTED));
    else if (ms === 0) callLater(cb, new LibrdKafkaError(ERRORS.ERR__TIMED_OUT));
    else if (partitions.length === 0) callLater(cb, null, []);
    else {
      this._raw.committed(partitions, ms < 0 ? LONGEST_MS : ms).then(
        (results) => callLater(cb, null, results.map(shown)),
        (error: unknown) => callLater(cb, fromCore(error)),
      );
    }
    return this;
  }

  /** The offsets after the last messages; without `offset` before the first one, also of those after a seek. */
  position(toppars?: TopicPartition[] | null): TopicPartitionOffset[] {
    const given = toppars ? partitionsOf(toppars, NO_PARTITIONS) : [];
    return this._do((raw) => {
      const partitions = toppars ? given : raw.assigned();
      return partitions.map(({ topic, partition }) => {
        const offset = this._consuming.isSought(topic, partition) ? -1 : (raw.consumed(topic, partition) ?? -1);
        return shown({ topic, partition, offset: offset < 0 ? Topic.OFFSET_INVALID : offset }) as TopicPartitionOffset;
      });
    }, state);
  }

  offsetsStore(topicPartitions: TopicPartitionOffsetAndMetadata[]): Any {
    this._connected();
    const list = objectsOf(topicPartitions).map(toCommit);
    if (this._topics.length === 0) throw state();
    if (this._own.autoStore) throw new LibrdKafkaError(ERRORS.ERR__INVALID_ARG);
    const failed = this._do((raw) => raw.storeOffsets(list)).find(({ errno }) => errno);
    if (failed) throw new LibrdKafkaError(failed.errno!);
    return 0;
  }

  // ---- positions

  pause(topicPartitions: TopicPartition[]): Any {
    this._connected();
    const list = partitionsOf(topicPartitions);
    this._do((raw) => raw.pause(list));
    return 0;
  }

  resume(topicPartitions: TopicPartition[]): Any {
    this._connected();
    const list = partitionsOf(topicPartitions);
    this._do((raw) => raw.resume(list));
    return 0;
  }

  seek(toppar: TopicPartitionOffset, timeout: number | null, cb: (err: ErrorType) => void): this {
    startsOf([toppar]);
    if (typeof timeout !== 'number' && timeout !== null) throw new Error('Timeout must be a number.');
    const target = targetOf(toppar);
    if (!this._isConnected || this._raw === undefined) callLater(cb, state(NOT_CONNECTED));
    else if (this._do((raw) => raw.seek(target, target.offset))) {
      this._consuming.sought(target.topic, target.partition);
      callLater(cb);
    } else callLater(cb, this._isKnown(target) ? state() : new LibrdKafkaError(ERRORS.ERR__UNKNOWN_PARTITION));
    return this;
  }

  /** @internal By the metadata that this client has asked for. */
  _isKnown({ topic, partition }: TopicPartition): boolean {
    const found = this._metadata.topics?.find(({ name }) => name === topic);
    return found === undefined ? false : partition < found.partitions.length;
  }

  /** The watermarks last seen, −1001: unknown. */
  getWatermarkOffsets(topic: string, partition: number): WatermarkOffsets {
    this._connected();
    if (typeof topic !== 'string') throw new Error('1st parameter must be a topic string');
    if (typeof partition !== 'number') throw new Error('2nd parameter must be a partition number');
    const { low, high } = this._do((raw) => raw.cachedWatermarks(topic, partition));
    return { lowOffset: low, highOffset: high };
  }

  /** @internal For a producer's transaction. */
  _groupMetadata(): Buffer {
    const metadata = this._do((raw) => raw.groupMetadata(), state);
    if (metadata === null) throw new LibrdKafkaError(ERRORS.ERR__UNKNOWN_GROUP);
    return metadata;
  }
}
