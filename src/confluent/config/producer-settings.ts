import { notImplemented } from '../base/from-librdkafka';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { renamed } from './block';
import { settingsOf, type Settings } from './settings';

/** Throws KafkaJSError. */
export function producerSettings(given: AnyConfig): Settings {
  const { conf, ...others } = settingsOf('producer', given, ofProducer);
  // The results of `send` are made of delivery reports: the program gets none of its own.
  const { dr_cb: _, dr_msg_cb: __, ...rest } = conf;
  return { conf: rest, ...others };
}

function ofProducer(block: AnyConfig): AnyConfig {
  if (Object.hasOwn(block, 'createPartitioner')) {
    throw notImplemented(
      'createPartitioner is not supported: set librdkafka\'s property "partitioner" beside the kafkaJS block. ' +
        'The default here is murmur2_random, which gives keys the same partitions as kafkajs and Java',
    );
  }
  const { transactionTimeout = 60_000 } = block;
  return {
    partitioner: 'murmur2_random',
    ...renamed(block, {
      metadataMaxAge: 'topic.metadata.refresh.interval.ms',
      allowAutoTopicCreation: 'allow.auto.create.topics',
      idempotent: 'enable.idempotence',
      maxInFlightRequests: 'max.in.flight',
      transactionalId: 'transactional.id',
      compression: 'compression.codec',
      acks: 'acks',
      timeout: 'request.timeout.ms',
    }),
    'transaction.timeout.ms': transactionTimeout,
    // librdkafka's own rule.
    'socket.timeout.ms': Math.min(Number(block['socket.timeout.ms']), Number(transactionTimeout) + 100),
    retries: (block.retry as AnyConfig | undefined)?.retries ?? 5,
  };
}
