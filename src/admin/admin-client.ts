import { TypedEmitter, type ClientEvents } from '../client/events/events';
import type { ClientState } from '../client/lifecycle';
import { checkOneArgument } from '../client/options';
import { configDefOf } from '../config/names/config-def';
import { configFromFile } from '../config/shared-file';
import type { AdminConfig } from '../config/generated/types';
import type { Outcome } from '../errors/partial-failure-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import * as acls from './security/acls';
import {
  AdminCalls,
  isShared,
  type AdminOptions,
  type AnyEachOptions,
  type Authorized,
  type EachOptions,
  type SettledOptions,
  type SharedClient,
} from './calls/admin-calls';
import { show, type TopicPartition } from './calls/arguments';
import * as cluster from './cluster/cluster';
import * as configs from './cluster/configs';
import type { ElectionType, IsolationLevel } from './calls/enums';
import { consumerGroupLag, type GroupLag } from './groups/group-lag';
import * as groupOffsets from './groups/group-offsets';
import * as groups from './groups/groups';
import { resetOffsets, type OffsetReset, type ResetRequest } from './groups/reset-offsets';
import * as offsets from './topics/offsets';
import * as scram from './security/scram';
import type * as topic from './topics/topic-types';
import * as topics from './topics/topics';

interface Validate {
  /** The broker only checks the request and changes nothing. */
  validateOnly?: boolean | undefined;
}

/**
 * Administers topics, configurations, groups, ACLs and users: Java's Admin, with promises of plain objects.
 *
 * A call about several resources resolves with a list in the order of the request. If one of several fails, the call
 * rejects with a PartialFailureError; the others are done nevertheless. If the only one fails, it rejects with its
 * error. With `{ settled: true }` the call resolves with an {@link Outcome} for each resource.
 */
export class AdminClient extends TypedEmitter<ClientEvents> {
  /** Every property: type, default, valid values. */
  static readonly configDef = configDefOf('admin');
  readonly #calls: AdminCalls;

  /** Connects in the background. Throws only ConfigError. */
  constructor(config: AdminConfig);
  constructor(config: AdminConfig, ...others: unknown[]) {
    super();
    checkOneArgument('AdminClient', others);
    this.#calls = new AdminCalls(config, (name, ...args) => this.tell(name, ...(args as never)));
  }

  /**
   * A client with the configuration in a Java `.properties` file. The file may serve all kinds of clients, as with
   * Kafka's tools: properties of other kinds have no effect here. Text that is not UTF-8 is read as Latin-1.
   * @param overrides Properties that replace those of the file, or are added.
   * @throws InvalidArgumentError for a file that cannot be read, ConfigError for an invalid or misspelt property.
   */
  static fromProperties(file: string | URL, overrides?: Partial<AdminConfig>): AdminClient {
    return new AdminClient(configFromFile('admin', file, overrides));
  }

  /**
   * Shares the connection of a Producer or Consumer until that client closes. Events are emitted only by that client.
   */
  static from(client: SharedClient): AdminClient {
    if (!isShared(client)) {
      throw new InvalidArgumentError('from', `AdminClient.from: takes a Producer or a Consumer; got ${show(client)}`);
    }
    return new AdminClient(client as object);
  }

  /** For health checks: `'up'` once a broker has answered, `'down'` while none can be reached. */
  get state(): ClientState {
    return this.#calls.state;
  }

  /**
   * Resolves when a broker has answered. Rejects at once with a fatal error, and at the deadline with the last
   * connection or authentication error.
   */
  ready(options: AdminOptions = {}): Promise<void> {
    return this.#calls.ready(options);
  }

  override toJSON(): { client: string; state: ClientState } {
    return { client: 'AdminClient', state: this.state };
  }

  // ---- topics

  createTopics(
    list: readonly topic.NewTopic[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<topic.CreatedTopic>[]>;
  createTopics(list: readonly topic.NewTopic[], options?: EachOptions & Validate): Promise<topic.CreatedTopic[]>;
  /** Resolves when the topics are usable: every broker reports a leader for every partition. */
  createTopics(list: readonly topic.NewTopic[], options: AnyEachOptions & Validate = {}) {
    return this.#calls.each('createTopics', options, (call) => topics.createTopics(call, list, options), [
      'validateOnly',
    ]);
  }

