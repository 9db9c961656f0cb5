/** Calls of an admin client, one after the other. Each waits until the broker knows what the last one did. */
import type * as original from 'kafkajs';
import type { Administer, AdminStep } from '../programs/program';
import { until } from '../until';
import { note, withCore, type Place } from './place';

export async function administer(program: Administer, place: Place): Promise<void> {
  const { kafka } = place;
  const admin = kafka.admin({ retry: { retries: 2, initialRetryTime: 20 } });
  await admin.connect();
  place.later(() => admin.disconnect());
  const producer = kafka.producer();
  await producer.connect();
  place.later(() => producer.disconnect());
  for (const group of [0, 1]) await withCore(place, (core) => core.listConsumerGroupOffsets(groupOf(place, group)));
  for (const step of program.steps) {
    await perform(step, place, admin, producer);
    await settled(step, place, admin);
  }
}

const topicOf = ({ name }: Place, topic: number): string => `${name}-${topic}`;
const groupOf = ({ name }: Place, group: number): string => `g-${name}-${group}`;

async function perform(
  step: AdminStep,
  place: Place,
  admin: original.Admin,
  producer: original.Producer,
): Promise<void> {
  const { lib } = place;
  const topic = 'topic' in step ? topicOf(place, step.topic) : '';
  const groupId = 'group' in step ? groupOf(place, step.group) : '';
  const topics = 'topics' in step ? step.topics.map((one) => topicOf(place, one)) : [];
  const groups = 'groups' in step ? step.groups.map((one) => groupOf(place, one)) : [];
  const { TOPIC } = lib.ConfigResourceTypes;
  const call = <T>(work: () => Promise<T>, shown?: (value: T) => unknown) => note(place, step.call, work, shown);
  switch (step.call) {
    case 'createTopics': {
      const list = topics.map((one) => ({ topic: one, numPartitions: step.partitions }));
      // With its wait, kafkajs rejects if the topic is not known everywhere yet.
      await call(() => admin.createTopics({ topics: list, waitForLeaders: false }));
      return;
    }
    case 'createPartitions':
      await call(() => admin.createPartitions({ topicPartitions: [{ topic, count: step.count }] }));
      return;
    case 'deleteTopics':
      await call(() => admin.deleteTopics({ topics }));
      return;
    case 'fetchTopicOffsets':
      await call(() => admin.fetchTopicOffsets(topic), sorted);
      return;
    case 'fetchTopicOffsetsByTimestamp':
      await call(() => admin.fetchTopicOffsetsByTimestamp(topic, step.timestamp), sorted);
      return;
    case 'fetchTopicMetadata':
      await call(
        () => admin.fetchTopicMetadata({ topics }),
        (value) => value.topics.map((one) => [one.name, one.partitions.map(({ partitionId }) => partitionId).sort()]),
      );
      return;
    case 'fetchOffsets':
      await call(
        () => admin.fetchOffsets({ groupId, topics }),
        (list) => list.map((one) => [one.topic, sorted(one.partitions)]),
      );
      return;
    case 'setOffsets': {
      const partitions = step.offsets.map((offset, partition) => ({ partition, offset }));
      await call(() => admin.setOffsets({ groupId, topic, partitions }));
      return;
    }
    case 'resetOffsets':
      await call(() => admin.resetOffsets({ groupId, topic, earliest: step.earliest }));
      await call(
        () => admin.fetchOffsets({ groupId, topics: [topic], resolveOffsets: true }),
        (list) => list.map((one) => [one.topic, sorted(one.partitions)]),
      );
      return;
    case 'listGroups':
      await call(
        () => admin.listGroups(),
        (value) =>
          value.groups
            .map((one) => one.groupId)
            .filter((one) => one.includes(place.name))
            .sort(),
      );
      return;
    case 'deleteTopicRecords':
      // kafkajs finds no leader of a topic that it was not asked about before.
      await admin.fetchTopicOffsets(topic);
      await call(() => admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: step.offset }] }));
      return;
    case 'describeGroups':
      await call(() => admin.describeGroups(groups));
      return;
    case 'deleteGroups':
      await call(() => admin.deleteGroups(groups));
      return;
    case 'describeConfigs': {
      const resources = [{ type: TOPIC, name: topic, configNames: step.names }];
      await call(
        () => admin.describeConfigs({ resources, includeSynonyms: false }),
        (value) =>
          value.resources.map(({ configEntries, ...rest }) => ({
            ...rest,
            configEntries: [...configEntries].sort((a, b) => a.configName.localeCompare(b.configName)),
          })),
      );
      return;
    }
    case 'alterConfigs': {
      const configEntries = [{ name: step.name, value: step.value }];
      await call(
        () => admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic, configEntries }] }),
        (value: { resources?: unknown } | void) => value?.resources,
      );
      return;
    }
    case 'listTopics':
      await call(
        () => admin.listTopics(),
        (list) => list.filter((one) => one.startsWith(place.name)).sort(),
      );
      return;
    case 'send': {
      const messages = Array.from({ length: step.count }, (_, i) => ({ value: String(i), partition: 0 }));
      await call(
        () => producer.send({ topic, messages }),
        (list) => list.length,
      );
    }
  }
}

const sorted = <T extends { partition: number }>(list: T[]): T[] => [...list].sort((a, b) => a.partition - b.partition);

/** The brokers tell each other of topics after they have answered. */
async function settled(step: AdminStep, place: Place, admin: original.Admin): Promise<void> {
  if (step.call !== 'createTopics' && step.call !== 'createPartitions' && step.call !== 'deleteTopics') return;
  const topics = 'topics' in step ? step.topics : [step.topic];
  const [, outcome] = place.seen.at(-1) as [string, string];
  await withCore(place, async (core) => {
    for (const topic of topics.map((one) => topicOf(place, one))) {
      const count = async (): Promise<number> => {
        const [found] = await core.describeTopics([topic], { settled: true });
        return found!.status === 'fulfilled' ? found!.value.partitions.length : 0;
      };
      if (step.call === 'deleteTopics') await until(async () => (await count()) === 0);
      else if (outcome === 'returns') {
        if (step.call === 'createPartitions') await until(async () => (await count()) === step.count);
        else await until(async () => (await count()) > 0);
        const partitions = Array.from({ length: await count() }, (_, partition) => ({ topic, partition }));
        await core.listOffsets(partitions.map((one) => ({ ...one, spec: 'latest' as const })));
      }
    }
  });
  void admin;
}
