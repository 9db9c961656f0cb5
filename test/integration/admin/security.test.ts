import { AdminClient, type NewAcl } from '../../../src/index';
import { eventually } from '../../helpers/cli/eventually';
import { runCli } from '../../helpers/cli/run-cli';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { uniqueName } from '../../helpers/kafka/shared-kafka';

let kafka: KafkaCluster;
/** A super user. */
let admin: AdminClient;
/** May do only what an ACL allows. */
let alice: AdminClient;

beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  alice = new AdminClient(kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-256' }));
  await Promise.all([admin.ready(), alice.ready()]);
});

afterAll(async () => {
  await Promise.all([admin.close(), alice.close()]);
  await kafka.stop();
});

const tool = async (name: string, ...args: string[]) =>
  (await kafka.tool(name, ['--bootstrap-server', kafka.bootstrapServers, ...args])).stdout;

describe('ACLs', () => {
  const acls: NewAcl[] = [
    { resourceType: 'TOPIC', name: 'acl-topic', principal: 'User:alice', operation: 'READ', permissionType: 'ALLOW' },
    {
      resourceType: 'TOPIC',
      name: 'acl-',
      patternType: 'PREFIXED',
      principal: 'User:bob',
      host: '10.0.0.1',
      operation: 'WRITE',
      permissionType: 'DENY',
    },
    { resourceType: 'GROUP', name: '*', principal: 'User:*', operation: 'DESCRIBE', permissionType: 'ALLOW' },
    {
      resourceType: 'TRANSACTIONAL_ID',
      name: 'acl-tx',
      principal: 'User:bob',
      operation: 'ALL',
      permissionType: 'ALLOW',
    },
    {
      resourceType: 'CLUSTER',
      name: 'kafka-cluster',
      principal: 'User:bob',
      operation: 'ALTER_CONFIGS',
      permissionType: 'ALLOW',
    },
  ];
  const full = acls.map((acl) => ({ patternType: 'LITERAL', host: '*', ...acl }));

  // The controller answers when it has written a change. The broker that we ask gets it a moment later.
  const untilThereAre = (count: number): Promise<void> =>
    eventually(`the broker knows ${count} ACLs`, async () => (await admin.describeAcls({})).length === count);

  test('created, found by every kind of filter, and as kafka-acls lists them', async () => {
    await expect(admin.createAcls(acls)).resolves.toEqual(full);
    await untilThereAre(full.length);
    const found = async (filter: Parameters<AdminClient['describeAcls']>[0]) => {
      const list = await admin.describeAcls(filter);
      return list
        .map((acl) => full.findIndex((one) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(acl))))
        .sort();
    };
    expect(await found({})).toEqual([0, 1, 2, 3, 4]);
    expect(await found({ resourceType: 'TOPIC', name: 'acl-topic' })).toEqual([0]);
    expect(await found({ resourceType: 'TOPIC', name: 'acl-topic', patternType: 'MATCH' })).toEqual([0, 1]);
    expect(await found({ patternType: 'PREFIXED' })).toEqual([1]);
    expect(await found({ principal: 'User:bob' })).toEqual([1, 3, 4]);
    expect(await found({ host: '10.0.0.1', permissionType: 'DENY' })).toEqual([1]);
    expect(await found({ operation: 'DESCRIBE' })).toEqual([2]);
    expect(await found({ resourceType: 'CLUSTER' })).toEqual([4]);
    const text = await tool('kafka-acls', '--list');
    for (const acl of full) {
      expect(text).toContain(
        `ResourcePattern(resourceType=${acl.resourceType}, name=${acl.name}, patternType=${acl.patternType})`,
      );
      expect(text).toContain(
        `(principal=${acl.principal}, host=${acl.host}, operation=${acl.operation}, permissionType=${acl.permissionType})`,
      );
    }
    expect(text.match(/\(principal=/g)).toHaveLength(full.length);
  });

  test('deleted by filter; each filter says what it deleted', async () => {
    await admin.createAcls(acls);
    const deleted = await admin.deleteAcls([
      { principal: 'User:bob', resourceType: 'TOPIC' },
      { principal: 'User:nobody' },
      { resourceType: 'GROUP' },
    ]);
    expect(deleted).toEqual([[full[1]], [], [full[2]]]);
    await admin.deleteAcls([{}]);
    await untilThereAre(0);
    expect(await tool('kafka-acls', '--list')).not.toContain('principal=');
  });

  test('they take effect: a refused operation succeeds after a moment', async () => {
    const name = uniqueName('granted');
    await admin.createTopics([{ name }]);
    await expect(alice.describeTopics([name])).rejects.toMatchObject({ code: 'ERR_TOPIC_AUTHORIZATION_FAILED' });
    await admin.createAcls([
      { resourceType: 'TOPIC', name, principal: 'User:alice', operation: 'DESCRIBE', permissionType: 'ALLOW' },
    ]);
    const deadline = Date.now() + 10_000;
    let operations: unknown;
    while (operations === undefined && Date.now() < deadline) {
      const [outcome] = await alice.describeTopics([name], { settled: true, includeAuthorizedOperations: true });
      if (outcome!.status === 'fulfilled') operations = outcome!.value.authorizedOperations;
    }
    expect(operations).toEqual(['DESCRIBE']);
    await admin.deleteAcls([{ name }]);
  });
});

