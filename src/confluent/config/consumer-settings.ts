import { invalid, notImplemented } from '../base/from-librdkafka';
import { PartitionAssignors } from '../base/values';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { renamed } from './block';
import { settingsOf, type Settings } from './settings';

const MAX_POLL_MS = 300_000;

export interface ConsumerSettings extends Settings {
  autoCommit: boolean;
  /** Most messages of a batch; Infinity: all that are there. */
  batchSize: number;
  /** How long records may wait here until they are given up and read again, and how long a handler may take, in ms. */
  maxPollMs: number;
  rebalanceCb: unknown;
}

/** Throws KafkaJSError. */
export function consumerSettings(given: AnyConfig): ConsumerSettings {
  const protocol = given['group.protocol'];
  const isClassic = protocol === undefined || String(protocol).toLowerCase() === 'classic';
  const { conf, logger, statsCb } = settingsOf('consumer', given, (block) => ofConsumer(block, isClassic));
  const { rebalance_cb: rebalanceCb, offset_commit_cb: _, ...properties } = conf;
  const {
    'js.consumer.max.batch.size': size = 32,
    'js.consumer.max.cache.size.per.worker.ms': cacheMs,
    ...rest
  } = properties;
  if (Object.hasOwn(rest, 'enable.auto.offset.store')) {
    throw invalid('enable.auto.offset.store cannot be set: offsets are stored when messages are processed');
  }
  const maxPollMs = Number(rest['max.poll.interval.ms'] ?? MAX_POLL_MS);
  if (cacheMs !== undefined) wholeNumber('js.consumer.max.cache.size.per.worker.ms', cacheMs, false);
  return {
    conf: {
      ...rest,
      'enable.auto.offset.store': false,
      // Half of it is for records that wait here, the other half for the handler that then has one of them.
      'max.poll.interval.ms': maxPollMs * 2,
    },
    logger,
    statsCb,
    autoCommit: !/^(?:false|f|0)$/i.test(String(rest['enable.auto.commit'] ?? true)),
    batchSize: wholeNumber('js.consumer.max.batch.size', size, true),
    maxPollMs,
    rebalanceCb,
  };
}

function wholeNumber(name: string, value: unknown, mayBeAll: boolean): number {
  const number = Number(value);
  if (mayBeAll && number === -1) return Infinity;
  if (Number.isInteger(number) && number > 0) return number;
  throw invalid(`${name} must be a positive integer${mayBeAll ? ', or -1 for no limit' : ''}`);
}

function ofConsumer(block: AnyConfig, isClassic: boolean): AnyConfig {
  if (Object.hasOwn(block, 'autoCommitThreshold')) throw notImplemented('autoCommitThreshold is not supported');
  if (!isClassic) {
    const classic = ['partitionAssigners', 'partitionAssignors', 'sessionTimeout', 'heartbeatInterval'];
    const wrong = classic.find((name) => Object.hasOwn(block, name));
    if (wrong !== undefined) throw invalid(`${wrong} belongs to group.protocol classic`);
  }
  const { readUncommitted, fromBeginning, allowAutoTopicCreation = true, autoCommit = true } = block;
  return {
    ...(isClassic
      ? {
          'partition.assignment.strategy': strategy(block),
          'session.timeout.ms': block.sessionTimeout ?? 30_000,
          ...renamed(block, { heartbeatInterval: 'heartbeat.interval.ms' }),
        }
      : {}),
    ...renamed(block, {
      groupId: 'group.id',
      metadataMaxAge: 'topic.metadata.refresh.interval.ms',
      maxWaitTimeInMs: 'fetch.wait.max.ms',
      minBytes: 'fetch.min.bytes',
      maxInFlightRequests: 'max.in.flight',
      rackId: 'client.rack',
      autoCommitInterval: 'auto.commit.interval.ms',
    }),
    'max.poll.interval.ms': Number(block.rebalanceTimeout ?? MAX_POLL_MS),
    'allow.auto.create.topics': allowAutoTopicCreation,
    'max.partition.fetch.bytes': block.maxBytesPerPartition ?? 1_048_576,
    'fetch.message.max.bytes': block.maxBytes ?? 10_485_760,
    ...(readUncommitted === undefined ? {} : { 'isolation.level': `read_${readUncommitted ? 'un' : ''}committed` }),
    ...(fromBeginning === undefined ? {} : { 'auto.offset.reset': fromBeginning ? 'earliest' : 'latest' }),
    'enable.auto.commit': autoCommit,
  };
}

function strategy({ partitionAssigners, partitionAssignors = partitionAssigners }: AnyConfig): string {
  if (partitionAssignors === undefined) return PartitionAssignors.roundRobin;
  const isList = Array.isArray(partitionAssignors) && partitionAssignors.every((one) => typeof one === 'string');
  if (!isList) throw invalid('partitionAssignors must be a list of strings of PartitionAssignors');
  return (partitionAssignors as string[]).join(',');
}
