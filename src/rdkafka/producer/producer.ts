import { callable } from '../base/callable';
import type { WriteStreamOptions } from '../base/types';
import type { ProducerGlobalConfig, ProducerTopicConfig } from '../config/types.generated';
import { ProducerMethods } from './producer-methods';
import { ProducerStream } from './producer-stream';

export type Producer = ProducerMethods;

type CreateWriteStream = (
  conf: ProducerGlobalConfig | ProducerTopicConfig,
  topicConf: ProducerTopicConfig | null | undefined,
  streamOptions: WriteStreamOptions | string,
) => ProducerStream;

export interface ProducerConstructor {
  new (conf: ProducerGlobalConfig | ProducerTopicConfig, topicConf?: ProducerTopicConfig | null): Producer;
  (conf: ProducerGlobalConfig | ProducerTopicConfig, topicConf?: ProducerTopicConfig | null): Producer;
  readonly prototype: Producer;
  createWriteStream: CreateWriteStream & (new (...args: Parameters<CreateWriteStream>) => ProducerStream);
}

export const Producer = callable<ProducerConstructor>(ProducerMethods, 'Producer');

/** Works with `new` as well. */
function createWriteStream(...[conf, topicConf, streamOptions]: Parameters<CreateWriteStream>): ProducerStream {
  return new ProducerStream(new Producer(conf, topicConf), streamOptions);
}
Producer.createWriteStream = createWriteStream as unknown as ProducerConstructor['createWriteStream'];
