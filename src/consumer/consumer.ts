import { connection, type Connection } from '../client/connection';
import { TypedEmitter } from '../client/events/events';
import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../client/group-metadata';
import type { ClientState } from '../client/lifecycle';
import { checkOneArgument, checkOptions, checkWait, waitOptions } from '../client/options';
import type { PartitionInfo } from '../client/topic-metadata';
import { checkTimeout, wait, type WaitOptions } from '../client/waiting';
import type { ConsumerConfig } from '../config/generated/types';
import { configDefOf } from '../config/names/config-def';
import { configFromFile } from '../config/shared-file';
import type { Deserialized } from '../serde/spec';
import { ConsumerCore } from './consumer-core';
import type { ConsumerEvents } from './consumer-events';
import { ForEach } from './loops/for-each';
import { checkForEach, type ForEachOptions, type RecordHandler } from './loops/for-each-options';
import { ConsumerReadable } from './loops/readable';
import { BatchStream, RecordStream } from './loops/stream';
import { checkStreamOptions, type StreamOptions } from './loops/stream-options';
import type { CommitArgument } from './offsets/offset-arguments';
import { requireGroup } from './consumer-errors';
import type {
  AssignPartition,
  CommittedOffset,
  PartitionOffset,
  SeekOffset,
  TopicPartition,
} from './partitions/topic-partition';
import type { ConsumerMetrics } from './questions/metrics';
import type { TimestampQuery, TopicInfo } from './questions/queries';
import type { RebalanceListeners } from './rebalance/rebalance-listeners';
import type { ConsumerRecord } from './records/consumer-record';
import type { ConsumerRecords } from './records/consumer-records';

/** Options of a call that also accepts a list of offsets. */
type Options = WaitOptions & { topic?: never; offset?: never };

/** Default timeout of a consumer's `close`, as in Java. */
const CLOSE_MS = 30_000;

/**
 * Reads records of topics, as a member of a group or from assigned partitions. Java's KafkaConsumer. Loops can be
 * written with `poll`, `for await`, `stream`, `batches`, `forEach`, `readable` or `pollSync`.
 *
 * `K` and `V` are the types of keys and values after deserialization, or the short name of a deserializer. Both keys
 * and values may be `null`.
 */
