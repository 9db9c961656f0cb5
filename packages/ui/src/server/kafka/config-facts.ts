import type { ConfigRow } from '../../shared/api';

type Facts = Pick<ConfigRow, 'type' | 'unit' | 'about'>;

const facts: Record<string, Facts> = {
  'cleanup.policy': { type: 'list', about: 'delete old segments, compact by key, or both' },
  'compression.type': { type: 'enum', about: 'producer keeps what the producer chose' },
  'delete.retention.ms': { type: 'long', about: 'how long a tombstone stays in a compacted topic' },
  'file.delete.delay.ms': { type: 'long', about: 'how long a deleted file stays on the disk' },
  'flush.messages': { type: 'long', about: 'records after which the log is forced to the disk' },
  'flush.ms': { type: 'long', about: 'time after which the log is forced to the disk' },
  'follower.replication.throttled.replicas': { type: 'list', about: 'replicas whose copying is throttled' },
  'index.interval.bytes': { type: 'int', about: 'bytes between two entries of the offset index' },
  'leader.replication.throttled.replicas': { type: 'list', about: 'replicas whose copying is throttled' },
  'local.retention.bytes': { type: 'long', about: 'size on the local disk, with tiered storage' },
  'local.retention.ms': { type: 'long', about: 'age on the local disk, with tiered storage' },
  'max.compaction.lag.ms': { type: 'long', about: 'age after which a record must be compacted' },
  'max.message.bytes': { type: 'int', about: 'the largest batch that the broker takes' },
  'message.timestamp.after.max.ms': { type: 'long', about: "how far a record's time may be after the broker's" },
  'message.timestamp.before.max.ms': { type: 'long', about: "how far a record's time may be before the broker's" },
  'message.timestamp.type': { type: 'enum', about: 'CreateTime of the producer, or LogAppendTime of the broker' },
  'min.cleanable.dirty.ratio': { type: 'double', about: 'share of a log that is not compacted before it is' },
  'min.compaction.lag.ms': { type: 'long', about: 'age before which a record is not compacted' },
  'min.insync.replicas': { type: 'int', about: 'replicas that must have a record for acks=all' },
  preallocate: { type: 'bool', about: 'whether a segment gets its place on the disk at once' },
  'remote.storage.enable': { type: 'bool', about: 'whether old segments move to remote storage' },
  'retention.bytes': { type: 'long', about: 'size of a partition before old segments are deleted; -1: no limit' },
  'retention.ms': { type: 'long', about: 'age of a record before its segment is deleted; -1: no limit' },
  'segment.bytes': { type: 'int', about: 'size of a segment' },
  'segment.index.bytes': { type: 'int', about: 'size of the offset index' },
  'segment.jitter.ms': { type: 'long', about: 'random part of segment.ms, so that not all roll at once' },
  'segment.ms': { type: 'long', about: 'time after which a segment is closed though it is not full' },
  'unclean.leader.election.enable': { type: 'bool', about: 'whether a replica that lacks records may lead' },
};

/** What the broker does not say about a configuration. Kafka's names end in their unit. */
export function factsOf(name: string): Facts {
  const unit = /(^|\.)ms$/.test(name) ? 'ms' : /(^|\.)bytes$/.test(name) ? 'bytes' : undefined;
  return { ...(Object.hasOwn(facts, name) ? facts[name] : {}), ...(unit === undefined ? {} : { unit }) };
}
