import { configDefOf } from '../config/config-def';
import type { AdminConfig } from '../config/generated/types';
import type { Outcome } from '../errors/partial-failure-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import * as acls from './acls';
import {
  isShared,
  type AdminOptions,
  type AnyEachOptions,
  type Authorized,
  type EachOptions,
  type SettledOptions,
  type SharedClient,
} from './admin-base';
import { show, type TopicPartition } from './arguments';
import * as cluster from './cluster';
import * as configs from './configs';
import type { ElectionType, IsolationLevel } from './enums';
import { GroupAdmin } from './group-admin';
import * as offsets from './offsets';
import * as scram from './scram';
import type * as topic from './topic-types';
import * as topics from './topics';

interface Validate {
  /** The broker checks and changes nothing. */
  validateOnly?: boolean;
}

/**
 * Administers topics, configurations, groups, ACLs and users: Java's Admin, as promises of plain objects.
 *
 * A call about several resources resolves with a list in the order asked. Where one failed it rejects: with its error where only one
 * was asked, else with a PartialFailureError; the others are done all the same. With `{ settled: true }` it resolves with an
 * {@link Outcome} for each.
 */
export class AdminClient extends GroupAdmin {
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('admin');

  /** Connects in the background; throws only ConfigError. */
  constructor(config: AdminConfig) {
    super(config);
  }

  /** Shares the connection of a Producer or Consumer, whose close ends it; its events stay that client's. */
  static from(client: SharedClient): AdminClient {
    if (!isShared(client)) {
      throw new InvalidArgumentError('from', `AdminClient.from: takes a Producer or a Consumer; got ${show(client)}`);
    }
    return new AdminClient(client as unknown as AdminConfig);
  }

  // ---- topics

