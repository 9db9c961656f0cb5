import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AdminClient, type ResetRequest } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();
let admin: AdminClient;

beforeAll(() => {
  admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
});

afterAll(() => admin.close());

/** A topic of two partitions with 10 and 5 records. */
async function topicWithRecords(): Promise<string> {
  const topic = uniqueName('topic');
  // Kept although its timestamps are old.
  await admin.createTopics([{ name: topic, numPartitions: 2, configs: { 'retention.ms': '-1' } }]);
  const records = Array.from({ length: 15 }, (_, i) => ({
    value: String(i),
    partition: i < 10 ? 0 : 1,
    timestamp: 1000 * (i + 1),
  }));
  await kafka.produce(topic, records);
  return topic;
}

/** Java's verifiable consumer as a member of the group; resolves when it has partitions. */
async function startMember(group: string, topic: string, protocol: 'classic' | 'consumer'): Promise<ChildProcess> {
  const args = ['--bootstrap-server', kafka.bootstrapServers, '--group-id', group, '--topic', topic];
  const member = await kafka.startTool('kafka-verifiable-consumer', [...args, '--group-protocol', protocol]);
  for await (const line of createInterface({ input: member.stdout! })) {
    if (line.includes('offsets_committed')) break;
  }
  member.stdout!.resume();
  return member;
}

async function stop(member: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => member.once('exit', resolve));
  member.kill('SIGTERM');
  await ended;
}

const tool = async (...args: string[]) =>
  (await kafka.tool('kafka-consumer-groups', ['--bootstrap-server', kafka.bootstrapServers, ...args])).stdout;

/** The rows of the tool's table, as lists of columns. */
const rows = (text: string, group: string) =>
  text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first === group);

describe.each(['classic', 'consumer'] as const)('a group of the %s protocol with a member', (protocol) => {
  let topic: string;
  let group: string;
  let member: ChildProcess;

  beforeAll(async () => {
    topic = await topicWithRecords();
    group = uniqueName(protocol);
    member = await startMember(group, topic, protocol);
  });

  afterAll(() => stop(member));

  test('is listed by state and type', async () => {
    const type = protocol === 'classic' ? 'CLASSIC' : 'CONSUMER';
    const other = protocol === 'classic' ? 'CONSUMER' : 'CLASSIC';
    const listed = { groupId: group, isSimpleConsumerGroup: false, groupState: 'STABLE', type };
    expect(await admin.listConsumerGroups()).toContainEqual(listed);
    expect(await admin.listGroups({ groupStates: ['STABLE'], types: [type] })).toContainEqual(listed);
    expect(await admin.listConsumerGroups({ groupStates: ['EMPTY'] })).not.toContainEqual(listed);
    expect(await admin.listConsumerGroups({ types: [other] })).not.toContainEqual(listed);
  });

  test('is described as Java describes it', async () => {
    const [ours] = await admin.describeConsumerGroups([group], { includeAuthorizedOperations: true });
    const java = await kafka.describeGroup(group);
    expect(ours).toMatchObject({
      groupId: group,
      isSimpleConsumerGroup: false,
      groupState: java.state.toUpperCase(),
      type: java.type.toUpperCase(),
      partitionAssignor: java.assignor,
      coordinator: { id: java.coordinator },
      authorizedOperations: expect.arrayContaining(['READ', 'DELETE']),
    });
    expect(
      ours!.members.map((one) => ({
        memberId: one.consumerId,
        instanceId: one.groupInstanceId,
        clientId: one.clientId,
        assignment: one.assignment.topicPartitions,
      })),
    ).toEqual(
      java.members.map((one) => ({ ...one, assignment: one.assignment.sort((a, b) => a.partition - b.partition) })),
    );
    expect(ours!.members[0]!.targetAssignment === null).toBe(protocol === 'classic');
  });

  test('its lag is what kafka-consumer-groups prints', async () => {
    const lag = await admin.consumerGroupLag(group);
    const text = await tool('--describe', '--group', group);
    expect(
      lag.map((one) =>
        [
          group,
          one.topic,
          one.partition,
          one.currentOffset,
          one.logEndOffset,
          one.lag,
          one.consumerId,
          one.host,
          one.clientId,
        ].map(String),
      ),
    ).toEqual(rows(text, group));
    expect(lag.map((one) => one.lag)).toEqual([0, 0]);
  });

  test('cannot be changed while it has members', async () => {
    await expect(admin.deleteConsumerGroups([group])).rejects.toMatchObject({
      code: 'ERR_NON_EMPTY_GROUP',
      errno: 68,
      operation: 'deleteConsumerGroups',
    });
    await expect(admin.resetOffsets(group, { to: 'earliest' })).rejects.toMatchObject({
      code: 'ERR_NON_EMPTY_GROUP',
      operation: 'resetOffsets',
    });
    await expect(admin.alterConsumerGroupOffsets(group, [{ topic, partition: 0, offset: 0 }])).rejects.toMatchObject({
      code: 'ERR_UNKNOWN_MEMBER_ID',
    });
    await expect(admin.deleteConsumerGroupOffsets(group, [{ topic, partition: 0 }])).rejects.toMatchObject({
      code: 'ERR_GROUP_SUBSCRIBED_TO_TOPIC',
    });
  });
});

