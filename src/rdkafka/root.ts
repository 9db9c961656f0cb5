/**
 * What `@confluentinc/kafka-javascript` has as `RdKafka`: node-rdkafka's root, with its types. The order is that of the
 * package.
 */
import { KafkaConsumer } from './consumer/kafka-consumer';
import { Producer } from './producer/producer';

/** Consumer is an earlier name of KafkaConsumer. */
export { KafkaConsumer as Consumer } from './consumer/kafka-consumer';
export { Producer } from './producer/producer';
export { HighLevelProducer } from './producer/high-level-producer';
export { AdminClient, type IAdminClient } from './admin/admin-client';
export { KafkaConsumer } from './consumer/kafka-consumer';
export const { createReadStream } = KafkaConsumer;
export const { createWriteStream } = Producer;
export { CODES } from './base/codes';
export { features, Topic } from './base/topic';
export { librdkafkaVersion } from '../index';
export { AclOperationTypes, ConsumerGroupStates, ConsumerGroupTypes, IsolationLevel, OffsetSpec } from './admin/values';
export type * from './admin/values';
export type { EventHandlers } from './admin/types';
export type { ClientMethods as Client } from './base/client';
export type * from './base/types';
export type {
  ConsumerGlobalConfig,
  ConsumerTopicConfig,
  GlobalConfig,
  ProducerGlobalConfig,
  ProducerTopicConfig,
  TopicConfig,
} from './config/types.generated';
export type { AnyConsumerStream as ConsumerStream } from './consumer/consumer-stream';
export type { AnyProducerStream as ProducerStream } from './producer/producer-stream';
