import type { Context, Module } from '../programs/observe';
import { connected, consumerOf, failure, filled, kafkaOf, until } from './support';

const nodes = (value: Module): Module =>
  JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      [
        'host',
        'port',
        'rack',
        'base64',
        'mostSignificantBits',
        'leastSignificantBits',
        'clientHost',
        'memberId',
        'id',
        'clientId',
      ].includes(key) && one !== null
        ? typeof one
        : typeof one === 'bigint'
          ? 'bigint'
          : one,
    ),
  ) as Module;

export async function topics(context: Context): Promise<void> {
  const { note, unique } = context;
  const [first, second] = [unique('first'), unique('second')];
  await connected(kafkaOf(context).admin(), async (admin) => {
    note(
      'created',
      await admin.createTopics({
        topics: [
          {
            topic: first,
            numPartitions: 2,
            replicationFactor: 1,
            configEntries: [{ name: 'retention.ms', value: '10000000' }],
          },
        ],
      }),
    );
    note(
      'created partly',
      await admin.createTopics({ topics: [{ topic: first }, { topic: second, numPartitions: 1 }] }),
    );
    const errors = await admin
      .createTopics({ topics: [{ topic: 'not a name' }, { topic: first }] })
      .catch((e: Module) => e);
    note('refused', [
      errors.name,
      errors.errors.map(({ name, topic, code }: Module) => [name, topic, code]),
      await failure(() => admin.createTopics({ topics: [], validateOnly: true })),
      await failure(() => admin.createTopics({ topics: [], waitForLeaders: true })),
      await failure(() => admin.createTopics({ topics: [{ topic: 'a', replicaAssignment: [] }] })),
      await failure(() => admin.connect(), true),
    ]);
    await until(async () => (await admin.listTopics()).includes(second));
    note('metadata', nodes(await admin.fetchTopicMetadata({ topics: [first] })));
    note(
      'operations',
      (await admin.fetchTopicMetadata({ topics: [first], includeAuthorizedOperations: true }))[0].authorizedOperations
        .length > 3,
    );
    note(
      'all',
      (await admin.fetchTopicMetadata()).some(({ name }: Module) => name === second),
    );
    note('unknown', [
      await failure(() => admin.fetchTopicMetadata({ topics: ['none'] })),
      await failure(() => admin.deleteTopics({ topics: ['none'] })),
    ]);
    note(
      'deleted',
      (await admin.listTopics()).includes(second) && (await admin.deleteTopics({ topics: [second] })) === null,
    );
  });
  note(
    'twice',
    await failure(async () => {
      const admin = kafkaOf(context).admin();
      await admin.connect();
      await admin.disconnect();
      await admin.disconnect();
      await admin.listTopics();
    }, true),
  );
}

export async function offsets(context: Context): Promise<void> {
  const { note, unique } = context;
  const topic = await filled(context, ['a', 'b', 'c'], 2);
  const groupId = unique('group');
  await connected(consumerOf(context, { groupId, autoCommitInterval: 50 }), async (consumer) => {
    await consumer.subscribe({ topic });
    const seen: string[] = [];
    await consumer.run({ eachMessage: async ({ message }: Module) => void seen.push(message.offset) });
    await until(() => seen.length === 3);
    await consumer.commitOffsets([{ topic, partition: 0, offset: '2', metadata: 'text' }]);
    await connected(consumer.dependentAdmin(), async (admin) => {
      const { groups } = await admin.describeGroups([groupId]);
      note('group', nodes(groups));
      note('in use', await failure(() => admin.deleteGroups([groupId])));
      note(
        'listed',
        (await admin.listGroups()).groups.filter((one: Module) => one.groupId === groupId),
      );
      note(
        'by state',
        (await admin.listGroups({ matchConsumerGroupStates: [5] })).groups.some(
          (one: Module) => one.groupId === groupId,
        ),
      );
    });
  });
  await connected(kafkaOf(context).admin(), async (admin) => {
    note('ends', await admin.fetchTopicOffsets(topic));
    note('by time', [
      await admin.fetchTopicOffsetsByTimestamp(topic),
      await admin.fetchTopicOffsetsByTimestamp(topic, 0),
      await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() + 1_000_000),
    ]);
    const of = async (list?: unknown) =>
      (await admin.fetchOffsets({ groupId, ...(list ? { topics: list } : {}) })).map(
        ({ topic: name, partitions }: Module) => [
          name,
          partitions
            .filter(({ offset }: Module) => Number(offset) >= 0)
            .map(({ partition, metadata, error }: Module) => [partition, metadata === null || typeof metadata, error]),
        ],
      );
    note('offsets', [await of(), await of([topic]), await of([{ topic, partitions: [0] }]), await of(['other'])]);
    note('refused', [
      await failure(() => admin.fetchOffsets({})),
      await failure(() => admin.fetchOffsets({ groupId, resolveOffsets: true })),
      await failure(() => admin.fetchOffsets({ groupId, topics: [5] })),
      await failure(() => admin.deleteTopicRecords({ topic })),
      await failure(() => admin.deleteTopicRecords({ topic, partitions: [{ partition: 0 }] })),
      await failure(() => admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: 'x' }] })),
    ]);
    note('deleted', await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] }));
    const failed = await admin
      .deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '99' }] })
      .catch((e: Module) => e);
    note('beyond', [failed.name, failed.partitions.map(({ partition, error }: Module) => [partition, error.code])]);
    note('group deleted', await admin.deleteGroups([groupId]));
    const unknown = await admin.deleteGroups([unique('none')]).catch((e: Module) => e);
    note('group unknown', [
      unknown.name,
      unknown.groups.map(({ errorCode, error }: Module) => [errorCode, error.code]),
    ]);
    note(
      'dead',
      (await admin.describeGroups([unique('none')])).groups.map(({ state }: Module) => state),
    );
  });
}