export class Consumer<K = Buffer, V = Buffer>
  extends TypedEmitter<ConsumerEvents>
  implements AsyncIterable<ConsumerRecord<Deserialized<K>, Deserialized<V>>>
{
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('consumer');

  readonly #core: ConsumerCore<Deserialized<K>, Deserialized<V>>;

  /** Connects in the background. Throws only ConfigError. */
  constructor(config: ConsumerConfig<K, V>);
  constructor(config: ConsumerConfig<K, V>, ...others: unknown[]) {
    super();
    checkOneArgument('Consumer', others, ['key.deserializer', 'value.deserializer']);
    this.#core = new ConsumerCore(config as ConsumerConfig<unknown, unknown>, (name, ...args) =>
      this.tell(name, ...(args as never)),
    );
  }

  /**
   * A consumer with the configuration in a Java `.properties` file. The file may serve all kinds of clients, as with
   * Kafka's tools: properties of other kinds have no effect here. Text that is not UTF-8 is read as Latin-1.
   * @param overrides Properties that replace those of the file, or are added.
   * @throws InvalidArgumentError for a file that cannot be read, ConfigError for an invalid or misspelt property.
   */
  static fromProperties<K = Buffer, V = Buffer>(
    file: string | URL,
    overrides?: Partial<ConsumerConfig<K, V>>,
  ): Consumer<K, V> {
    return new Consumer(configFromFile<K, V>('consumer', file, overrides));
  }

  /** For health checks: `'up'` once a broker has answered, `'down'` while none can be reached. */
  get state(): ClientState {
    return this.#core.client.state;
  }

  /**
   * Resolves when a broker has answered. Rejects at once with a permanent error: an AuthenticationError if no broker
   * accepts this client, or a fatal error. At the deadline rejects with a TimeoutError, whose `cause` is the last
   * connection error.
   * @param options timeoutMs: default `default.api.timeout.ms`.
   */
  ready(options: WaitOptions = {}): Promise<void> {
    return this.#core.client.ready(options);
  }

  override toJSON(): { client: string; state: ClientState; groupId: string | null; partitions: number } {
    const { settings, assignment } = this.#core;
    return { client: 'Consumer', state: this.state, groupId: settings.groupId, partitions: assignment.size };
  }

  // ---- what to read

  /**
   * Joins the group for these topics, or for all topics that the expression matches, including new ones within
   * `metadata.max.age.ms`. Takes effect on the next poll.
   */
  subscribe(topics: readonly string[] | RegExp, listeners?: RebalanceListeners): void {
    this.#core.subscription.subscribe(topics, listeners);
  }

  /**
   * Reads these partitions without a group. Replaces the previous assignment or subscription. Takes effect on the next
   * poll.
   */
  assign(partitions: readonly AssignPartition[]): void {
    this.#core.subscription.assign(partitions);
  }

  /** Adds partitions to those assigned by `assign`. Existing ones continue. */
  incrementalAssign(partitions: readonly AssignPartition[]): void {
    this.#core.subscription.incrementalAssign(partitions);
  }

  /** Removes some of the partitions assigned by `assign`. The others continue. */
  incrementalUnassign(partitions: readonly TopicPartition[]): void {
    this.#core.subscription.incrementalUnassign(partitions);
  }

  /** Gives up all partitions, after `onPartitionsRevoked`, and leaves the group. */
  unsubscribe(options: WaitOptions = {}): Promise<void> {
    return this.#core.subscription.unsubscribe(options);
  }

  /** Resolves with the assignment once there is one. Polls for it if no other call does. */
  assigned(options: WaitOptions = {}): Promise<TopicPartition[]> {
    return this.#core.subscription.assigned(options);
  }

  /** The subscribed topics; with a pattern, the topics of the assigned partitions. */
  subscription(): string[] {
    this.#core.client.lifecycle.assertOpenOrListening('subscription');
    return this.#core.subscription.topics;
  }

  assignment(): TopicPartition[] {
    this.#core.client.lifecycle.assertOpenOrListening('assignment');
    return this.#core.assignment.list();
  }

  // ---- records

  /**
   * Resolves as soon as there are records, with at most `max.poll.records`; at the deadline with none. Without a
   * timeout it waits as long as it takes.
   */
  poll(
    timeoutMs?: number,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<ConsumerRecords<Deserialized<K>, Deserialized<V>>> {
    return this.#core.pollCalls.poll(timeoutMs, options);
  }

  /** Resolves with `max` records, or at the deadline with those that have arrived. */
  consume(
    max: number,
    timeoutMs?: number,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<ConsumerRecord<Deserialized<K>, Deserialized<V>>[]> {
    return this.#core.pollCalls.consume(max, timeoutMs, options);
  }

  /** Like `poll`, but blocks this thread: listeners are called synchronously, signal handlers and timers wait. */
  pollSync(timeoutMs?: number): ConsumerRecords<Deserialized<K>, Deserialized<V>> {
    return this.#core.pollCalls.pollSync(timeoutMs);
  }

  /** Endless. `break` leaves the consumer usable. */
  [Symbol.asyncIterator](): RecordStream<Deserialized<K>, Deserialized<V>> {
    return this.stream();
  }

  /** Record by record, until a condition of the options. */
  stream(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): RecordStream<Deserialized<K>, Deserialized<V>> {
    this.#core.client.lifecycle.assertOpen('stream');
    return new RecordStream(this.#core.loops, checkStreamOptions('stream', options), 'stream');
  }

  /** Like `stream`, with up to `max.poll.records` records at a time: the fastest loop. */
  batches(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): BatchStream<Deserialized<K>, Deserialized<V>> {
    this.#core.client.lifecycle.assertOpen('batches');
    return new BatchStream(this.#core.loops, checkStreamOptions('batches', options), 'batches');
  }

  /** Like `stream`, as a Readable in object mode. */
  readable(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): ConsumerReadable<Deserialized<K>, Deserialized<V>> {
    this.#core.client.lifecycle.assertOpen('readable');
    return new ConsumerReadable(
      new RecordStream(this.#core.loops, checkStreamOptions('readable', options), 'readable'),
    );
  }

  /**
   * Calls the handler for each record: in order per partition or key, up to `concurrency` at once, at least once.
   * Finished offsets are committed every `auto.commit.interval.ms`, when partitions are revoked, and at the end.
   * Rejects with the error of a handler after all running handlers have ended. The next loop begins with that record.
   */
  async forEach(
    handler: RecordHandler<Deserialized<K>, Deserialized<V>>,
    options: ForEachOptions<Deserialized<K>, Deserialized<V>> = {},
  ): Promise<void> {
    const checked = checkForEach<Deserialized<K>, Deserialized<V>>(handler, options);
    this.#core.client.lifecycle.assertOpen('forEach');
    const loop = new ForEach(this.#core.loops, handler, checked);
    const run = loop.run();
    const active = { settled: run.catch(() => undefined), abandon: () => loop.abandon() };
    this.#core.active.add(active);
    try {
      await run;
    } finally {
      this.#core.active.delete(active);
    }
  }

  /**
   * Rejects the pending `poll`, `consume` or `next()`, or else the next one, with a WakeupError. May be called at any
   * time.
   */
  wakeup(): void {
    this.#core.poller.wakeup();
  }

  // ---- positions

  /** Continues reading at this offset, from the very next record. Committed offsets do not change. */
  seek(partition: TopicPartition, offset: SeekOffset): void {
    this.#core.positions.seek(partition, offset);
  }

  seekToBeginning(partitions?: readonly TopicPartition[]): void {
    this.#core.positions.seekTo('seekToBeginning', partitions, 'beginning');
  }

  seekToEnd(partitions?: readonly TopicPartition[]): void {
    this.#core.positions.seekTo('seekToEnd', partitions, 'end');
  }

  /** Seeks to the committed offsets: after an aborted transaction the same records come again. */
  async seekToCommitted(partitions?: readonly TopicPartition[], options: WaitOptions = {}): Promise<void> {
    checkOptions('seekToCommitted', options, waitOptions);
    await this.#core.positions.seekToCommitted(partitions, (list) => this.#core.queries.committed(list, options));
  }

  /** The offset after the last record delivered; `null`: not known yet. Sends no request. */
  position(partition: TopicPartition): number | null {
    return this.#core.positions.position(partition);
  }

  /** Delivers no record of these partitions until `resume`. Records already fetched stay in memory. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#core.positions.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#core.positions.resume(partitions);
  }

  paused(): TopicPartition[] {
    this.#core.client.lifecycle.assertOpenOrListening('paused');
    return this.#core.positions.paused();
  }

  // ---- offsets

  /** Commits the delivered records (or the stored offsets, once `storeOffsets` was used). */
  commit(options?: Options): Promise<void>;
  /** Commits records as processed (offset + 1), or offsets to read next, unchanged. */
  commit(offsets: CommitArgument, options?: WaitOptions): Promise<void>;
  commit(first?: unknown, second: WaitOptions = {}): Promise<void> {
    return isOptions(first)
      ? this.#core.commits.commit(undefined, first ?? {})
      : this.#core.commits.commit(first, second);
  }

  /** Like `commit`, but blocks this thread. */
  commitSync(offsets?: CommitArgument | null, timeoutMs?: number): void {
    this.#core.commits.commitSync(offsets, checkTimeout('commitSync', timeoutMs, this.#core.client.defaultTimeoutMs));
  }

  /**
   * Sets the offsets for the next commit (by interval, on revoke, on close, without arguments). After the first call
   * nothing else is stored.
   */
  storeOffsets(offsets: CommitArgument): void {
    this.#core.commits.storeOffsets(offsets);
  }

  committed(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<CommittedOffset[]> {
    return this.#core.queries.committed(partitions, options);
  }

  committedSync(partitions: readonly TopicPartition[], timeoutMs?: number): CommittedOffset[] {
    return this.#core.queries.committedSync(
      partitions,
      checkTimeout('committedSync', timeoutMs, this.#core.client.defaultTimeoutMs),
    );
  }

  beginningOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#core.queries.ends('beginningOffsets', partitions, options);
  }

  /** The offset after the last record; with `isolation.level=read_committed`, after the last stable one. */
  endOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#core.queries.ends('endOffsets', partitions, options);
  }

  /** For each partition the offset of the first record at that time or later; `null`: there is none. */
  offsetsForTimes(queries: readonly TimestampQuery[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#core.queries.offsetsForTimes(queries, options);
  }

  /** Records between the position and the last known end; `null`: not known yet. Sends no request itself. */
  currentLag(partition: TopicPartition): number | null {
    return this.#core.queries.currentLag(this.#core.positions.state('currentLag', partition));
  }

  partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    return this.#core.queries.partitionsFor(topic, options);
  }

  listTopics(options: WaitOptions = {}): Promise<TopicInfo[]> {
    return this.#core.queries.listTopics(options);
  }

  /** For `producer.sendOffsetsToTransaction`. */
  groupMetadata(): ConsumerGroupMetadata {
    this.#core.client.lifecycle.assertOpenOrListening('groupMetadata');
    const { groupId } = this.#core.settings;
    requireGroup('groupMetadata', groupId);
    const serialized = this.#core.client.call('groupMetadata', null)!;
    return {
      groupId: groupId!,
      memberId: this.#core.client.call('memberId', null) ?? '',
      generationId: this.#core.client.call('generationId', null),
      [serializedGroupMetadata]: serialized,
    };
  }

  metrics(): ConsumerMetrics {
    return this.#core.metrics();
  }

  // ---- closing

  /**
   * Commits (with auto-commit), runs `onPartitionsRevoked`, leaves the group. Always settles within `timeoutMs`
   * (default 30 s).
   */
  close(options: WaitOptions = {}): Promise<void> {
    try {
      const { timeoutMs, signal } = checkWait('close', options, CLOSE_MS);
      const closing = this.#core.close(timeoutMs);
      if (!signal) return closing;
      // A call that stops waiting does not stop the closing.
      return wait('close', { timeoutMs: Infinity, signal }, (resolve, reject) => void closing.then(resolve, reject));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** Like `close`, but blocks this thread. librdkafka's threads end in the background. */
  closeSync(timeoutMs?: number): void {
    this.#core.closeSync(checkTimeout('closeSync', timeoutMs, CLOSE_MS));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For AdminClient.from. */
  [connection](): Connection {
    return this.#core.client.connection;
  }
}

function isOptions(value: unknown): value is WaitOptions | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const isOffset = 'topic' in value || 'partition' in value || 'offset' in value;
  return Object.getPrototypeOf(value) === Object.prototype && !isOffset;
}
