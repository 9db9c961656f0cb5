import type { NativeEvent } from '../binding/native';
import { warnAboutConfig } from '../client/events/config-warnings';
import { MetricReporters } from '../client/events/metric-reporters';
import { pluginError } from '../client/events/plugin-error';
import { NativeClient } from '../client/native-client';
import type { DirectHooks } from './direct-hooks';
import { refusedError, type Refusal } from '../client/brokers/refusals';
import { wait } from '../client/waiting';
import type { ConsumerConfig } from '../config/generated/types';
import { resolveConfig, type ResolvedConsumerConfig } from '../config/resolve';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import { callPlugin } from '../user-code/user-code';
import { groupRefusedError, rejectsPoll, responseTooLarge } from './consumer-errors';
import type { ConsumerTell } from './consumer-events';
import { Closing, type ActiveLoop } from './control/closing';
import { Positions } from './control/positions';
import { Subscription } from './control/subscription';
import type { ForEachParts } from './loops/for-each';
import { PollCalls } from './loops/poll-calls';
import { CommitCalls } from './offsets/commit-calls';
import { Offsets } from './offsets/offset-commits';
import { Assignment } from './partitions/assignment';
import { consumerMetrics, type ConsumerMetrics } from './questions/metrics';
import { Queries } from './questions/queries';
import { StallWatchdog } from './questions/stall-watchdog';
import { HandOver } from './reading/hand-over';
import { Intake } from './reading/intake';
import { Interceptors } from './reading/interceptors';
import { OffsetResets } from './reading/offset-resets';
import { Poller } from './reading/poller';
import { Seeks } from './reading/seeks';
import { Rebalancer, type RebalanceHooks } from './rebalance/rebalancer';
import type { ConsumerRecords } from './records/consumer-records';
import { PrefetchedRecords } from './records/prefetched-records';
import { settingsOf, type ConsumerSettings } from './settings';

type ConsumerErrorEvent = Extract<NativeEvent, { type: 'consumerError' }>;

/** Creates and connects the parts of a consumer, dispatches native events, and closes. */
export class ConsumerCore<K, V> {
  readonly client: NativeClient;
  readonly settings: ConsumerSettings;
  readonly assignment = new Assignment();
  readonly prefetched = new PrefetchedRecords(this.assignment);
  readonly offsets: Offsets;
  readonly commits: CommitCalls;
  readonly rebalancer: Rebalancer;
  readonly intake: Intake;
  readonly poller: Poller;
  readonly subscription: Subscription;
  readonly positions: Positions;
  readonly queries: Queries;
  readonly pollCalls: PollCalls<K, V>;
  /** The parts that loops need. */
  readonly loops: ForEachParts<K, V>;
  /** Running calls of `forEach`. */
  readonly active = new Set<ActiveLoop>();
  readonly #tell: ConsumerTell;
  readonly #direct: DirectHooks | undefined;
  readonly seeks: Seeks;
  readonly #resets: OffsetResets;
  readonly #watchdog: StallWatchdog;
  readonly #interceptors: Interceptors;
  readonly #reporters: MetricReporters;
  readonly #closeDeserializers: () => void;
  #statistics: Record<string, unknown> | undefined;
  #closing: Promise<void> | undefined;

