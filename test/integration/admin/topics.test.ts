import { AdminClient, PartialFailureError, Producer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();
let admin: AdminClient;

beforeAll(() => {
  admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
});

afterAll(() => admin.close());

const server = (): string[] => ['--bootstrap-server', kafka.bootstrapServers];

async function tool(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await kafka.tool(name, [...server(), ...args]);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

describe('createTopics', () => {
  test('creates topics that kafka-topics describes in the same way', async () => {
    const name = uniqueName('created');
    const [created] = await admin.createTopics([
      {
        name,
        numPartitions: 3,
        replicationFactor: 1,
        configs: { 'retention.ms': '1000000', 'cleanup.policy': 'compact' },
      },
    ]);
    const [described] = await admin.describeTopics([name]);
    expect(created).toEqual({ name, topicId: described!.topicId, numPartitions: 3, replicationFactor: 1 });
    const text = await tool('kafka-topics', '--describe', '--topic', name);
    expect(text).toMatch(
      new RegExp(
        `^Topic: ${name}\\tTopicId: ${described!.topicId}\\tPartitionCount: 3\\tReplicationFactor: 1\\tConfigs: (.*)`,
      ),
    );
    expect(text).toContain('retention.ms=1000000');
    expect(text).toContain('cleanup.policy=compact');
    expect(
      described!.partitions.map(({ partition, leader, replicas, isr }) => ({
        partition,
        leader: leader?.id,
        replicas: replicas.map(({ id }) => id),
        isr: isr.map(({ id }) => id),
      })),
    ).toEqual(await kafka.describeTopic(name));
    expect(described).toMatchObject({ isInternal: false, authorizedOperations: null });
  });

  test('a created topic is usable at once: produce and describe succeed', async () => {
    await using producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers });
    await producer.ready();
    for (let i = 0; i < 10; i++) {
      const name = uniqueName('usable');
      await admin.createTopics([{ name, numPartitions: 5 }]);
      const [described] = await admin.describeTopics([name]);
      expect(described!.partitions.every(({ leader }) => leader !== null)).toBe(true);
      await expect(producer.send({ topic: name, partition: 4, value: 'x' })).resolves.toMatchObject({ offset: 0 });
    }
  });

  test('places replicas on the given nodes', async () => {
    const [list, object] = [uniqueName('placed'), uniqueName('placed')];
    const created = await admin.createTopics([
      { name: list, replicasAssignments: [[1], [1]] },
      { name: object, replicasAssignments: { 0: [1] } },
    ]);
    expect(created.map(({ numPartitions }) => numPartitions)).toEqual([2, 1]);
  });

  test('uses the broker’s defaults for absent values', async () => {
    const name = uniqueName('defaults');
    const [broker] = await admin.describeConfigs([{ type: 'BROKER', name: '1' }]);
    const partitions = broker!.entries.find((entry) => entry.name === 'num.partitions')!.value;
    await expect(admin.createTopics([{ name }])).resolves.toMatchObject([{ numPartitions: Number(partitions) }]);
  });

  test('validateOnly creates nothing', async () => {
    const name = uniqueName('validated');
    await expect(admin.createTopics([{ name }], { validateOnly: true })).resolves.toEqual([
      { name, topicId: null, numPartitions: null, replicationFactor: null },
    ]);
    await expect(
      admin.createTopics([{ name, configs: { 'retention.ms': 'soon' } }], { validateOnly: true }),
    ).rejects.toMatchObject({ code: 'ERR_INVALID_CONFIG' });
    expect(await kafka.listTopics()).not.toContain(name);
  });

  test('each error of the broker has its code', async () => {
    const name = uniqueName('taken');
    await admin.createTopics([{ name }]);
    const fails = (topic: Parameters<AdminClient['createTopics']>[0][0]) => expect(admin.createTopics([topic])).rejects;
    await fails({ name }).toMatchObject({
      name: 'KafkaError',
      code: 'ERR_TOPIC_ALREADY_EXISTS',
      errno: 36,
      operation: 'createTopics',
      isRetriable: false,
      message: `createTopics: topic ${name}: Topic '${name}' already exists.`,
    });
    const other = uniqueName('other');
    await fails({ name: other, replicationFactor: 7 }).toMatchObject({ code: 'ERR_INVALID_REPLICATION_FACTOR' });
    await fails({ name: other, replicasAssignments: [[7]] }).toMatchObject({ code: 'ERR_INVALID_REPLICA_ASSIGNMENT' });
    await fails({ name: other, configs: { 'no.such': '1' } }).toMatchObject({ code: 'ERR_INVALID_CONFIG' });
    await fails({ name: 'not a name' }).toMatchObject({ code: 'ERR_TOPIC_EXCEPTION' });
    expect(await kafka.listTopics()).not.toContain(other);
  });

  test('one bad topic in a list of a hundred fails alone', async () => {
    const prefix = uniqueName('many');
    const names = Array.from({ length: 100 }, (_, i) => `${prefix}-${i}`);
    const list = names.map((name, i) => ({ name, numPartitions: 1, ...(i === 41 && { replicationFactor: 9 }) }));
    const error = (await admin.createTopics(list).catch((reason: unknown) => reason)) as PartialFailureError;
    expect(error).toBeInstanceOf(PartialFailureError);
    expect(error).toMatchObject({ code: 'ERR_PARTIAL_FAILURE', operation: 'createTopics' });
    expect(error.errors.map(({ code }) => code)).toEqual(['ERR_INVALID_REPLICATION_FACTOR']);
    expect(error.results.map(({ status }, i) => (status === 'rejected' ? i : -1)).filter((i) => i >= 0)).toEqual([41]);
    const there = new Set(await kafka.listTopics());
    expect(names.filter((name) => !there.has(name))).toEqual([names[41]]);

    const outcomes = await admin.deleteTopics(names, { settled: true });
    expect(outcomes[41]).toMatchObject({ status: 'rejected', reason: { code: 'ERR_UNKNOWN_TOPIC_OR_PART' } });
    expect(outcomes[40]).toEqual({ status: 'fulfilled', value: { name: names[40] } });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(99);
  });
});

