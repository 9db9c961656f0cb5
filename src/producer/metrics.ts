import type { Accumulator } from './sending/accumulator';
import type { SendQueue } from './sending/send-queue';

/**
 * Named as in Java's producer-metrics. Values from librdkafka's statistics are present once `statistics.interval.ms` is
 * set.
 */
export interface ProducerMetrics {
  /** Records acknowledged by the broker. */
  'record-send-total': number;
  /** Records that failed. */
  'record-error-total': number;
  /** Accepted records that are not settled yet. */
  'records-outstanding': number;
  /** `buffer.memory`, bytes. */
  'buffer-total-bytes': number;
  'buffer-available-bytes': number;
  /** Calls of `send` and `sendBatch` that wait for room. */
  'waiting-threads': number;
  'request-total'?: number | undefined;
  'outgoing-byte-total'?: number | undefined;
  'response-total'?: number | undefined;
  'incoming-byte-total'?: number | undefined;
  /** Bytes, over the window of the last statistics. */
  'batch-size-avg'?: number | undefined;
  /** Records in a batch, over the window of the last statistics. */
  'records-per-request-avg'?: number | undefined;
  /** Round trip to the brokers in ms, over the window of the last statistics. */
  'request-latency-avg'?: number | undefined;
}

interface Window {
  avg?: number | undefined;
  cnt?: number | undefined;
}

interface Statistics {
  tx?: number | undefined;
  tx_bytes?: number | undefined;
  rx?: number | undefined;
  rx_bytes?: number | undefined;
  topics?: Record<string, { batchsize?: Window | undefined; batchcnt?: Window | undefined }> | undefined;
  brokers?: Record<string, { rtt?: Window | undefined }> | undefined;
}

function average(windows: (Window | undefined)[]): number {
  let sum = 0;
  let count = 0;
  for (const window of windows) {
    sum += (window?.avg ?? 0) * (window?.cnt ?? 0);
    count += window?.cnt ?? 0;
  }
  return count === 0 ? 0 : sum / count;
}

export function producerMetrics(
  accumulator: Accumulator,
  queue: SendQueue,
  statistics: Statistics | undefined,
): ProducerMetrics {
  const { deliveries, bufferMemory } = accumulator;
  const metrics: ProducerMetrics = {
    'record-send-total': deliveries.acknowledged,
    'record-error-total': deliveries.failed,
    'records-outstanding': deliveries.outstanding,
    'buffer-total-bytes': bufferMemory,
    'buffer-available-bytes': bufferMemory - deliveries.bytes,
    'waiting-threads': queue.length,
  };
  if (statistics === undefined) return metrics;
  const topics = Object.values(statistics.topics ?? {});
  return {
    ...metrics,
    'request-total': statistics.tx ?? 0,
    'outgoing-byte-total': statistics.tx_bytes ?? 0,
    'response-total': statistics.rx ?? 0,
    'incoming-byte-total': statistics.rx_bytes ?? 0,
    'batch-size-avg': average(topics.map((topic) => topic.batchsize)),
    'records-per-request-avg': average(topics.map((topic) => topic.batchcnt)),
    'request-latency-avg': average(Object.values(statistics.brokers ?? {}).map((broker) => broker.rtt)) / 1000,
  };
}
