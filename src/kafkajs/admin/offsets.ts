import { parseOffset } from '../base/offsets';
import { describeGroups } from '../base/describe-groups';
import { retrying } from '../base/retry';
import { KafkaJSDeleteTopicRecordsError } from '../errors/admin-errors';
import { KafkaJSBrokerNotFound, type KafkaJSError, type KafkaJSProtocolError } from '../errors/errors';
import { fromCore } from '../errors/from-core';
import type { Admin, FetchOffsetsPartition, SeekEntry } from '../types/admin';
import type { AdminConnection } from './connection';
import { checkGroupId, checkTopic, refused } from './checks';

type OffsetCalls = Pick<
  Admin,
  | 'fetchOffsets'
  | 'fetchTopicOffsets'
  | 'fetchTopicOffsetsByTimestamp'
  | 'setOffsets'
  | 'resetOffsets'
  | 'deleteTopicRecords'
>;

type Spec = 'earliest' | 'latest' | { timestamp: number };

export function offsetCalls(connection: AdminConnection): OffsetCalls {
  const partitionsNow = async (topic: string): Promise<number[]> => {
    const [found] = await connection.call((core) => core.describeTopics([topic]));
    return found!.partitions.map(({ partition }) => partition).sort((a, b) => a - b);
  };

  /** The numbers of a topic's partitions. A topic that does not exist is asked for again, as in kafkajs. */
  const partitionsOf = (topic: string): Promise<number[]> =>
    retrying(connection.retry, async (bail) => {
      try {
        return await partitionsNow(topic);
      } catch (error) {
        if ((error as KafkaJSProtocolError).type !== 'UNKNOWN_TOPIC_OR_PARTITION') bail(error);
        throw error;
      }
    });

  const listOffsets = async (topic: string, partitions: readonly number[], spec: Spec): Promise<(number | null)[]> => {
    if (partitions.length === 0) return [];
    const list = partitions.map((partition) => ({ topic, partition, spec }));
    const found = await connection.call((core) => core.listOffsets(list));
    return found.map(({ offset }) => offset);
  };

  const fetchTopicOffsets: Admin['fetchTopicOffsets'] = async (topic) => {
    checkTopic(topic);
    const partitions = await partitionsOf(topic);
    const [highs, lows] = await Promise.all([
      listOffsets(topic, partitions, 'latest'),
      listOffsets(topic, partitions, 'earliest'),
    ]);
    return partitions.map((partition, i) => {
      const high = String(highs[i] ?? 0);
      return { partition, offset: high, high, low: String(lows[i] ?? 0) };
    });
  };

  const setOffsets: Admin['setOffsets'] = async ({ groupId, topic, partitions }) => {
    checkGroupId(groupId);
    if (!topic) throw refused(`Invalid topic ${topic}`);
    if (!partitions || partitions.length === 0) throw refused('Invalid partitions');
    const wanted = partitions.map((entry) => ({ partition: entry.partition, offset: offsetOf(entry) }));
    const [group] = await describeGroups(await connection.core, [groupId]);
    if (group!.state !== 'Empty' && group!.state !== 'Dead') {
      throw refused(`The consumer group must have no running instances, current state: ${group!.state}`);
    }
    // The ends become numbers: kafkajs stores −1 and −2, which other clients take for nothing.
    const ends = wanted.some(({ offset }) => offset < 0) ? await fetchTopicOffsets(topic) : [];
    // kafkajs seeks in the partitions that its member gets: those that there are.
    const existing = await partitionsNow(topic);
    const found = wanted.filter(({ partition }) => existing.includes(partition));
    if (found.length === 0) return;
    const list = found.map(({ partition, offset }) => {
      const end = ends.find((one) => one.partition === partition);
      return { topic, partition, offset: offset >= 0 ? offset : Number((offset === -1 ? end?.high : end?.low) ?? 0) };
    });
    await connection.call((core) => core.alterConsumerGroupOffsets(groupId, list));
  };

  return {
    fetchTopicOffsets,
    setOffsets,

    async fetchTopicOffsetsByTimestamp(topic, timestamp) {
      checkTopic(topic);
      const partitions = await partitionsOf(topic);
      const highs = await listOffsets(topic, partitions, 'latest');
      const spec = timestamp === undefined || timestamp === null || timestamp < 0 ? 'latest' : { timestamp };
      const found = timestamp === -2 ? 'earliest' : spec;
      const offsets = await listOffsets(topic, partitions, found);
      return partitions.map((partition, i) => ({ partition, offset: String(offsets[i] ?? highs[i] ?? 0) }));
    },

    async fetchOffsets({ groupId, topics, resolveOffsets = false }) {
      checkGroupId(groupId);
      if (topics && !Array.isArray(topics)) throw refused('Expected topics array to be set');
      const byTopic = new Map<string, FetchOffsetsPartition[]>();
      const known = await connection.call((core) => core.listConsumerGroupOffsets(groupId));
      for (const { topic, partition, offset, metadata } of known) {
        const entry = { partition, offset: String(offset ?? -1), metadata: metadata || null };
        byTopic.set(topic, [...(byTopic.get(topic) ?? []), entry]);
      }
      if (topics && topics.length > 0) {
        const all = await Promise.all(
          topics.map(async (topic) => {
            const committed = byTopic.get(topic) ?? [];
            const partitions = (await partitionsNow(topic)).map(
              (partition) =>
                committed.find((one) => one.partition === partition) ?? { partition, offset: '-1', metadata: null },
            );
            return { topic, partitions };
          }),
        );
        if (!resolveOffsets) return all;
        return Promise.all(all.map((one) => resolved(groupId, one)));
      }
      const all = Array.from(byTopic, ([topic, partitions]) => ({ topic, partitions }));
      return resolveOffsets ? Promise.all(all.map((one) => resolved(groupId, one))) : all;
    },

    async resetOffsets({ groupId, topic, earliest = false }) {
      checkGroupId(groupId);
      if (!topic) throw refused(`Invalid topic ${topic}`);
      const partitions = await partitionsNow(topic);
      const offset = earliest ? '-2' : '-1';
      await setOffsets({ groupId, topic, partitions: partitions.map((partition) => ({ partition, offset })) });
    },

    async deleteTopicRecords({ topic, partitions }) {
      if (!topic || typeof topic !== 'string') throw refused(`Invalid topic "${String(topic)}"`);
      if (!partitions || partitions.length === 0) throw refused('Invalid partitions');
      const known = await fetchTopicOffsets(topic);
      const missing = partitions.filter(({ partition }) => !known.some((one) => one.partition === partition));
      if (missing.length > 0) {
        const error = new KafkaJSBrokerNotFound('Could not find the leader for the partition', { retriable: false });
        throw new KafkaJSDeleteTopicRecordsError({ topic, partitions: missing.map((one) => ({ ...one, error })) });
      }
      for (const entry of partitions) {
        const { partition, offset } = entry;
        const low = Number(known.find((one) => one.partition === partition)!.low);
        if (offsetOf(entry) >= low || offsetOf(entry) === -1) continue;
        const what = 'The requested offset is before the earliest offset of the partition: it loses no records';
        connection.logger.warn(what, { topic, partition, offset });
      }
      await retrying(connection.retry, async () => {
        const list = partitions.map((entry) => {
          const offset = offsetOf(entry);
          return { topic, partition: entry.partition, beforeOffset: offset < 0 ? ('end' as const) : offset };
        });
        const outcomes = await connection.call((core) => core.deleteRecords(list, { settled: true }));
        const failed = outcomes.flatMap((outcome, i) =>
          outcome.status === 'fulfilled' ? [] : { ...partitions[i]!, error: fromCore(outcome.reason) as KafkaJSError },
        );
        if (failed.length > 0) throw new KafkaJSDeleteTopicRecordsError({ topic, partitions: failed });
      });
    },
  };

  /** With `resolveOffsets`, −1 and −2 become numbers, and are committed. */
  async function resolved(
    groupId: string,
    { topic, partitions }: { topic: string; partitions: FetchOffsetsPartition[] },
  ): Promise<{ topic: string; partitions: FetchOffsetsPartition[] }> {
    const ends = await fetchTopicOffsets(topic);
    const known = partitions.map((one) => {
      if (Number(one.offset) >= 0) return one;
      const end = ends.find(({ partition }) => partition === one.partition);
      return { ...one, offset: (one.offset === '-2' ? end?.low : end?.high) ?? '0' };
    });
    await setOffsets({ groupId, topic, partitions: known });
    return { topic, partitions: known };
  }
}

function offsetOf({ offset }: SeekEntry): number {
  const parsed = parseOffset(offset);
  if (parsed === undefined) throw refused(`Invalid offset, expected a long received ${String(offset)}`);
  if (parsed < -2) throw refused('Offset must not be a negative number');
  return parsed;
}