describe('offsets of a group without members', () => {
  test('altered, listed, deleted; Java sees the same', async () => {
    const topic = await topicWithRecords();
    const group = uniqueName('offsets');
    const changed = await admin.alterConsumerGroupOffsets(group, [
      { topic, partition: 1, offset: 2, metadata: 'half' },
      { topic, partition: 0, offset: 4, leaderEpoch: 0 },
    ]);
    expect(changed).toEqual([
      { topic, partition: 1 },
      { topic, partition: 0 },
    ]);
    expect(await kafka.listGroupOffsets(group)).toEqual({
      [`${topic}-0`]: { offset: 4, metadata: '', leaderEpoch: 0 },
      [`${topic}-1`]: { offset: 2, metadata: 'half', leaderEpoch: null },
    });
    expect(await admin.listConsumerGroupOffsets(group)).toEqual([
      { topic, partition: 0, offset: 4, leaderEpoch: 0, metadata: '' },
      { topic, partition: 1, offset: 2, leaderEpoch: null, metadata: 'half' },
    ]);
    expect(await admin.consumerGroupLag(group)).toMatchObject([
      { partition: 0, currentOffset: 4, logEndOffset: 10, lag: 6, consumerId: null },
      { partition: 1, currentOffset: 2, logEndOffset: 5, lag: 3, consumerId: null },
    ]);
    await expect(admin.deleteConsumerGroupOffsets(group, [{ topic, partition: 0 }])).resolves.toEqual([
      { topic, partition: 0 },
    ]);
    const asked = [1, 0].map((partition) => ({ topic, partition }));
    expect(await admin.listConsumerGroupOffsets(group, { topicPartitions: asked, requireStable: true })).toMatchObject([
      { partition: 1, offset: 2 },
      { partition: 0, offset: null },
    ]);
  });

  test('a partition that does not exist fails alone', async () => {
    const topic = await topicWithRecords();
    const outcomes = await admin.alterConsumerGroupOffsets(
      uniqueName('partly'),
      [
        { topic: 'not-there', partition: 0, offset: 0 },
        { topic, partition: 0, offset: 1 },
      ],
      { settled: true },
    );
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'ERR_UNKNOWN_TOPIC_OR_PART' } },
      { status: 'fulfilled', value: { topic, partition: 0 } },
    ]);
  });
});

