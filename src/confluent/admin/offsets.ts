import { OffsetSpec, type GroupResults, type ListOffsetsResult } from '../../rdkafka/admin/values';
import { KafkaJSTimeout } from '../base/errors';
import { ERRORS } from '../../rdkafka/base/codes';
import { invalid, kafkaJSError, notImplemented } from '../base/from-librdkafka';
import type { PartitionOffset } from '../producer/types';
import type { AdminConnection } from './connection';
import { fetchTopicMetadata } from './topics';
import type { FetchOffsetsPartition, TimeoutOption, TopicInput } from './types';

const TIMEOUT_MS = 5000;

type OffsetOptions = { isolationLevel?: number | undefined } & TimeoutOption;

/** The partitions that are asked for; undefined: all that have offsets. */
function partitionsOf(topics: TopicInput | undefined): { topic: string; partition: number }[] | undefined {
  if (!Array.isArray(topics) || typeof topics[0] === 'string') return undefined;
  return (topics as { topic: string; partitions: number[] }[]).flatMap((entry) => {
    if (!Array.isArray(entry?.partitions)) throw invalid('Invalid topics format.');
    return entry.partitions.map((partition) => ({ topic: entry.topic, partition }));
  });
}

export async function fetchOffsets(
  connection: AdminConnection,
  options: { groupId: string; topics?: TopicInput | undefined } & TimeoutOption,
): Promise<{ topic: string; partitions: FetchOffsetsPartition[] }[]> {
  connection.connected();
  const { groupId, topics } = options;
  if (Object.hasOwn(options, 'resolveOffsets')) throw notImplemented('resolveOffsets is not yet implemented.');
  if (!groupId) throw invalid('groupId is required.');
  // Names are looked for in the answer: librdkafka asks for partitions, or for all.
  const names = Array.isArray(topics) && typeof topics[0] === 'string' ? (topics as string[]) : undefined;
  const groups = [{ groupId, partitions: partitionsOf(topics) }];
  const [group] = await connection.ask<GroupResults[]>((inner, done) =>
    inner.listConsumerGroupOffsets(groups, options, done),
  );
  if (group!.error) throw kafkaJSError(group!.error);
  const byTopic = new Map<string, FetchOffsetsPartition[]>();
  for (const { topic, partition, offset, leaderEpoch, metadata, error } of group!.partitions) {
    if (names && !names.includes(topic)) continue;
    const list = byTopic.get(topic) ?? [];
    list.push({
      partition,
      offset: String(offset),
      metadata: metadata || null,
      leaderEpoch: leaderEpoch || null,
      error: error ?? null,
    });
    byTopic.set(topic, list);
  }
  return Array.from(byTopic, ([topic, partitions]) => ({ topic, partitions }));
}

/** Questions one after the other within one time limit. */
class Asking {
  readonly #connection: AdminConnection;
  readonly #options: OffsetOptions;
  readonly #deadline: number;

  constructor(connection: AdminConnection, options: OffsetOptions) {
    connection.connected();
    this.#connection = connection;
    this.#options = options;
    this.#deadline = performance.now() + (options.timeout ?? TIMEOUT_MS);
  }

  get #left(): number {
    const left = Math.floor(this.#deadline - performance.now());
    if (left > 0) return left;
    throw new KafkaJSTimeout('Timeout exceeded while fetching offsets.', { code: ERRORS.ERR__TIMED_OUT });
  }

  async partitions(topic: string): Promise<number[]> {
    const [found] = await fetchTopicMetadata(this.#connection, { topics: [topic], timeout: this.#left });
    return found!.partitions.map(({ partitionId }) => partitionId);
  }

  /** By partition. */
  async offsets(topic: string, partitions: readonly number[], offset: OffsetSpec): Promise<Map<number, number>> {
    const list = partitions.map((partition) => ({ topic, partition, offset }));
    const options = { ...this.#options, timeout: this.#left };
    const found = await this.#connection.ask<ListOffsetsResult[]>((inner, done) =>
      inner.listOffsets(list, options, done),
    );
    const failed = found.find(({ error }) => error);
    if (failed) throw kafkaJSError(failed.error);
    return new Map(found.map((one) => [one.partition, one.offset]));
  }
}

export async function fetchTopicOffsets(
  connection: AdminConnection,
  topic: string,
  options: OffsetOptions,
): Promise<(PartitionOffset & { high: string; low: string })[]> {
  const asking = new Asking(connection, options);
  const partitions = await asking.partitions(topic);
  const highs = await asking.offsets(topic, partitions, OffsetSpec.LATEST);
  const lows = await asking.offsets(topic, partitions, OffsetSpec.EARLIEST);
  return partitions.map((partition) => {
    const high = String(highs.get(partition));
    return { partition, offset: high, high, low: String(lows.get(partition)) };
  });
}

export async function fetchTopicOffsetsByTimestamp(
  connection: AdminConnection,
  topic: string,
  timestamp: number | undefined,
  options: OffsetOptions,
): Promise<PartitionOffset[]> {
  const asking = new Asking(connection, options);
  const partitions = await asking.partitions(topic);
  const ends = await asking.offsets(topic, partitions, OffsetSpec.LATEST);
  const none = new Map<number, number>();
  const found = timestamp === undefined ? none : await asking.offsets(topic, partitions, new OffsetSpec(timestamp));
  return partitions.map((partition) => {
    const offset = found.get(partition) ?? -1;
    return { partition, offset: String(offset >= 0 ? offset : ends.get(partition)) };
  });
}
