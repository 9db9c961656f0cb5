/**
 * Named as in Java's consumer metrics. Values from librdkafka's statistics are present once `statistics.interval.ms` is
 * set.
 */
export interface ConsumerMetrics {
  'assigned-partitions': number;
  /** Records drained and not delivered yet. */
  'records-waiting': number;
  /** Largest known lag of the assigned partitions. */
  'records-lag-max': number;
  'records-consumed-total'?: number | undefined;
  'bytes-consumed-total'?: number | undefined;
  'request-total'?: number | undefined;
  'outgoing-byte-total'?: number | undefined;
  'response-total'?: number | undefined;
  'incoming-byte-total'?: number | undefined;
  'rebalance-total'?: number | undefined;
}

interface Statistics {
  tx?: number | undefined;
  tx_bytes?: number | undefined;
  rx?: number | undefined;
  rx_bytes?: number | undefined;
  rxmsgs?: number | undefined;
  rxmsg_bytes?: number | undefined;
  cgrp?: { rebalance_cnt?: number | undefined } | undefined;
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
