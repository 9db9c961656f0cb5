/** Prometheus' text format, version 0.0.4. */
import type { ConsumerMetrics, ProducerMetrics } from '../index';

/** Names and values of labels. A name is letters, digits and `_`, and does not begin with a digit or `__`. */
export type Labels = Readonly<Record<string, string>>;

/** The part of every `Producer` and `Consumer` that an exporter reads. */
export interface MetricsClient {
  metrics(): ProducerMetrics | ConsumerMetrics;
}

export interface Sample {
  /** As in Java: `record-send-total`. */
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The meaning of each metric. One that is not listed here is exported without a HELP line. */
const help: Record<keyof Required<ProducerMetrics> | keyof Required<ConsumerMetrics>, string> = {
  'record-send-total': 'Records that the broker has acknowledged.',
  'record-error-total': 'Records that failed.',
  'records-outstanding': 'Records that were accepted and are not settled.',
  'buffer-total-bytes': 'Size of buffer.memory in bytes.',
  'buffer-available-bytes': 'Free bytes of buffer.memory.',
  'waiting-threads': 'Calls of send and sendBatch that wait for room.',
  'batch-size-avg': 'Average bytes of a batch in the last statistics interval.',
  'records-per-request-avg': 'Average records of a batch in the last statistics interval.',
  'request-latency-avg': 'Average round trip to the brokers in ms in the last statistics interval.',
  'assigned-partitions': 'Partitions that are assigned.',
  'records-waiting': 'Records that were fetched and not handed over.',
  'records-lag-max': 'Largest lag of an assigned partition, in records.',
  'records-consumed-total': 'Records that were fetched.',
  'bytes-consumed-total': 'Bytes of fetched records.',
  'rebalance-total': 'Rebalances of the group.',
  'request-total': 'Requests that were sent.',
  'outgoing-byte-total': 'Bytes that were sent.',
  'response-total': 'Responses that were received.',
  'incoming-byte-total': 'Bytes that were received.',
};

const isCounter = (name: string): boolean => name.endsWith('-total');

const escapeLabel = (value: string): string => value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');

function formatLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function formatValue(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return Object.is(value, -0) ? '0' : String(value);
}

/** One family after the other, as the format requires: a name with its HELP and TYPE once, then all of its samples. */
export function formatSamples(prefix: string, samples: readonly Sample[]): string {
  const families = new Map<string, Sample[]>();
  for (const sample of samples) {
    const family = families.get(sample.name);
    if (family === undefined) families.set(sample.name, [sample]);
    else family.push(sample);
  }
  let text = '';
  for (const [name, family] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const metric = `${prefix}_${name.replaceAll('-', '_')}`;
    const meaning = (help as Record<string, string>)[name];
    if (meaning !== undefined) text += `# HELP ${metric} ${meaning}\n`;
    text += `# TYPE ${metric} ${isCounter(name) ? 'counter' : 'gauge'}\n`;
    for (const { labels, value } of family) text += `${metric}${formatLabels(labels)} ${formatValue(value)}\n`;
  }
  return text;
}