  /** Throws ConfigError. */
  constructor(config: ConsumerConfig<unknown, unknown>, tell: ConsumerTell, direct?: DirectHooks) {
    this.#direct = direct;
    const resolved = resolveConfig('consumer', config);
    const failed = (plugin: string) => (method: string, error: unknown) =>
      void tell('warning', pluginError(plugin, method, error));
    this.#tell = tell;
    this.#interceptors = new Interceptors(resolved.interceptors, failed('an interceptor'));
    this.#reporters = new MetricReporters(resolved.metricReporters, failed('a metric reporter'));
    this.#closeDeserializers = () => {
      for (const deserializer of [resolved.keyDeserializer, resolved.valueDeserializer])
        callPlugin(deserializer, 'close', [], (error) => failed('a deserializer')('close', error));
    };
    const settings = settingsOf(resolved);
    const client = this.#connect(resolved);
    warnAboutConfig(resolved.warnings);
    const { assignment, prefetched } = this;
    const interceptors = this.#interceptors;
    const offsets = new Offsets(client, assignment, {
      autoCommit: settings.autoCommit,
      onCommitted: interceptors.any ? (committed) => interceptors.committed(committed) : direct?.onCommitted,
    });
    if (direct) offsets.storeByUser([]);
    const hooks: RebalanceHooks = {
      beforeRevoke: new Set(),
      onAnswered: () => {
        this.subscription.changed();
        this.poller.kick();
      },
      onListenerError: (error) => {
        if (client.lifecycle.isOpen) this.poller.errors.add(error);
        else tell('error', error);
      },
      tell,
    };
    const rebalancer = new Rebalancer(client, assignment, prefetched, offsets, hooks, settings.maxPollIntervalMs);
    rebalancer.decide = direct?.decide;
    const seeks = new Seeks(client, assignment, prefetched, offsets, rebalancer);
    const { maxPollRecords, maxPollIntervalMs } = settings;
    const tellsEnds = settings.partitionEof;
    const intake = new Intake({ client, tell, assignment, prefetched, seeks, tellsEnds, maxPollRecords });
    const poller = new Poller({
      client,
      prefetched,
      offsets,
      rebalancer,
      seeks,
      intake,
      maxPollRecords,
      maxPollIntervalMs,
    });
    const intercept = interceptors.any
      ? (records: ConsumerRecords<K, V>) => interceptors.intercept(records)
      : undefined;
    const { keyDeserializer, valueDeserializer } = resolved;
    const handOver = new HandOver<K, V>(prefetched, offsets, keyDeserializer, valueDeserializer, intercept);
    const parts = { client, tell, assignment, prefetched, offsets, seeks, rebalancer, intake, poller, settings };
    const subscription = new Subscription(parts);
    const assertSubscribed = (operation: string) => subscription.assertAny(operation);
    this.client = client;
    this.settings = settings;
    this.offsets = offsets;
    this.commits = new CommitCalls(client, assignment, offsets, settings);
    this.rebalancer = rebalancer;
    this.intake = intake;
    this.poller = poller;
    this.subscription = subscription;
    this.positions = new Positions(parts);
    this.queries = new Queries(parts);
    this.loops = { ...parts, hooks, handOver, assertSubscribed, iterator: { open: undefined } };
    this.pollCalls = new PollCalls({ ...parts, handOver, assertSubscribed });
    this.seeks = seeks;
    this.#resets = new OffsetResets(parts);
    this.#watchdog = new StallWatchdog(parts);
  }

  #connect(resolved: ResolvedConsumerConfig): NativeClient {
    return new NativeClient(
      {
        role: 'consumer',
        // Ends are always requested: they show that the control records and gaps before them are passed.
        conf: { ...resolved.native, 'enable.partition.eof': 'true' },
        certificates: resolved.nativeCertificates,
        oauth: resolved.oauth,
        defaultTimeoutMs: resolved.java['default.api.timeout.ms'],
      },
      {
        tell: (name, ...args) => this.#tell(name, ...(args as never)),
        observer: this.#direct?.observer,
        onRecords: () => this.poller.kick(),
        onEvent: (event) => this.#onEvent(event),
        onStatistics: (statistics) => {
          this.#statistics = statistics;
          this.#reporters.report(() => this.metrics());
        },
        onError: (error) => this.#onError(error),
        onRefused: (refusal) => this.#refused(refusal),
        onBrokerRefused: (refusal) => this.#refused(refusal),
      },
    );
  }

  metrics(): ConsumerMetrics {
    const lags = this.client.isDestroyed ? [] : Array.from(this.assignment, (state) => this.queries.currentLag(state));
    const { assignment, prefetched } = this;
    return consumerMetrics({ assigned: assignment.size, waiting: prefetched.count, lags }, this.#statistics);
  }

  // ---- events from the native side

  #onEvent(event: NativeEvent): void {
    if (event.type === 'rebalance') {
      if (event.errno === librdkafkaCodes.ERR__ASSIGN_PARTITIONS) this.poller.errors.groupAccepted();
      this.rebalancer.respond(event);
    } else if (event.type === 'consumerError') this.#onConsumerError(event);
  }

  #onConsumerError(event: ConsumerErrorEvent): void {
    const { client, assignment, poller } = this;
    // ERR__FATAL only says that there is a fatal error. librdkafka keeps the error itself.
    const reason = event.error.isFatal ? client.call('fatalError', null) : null;
    const error = KafkaError.fromNative({ ...(reason ?? event.error), operation: 'poll' });
    // The pending poll and every later one reject with it.
    if (error.isFatal) client.lifecycle.failed(error);
    if (this.#direct) return this.#direct.onConsumerError(error);
    const isOfGroup = error.code === 'ERR_GROUP_AUTHORIZATION_FAILED';
    // librdkafka asks for a coordinator also where there is no group.
    if (isOfGroup && this.settings.groupId === null) return;
    const state = event.topic === null ? undefined : assignment.get(event.topic, event.partition);
    if (error.code === 'ERR__AUTO_OFFSET_RESET') {
      if (state && !this.seeks.outlived(state, event.offset)) this.#resets.failed(state, error);
    } else if (state === undefined && isOfGroup && this.offsets.subscribed) {
      poller.errors.groupRefused((operation) => groupRefusedError(operation, error));
    } else if (rejectsPoll(error)) poller.errors.add(error);
    else this.#tell('warning', error);
  }

  #onError(error: KafkaError): void {
    const tooLarge = responseTooLarge(error);
    if (tooLarge) this.poller.errors.add(tooLarge);
    else if (error.isFatal) this.poller.kick();
  }

  #refused(refusal: Refusal): void {
    this.poller.errors.refused((operation) => refusedError(operation, refusal));
  }

  // ---- closing

  /** The promise of the first call. Later calls return the same one. */
  close(timeoutMs: number): Promise<void> {
    this.rebalancer.work.goOnIfInside();
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  closeSync(timeoutMs: number): void {
    this.rebalancer.work.goOnIfInside();
    if (this.#closing) return;
    this.client.lifecycle.closing();
    this.#closing = Promise.resolve();
    try {
      this.#makeClosing().closeSync(timeoutMs);
    } finally {
      this.#closing = this.#destroy();
    }
  }

  async #close(timeoutMs: number): Promise<void> {
    const started = performance.now();
    this.client.lifecycle.closing();
    try {
      await this.#makeClosing().close(timeoutMs);
    } finally {
      await this.#letGoWithin(timeoutMs - (performance.now() - started));
    }
  }

  #makeClosing(): Closing {
    const { client, assignment, prefetched, offsets, rebalancer, intake, poller } = this;
    return new Closing({ client, assignment, prefetched, offsets, rebalancer, intake, poller }, this.active);
  }

  async #letGoWithin(timeoutMs: number): Promise<void> {
    const left = Math.max(100, timeoutMs);
    // librdkafka may keep a handle longer than that. Its threads end on their own.
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
    this.#reporters.close();
    return this.client.destroy();
  }
}