describe('listTopics, describeTopics, deleteTopics', () => {
  test('lists what kafka-topics lists', async () => {
    const [first, second] = [uniqueName('listed'), uniqueName('listed')];
    await admin.createTopics([{ name: first }, { name: second }]);
    // A group's first commit makes an internal topic.
    await admin.alterConsumerGroupOffsets(first, [{ topic: first, partition: 0, offset: 0 }]);
    // Other tests create and delete topics meanwhile: those of both lists were there all the time.
    const theirs = async (): Promise<string[]> => (await tool('kafka-topics', '--list')).trim().split('\n').sort();
    const before = await theirs();
    const all = await admin.listTopics({ listInternal: true });
    const ours = await admin.listTopics();
    const after = await theirs();
    const stable = before.filter((name) => after.includes(name));
    const stableOf = (topics: typeof all) => topics.map(({ name }) => name).filter((name) => stable.includes(name));
    expect(stableOf(all)).toEqual(stable);
    expect(all.find(({ name }) => name === '__consumer_offsets')).toMatchObject({ isInternal: true });
    expect(stableOf(ours)).toEqual(stableOf(all.filter(({ isInternal }) => !isInternal)));
    const [described] = await admin.describeTopics([first]);
    expect(ours.find(({ name }) => name === first)).toEqual({
      name: first,
      topicId: described!.topicId,
      isInternal: false,
    });
  });

  test('describes in the order of the call, a topic twice if it was named twice', async () => {
    const [a, b] = [uniqueName('a'), uniqueName('b')];
    await admin.createTopics([{ name: a }, { name: b }]);
    const outcomes = await admin.describeTopics([b, 'not-there', a, b], {
      settled: true,
      includeAuthorizedOperations: true,
    });
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.name : outcome.reason.code)),
    ).toEqual([b, 'ERR_UNKNOWN_TOPIC_OR_PART', a, b]);
    expect(outcomes[0]).toMatchObject({
      value: { authorizedOperations: expect.arrayContaining(['READ', 'WRITE', 'DELETE']) },
    });
  });

  test('deletes; a missing topic is unknown', async () => {
    const name = uniqueName('deleted');
    await admin.createTopics([{ name }]);
    await expect(admin.deleteTopics([name])).resolves.toEqual([{ name }]);
    await expect(admin.deleteTopics([name])).rejects.toMatchObject({ code: 'ERR_UNKNOWN_TOPIC_OR_PART', errno: 3 });
  });
});

