import { Consumer, type ConsumerConfig as CoreConfig } from '../../index';
import { logEventsOf, whenReady } from '../base/core-events';
import { warnOnce } from '../base/warn-once';
import { PartitionAssigners } from '../assigners/round-robin';
import type { ClientConfig } from '../config/client-config';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { ConsumerConfig } from '../types/consumer';
import type { Logger } from '../types/logging';

/**
 * Longest time without a poll. Handlers may take longer: partitions are paused and polled meanwhile. In kafkajs only
 * heartbeats count.
 */
const LEAST_POLL_INTERVAL_MS = 300_000;
/**
 * Most records of one fetch, for all partitions. kafkajs limits their bytes only. The memory of twice as many lives so
 * long that only a full collection frees it: 50 MB more for small records.
 */
const MOST_RECORDS = 5000;
/** With `minBytes` 1 an answer of the broker waits only if there is nothing: asking more often changes nothing else. */
const LONGEST_EMPTY_FETCH_MS = 500;

/** The options with kafkajs's defaults, checked. */
export function consumerSettings(config: ConsumerConfig) {
  const { groupId, sessionTimeout = 30_000, heartbeatInterval = 3000, maxWaitTimeInMs = 5000 } = config;
  if (!groupId) throw new KafkaJSNonRetriableError('Consumer groupId must be a non-empty string.');
  if (heartbeatInterval >= sessionTimeout) {
    throw new KafkaJSNonRetriableError(
      `Consumer heartbeatInterval (${heartbeatInterval}) must be lower than sessionTimeout (${sessionTimeout}). ` +
        'It is recommended to set heartbeatInterval to approximately a third of the sessionTimeout.',
    );
  }
  return { ...config, sessionTimeout, heartbeatInterval, maxWaitTimeInMs };
}

export type ConsumerSettings = ReturnType<typeof consumerSettings>;

/** What cannot be honoured is said once. */
export function warnOfAssigners({ partitionAssigners }: ConsumerConfig, logger: Logger): void {
  const { roundRobin } = PartitionAssigners;
  if (partitionAssigners === undefined || partitionAssigners.every((one) => one === roundRobin)) return;
  const what = 'partitionAssigners is ignored: librdkafka has no custom assigners. The group uses roundrobin';
  warnOnce(logger, 'partitionAssigners', what);
}

/** The core's properties for a consumer, beside those that every client has. */
export function consumerProperties(settings: ConsumerSettings): CoreConfig {
  const { rebalanceTimeout = 60_000, minBytes = 1, maxWaitTimeInMs, rackId = '' } = settings;
  const wait = minBytes <= 1 ? Math.min(maxWaitTimeInMs, LONGEST_EMPTY_FETCH_MS) : maxWaitTimeInMs;
  return {
    'group.id': settings.groupId,
    'partition.assignment.strategy': 'roundrobin',
    'session.timeout.ms': settings.sessionTimeout,
    'heartbeat.interval.ms': settings.heartbeatInterval,
    'max.poll.interval.ms': Math.max(rebalanceTimeout, LEAST_POLL_INTERVAL_MS, settings.sessionTimeout),
    'max.poll.records': MOST_RECORDS,
    'max.partition.fetch.bytes': settings.maxBytesPerPartition ?? 1_048_576,
    'fetch.min.bytes': Math.max(1, minBytes),
    'fetch.max.bytes': Math.max(settings.maxBytes ?? 10_485_760, settings.maxBytesPerPartition ?? 1_048_576),
    'fetch.max.wait.ms': wait,
    'isolation.level': settings.readUncommitted === true ? 'read_uncommitted' : 'read_committed',
    'allow.auto.create.topics': settings.allowAutoTopicCreation ?? true,
    'metadata.max.age.ms': settings.metadataMaxAge ?? 300_000,
    'enable.auto.commit': false,
    // Each topic has its own answer, which is given when its partitions are assigned.
    'auto.offset.reset': 'none',
    // Tells of the control records at the end of a partition.
    'enable.partition.eof': true,
    ...(rackId === '' ? {} : { 'client.rack': rackId }),
  } as CoreConfig;
}

/** A connected core consumer. */
export async function connectedConsumer(
  client: ClientConfig,
  settings: ConsumerSettings,
  logger: Logger,
): Promise<Consumer> {
  const core = new Consumer({ ...(await client.common()), ...consumerProperties(settings) });
  logEventsOf(core, logger);
  await whenReady(core, client);
  return core;
}
