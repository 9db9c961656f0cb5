import { connection, type Connection } from '../client/connection';
import type { NativeClient } from '../client/native-client';
import { ConsumerCore } from '../consumer/consumer-core';
import type { DirectHooks } from '../consumer/direct-hooks';
import type { PartitionState } from '../consumer/partitions/partition-state';
import { toTopicPartition, type TopicPartition } from '../consumer/partitions/topic-partition';
import { DirectReader, type EndReached } from '../consumer/reading/direct-reader';
import { CallerAssignment } from '../consumer/rebalance/caller-assignment';
import { KafkaError } from '../errors/kafka-error';
import { rawConsumerConfig, type RawConf, type RawTokenProvider } from './raw-config';
import { EventRelay, type RawEvents } from './raw-events';
import { RawQueries, type RawPartition } from './raw-queries';

export interface RawConsumerEvents extends RawEvents, Pick<DirectHooks, 'decide' | 'onConsumerError' | 'onCommitted'> {}

export interface RawConsumerOptions {
  /** Store the offset of each record that is taken (`enable.auto.offset.store`). */
  autoStore: boolean;
}

/** Gets an offset that was not stored, with the errno. */
export type StoreFailed = (place: RawPartition) => void;

/** A consumer with librdkafka's own configuration: its caller answers rebalances and takes records one by one. */
export class RawConsumer {
  readonly queries: RawQueries;
  readonly reader: DirectReader;
  readonly assignments: CallerAssignment;
  readonly #core: ConsumerCore<Buffer, Buffer>;
  readonly #options: RawConsumerOptions;
  /** What is to be stored before the event loop's next turn ends. */
  readonly #soon = new Map<PartitionState, { place: RawPartition; failed: StoreFailed }>();

  /** Throws ConfigError. */
  constructor(conf: RawConf, options: RawConsumerOptions, events: RawConsumerEvents, token?: RawTokenProvider) {
    const relay = new EventRelay(events);
    const { decide, onConsumerError, onCommitted } = events;
    const tell = (name: string, first?: unknown): boolean => {
      if (name === 'partitionEof') this.reader.ended(first as EndReached);
      return relay.tell(name, first);
    };
    this.#options = options;
    const core = new ConsumerCore<Buffer, Buffer>(rawConsumerConfig(conf, token), tell, {
      observer: relay.observer,
      decide,
      onConsumerError,
      onCommitted,
    });
    this.#core = core;
    const { client, assignment, seeks, rebalancer, prefetched, intake, poller } = core;
    this.queries = new RawQueries(client);
    this.reader = new DirectReader({ assignment, prefetched, intake, poller, rebalancer });
    const changed = () => poller.kick();
    this.assignments = new CallerAssignment({ client, assignment, seeks, rebalancer, changed });
  }

  get client(): NativeClient {
    return this.#core.client;
  }

  // ---- what to read

  /** Names, and patterns that begin with ^. */
  subscribe(topics: string[]): void {
    this.#core.client.call('subscribe', { topics });
    this.#core.offsets.subscribed = true;
    this.#core.poller.kick();
  }

  /** Nothing more comes of the group's partitions, also before they are taken away. */
  unsubscribe(): void {
    const { client, offsets, assignment, prefetched } = this.#core;
    client.call('unsubscribe', null);
    if (offsets.subscribed)
      for (const state of assignment) {
        prefetched.drop(state);
        state.stopped = true;
      }
    this.#core.poller.kick();
  }

