import { warnAboutConfig } from '../client/config-warnings';
import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../client/group-metadata';
import type { PartitionInfo } from '../client/topic-metadata';
import { checkSignal, checkTimeout, wait, type WaitOptions } from '../client/waiting';
import { configDefOf } from '../config/config-def';
import type { ConsumerConfig } from '../config/generated/types';
import type { MetricReporter } from '../config/option-types';
import { resolveConfig } from '../config/resolve';
import { TimeoutError } from '../errors/waiting-errors';
import type { Deserialized } from '../serde/spec';
import { Closing } from './closing';
import { ConsumerClient } from './consumer-client';
import type { ConsumerRecord } from './consumer-record';
import type { ConsumerRecords } from './consumer-records';
import { checkForEach, ForEach, type ForEachOptions, type RecordHandler } from './for-each';
import { Interceptors } from './interceptors';
import type { RebalanceListeners } from './listeners';
import { makeParts } from './make-parts';
import { consumerMetrics, type ConsumerMetrics } from './metrics';
import type { CommitArgument } from './offset-arguments';
import { requireGroup } from './offsets';
import type { Parts } from './parts';
import { Polls } from './polls';
import { Positions } from './positions';
import { Queries, type TimestampQuery, type TopicInfo } from './queries';
import { ConsumerReadable } from './readable';
import { Resets } from './resets';
import { StallWatchdog } from './stall-watchdog';
import { BatchStream, RecordStream } from './stream';
import { checkStreamOptions, type StreamOptions } from './stream-options';
import { Subscription } from './subscription';
import type { AssignPartition, CommittedOffset, PartitionOffset, SeekOffset, TopicPartition } from './topic-partition';

/** A consumer's `close` waits so long by default, as Java's does. */
const CLOSE_MS = 30_000;

/** Options of a call where a list of offsets may stand as well. */
type Options = WaitOptions & { topic?: never; offset?: never };

/**
 * Reads records of topics, as a member of a group or by hand. Java's KafkaConsumer; its loops may be written with `poll`, `for await`,
 * `stream`, `batches`, `forEach`, `readable` or `pollSync`.
 *
 * `K` and `V` are what keys and values are after deserialization, or the short name of a deserializer. Both may be `null`.
 */
