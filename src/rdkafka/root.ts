import { librdkafkaVersion } from '../index';
import { AdminClient } from './admin/admin-client';
import { AclOperationTypes, ConsumerGroupStates, ConsumerGroupTypes, IsolationLevel, OffsetSpec } from './admin/values';
import { CODES } from './base/codes';
import { features, Topic } from './base/topic';
import { KafkaConsumer } from './consumer/kafka-consumer';
import { HighLevelProducer } from './producer/high-level-producer';
import { Producer } from './producer/producer';

export const { createReadStream } = KafkaConsumer;
export const { createWriteStream } = Producer;

/** What `@confluentinc/kafka-javascript` has under this name: node-rdkafka's root. */
export const RdKafka = {
  Consumer: KafkaConsumer,
  Producer,
  HighLevelProducer,
  AdminClient,
  KafkaConsumer,
  createReadStream,
  createWriteStream,
  CODES,
  IsolationLevel,
  OffsetSpec,
  ConsumerGroupStates,
  ConsumerGroupTypes,
  AclOperationTypes,
  Topic,
  features,
  librdkafkaVersion,
};
