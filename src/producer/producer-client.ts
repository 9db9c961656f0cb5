import { Status, type NativeEvent } from '../binding/native';
import { Client } from '../client/client';
import { warnAboutConfig } from '../client/config-warnings';
import type { ClientEvents } from '../client/events';
import { topicPartitions, type PartitionInfo } from '../client/topic-metadata';
import type { ProducerConfig } from '../config/generated/types';
import type { MetricReporter } from '../config/option-types';
import { resolveConfig } from '../config/resolve';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { ClosedError } from '../errors/usage-errors';
import { Accumulator, type AccumulatorHooks } from './accumulator';
import { Closing } from './closing';
import { Drains } from './drains';
import { Flusher } from './flusher';
import { Interceptors } from './interceptors';
import type { ProducerMetrics } from './metrics';
import { purged } from './purged';
import { SendQueue } from './send-queue';
import { Sender } from './sender';
import { RecordSerializer } from './serialization';
import { TransactionCalls } from './transaction-calls';
import { stateError } from './transactions';

export interface ProducerEvents extends ClientEvents {
  /** After a `produce` that returned false or threw ERR__QUEUE_FULL: half of `buffer.memory` is free again. */
  drain: [];
}

/**
 * What a producer consists of and how its parts hang together; what comes from the native side, and when it may take records.
 */
export abstract class ProducerClient<K, V> extends Client<ProducerEvents> {
  /** @internal */
  protected readonly accumulator: Accumulator;
  /** @internal */
  protected readonly queue: SendQueue;
  /** @internal */
  protected readonly flusher: Flusher;
  /** @internal */
  protected readonly drains: Drains;
  /** @internal */
  protected readonly sender: Sender;
  readonly #serializer: RecordSerializer;
  readonly #interceptors: Interceptors;
  /** @internal */
  protected readonly transactions: TransactionCalls;
  readonly #metricReporters: readonly MetricReporter[];
  readonly #closePartitioner: () => void;
  /** @internal */
  protected readonly highWater: number;
  /** @internal */
  protected isAccepting = false;
  #isHeld = false;
  #closing: Closing | undefined;
  /** @internal */
  protected statistics: Record<string, unknown> | undefined;

