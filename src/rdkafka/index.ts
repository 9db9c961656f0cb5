/** `kafka-napi/rdkafka`: the API of node-rdkafka 3.6.1. See docs/moving/rdkafka.md. */
export { librdkafkaVersion } from '../index';
export { AdminClient, type IAdminClient } from './admin/admin-client';
export {
  AclOperationTypes,
  ConsumerGroupStates,
  ConsumerGroupTypes,
  IsolationLevel,
  OffsetSpec,
  type DeleteGroupsResult,
  type DeleteRecordsResult,
  type GroupDescription,
  type GroupOverview,
  type GroupResults,
  type ListGroupOffsets,
  type ListOffsetsResult,
  type MemberDescription,
  type NewTopic,
  type TopicDescription,
  type TopicPartitionOffsetSpec,
  type Uuid,
} from './admin/values';
export { CODES } from './base/codes';
export { features, Topic } from './base/topic';
export type * from './base/types';
export type {
  ConsumerGlobalConfig,
  ConsumerTopicConfig,
  GlobalConfig,
  ProducerGlobalConfig,
  ProducerTopicConfig,
  TopicConfig,
} from './config/types.generated';
export type { KafkaConsumerStream as ConsumerStream } from './consumer/consumer-stream';
export { KafkaConsumer } from './consumer/kafka-consumer';
/** An earlier name of KafkaConsumer. */
export { KafkaConsumer as Consumer } from './consumer/kafka-consumer';
export * as KafkaJS from '../confluent/index';
export { HighLevelProducer } from './producer/high-level-producer';
export { Producer } from './producer/producer';
export type { ProducerStream } from './producer/producer-stream';
export { createReadStream, createWriteStream, RdKafka } from './root';
