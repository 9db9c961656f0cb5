import type {
  ConsumerGroupStates,
  ConsumerGroupTypes,
  DeleteGroupsResult,
  DeleteRecordsResult,
  GroupDescriptions,
  GroupOverview,
  IsolationLevel,
} from '../../rdkafka/admin/values';
import type { LibrdKafkaError } from '../../rdkafka/base/types';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { KafkaJSDeleteGroupsError } from '../base/errors';
import { kafkaJSError } from '../base/from-librdkafka';
import type { Logger } from '../base/logger';
import type { PartitionOffset } from '../producer/types';
import { AdminConnection, type Parent } from './connection';
import * as offsets from './offsets';
import * as topics from './topics';
import type * as types from './types';

/** What a program's own object needs to take the place of an admin client: what Confluent's types have. */
export type AnyAdmin = Omit<Admin, 'logger'>;

/** Manages topics, groups and offsets. */
export class Admin {
  readonly #connection: AdminConnection;

  /** @internal */
  constructor(given: AnyConfig | undefined, logger: Logger, parent?: Parent) {
    this.#connection = new AdminConnection(given, logger, parent);
  }

  connect(): Promise<void> {
    return this.#connection.connect();
  }

  disconnect(): Promise<void> {
    return this.#connection.disconnect();
  }

  logger(): Logger {
    return this.#connection.logger;
  }

  // ---- topics

  /** false: some exist already, and the others are created. */
  async createTopics(options: { topics: types.ITopicConfig[] } & types.TimeoutOption): Promise<boolean> {
    return topics.createTopics(this.#connection, options);
  }

  async deleteTopics(options: { topics: string[] } & types.TimeoutOption): Promise<void> {
    await topics.deleteTopics(this.#connection, options);
  }

  async listTopics(options: types.TimeoutOption = {}): Promise<string[]> {
    return this.#connection.ask((inner, done) => inner.listTopics(options, done));
  }

  /** Without topics: all. */
  async fetchTopicMetadata(
    options: {
      topics?: string[] | undefined;
      includeAuthorizedOperations?: boolean | undefined;
    } & types.TimeoutOption = {},
  ): Promise<types.ITopicMetadata[]> {
    return topics.fetchTopicMetadata(this.#connection, options);
  }

  /** Deletes the messages before each offset; −1: all. */
  async deleteTopicRecords(
    options: {
      topic: string;
      partitions: PartitionOffset[];
      operationTimeout?: number | undefined;
    } & types.TimeoutOption,
  ): Promise<DeleteRecordsResult[]> {
    return topics.deleteTopicRecords(this.#connection, options);
  }

  // ---- groups

  async listGroups(
    options: {
      matchConsumerGroupStates?: ConsumerGroupStates[] | undefined;
      matchConsumerGroupTypes?: ConsumerGroupTypes[] | undefined;
    } & types.TimeoutOption = {},
  ): Promise<{ groups: GroupOverview[]; errors: LibrdKafkaError[] }> {
    return this.#connection.ask((inner, done) => inner.listGroups(options, done));
  }

  async describeGroups(
    groups: string[],
    options: { includeAuthorizedOperations?: boolean | undefined } & types.TimeoutOption = {},
  ): Promise<GroupDescriptions> {
    return this.#connection.ask((inner, done) => inner.describeGroups(groups, options, done));
  }

  async deleteGroups(groupIds: string[], options: types.TimeoutOption = {}): Promise<DeleteGroupsResult[]> {
    const results = await this.#connection.ask<DeleteGroupsResult[]>((inner, done) =>
      inner.deleteGroups(groupIds, options, done),
    );
    if (results.every(({ error }) => !error)) return results;
    const groups = results.map(({ error, ...result }) => ({
      ...result,
      ...(error ? { error: kafkaJSError(error) as never } : {}),
    }));
    throw new KafkaJSDeleteGroupsError('Error in DeleteGroups', groups);
  }

  // ---- offsets

  async fetchOffsets(
    options: {
      groupId: string;
      topics?: types.TopicInput | undefined;
      requireStableOffsets?: boolean | undefined;
    } & types.TimeoutOption,
  ): Promise<{ topic: string; partitions: types.FetchOffsetsPartition[] }[]> {
    return offsets.fetchOffsets(this.#connection, options ?? {});
  }

  async fetchTopicOffsets(
    topic: string,
    options: { isolationLevel?: IsolationLevel | undefined } & types.TimeoutOption = {},
  ): Promise<(PartitionOffset & { high: string; low: string })[]> {
    return offsets.fetchTopicOffsets(this.#connection, topic, options);
  }

  /** Where there is nothing from that time on: the end. Without a time: the end. */
  async fetchTopicOffsetsByTimestamp(
    topic: string,
    timestamp?: number,
    options: { isolationLevel?: IsolationLevel | undefined } & types.TimeoutOption = {},
  ): Promise<PartitionOffset[]> {
    return offsets.fetchTopicOffsetsByTimestamp(this.#connection, topic, timestamp, options);
  }
}
