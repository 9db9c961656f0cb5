import type { Consumer, ConsumerRecords, StreamOptions } from 'kafka-napi';
import { isKafkaLike } from '../../fault';

/**
 * The batches of a consumer that has no group. librdkafka asks for the coordinator of one nevertheless: that a user may
 * not do so does not concern who only reads.
 */
export async function* batchesOf(
  consumer: Consumer,
  options: StreamOptions,
): AsyncGenerator<ConsumerRecords, void, undefined> {
  for (;;) {
    try {
      yield* consumer.batches(options);
      return;
    } catch (error) {
      if (!isKafkaLike(error) || error.code !== 'ERR_GROUP_AUTHORIZATION_FAILED') throw error;
    }
  }
}
