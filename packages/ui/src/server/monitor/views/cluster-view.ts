import type { Attention, ClusterView } from '../../../shared/api';
import type { TopicState } from '../cluster/topic-state';
import type { Topology } from '../cluster/topology';
import type { Groups } from '../groups/groups';
import type { Known } from '../known';
import { groupAttention } from './group-views';

/** Of each kind so many are shown, and how many more there are. */
const MOST_OF_A_KIND = 50;
/** A leader that is not the preferred one is worth a look if it is so in more than this part of all partitions. */
const NOT_PREFERRED = 0.1;

/** The cluster as the first page shows it. */
export function clusterView({ timeline, topology, groups }: Known): Omit<ClusterView, 'partial'> {
  const { topics, partitions, underReplicated, offline } = topology.totals;
  return {
    clusterId: topology.clusterId,
    controller: topology.controller,
    brokers: [...topology.brokers],
    totals: {
      topics,
      partitions,
      underReplicated,
      offline,
      groups: groups.listedAt === -Infinity ? null : groups.all.size,
    },
    attention: attention(timeline.now(), topology, groups),
    sampledAt: topology.isKnown ? timeline.toWall(topology.sampledAt) : 0,
  };
}

function attention(now: number, topology: Topology, groups: Groups): Attention[] {
  const found: Attention[] = [];
  for (const topic of topology.topics.values()) found.push(...topicAttention(topic));
  const { notPreferred, partitions } = topology.totals;
  if (notPreferred > NOT_PREFERRED * partitions) {
    const text = `${notPreferred} of ${partitions} partitions are not led by their preferred broker`;
    found.push({ kind: 'not-preferred', text });
  }
  for (const group of groups.all.values()) found.push(...groupAttention(group, now));
  return bounded(found);
}

/** What somebody should look at in a topic: one entry for each partition, with the worst of what holds for it. */
function topicAttention(topic: TopicState): Attention[] {
  const found: Attention[] = [];
  for (let partition = 0; partition < topic.count; partition++) {
    const name = { topic: topic.name, partition };
    const [inSync, replicas] = [topic.inSync(partition), topic.replicas(partition)];
    if (topic.isOffline(partition)) {
      found.push({ kind: 'offline', ...name, text: `${topic.name}-${partition}: offline, no leader` });
    } else if (inSync < replicas && topic.minInSync !== null && inSync <= topic.minInSync) {
      const state = inSync < topic.minInSync ? 'below' : 'at';
      const text = `${topic.name}-${partition}: ISR ${inSync} of ${replicas}, ${state} min.insync.replicas ${topic.minInSync}`;
      found.push({ kind: 'min-isr', ...name, text });
    } else if (inSync < replicas) {
      found.push({
        kind: 'under-replicated',
        ...name,
        text: `${topic.name}-${partition}: ISR ${inSync} of ${replicas}`,
      });
    }
  }
  return found;
}

const order = ['offline', 'min-isr', 'under-replicated', 'not-preferred', 'stuck', 'lag-grows', 'no-members'];

/** The worst kind first, and not too many of each. */
function bounded(all: readonly Attention[]): Attention[] {
  return order.flatMap((kind) => {
    const found = all.filter((one) => one.kind === kind);
    const more = found.length - MOST_OF_A_KIND;
    const rest = { kind, text: `${more} more like this` };
    return more > 0 ? [...found.slice(0, MOST_OF_A_KIND), rest] : found;
  });
}
