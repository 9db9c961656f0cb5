import { AdminClient, Producer } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { uniqueName } from '../../helpers/kafka/shared-kafka';

let kafka: KafkaCluster;
let admin: AdminClient;

beforeAll(async () => {
  kafka = await KafkaCluster.start({ nodes: 3 });
  admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await admin.ready();
});

afterAll(async () => {
  await admin.close();
  await kafka.stop();
});

const tool = async (name: string, ...args: string[]) =>
  (await kafka.tool(name, ['--bootstrap-server', kafka.bootstrapServers, ...args])).stdout;

const ids = (nodes: readonly { id: number }[]) => nodes.map(({ id }) => id);

test('describeCluster names the nodes; the id is what kafka-cluster prints', async () => {
  const cluster = await admin.describeCluster();
  expect(ids(cluster.nodes)).toEqual([1, 2, 3]);
  expect(cluster.nodes.map(({ host, port }) => `${host}:${port}`)).toEqual(
    [1, 2, 3].map((node) => kafka.address(node)),
  );
  expect([1, 2, 3]).toContain(cluster.controller!.id);
  expect((await kafka.tool('kafka-cluster', ['cluster-id', '--bootstrap-server', kafka.bootstrapServers])).stdout).toBe(
    `Cluster ID: ${cluster.clusterId}\n`,
  );
  const metadata = await admin.metadata([]);
  expect(metadata.brokers.map(({ id }) => id).sort()).toEqual([1, 2, 3]);
  expect(metadata.clusterId).toBe(cluster.clusterId);
});

test('topics with the requested replicas, usable at once through each node', async () => {
  for (let i = 0; i < 5; i++) {
    const name = uniqueName('replicated');
    await admin.createTopics([
      {
        name,
        replicasAssignments: [
          [3, 1],
          [1, 2],
          [2, 3],
        ],
      },
    ]);
    const each = await Promise.all(
      [1, 2, 3].map(async (node) => {
        await using client = new Producer({ 'bootstrap.servers': kafka.address(node) });
        return await client.partitionsFor(name);
      }),
    );
    for (const partitions of each) {
      expect(partitions.map(({ leader, replicas }) => [leader?.id, ids(replicas)])).toEqual([
        [3, [3, 1]],
        [1, [1, 2]],
        [2, [2, 3]],
      ]);
    }
  }
});

test('configurations of three brokers in one call', async () => {
  const described = await admin.describeConfigs(['3', '1', '2'].map((name) => ({ type: 'BROKER', name }) as const));
  expect(
    described.map(({ name, entries }) => [name, entries.find((entry) => entry.name === 'node.id')!.value]),
  ).toEqual([
    ['3', '3'],
    ['1', '1'],
    ['2', '2'],
  ]);
  const ops = [{ name: 'log.cleaner.threads', value: '2', opType: 'SET' }] as const;
  await admin.incrementalAlterConfigs([{ type: 'BROKER', name: '2', ops }]);
  const deadline = Date.now() + 10_000;
  let value: unknown;
  while (value !== '2' && Date.now() < deadline) {
    const [broker] = await admin.describeConfigs([{ type: 'BROKER', name: '2' }]);
    value = broker!.entries.find((entry) => entry.name === 'log.cleaner.threads')!.value;
  }
  expect(value).toBe('2');
});

