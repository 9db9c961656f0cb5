/** Named as in Java's consumer metrics. What needs librdkafka's statistics is there once `statistics.interval.ms` is set. */
export interface ConsumerMetrics {
  'assigned-partitions': number;
  /** Records drained and not handed over yet. */
  'records-waiting': number;
  /** Largest lag of an assigned partition whose lag is known. */
  'records-lag-max': number;
  'records-consumed-total'?: number;
  'bytes-consumed-total'?: number;
  'request-total'?: number;
  'outgoing-byte-total'?: number;
  'response-total'?: number;
  'incoming-byte-total'?: number;
  'rebalance-total'?: number;
}

interface Statistics {
  tx?: number;
  tx_bytes?: number;
  rx?: number;
  rx_bytes?: number;
  rxmsgs?: number;
  rxmsg_bytes?: number;
  cgrp?: { rebalance_cnt?: number };
}

export function consumerMetrics(
  own: { assigned: number; waiting: number; lags: readonly (number | null)[] },
  statistics: Statistics | undefined,
): ConsumerMetrics {
  const metrics: ConsumerMetrics = {
    'assigned-partitions': own.assigned,
    'records-waiting': own.waiting,
    'records-lag-max': own.lags.reduce<number>((most, lag) => Math.max(most, lag ?? 0), 0),
  };
  if (statistics === undefined) return metrics;
  return {
    ...metrics,
    'records-consumed-total': statistics.rxmsgs ?? 0,
    'bytes-consumed-total': statistics.rxmsg_bytes ?? 0,
    'request-total': statistics.tx ?? 0,
    'outgoing-byte-total': statistics.tx_bytes ?? 0,
    'response-total': statistics.rx ?? 0,
    'incoming-byte-total': statistics.rx_bytes ?? 0,
    'rebalance-total': statistics.cgrp?.rebalance_cnt ?? 0,
  };
}
