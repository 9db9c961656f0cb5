/** `kafka-napi/rdkafka`: the API of node-rdkafka 3.6.1. See docs/moving/rdkafka.md. */
export { librdkafkaVersion } from '../index';
export { AdminClient } from './admin/admin-client';
export { AclOperationTypes, ConsumerGroupStates, ConsumerGroupTypes, IsolationLevel, OffsetSpec } from './admin/values';
export { CODES } from './base/codes';
export { features, Topic } from './base/topic';
export { KafkaConsumer } from './consumer/kafka-consumer';
/** An earlier name of KafkaConsumer. */
export { KafkaConsumer as Consumer } from './consumer/kafka-consumer';
export * as KafkaJS from '../confluent/index';
export { HighLevelProducer } from './producer/high-level-producer';
export { Producer } from './producer/producer';
export { createReadStream, createWriteStream } from './root';
export type * from './root';
export * as RdKafka from './root';
