import type { ResolvedConsumerConfig } from '../config/resolve';
import { Assignment } from './assignment';
import type { ConsumerRecords } from './consumer-records';
import { HandOver } from './hand-over';
import type { Interceptors } from './interceptors';
import { Offsets } from './offsets';
import type { ConsumerSettings, Parts } from './parts';
import { Poller } from './poller';
import type { Port } from './port';
import { Rebalancer, type RebalanceHooks } from './rebalance';
import { Rest } from './rest';
import { Seeks } from './seeks';

export function settingsOf(config: ResolvedConsumerConfig): ConsumerSettings {
  const { java } = config;
  return {
    groupId: java['group.id'],
    autoCommit: java['enable.auto.commit'] && java['group.id'] !== null,
    autoCommitIntervalMs: java['auto.commit.interval.ms'],
    maxPollRecords: java['max.poll.records'],
    maxPollIntervalMs: java['max.poll.interval.ms'],
    partitionEof: config.native['enable.partition.eof'] === 'true',
    reset: config.autoOffsetReset as ConsumerSettings['reset'],
  };
}

export function makeParts<K, V>(
  port: Port,
  config: ResolvedConsumerConfig,
  interceptors: Interceptors,
  assertSubscribed: (operation: string) => void,
  onAnswered: () => void,
): Parts<K, V> {
  const settings = settingsOf(config);
  const assignment = new Assignment();
  const rest = new Rest(assignment);
  const offsets = new Offsets(port, assignment, {
    groupId: settings.groupId,
    autoCommit: settings.autoCommit,
    onCommit: interceptors.any ? (committed) => interceptors.onCommit(committed) : undefined,
  });
  const hooks: RebalanceHooks = {
    beforeRevoke: new Set(),
    onAnswered: () => {
      onAnswered();
      poller.kick();
    },
    onListenerError: (error) => {
      if (port.lifecycle.isOpen) poller.fail(error);
      else port.emit('error', error);
    },
  };
  const rebalancer = new Rebalancer(port, assignment, rest, offsets, hooks, settings.maxPollIntervalMs);
  const seeks = new Seeks(port, assignment, rest, rebalancer);
  const poller: Poller = new Poller({
    port,
    rest,
    offsets,
    rebalancer,
    seeks,
    maxPollRecords: settings.maxPollRecords,
    maxPollIntervalMs: settings.maxPollIntervalMs,
  });
  const intercept = interceptors.any ? (records: ConsumerRecords<K, V>) => interceptors.onConsume(records) : undefined;
  const handOver = new HandOver<K, V>(rest, offsets, config.keyDeserializer, config.valueDeserializer, intercept);
  return {
    port,
    assignment,
    rest,
    offsets,
    seeks,
    rebalancer,
    hooks,
    poller,
    handOver,
    settings,
    assertSubscribed,
    iterator: { open: undefined },
  };
}