  /** With the offsets given to `assign`, −1001: none. */
  assigned(): (TopicPartition & { offset: number })[] {
    return Array.from(this.#core.assignment, (state) => ({ ...toTopicPartition(state), offset: state.start }));
  }

  /** The offset after the last record taken; −1: none since the assignment or a seek; undefined: not assigned. */
  consumed(topic: string, partition: number): number | undefined {
    return this.#core.assignment.get(topic, partition)?.consumed;
  }

  isAssigned({ topic, partition }: TopicPartition): boolean {
    return this.#core.assignment.get(topic, partition) !== undefined;
  }

  get protocol(): 'NONE' | 'EAGER' | 'COOPERATIVE' {
    return this.#core.client.call('rebalanceProtocol', null);
  }

  get isAssignmentLost(): boolean {
    return this.#core.client.call('assignmentLost', null);
  }

  /** Ends a wait of the reader: something has happened. */
  wake(): void {
    this.#core.poller.kick();
  }

  // ---- positions

  /** False: the partition is not assigned. */
  seek({ topic, partition }: TopicPartition, offset: number): boolean {
    const state = this.#core.assignment.get(topic, partition);
    if (state === undefined) return false;
    // What was taken before counts as processed.
    this.storeTaken();
    state.consumed = -1;
    this.#core.seeks.seek([{ state, offset }]);
    this.#core.poller.kick();
    return true;
  }

  /** Partitions that are not assigned are ignored. */
  pause(partitions: readonly TopicPartition[]): void {
    this.#core.positions.pause(partitions.filter((one) => this.isAssigned(one)));
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#core.positions.resume(partitions.filter((one) => this.isAssigned(one)));
  }

  cachedWatermarks(topic: string, partition: number): { low: number; high: number } {
    return this.#core.client.call('cachedWatermarks', { topic, partition });
  }

  // ---- offsets

  /**
   * Like storeOffsets, at the end of this turn of the event loop, or before something needs the stored offsets: a call
   * into librdkafka for each record would cost more than the record.
   */
  storeSoon(place: RawPartition, failed: StoreFailed): void {
    const state = this.#core.assignment.get(place.topic, place.partition);
    if (state === undefined) return this.#store([place], [failed]);
    if (this.#soon.size === 0) setImmediate(() => this.#storeDue());
    this.#soon.set(state, { place, failed });
  }

  #storeDue(): void {
    if (this.#soon.size === 0) return;
    const due = [...this.#soon.values()];
    this.#soon.clear();
    if (this.#core.client.isDestroyed) return;
    this.#store(
      due.map(({ place }) => place),
      due.map(({ failed }) => failed),
    );
  }

  #store(places: RawPartition[], failed: readonly StoreFailed[]): void {
    this.#storeNow(places).forEach((outcome, i) => {
      if (outcome.errno) failed[i]!(outcome);
    });
  }

  /** Stores the offsets of the records taken since the last call. librdkafka may have taken the partition away. */
  storeTaken(): void {
    this.#storeDue();
    const states = this.reader.touched();
    if (!this.#options.autoStore || states.length === 0 || this.#core.client.isDestroyed) return;
    const targets = states.filter((state) => state.assigned && state.consumed >= 0).map(takenTarget);
    if (targets.length === 0) return;
    try {
      this.#core.offsets.storeTargets(targets, 'storeOffsets');
    } catch (error) {
      if (!KafkaError.is(error)) throw error;
      this.#core.client.tell('warning', error);
    }
  }

  /** rd_kafka_offsets_store: the outcome of each is in its errno. */
  storeOffsets(partitions: RawPartition[]): RawPartition[] {
    this.#storeDue();
    return this.#storeNow(partitions);
  }

  #storeNow(partitions: RawPartition[]): RawPartition[] {
    const results = this.#core.client.call('storeOffsets', { partitions });
    for (const { topic, partition, offset, errno } of results) {
      const state = this.#core.assignment.get(topic, partition);
      if (state && !errno) state.stored = offset!;
    }
    return results;
  }

  /** @param partitions null: the stored offsets. */
  async commit(partitions: RawPartition[] | null): Promise<RawPartition[]> {
    this.storeTaken();
    return this.#committed(await this.#core.client.request('commit', { partitions }, 'commit'));
  }

  /** Blocks this thread. */
  commitSync(partitions: RawPartition[] | null, timeoutMs: number): RawPartition[] {
    this.storeTaken();
    return this.#committed(this.#core.client.requestSync('commit', { partitions }, 'commitSync', timeoutMs));
  }

  /** Notes what is committed, so that it is not committed again when partitions are taken away. */
  #committed(results: RawPartition[]): RawPartition[] {
    for (const { topic, partition, offset, errno } of results) {
      const state = this.#core.assignment.get(topic, partition);
      if (state && !errno && offset !== undefined && offset >= 0) state.committed = offset;
    }
    return results;
  }

  committed(partitions: RawPartition[], timeoutMs: number): Promise<RawPartition[]> {
    return this.#core.client.request('committed', { partitions, timeoutMs }, 'committed');
  }

  /** Serialized, for a producer's transaction; null: there is no group. */
  groupMetadata(): Buffer | null {
    return this.#core.client.call('groupMetadata', null);
  }

  get memberId(): string | null {
    return this.#core.client.call('memberId', null);
  }

  /** Leaves the group, after its rebalance is answered, then releases librdkafka. */
  async close(timeoutMs: number): Promise<void> {
    this.storeTaken();
    await this.#core.close(timeoutMs);
  }

  [connection](): Connection {
    return this.#core.client.connection;
  }
}

function takenTarget(state: PartitionState): { partition: RawPartition; state: PartitionState } {
  const { topic, partition, consumed, leaderEpoch } = state;
  return { partition: { topic, partition, offset: consumed, leaderEpoch, metadata: '' }, state };
}
