/** What Confluent's client adds to node-rdkafka's AdminClient. */
import * as rdkafka from '../../../src/rdkafka/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const { ERRORS } = rdkafka.CODES;
const OPTIONS = { timeout: 20_000 };

function called<T>(call: (callback: (error: unknown, result?: T) => unknown) => void): Promise<T> {
  return new Promise((resolve, reject) =>
    call((error, result) => (error ? reject(error as Error) : resolve(result as T))),
  );
}

test('topics, groups, offsets and records', async () => {
  const servers = sharedKafka().bootstrapServers;
  const topic = uniqueName('topic');
  const group = uniqueName('group');
  const ready = new Promise((resolve) => {
    const own = rdkafka.AdminClient.create({ 'bootstrap.servers': servers }, { ready: resolve as never });
    void own;
    setTimeout(() => own.disconnect(), 1000);
  });
  expect(await ready).toMatchObject({ name: expect.stringContaining('rdkafka#producer-') as string });

  const producer = new rdkafka.Producer({ 'bootstrap.servers': servers, 'linger.ms': 0 });
  await called((cb) => producer.connect({}, cb));
  const admin = rdkafka.AdminClient.createFrom(producer);
  await called((cb) => admin.createTopic({ topic, num_partitions: 1, replication_factor: 1 }, 20_000, cb));
  for (let i = 0; i < 5; i++) producer.produce(topic, 0, Buffer.from(String(i)));
  await called((cb) => producer.flush(10_000, cb));

  expect(await called<string[]>((cb) => admin.listTopics(OPTIONS, cb))).toContain(topic);
  const none = uniqueName('none');
  const described = await called<rdkafka.TopicDescription[]>((cb) => admin.describeTopics([topic, none], OPTIONS, cb));
  expect(described[0]).toMatchObject({
    name: topic,
    isInternal: false,
    partitions: [{ partition: 0, leader: { id: 1 } }],
  });
  expect(described[0]!.topicId.base64str).toHaveLength(22);
  expect(described[1]).toMatchObject({ name: none, error: { code: ERRORS.ERR_UNKNOWN_TOPIC_OR_PART } });

  const at = (offset: rdkafka.OffsetSpec) => ({ topic, partition: 0, offset });
  const { EARLIEST, LATEST } = rdkafka.OffsetSpec;
  const list = async (spec: rdkafka.OffsetSpec) =>
    (await called<rdkafka.ListOffsetsResult[]>((cb) => admin.listOffsets([at(spec)], OPTIONS, cb)))[0];
  expect(await list(LATEST)).toMatchObject({ topic, partition: 0, offset: 5 });
  expect(await list(new rdkafka.OffsetSpec(1))).toMatchObject({ offset: 0 });
  const ofNone = [{ topic: none, partition: 0, offset: LATEST }];
  await expect(called((cb) => admin.listOffsets(ofNone, OPTIONS, cb as never))).rejects.toMatchObject({
    code: ERRORS.ERR__NOENT,
  });
  const deleted = await called((cb) => admin.deleteRecords([{ topic, partition: 0, offset: 2 }], OPTIONS, cb));
  expect(deleted).toEqual([{ topic, partition: 0, lowWatermark: 2 }]);
  expect(await list(EARLIEST)).toMatchObject({ offset: 2 });

  const consumer = new rdkafka.KafkaConsumer({ 'bootstrap.servers': servers, 'group.id': group });
  await called((cb) => consumer.connect({}, cb));
  consumer.subscribe([topic]);
  while (consumer.assignments().length === 0) await called((cb) => consumer.consume(1, cb as never));
  consumer.commitSync({ topic, partition: 0, offset: 4 });
  const { groups } = await called<{ groups: rdkafka.GroupDescription[] }>((cb) =>
    admin.describeGroups([group], OPTIONS, cb),
  );
  expect(groups).toMatchObject([
    {
      groupId: group,
      state: rdkafka.ConsumerGroupStates.STABLE,
      type: rdkafka.ConsumerGroupTypes.CLASSIC,
      members: [{ clientId: 'rdkafka', assignment: { topicPartitions: [{ topic, partition: 0 }] } }],
    },
  ]);
  const overview = await called<{ groups: rdkafka.GroupOverview[] }>((cb) =>
    admin.listGroups({ ...OPTIONS, matchConsumerGroupStates: [rdkafka.ConsumerGroupStates.STABLE] }, cb),
  );
  expect(overview.groups.find(({ groupId }) => groupId === group)).toMatchObject({ protocolType: 'consumer' });
  const offsets = await called((cb) => admin.listConsumerGroupOffsets([{ groupId: group }], OPTIONS, cb));
  expect(offsets).toMatchObject([{ groupId: group, partitions: [{ topic, partition: 0, offset: 4 }] }]);
  const busy = await called((cb) => admin.deleteGroups([group], OPTIONS, cb));
  expect(busy).toMatchObject([{ groupId: group, errorCode: ERRORS.ERR_NON_EMPTY_GROUP }]);
  await called((cb) => consumer.disconnect(cb));
  expect(await called((cb) => admin.deleteGroups([group], OPTIONS, cb))).toEqual([{ groupId: group, errorCode: 0 }]);
  admin.disconnect();
  expect(producer.isConnected()).toBe(true);
  await called((cb) => producer.disconnect(cb));
});