test('createPartitions: more partitions are usable at once; fewer or the same number is an error', async () => {
  const name = uniqueName('grown');
  await admin.createTopics([{ name, numPartitions: 2 }]);
  await admin.createPartitions([{ name, totalCount: 3 }], { validateOnly: true });
  expect(await kafka.describeTopic(name)).toHaveLength(2);
  await expect(admin.createPartitions([{ name, totalCount: 4, newAssignments: [[1], [1]] }])).resolves.toEqual([
    { name },
  ]);
  const [described] = await admin.describeTopics([name]);
  expect(described!.partitions.map(({ leader }) => leader?.id)).toEqual([1, 1, 1, 1]);
  expect(await kafka.describeTopic(name)).toHaveLength(4);
  for (const totalCount of [1, 4]) {
    await expect(admin.createPartitions([{ name, totalCount }])).rejects.toMatchObject({
      code: 'ERR_INVALID_PARTITIONS',
    });
  }
  await expect(admin.createPartitions([{ name: 'not-there', totalCount: 4 }])).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_TOPIC_OR_PART',
  });
});

describe('offsets and records', () => {
  test('listOffsets returns the offsets that kafka-get-offsets prints, in both isolation levels', async () => {
    const topic = uniqueName('offsets');
    // Kept although its timestamps are old.
    await admin.createTopics([{ name: topic, numPartitions: 2, configs: { 'retention.ms': '-1' } }]);
    await kafka.produce(topic, [
      { value: 'a', partition: 0, timestamp: 1_000 },
      { value: 'b', partition: 0, timestamp: 5_000 },
      { value: 'c', partition: 0, timestamp: 3_000 },
    ]);
    await kafka.produce(topic, [{ value: 'd', partition: 0, timestamp: 4_000 }], {
      transactionalId: topic,
      outcome: 'open',
    });
    const specs = ['earliest', 'latest', 'maxTimestamp', { timestamp: 2_000 }, { timestamp: 9_000 }] as const;
    const found = [];
    for (const spec of specs) {
      const [zero, one] = await admin.listOffsets([0, 1].map((partition) => ({ topic, partition, spec })));
      found.push([zero!.offset, zero!.timestamp, one!.offset, one!.timestamp]);
    }
    expect(found).toEqual([
      [0, null, 0, null],
      [4, null, 0, null],
      [1, 5_000, null, null],
      [1, 5_000, null, null],
      [null, null, null, null],
    ]);
    expect(await tool('kafka-get-offsets', '--topic', topic)).toBe(`${topic}:0:4\n${topic}:1:0\n`);
    const query = [{ topic, partition: 0, spec: 'latest' } as const];
    await expect(admin.listOffsets(query, { isolationLevel: 'READ_COMMITTED' })).resolves.toMatchObject([
      { offset: 3 },
    ]);
    await expect(admin.listOffsets(query, { isolationLevel: 'READ_UNCOMMITTED' })).resolves.toMatchObject([
      { offset: 4 },
    ]);
    await kafka.endTransaction(topic, 'abort');
  });

  test('an unknown partition fails alone; if only it was requested, with the same code', async () => {
    const topic = uniqueName('partly');
    await admin.createTopics([{ name: topic, numPartitions: 1 }]);
    const outcomes = await admin.listOffsets(
      [
        { topic: 'not-there', partition: 0, spec: 'latest' },
        { topic, partition: 0, spec: 'latest' },
        { topic, partition: 5, spec: 'latest' },
      ],
      { settled: true },
    );
    expect(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.offset : outcome.reason.code)),
    ).toEqual(['ERR_UNKNOWN_TOPIC_OR_PART', 0, 'ERR_UNKNOWN_TOPIC_OR_PART']);
    for (const partition of [
      { topic: 'not-there', partition: 0 },
      { topic, partition: 5 },
    ]) {
      await expect(admin.listOffsets([{ ...partition, spec: 'latest' }])).rejects.toMatchObject({
        code: 'ERR_UNKNOWN_TOPIC_OR_PART',
      });
      await expect(admin.deleteRecords([{ ...partition, beforeOffset: 'end' }])).rejects.toMatchObject({
        code: 'ERR_UNKNOWN_TOPIC_OR_PART',
      });
    }
  });

  test('deleteRecords moves the start of the log; the broker checks policy and range', async () => {
    const topic = uniqueName('records');
    await admin.createTopics([{ name: topic, numPartitions: 2 }]);
    const records = ['a', 'b', 'c', 'd'].map((value) => ({ value, partition: 0 }));
    await kafka.produce(topic, records);
    await expect(admin.deleteRecords([{ topic, partition: 0, beforeOffset: 3 }])).resolves.toEqual([
      { topic, partition: 0, lowWatermark: 3 },
    ]);
    expect(await tool('kafka-get-offsets', '--topic', topic, '--time', 'earliest')).toBe(
      `${topic}:0:3\n${topic}:1:0\n`,
    );
    expect((await kafka.consume(topic)).map(({ value }) => value!.toString())).toEqual(['d']);
    await expect(admin.deleteRecords([{ topic, partition: 0, beforeOffset: 99 }])).rejects.toMatchObject({
      code: 'ERR_OFFSET_OUT_OF_RANGE',
    });
    await expect(admin.deleteRecords([{ topic, partition: 0, beforeOffset: 'end' }])).resolves.toMatchObject([
      { lowWatermark: 4 },
    ]);
    const compacted = uniqueName('compacted');
    await admin.createTopics([{ name: compacted, numPartitions: 1, configs: { 'cleanup.policy': 'compact' } }]);
    await kafka.produce(compacted, [{ key: 'k', value: 'v' }]);
    await expect(admin.deleteRecords([{ topic: compacted, partition: 0, beforeOffset: 1 }])).rejects.toMatchObject({
      code: 'ERR_POLICY_VIOLATION',
      errno: 44,
    });
  });
});

test('a hundred different calls at once', async () => {
  const name = uniqueName('busy');
  await admin.createTopics([{ name, numPartitions: 1 }]);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i): Promise<unknown> => {
      if (i % 4 === 0) return admin.describeTopics([name]);
      if (i % 4 === 1) return admin.describeConfigs([{ type: 'TOPIC', name }]);
      if (i % 4 === 2) return admin.listOffsets([{ topic: name, partition: 0, spec: 'latest' }]);
      return admin.describeCluster();
    }),
  );
  for (const [i, answer] of answers.entries()) {
    if (i % 4 === 0) expect(answer).toMatchObject([{ name, partitions: [{ partition: 0 }] }]);
    if (i % 4 === 1) expect(answer).toMatchObject([{ type: 'TOPIC', name }]);
    if (i % 4 === 2) expect(answer).toMatchObject([{ topic: name, partition: 0, offset: 0 }]);
    if (i % 4 === 3) expect(answer).toMatchObject({ nodes: [expect.anything()] });
  }
});
