import type { Accumulator } from './accumulator';
import type { SendQueue } from './send-queue';

/** Named as in Java's producer-metrics. What needs librdkafka's statistics is there once `statistics.interval.ms` is set. */
export interface ProducerMetrics {
  /** Records acknowledged by the broker. */
  'record-send-total': number;
  /** Records that failed. */
  'record-error-total': number;
  /** Records taken and not settled. */
  'records-outstanding': number;
  /** `buffer.memory`, bytes. */
  'buffer-total-bytes': number;
  'buffer-available-bytes': number;
  /** Calls of `send` and `sendBatch` that wait for room. */
  'waiting-threads': number;
  'request-total'?: number;
  'outgoing-byte-total'?: number;
  'response-total'?: number;
  'incoming-byte-total'?: number;
  /** Bytes, over the window of the last statistics. */
  'batch-size-avg'?: number;
  /** Records in a batch, over the window of the last statistics. */
  'records-per-request-avg'?: number;
  /** Round trip to the brokers in ms, over the window of the last statistics. */
  'request-latency-avg'?: number;
}

interface Window {
  avg?: number;
  cnt?: number;
}

interface Statistics {
  tx?: number;
  tx_bytes?: number;
  rx?: number;
  rx_bytes?: number;
  topics?: Record<string, { batchsize?: Window; batchcnt?: Window }>;
  brokers?: Record<string, { rtt?: Window }>;
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
