import { Status } from '../binding/boundary';
import { NativeClient, type ClientObserver } from '../client/native-client';
import { warnAboutConfig } from '../client/events/config-warnings';
import { refusedError, type Refusal } from '../client/brokers/refusals';
import { LONGEST_TIMER_MS, nativeTimeout } from '../client/waiting';
import { topicPartitions, type PartitionInfo } from '../client/topic-metadata';
import type { ProducerConfig } from '../config/generated/types';
import { resolveConfig } from '../config/resolve';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { stateError } from '../errors/state-error';
import { ClosedError } from '../errors/usage-errors';
import { Accumulator } from './sending/accumulator';
import { Closing } from './settling/closing';
import { Drains } from './sending/drains';
import { Flusher } from './settling/flusher';
import { MetadataWaits } from './sending/metadata-waits';
import { producerMetrics, type ProducerMetrics } from './metrics';
import { ProducerPlugins } from './plugins';
import type { ProducerListeners } from './producer-events';
import { purged, refusedRecord } from './settling/purged';
import { Room } from './settling/room';
import { SendQueue } from './sending/send-queue';
import { Sender } from './sending/sender';
import { TransactionCalls } from './transactions/transaction-calls';

/** Creates and connects the parts of a producer, handles native events, and decides when records are accepted. */
export class ProducerCore {
  readonly client: NativeClient;
  readonly accumulator: Accumulator;
  readonly queue: SendQueue;
  readonly flusher: Flusher;
  readonly drains: Drains;
  readonly room: Room;
  readonly sender: Sender;
  readonly transactions: TransactionCalls;
  /** Records are accepted now. */
  isAccepting = false;
  readonly #plugins: ProducerPlugins;
  readonly #metadataWaits: MetadataWaits;
  #statistics: Record<string, unknown> | undefined;
  #closing: Closing | undefined;

