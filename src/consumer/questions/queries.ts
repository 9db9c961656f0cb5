import { shown } from '../../errors/brief';
import { checkWait } from '../../client/options';
import { nativeTimeout, type WaitOptions } from '../../client/waiting';
import { partitionsFrom, topicPartitions, type PartitionInfo } from '../../client/topic-metadata';
import { checkLegalTopicName } from '../../client/topic-name';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { partitionError, requireGroup } from '../consumer-errors';
import type { NativeClient } from '../../client/native-client';
import type { Assignment } from '../partitions/assignment';
import type { ConsumerSettings } from '../settings';
import {
  checkTopic,
  checkTopicPartitions,
  nextToRead,
  toTopicPartition,
  type CommittedOffset,
  type PartitionOffset,
  type TopicPartition,
} from '../partitions/topic-partition';
import type { PartitionState } from '../partitions/partition-state';
import { LogicalOffset, type NativePartition } from '../../binding/native';
import { distinctPartitions, inOrderOf } from './in-order';
import { askLeaders, type LeaderAnswer, type OffsetQuery } from './leader-offsets';
import { untilKnown, type Asking } from './until-known';

export interface TimestampQuery extends TopicPartition {
  /** ms since the epoch. */
  timestamp: number;
}

export interface TopicInfo {
  topic: string;
  partitions: PartitionInfo[];
}

/** Placeholder for an end that has been requested. */
const ASKING = -2;

export interface QueryParts {
  client: NativeClient;
  assignment: Assignment;
  settings: Pick<ConsumerSettings, 'groupId' | 'readCommitted'>;
}

/** Requests to the brokers. They need no assignment and change none. */
export class Queries {
  readonly #parts: QueryParts;
  readonly #endsWanted: { state: PartitionState; epoch: number }[] = [];

  constructor(parts: QueryParts) {
    this.#parts = parts;
  }

