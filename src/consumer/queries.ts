import { checkSignal, checkTimeout, type WaitOptions } from '../client/waiting';
import { partitionsFrom, topicPartitions, type PartitionInfo } from '../client/topic-metadata';
import { InvalidArgumentError } from '../errors/usage-errors';
import { partitionError, requireGroup } from './offsets';
import type { Parts } from './parts';
import {
  checkTopic,
  checkTopicPartitions,
  nextToRead,
  toTopicPartition,
  type CommittedOffset,
  type PartitionOffset,
  type TopicPartition,
} from './topic-partition';
import { untilKnown } from './until-known';
import type { NativePartition } from '../binding/native';

export interface TimestampQuery extends TopicPartition {
  /** ms since the epoch. */
  timestamp: number;
}

export interface TopicInfo {
  topic: string;
  partitions: PartitionInfo[];
}

type QueryParts = Pick<Parts<never, never>, 'port' | 'assignment' | 'settings'>;

/** Questions to the brokers. They need no assignment and change none. */
export class Queries {
  readonly #parts: QueryParts;

  constructor(parts: QueryParts) {
    this.#parts = parts;
  }

  #begin(
    operation: string,
    options: WaitOptions,
  ): { operation: string; timeoutMs: number; signal: AbortSignal | undefined } {
    const { port } = this.#parts;
    const timeoutMs = checkTimeout(operation, options.timeoutMs, port.defaultTimeoutMs);
    const signal = checkSignal(operation, options.signal);
    port.lifecycle.assertOpenOrListening(operation);
    return { operation, timeoutMs, signal };
  }

  async committed(partitions: unknown, options: WaitOptions): Promise<CommittedOffset[]> {
    const waiting = this.#begin('committed', options);
    const list = checkTopicPartitions('committed', partitions).map(toTopicPartition);
    requireGroup('committed', this.#parts.settings.groupId);
    if (list.length === 0) return [];
    return toCommitted(
      'committed',
      list,
      await this.#parts.port.requestWithin(
        'committed',
        { partitions: list, timeoutMs: nativeMs(waiting.timeoutMs) },
        waiting,
      ),
    );
  }

  committedSync(partitions: unknown, timeoutMs: number): CommittedOffset[] {
    const { port, settings } = this.#parts;
    port.lifecycle.assertOpenOrListening('committedSync');
    const list = checkTopicPartitions('committedSync', partitions).map(toTopicPartition);
    requireGroup('committedSync', settings.groupId);
    if (list.length === 0) return [];
    return toCommitted(
      'committedSync',
      list,
      port.requestSync('committed', { partitions: list, timeoutMs: nativeMs(timeoutMs) }, 'committedSync', timeoutMs),
    );
  }

  async ends(
    operation: 'beginningOffsets' | 'endOffsets',
    partitions: unknown,
    options: WaitOptions,
  ): Promise<PartitionOffset[]> {
    const waiting = this.#begin(operation, options);
    const list = checkTopicPartitions(operation, partitions).map(toTopicPartition);
    if (list.length === 0) return [];
    const ends = await untilKnown(waiting, (timeoutMs) =>
      this.#parts.port.requestWithin(
        'watermarks',
        { partitions: list, timeoutMs: nativeMs(timeoutMs) },
        { ...waiting, timeoutMs },
      ),
    );
    return ends.map(({ topic, partition, low, high }) => ({
      topic,
      partition,
      offset: operation === 'beginningOffsets' ? low : high,
    }));
  }

  async offsetsForTimes(queries: unknown, options: WaitOptions): Promise<PartitionOffset[]> {
    const waiting = this.#begin('offsetsForTimes', options);
    const list = checkTopicPartitions<TimestampQuery>('offsetsForTimes', queries).map(
      ({ topic, partition, timestamp }) => {
        if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp < 0) {
          throw new InvalidArgumentError(
            'offsetsForTimes',
            `offsetsForTimes: timestamp must be an integer ≥ 0 (ms since the epoch); got ${String(timestamp)}`,
          );
        }
        return { topic, partition, offset: timestamp };
      },
    );
    if (list.length === 0) return [];
    const found = await untilKnown(waiting, (timeoutMs) =>
      this.#parts.port.requestWithin(
        'offsetsForTimes',
        { partitions: list, timeoutMs: nativeMs(timeoutMs) },
        { ...waiting, timeoutMs },
      ),
    );
    return inOrder(list, found).map((partition) => ({
      ...toTopicPartition(partition),
      offset: nextToRead(partition),
    }));
  }

  async partitionsFor(topic: unknown, options: WaitOptions): Promise<PartitionInfo[]> {
    const waiting = this.#begin('partitionsFor', options);
    const name = checkTopic('partitionsFor', topic);
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
    return this.#parts.port.requestWithin(
      'metadata',
      { topics, timeoutMs: nativeMs(timeoutMs) },
      { ...waiting, timeoutMs },
    );
  }

  /** Records between the position and the last known end; `null`: one of these is not known yet. Asks nobody. */
  currentLag(partition: { topic: string; partition: number; position: number }): number | null {
    if (partition.position < 0) return null;
    const { high } = this.#parts.port.call('cachedWatermarks', {
      topic: partition.topic,
      partition: partition.partition,
    });
    return high < 0 ? null : Math.max(0, high - partition.position);
  }
}

function nativeMs(timeoutMs: number): number {
  return timeoutMs === Infinity ? -1 : Math.ceil(timeoutMs);
}

function inOrder(asked: readonly TopicPartition[], found: readonly NativePartition[]): NativePartition[] {
  return asked.map(
    ({ topic, partition }) =>
      found.find((one) => one.topic === topic && one.partition === partition) ?? { topic, partition },
  );
}

function toCommitted(
  operation: string,
  asked: readonly TopicPartition[],
  found: readonly NativePartition[],
): CommittedOffset[] {
  return inOrder(asked, found).map((partition) => {
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
