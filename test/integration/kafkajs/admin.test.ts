import { Kafka } from '../../../src/kafkajs';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { createConsumer, createProducer, createTopic, errorOf, sameOnBoth, until, type Place } from './both';

/** The outcome of each call, in order. */
async function outcomes(calls: Record<string, () => Promise<unknown>>): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(calls)) {
    let value: unknown;
    const error = await errorOf(call().then((result) => (value = result)));
    all[name] = error ?? value ?? 'nothing';
  }
  return all;
}

const byPartition = <T extends { partition: number }>(list: T[]): T[] => list.sort((a, b) => a.partition - b.partition);

async function connectedAdmin({ kafka, later }: Place) {
  const admin = kafka.admin({ retry: { retries: 1, initialRetryTime: 20 } });
  await admin.connect();
  later(() => admin.disconnect());
  return admin;
}

test('topics', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    const admin = await connectedAdmin(place);
    const create = (topics: unknown) => () => admin.createTopics({ topics: topics as never, waitForLeaders: false });
    const config = { name: 'cleanup.policy', value: 'compact' };
    const isThere = () =>
      admin.fetchTopicMetadata({ topics: [topic, `${topic}-r`] }).then(
        () => true,
        () => false,
      );
    return outcomes({
      created: create([{ topic, numPartitions: 2, configEntries: [config] }]),
      again: create([{ topic }]),
      replicas: create([{ topic: `${topic}-r`, replicaAssignment: [{ partition: 0, replicas: [1] }] }]),
      partly: create([{ topic }, { topic: 'not a topic' }]),
      impossible: create([{ topic }, { topic: 'none', numPartitions: 0 }, { topic: 'no', replicationFactor: -5 }]),
      validated: () =>
        admin.createTopics({ validateOnly: true, waitForLeaders: false, topics: [{ topic: `${topic}-v` }] }),
      noList: create(undefined),
      noName: create([{ topic: 1 }]),
      twice: create([{ topic: 'x' }, { topic: 'x' }]),
      noEntries: create([{ topic: 'x', configEntries: 1 }]),
      badEntry: create([{ topic: 'x', configEntries: [1] }]),
      noValue: create([{ topic: 'x', configEntries: [{ name: 'a' }] }]),
      badConfig: create([{ topic: `${topic}-b`, configEntries: [{ name: 'cleanup.policy', value: 'no' }] }]),
      // Without a wait for leaders a broker may not know the topics yet.
      there: () => until(isThere),
      more: () => admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] }),
      fewer: () => admin.createPartitions({ topicPartitions: [{ topic, count: 1 }] }),
      noPartitions: () => admin.createPartitions({ topicPartitions: [] }),
      listed: async () => (await admin.listTopics()).filter((name) => name.startsWith(topic)).sort(),
      metadata: async () => {
        const metadata = () => admin.fetchTopicMetadata({ topics: [topic] });
        await until(async () => (await metadata()).topics[0]!.partitions.length === 3);
        const { topics } = await metadata();
        return topics.map(({ name, partitions }) => [name, partitions.sort((a, b) => a.partitionId - b.partitionId)]);
      },
      unknown: () => admin.fetchTopicMetadata({ topics: [`${topic}-unknown`] }),
      badName: () => admin.fetchTopicMetadata({ topics: [5 as never] }),
      deleted: () => admin.deleteTopics({ topics: [topic] }),
      deletedUnknown: () => admin.deleteTopics({ topics: [`${topic}-unknown`] }),
      deleteNothing: () => admin.deleteTopics({ topics: null as never }),
      deleteNumber: () => admin.deleteTopics({ topics: [5 as never] }),
    });
  });
});