function sorted(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

test('kafka-napi acls: add, list, remove, in the words of kafka-acls', async () => {
  const topic = uniqueName('acl-cli');
  const cli = async (...args: string[]) => {
    const { status, stdout, stderr } = await runCli([...args, '-b', kafka.bootstrapServers]);
    expect([status, stderr]).toEqual([0, '']);
    return stdout.toString();
  };
  const who = ['--allow-principal', 'User:alice', '--operation', 'Read', '--operation', 'DescribeConfigs'];
  await cli('acls', 'add', '--topic', topic, ...who);
  await cli('acls', 'add', '--topic', topic, '--deny-principal', 'User:bob', '--deny-host', '10.0.0.1');
  const sortedLines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .sort();
  const ours = await cli('acls', 'list', '--topic', topic);
  expect(sortedLines(ours)).toEqual(sortedLines(await tool('kafka-acls', '--list', '--topic', topic)));
  expect(JSON.parse(await cli('acls', 'list', '--topic', topic, '--principal', 'User:bob', '--json'))).toEqual([
    {
      resourceType: 'TOPIC',
      name: topic,
      patternType: 'LITERAL',
      principal: 'User:bob',
      host: '10.0.0.1',
      operation: 'ALL',
      permissionType: 'DENY',
    },
  ]);
  await cli('acls', 'remove', '--topic', topic, ...who);
  expect(await cli('acls', 'list', '--topic', topic)).not.toContain('User:alice');
  await cli('acls', 'remove', '--topic', topic);
  expect(await cli('acls', 'list', '--topic', topic)).toBe('');
});

describe('SCRAM users', () => {
  /** The broker learns of each credential by itself, after the controller has answered. */
  const knows = (user: string, count: number): Promise<void> =>
    eventually(`the broker knows ${count} credentials of ${user}`, async () => {
      const users = await admin.describeUserScramCredentials();
      return (users.find(({ name }) => name === user)?.credentialInfos.length ?? 0) === count;
    });

  test('are created, described as by kafka-configs, can log in, and are deleted', async () => {
    const user = uniqueName('user');
    await expect(
      admin.alterUserScramCredentials([
        { user, credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: 'first secret' },
        { user, credentialInfo: { mechanism: 'SCRAM_SHA_512', iterations: 8192 }, password: Buffer.from('second') },
      ]),
    ).resolves.toEqual([{ user }, { user }]);
    await knows(user, 2);
    const described = {
      name: user,
      credentialInfos: [
        { mechanism: 'SCRAM_SHA_256', iterations: 4096 },
        { mechanism: 'SCRAM_SHA_512', iterations: 8192 },
      ],
    };
    await expect(admin.describeUserScramCredentials([user])).resolves.toEqual([described]);
    expect(await admin.describeUserScramCredentials()).toContainEqual(described);
    const text = await tool('kafka-configs', '--describe', '--entity-type', 'users', '--entity-name', user);
    expect(text).toContain('SCRAM-SHA-256=iterations=4096');
    expect(text).toContain('SCRAM-SHA-512=iterations=8192');

    const properties = kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-512' });
    const login = `username="${user}" password="second"`;
    await using client = new AdminClient({
      ...properties,
      'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`,
    });
    await client.ready({ timeoutMs: 10_000 });

    await expect(
      admin.alterUserScramCredentials([
        { user, mechanism: 'SCRAM_SHA_256' },
        { user, mechanism: 'SCRAM_SHA_512' },
      ]),
    ).resolves.toHaveLength(2);
    await knows(user, 0);
    await expect(admin.describeUserScramCredentials([user])).rejects.toMatchObject({
      code: 'ERR_RESOURCE_NOT_FOUND',
      errno: 91,
    });
  });

  test('each user fails alone', async () => {
    const user = uniqueName('user');
    const outcomes = await admin.alterUserScramCredentials(
      [
        { user: 'not-there', mechanism: 'SCRAM_SHA_256' },
        { user, credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: 'p' },
      ],
      { settled: true },
    );
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'ERR_RESOURCE_NOT_FOUND' } },
      { status: 'fulfilled', value: { user } },
    ]);
    await knows(user, 1);
    await expect(admin.describeUserScramCredentials(['not-there', user])).rejects.toMatchObject({
      code: 'ERR_PARTIAL_FAILURE',
      results: [{ status: 'rejected' }, { status: 'fulfilled' }],
    });
  });
});

