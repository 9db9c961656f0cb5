import type { Count, TopicRow } from '../../../shared/api';
import type { TopicState } from '../cluster/topic-state';

/**
 * A topic as the list shows it. It is `before` itself if that still holds: most of 10,000 topics do not change, and
 * their rows would be garbage after each question.
 */
export function topicRow(topic: TopicState, before?: TopicRow): TopicRow {
  const { name, id, isInternal, count, perSec, cleanup } = topic;
  let least = count === 0 ? 0 : Infinity;
  let most = 0;
  let underReplicated = 0;
  let offline = 0;
  for (let partition = 0; partition < count; partition++) {
    const replicas = topic.replicas(partition);
    least = Math.min(least, replicas);
    most = Math.max(most, replicas);
    if (topic.isUnderReplicated(partition)) underReplicated++;
    if (topic.isOffline(partition)) offline++;
  }
  const records = recordsIn(topic);
  const topicId = id ?? '';
  if (
    before?.topicId === topicId &&
    before.internal === isInternal &&
    before.partitions === count &&
    before.replicas[0] === least &&
    before.replicas[1] === most &&
    before.underReplicated === underReplicated &&
    before.offline === offline &&
    before.perSec === perSec &&
    before.cleanup === cleanup &&
    isCount(before.records, records)
  )
    return before;
  return {
    name,
    topicId,
    internal: isInternal,
    partitions: count,
    replicas: [least, most],
    underReplicated,
    offline,
    records: records === null ? null : countOf(records, cleanup),
    perSec,
    cleanup,
  };
}

/** Null unless both ends of every partition are known. A bigint only where a number would round. */
function recordsIn(topic: TopicState): number | bigint | null {
  let records = 0;
  let beyond = 0n;
  for (let partition = 0; partition < topic.count; partition++) {
    const earliest = topic.earliest(partition);
    const latest = topic.latest(partition);
    if (earliest === null || latest === null) return null;
    // Both are asked for at different times: retention may have gone past an older end.
    const own = Math.max(0, latest - earliest);
    if (records > Number.MAX_SAFE_INTEGER - own) {
      beyond += BigInt(records);
      records = 0;
    }
    records += own;
  }
  return beyond === 0n ? records : beyond + BigInt(records);
}

const isCount = (count: Count | null, records: number | bigint | null): boolean =>
  count === null || records === null ? count === records : count.value === String(records);

function countOf(records: number | bigint, cleanup: string | null): Count {
  const isCompacted = cleanup?.split(',').some((one) => one.trim() === 'compact') ?? false;
  return { value: records.toString(), ...(isCompacted ? { approx: 'compacted' as const } : {}) };
}
