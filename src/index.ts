import { readFileSync } from 'node:fs';
import path from 'node:path';
import { native } from './binding/native';

export { Producer } from './producer/producer';
export type { ProducerEvents } from './producer/producer-client';
export type { ProducerRecord, RecordMetadata } from './producer/record';
export type { DeliveryCallback } from './producer/deliveries';
export type { ProducerMetrics } from './producer/metrics';
export type { TransactionOffset } from './producer/offsets';
export type { RecordWritable, WritableOptions } from './producer/writable';
export { Consumer } from './consumer/consumer';
export { ConsumerRecord } from './consumer/consumer-record';
export { ConsumerRecords, type NextOffset } from './consumer/consumer-records';
export type { ConsumerEvents, StalledPartition } from './consumer/consumer-events';
export type { ForEachOptions, RecordHandler } from './consumer/for-each';
export type { RebalanceListener, RebalanceListeners } from './consumer/listeners';
export type { ConsumerMetrics } from './consumer/metrics';
export type { CommitArgument } from './consumer/offset-arguments';
export type { TimestampQuery, TopicInfo } from './consumer/queries';
export type { ConsumerReadable } from './consumer/readable';
export type { TimestampType } from './consumer/record-batch';
export type { BatchStream, RecordStream } from './consumer/stream';
export type { StreamOptions } from './consumer/stream-options';
export type {
  AssignPartition,
  CommittedOffset,
  OffsetToCommit,
  PartitionOffset,
  SeekOffset,
  TopicPartition,
} from './consumer/topic-partition';
export type { Node, PartitionInfo } from './client/topic-metadata';
export type { ConsumerGroupMetadata } from './client/group-metadata';
export type { ClientEvents, LogEntry, ThrottleInfo } from './client/events';
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
} from './config/option-types';
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
export type { AdminOptions, EachOptions, SettledOptions, SharedClient } from './admin/admin-base';
export type { AclBinding, AclFilter, NewAcl } from './admin/acls';
export type { ClusterDescription, ClusterMetadata } from './admin/cluster';
export type {
  AlterConfigOp,
  ConfigAlteration,
  ConfigEntry,
  ConfigReplacement,
  ConfigResource,
  ConfigSynonym,
  ResourceConfig,
} from './admin/configs';
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
} from './admin/enums';
export type { GroupLag } from './admin/group-lag';
export type {
  ConsumerGroupDescription,
  ConsumerGroupListing,
  GroupFilter,
  GroupId,
  MemberAssignment,
  MemberDescription,
} from './admin/groups';
export type { Node as AdminNode } from './admin/node';
export type { GroupOffset, GroupOffsetsQuery, NewGroupOffset } from './admin/group-offsets';
export type { DeletedRecords, ListedOffset, OffsetQuery, OffsetSpec, RecordsToDelete } from './admin/offsets';
export type { OffsetReset, ResetRequest, ResetTarget } from './admin/reset-offsets';
export type {
  ScramCredentialInfo,
  UserName,
  UserScramCredentialAlteration,
  UserScramCredentialDeletion,
  UserScramCredentialsDescription,
  UserScramCredentialUpsertion,
} from './admin/scram';
export type {
  CreatedTopic,
  NewPartitions,
  NewTopic,
  TopicDescription,
  TopicListing,
  TopicName,
  TopicPartitionInfo,
} from './admin/topic-types';
export { KafkaError, type KafkaErrorOptions } from './errors/kafka-error';
export type { KafkaErrorCode, LibrdkafkaErrorCode, OwnErrorCode } from './errors/codes';
export { ConfigError } from './errors/config-error';
export { DeliveryError } from './errors/delivery-error';
export { DeserializationError, SerializationError } from './errors/serialization-error';
export { PartialFailureError, type Outcome } from './errors/partial-failure-error';
export { ClosedError, ConcurrentError, InvalidArgumentError, WakeupError } from './errors/usage-errors';
export { AbortError, TimeoutError } from './errors/waiting-errors';

/** The version of librdkafka that the addon holds, as `'2.15.1'`. */
export const librdkafkaVersion: string = native.librdkafkaVersion;

/** The version of this package. */
export const version: string = (
  JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as { version: string }
).version;
