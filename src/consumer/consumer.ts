import { warnAboutConfig } from '../client/config-warnings';
import { checkSignal, checkTimeout, wait, type WaitOptions } from '../client/waiting';
import { configDefOf } from '../config/config-def';
import type { ConsumerConfig } from '../config/generated/types';
import type { MetricReporter } from '../config/option-types';
import { resolveConfig } from '../config/resolve';
import { TimeoutError } from '../errors/waiting-errors';
import type { Deserialized } from '../serde/spec';
import { Closing } from './closing';
import type { ConsumerClient } from './consumer-client';
import type { ConsumerRecord } from './consumer-record';
import type { ConsumerRecords } from './consumer-records';
import { checkForEach, ForEach, type ForEachOptions, type RecordHandler } from './for-each';
import { Interceptors } from './interceptors';
import type { RebalanceListeners } from './listeners';
import { makeParts } from './make-parts';
import type { Parts } from './parts';
import { Polls } from './polls';
import { Positions } from './positions';
import { OffsetConsumer } from './offset-consumer';
import { Queries } from './queries';
import { ConsumerReadable } from './readable';
import { Resets } from './resets';
import { StallWatchdog } from './stall-watchdog';
import { BatchStream, RecordStream } from './stream';
import { checkStreamOptions, type StreamOptions } from './stream-options';
import { Subscription } from './subscription';
import type { AssignPartition, TopicPartition } from './topic-partition';

/** A consumer's `close` waits so long by default, as Java's does. */
const CLOSE_MS = 30_000;

/**
 * Reads records of topics, as a member of a group or by hand. Java's KafkaConsumer; its loops may be written with `poll`, `for await`,
 * `stream`, `batches`, `forEach`, `readable` or `pollSync`.
 *
 * `K` and `V` are what keys and values are after deserialization, or the short name of a deserializer. Both may be `null`.
 */
export class Consumer<K = Buffer, V = Buffer>
  extends OffsetConsumer
  implements AsyncIterable<ConsumerRecord<Deserialized<K>, Deserialized<V>>>
{
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('consumer');

  protected readonly events: ConsumerClient['events'];
  readonly #parts: Parts<Deserialized<K>, Deserialized<V>>;
  readonly #subscription: Subscription;
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
    this.#polls = new Polls(parts);
    this.#watchdog = new StallWatchdog(untyped);
    this.answerWith(untyped, new Positions(untyped), new Queries(untyped));
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

  /** Adds to the partitions assigned by hand; those that are there go on. */
  incrementalAssign(partitions: readonly AssignPartition[]): void {
    this.#subscription.incrementalAssign(partitions);
  }

  /** Takes some of the partitions assigned by hand away; the others go on. */
  incrementalUnassign(partitions: readonly TopicPartition[]): void {
    this.#subscription.incrementalUnassign(partitions);
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
    this.lifecycle.assertOpenOrListening('subscription');
    return this.#subscription.topics;
  }

  assignment(): TopicPartition[] {
    this.lifecycle.assertOpenOrListening('assignment');
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

  // ---- the end

  /** Commits (with auto-commit), runs `onPartitionsRevoked`, leaves the group. Settles within `timeoutMs` (default 30 s), whatever happens. */
  close(options: WaitOptions = {}): Promise<void> {
    try {
      const timeoutMs = checkTimeout('close', options.timeoutMs, CLOSE_MS);
      const signal = checkSignal('close', options.signal);
      this.#parts.rebalancer.work.goOnIfInside();
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
    this.#parts.rebalancer.work.goOnIfInside();
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
