import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ConfigError } from '../../errors/config-error';
import type { RecordingLevel } from '../metrics/registry';
import { readOptimization } from './optimization';
import type { StreamsConfig } from './streams-config';
import { ConfigValues, defaultStateDir } from './values';

/** What the configuration says to a running application, besides what it says to its tasks. */
export interface RuntimeSettings {
  readonly applicationId: string;
  readonly clientId: string;
  /** The name of the stream thread. */
  readonly threadId: string;
  readonly recordingLevel: RecordingLevel;
  readonly isExactlyOnce: boolean;
  readonly commitIntervalMs: number;
  readonly pollMs: number;
  readonly maxTaskIdleMs: number;
  readonly bufferedRecordsPerPartition: number;
  /** undefined: the broker's. */
  readonly replicationFactor: number | undefined;
  readonly repartitionPurgeIntervalMs: number;
  readonly taskTimeoutMs: number;
  readonly maxPollIntervalMs: number;
  readonly uncommittedMaxBytes: number;
  readonly refusesGeneratedNames: boolean;
  readonly groupProtocol: 'classic' | 'consumer';
  /** The folder of this application. */
  readonly stateFolder: string;
  readonly stateCleanupDelayMs: number;
  readonly applicationServer: string;
  /** Configuration of all internal topics. */
  readonly topicConfig: Readonly<Record<string, string>>;
  /** As the user gave it. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

const threads =
  'A process has one thread of JavaScript: use runInWorkers, or start more processes (docs/streams/operations.md, "Scaling")';
const standbys = 'Partitions are assigned by range, which cannot move a task to where its standby is';

/** @throws ConfigError for a value that is missing or invalid. */
export function readRuntimeSettings(config: StreamsConfig): RuntimeSettings {
  const configuration = config as Readonly<Record<string, unknown>>;
  const values = new ConfigValues(configuration);
  for (const property of ['application.id', 'bootstrap.servers'])
    if (!values.has(property)) throw new ConfigError({ property, message: `${property} is required` });
  values.fixed('num.stream.threads', '1', threads);
  values.fixed('num.standby.replicas', '0', standbys);
  readOptimization(config);
  const guarantees = ['at_least_once', 'exactly_once_v2'] as const;
  const isExactlyOnce = values.oneOf('processing.guarantee', 'at_least_once', guarantees) === 'exactly_once_v2';
  const applicationId = values.text('application.id')!;
  const commitIntervalMs = values.integer('commit.interval.ms', isExactlyOnce ? 100 : 30_000, 0);
  const transactionTimeoutMs = values.integer('transaction.timeout.ms', 10_000, 1);
  if (isExactlyOnce && commitIntervalMs > transactionTimeoutMs)
    throw values.refuse(
      'commit.interval.ms',
      `no more than transaction.timeout.ms, which is ${transactionTimeoutMs}: a transaction would end before its commit`,
    );
  const clientId = values.text('client.id') ?? `${applicationId}-${randomUUID()}`;
  const replicas = values.integer('replication.factor', -1, -1);
  return {
    applicationId,
    clientId,
    threadId: `${clientId}-StreamThread-1`,
    recordingLevel: values.oneOf('metrics.recording.level', 'INFO', ['INFO', 'DEBUG']),
    isExactlyOnce,
    commitIntervalMs,
    pollMs: values.integer('poll.ms', 100, 0),
    maxTaskIdleMs: values.integer('max.task.idle.ms', 0, -1),
    bufferedRecordsPerPartition: values.integer('buffered.records.per.partition', 1000, 1),
    replicationFactor: replicas < 1 ? undefined : replicas,
    repartitionPurgeIntervalMs: values.integer('repartition.purge.interval.ms', 30_000, 0),
    taskTimeoutMs: values.integer('task.timeout.ms', 300_000, 0),
    maxPollIntervalMs: values.integer('max.poll.interval.ms', 300_000, 1),
    uncommittedMaxBytes: values.integer('uncommitted.max.bytes', 67_108_864, 1),
    refusesGeneratedNames: values.boolean('ensure.explicit.internal.resource.naming', false),
    groupProtocol: groupProtocol(values, config),
    stateFolder: path.join(values.text('state.dir') ?? defaultStateDir(), applicationId),
    stateCleanupDelayMs: values.integer('state.cleanup.delay.ms', 600_000, 1),
    applicationServer: values.text('application.server') ?? '',
    topicConfig: topicConfig(configuration),
    configuration,
  };
}

function groupProtocol(values: ConfigValues, config: StreamsConfig): 'classic' | 'consumer' {
  const given: unknown = config['group.protocol'];
  if (given === 'streams') throw values.refuse('group.protocol', 'the protocol streams needs an assignor of its own');
  return values.oneOf('group.protocol', 'classic', ['classic', 'consumer']);
}

function topicConfig(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  const config: Record<string, string> = {};
  for (const [property, value] of Object.entries(configuration))
    if (property.startsWith('topic.') && value !== undefined && value !== null)
      config[property.slice('topic.'.length)] = String(value as string);
  return config;
}
