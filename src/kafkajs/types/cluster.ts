/** What custom assigners and tools for kafkajs see of a cluster. */
import type { CompressionTypes } from '../values/compression-types';
import type { PartitionMetadata, TopicOffsets, TopicPartitions } from './places';
import type { Message } from './producer';
import type { Logger } from './logging';

export type Without<T, U> = { [P in Exclude<keyof T, keyof U>]?: never };
export type XOR<T, U> = T | U extends object ? (Without<T, U> & U) | (Without<U, T> & T) : T | U;

export interface BrokerMetadata {
  brokers: Array<{ nodeId: number; host: string; port: number; rack?: string | undefined }>;
  topicMetadata: Array<{ topicErrorCode: number; topic: string; partitionMetadata: PartitionMetadata[] }>;
}

export interface ApiVersions {
  [apiKey: number]: { minVersion: number; maxVersion: number };
}

export interface CoordinatorMetadata {
  errorCode: number;
  coordinator: { nodeId: number; host: string; port: number };
}

export interface ReplicaAssignment {
  partition: number;
  replicas: Array<number>;
}

export interface PartitionReassignment {
  topic: string;
  partitionAssignment: Array<ReplicaAssignment>;
}

export interface OngoingPartitionReassignment {
  partitionIndex: number;
  replicas: number[];
  addingReplicas?: number[] | undefined;
  removingReplicas?: number[] | undefined;
}

export interface OngoingTopicReassignment {
  topic: string;
  partitions: OngoingPartitionReassignment[];
}

export interface ListPartitionReassignmentsResponse {
  topics: OngoingTopicReassignment[];
}

export type Broker = {
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  apiVersions(): Promise<ApiVersions>;
  metadata(topics: string[]): Promise<BrokerMetadata>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  describeGroups: (options: { groupIds: string[] }) => Promise<any>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    retentionTime?: number | undefined;
    topics: TopicOffsets[];
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  }): Promise<any>;
  offsetFetch(request: { groupId: string; topics: TopicOffsets[] }): Promise<{ responses: TopicOffsets[] }>;
  fetch(request: {
    replicaId?: number | undefined;
    isolationLevel?: number | undefined;
    maxWaitTime?: number | undefined;
    minBytes?: number | undefined;
    maxBytes?: number | undefined;
    topics: Array<{
      topic: string;
      partitions: Array<{ partition: number; fetchOffset: string; maxBytes: number }>;
    }>;
    rackId?: string | undefined;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  }): Promise<any>;
  produce(request: {
    topicData: Array<{
      topic: string;
      partitions: Array<{ partition: number; firstSequence?: number | undefined; messages: Message[] }>;
    }>;
    transactionalId?: string | undefined;
    producerId?: number | undefined;
    producerEpoch?: number | undefined;
    acks?: number | undefined;
    timeout?: number | undefined;
    compression?: CompressionTypes | undefined;
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  }): Promise<any>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  alterPartitionReassignments(request: { topics: PartitionReassignment[]; timeout?: number | undefined }): Promise<any>;
  listPartitionReassignments(request: {
    topics?: TopicPartitions[] | undefined;
    timeout?: number | undefined;
  }): Promise<ListPartitionReassignmentsResponse>;
};

export type Cluster = {
  getNodeIds(): number[];
  metadata(): Promise<BrokerMetadata>;
  removeBroker(options: { host: string; port: number }): void;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findBroker(node: { nodeId: string }): Promise<Broker>;
  findControllerBroker(): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): PartitionMetadata[];
  findLeaderForPartitions(topic: string, partitions: number[]): { [leader: string]: number[] };
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
  findGroupCoordinatorMetadata(group: { groupId: string }): Promise<CoordinatorMetadata>;
  defaultOffset(config: { fromBeginning: boolean }): number;
  fetchTopicsOffset(
    topics: Array<
      { topic: string; partitions: Array<{ partition: number }> } & XOR<
        { fromBeginning: boolean },
        { fromTimestamp: number }
      >
    >,
  ): Promise<TopicOffsets[]>;
};

export type Assignment = { [topic: string]: number[] };
export type GroupMember = { memberId: string; memberMetadata: Buffer };
export type GroupMemberAssignment = { memberId: string; memberAssignment: Buffer };
export type GroupState = { name: string; metadata: Buffer };

export type Assigner = {
  name: string;
  version: number;
  assign(group: { members: GroupMember[]; topics: string[] }): Promise<GroupMemberAssignment[]>;
  protocol(subscription: { topics: string[] }): GroupState;
};

export type PartitionAssigner = (config: { cluster: Cluster; groupId: string; logger: Logger }) => Assigner;

export interface ISerializer<T> {
  encode(value: T): Buffer;
  decode(buffer: Buffer): T | null;
}

export type MemberMetadata = { version: number; topics: string[]; userData: Buffer };
export type MemberAssignment = { version: number; assignment: Assignment; userData: Buffer };
