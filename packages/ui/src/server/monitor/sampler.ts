import type { ClusterView, GroupRow, GroupView, Ms, SamplesView, TopicGroupsView, TopicRow } from '../../shared/api';
import type { SampledAdmin } from './sampled-admin';

export interface SamplerOptions {
  /** Keeps running, whether somebody asks or not: `--metrics`. */
  always?: boolean;
  /** RE2 patterns of the topics and groups that `/metrics` has, found anywhere in the name. Default: all. */
  metricsTopics?: string;
  metricsGroups?: string;
  /** False: `/metrics` has sums per topic, no series per partition. */
  metricsPartitions?: boolean;
  /** The versions that `/metrics` says. */
  version?: string;
  /** Scans that run at present, for `/metrics`. */
  scans?: () => number;
}

/** A list as it is known at present. It is the same array until something of it changes: do not change it. */
export interface Snapshot<T> {
  items: readonly T[];
  /** When it was asked for; null: no answer yet. */
  sampledAt: Ms | null;
  /** What could not be asked, in one line. */
  partial?: string;
}

export interface SamplesQuery {
  since?: Ms;
  /** Those that a page shows: they are sampled first and finer for a minute. */
  topics?: readonly string[];
  groups?: readonly string[];
}

/**
 * Asks the cluster again and again while somebody wants to know: until 60 s after the last call of a page's question
 * and 5 min after the last `metricsText`. A fault keeps what was known.
 *
 * No question but `group` asks the broker: the others say what is known.
 */
export declare class Sampler {
  constructor(admin: SampledAdmin, options?: SamplerOptions);

  /**
   * Resolves when there is something to show: the topics and their partitions. Rejects with the KafkaError if they
   * cannot be had. Offsets, rates and groups follow: they are null until then.
   */
  ready(signal?: AbortSignal): Promise<void>;

  /** All topics, in no particular order. */
  topics(): Snapshot<TopicRow>;
  topic(name: string): TopicRow | undefined;

  /** All groups. `checked`: how many of them have been asked for their offsets. */
  groups(): Snapshot<GroupRow> & { checked: number };

  /**
   * One group, asked at once if that was not done in the last 5 s. Null: there is none. Rejects with the KafkaError if
   * nothing is known of it.
   */
  group(groupId: string, signal?: AbortSignal): Promise<GroupView | null>;

  /** The groups with committed offsets of a topic, as far as they were asked. */
  groupsOf(topic: string): TopicGroupsView;

  cluster(): ClusterView;

  /** Null: nothing is newer than `since`. */
  samples(query: SamplesQuery): SamplesView | null;

  /** Prometheus' text. Waits for a first sample of everything, at most 9 s. */
  metricsText(): Promise<string>;

  /** Operations that this broker does not answer, as `describeCluster`. */
  unsupported(): string[];

  /** To be called after a change: asks for topics or groups as soon as possible. Resolves when that is done. */
  changed(what: 'topics' | 'groups'): Promise<void>;

  /** Ends all questions. */
  close(): Promise<void>;
}