  #begin(
    operation: string,
    options: WaitOptions,
  ): { operation: string; timeoutMs: number; signal: AbortSignal | undefined } {
    const { client } = this.#parts;
    const { timeoutMs, signal } = checkWait(operation, options, client.defaultTimeoutMs);
    client.lifecycle.assertOpenOrListening(operation);
    return { operation, timeoutMs, signal };
  }

  async committed(partitions: unknown, options: WaitOptions): Promise<CommittedOffset[]> {
    const waiting = this.#begin('committed', options);
    const list = checkTopicPartitions('committed', partitions).map(toTopicPartition);
    requireGroup('committed', this.#parts.settings.groupId);
    if (list.length === 0) return [];
    const asked = { partitions: distinctPartitions(list), timeoutMs: nativeTimeout(waiting.timeoutMs) };
    return toCommitted('committed', list, await this.#parts.client.requestWithin('committed', asked, waiting));
  }

  committedSync(partitions: unknown, timeoutMs: number): CommittedOffset[] {
    const { client, settings } = this.#parts;
    client.lifecycle.assertOpenOrListening('committedSync');
    const list = checkTopicPartitions('committedSync', partitions).map(toTopicPartition);
    requireGroup('committedSync', settings.groupId);
    if (list.length === 0) return [];
    const asked = { partitions: distinctPartitions(list), timeoutMs: nativeTimeout(timeoutMs) };
    return toCommitted('committedSync', list, client.requestSync('committed', asked, 'committedSync', timeoutMs));
  }

  async ends(
    operation: 'beginningOffsets' | 'endOffsets',
    partitions: unknown,
    options: WaitOptions,
  ): Promise<PartitionOffset[]> {
    const waiting = this.#begin(operation, options);
    const list = checkTopicPartitions(operation, partitions).map(toTopicPartition);
    if (list.length === 0) return [];
    const offset = operation === 'beginningOffsets' ? LogicalOffset.BEGINNING : LogicalOffset.END;
    const ends = await this.#offsets(
      list.map((one) => ({ ...one, offset })),
      waiting,
    );
    if (operation === 'endOffsets') {
      for (const end of ends) {
        const state = this.#parts.assignment.get(end.topic, end.partition);
        if (state && end.offset !== null) state.askedEnd = end.offset;
      }
    }
    return ends;
  }

  async offsetsForTimes(queries: unknown, options: WaitOptions): Promise<PartitionOffset[]> {
    const waiting = this.#begin('offsetsForTimes', options);
    const list = checkTopicPartitions<TimestampQuery>('offsetsForTimes', queries).map(
      ({ topic, partition, timestamp }) => {
        if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp < 0) {
          throw new InvalidArgumentError(
            'offsetsForTimes',
            `offsetsForTimes: timestamp must be an integer ≥ 0 (ms since the epoch); got ${shown(timestamp)}`,
          );
        }
        return { topic, partition, offset: timestamp };
      },
    );
    if (list.length === 0) return [];
    return this.#offsets(list, waiting);
  }

  async #offsets(queries: readonly OffsetQuery[], waiting: Asking): Promise<PartitionOffset[]> {
    const found = await untilKnown(waiting, (timeoutMs) => askLeaders(this.#parts, queries, { ...waiting, timeoutMs }));
    return found.map((partition) => ({ ...toTopicPartition(partition), offset: nextToRead(partition) }));
  }

  async partitionsFor(topic: unknown, options: WaitOptions): Promise<PartitionInfo[]> {
    const waiting = this.#begin('partitionsFor', options);
    const name = checkTopic('partitionsFor', topic);
    checkLegalTopicName('partitionsFor', name);
    return topicPartitions('partitionsFor', name, waiting.timeoutMs, (timeoutMs) =>
      this.#metadata([name], timeoutMs, waiting),
    );
  }

  async listTopics(options: WaitOptions): Promise<TopicInfo[]> {
    const waiting = this.#begin('listTopics', options);
    const metadata = await this.#metadata(null, waiting.timeoutMs, waiting);
    return metadata.topics.map((found) => ({ topic: found.topic, partitions: partitionsFrom(found, metadata) }));
  }

  #metadata(
    topics: string[] | null,
    timeoutMs: number,
    waiting: { operation: string; timeoutMs: number; signal: AbortSignal | undefined },
  ) {
    return this.#parts.client.requestWithin(
      'metadata',
      { topics, timeoutMs: nativeTimeout(timeoutMs) },
      { ...waiting, timeoutMs },
    );
  }

  /**
   * Records between the position and the last known end, or the last stable offset with read_committed. `null`: one of
   * these is not known yet. The end is then requested in the background, once per assignment, as Java does.
   */
  currentLag(state: PartitionState): number | null {
    if (state.position < 0) return null;
    const { topic, partition } = state;
    const { high, stable } = this.#parts.client.call('cachedWatermarks', { topic, partition });
    const fetched = this.#parts.settings.readCommitted && stable >= 0 ? stable : high;
    const end = Math.max(fetched, state.askedEnd);
    if (end >= 0) return Math.max(0, end - state.position);
    this.#askForEnd(state);
    return null;
  }

  /**
   * No call waits for this: without an answer the lag stays unknown. All requests of one event-loop turn are sent
   * together.
   */
  #askForEnd(state: PartitionState): void {
    if (state.askedEnd === ASKING || !this.#parts.client.lifecycle.isOpen) return;
    state.askedEnd = ASKING;
    if (this.#endsWanted.push({ state, epoch: state.epoch }) === 1) queueMicrotask(() => void this.#askForEnds());
  }

  async #askForEnds(): Promise<void> {
    const wanted = this.#endsWanted.splice(0);
    const queries = wanted.map(({ state }) => ({ ...toTopicPartition(state), offset: LogicalOffset.END }));
    const asking = { operation: 'currentLag', timeoutMs: this.#parts.client.defaultTimeoutMs };
    let ends: readonly LeaderAnswer[] = [];
    try {
      ends = await askLeaders(this.#parts, queries, asking);
    } catch {
      // The next call of currentLag asks again.
    }
    wanted.forEach(({ state, epoch }, i) => {
      const end = ends[i];
      if (state.epoch === epoch) state.askedEnd = end && !end.errno ? end.offset : -1;
    });
  }
}

function toCommitted(
  operation: string,
  asked: readonly TopicPartition[],
  found: readonly NativePartition[],
): CommittedOffset[] {
  return inOrderOf(asked, found, (answer, one) => {
    const partition: NativePartition = answer ?? one;
    if (partition.errno) throw partitionError(operation, partition);
    const offset = nextToRead(partition);
    const leaderEpoch = partition.leaderEpoch ?? -1;
    return {
      ...toTopicPartition(partition),
      offset,
      metadata: offset === null ? null : (partition.metadata ?? ''),
      leaderEpoch: leaderEpoch < 0 ? null : leaderEpoch,
    };
  });
}
