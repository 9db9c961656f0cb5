import { KafkaConsumer as InnerConsumer } from '../../rdkafka/consumer/kafka-consumer';
import { ERRORS } from '../../rdkafka/base/codes';
import type { TopicPartition } from '../../rdkafka/base/types';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { Admin, type AnyAdmin } from '../admin/admin';
import { Connection } from '../base/connection';
import { invalid, kafkaJSError, notImplemented, promised, wrongState } from '../base/from-librdkafka';
import type { Logger } from '../base/logger';
import { withCredentials, type Credentials } from '../config/credentials';
import { consumerSettings, type ConsumerSettings } from '../config/consumer-settings';
import { checkRun, checkSeek, checkSubscription, type Place } from './checks';
import { handlerOf } from './handlers';
import { Queues } from './queues';
import { Rebalances } from './rebalances';
import { RunLoop } from './run-loop';
import type * as types from './types';

type Committed = TopicPartition & {
  offset?: number | undefined;
  metadata?: string | undefined;
  leaderEpoch?: number | undefined;
};

type Pausable = { topic: string; partitions?: number[] | undefined };

/** Longest wait of `committed` in ms, which has none by default. */
const LONGEST_MS = 2 ** 31 - 1;

/** What a program's own object needs to take the place of a consumer: what Confluent's types have. */
export type AnyConsumer = Pick<
  Consumer,
  | 'connect'
  | 'disconnect'
  | 'logger'
  | 'setSaslCredentialProvider'
  | 'dependentAdmin'
  | 'subscribe'
  | 'stop'
  | 'run'
  | 'storeOffsets'
  | 'commitOffsets'
  | 'committed'
  | 'seek'
  | 'paused'
  | 'resume'
  | 'assignment'
> & { pause(topics: Pausable[]): void };

/** Reads messages, alone or in a group. */
export class Consumer {
  #given: AnyConfig;
  readonly #connection: Connection<InnerConsumer>;
  readonly #queues = new Queues();
  #settings: ConsumerSettings | undefined;
  #rebalances: Rebalances | undefined;
  #topics: string[] = [];
  #loop: RunLoop | undefined;

  /** @internal */
  constructor(given: AnyConfig, logger: Logger) {
    this.#given = given;
    this.#connection = new Connection('Consumer', logger);
  }

  /** @internal */
  _getInternalClient(): InnerConsumer | undefined {
    return this.#connection.inner;
  }

