import { KafkaError, type Consumer, type PartitionInfo } from '../../index';

export type ByteConsumer = Consumer<Buffer, Buffer>;

/** A longer wait for a broker's first answer does not help at a terminal. */
const METADATA_TIMEOUT_MS = 30_000;
/** A topic created just now may need this long until every broker knows it. After that, it does not exist. */
const MISSING_MS = 1000;

/** undefined: there is no such topic. */
export async function findPartitions(
  consumer: ByteConsumer,
  topic: string,
  signal: AbortSignal,
): Promise<PartitionInfo[] | undefined> {
  await consumer.ready({ timeoutMs: METADATA_TIMEOUT_MS, signal });
  const deadline = Date.now() + METADATA_TIMEOUT_MS;
  for (;;) {
    try {
      return await consumer.partitionsFor(topic, { timeoutMs: MISSING_MS, signal });
    } catch (error) {
      if (!KafkaError.is(error) || error.name !== 'TimeoutError') throw error;
      if (error.code === 'ERR_UNKNOWN_TOPIC_OR_PART') return undefined;
      // The broker is slow, or the topic has no leader yet.
      if (Date.now() >= deadline) throw error;
    }
  }
}
