import type { DeleteGroupsResult } from '../errors/admin-errors';
import type { ConfigResourceTypes, ConfigSource } from '../values/admin-enums';
import type { AclEntry, AclFilter, DeleteAclResponse, DescribeAclResponse } from './acls';
import type { ListPartitionReassignmentsResponse, PartitionReassignment, ReplicaAssignment } from './cluster';
import type { GroupDescriptions } from './consumer';
import type { CommonEvents, On } from './events';
import type { Logger } from './logging';
import type { PartitionMetadata, PartitionOffset, TopicPartitions } from './places';
import type { RetryOptions } from './retry';

export interface AdminConfig {
  retry?: RetryOptions | undefined;
}

export interface ITopicConfig {
  topic: string;
  numPartitions?: number | undefined;
  replicationFactor?: number | undefined;
  replicaAssignment?: ReplicaAssignment[] | undefined;
  configEntries?: IResourceConfigEntry[] | undefined;
}

export interface ITopicPartitionConfig {
  topic: string;
  count: number;
  assignments?: Array<Array<number>> | undefined;
}

export interface ITopicMetadata {
  name: string;
  partitions: PartitionMetadata[];
}

export interface ResourceConfigQuery {
  type: ConfigResourceTypes;
  name: string;
  configNames?: string[] | undefined;
}

export interface ConfigSynonyms {
  configName: string;
  configValue: string;
  configSource: ConfigSource;
}

export interface ConfigEntries {
  configName: string;
  configValue: string;
  isDefault: boolean;
  configSource: ConfigSource;
  isSensitive: boolean;
  readOnly: boolean;
  configSynonyms: ConfigSynonyms[];
}

export interface DescribeConfigResponse {
  resources: {
    configEntries: ConfigEntries[];
    errorCode: number;
    errorMessage: string;
    resourceName: string;
    resourceType: ConfigResourceTypes;
  }[];
  throttleTime: number;
}

export interface IResourceConfigEntry {
  name: string;
  value: string;
}

export interface IResourceConfig {
  type: ConfigResourceTypes;
  name: string;
  configEntries: IResourceConfigEntry[];
}

export type AdminEvents = {
  CONNECT: 'admin.connect';
  DISCONNECT: 'admin.disconnect';
  REQUEST: 'admin.network.request';
  REQUEST_TIMEOUT: 'admin.network.request_timeout';
  REQUEST_QUEUE_SIZE: 'admin.network.request_queue_size';
};

export type SeekEntry = PartitionOffset;
export type FetchOffsetsPartition = PartitionOffset & { metadata: string | null };

export type GroupOverview = { groupId: string; protocolType: string };

export type Admin = {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  listTopics(): Promise<string[]>;
  createTopics(options: {
    validateOnly?: boolean | undefined;
    waitForLeaders?: boolean | undefined;
    timeout?: number | undefined;
    topics: ITopicConfig[];
  }): Promise<boolean>;
  deleteTopics(options: { topics: string[]; timeout?: number | undefined }): Promise<void>;
  createPartitions(options: {
    validateOnly?: boolean | undefined;
    timeout?: number | undefined;
    topicPartitions: ITopicPartitionConfig[];
  }): Promise<boolean>;
  fetchTopicMetadata(options?: { topics: string[] }): Promise<{ topics: Array<ITopicMetadata> }>;
  fetchOffsets(options: {
    groupId: string;
    topics?: string[] | undefined;
    resolveOffsets?: boolean | undefined;
  }): Promise<Array<{ topic: string; partitions: FetchOffsetsPartition[] }>>;
  fetchTopicOffsets(topic: string): Promise<Array<SeekEntry & { high: string; low: string }>>;
  fetchTopicOffsetsByTimestamp(topic: string, timestamp?: number): Promise<Array<SeekEntry>>;
  describeCluster(): Promise<{
    brokers: Array<{ nodeId: number; host: string; port: number }>;
    controller: number | null;
    clusterId: string;
  }>;
  setOffsets(options: { groupId: string; topic: string; partitions: SeekEntry[] }): Promise<void>;
  resetOffsets(options: { groupId: string; topic: string; earliest: boolean }): Promise<void>;
  describeConfigs(configs: {
    resources: ResourceConfigQuery[];
    includeSynonyms: boolean;
  }): Promise<DescribeConfigResponse>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  alterConfigs(configs: { validateOnly: boolean; resources: IResourceConfig[] }): Promise<any>;
  listGroups(): Promise<{ groups: GroupOverview[] }>;
  deleteGroups(groupIds: string[]): Promise<DeleteGroupsResult[]>;
  describeGroups(groupIds: string[]): Promise<GroupDescriptions>;
  describeAcls(options: AclFilter): Promise<DescribeAclResponse>;
  deleteAcls(options: { filters: AclFilter[] }): Promise<DeleteAclResponse>;
  createAcls(options: { acl: AclEntry[] }): Promise<boolean>;
  deleteTopicRecords(options: { topic: string; partitions: SeekEntry[] }): Promise<void>;
  alterPartitionReassignments(request: {
    topics: PartitionReassignment[];
    timeout?: number | undefined;
  }): Promise<void>;
  listPartitionReassignments(request: {
    topics?: TopicPartitions[] | undefined;
    timeout?: number | undefined;
  }): Promise<ListPartitionReassignmentsResponse>;
  logger(): Logger;
  on: On<AdminEvents, CommonEvents>;
  readonly events: AdminEvents;
};