test('electLeaders puts the preferred leader back', async () => {
  const topic = uniqueName('elected');
  await kafka.createTopic(topic, {
    assignments: [
      [1, 2],
      [2, 3],
    ],
  });
  const none = [
    { topic, partition: 0 },
    { topic, partition: 1 },
  ];
  await expect(admin.electLeaders('PREFERRED', none.slice(0, 1))).rejects.toMatchObject({
    code: 'ERR_ELECTION_NOT_NEEDED',
    errno: 84,
  });
  await kafka.shutdown(1);
  await kafka.restart(1);
  await kafka.waitForInSync();
  expect(await kafka.leader(topic, 0)).toBe(2);
  const outcomes = await admin.electLeaders('PREFERRED', none, { settled: true });
  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: { topic, partition: 0 } },
    { status: 'rejected', reason: { code: 'ERR_ELECTION_NOT_NEEDED' } },
  ]);
  expect(await kafka.leader(topic, 0)).toBe(1);
  // Also moves back the other leaders that the restart has moved; then nothing is left to do.
  await admin.electLeaders('PREFERRED', null);
  await expect(admin.electLeaders('PREFERRED', null)).resolves.toEqual([]);
  await expect(admin.electLeaders('UNCLEAN', [{ topic: 'not-there', partition: 0 }])).rejects.toMatchObject({
    code: 'ERR_UNKNOWN_TOPIC_OR_PART',
  });
});

test('a node that is down: partitions are under-replicated, topics are created without it, its configuration cannot be read', async () => {
  const topic = uniqueName('shrunk');
  await admin.createTopics([{ name: topic, replicasAssignments: [[1, 2, 3]] }]);
  await kafka.kill(3);
  try {
    const deadline = Date.now() + 30_000;
    let isr: number[];
    do {
      const [described] = await admin.describeTopics([topic]);
      isr = ids(described!.partitions[0]!.isr);
    } while (isr.length === 3 && Date.now() < deadline);
    expect(isr.sort()).toEqual([1, 2]);
    expect(await tool('kafka-topics', '--describe', '--under-replicated-partitions')).toContain(`Topic: ${topic}\t`);

    const made = uniqueName('without');
    await expect(admin.createTopics([{ name: made, replicasAssignments: [[1, 2]] }])).resolves.toMatchObject([
      { name: made, numPartitions: 1, replicationFactor: 2 },
    ]);
    // Another node coordinates its groups now; the list is complete without the one that is down.
    const group = uniqueName('moved');
    await admin.alterConsumerGroupOffsets(group, [{ topic: made, partition: 0, offset: 0 }]);
    const groups = await admin.listConsumerGroups({ timeoutMs: 20_000 });
    expect(groups.map(({ groupId }) => groupId)).toContain(group);

    const outcomes = await admin.describeConfigs(
      [
        { type: 'BROKER', name: '3' },
        { type: 'BROKER', name: '1' },
      ],
      { settled: true, timeoutMs: 10_000 },
    );
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { name: 'TimeoutError', code: 'ERR__TIMED_OUT' } },
      { status: 'fulfilled', value: { name: '1' } },
    ]);
  } finally {
    await kafka.restart(3);
    await kafka.waitForInSync();
  }
});

test('with every node frozen each kind of call ends by its deadline, and works again afterwards', async () => {
  const topic = uniqueName('frozen');
  await admin.createTopics([{ name: topic, numPartitions: 1 }]);
  for (const node of [1, 2, 3]) kafka.pause(node);
  const options = { timeoutMs: 500 };
  const calls = {
    createTopics: admin.createTopics([{ name: uniqueName('never') }], options),
    listTopics: admin.listTopics(options),
    describeConfigs: admin.describeConfigs([{ type: 'BROKER', name: '1' }], options),
    listOffsets: admin.listOffsets([{ topic, partition: 0, spec: 'latest' }], options),
    describeConsumerGroups: admin.describeConsumerGroups(['g'], options),
    listConsumerGroupOffsets: admin.listConsumerGroupOffsets('g', options),
  };
  const outcomes = await Promise.allSettled(
    Object.values(calls).map((call) => call.catch((error: Error) => error.name)),
  );
  for (const node of [1, 2, 3]) kafka.resume(node);
  expect(outcomes.map((outcome, i) => [Object.keys(calls)[i], outcome])).toEqual(
    Object.keys(calls).map((name) => [name, { status: 'fulfilled', value: 'TimeoutError' }]),
  );
  await expect(admin.describeTopics([topic])).resolves.toHaveLength(1);
});