test('createTopics waits for leaders: no message without acknowledgement comes too early', async () => {
  const kafka = new Kafka({ brokers: sharedKafka().bootstrapServers.split(',') });
  const [admin, producer] = [kafka.admin(), kafka.producer()];
  await Promise.all([admin.connect(), producer.connect()]);
  for (let round = 0; round < 5; round++) {
    const topic = uniqueName('leaders');
    // waitForLeaders is true by default.
    await admin.createTopics({ topics: [{ topic, numPartitions: 20 }] });
    const messages = Array.from({ length: 20 }, (_, partition) => ({ value: 'x', partition }));
    await producer.send({ topic, acks: 0, messages });
    await until(async () => (await admin.fetchTopicOffsets(topic)).every(({ high }) => high === '1'));
  }
  await Promise.all([admin.disconnect(), producer.disconnect()]);
});

test('offsets of topics and groups, and records that are deleted', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    await createTopic(place, topic, 2);
    const admin = await connectedAdmin(place);
    const producer = await createProducer(place);
    // Not long ago: the broker deletes what is too old.
    const base = Date.now() - 100_000;
    const message = (partition: number, time: number) => ({ partition, value: 'v', timestamp: String(base + time) });
    await producer.send({ topic, messages: [message(0, 1000), message(0, 2000), message(0, 3000), message(1, 1000)] });
    const committed = async (groupId = group) => {
      const found = await admin.fetchOffsets({ groupId, topics: [topic] });
      return found.map((one) => ({ ...one, partitions: byPartition(one.partitions) }));
    };
    return outcomes({
      ends: async () => byPartition(await admin.fetchTopicOffsets(topic)),
      unknown: () => admin.fetchTopicOffsets(`${topic}-unknown`),
      noTopic: () => admin.fetchTopicOffsets(''),
      byTime: async () => byPartition(await admin.fetchTopicOffsetsByTimestamp(topic, base + 1500)),
      later: async () => byPartition(await admin.fetchTopicOffsetsByTimestamp(topic, base + 9000)),
      noTime: async () => byPartition(await admin.fetchTopicOffsetsByTimestamp(topic)),
      set: () => admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '1' }] }),
      asSet: () => committed(),
      withoutTopics: () => admin.fetchOffsets({ groupId: group }),
      noGroup: () => admin.fetchOffsets({ groupId: '' }),
      ofNobody: () => committed(`${group}-nobody`),
      ofUnknownTopic: () => admin.fetchOffsets({ groupId: group, topics: [`${topic}-unknown`] }),
      resetUnknownTopic: () => admin.resetOffsets({ groupId: group, topic: `${topic}-unknown`, earliest: false }),
      reset: () => admin.resetOffsets({ groupId: group, topic, earliest: true }),
      resolved: async () => {
        const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic], resolveOffsets: true });
        return byPartition(found!.partitions);
      },
      setNothing: () => admin.setOffsets({ groupId: group, topic, partitions: [] }),
      records: () =>
        admin.deleteTopicRecords({
          topic,
          partitions: [
            { partition: 0, offset: '1' },
            { partition: 1, offset: '-1' },
          ],
        }),
      tooMany: () => admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '100' }] }),
      noPartition: () => admin.deleteTopicRecords({ topic, partitions: [{ partition: 10, offset: '1' }] }),
      endsAfter: async () => byPartition(await admin.fetchTopicOffsets(topic)),
    });
  });
});