  deleteTopics(names: readonly string[], options: SettledOptions): Promise<Outcome<topic.TopicName>[]>;
  deleteTopics(names: readonly string[], options?: EachOptions): Promise<topic.TopicName[]>;
  deleteTopics(names: readonly string[], options: AnyEachOptions = {}) {
    return this.#calls.each('deleteTopics', options, (call) => topics.deleteTopics(call, names));
  }

  /** By name. Includes Kafka's internal topics only with `listInternal`. */
  listTopics(options: AdminOptions & { listInternal?: boolean | undefined } = {}): Promise<topic.TopicListing[]> {
    return this.#calls.run('listTopics', options, (call) => topics.listTopics(call, options), ['listInternal']);
  }

  describeTopics(
    names: readonly string[],
    options: SettledOptions & Authorized,
  ): Promise<Outcome<topic.TopicDescription>[]>;
  describeTopics(names: readonly string[], options?: EachOptions & Authorized): Promise<topic.TopicDescription[]>;
  describeTopics(names: readonly string[], options: AnyEachOptions & Authorized = {}) {
    return this.#calls.each('describeTopics', options, (call) => topics.describeTopics(call, names, options), [
      'includeAuthorizedOperations',
    ]);
  }

  createPartitions(
    list: readonly topic.NewPartitions[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<topic.TopicName>[]>;
  createPartitions(list: readonly topic.NewPartitions[], options?: EachOptions & Validate): Promise<topic.TopicName[]>;
  /** Resolves when the new partitions are usable. */
  createPartitions(list: readonly topic.NewPartitions[], options: AnyEachOptions & Validate = {}) {
    return this.#calls.each('createPartitions', options, (call) => topics.createPartitions(call, list, options), [
      'validateOnly',
    ]);
  }

  deleteRecords(
    list: readonly offsets.RecordsToDelete[],
    options: SettledOptions,
  ): Promise<Outcome<offsets.DeletedRecords>[]>;
  deleteRecords(list: readonly offsets.RecordsToDelete[], options?: EachOptions): Promise<offsets.DeletedRecords[]>;
  deleteRecords(list: readonly offsets.RecordsToDelete[], options: AnyEachOptions = {}) {
    return this.#calls.each('deleteRecords', options, (call) => offsets.deleteRecords(call, list));
  }

  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options: SettledOptions & { isolationLevel?: IsolationLevel | undefined },
  ): Promise<Outcome<offsets.ListedOffset>[]>;
  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options?: EachOptions & { isolationLevel?: IsolationLevel | undefined },
  ): Promise<offsets.ListedOffset[]>;
  /** 'latest' with READ_COMMITTED is the last stable offset. */
  listOffsets(
    list: readonly offsets.OffsetQuery[],
    options: AnyEachOptions & { isolationLevel?: IsolationLevel | undefined } = {},
  ) {
    return this.#calls.each('listOffsets', options, (call) => offsets.listOffsets(call, list, options), [
      'isolationLevel',
    ]);
  }

  // ---- configurations

  describeConfigs(
    list: readonly configs.ConfigResource[],
    options: SettledOptions,
  ): Promise<Outcome<configs.ResourceConfig>[]>;
  describeConfigs(list: readonly configs.ConfigResource[], options?: EachOptions): Promise<configs.ResourceConfig[]>;
  describeConfigs(list: readonly configs.ConfigResource[], options: AnyEachOptions = {}) {
    return this.#calls.each('describeConfigs', options, (call) => configs.describeConfigs(call, list));
  }

  incrementalAlterConfigs(
    list: readonly configs.ConfigAlteration[],
    options: SettledOptions & Validate,
  ): Promise<Outcome<configs.ConfigResource>[]>;
  incrementalAlterConfigs(
    list: readonly configs.ConfigAlteration[],
    options?: EachOptions & Validate,
  ): Promise<configs.ConfigResource[]>;
  /** Changes the given entries and leaves all others. */
  incrementalAlterConfigs(list: readonly configs.ConfigAlteration[], options: AnyEachOptions & Validate = {}) {
    return this.#calls.each(
      'incrementalAlterConfigs',
      options,
      (call) => configs.incrementalAlterConfigs(call, list, options),
      ['validateOnly'],
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
  /** Replaces the whole configuration: entries that are not given return to their defaults. */
  alterConfigs(list: readonly configs.ConfigReplacement[], options: AnyEachOptions & Validate = {}) {
    return this.#calls.each('alterConfigs', options, (call) => configs.alterConfigs(call, list, options), [
      'validateOnly',
    ]);
  }

  // ---- the cluster

  describeCluster(options: AdminOptions & Authorized = {}): Promise<cluster.ClusterDescription> {
    return this.#calls.run('describeCluster', options, (call) => cluster.describeCluster(call, options), [
      'includeAuthorizedOperations',
    ]);
  }

  /** A broker's metadata: the brokers, and these topics or all. */
  metadata(names?: readonly string[] | null, options: AdminOptions = {}): Promise<cluster.ClusterMetadata> {
    return this.#calls.run('metadata', options, (call) => cluster.metadata(call, names));
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
  /**
   * A partition that already has the desired leader fails with ERR_ELECTION_NOT_NEEDED. With null for all partitions it
   * is omitted.
   */
  electLeaders(electionType: ElectionType, partitions: readonly TopicPartition[] | null, options: AnyEachOptions = {}) {
    return this.#calls.each('electLeaders', options, (call) => cluster.electLeaders(call, electionType, partitions));
  }

  // ---- security

  createAcls(list: readonly acls.NewAcl[], options: SettledOptions): Promise<Outcome<acls.AclBinding>[]>;
  createAcls(list: readonly acls.NewAcl[], options?: EachOptions): Promise<acls.AclBinding[]>;
  createAcls(list: readonly acls.NewAcl[], options: AnyEachOptions = {}) {
    return this.#calls.each('createAcls', options, (call) => acls.createAcls(call, list));
  }

  /** `{}` finds all. */
  describeAcls(filter: acls.AclFilter, options: AdminOptions = {}): Promise<acls.AclBinding[]> {
    return this.#calls.run('describeAcls', options, (call) => acls.describeAcls(call, filter));
  }

  deleteAcls(filters: readonly acls.AclFilter[], options: SettledOptions): Promise<Outcome<acls.AclBinding[]>[]>;
  deleteAcls(filters: readonly acls.AclFilter[], options?: EachOptions): Promise<acls.AclBinding[][]>;
  /** Resolves with the deleted ACLs of each filter. */
  deleteAcls(filters: readonly acls.AclFilter[], options: AnyEachOptions = {}) {
    return this.#calls.each('deleteAcls', options, (call) => acls.deleteAcls(call, filters));
  }

  describeUserScramCredentials(
    users: readonly string[] | undefined,
    options: SettledOptions,
  ): Promise<Outcome<scram.UserScramCredentialsDescription>[]>;
  describeUserScramCredentials(
    users?: readonly string[],
    options?: EachOptions,
  ): Promise<scram.UserScramCredentialsDescription[]>;
  /** Without `users`: all users that have credentials. */
  describeUserScramCredentials(users?: readonly string[], options: AnyEachOptions = {}) {
    return this.#calls.each('describeUserScramCredentials', options, (call) =>
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
    return this.#calls.each('alterUserScramCredentials', options, (call) =>
      scram.alterUserScramCredentials(call, list),
    );
  }

  // ---- groups

  listConsumerGroups(options: SettledOptions & groups.GroupFilter): Promise<Outcome<groups.ConsumerGroupListing>[]>;
  listConsumerGroups(options?: EachOptions & groups.GroupFilter): Promise<groups.ConsumerGroupListing[]>;
  /** By id. Asks every broker. A broker that cannot answer is a failure next to the groups of the others. */
  listConsumerGroups(options: AnyEachOptions & groups.GroupFilter = {}) {
    return this.#calls.each('listConsumerGroups', options, (call) => groups.listConsumerGroups(call, options), [
      'groupStates',
      'types',
    ]);
  }

  listGroups(options: SettledOptions & groups.GroupFilter): Promise<Outcome<groups.ConsumerGroupListing>[]>;
  listGroups(options?: EachOptions & groups.GroupFilter): Promise<groups.ConsumerGroupListing[]>;
  /** Like {@link listConsumerGroups}: librdkafka lists no other kinds of groups. */
  listGroups(options: AnyEachOptions & groups.GroupFilter = {}) {
    return this.#calls.each('listGroups', options, (call) => groups.listConsumerGroups(call, options), [
      'groupStates',
      'types',
    ]);
  }

  describeConsumerGroups(
    ids: readonly string[],
    options: SettledOptions & Authorized,
  ): Promise<Outcome<groups.ConsumerGroupDescription>[]>;
  describeConsumerGroups(
    ids: readonly string[],
    options?: EachOptions & Authorized,
  ): Promise<groups.ConsumerGroupDescription[]>;
  describeConsumerGroups(ids: readonly string[], options: AnyEachOptions & Authorized = {}) {
    return this.#calls.each(
      'describeConsumerGroups',
      options,
      (call) => groups.describeConsumerGroups(call, ids, options),
      ['includeAuthorizedOperations'],
    );
  }

  deleteConsumerGroups(ids: readonly string[], options: SettledOptions): Promise<Outcome<groups.GroupId>[]>;
  deleteConsumerGroups(ids: readonly string[], options?: EachOptions): Promise<groups.GroupId[]>;
  deleteConsumerGroups(ids: readonly string[], options: AnyEachOptions = {}) {
    return this.#calls.each('deleteConsumerGroups', options, (call) => groups.deleteConsumerGroups(call, ids));
  }

  listConsumerGroupOffsets(
    groupId: string,
    options: SettledOptions & groupOffsets.GroupOffsetsQuery,
  ): Promise<Outcome<groupOffsets.GroupOffset>[]>;
  listConsumerGroupOffsets(
    groupId: string,
    options?: EachOptions & groupOffsets.GroupOffsetsQuery,
  ): Promise<groupOffsets.GroupOffset[]>;
  /** The next offsets to read. A group that does not exist has none. */
  listConsumerGroupOffsets(groupId: string, options: AnyEachOptions & groupOffsets.GroupOffsetsQuery = {}) {
    return this.#calls.each(
      'listConsumerGroupOffsets',
      options,
      (call) => groupOffsets.listConsumerGroupOffsets(call, groupId, options),
      ['topicPartitions', 'requireStable'],
    );
  }

  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options: SettledOptions,
  ): Promise<Outcome<TopicPartition>[]>;
  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options?: EachOptions,
  ): Promise<TopicPartition[]>;
  /** The next offsets to read. The group must have no active members. It is created if it does not exist. */
  alterConsumerGroupOffsets(
    groupId: string,
    list: readonly groupOffsets.NewGroupOffset[],
    options: AnyEachOptions = {},
  ) {
    return this.#calls.each('alterConsumerGroupOffsets', options, (call) =>
      groupOffsets.alterConsumerGroupOffsets(call, groupId, list),
    );
  }

  deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options: SettledOptions,
  ): Promise<Outcome<TopicPartition>[]>;
  deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options?: EachOptions,
  ): Promise<TopicPartition[]>;
  /** No member of the group may be subscribed to these topics. */
  deleteConsumerGroupOffsets(groupId: string, partitions: readonly TopicPartition[], options: AnyEachOptions = {}) {
    return this.#calls.each('deleteConsumerGroupOffsets', options, (call) =>
      groupOffsets.deleteConsumerGroupOffsets(call, groupId, partitions),
    );
  }

  consumerGroupLag(groupId: string, options: SettledOptions): Promise<Outcome<GroupLag>[]>;
  consumerGroupLag(groupId: string, options?: EachOptions): Promise<GroupLag[]>;
  /** The lag of the group in every partition that it reads or has a committed offset for. */
  consumerGroupLag(groupId: string, options: AnyEachOptions = {}) {
    return this.#calls.each('consumerGroupLag', options, (call) => consumerGroupLag(call, groupId));
  }

  resetOffsets(groupId: string, request: ResetRequest & SettledOptions): Promise<Outcome<OffsetReset>[]>;
  resetOffsets(groupId: string, request: ResetRequest & EachOptions): Promise<OffsetReset[]>;
  /** Moves the committed offsets of a group without active members. With `dryRun` only returns what would change. */
  resetOffsets(groupId: string, request: ResetRequest & AnyEachOptions) {
    return this.#calls.each('resetOffsets', request, (call) => resetOffsets(call, groupId, request), [
      'to',
      'topics',
      'partitions',
      'dryRun',
    ]);
  }

  // ---- closing

  /**
   * Waits for pending calls, then releases the connection; a shared connection stays open. At the deadline pending
   * calls reject with ClosedError. Repeatable.
   * @param options timeoutMs: by default as long as the calls take.
   */
  close(options: AdminOptions = {}): Promise<void> {
    return this.#calls.close(options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