  /** Throws ConfigError. */
  constructor(config: ProducerConfig<unknown, unknown>, listeners: ProducerListeners, observer?: ClientObserver) {
    const { tell } = listeners;
    const resolved = resolveConfig('producer', config);
    const { java, partitioner } = resolved;
    this.#plugins = new ProducerPlugins(resolved, tell);
    // The accumulator is created before the native client, which writes into its memory.
    const accumulator = new Accumulator(
      {
        bufferMemory: java['buffer.memory'],
        maxRequestSize: java['max.request.size'],
        metadataMaxAgeMs: java['metadata.max.age.ms'],
      },
      partitioner.kind === 'function' ? partitioner.partition : undefined,
      {
        busy: () => this.room.holdWhileBusy(),
        submitted: () => this.#submitted(),
        failed: () => this.room.freed(),
        lacking: (topicIds) => this.#metadataWaits.add(topicIds),
        partitionCount: async (topic) => (await this.partitions('produce', topic, this.client.defaultTimeoutMs)).length,
      },
    );
    const client = new NativeClient(
      {
        role: 'producer',
        conf: resolved.native,
        certificates: resolved.nativeCertificates,
        oauth: resolved.oauth,
        javaPartitioner:
          partitioner.kind === 'java'
            ? { batchSize: java['batch.size'], ignoreKeys: partitioner.ignoreKeys }
            : undefined,
        deliveries: accumulator.deliveries.columns,
        slab: accumulator.packer.slab,
        defaultTimeoutMs: java['max.block.ms'],
      },
      {
        tell,
        observer,
        onDeliveries: (count) => this.#settle(count),
        isRoomAwaited: () => this.drains.any,
        onStatistics: (statistics) => this.#reportStatistics(statistics),
        onError: (error) => {
          if (error.isFatal) this.#updateAccepting();
        },
        onRefused: (refusal, wasUp) => this.#refused(refusal, wasUp),
        onBrokerAnswered: () => {
          accumulator.deliveries.refusal = undefined;
        },
      },
    );
    warnAboutConfig(resolved.warnings);
    accumulator.attach(client.handle);
    this.client = client;
    this.accumulator = accumulator;
    this.queue = new SendQueue(java['buffer.memory']);
    this.drains = new Drains(() => listeners.drain());
    this.room = new Room({
      deliveries: accumulator.deliveries,
      queue: this.queue,
      drains: this.drains,
      bufferMemory: java['buffer.memory'],
      hold: () => client.hold(),
      release: () => client.release(),
    });
    this.sender = new Sender({
      accumulator,
      queue: this.queue,
      serializer: this.#plugins.serializer,
      interceptors: this.#plugins.interceptors,
      roomMs: client.defaultTimeoutMs,
      changed: () => this.room.freed(),
    });
    const maxAgeMs = Math.min(java['max.block.ms'], LONGEST_TIMER_MS);
    this.#metadataWaits = new MetadataWaits({
      expire: (topic) => (client.isDestroyed ? -1 : client.call('expireLacking', { topic, maxAgeMs })),
    });
    this.flusher = new Flusher(accumulator, this.queue, {
      request: (timeoutMs) => client.requestWithId('flush', { timeoutMs }, 'flush'),
      cancel: (id) => {
        if (!client.isDestroyed) client.call('cancelFlush', { id });
      },
      step: (timeoutMs) => client.call('flushStep', { timeoutMs }),
      pump: () => this.serve(),
    });
    const isTransactional = java['transactional.id'] !== null;
    this.transactions = new TransactionCalls({
      isTransactional,
      defaultTimeoutMs: client.defaultTimeoutMs,
      connectionError: () => client.connectionError,
      assertUsable: (operation) => this.assertUsable(operation),
      begin: () => client.call('beginTransaction', null),
      request: (operation, args) => client.request(operation, args),
      handOver: (timeoutMs) => this.#handOver(timeoutMs),
      giveUp: (why) => {
        this.#failWaiting(why);
        accumulator.submit();
      },
      failed: (error) => {
        client.lifecycle.failed(error);
        this.#updateAccepting();
      },
      changed: () => this.#updateAccepting(),
    });
    const { deliveries } = accumulator;
    if (isTransactional) {
      deliveries.onFailure = (error) => this.transactions.recordFailed(error);
      deliveries.transactionError = () => this.#nativeTransactionError();
    }
    deliveries.fatalError = () => this.#nativeFatalError();
    deliveries.connectionError = () => client.connectionError;
    deliveries.maxBlockMs = java['max.block.ms'];
    this.#updateAccepting();
  }

  // ---- events from the native side

  #settle(count: number): void {
    this.accumulator.deliveries.settle(count);
    this.room.freed();
  }

  #submitted(): void {
    if (this.client.status[Status.MORE] === 1) this.client.pumpSoon();
  }

  #reportStatistics(statistics: Record<string, unknown>): void {
    this.#statistics = statistics;
    this.#plugins.reporters.report(() => this.metrics());
  }

  /**
   * If no broker has ever accepted this producer, its records fail at once, as in Java, where they find no metadata. A
   * producer that was connected before keeps its records for delivery.timeout.ms: its cluster was right before and may
   * be again.
   */
  #refused(refusal: Refusal, wasUp: boolean): void {
    this.flusher.refuse((operation) => refusedError(operation, refusal));
    if (wasUp) {
      this.drains.fail(() => refusedError('drained', refusal));
      return;
    }
    const { deliveries, partitioner } = this.accumulator;
    const { reason } = refusal;
    const cause = refusedError('send', refusal);
    deliveries.refusal = { cause, reason };
    this.queue.failAll((topic) => refusedRecord(topic, cause, reason));
    partitioner?.failAll((topic) => refusedRecord(topic, cause, reason));
    this.accumulator.submit();
    if (deliveries.outstanding > 0) this.client.call('purge', { queue: true, inFlight: false });
    this.room.freed();
  }

  /** Records may fail before the event with the reason arrives. */
  #nativeFatalError(): KafkaError | null {
    if (this.client.lifecycle.fatalError !== undefined || this.client.isDestroyed)
      return this.client.lifecycle.fatalError ?? null;
    const reason = this.client.call('fatalError', null);
    return reason && KafkaError.fromNative({ ...reason, operation: 'produce' });
  }

  #nativeTransactionError(): KafkaError | null {
    if (this.client.isDestroyed) return null;
    const reason = this.client.call('transactionError', null);
    return reason && KafkaError.fromNative({ ...reason, operation: 'produce' });
  }

  metrics(): ProducerMetrics {
    return producerMetrics(this.accumulator, this.queue, this.#statistics);
  }

  // ---- waiting records

  /** Serves the reports that are queued now. Later ones wait, so that this call ends. */
  serve(): void {
    let left = this.accumulator.deliveries.outstanding;
    do left -= this.client.pumpOnce(0);
    while (left > 0 && this.client.status[Status.MORE] === 1);
  }

  /** Ensures that librdkafka has every accepted record, and that records it refused were reported. */
  async #handOver(timeoutMs: number): Promise<void> {
    if (!this.queue.isEmpty || this.accumulator.partitioner?.held) {
      await this.flusher.flush('commitTransaction', timeoutMs < 0 ? Infinity : timeoutMs);
    }
    this.accumulator.submit();
    this.serve();
  }

  /** Fails the records that librdkafka does not have yet. */
  #failWaiting(why: string): void {
    this.queue.failAll((topic) => purged(topic, why));
    this.accumulator.partitioner?.failAll((topic) => purged(topic, why));
    this.room.freed();
  }

  giveUp(operation: string, queue: boolean, inFlight: boolean): void {
    if (queue) this.#failWaiting(operation === 'close' ? 'the producer was closed' : 'it was purged');
    this.accumulator.submit();
    this.client.call('purge', { queue, inFlight });
  }

  // ---- state

  #updateAccepting(): void {
    this.isAccepting =
      this.client.lifecycle.isOpen && this.client.lifecycle.fatalError === undefined && this.transactions.mayProduce;
  }

  /** Throws the reason why no record is accepted. */
  refuse(operation: string): never {
    this.assertUsable(operation);
    this.transactions.assertMayProduce(operation);
    throw stateError(operation, 'not possible now');
  }

  /** Serving, flushing and purging still work while the producer closes. */
  assertNotClosed(operation: string): void {
    if (this.client.isDestroyed) throw new ClosedError(operation);
  }

  assertUsable(operation: string): void {
    this.client.lifecycle.assertOpen(operation);
    const cause = this.client.lifecycle.fatalError;
    if (cause === undefined) return;
    const { code, errno } = cause;
    const message = `${operation}: the producer has failed and must be closed: ${cause.message}`;
    throw KafkaError.of({ code, errno, message, operation, isFatal: true, cause });
  }

  async partitions(
    operation: string,
    topic: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<PartitionInfo[]> {
    return topicPartitions(operation, topic, timeoutMs, (left) =>
      this.client.requestWithin(
        'metadata',
        { topics: [topic], timeoutMs: nativeTimeout(left) },
        { operation, timeoutMs: left, signal },
      ),
    );
  }

  // ---- closing

  /** Starts closing. Later calls return the same object. */
  beginClosing(): Closing {
    if (this.#closing) return this.#closing;
    this.client.lifecycle.closing();
    this.#updateAccepting();
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
    this.room.freed();
  }

  #finishClosing(): Promise<void> {
    this.#metadataWaits.stop();
    this.drains.fail(() => new ClosedError('drained'));
    this.#plugins.close();
    return this.client.destroy();
  }
}
