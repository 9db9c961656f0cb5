import { KafkaError, type Consumer, type PartitionInfo } from '../../index';

export type ByteConsumer = Consumer<Buffer, Buffer>;

/** Waiting longer than this for a broker's first answer helps nobody at a terminal. */
const METADATA_TIMEOUT_MS = 30_000;
/** A topic made this moment may take so long to be known everywhere; after that it is not there. */
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
