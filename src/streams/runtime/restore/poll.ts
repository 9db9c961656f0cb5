import type { Consumer, ConsumerRecord } from '../../../index';
import { isRetriable } from '../commit/lost-work';

/** The next records; none if the poll failed in a way that passes: a partition without a leader, say. */
export async function pollWhilePassing(consumer: Consumer, timeoutMs: number): Promise<Iterable<ConsumerRecord>> {
  try {
    return await consumer.poll(timeoutMs);
  } catch (error) {
    if (isRetriable(error)) return [];
    throw error;
  }
}