describe('resetOffsets', () => {
  const cases: [string, ResetRequest['to'], [number, number], string[]][] = [
    ['earliest', 'earliest', [0, 0], ['--to-earliest']],
    ['latest', 'latest', [10, 5], ['--to-latest']],
    ['an offset, kept inside the log', { offset: 7 }, [7, 5], ['--to-offset', '7']],
    ['a shift forward, kept inside the log', { shift: 3 }, [7, 5], ['--shift-by', '3']],
    ['a shift back', { shift: -2 }, [2, 1], ['--shift-by', '-2']],
    ['a time', { timestamp: 8500 }, [8, 0], ['--to-datetime', '1970-01-01T00:00:08.500']],
    ['a time after the last record', { timestamp: 900_000 }, [10, 5], ['--to-datetime', '1970-01-01T00:15:00.000']],
  ];

  let topic: string;
  beforeAll(async () => {
    topic = await topicWithRecords();
  });

  test.each(cases)('to %s: what the tool would do, and then it is done', async (_, to, expected, flags) => {
    const group = uniqueName('reset');
    const before = [0, 1].map((partition) => ({ topic, partition, offset: [4, 3][partition]! }));
    await admin.alterConsumerGroupOffsets(group, before);
    const planned = await admin.resetOffsets(group, { to, dryRun: true });
    expect(planned).toEqual(
      before.map(({ offset, ...partition }, i) => ({ ...partition, previousOffset: offset, newOffset: expected[i] })),
    );
    const text = await tool('--reset-offsets', '--dry-run', '--group', group, '--all-topics', ...flags);
    expect(
      rows(text, group)
        .map((columns) => columns.slice(1, 4))
        .sort(),
    ).toEqual(planned.map((one) => [one.topic, one.partition, one.newOffset].map(String)));
    expect(await admin.listConsumerGroupOffsets(group)).toMatchObject(before);
    await expect(admin.resetOffsets(group, { to })).resolves.toEqual(planned);
    expect((await admin.listConsumerGroupOffsets(group)).map(({ offset }) => offset)).toEqual(expected);
  });

  test('of the given topics or partitions, also for a new group', async () => {
    const group = uniqueName('chosen');
    await expect(admin.resetOffsets(group, { to: 'latest', topics: [topic] })).resolves.toEqual([
      { topic, partition: 0, previousOffset: null, newOffset: 10 },
      { topic, partition: 1, previousOffset: null, newOffset: 5 },
    ]);
    await admin.resetOffsets(group, { to: 'earliest', partitions: [{ topic, partition: 1 }] });
    expect((await admin.listConsumerGroupOffsets(group)).map(({ offset }) => offset)).toEqual([10, 0]);
  });

  test('impossible resets have typed errors', async () => {
    const group = uniqueName('nothing');
    await expect(admin.resetOffsets(group, { to: 'latest' })).rejects.toMatchObject({ code: 'ERR_GROUP_ID_NOT_FOUND' });
    await expect(
      admin.resetOffsets(group, { to: { shift: 1 }, partitions: [{ topic, partition: 0 }] }),
    ).rejects.toMatchObject({ code: 'ERR__NO_OFFSET' });
    await expect(admin.resetOffsets(group, { to: 'latest', topics: ['not-there'] })).rejects.toMatchObject({
      code: 'ERR_UNKNOWN_TOPIC_OR_PART',
    });
    const outcomes = await admin.resetOffsets(group, {
      to: 'latest',
      partitions: [
        { topic, partition: 9 },
        { topic, partition: 0 },
      ],
      settled: true,
    });
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'ERR_UNKNOWN_TOPIC_OR_PART' } },
      { status: 'fulfilled', value: { newOffset: 10 } },
    ]);
  });
});

test('a group is deleted; each call fails for one that does not exist', async () => {
  const topic = await topicWithRecords();
  const group = uniqueName('deleted');
  await admin.alterConsumerGroupOffsets(group, [{ topic, partition: 0, offset: 0 }]);
  await expect(admin.describeConsumerGroups([group])).resolves.toMatchObject([
    { groupState: 'EMPTY', members: [], partitionAssignor: '', authorizedOperations: null },
  ]);
  await expect(admin.deleteConsumerGroups([group])).resolves.toEqual([{ groupId: group }]);
  const unknown = { code: 'ERR_GROUP_ID_NOT_FOUND', errno: 69 };
  await expect(admin.deleteConsumerGroups([group])).rejects.toMatchObject(unknown);
  await expect(admin.describeConsumerGroups([group])).rejects.toMatchObject(unknown);
  await expect(admin.consumerGroupLag(group)).rejects.toMatchObject(unknown);
  await expect(admin.listConsumerGroupOffsets(group)).resolves.toEqual([]);
});
