/** The promise-based API of `@confluentinc/kafka-javascript`: what it exports as `KafkaJS`. */
export { AclOperationTypes, ConsumerGroupStates, ConsumerGroupTypes, IsolationLevel } from '../rdkafka/admin/values';
export type {
  DeleteGroupsResult,
  DeleteRecordsResult,
  GroupDescription,
  GroupDescriptions,
  GroupOverview,
  Node,
  Uuid,
} from '../rdkafka/admin/values';
export type { LibrdKafkaError } from '../rdkafka/base/types';
export type { AnyAdmin as Admin } from './admin/admin';
export type * from './admin/types';
export * from './base/errors';
export type { Logger } from './base/logger';
export { CompressionTypes, logLevel, PartitionAssigners, PartitionAssignors } from './base/values';
export type { AnyConsumer as Consumer } from './consumer/consumer';
export type * from './consumer/types';
export { Kafka } from './kafka';
export type { AnyProducer as Producer, AnyProducer as Transaction } from './producer/producer';
export type * from './producer/types';
export type * from './types';