export class Consumer<K = Buffer, V = Buffer>
  extends ConsumerClient
  implements AsyncIterable<ConsumerRecord<Deserialized<K>, Deserialized<V>>>
{
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('consumer');

  protected readonly events: ConsumerClient['events'];
  readonly #parts: Parts<Deserialized<K>, Deserialized<V>>;
  readonly #subscription: Subscription;
  readonly #positions: Positions;
  readonly #queries: Queries;
  readonly #polls: Polls<Deserialized<K>, Deserialized<V>>;
  readonly #watchdog: StallWatchdog;
  readonly #interceptors: Interceptors;
  readonly #metricReporters: readonly MetricReporter[];
  readonly #closeDeserializers: () => void;
  readonly #active = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  /** Connects in the background; throws only ConfigError. */
  constructor(config: ConsumerConfig<K, V>) {
    const resolved = resolveConfig('consumer', config);
    const { java } = resolved;
    super({
      role: 'consumer',
      // Ends are always wanted: they tell that control records and gaps before them are passed.
      conf: { ...resolved.native, 'enable.partition.eof': 'true' },
      certificates: resolved.nativeCertificates,
      oauth: resolved.oauth,
      defaultTimeoutMs: java['default.api.timeout.ms'],
    });
    warnAboutConfig(resolved.warnings);
    this.#interceptors = new Interceptors(resolved.interceptors, (error) => this.emit('warning', error));
    this.#metricReporters = resolved.metricReporters;
    this.#closeDeserializers = () => {
      resolved.keyDeserializer.close();
      resolved.valueDeserializer.close();
    };
    const parts = makeParts<Deserialized<K>, Deserialized<V>>(
      this.port(),
      resolved,
      this.#interceptors,
      (operation) => this.#subscription.assertAny(operation),
      () => this.#subscription.changed(),
    );
    // The parts know records only as what they are handed on.
    const untyped = parts as unknown as Parts<never, never>;
    this.#parts = parts;
    this.#subscription = new Subscription(untyped);
    this.#positions = new Positions(untyped);
    this.#queries = new Queries(untyped);
    this.#polls = new Polls(parts);
    this.#watchdog = new StallWatchdog(untyped);
    this.events = { parts: untyped, resets: new Resets(untyped), onStatistics: () => this.#report() };
  }

  #report(): void {
    for (const reporter of this.#metricReporters) reporter.metrics(this.metrics());
  }

  // ---- what to read

  /** Joins the group for these topics, or for all that the expression matches, new ones within `metadata.max.age.ms`. Takes effect on the next poll. */
  subscribe(topics: readonly string[] | RegExp, listeners?: RebalanceListeners): void {
    this.#subscription.subscribe(topics, listeners);
  }

  /** Reads these partitions, without a group's say. Replaces what was before; takes effect on the next poll. */
  assign(partitions: readonly AssignPartition[]): void {
    this.#subscription.assign(partitions);
  }

  /** Gives all partitions up, after `onPartitionsRevoked`, and leaves the group. */
  unsubscribe(options: WaitOptions = {}): Promise<void> {
    return this.#subscription.unsubscribe(options);
  }

  /** Resolves with the assignment once there is one, polling for it if nobody else does. */
  assigned(options: WaitOptions = {}): Promise<TopicPartition[]> {
    return this.#subscription.assigned(options);
  }

  /** The topics subscribed to; of a pattern, those that partitions are assigned of. */
  subscription(): string[] {
    this.lifecycle.assertOpen('subscription');
    return this.#subscription.topics;
  }

  assignment(): TopicPartition[] {
    this.lifecycle.assertOpen('assignment');
    return this.#parts.assignment.list();
  }

  // ---- records

  /** Resolves as soon as there is anything, with `max.poll.records` at most; at the deadline with none. Left out: as long as it takes. */
  poll(
    timeoutMs?: number,
    options: { signal?: AbortSignal } = {},
  ): Promise<ConsumerRecords<Deserialized<K>, Deserialized<V>>> {
    return this.#polls.poll(timeoutMs, options);
  }

  /** Resolves with `max` records, or with what has come by the deadline. */
  consume(
    max: number,
    timeoutMs?: number,
    options: { signal?: AbortSignal } = {},
  ): Promise<ConsumerRecord<Deserialized<K>, Deserialized<V>>[]> {
    return this.#polls.consume(max, timeoutMs, options);
  }

  /** As `poll`, blocking this thread: listeners are called synchronously, signal handlers and timers wait. */
  pollSync(timeoutMs?: number): ConsumerRecords<Deserialized<K>, Deserialized<V>> {
    return this.#polls.pollSync(timeoutMs);
  }

  /** Endless. `break` leaves the consumer usable. */
  [Symbol.asyncIterator](): RecordStream<Deserialized<K>, Deserialized<V>> {
    return this.stream();
  }

  /** Record by record, up to where the options say. */
  stream(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): RecordStream<Deserialized<K>, Deserialized<V>> {
    this.lifecycle.assertOpen('stream');
    return new RecordStream(this.#parts, checkStreamOptions('stream', options), 'stream');
  }

  /** As `stream`, `max.poll.records` at a time: the fastest loop. */
  batches(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): BatchStream<Deserialized<K>, Deserialized<V>> {
    this.lifecycle.assertOpen('batches');
    return new BatchStream(this.#parts, checkStreamOptions('batches', options), 'batches');
  }

  /** As `stream`, as a Readable in object mode. */
  readable(
    options: StreamOptions<Deserialized<K>, Deserialized<V>> = {},
  ): ConsumerReadable<Deserialized<K>, Deserialized<V>> {
    this.lifecycle.assertOpen('readable');
    return new ConsumerReadable(new RecordStream(this.#parts, checkStreamOptions('readable', options), 'readable'));
  }

  /**
   * Calls the handler for each record: in order per partition or key, up to `concurrency` at once, at least once. What is finished is
   * committed every `auto.commit.interval.ms`, when partitions go, and at the end. Rejects with what a handler throws, once those at work
   * have ended; the record is then the first of the next loop.
   */
  async forEach(
    handler: RecordHandler<Deserialized<K>, Deserialized<V>>,
    options: ForEachOptions<Deserialized<K>, Deserialized<V>> = {},
  ): Promise<void> {
    const checked = checkForEach<Deserialized<K>, Deserialized<V>>(handler, options);
    this.lifecycle.assertOpen('forEach');
    const run = new ForEach(this.#parts, handler, checked).run();
    const settled = run.catch(() => undefined);
    this.#active.add(settled);
    try {
      await run;
    } finally {
      this.#active.delete(settled);
    }
  }

  /** Rejects the pending `poll`, `consume` or `next()`, or the next one, with a WakeupError. May be called at any time. */
  wakeup(): void {
    this.#parts.poller.wakeup();
  }

  // ---- positions

  /** Reading goes on at this offset, from the very next record. Committed offsets stay. */
  seek(partition: TopicPartition, offset: SeekOffset): void {
    this.#positions.seek(partition, offset);
  }

  seekToBeginning(partitions?: readonly TopicPartition[]): void {
    this.#positions.seekTo('seekToBeginning', partitions, 'beginning');
  }

  seekToEnd(partitions?: readonly TopicPartition[]): void {
    this.#positions.seekTo('seekToEnd', partitions, 'end');
  }

  /** To the committed offsets: after an aborted transaction the same records come again. */
  seekToCommitted(partitions?: readonly TopicPartition[], options: WaitOptions = {}): Promise<void> {
    return this.#positions.seekToCommitted(partitions, (list) => this.#queries.committed(list, options));
  }

  /** The offset after the last record handed over; `null`: not known yet. Asks nobody. */
  position(partition: TopicPartition): number | null {
    return this.#positions.position(partition);
  }

  /** Nothing of these is handed over until `resume`; what was fetched of them waits. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#positions.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#positions.resume(partitions);
  }

  paused(): TopicPartition[] {
    this.lifecycle.assertOpen('paused');
    return this.#positions.paused();
  }

  // ---- offsets

  /** Commits what was handed over (or stored, once `storeOffsets` was used). */
  commit(options?: Options): Promise<void>;
  /** Commits records as done (offset + 1), or next-to-read offsets as they stand. */
  commit(offsets: CommitArgument, options?: WaitOptions): Promise<void>;
  commit(first?: unknown, second: WaitOptions = {}): Promise<void> {
    return isOptions(first)
      ? this.#parts.offsets.commit(undefined, first ?? {})
      : this.#parts.offsets.commit(first, second);
  }

  /** As `commit`, blocking this thread. */
  commitSync(offsets?: CommitArgument | null, timeoutMs?: number): void {
    this.#parts.offsets.commitSync(offsets, checkTimeout('commitSync', timeoutMs, this.defaultTimeoutMs));
  }

  /** What the next commit (by interval, on revoke, on close, without arguments) takes. From the first call on, nothing else is stored. */
  storeOffsets(offsets: CommitArgument): void {
    this.lifecycle.assertOpen('storeOffsets');
    this.#parts.offsets.storeOffsets(offsets);
  }

  committed(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<CommittedOffset[]> {
    return this.#queries.committed(partitions, options);
  }

  committedSync(partitions: readonly TopicPartition[], timeoutMs?: number): CommittedOffset[] {
    return this.#queries.committedSync(partitions, checkTimeout('committedSync', timeoutMs, this.defaultTimeoutMs));
  }

  beginningOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.ends('beginningOffsets', partitions, options);
  }

  /** The offset after the last record; with `isolation.level=read_committed`, after the last one that is stable. */
  endOffsets(partitions: readonly TopicPartition[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.ends('endOffsets', partitions, options);
  }

  /** Of each partition the offset of the first record of that time or later; `null`: there is none. */
  offsetsForTimes(queries: readonly TimestampQuery[], options: WaitOptions = {}): Promise<PartitionOffset[]> {
    return this.#queries.offsetsForTimes(queries, options);
  }

  /** Records between the position and the end as last seen; `null`: not known yet. Asks nobody. */
  currentLag(partition: TopicPartition): number | null {
    return this.#queries.currentLag(this.#positions.state('currentLag', partition));
  }

  partitionsFor(topic: string, options: WaitOptions = {}): Promise<PartitionInfo[]> {
    return this.#queries.partitionsFor(topic, options);
  }

  listTopics(options: WaitOptions = {}): Promise<TopicInfo[]> {
    return this.#queries.listTopics(options);
  }

  /** For `producer.sendOffsetsToTransaction`. */
  groupMetadata(): ConsumerGroupMetadata {
    this.lifecycle.assertOpen('groupMetadata');
    const { groupId } = this.#parts.settings;
    requireGroup('groupMetadata', groupId);
    const serialized = this.call('groupMetadata', null)!;
    return { groupId: groupId!, memberId: this.call('memberId', null) ?? '', [serializedGroupMetadata]: serialized };
  }

  metrics(): ConsumerMetrics {
    const { assignment, rest } = this.#parts;
    const lags = this.isDestroyed ? [] : Array.from(assignment, (state) => this.#queries.currentLag(state));
    return consumerMetrics({ assigned: assignment.size, waiting: rest.count, lags }, this.statistics);
  }

  // ---- the end

  /** Commits (with auto-commit), runs `onPartitionsRevoked`, leaves the group. Settles within `timeoutMs` (default 30 s), whatever happens. */
  close(options: WaitOptions = {}): Promise<void> {
    try {
      const timeoutMs = checkTimeout('close', options.timeoutMs, CLOSE_MS);
      const signal = checkSignal('close', options.signal);
      this.#closing ??= this.#close(timeoutMs);
      if (!signal) return this.#closing;
      // Whoever gives up waiting does not stop it.
      return wait(
        'close',
        { timeoutMs: Infinity, signal },
        (resolve, reject) => void this.#closing!.then(resolve, reject),
      );
    } catch (error) {
      return Promise.reject(error as Error);
    }
  }

  /** As `close`, blocking this thread. librdkafka's threads end in the background. */
  closeSync(timeoutMs?: number): void {
    const ms = checkTimeout('closeSync', timeoutMs, CLOSE_MS);
    if (this.#closing) return;
    this.lifecycle.closing();
    this.#closing = Promise.resolve();
    new Closing(this.#parts as unknown as Parts<never, never>, this.#active).closeSync(ms);
    this.#closing = this.#destroy();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(timeoutMs: number): Promise<void> {
    const started = performance.now();
    this.lifecycle.closing();
    await new Closing(this.#parts as unknown as Parts<never, never>, this.#active).close(timeoutMs);
    const left = Math.max(100, timeoutMs - (performance.now() - started));
    // librdkafka may hold on to a handle for longer than that; its threads end by themselves.
    await wait<void>(
      'close',
      { timeoutMs: left },
      (resolve, reject) => void this.#destroy().then(resolve, reject),
    ).catch((error: unknown) => {
      if (!(error instanceof TimeoutError)) throw error;
    });
  }

  #destroy(): Promise<void> {
    this.#watchdog.stop();
    this.#interceptors.close();
    this.#closeDeserializers();
    return this.destroyHandle();
  }
}

function isOptions(value: unknown): value is WaitOptions | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return (
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype &&
    names.every((name) => name === 'timeoutMs' || name === 'signal')
  );
}
