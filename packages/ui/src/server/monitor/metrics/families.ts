import type { Ends } from '../cluster/ends';
import type { TopicState } from '../cluster/topic-state';
import type { Topology } from '../cluster/topology';
import { type GroupState, lagIn, type Progress } from '../groups/group-state';
import type { Groups } from '../groups/groups';
import type { Histories } from '../series/histories';
import { labelText, partitionLabels, type Family } from './text';

/** What the series are made of. */
export interface Exported {
  topology: Topology;
  ends: Ends;
  groups: Groups;
  histories: Histories;
  hasTopic: (name: string) => boolean;
  hasGroup: (groupId: string) => boolean;
  /** False: one series for each topic, the sum of its partitions. */
  byPartition: boolean;
  /** What was last known before this moment is too old. */
  notBefore: number;
}

type Samples = Iterable<readonly [labels: string, value: number]>;

const gauge = (name: string, help: string, samples: () => Samples): Family => ({ name, help, samples });

/** A family of one sample. */
export const single = (name: string, help: string, value: number, labels: Record<string, string> = {}): Family =>
  gauge(name, help, () => [[labelText(labels), value]]);

/** The families of kafka_exporter, under its names and with its labels. */
export function clusterFamilies(exported: Exported): Family[] {
  const { topology, notBefore } = exported;
  if (topology.sampledAt < notBefore) return [];
  return [
    single('kafka_brokers', 'Brokers of the cluster.', topology.brokers.length),
    gauge('kafka_broker_info', 'Each broker, with its address.', () =>
      topology.brokers.map(({ id, host, port }) => [labelText({ id, address: addressOf(host, port) }), 1]),
    ),
    gauge('kafka_topic_partitions', 'Partitions of the topic.', () =>
      topicsOf(exported).map(({ name, count }) => [labelText({ topic: name }), count]),
    ),
    ...partitionFamilies(exported),
  ];
}

const addressOf = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const topicsOf = ({ topology, hasTopic }: Exported): TopicState[] =>
  [...topology.topics.values()].filter(({ name }) => hasTopic(name));

type PartitionValue = (topic: TopicState, partition: number) => number | null;

function partitionFamilies(exported: Exported): Family[] {
  const { ends, byPartition, notBefore } = exported;
  const family = (what: string, help: string, valueOf: PartitionValue): Family =>
    gauge(`kafka_topic_partition_${what}`, help, () =>
      byPartition ? eachPartition(topicsOf(exported), valueOf) : eachTopic(topicsOf(exported), valueOf),
    );
  const families: Family[] = [];
  if (ends.latestAt >= notBefore) {
    families.push(family('current_offset', 'End of the log.', (topic, partition) => topic.latest(partition)));
  }
  if (ends.earliestAt >= notBefore) {
    families.push(family('oldest_offset', 'Beginning of the log.', (topic, partition) => topic.earliest(partition)));
  }
  if (byPartition) {
    families.push(
      family('leader', 'Broker that leads the partition.', (topic, partition) =>
        topic.isOffline(partition) ? null : topic.leader(partition),
      ),
    );
  }
  return [
    ...families,
    family('replicas', 'Replicas of the partition.', (topic, partition) => topic.replicas(partition)),
    family('in_sync_replica', 'Replicas that are in sync.', (topic, partition) => topic.inSync(partition)),
    family('leader_is_preferred', '1 if the preferred broker leads the partition.', (topic, partition) =>
      Number(!topic.isOffline(partition) && topic.leader(partition) === topic.preferred(partition)),
    ),
    family('under_replicated_partition', '1 if a replica is not in sync.', (topic, partition) =>
      Number(topic.isUnderReplicated(partition)),
    ),
  ];
}

function* eachPartition(topics: readonly TopicState[], valueOf: PartitionValue): Samples {
  for (const topic of topics) {
    const labels = partitionLabels({ topic: topic.name });
    for (let partition = 0; partition < topic.count; partition++) {
      const value = valueOf(topic, partition);
      if (value !== null) yield [labels(partition), value];
    }
  }
}