test('errors have the broker’s text, without what is in front of it here', async () => {
  const admin = rdkafka.AdminClient.create({ 'bootstrap.servers': sharedKafka().bootstrapServers });
  const create = (topic: string, num_partitions: number, replication_factor = 1) =>
    called((cb) => admin.createTopic({ topic, num_partitions, replication_factor }, 20_000, cb)).catch(
      (error: unknown) => error,
    );
  const none = uniqueName('none');
  const { ERR_INVALID_PARTITIONS, ERR_INVALID_REPLICATION_FACTOR, ERR_TOPIC_EXCEPTION } = ERRORS;
  expect(await create('a name with spaces', 1)).toMatchObject({
    code: ERR_TOPIC_EXCEPTION,
    message: expect.stringMatching(/^Topic name is invalid/) as string,
  });
  expect(await create(none, 0)).toMatchObject({ code: ERR_INVALID_PARTITIONS });
  expect(await create(none, 1, 0)).toMatchObject({ code: ERR_INVALID_REPLICATION_FACTOR });
  const [described] = await called<rdkafka.TopicDescription[]>((cb) => admin.describeTopics([none], OPTIONS, cb));
  expect(described!.error).toMatchObject({ message: 'Broker: Unknown topic or partition' });
  const [deleted] = await called<rdkafka.DeleteGroupsResult[]>((cb) => admin.deleteGroups([none], OPTIONS, cb));
  expect(deleted!.error).toMatchObject({ code: ERRORS.ERR_GROUP_ID_NOT_FOUND });
  expect(deleted!.error!.message).not.toContain(none);
  admin.disconnect();
});

test('metadata and leader epochs of offsets in a transaction are committed with it', async () => {
  const servers = sharedKafka().bootstrapServers;
  const topic = uniqueName('topic');
  const conf = { 'bootstrap.servers': servers };
  const producer = new rdkafka.Producer({ ...conf, 'transactional.id': uniqueName('id') });
  const consumer = new rdkafka.KafkaConsumer({ ...conf, 'group.id': uniqueName('group') });
  await Promise.all([called((cb) => producer.connect({}, cb)), called((cb) => consumer.connect({}, cb))]);
  const admin = rdkafka.AdminClient.createFrom(producer);
  await called((cb) => admin.createTopic({ topic, num_partitions: 2, replication_factor: 1 }, 20_000, cb));
  await called((cb) => producer.initTransactions(10_000, cb));
  await called((cb) => producer.beginTransaction(cb));
  const given = [
    { topic, partition: 0, offset: 5, metadata: 'where', leaderEpoch: 0 },
    { topic, partition: 1, offset: 6 },
  ];
  await called((cb) => producer.sendOffsetsToTransaction(given, consumer, 10_000, cb));
  await called((cb) => producer.commitTransaction(10_000, cb));
  const found = await called<typeof given>((cb) => consumer.committed(given, 10_000, cb as never));
  expect(found.map(({ offset, metadata, leaderEpoch }) => ({ offset, metadata, leaderEpoch }))).toEqual([
    { offset: 5, metadata: 'where', leaderEpoch: 0 },
    { offset: 6, metadata: undefined, leaderEpoch: undefined },
  ]);
  admin.disconnect();
  await Promise.all([called((cb) => consumer.disconnect(cb)), called((cb) => producer.disconnect(cb))]);
});
