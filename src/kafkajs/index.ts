/** `kafka-napi/kafkajs`: the API of kafkajs 2.2.4. See docs/moving/kafkajs.md. */
export { Kafka } from './kafka';
/** The dialect of `@confluentinc/kafka-javascript`. */
export { KafkaJS } from '../rdkafka/index';
export { logLevel } from './values/log-level';
export { CompressionCodecs } from './values/compression-codecs';
export { CompressionTypes } from './values/compression-types';
export {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  ConfigSource,
  ResourcePatternTypes,
} from './values/admin-enums';
export { Partitioners } from './partitioners/partitioners';
export { PartitionAssigners } from './assigners/round-robin';
export { AssignerProtocol } from './assigners/assigner-protocol';
export {
  KafkaJSBrokerNotFound,
  KafkaJSConnectionClosedError,
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSFetcherRebalanceError,
  KafkaJSGroupCoordinatorNotFound,
  KafkaJSInvalidLongError,
  KafkaJSInvalidVarIntError,
  KafkaJSInvariantViolation,
  KafkaJSLockTimeout,
  KafkaJSMemberIdRequired,
  KafkaJSMetadataNotLoaded,
  KafkaJSNoBrokerAvailableError,
  KafkaJSNonRetriableError,
  KafkaJSNotImplemented,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSOffsetOutOfRange,
  KafkaJSPartialMessageError,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
  KafkaJSSASLAuthenticationError,
  KafkaJSServerDoesNotSupportApiKey,
  KafkaJSStaleTopicMetadataAssignment,
  KafkaJSTimeout,
  KafkaJSTopicMetadataNotLoaded,
  KafkaJSUnsupportedMagicByteInMessageSet,
} from './errors/errors';
export type {
  KafkaJSConnectionErrorMetadata,
  KafkaJSErrorMetadata,
  KafkaJSNumberOfRetriesExceededMetadata,
  KafkaJSOffsetOutOfRangeMetadata,
  KafkaJSRequestTimeoutErrorMetadata,
  KafkaJSServerDoesNotSupportApiKeyMetadata,
  KafkaJSStaleTopicMetadataAssignmentMetadata,
  KafkaJSTopicMetadataNotLoadedMetadata,
} from './errors/errors';
export {
  KafkaJSAggregateError,
  KafkaJSAlterPartitionReassignmentsError,
  KafkaJSCreateTopicError,
  KafkaJSDeleteGroupsError,
  KafkaJSDeleteTopicRecordsError,
} from './errors/admin-errors';
export type {
  DeleteGroupsResult,
  KafkaJSDeleteGroupsErrorGroups,
  KafkaJSDeleteTopicRecordsErrorPartition,
  KafkaJSDeleteTopicRecordsErrorTopic,
} from './errors/admin-errors';
export type * from './types/acls';
export type * from './types/admin';
export type * from './types/cluster';
export type * from './types/consumer';
export type * from './types/events';
export type * from './types/kafka';
export type * from './types/logging';
export type * from './types/places';
export type * from './types/producer';
export type * from './types/retry';