function* eachTopic(topics: readonly TopicState[], valueOf: PartitionValue): Samples {
  for (const topic of topics) {
    let sum: number | null = null;
    for (let partition = 0; partition < topic.count; partition++) {
      const value = valueOf(topic, partition);
      if (value !== null) sum = (sum ?? 0) + value;
    }
    if (sum !== null) yield [labelText({ topic: topic.name }), sum];
  }
}

/** A group in one topic of which it has a committed offset: every partition, those without a commit as well. */
interface Consumed {
  group: GroupState;
  topic: string;
  progress: readonly Progress[];
  uncommitted: readonly number[];
}

function* consumedBy({ groups, topology, hasTopic, hasGroup, notBefore }: Exported): Iterable<Consumed> {
  for (const group of groups.all.values()) {
    if (!hasGroup(group.groupId) || group.asOf < notBefore) continue;
    for (const [topic, all] of group.topics) {
      const progress = all.filter(({ committed }) => committed !== null);
      if (progress.length === 0 || !hasTopic(topic)) continue;
      const committed = new Set(progress.map(({ partition }) => partition));
      const count = topology.topics.get(topic)?.count ?? 0;
      const uncommitted = Array.from({ length: count }, (_, partition) => partition).filter(
        (one) => !committed.has(one),
      );
      yield { group, topic, progress, uncommitted };
    }
  }
}

/** The families of kafka_exporter about groups, and how many seconds each group is behind. */
export function groupFamilies(exported: Exported): Family[] {
  const { groups, hasGroup, notBefore, byPartition, histories } = exported;
  const name = (what: string): string => `kafka_consumergroup_${what}`;
  const sums = (valueOf: (progress: Progress) => number | null) => () => eachConsumed(exported, valueOf);
  const each = (valueOf: (progress: Progress) => number | null) => () =>
    byPartition ? eachCommit(exported, valueOf) : eachConsumed(exported, valueOf);
  const committed = ({ committed: offset }: Progress): number | null => offset;
  return [
    gauge(name('members'), 'Members of the group.', () =>
      [...groups.all.values()]
        .filter(({ groupId, members, asOf }) => hasGroup(groupId) && members !== null && asOf >= notBefore)
        .map(({ groupId, members }) => [labelText({ consumergroup: groupId }), members!]),
    ),
    gauge(name('current_offset'), 'Committed offset. -1: none.', each(committed)),
    gauge(name('current_offset_sum'), 'Sum of the committed offsets.', sums(committed)),
    gauge(name('lag'), 'Records that the group has not read. -1: nothing is committed.', each(lagIn)),
    gauge(name('lag_sum'), 'Sum of the lags. A partition without a commit is left out.', sums(lagIn)),
    gauge(
      name('lag_seconds'),
      'How long ago the oldest record was written that the group has not read, in the partition that is furthest behind.',
      () => secondsBehind(exported, histories),
    ),
  ];
}

function* eachCommit(exported: Exported, valueOf: (progress: Progress) => number | null): Samples {
  for (const { group, topic, progress, uncommitted } of consumedBy(exported)) {
    const labels = partitionLabels({ consumergroup: group.groupId, topic });
    for (const one of progress) {
      const value = valueOf(one);
      if (value !== null) yield [labels(one.partition), value];
    }
    for (const partition of uncommitted) yield [labels(partition), -1];
  }
}

function* eachConsumed(exported: Exported, valueOf: (progress: Progress) => number | null): Samples {
  for (const { group, topic, progress } of consumedBy(exported)) {
    const values = progress.map(valueOf).filter((value) => value !== null);
    const sum = values.reduce((all, value) => all + value, 0);
    if (values.length > 0) yield [labelText({ consumergroup: group.groupId, topic }), sum];
  }
}

function* secondsBehind(exported: Exported, histories: Histories): Samples {
  for (const { group, topic, progress } of consumedBy(exported)) {
    let most: number | null = null;
    for (const { partition, committed } of progress) {
      const behind = histories.behind(topic, partition, committed!, group.asOf);
      if (behind !== null) most = Math.max(most ?? 0, behind.ms);
    }
    if (most !== null) yield [labelText({ consumergroup: group.groupId, topic }), most / 1000];
  }
}