describe('without authorization', () => {
  const topic = 'secret';
  const group = 'secret-group';
  const partition = { topic, partition: 0 };
  const codes: [code: string, call: () => Promise<unknown>][] = [
    [
      'ERR_TOPIC_AUTHORIZATION_FAILED',
      () => alice.createTopics([{ name: 'new', numPartitions: 1, replicationFactor: 1 }]),
    ],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.deleteTopics([topic])],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.describeTopics([topic])],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.createPartitions([{ name: topic, totalCount: 9 }])],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.deleteRecords([{ ...partition, beforeOffset: 'end' }])],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.listOffsets([{ ...partition, spec: 'latest' }])],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.describeConfigs([{ type: 'TOPIC', name: topic }])],
    ['ERR_CLUSTER_AUTHORIZATION_FAILED', () => alice.describeConfigs([{ type: 'BROKER', name: '1' }])],
    [
      'ERR_TOPIC_AUTHORIZATION_FAILED',
      () =>
        alice.incrementalAlterConfigs([
          { type: 'TOPIC', name: topic, ops: [{ name: 'retention.ms', value: '1', opType: 'SET' }] },
        ]),
    ],
    ['ERR_TOPIC_AUTHORIZATION_FAILED', () => alice.alterConfigs([{ type: 'TOPIC', name: topic, entries: [] }])],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.describeConsumerGroups([group])],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.deleteConsumerGroups([group])],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.listConsumerGroupOffsets(group)],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.alterConsumerGroupOffsets(group, [{ ...partition, offset: 0 }])],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.deleteConsumerGroupOffsets(group, [partition])],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.consumerGroupLag(group)],
    ['ERR_GROUP_AUTHORIZATION_FAILED', () => alice.resetOffsets(group, { to: 'latest' })],
    ['ERR_CLUSTER_AUTHORIZATION_FAILED', () => alice.electLeaders('PREFERRED', [partition])],
    [
      'ERR_CLUSTER_AUTHORIZATION_FAILED',
      () =>
        alice.createAcls([
          { resourceType: 'TOPIC', name: topic, principal: 'User:alice', operation: 'ALL', permissionType: 'ALLOW' },
        ]),
    ],
    ['ERR_CLUSTER_AUTHORIZATION_FAILED', () => alice.describeAcls({})],
    ['ERR_CLUSTER_AUTHORIZATION_FAILED', () => alice.deleteAcls([{}])],
    ['ERR_CLUSTER_AUTHORIZATION_FAILED', () => alice.describeUserScramCredentials()],
    [
      'ERR_CLUSTER_AUTHORIZATION_FAILED',
      () => alice.alterUserScramCredentials([{ user: 'bob', mechanism: 'SCRAM_SHA_256' }]),
    ],
  ];

  beforeAll(async () => {
    await admin.createTopics([{ name: topic, numPartitions: 1 }]);
    await admin.alterConsumerGroupOffsets(group, [{ ...partition, offset: 0 }]);
  });

  test.each(codes)('%s: %s', async (code, call) => {
    await expect(call()).rejects.toMatchObject({ name: 'AuthorizationError', code, isRetriable: false });
  });

  test('lists contain only what the user may see', async () => {
    await expect(alice.listTopics()).resolves.toEqual([]);
    await expect(alice.listConsumerGroups()).resolves.toEqual([]);
    const cluster = await alice.describeCluster({ includeAuthorizedOperations: true });
    expect(cluster.nodes.map(({ id }) => id)).toEqual([1]);
    expect(cluster.authorizedOperations).toEqual([]);
    expect((await admin.describeCluster({ includeAuthorizedOperations: true })).authorizedOperations).toContain(
      'ALTER',
    );
  });

  test('a user who may create but not describe gets no error for a created topic', async () => {
    const name = uniqueName('blind');
    await admin.createAcls([
      { resourceType: 'TOPIC', name, principal: 'User:alice', operation: 'CREATE', permissionType: 'ALLOW' },
    ]);
    const deadline = Date.now() + 10_000;
    let outcome;
    do {
      [outcome] = await alice.createTopics([{ name, numPartitions: 2, replicationFactor: 1 }], { settled: true });
    } while (outcome!.status === 'rejected' && Date.now() < deadline);
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { name } });
    expect(await kafka.describeTopic(name)).toHaveLength(2);
  });
});

test('sensitive values stay with the broker', async () => {
  const [broker] = await admin.describeConfigs([{ type: 'BROKER', name: '1' }]);
  const secret = broker!.entries.filter(({ name }) => name.endsWith('.sasl.jaas.config'));
  expect(secret.length).toBeGreaterThan(0);
  for (const entry of secret) {
    expect(entry).toMatchObject({ isSensitive: true, value: null });
    for (const synonym of entry.synonyms) expect(synonym.value).toBeNull();
  }
});

test('a wrong password: ready and calls reject at once', async () => {
  const properties = kafka.clientProperties('SASL_PLAINTEXT', { user: 'nobody' });
  await using client = new AdminClient(properties);
  client.on('error', () => undefined);
  await expect(client.ready({ timeoutMs: 3000 })).rejects.toMatchObject({ code: 'ERR__AUTHENTICATION' });
  await expect(client.describeCluster({ timeoutMs: 30_000 })).rejects.toMatchObject({ name: 'AuthenticationError' });
});