test('configurations', async () => {
  await sameOnBoth(async (place) => {
    const { topic, lib } = place;
    await createTopic(place, topic);
    const admin = await connectedAdmin(place);
    const { TOPIC, BROKER } = lib.ConfigResourceTypes;
    const names = ['cleanup.policy', 'retention.ms'];
    const describe = (resource: object, includeSynonyms = false) =>
      admin.describeConfigs({ includeSynonyms, resources: [resource as never] });
    const alter = (resource: object) => admin.alterConfigs({ validateOnly: false, resources: [resource as never] });
    /** A broker knows of a change a little later than the controller that made it. */
    const afterChange = async (name: string, value: string) => {
      const some = () => describe({ type: TOPIC, name: topic, configNames: names });
      await until(async () =>
        (await some()).resources[0]!.configEntries.some((one) => one.configName === name && one.configValue === value),
      );
      return some();
    };
    return outcomes({
      some: () => describe({ type: TOPIC, name: topic, configNames: names }),
      synonyms: () => describe({ type: TOPIC, name: topic, configNames: names }, true),
      altered: () => alter({ type: TOPIC, name: topic, configEntries: [{ name: names[1], value: '12345678' }] }),
      after: () => afterChange('retention.ms', '12345678'),
      replaced: () => alter({ type: TOPIC, name: topic, configEntries: [{ name: names[0], value: 'compact' }] }),
      afterReplaced: () => afterChange('cleanup.policy', 'compact'),
      broker: () => describe({ type: BROKER, name: '1', configNames: ['num.partitions'] }),
      unknown: () => describe({ type: TOPIC, name: `${topic}-unknown` }),
      badType: () => describe({ type: 77, name: topic }),
      badName: () => describe({ type: TOPIC, name: 5 }),
      badNames: () => describe({ type: TOPIC, name: topic, configNames: 'all' }),
      nothing: () => admin.describeConfigs({ resources: [], includeSynonyms: false }),
      noEntries: () => alter({ type: TOPIC, name: topic }),
      badValue: () => alter({ type: TOPIC, name: topic, configEntries: [{ name: 'a', value: 1 }] }),
    });
  });
});

test('groups and the cluster', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group, lib } = place;
    await createTopic(place, topic);
    const admin = await connectedAdmin(place);
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async () => undefined });
    const members = async () => {
      const { groups } = await admin.describeGroups([group]);
      return groups.map(({ members: all, protocol: _, ...rest }) => ({
        ...rest,
        members: all.map(({ memberAssignment, memberMetadata, clientHost, clientId }) => ({
          clientHost,
          clientId,
          metadata: lib.AssignerProtocol.MemberMetadata.decode(memberMetadata),
          assignment: lib.AssignerProtocol.MemberAssignment.decode(memberAssignment),
        })),
      }));
    };
    const listed = async () => (await admin.listGroups()).groups.filter(({ groupId }) => groupId === group);
    return outcomes({
      described: members,
      own: async () => (await consumer.describeGroup()).state,
      listed,
      setWithMembers: () => admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '0' }] }),
      deletedWithMembers: () => admin.deleteGroups([group]),
      stopped: () => consumer.stop(),
      empty: async () => {
        await until(async () => (await admin.describeGroups([group])).groups[0]!.state === 'Empty');
        return members();
      },
      deleted: () => admin.deleteGroups([group]),
      nobody: async () => (await admin.describeGroups([`${group}-nobody`])).groups,
      deletedNobody: () => admin.deleteGroups([`${group}-nobody`]),
      deletedNothing: () => admin.deleteGroups([]),
      badGroups: () => admin.deleteGroups(null as never),
      cluster: () => admin.describeCluster(),
    });
  });
});

test('ACLs without an authorizer, and what is refused at once', async () => {
  await sameOnBoth(async (place) => {
    const admin = await connectedAdmin(place);
    const acl = {
      resourceType: 2,
      resourceName: 'n',
      resourcePatternType: 3,
      principal: 'User:a',
      host: '*',
      operation: 3,
      permissionType: 3,
    };
    const create = (change: object) => () => admin.createAcls({ acl: [{ ...acl, ...change }] as never });
    return outcomes({
      created: create({}),
      described: () => admin.describeAcls({ resourceType: 2, resourcePatternType: 1, operation: 1, permissionType: 1 }),
      deleted: () => admin.deleteAcls({ filters: [acl as never] }),
      none: () => admin.createAcls({ acl: [] }),
      noList: () => admin.createAcls({ acl: undefined as never }),
      principal: create({ principal: 1 }),
      host: create({ host: undefined }),
      name: create({ resourceName: undefined }),
      operation: create({ operation: 77 }),
      pattern: create({ resourcePatternType: 77 }),
      permission: create({ permissionType: 77 }),
      type: create({ resourceType: 77 }),
      filter: () => admin.describeAcls({ ...acl, principal: 1 } as never),
      filterType: () => admin.describeAcls({ ...acl, resourceType: 77 } as never),
      noFilters: () => admin.deleteAcls({ filters: [] }),
    });
  });
});
