import type { ResolvedConsumerConfig } from '../config/resolve';

/** Settings that the consumer itself uses. librdkafka uses the rest of the configuration. */
export interface ConsumerSettings {
  groupId: string | null;
  /** `group.protocol=classic`. */
  isClassic: boolean;
  autoCommit: boolean;
  autoCommitIntervalMs: number;
  maxPollRecords: number;
  maxPollIntervalMs: number;
  /** Emit `partitionEof`. */
  partitionEof: boolean;
  /** `isolation.level=read_committed`. */
  readCommitted: boolean;
  reset: { readonly kind: 'earliest' | 'latest' | 'none' } | { readonly kind: 'by_duration'; readonly ms: number };
}

export function settingsOf(config: ResolvedConsumerConfig): ConsumerSettings {
  const { java } = config;
  return {
    groupId: java['group.id'],
    isClassic: java['group.protocol'] === 'classic',
    autoCommit: java['enable.auto.commit'] && java['group.id'] !== null,
    autoCommitIntervalMs: java['auto.commit.interval.ms'],
    maxPollRecords: java['max.poll.records'],
    maxPollIntervalMs: java['max.poll.interval.ms'],
    readCommitted: java['isolation.level'] === 'read_committed',
    partitionEof: config.native['enable.partition.eof'] === 'true',
    reset: config.autoOffsetReset as ConsumerSettings['reset'],
  };
}
