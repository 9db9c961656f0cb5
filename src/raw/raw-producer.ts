import type { NativeClient } from '../client/native-client';
import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../client/group-metadata';
import { connection, type Connection } from '../client/connection';
import { ProducerCore } from '../producer/producer-core';
import type { ProducerRecord } from '../producer/records/record';
import type { DeliveryCallback } from '../producer/settling/deliveries';
import { RECORD_OVERHEAD } from '../producer/records/record';
import { rawProducerConfig, type RawConf, type RawTokenProvider } from './raw-config';
import { EventRelay, type RawEvents } from './raw-events';
import { RawQueries, type RawPartition } from './raw-queries';

/** A producer with librdkafka's own configuration. Its caller counts records against librdkafka's limits. */
export class RawProducer {
  readonly queries: RawQueries;
  readonly #core: ProducerCore;

  /** Throws ConfigError. */
  constructor(conf: RawConf, events: RawEvents, token?: RawTokenProvider) {
    const relay = new EventRelay(events);
    const tell = (name: string, first?: unknown) => relay.tell(name, first);
    this.#core = new ProducerCore(rawProducerConfig(conf, token), { tell, drain: () => undefined }, relay.observer);
    this.queries = new RawQueries(this.#core.client);
  }

  get client(): NativeClient {
    return this.#core.client;
  }

  /** Records without a report so far. */
  get outstanding(): number {
    return this.#core.accumulator.deliveries.outstanding;
  }

  /** Their bytes: keys, values and headers. */
  get outstandingBytes(): number {
    const { bytes, outstanding } = this.#core.accumulator.deliveries;
    return bytes - outstanding * RECORD_OVERHEAD;
  }

  /** Throws a KafkaError for a record that is not accepted. Every accepted one ends with a call of `callback`. */
  produce(record: ProducerRecord<unknown, unknown>, callback: DeliveryCallback | undefined): void {
    const core = this.#core;
    if (!core.isAccepting) core.refuse('produce');
    const { accumulator } = core;
    accumulator.take('produce', record, record.key, record.value, callback, accumulator.deliveries.flushes.epoch);
  }

  /** Serves the reports that are queued now. */
  poll(): void {
    if (this.#core.accumulator.deliveries.isSettling) return;
    this.#core.accumulator.submit();
    this.#core.serve();
  }

  /** Resolves with the number of records without a report. */
  flush(timeoutMs: number): Promise<number> {
    return this.#core.flusher.flush('flush', timeoutMs);
  }

  purge(queue: boolean, inFlight: boolean): void {
    this.#core.giveUp('purge', queue, inFlight);
  }

  initTransactions(timeoutMs: number): Promise<void> {
    return this.#core.transactions.init({ timeoutMs });
  }

  beginTransaction(): void {
    this.#core.transactions.begin();
  }

  commitTransaction(timeoutMs: number): Promise<void> {
    return this.#core.transactions.commit({ timeoutMs });
  }

  abortTransaction(timeoutMs: number): Promise<void> {
    return this.#core.transactions.abort({ timeoutMs });
  }

  sendOffsets(offsets: readonly RawPartition[], group: Buffer, timeoutMs: number): Promise<void> {
    const metadata = { groupId: '', memberId: '', [serializedGroupMetadata]: group } as ConsumerGroupMetadata;
    return this.#core.transactions.sendOffsets(offsets as never, metadata, { timeoutMs });
  }

  /** Settles every record or gives it up after `timeoutMs`, then releases librdkafka. */
  async close(timeoutMs: number): Promise<void> {
    const closing = this.#core.beginClosing();
    closing.within(timeoutMs);
    await closing.finished;
  }

  [connection](): Connection {
    return this.#core.client.connection;
  }
}
