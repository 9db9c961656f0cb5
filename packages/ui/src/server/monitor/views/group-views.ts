import type {
  Attention,
  GroupMember,
  GroupOffset,
  GroupRow,
  GroupView,
  Ms,
  TopicGroupsView,
} from '../../../shared/api';
import { int64OrNull } from '../../kafka/outcomes';
import { type GroupState, lagIn, type Progress } from '../groups/group-state';
import type { Groups } from '../groups/groups';
import type { Histories } from '../series/histories';
import type { Timeline } from '../time/timeline';

/** As Kafka's tools print it: PreparingRebalance. */
const asTool = (name: string): string =>
  name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const dateOf = (timeline: Timeline, time: number): Ms | null => (time === -Infinity ? null : timeline.toWall(time));

/** A group as the list shows it. */
export function groupRow(group: GroupState, timeline: Timeline): GroupRow {
  const { groupId, state, type, isSimple, members, topics, lag, trend, asOf } = group;
  const isKnown = asOf !== -Infinity;
  return {
    groupId,
    state: asTool(state),
    type: asTool(type).toLowerCase(),
    simple: isSimple,
    members,
    topics: isKnown ? topics.size : null,
    lag: lag && { value: lag.value.toString(), partial: lag.isPartial },
    trend,
    asOf: dateOf(timeline, asOf),
  };
}

/** A group with its members and offsets. */
export function groupView(group: GroupState, timeline: Timeline, histories: Histories): GroupView {
  const { description } = group;
  return {
    ...groupRow(group, timeline),
    coordinator: description?.coordinator?.id ?? null,
    assignor: description?.partitionAssignor || null,
    memberList: (description?.members ?? []).map(
      ({ consumerId, groupInstanceId, clientId, host, assignment }): GroupMember => ({
        id: consumerId,
        instanceId: groupInstanceId,
        clientId,
        host,
        partitions: assignment.topicPartitions,
      }),
    ),
    offsets: [...group.topics.keys()]
      .sort()
      .flatMap((topic) => group.topics.get(topic)!)
      .map((one) => offsetRow(one, group.asOf, histories)),
  };
}

function offsetRow(one: Progress, asOf: number, histories: Histories): GroupOffset {
  const { topic, partition, committed, latest, lastStable, member, metadata } = one;
  const behind = committed === null ? null : histories.behind(topic, partition, committed, asOf);
  return {
    topic,
    partition,
    committed: int64OrNull(committed),
    latest: int64OrNull(latest),
    lastStable: int64OrNull(lastStable),
    lag: int64OrNull(lagIn(one)),
    behind: behind && { ...behind, ms: Math.round(behind.ms) },
    member,
    metadata,
  };
}

/** The groups that have committed offsets of a topic. */
export function topicGroups(topic: string, groups: Groups): Omit<TopicGroupsView, 'partial'> {
  const items: TopicGroupsView['items'] = [];
  for (const { groupId, state, members, topics } of groups.all.values()) {
    const progress = topics.get(topic);
    if (progress === undefined) continue;
    const lags = progress.map(lagIn).filter((lag) => lag !== null);
    const lag = lags.length === 0 ? null : lags.reduce((sum, one) => sum + BigInt(one), 0n).toString();
    items.push({ groupId, state: asTool(state), lag, members });
  }
  return { items, checked: groups.checked, of: groups.all.size };
}

/** What somebody should look at in a group. */
export function groupAttention(group: GroupState, now: number): Attention[] {
  const { groupId, state, members, lag, isSimple } = group;
  const found: Attention[] = [];
  if (lag !== null && lag.value > 0n && members === 0 && state === 'EMPTY' && !(isSimple && group.hasMoved)) {
    found.push({ kind: 'no-members', group: groupId, text: `${groupId}: no members, lag ${lag.value}` });
  }
  if (members === null || members === 0) return found;
  if (group.isFallingBehind(now)) {
    found.push({
      kind: 'lag-grows',
      group: groupId,
      text: `${groupId}: lag grows for 5 min, now ${lag?.value ?? '?'}`,
    });
  }
  const { stuck } = group;
  const first = stuck[0];
  if (first !== undefined) {
    const { topic, partition } = first;
    const minutes = Math.floor((group.asOf - first.movedAt) / 60_000);
    const others = stuck.length === 1 ? '' : ` and ${stuck.length - 1} more partitions`;
    const text = `${groupId}: no commit in ${topic}-${partition}${others} for ${minutes} min, while the log grows`;
    found.push({ kind: 'stuck', group: groupId, topic, partition, text });
  }
  return found;
}
