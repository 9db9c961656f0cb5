import type { ConsumerMetrics, ProducerMetrics } from '../../index';
import type { MetricsRegistry, StreamsMetric } from './registry';

/** The order of Java's KafkaStreams.State: the metric `client-state` is the index. */
const states = ['CREATED', 'REBALANCING', 'RUNNING', 'PENDING_SHUTDOWN', 'NOT_RUNNING', 'PENDING_ERROR', 'ERROR'];
/** That of Java's StreamThread.State, for `thread-state`. */
const threadStates = [
  'CREATED',
  'STARTING',
  'PARTITIONS_REVOKED',
  'PARTITIONS_ASSIGNED',
  'RUNNING',
  'PENDING_SHUTDOWN',
  'DEAD',
];

/** What the thread of an application in this state does. */
function threadState(state: string): string {
  if (state === 'CREATED' || state === 'RUNNING' || state === 'PENDING_SHUTDOWN') return state;
  return state === 'REBALANCING' ? 'PARTITIONS_ASSIGNED' : 'DEAD';
}

/** What is asked of an application when its metrics are read. */
export interface MeasuredApplication {
  readonly applicationId: string;
  readonly clientId: string;
  readonly threadId: string;
  readonly processId: string;
  readonly version: () => string;
  readonly topology: () => string;
  readonly state: () => string;
  /** Errors of its thread. */
  readonly failures: () => number;
}

/** Java's stream-metrics, and the states of the thread. */
export function addApplicationMetrics(registry: MetricsRegistry, application: MeasuredApplication): void {
  const { applicationId, clientId, threadId, processId, version, topology, state, failures } = application;
  const client = { 'client-id': clientId };
  const ofProcess = { ...client, 'process-id': processId };
  registry.add('stream-metrics', client, () => ({
    version: version(),
    'application-id': applicationId,
    'topology-description': topology(),
    state: state(),
    'alive-stream-threads': ['REBALANCING', 'RUNNING'].includes(state()) ? 1 : 0,
    'failed-stream-threads': failures(),
  }));
  registry.add('stream-metrics', { ...ofProcess, 'application-id': applicationId }, () => ({
    'client-state': states.indexOf(state()),
  }));
  registry.add('stream-metrics', ofProcess, () => ({ 'recording-level': registry.level === 'DEBUG' ? 1 : 0 }));
  const thread = { 'thread-id': threadId };
  registry.add('stream-thread-metrics', thread, () => ({ state: threadState(state()) }));
  registry.add('stream-thread-metrics', { ...thread, 'process-id': processId }, () => ({
    'thread-state': threadStates.indexOf(threadState(state())),
  }));
}

/** Java's groups of the metrics that are not in the first of a client. */
const groups: Readonly<Record<string, string>> = {
  'assigned-partitions': 'consumer-coordinator-metrics',
  'rebalance-total': 'consumer-coordinator-metrics',
  'records-lag-max': 'consumer-fetch-manager-metrics',
  'records-consumed-total': 'consumer-fetch-manager-metrics',
  'bytes-consumed-total': 'consumer-fetch-manager-metrics',
  'records-waiting': 'consumer-fetch-manager-metrics',
};

/** The metrics of one client of an application. */
export interface MeasuredClient {
  readonly kind: 'consumer' | 'producer';
  readonly clientId: string;
  readonly metrics: () => ConsumerMetrics | ProducerMetrics;
}

export function clientMetrics({ kind, clientId, metrics }: MeasuredClient): StreamsMetric[] {
  return Object.entries(metrics()).map(([name, value]) => ({
    name,
    group: groups[name] ?? `${kind}-metrics`,
    tags: { 'client-id': clientId },
    value: value as number,
  }));
}
