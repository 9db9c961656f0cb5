import { native } from './binding/native';
import { packageVersion } from './config/software';

export { parseProperties } from './config/properties-text';
export { Producer } from './producer/producer';
export type { ProducerEvents } from './producer/producer-events';
export type { ProducerRecord, RecordMetadata } from './producer/records/record';
export type { DeliveryCallback } from './producer/settling/deliveries';
export type { ProducerMetrics } from './producer/metrics';
export type { TransactionOffset } from './producer/transactions/offsets';
export type { RecordWritable, WritableOptions } from './producer/writable';
export { Consumer } from './consumer/consumer';
export { ConsumerRecord } from './consumer/records/consumer-record';
export { ConsumerRecords, type NextOffset } from './consumer/records/consumer-records';
export type { RecordColumns } from './consumer/records/record-columns';
export type { ConsumerEvents, StalledPartition } from './consumer/consumer-events';
export type { ForEachOptions, RecordHandler } from './consumer/loops/for-each-options';
export type { RebalanceListener, RebalanceListeners } from './consumer/rebalance/rebalance-listeners';
export type { ConsumerMetrics } from './consumer/questions/metrics';
export type { CommitArgument } from './consumer/offsets/offset-arguments';
export type { TimestampQuery, TopicInfo } from './consumer/questions/queries';
export type { ConsumerReadable } from './consumer/loops/readable';
export type { TimestampType } from './consumer/records/record-batch';
export type { BatchStream, RecordStream } from './consumer/loops/stream';
export type { StreamOptions } from './consumer/loops/stream-options';
export type {
  AssignPartition,
  CommittedOffset,
  OffsetToCommit,
  PartitionOffset,
  SeekOffset,
  TopicPartition,
} from './consumer/partitions/topic-partition';
export type { Node, PartitionInfo } from './client/topic-metadata';
export type { ConsumerGroupMetadata } from './client/group-metadata';
export type { ClientEvents, LogEntry, ThrottleInfo } from './client/events/events';
export type { ClientState } from './client/lifecycle';
export type { WaitOptions } from './client/waiting';
export type { AdminConfig, ConsumerConfig, ProducerConfig } from './config/generated/types';
export type {
  AssignorName,
  ConsumerInterceptor,
  MetricReporter,
  OAuthToken,
  PartitionerFunction,
  PartitionerOption,
  ProducerInterceptor,
  TokenProvider,
} from './config/values/option-types';
export type { Headers, HeadersInput, HeaderValue } from './serde/headers';
export { json } from './serde/json';
export type {
  Bytes,
  Deserializer,
  DeserializerContext,
  DeserializerFunction,
  DeserializerName,
  DeserializerOption,
  SerdeContext,
  Serializer,
  SerializerContext,
  SerializerFunction,
  SerializerName,
  SerializerOption,
} from './serde/spec';
export { AdminClient } from './admin/admin-client';
export type { AdminOptions, EachOptions, SettledOptions, SharedClient } from './admin/calls/admin-calls';
export type { AclBinding, AclFilter, NewAcl } from './admin/security/acls';
export type { ClusterDescription, ClusterMetadata } from './admin/cluster/cluster';
export type {
  AlterConfigOp,
  ConfigAlteration,
  ConfigEntry,
  ConfigReplacement,
  ConfigResource,
  ConfigSynonym,
  ResourceConfig,
} from './admin/cluster/configs';
export type {
  AclOperation,
  AclPermissionType,
  AlterConfigOpType,
  ConfigResourceType,
  ConfigSource,
  ElectionType,
  GroupState,
  GroupType,
  IsolationLevel,
  PatternType,
  ResourceType,
  ScramMechanism,
} from './admin/calls/enums';
export type { GroupLag } from './admin/groups/group-lag';
export type {
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupFilter,
  GroupId,
  MemberAssignment,
  MemberDescription,
} from './admin/groups/groups';
export type { Node as AdminNode } from './admin/cluster/node';
export type { GroupOffset, GroupOffsetsQuery, NewGroupOffset } from './admin/groups/group-offsets';
export type { DeletedRecords, ListedOffset, OffsetQuery, OffsetSpec, RecordsToDelete } from './admin/topics/offsets';
export type { OffsetReset, ResetRequest, ResetTarget } from './admin/groups/reset-offsets';
export type {
  ScramCredentialInfo,
  UserName,
  UserScramCredentialAlteration,
  UserScramCredentialDeletion,
  UserScramCredentialsDescription,
  UserScramCredentialUpsertion,
} from './admin/security/scram';
export type {
  CreatedTopic,
  NewPartitions,
  NewTopic,
  TopicDescription,
  TopicListing,
  TopicName,
  TopicPartitionInfo,
} from './admin/topics/topic-types';
export { nativeAddon, type NativeAddon } from './binding/native';
export { AuthorizationError, KafkaError, type KafkaErrorOptions } from './errors/kafka-error';
export type { KafkaErrorCode, LibrdkafkaErrorCode, OwnErrorCode } from './errors/codes';
export { AuthenticationError } from './errors/authentication-error';
export { ConfigError } from './errors/config-error';
export { DeliveryError } from './errors/delivery-error';
export { DeserializationError, SerializationError } from './errors/serialization-error';
export { PartialFailureError, type Outcome } from './errors/partial-failure-error';
export { ClosedError, ConcurrentError, InvalidArgumentError, WakeupError } from './errors/usage-errors';
export { AbortError, TimeoutError } from './errors/waiting-errors';

/** The version of librdkafka in the addon, as `'2.15.1'`. */
export const librdkafkaVersion: string = native.librdkafkaVersion;

/** The version of this package. */
export const version: string = packageVersion;
