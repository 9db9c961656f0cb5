import type {
  ClusterDescription,
  ClusterMetadata,
  ConfigResource,
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupOffset,
  IsolationLevel,
  ListedOffset,
  OffsetQuery,
  Outcome,
  ResourceConfig,
  TopicDescription,
  TopicPartition,
} from 'kafka-napi';

export interface AskOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Each resource has an outcome of its own. */
export interface SettledAsk extends AskOptions {
  settled: true;
}

/** The questions of the sampler. Every AdminClient is one; a test has its own. */
export interface SampledAdmin {
  metadata(topics: null, options: AskOptions): Promise<ClusterMetadata>;
  describeCluster(options: AskOptions): Promise<ClusterDescription>;
  describeTopics(names: readonly string[], options: SettledAsk): Promise<Outcome<TopicDescription>[]>;
  describeConfigs(list: readonly ConfigResource[], options: SettledAsk): Promise<Outcome<ResourceConfig>[]>;
  listOffsets(
    list: readonly OffsetQuery[],
    options: SettledAsk & { isolationLevel?: IsolationLevel },
  ): Promise<Outcome<ListedOffset>[]>;
  listConsumerGroups(options: SettledAsk): Promise<Outcome<ConsumerGroupListing>[]>;
  describeConsumerGroups(ids: readonly string[], options: SettledAsk): Promise<Outcome<ConsumerGroupDescription>[]>;
  listConsumerGroupOffsets(
    groupId: string,
    options: SettledAsk & { topicPartitions?: readonly TopicPartition[] },
  ): Promise<Outcome<GroupOffset>[]>;
}