  createTopics(
    list: readonly topic.NewTopic[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<topic.CreatedTopic>[]>;
  createTopics(list: readonly topic.NewTopic[], options?: EachOptions & Validate): Promise<topic.CreatedTopic[]>;
  /** Resolves when the topics are usable: every broker shows a leader of every partition. */
  createTopics(list: readonly topic.NewTopic[], options: AnyEachOptions & Validate = {}) {
    return this.each('createTopics', options, (call) => topics.createTopics(call, list, options));
  }

  deleteTopics(names: readonly string[], options: SettledOptions): Promise<Outcome<topic.TopicName>[]>;
  deleteTopics(names: readonly string[], options?: EachOptions): Promise<topic.TopicName[]>;
  deleteTopics(names: readonly string[], options: AnyEachOptions = {}) {
    return this.each('deleteTopics', options, (call) => topics.deleteTopics(call, names));
  }

  /** By name. Kafka's own topics only with `listInternal`. */
  listTopics(options: AdminOptions & { listInternal?: boolean } = {}): Promise<topic.TopicListing[]> {
    return this.run('listTopics', options, (call) => topics.listTopics(call, options));
  }

  describeTopics(
    names: readonly string[],
    options: SettledOptions & Authorized,
  ): Promise<Outcome<topic.TopicDescription>[]>;
  describeTopics(names: readonly string[], options?: EachOptions & Authorized): Promise<topic.TopicDescription[]>;
  describeTopics(names: readonly string[], options: AnyEachOptions & Authorized = {}) {
    return this.each('describeTopics', options, (call) => topics.describeTopics(call, names, options));
  }

  createPartitions(
    list: readonly topic.NewPartitions[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<topic.TopicName>[]>;
  createPartitions(list: readonly topic.NewPartitions[], options?: EachOptions & Validate): Promise<topic.TopicName[]>;
  /** Resolves when the new partitions are usable. */
  createPartitions(list: readonly topic.NewPartitions[], options: AnyEachOptions & Validate = {}) {
    return this.each('createPartitions', options, (call) => topics.createPartitions(call, list, options));
  }

  deleteRecords(
    list: readonly offsets.RecordsToDelete[],
    options: SettledOptions,
  ): Promise<Outcome<offsets.DeletedRecords>[]>;
  deleteRecords(list: readonly offsets.RecordsToDelete[], options?: EachOptions): Promise<offsets.DeletedRecords[]>;
  deleteRecords(list: readonly offsets.RecordsToDelete[], options: AnyEachOptions = {}) {
    return this.each('deleteRecords', options, (call) => offsets.deleteRecords(call, list));
  }

  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options: SettledOptions & { isolationLevel?: IsolationLevel },
  ): Promise<Outcome<offsets.ListedOffset>[]>;
  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options?: EachOptions & { isolationLevel?: IsolationLevel },
  ): Promise<offsets.ListedOffset[]>;
  /** 'latest' with READ_COMMITTED is the last stable offset. */
  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options: AnyEachOptions & { isolationLevel?: IsolationLevel } = {},
  ) {
    return this.each('listOffsets', options, (call) => offsets.listOffsets(call, list, options));
  }

  // ---- configurations

  describeConfigs(
    list: readonly configs.ConfigResource[],
    options: SettledOptions,
  ): Promise<Outcome<configs.ResourceConfig>[]>;
  describeConfigs(list: readonly configs.ConfigResource[], options?: EachOptions): Promise<configs.ResourceConfig[]>;
  describeConfigs(list: readonly configs.ConfigResource[], options: AnyEachOptions = {}) {
    return this.each('describeConfigs', options, (call) => configs.describeConfigs(call, list));
  }

  incrementalAlterConfigs(
    list: readonly configs.ConfigAlteration[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<configs.ConfigResource>[]>;
  incrementalAlterConfigs(
    list: readonly configs.ConfigAlteration[],
    options?: EachOptions & Validate,
  ): Promise<configs.ConfigResource[]>;
  /** Changes what is named and leaves the rest. */
  incrementalAlterConfigs(list: readonly configs.ConfigAlteration[], options: AnyEachOptions & Validate = {}) {
    return this.each('incrementalAlterConfigs', options, (call) =>
      configs.incrementalAlterConfigs(call, list, options),
    );
  }

  alterConfigs(
    list: readonly configs.ConfigReplacement[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<configs.ConfigResource>[]>;
  alterConfigs(
    list: readonly configs.ConfigReplacement[],
    options?: EachOptions & Validate,
  ): Promise<configs.ConfigResource[]>;
  /** Replaces the whole configuration: what is not named goes back to its default. */
  alterConfigs(list: readonly configs.ConfigReplacement[], options: AnyEachOptions & Validate = {}) {
    return this.each('alterConfigs', options, (call) => configs.alterConfigs(call, list, options));
  }

  // ---- the cluster

  describeCluster(options: AdminOptions & Authorized = {}): Promise<cluster.ClusterDescription> {
    return this.run('describeCluster', options, (call) => cluster.describeCluster(call, options));
  }

  /** What a broker tells every client: brokers, and these topics or all. */
  metadata(names?: readonly string[] | null, options: AdminOptions = {}): Promise<cluster.ClusterMetadata> {
    return this.run('metadata', options, (call) => cluster.metadata(call, names));
  }

  electLeaders(
    electionType: ElectionType,
    partitions: readonly TopicPartition[] | null,
    options: SettledOptions,
  ): Promise<Outcome<TopicPartition>[]>;
  electLeaders(
    electionType: ElectionType,
    partitions: readonly TopicPartition[] | null,
    options?: EachOptions,
  ): Promise<TopicPartition[]>;
  /** A partition that is led as wanted already fails with ERR_ELECTION_NOT_NEEDED; with null for all it is not mentioned. */
  electLeaders(electionType: ElectionType, partitions: readonly TopicPartition[] | null, options: AnyEachOptions = {}) {
    return this.each('electLeaders', options, (call) => cluster.electLeaders(call, electionType, partitions));
  }

  // ---- security

  createAcls(list: readonly acls.NewAcl[], options: SettledOptions): Promise<Outcome<acls.AclBinding>[]>;
  createAcls(list: readonly acls.NewAcl[], options?: EachOptions): Promise<acls.AclBinding[]>;
  createAcls(list: readonly acls.NewAcl[], options: AnyEachOptions = {}) {
    return this.each('createAcls', options, (call) => acls.createAcls(call, list));
  }

  /** `{}` finds all. */
  describeAcls(filter: acls.AclFilter, options: AdminOptions = {}): Promise<acls.AclBinding[]> {
    return this.run('describeAcls', options, (call) => acls.describeAcls(call, filter));
  }

  deleteAcls(filters: readonly acls.AclFilter[], options: SettledOptions): Promise<Outcome<acls.AclBinding[]>[]>;
  deleteAcls(filters: readonly acls.AclFilter[], options?: EachOptions): Promise<acls.AclBinding[][]>;
  /** Resolves, for each filter, with what it deleted. */
  deleteAcls(filters: readonly acls.AclFilter[], options: AnyEachOptions = {}) {
    return this.each('deleteAcls', options, (call) => acls.deleteAcls(call, filters));
  }

  describeUserScramCredentials(
    users: readonly string[] | undefined,
    options: SettledOptions,
  ): Promise<Outcome<scram.UserScramCredentialsDescription>[]>;
  describeUserScramCredentials(
    users?: readonly string[],
    options?: EachOptions,
  ): Promise<scram.UserScramCredentialsDescription[]>;
  /** `users` left out: all that have any. */
  describeUserScramCredentials(users?: readonly string[], options: AnyEachOptions = {}) {
    return this.each('describeUserScramCredentials', options, (call) =>
      scram.describeUserScramCredentials(call, users),
    );
  }

  alterUserScramCredentials(
    list: readonly scram.UserScramCredentialAlteration[],
    options: SettledOptions,
  ): Promise<Outcome<scram.UserName>[]>;
  alterUserScramCredentials(
    list: readonly scram.UserScramCredentialAlteration[],
    options?: EachOptions,
  ): Promise<scram.UserName[]>;
  alterUserScramCredentials(list: readonly scram.UserScramCredentialAlteration[], options: AnyEachOptions = {}) {
    return this.each('alterUserScramCredentials', options, (call) => scram.alterUserScramCredentials(call, list));
  }
}
