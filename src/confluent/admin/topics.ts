import type { Node, DeleteRecordsResult, TopicDescription } from '../../rdkafka/admin/values';
import { ERRORS } from '../../rdkafka/base/codes';
import type { TopicPartitionOffset } from '../../rdkafka/base/types';
import {
  KafkaJSAggregateError,
  KafkaJSCreateTopicError,
  KafkaJSDeleteTopicRecordsError,
  type KafkaJSError,
} from '../base/errors';
import { invalid, kafkaJSError, notImplemented } from '../base/from-librdkafka';
import type { PartitionOffset } from '../producer/types';
import type { AdminConnection } from './connection';
import type { ITopicConfig, ITopicMetadata, TimeoutOption } from './types';

const TIMEOUT_MS = 5000;

function newTopic(config: ITopicConfig) {
  if (Object.hasOwn(config, 'replicaAssignment')) throw notImplemented('replicaAssignment is not yet implemented.');
  const { topic, numPartitions = -1, replicationFactor = -1, configEntries = [] } = config;
  return {
    topic,
    num_partitions: numPartitions,
    replication_factor: replicationFactor,
    config: Object.fromEntries(configEntries.map(({ name, value }) => [name, value])),
  };
}

export async function createTopics(
  connection: AdminConnection,
  options: { topics: ITopicConfig[] } & TimeoutOption,
): Promise<boolean> {
  connection.connected();
  for (const name of ['validateOnly', 'waitForLeaders']) {
    if (Object.hasOwn(options, name)) throw notImplemented(`${name} is not yet implemented.`);
  }
  const errors: KafkaJSError[] = [];
  let isNew = true;
  await Promise.all(
    options.topics.map(newTopic).map(async (topic) => {
      try {
        await connection.ask((inner, done) => inner.createTopic(topic, options.timeout ?? TIMEOUT_MS, done));
      } catch (thrown) {
        const error = thrown as KafkaJSError;
        if (error.code === ERRORS.ERR_TOPIC_ALREADY_EXISTS) isNew = false;
        else errors.push(new KafkaJSCreateTopicError(error, topic.topic, error));
      }
    }),
  );
  if (errors.length > 0) throw new KafkaJSAggregateError('Topic creation errors', errors);
  return isNew;
}

export async function deleteTopics(
  connection: AdminConnection,
  options: { topics: string[] } & TimeoutOption,
): Promise<void> {
  connection.connected();
  const { topics, timeout = TIMEOUT_MS } = options;
  await Promise.all(topics.map((topic) => connection.ask((inner, done) => inner.deleteTopic(topic, timeout, done))));
}

export async function fetchTopicMetadata(
  connection: AdminConnection,
  options: { topics?: string[] | undefined; includeAuthorizedOperations?: boolean | undefined } & TimeoutOption,
): Promise<ITopicMetadata[]> {
  const names = options.topics ?? (await connection.ask<string[]>((inner, done) => inner.listTopics({}, done)));
  const found = await connection.ask<TopicDescription[]>((inner, done) => inner.describeTopics(names, options, done));
  const failed = found.find(({ error }) => error);
  if (failed) throw kafkaJSError(failed.error);
  const ids = (nodes: Node[]): number[] => nodes.map(({ id }) => id);
  return found.map(({ name, topicId, isInternal, partitions, authorizedOperations }) => ({
    name,
    topicId,
    isInternal,
    partitions: partitions.map(({ partition, leader, replicas, isr }) => ({
      partitionErrorCode: ERRORS.ERR_NO_ERROR,
      partitionId: partition,
      leader: leader?.id ?? -1,
      leaderNode: leader ?? null,
      replicas: ids(replicas),
      replicaNodes: replicas,
      isr: ids(isr),
      isrNodes: isr,
    })),
    authorizedOperations,
  }));
}

export async function deleteTopicRecords(
  connection: AdminConnection,
  options: { topic: string; partitions: PartitionOffset[] } & TimeoutOption,
): Promise<DeleteRecordsResult[]> {
  connection.connected();
  const { topic, partitions } = options ?? {};
  if (topic === undefined || !Array.isArray(partitions)) {
    throw invalid('deleteTopicRecords needs an object with a topic and an array of partitions');
  }
  const records = partitions.map((given): TopicPartitionOffset => {
    const { partition, offset } = given as { partition: number; offset?: string | null | undefined };
    if (offset === undefined || offset === null) throw invalid('Each partition must have a valid offset.');
    if (Number.isNaN(Number(offset))) throw invalid('Offset must be a valid number.');
    return { topic, partition, offset: Number(offset) };
  });
  const results = await connection.ask<DeleteRecordsResult[]>((inner, done) =>
    inner.deleteRecords(records, options, done),
  );
  const failed = results.filter(({ error }) => error);
  if (failed.length === 0) return results;
  throw new KafkaJSDeleteTopicRecordsError({
    partitions: failed.map(({ partition, lowWatermark, error }) => ({
      partition,
      offset: String(lowWatermark),
      error: kafkaJSError(error) as KafkaJSError,
    })),
  });
}
