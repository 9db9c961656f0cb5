import type { ConsumerGroupDescription, GroupOffset, Outcome, TopicPartition } from 'kafka-napi';
import { valueOf } from '../../kafka/outcomes';
import type { LogOffsets } from '../cluster/log-offsets';
import type { Questions } from '../cluster/questions';
import type { Topology } from '../cluster/topology';
import type { Histories } from '../series/histories';
import type { Timeline } from '../time/timeline';
import type { GroupState, Progress } from './group-state';

/** How much is wanted of a group. */
export interface Wanted {
  /** A page shows it: its members and last stable offsets too. */
  isShown: boolean;
  /** How long ago what it reads next was written. */
  isBehindWanted: boolean;
}

export interface GroupQuestions {
  questions: Questions;
  offsets: LogOffsets;
  histories: Histories;
  timeline: Timeline;
}

const isUnknown = ({ code }: { code: string }): boolean => code === 'ERR_GROUP_ID_NOT_FOUND';

/**
 * Asks for a group's members and offsets, and after that for the ends of its partitions: the lag is never that of
 * an end before the commit. False: there is no such group any more.
 */
export async function askGroup(deps: GroupQuestions, group: GroupState, wanted: Wanted): Promise<boolean> {
  const { questions, timeline } = deps;
  group.askedAt = timeline.now();
  try {
    const [described, committed] = await Promise.all([
      questions.describeGroup(group.groupId),
      questions.groupOffsets(group.groupId),
    ]);
    const description = descriptionOf(group, described, committed);
    if (description === null) return false;
    await askEnds(deps, group, group.setAnswer(description, committed, wanted.isShown), wanted);
  } catch (fault) {
    group.fault = fault;
  }
  return true;
}

/** Most partitions that are asked for by name. */
const MOST_PARTITIONS = 1000;

/**
 * Asks a broker that describes no groups for the offsets of a group in all partitions. False: it has none in the first
 * 1,000 of them.
 */
export async function askGroupByOffsets(deps: GroupQuestions, group: GroupState, topology: Topology): Promise<boolean> {
  const partitions: TopicPartition[] = [];
  for (const { name, count } of topology.topics.values()) {
    for (let partition = 0; partition < count && partitions.length < MOST_PARTITIONS; partition++) {
      partitions.push({ topic: name, partition });
    }
  }
  group.askedAt = deps.timeline.now();
  const committed = await deps.questions.groupOffsets(group.groupId, partitions);
  const progress = group.setAnswer(null, committed, true);
  if (progress.length === 0) return false;
  await askEnds(deps, group, progress, { isShown: true, isBehindWanted: true });
  return true;
}

async function askEnds(
  { offsets, histories, timeline }: GroupQuestions,
  group: GroupState,
  progress: readonly Progress[],
  { isShown, isBehindWanted }: Wanted,
): Promise<void> {
  const [latest, lastStable] = await Promise.all([
    offsets.ask(progress, 'latest'),
    isShown ? offsets.ask(progress, 'latest', 'READ_COMMITTED') : null,
  ]);
  const now = timeline.now();
  progress.forEach(({ topic, partition, committed }, i) => {
    if ((isShown || isBehindWanted) && committed !== null) histories.want(topic, partition, isShown, now);
    const end = latest[i] ?? null;
    if (end !== null) histories.add(topic, partition, now, end);
  });
  group.setEnds(progress, { latest, lastStable, exists: progress.map((one) => offsets.exists(one)) }, now);
}

/** Null: there is no such group. One of which only offsets are left has no description. */
function descriptionOf(
  group: GroupState,
  described: Outcome<ConsumerGroupDescription>,
  committed: readonly Outcome<GroupOffset>[],
): ConsumerGroupDescription | null {
  if (described.status === 'fulfilled' || !isUnknown(described.reason)) return valueOf(described);
  if (committed.length === 0) return null;
  return {
    groupId: group.groupId,
    isSimpleConsumerGroup: true,
    members: [],
    partitionAssignor: '',
    groupState: 'EMPTY',
    type: group.type === 'CONSUMER' ? 'CONSUMER' : 'CLASSIC',
    coordinator: null,
    authorizedOperations: null,
  };
}
