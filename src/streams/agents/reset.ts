import type { TopicPartition } from '../../index';
import { ClientProperties } from '../config/client-properties';
import { readRuntimeSettings } from '../config/runtime-settings';
import type { StreamsConfig } from '../config/streams-config';
import { StreamsError } from '../errors/streams-errors';
import { loadClients, propertiesOf } from '../runtime/load-clients';
import { TopicGroups } from '../runtime/topics/topic-groups';
import { changelogTopic } from '../task/settings';
import type { TopologyDefinition } from '../topology/definition';

/** What a reset has done, or would do. */
export interface ResetReport {
  /** Partitions of the topics that are read, and where the group begins again. */
  readonly offsets: readonly (TopicPartition & { readonly newOffset: number })[];
  /** Repartition topics and changelogs, which are deleted. */
  readonly deletedTopics: readonly string[];
}

/** The topics that an application makes for itself: repartition topics and changelogs. */
function internalTopics(definition: TopologyDefinition, applicationId: string): string[] {
  const repartition = [...definition.internalTopics.keys()].map((topic) => `${applicationId}-${topic}`);
  const logged = [...definition.stores.values()].filter(({ plan }) => plan.loggingEnabled);
  return [...repartition, ...logged.map(({ plan }) => changelogTopic({ applicationId }, plan.name))].sort();
}

/**
 * Lets an application begin anew: offsets to the start, internal topics deleted. Java's StreamsResetter.
 * @throws StreamsError while the group has members.
 */
export async function resetApplication(
  definition: TopologyDefinition,
  config: StreamsConfig,
  isDryRun: boolean,
): Promise<ResetReport> {
  const settings = readRuntimeSettings(config);
  const { applicationId } = settings;
  const clients = loadClients();
  const admin = new clients.AdminClient(new ClientProperties(settings, propertiesOf(clients)).admin());
  try {
    const [group] = await admin.describeConsumerGroups([applicationId]);
    if (group && group.members.length > 0)
      throw new StreamsError(
        `reset: the group ${applicationId} has ${group.members.length} members. Stop all processes of the application, ` +
          'and wait for session.timeout.ms',
      );
    const existing = new Set((await admin.listTopics()).map(({ name }) => name));
    const deletedTopics = internalTopics(definition, applicationId).filter((topic) => existing.has(topic));
    const topics = new TopicGroups(definition, applicationId).externalTopics.filter((topic) => existing.has(topic));
    const request = { to: 'earliest', topics, dryRun: isDryRun } as const;
    const offsets = topics.length === 0 ? [] : await admin.resetOffsets(applicationId, request);
    if (!isDryRun && deletedTopics.length > 0) await admin.deleteTopics(deletedTopics);
    const rows = offsets.map(({ topic, partition, newOffset }) => ({ topic, partition, newOffset }));
    return { offsets: rows, deletedTopics };
  } finally {
    await admin.close({ timeoutMs: 1000 });
  }
}
