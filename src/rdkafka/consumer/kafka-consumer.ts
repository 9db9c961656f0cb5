import { callable } from '../base/callable';
import type { ReadStreamOptions } from '../base/types';
import type { ConsumerGlobalConfig, ConsumerTopicConfig } from '../config/types.generated';
import { ConsumerMethods } from './consumer-methods';
import { KafkaConsumerStream } from './consumer-stream';

export type KafkaConsumer = ConsumerMethods;

type CreateReadStream = (
  conf: ConsumerGlobalConfig | ConsumerTopicConfig,
  topicConf: ConsumerTopicConfig | null | undefined,
  streamOptions: ReadStreamOptions | number,
) => KafkaConsumerStream;

export interface KafkaConsumerConstructor {
  new (conf: ConsumerGlobalConfig | ConsumerTopicConfig, topicConf?: ConsumerTopicConfig | null): KafkaConsumer;
  (conf: ConsumerGlobalConfig | ConsumerTopicConfig, topicConf?: ConsumerTopicConfig | null): KafkaConsumer;
  readonly prototype: KafkaConsumer;
  createReadStream: CreateReadStream & (new (...args: Parameters<CreateReadStream>) => KafkaConsumerStream);
}

export const KafkaConsumer = callable<KafkaConsumerConstructor>(ConsumerMethods, 'KafkaConsumer');

/** Works with `new` as well. */
function createReadStream(...[conf, topicConf, streamOptions]: Parameters<CreateReadStream>): KafkaConsumerStream {
  return new KafkaConsumerStream(new KafkaConsumer(conf, topicConf), streamOptions);
}
KafkaConsumer.createReadStream = createReadStream as unknown as KafkaConsumerConstructor['createReadStream'];