  async connect(): Promise<void> {
    await this.#connection.connect(() => {
      const settings = consumerSettings(this.#given);
      const rebalances = new Rebalances({
        inner: () => this.#connection.inner!,
        rebalanceCb: settings.rebalanceCb,
        revoke: (list) => this.#revoke(list),
        idle: async () => this.#loop?.idle(),
        assigned: () => this.#loop?.dispatch(),
        info: (text) => this.#connection.info(text),
        error: (text) => this.#connection.error(text),
      });
      const rebalance_cb = (error: never, list: TopicPartition[]) => void rebalances.answer(error, list);
      const inner = new InnerConsumer({ ...settings.conf, rebalance_cb } as never);
      this.#settings = settings;
      this.#rebalances = rebalances;
      return { settings, inner };
    });
  }

  /** Waits for the handlers that run. From within one of them it must not be awaited. */
  async disconnect(): Promise<void> {
    await this.#connection.disconnect(0, async () => {
      let timer: NodeJS.Timeout | undefined;
      // A handler that never ends, or waits for this, has lost its partitions by then.
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, this.#settings!.maxPollMs * 2);
      });
      await Promise.race([this.#loop?.stop(), patience]);
      clearTimeout(timer);
      this.#connection.inner!.unsubscribe();
    });
  }

  /** Adds to what is subscribed already, or replaces it. */
  async subscribe(subscription: types.ConsumerSubscribeTopics | types.ConsumerSubscribeTopic): Promise<void> {
    const inner = this.#connection.connected('Subscribe can only be called while connected.');
    const topics = checkSubscription(subscription);
    this.#topics = subscription.replace ? topics : [...this.#topics, ...topics];
    try {
      inner.subscribe(this.#topics);
    } catch (error) {
      throw kafkaJSError(error);
    }
  }

  async stop(): Promise<void> {
    throw notImplemented();
  }

  /** Begins to call the handler, and returns at once. */
  async run(config: types.ConsumerRunConfig = {}): Promise<void> {
    const inner = this.#connection.connected('Run must be called after a successful connect().');
    checkRun(config);
    if (this.#loop) throw wrongState('Consumer is already running.');
    const { batchSize, maxPollMs, autoCommit } = this.#settings!;
    const concurrency = Math.max(1, config.partitionsConsumedConcurrently ?? 1);
    const loop: RunLoop = new RunLoop({
      queues: this.#queues,
      concurrency,
      batchSize: config.eachMessage ? 1 : batchSize,
      maxPollMs,
      handler: handlerOf(config, {
        store: (message) => this.#store(inner, { ...message, offset: message.offset + 1 }),
        seek: (place) => this.#seek(inner, place),
        pause: (topic, partition) => this.pause([{ topic, partitions: [partition] }])!,
        watermarks: (topic, partition) => inner.getWatermarkOffsets(topic, partition),
        commitIfNecessary: async () => {
          if (!autoCommit) await this.commitOffsets();
        },
        failed: (error) => this.#failed('A handler failed, and its messages come again', error),
        isRunning: () => !loop.isStopping,
        isLate: () => loop.isLate,
      }),
      fetch: (max, timeoutMs, isOver, record) => inner._consuming.fetch(max, timeoutMs, isOver, record),
      wake: () => inner._raw?.wake(),
      rewind: (message) => void inner.seek(message, 0, () => undefined),
      failed: (error) => this.#failed('Consuming failed, and goes on', error),
    });
    this.#loop = loop;
  }

  #failed(what: string, error: unknown): void {
    this.#connection.error(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
  }

  /** For the next automatic commit, or `commitOffsets()`. */
  #store(inner: InnerConsumer, { topic, partition, offset, leaderEpoch }: Place): void {
    const place = leaderEpoch === undefined ? { topic, partition, offset } : { topic, partition, offset, leaderEpoch };
    inner._raw?.storeSoon(place, this.#notStored);
  }

  readonly #notStored = ({
    topic,
    partition,
    errno,
  }: {
    topic: string;
    partition: number;
    errno?: number | undefined;
  }): void => this.#connection.error(`The offset of ${topic} [${partition}] was not stored: ${errno}`);

  #revoke(list: readonly TopicPartition[]): void {
    for (const { topic, partition } of list) {
      const queue = this.#queues.forget(topic, partition);
      if (queue?.work) queue.work.isStale = true;
    }
  }

  // ---- positions

  /** Also for a partition that is not assigned yet. With automatic commits the offset is committed. */
  seek(topicPartitionOffset: types.TopicPartitionOffset): void {
    const inner = this.#connection.connected('Seek can only be called while connected.');
    this.#seek(inner, checkSeek(topicPartitionOffset));
  }

  #seek(inner: InnerConsumer, place: Place): void {
    const { topic, partition, offset } = place;
    if (!inner._raw?.isAssigned(place)) {
      this.#rebalances!.seek(place, place);
      return;
    }
    this.#rebalances!.forget(place);
    const queue = this.#queues.get(topic, partition);
    queue?.clear();
    if (queue?.work) Object.assign(queue.work, { isStale: true, isSought: true });
    inner.seek(place, 0, (error) => {
      if (error) this.#connection.error(`Seeking ${topic} [${partition}] failed: ${error.message}`);
    });
    if (offset >= 0 && this.#settings!.autoCommit) {
      // What was stored before must not be committed later.
      this.#store(inner, place);
      promised((done) => inner.commitCb([place], done)).catch((error: unknown) =>
        this.#failed('The offset of a seek was not committed', error),
      );
    }
  }

  /** Returns a function that resumes what this call has paused; undefined: that is nothing. */
  pause(topics: Pausable[]): (() => void) | undefined {
    const inner = this.#connection.connected('Pause can only be called while connected.');
    const list = this.#flat(inner, topics);
    if (list.length === 0) return undefined;
    inner.pause(list);
    for (const { topic, partition } of list) {
      this.#queues.pause(topic, partition);
      const queue = this.#queues.get(topic, partition);
      if (queue?.work) queue.work.isStale = true;
      // What waits is read again: it would take the place of other partitions' messages.
      const first = queue?.drop();
      if (first) inner.seek(first, 0, () => undefined);
    }
    return () => this.resume(list.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
  }

  resume(topics: Pausable[]): void {
    const inner = this.#connection.connected('Resume can only be called while connected.');
    const list = this.#flat(inner, topics);
    if (list.length === 0) return;
    for (const { topic, partition } of list) this.#queues.resume(topic, partition);
    inner.resume(list);
    this.#loop?.dispatch();
  }

  /** Without partitions: those of the topic that are assigned. */
  #flat(inner: InnerConsumer, topics: Pausable[]): TopicPartition[] {
    return topics.flatMap(({ topic, partitions }) => {
      if (typeof topic !== 'string') throw invalid('Topic must be a string.');
      const assigned = () => inner.assignments().flatMap((one) => (one.topic === topic ? [one.partition] : []));
      return (partitions ?? assigned()).map((partition) => ({ topic, partition }));
    });
  }

  paused(): types.TopicPartitions[] {
    return this.#queues.paused();
  }

  assignment(): types.TopicPartition[] {
    const inner = this.#connection.connected('Assignment can only be called while connected.');
    return inner.assignments().map(({ topic, partition }) => ({ topic, partition }));
  }

  rebalanceProtocol(): string {
    return this.#connection.isConnected ? this.#connection.inner!.rebalanceProtocol() : 'NONE';
  }

  // ---- offsets

  /** Without offsets: those that are stored, if any are. */
  async commitOffsets(list: types.TopicPartitionOffsetAndMetadata[] | null = null): Promise<void> {
    const inner = this.#connection.connected('Commit can only be called while connected.');
    const offsets = list === null ? null : list.map(numbered);
    try {
      await promised((done) => inner.commitCb(offsets as never, done));
    } catch (error) {
      const isNothingStored = list === null && (error as { code?: number }).code === ERRORS.ERR__NO_OFFSET;
      if (!isNothingStored) throw error;
    }
  }

  /** For the next automatic commit. */
  storeOffsets(list: types.TopicPartitionOffsetAndMetadata[]): void {
    const inner = this.#connection.connected('Store can only be called while connected.');
    try {
      inner.offsetsStore(list.map(numbered));
    } catch (error) {
      throw kafkaJSError(error);
    }
  }

  /** `offset` null: nothing is committed. */
  async committed(
    list: types.TopicPartition[] | null = null,
    timeout = -1,
  ): Promise<types.TopicPartitionOffsetAndMetadata[]> {
    const inner = this.#connection.connected('Committed can only be called while connected.');
    const partitions = list ?? this.assignment();
    const ms = timeout < 0 ? LONGEST_MS : timeout;
    const found = await promised<Committed[]>((done) => inner.committed(partitions, ms, done as never));
    return found.map(({ topic, partition, offset, metadata, leaderEpoch }) => ({
      topic,
      partition,
      offset: (offset === undefined || offset < 0 ? null : String(offset)) as string,
      metadata,
      leaderEpoch,
    }));
  }

  // ---- others

  /** An admin client with the connections of this consumer, which must be connected before it. */
  dependentAdmin(): AnyAdmin {
    return new Admin(undefined, this.#connection.logger, this);
  }

  logger(): Logger {
    return this.#connection.logger;
  }

  /** For the connection that comes. A connected consumer keeps its credentials: that throws KafkaJSNotImplemented. */
  setSaslCredentials(credentials: Credentials): void {
    this.#given = withCredentials(this.#given, credentials, this.#connection);
  }

  /** The same under the name that Confluent's types have. */
  setSaslCredentialProvider(credentials: Credentials): void {
    this.setSaslCredentials(credentials);
  }

  /** kafkajs has it. */
  async describeGroup(): Promise<never> {
    throw notImplemented();
  }

  /** kafkajs has it. */
  on(): never {
    throw notImplemented();
  }

  /** kafkajs has it. */
  get events(): never {
    throw notImplemented();
  }
}

function numbered({ topic, partition, offset, metadata, leaderEpoch }: types.TopicPartitionOffsetAndMetadata) {
  const number = Number(offset);
  if (offset === null || offset === undefined || Number.isNaN(number)) {
    throw invalid(`Invalid offset ${String(offset)} of ${topic} [${partition}]`);
  }
  return { topic, partition, offset: number, metadata, leaderEpoch };
}
