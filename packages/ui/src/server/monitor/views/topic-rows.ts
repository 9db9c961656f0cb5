import type { Count, TopicRow } from '../../../shared/api';
import type { TopicState } from '../cluster/topic-state';

/** A topic as the list shows it. */
export function topicRow(topic: TopicState): TopicRow {
  const { name, id, isInternal, count, perSec, cleanup } = topic;
  let least = Infinity;
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
  return {
    name,
    topicId: id ?? '',
    internal: isInternal,
    partitions: count,
    replicas: [count === 0 ? 0 : least, most],
    underReplicated,
    offline,
    records: countOf(topic),
    perSec,
    cleanup,
  };
}

/** Null unless both ends of every partition are known. */
function countOf(topic: TopicState): Count | null {
  let records = 0n;
  for (let partition = 0; partition < topic.count; partition++) {
    const earliest = topic.earliest(partition);
    const latest = topic.latest(partition);
    if (earliest === null || latest === null) return null;
    // Both are asked for at different times: retention may have gone past an older end.
    records += BigInt(Math.max(0, latest - earliest));
  }
  const isCompacted = topic.cleanup?.split(',').some((one) => one.trim() === 'compact') ?? false;
  return { value: records.toString(), ...(isCompacted ? { approx: 'compacted' as const } : {}) };
}