  /** Connects in the background; throws only ConfigError. */
  constructor(config: ProducerConfig<K, V>) {
    const resolved = resolveConfig('producer', config);
    const { java, partitioner } = resolved;
    // The accumulator comes before `this`, for the native client needs its slab.
    const hooks: AccumulatorHooks = {
      busy: () => undefined,
      submitted: () => undefined,
      partitionCount: () => Promise.resolve(0),
    };
    const accumulator = new Accumulator(
      {
        bufferMemory: java['buffer.memory'],
        maxRequestSize: java['max.request.size'],
        metadataMaxAgeMs: java['metadata.max.age.ms'],
      },
      partitioner.kind === 'function' ? partitioner.partition : undefined,
      hooks,
    );
    super({
      role: 'producer',
      conf: resolved.native,
      certificates: resolved.nativeCertificates,
      oauth: resolved.oauth,
      javaPartitioner:
        partitioner.kind === 'java' ? { batchSize: java['batch.size'], ignoreKeys: partitioner.ignoreKeys } : undefined,
      deliveries: accumulator.deliveries.columns,
      slab: accumulator.packer.slab,
      defaultTimeoutMs: java['max.block.ms'],
    });
    warnAboutConfig(resolved.warnings);
    accumulator.attach(this.handle);
    hooks.busy = () => this.#holdWhileBusy();
    hooks.submitted = () => {
      if (this.status[Status.MORE] === 1) this.pumpSoon();
    };
    hooks.partitionCount = async (topic) => (await this.partitions('produce', topic, this.defaultTimeoutMs)).length;
    this.accumulator = accumulator;
    this.highWater = java['buffer.memory'] / 2;
    this.queue = new SendQueue(java['buffer.memory']);
    this.drains = new Drains(() => this.emit('drain'));
    this.#serializer = new RecordSerializer(resolved.keySerializer, resolved.valueSerializer);
    this.#interceptors = new Interceptors(resolved.interceptors, (method, error) =>
      this.#pluginFailed(`an interceptor's ${method}`, method, error),
    );
    this.sender = new Sender({
      accumulator,
      queue: this.queue,
      serializer: this.#serializer,
      interceptors: this.#interceptors,
      roomMs: this.defaultTimeoutMs,
      changed: () => this.#afterSettling(),
    });
    this.#metricReporters = resolved.metricReporters;
    this.#closePartitioner = partitioner.kind === 'function' ? partitioner.close : () => undefined;
    this.flusher = new Flusher(accumulator, this.queue, {
      request: (timeoutMs) => this.requestWithId('flush', { timeoutMs }, 'flush'),
      cancel: (id) => this.call('cancelFlush', { id }),
      step: (timeoutMs) => this.call('flushStep', { timeoutMs }),
      pump: () => this.serve(),
    });
    const isTransactional = java['transactional.id'] !== null;
    this.transactions = new TransactionCalls({
      isTransactional,
      defaultTimeoutMs: this.defaultTimeoutMs,
      assertUsable: (operation) => this.assertUsable(operation),
      begin: () => this.call('beginTransaction', null),
      request: (operation, args) => this.request(operation, args),
      handOver: (timeoutMs) => this.#handOver(timeoutMs),
      giveUp: (why) => {
        this.#failWaiting(why);
        accumulator.submit();
      },
      failed: (error) => {
        this.lifecycle.failed(error);
        this.updateAccepting();
      },
      changed: () => this.updateAccepting(),
    });
    if (isTransactional) accumulator.deliveries.onFailure = (error) => this.transactions.recordFailed(error);
    accumulator.deliveries.fatalError = () => this.#nativeFatalError();
    this.updateAccepting();
  }

  // ---- from the native side

  protected override onDeliveries(count: number): void {
    this.accumulator.deliveries.settle(count);
    this.#afterSettling();
  }

  protected override onEvent(event: NativeEvent): void {
    if (event.type === 'stats') {
      this.statistics = JSON.parse(event.json) as Record<string, unknown>;
      for (const reporter of this.#metricReporters) this.#report(reporter);
    }
    super.onEvent(event);
  }

  protected override onError(error: KafkaError): void {
    super.onError(error);
    if (error.isFatal) this.updateAccepting();
  }

  /** Records may be given up before the event comes that says why. */
  #nativeFatalError(): KafkaError | null {
    if (this.lifecycle.fatalError !== undefined || this.isDestroyed) return this.lifecycle.fatalError ?? null;
    const reason = this.call('fatalError', null);
    return reason && KafkaError.fromNative({ ...reason, operation: 'produce' });
  }

  abstract metrics(): ProducerMetrics;

  #report(reporter: MetricReporter): void {
    try {
      reporter.metrics(this.metrics());
    } catch (error) {
      this.#pluginFailed("a metric reporter's metrics", 'metrics', error);
    }
  }

  #pluginFailed(what: string, method: string, cause: unknown): void {
    const message = `${what} threw: ${String((cause as Error)?.message ?? cause)}`;
    this.emit('warning', new KafkaError({ code: 'ERR_LISTENER', message, operation: method, cause }));
  }

  // ---- room

  /** @internal */
  protected get isDrained(): boolean {
    return this.queue.isEmpty && this.accumulator.deliveries.bytes <= this.highWater;
  }

  #afterSettling(): void {
    if (!this.queue.isEmpty) this.queue.advance();
    if (this.drains.any && this.isDrained) this.drains.tell();
    if (this.#isHeld && this.accumulator.deliveries.outstanding === 0) {
      this.#isHeld = false;
      this.release();
    }
  }

  protected override get isRoomAwaited(): boolean {
    return this.drains.any;
  }

  #holdWhileBusy(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.hold();
  }

  /** @internal Serves what is there now; what comes in meanwhile waits, so that this ends. */
  protected serve(): void {
    let left = this.accumulator.deliveries.outstanding;
    do left -= this.pumpOnce(0);
    while (left > 0 && this.status[Status.MORE] === 1);
  }

  /** Sees to it that librdkafka has all that was taken, and that what it refused has been reported. */
  async #handOver(timeoutMs: number): Promise<void> {
    if (!this.queue.isEmpty || this.accumulator.partitioner?.held) {
      await this.flusher.flush('commitTransaction', timeoutMs < 0 ? Infinity : timeoutMs);
    }
    this.accumulator.submit();
    this.serve();
  }

  /** Fails what librdkafka has not got yet. */
  #failWaiting(why: string): void {
    this.queue.failAll((topic) => purged(topic, why));
    this.accumulator.partitioner?.failAll((topic) => purged(topic, why));
    this.#afterSettling();
  }

  /** @internal */
  protected giveUp(operation: string, queue: boolean, inFlight: boolean): void {
    if (queue) this.#failWaiting(operation === 'close' ? 'the producer was closed' : 'it was purged');
    this.accumulator.submit();
    this.call('purge', { queue, inFlight });
  }

  // ---- state

  /** @internal */
  protected updateAccepting(): void {
    this.isAccepting = this.lifecycle.isOpen && this.lifecycle.fatalError === undefined && this.transactions.mayProduce;
  }

  /** @internal Says why no record is taken. */
  protected refuse(operation: string): never {
    this.assertUsable(operation);
    this.transactions.assertMayProduce(operation);
    throw stateError(operation, 'not possible now');
  }

  /** @internal Serving, flushing and purging go on while it closes. */
  protected assertNotClosed(operation: string): void {
    if (this.isDestroyed) throw new ClosedError(operation);
  }

  /** @internal */
  protected assertUsable(operation: string): void {
    this.lifecycle.assertOpen(operation);
    const cause = this.lifecycle.fatalError;
    if (cause === undefined) return;
    const { code, errno } = cause;
    const message = `${operation}: the producer has failed and must be closed: ${cause.message}`;
    throw new KafkaError({ code, errno, message, operation, isFatal: true, cause });
  }

  /** @internal */
  protected async partitions(
    operation: string,
    topic: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<PartitionInfo[]> {
    return topicPartitions(operation, topic, timeoutMs, (left) =>
      this.requestWithin(
        'metadata',
        { topics: [topic], timeoutMs: this.requestTimeout(left) },
        { operation, timeoutMs: left, signal },
      ),
    );
  }

  // ---- closing

  /** @internal The way down, begun by the first call. */
  protected get closing(): Closing {
    if (this.#closing) return this.#closing;
    this.lifecycle.closing();
    this.updateAccepting();
    this.#closing = new Closing({
      flush: (limit) => this.flusher.flush('close', limit),
      unsettled: () => this.flusher.unsettled,
      abort: () => this.transactions.finish(),
      purge: () => this.giveUp('close', true, true),
      failRest: () => this.#failRest(),
      finish: () => this.#finishClosing(),
    });
    return this.#closing;
  }

  #failRest(): void {
    this.accumulator.deliveries.failAll(errorNumber('ERR__DESTROY'));
    this.#afterSettling();
  }

  #finishClosing(): Promise<void> {
    this.drains.fail(() => new ClosedError('drained'));
    this.#interceptors.close();
    this.#serializer.close();
    this.#closePartitioner();
    for (const reporter of this.#metricReporters) reporter.close?.();
    return this.destroyHandle();
  }
}
