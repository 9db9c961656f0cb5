import { AdminClient, ConfigError } from '../../../src/index';

let admin: AdminClient;

beforeAll(() => {
  admin = new AdminClient({ 'bootstrap.servers': '127.0.0.1:1' });
});

afterAll(() => admin.close());

type Call = (client: AdminClient) => Promise<unknown>;
/** For arguments that the types refuse. */
const any = <T>(value: unknown): T => value as T;
const acl = {
  resourceType: 'TOPIC',
  name: 't',
  principal: 'User:a',
  operation: 'READ',
  permissionType: 'ALLOW',
} as const;

const cases: [says: RegExp, call: Call][] = [
  [/topics must be a list; got undefined/, (c) => c.createTopics(any(undefined))],
  [/topics must be a list; got "a"/, (c) => c.deleteTopics(any('a'))],
  [/topics\[0\] must be an object \{ name, .*got "a"/, (c) => c.createTopics(any(['a']))],
  [
    /topics\[1\] has an unknown member "partitions"; valid members are name, numPartitions/,
    (c) => c.createTopics([{ name: 'a' }, any({ name: 'b', partitions: 3 })]),
  ],
  [/topics\[0\]\.name must not be empty/, (c) => c.createTopics([{ name: '' }])],
  [/topics\[0\]\.name must be a string; got undefined/, (c) => c.createTopics([any({})])],
  [/topics\[0\] must not contain a NUL character/, (c) => c.deleteTopics(['a\0b'])],
  [/topics names a twice/, (c) => c.createTopics([{ name: 'a' }, { name: 'a' }])],
  [/topics names a twice/, (c) => c.deleteTopics(['a', 'b', 'a'])],
  [
    /numPartitions must be a whole number from 1 to 100000; got 0/,
    (c) => c.createTopics([{ name: 'a', numPartitions: 0 }]),
  ],
  [
    /numPartitions must be a whole number from 1 to 100000; got "3"/,
    (c) => c.createTopics([{ name: 'a', numPartitions: any('3') }]),
  ],
  [
    /replicationFactor must be a whole number from 1 to 32767; got 1\.5/,
    (c) => c.createTopics([{ name: 'a', replicationFactor: 1.5 }]),
  ],
  [
    /takes replicasAssignments or numPartitions and replicationFactor, not both/,
    (c) => c.createTopics([{ name: 'a', numPartitions: 1, replicasAssignments: [[1]] }]),
  ],
  [
    /replicasAssignments must name every partition from 0 to 1; 1 is missing/,
    (c) => c.createTopics([{ name: 'a', replicasAssignments: { 0: [1], 2: [1] } }]),
  ],
  [
    /replicasAssignments\[0\] must name at least one broker/,
    (c) => c.createTopics([{ name: 'a', replicasAssignments: [[]] }]),
  ],
  [
    /replicasAssignments must name the brokers of at least one partition/,
    (c) => c.createTopics([{ name: 'a', replicasAssignments: [] }]),
  ],
  [
    /configs\["retention\.ms"\] must be a string; got 5/,
    (c) => c.createTopics([{ name: 'a', configs: { 'retention.ms': any(5) } }]),
  ],
  [
    /configs must be an object of property names and values/,
    (c) => c.createTopics([{ name: 'a', configs: any(['x']) }]),
  ],
  [
    /validateOnly must be true or false; got "yes"/,
    (c) => c.createTopics([{ name: 'a' }], { validateOnly: any('yes') }),
  ],
  [/settled must be true or false; got 1/, (c) => c.deleteTopics(['a'], { settled: any(1) })],
  [/options must be an object; got null/, (c) => c.deleteTopics(['a'], any(null))],
  [
    /timeoutMs must be a number of milliseconds, 0 or more, or Infinity; got -1/,
    (c) => c.listTopics({ timeoutMs: -1 }),
  ],
  [/signal must be an AbortSignal; got string/, (c) => c.listTopics({ signal: any('now') })],
  [
    /totalCount must be a whole number from 1 to 100000; got undefined/,
    (c) => c.createPartitions([any({ name: 'a' })]),
  ],
  [
    /records\[0\]\.beforeOffset must be a whole number of at least 0; got -5/,
    (c) => c.deleteRecords([{ topic: 'a', partition: 0, beforeOffset: -5 }]),
  ],
  [
    /records\[0\]\.beforeOffset .*; got 5n/,
    (c) => c.deleteRecords([{ topic: 'a', partition: 0, beforeOffset: any(5n) }]),
  ],
  [
    /queries\[0\]\.spec must be 'earliest', 'latest', 'maxTimestamp' or \{ timestamp: ms \}; got "newest"/,
    (c) => c.listOffsets([{ topic: 'a', partition: 0, spec: any('newest') }]),
  ],
  [/queries\[0\]\.spec must be/, (c) => c.listOffsets([{ topic: 'a', partition: 0, spec: any('toString') }])],
  [
    /queries\[0\]\.partition must be a whole number/,
    (c) => c.listOffsets([{ topic: 'a', partition: -1, spec: 'latest' }]),
  ],
  [
    /queries names a-0 twice/,
    (c) =>
      c.listOffsets([
        { topic: 'a', partition: 0, spec: 'latest' },
        { topic: 'a', partition: 0, spec: 'earliest' },
      ]),
  ],
  [
    /isolationLevel must be one of READ_UNCOMMITTED, READ_COMMITTED; got "read_committed"/,
    (c) => c.listOffsets([{ topic: 'a', partition: 0, spec: 'latest' }], { isolationLevel: any('read_committed') }),
  ],
  [
    /resources\[0\]\.type must be one of TOPIC, GROUP, BROKER; got "CLIENT_METRICS"/,
    (c) => c.describeConfigs([{ type: any('CLIENT_METRICS'), name: 'a' }]),
  ],
  [
    /resources\[0\]\.name must be a broker's id; got "one"/,
    (c) => c.describeConfigs([{ type: 'BROKER', name: 'one' }]),
  ],
  [
    /ops\[0\]\.opType must be one of SET, DELETE, APPEND, SUBTRACT; got undefined/,
    (c) => c.incrementalAlterConfigs([{ type: 'TOPIC', name: 'a', ops: [any({ name: 'x', value: 'y' })] }]),
  ],
  [
    /ops\[0\]\.value must be a string; got undefined/,
    (c) => c.incrementalAlterConfigs([{ type: 'TOPIC', name: 'a', ops: [{ name: 'x', opType: 'SET' }] }]),
  ],
  [
    /ops\[0\] takes no value with opType DELETE/,
    (c) =>
      c.incrementalAlterConfigs([{ type: 'TOPIC', name: 'a', ops: [{ name: 'x', value: 'y', opType: 'DELETE' }] }]),
  ],
  [
    /ops names x twice/,
    (c) =>
      c.incrementalAlterConfigs([
        {
          type: 'TOPIC',
          name: 'a',
          ops: [
            { name: 'x', opType: 'DELETE' },
            { name: 'x', value: '1', opType: 'SET' },
          ],
        },
      ]),
  ],
  [
    /groupStates\[0\] must be one of PREPARING_REBALANCE, .*; got "Stable"/,
    (c) => c.listConsumerGroups({ groupStates: [any('Stable')] }),
  ],
  [/types\[0\] must be one of CONSUMER, CLASSIC; got "UNKNOWN"/, (c) => c.listGroups({ types: ['UNKNOWN'] })],
  [/groups\[0\] must not be empty/, (c) => c.describeConsumerGroups([''])],
  [/groupId must be a string; got undefined/, (c) => c.consumerGroupLag(any(undefined))],
  [
    /offsets\[0\] has an unknown member "value"/,
    (c) => c.alterConsumerGroupOffsets('g', [any({ topic: 'a', partition: 0, offset: 1, value: 'v' })]),
  ],
  [
    /offsets\[0\]\.offset must be a whole number of at least 0; got -1/,
    (c) => c.alterConsumerGroupOffsets('g', [{ topic: 'a', partition: 0, offset: -1 }]),
  ],
  [
    /to must be 'earliest', 'latest', \{ timestamp \}, \{ offset \} or \{ shift \}; got undefined/,
    (c) => c.resetOffsets('g', any({})),
  ],
  [/to must be/, (c) => c.resetOffsets('g', { to: any({ offset: 1, shift: 2 }) })],
  [/unknown option 'dryrun'/, (c) => c.resetOffsets('g', any({ to: 'latest', dryrun: true }))],
  [/takes topics or partitions, not both/, (c) => c.resetOffsets('g', { to: 'latest', topics: ['a'], partitions: [] })],
  [/electionType must be one of PREFERRED, UNCLEAN; got "preferred"/, (c) => c.electLeaders(any('preferred'), null)],
  [/acls\[0\]\.principal must have a type, as "User:alice"/, (c) => c.createAcls([{ ...acl, principal: 'alice' }])],
  [/acls\[0\]\.operation must be one of ALL, READ, .*; got "ANY"/, (c) => c.createAcls([{ ...acl, operation: 'ANY' }])],
  [
    /acls\[0\]\.patternType must be one of LITERAL, PREFIXED; got "MATCH"/,
    (c) => c.createAcls([{ ...acl, patternType: 'MATCH' }]),
  ],
  [
    /acls\[0\]\.permissionType must be one of DENY, ALLOW; got undefined/,
    (c) => c.createAcls([any({ ...acl, permissionType: undefined })]),
  ],
  [/filter has an unknown member "resource"/, (c) => c.describeAcls(any({ resource: 'a' }))],
  [/filters\[0\]\.resourceType must be one of ANY, TOPIC/, (c) => c.deleteAcls([{ resourceType: 'UNKNOWN' }])],
  [
    /alterations\[0\], a deletion, has an unknown member "password"/,
    (c) => c.alterUserScramCredentials([any({ user: 'a', mechanism: 'SCRAM_SHA_256', password: 'p' })]),
  ],
  [
    /alterations\[0\]\.credentialInfo must be an object \{ mechanism, iterations \}; got undefined/,
    (c) => c.alterUserScramCredentials([any({ user: 'a', password: 'p' })]),
  ],
  [
    /iterations must be a whole number from 4096 to 16384; got 1000/,
    (c) =>
      c.alterUserScramCredentials([
        { user: 'a', credentialInfo: { mechanism: 'SCRAM_SHA_256', iterations: 1000 }, password: 'p' },
      ]),
  ],
  [
    /alterations\[0\]\.password must not be empty/,
    (c) => c.alterUserScramCredentials([{ user: 'a', credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: '' }]),
  ],
  [
    /alterations names a SCRAM_SHA_256 twice/,
    (c) =>
      c.alterUserScramCredentials([
        { user: 'a', mechanism: 'SCRAM_SHA_256' },
        { user: 'a', mechanism: 'SCRAM_SHA_256' },
      ]),
  ],
];

test.each(cases)('%s', async (says, call) => {
  const error: unknown = await call(admin).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'ERR_INVALID_ARGUMENT' });
  expect((error as Error).message).toMatch(says);
  expect((error as Error).message.startsWith(`${(error as { operation: string }).operation}: `)).toBe(true);
});

test('what librdkafka cannot do is ERR_NOT_SUPPORTED, a mistake is not', async () => {
  await expect(admin.describeConfigs([{ type: 'BROKER', name: '' }])).rejects.toMatchObject({
    name: 'InvalidArgumentError',
    code: 'ERR_NOT_SUPPORTED',
  });
});

test('a password never shows in an error', async () => {
  const wrong = any<string>({ secret: 'hunter2' });
  const credentialInfo = { mechanism: 'SCRAM_SHA_512' } as const;
  const error = (await admin
    .alterUserScramCredentials([{ user: 'a', credentialInfo, password: wrong }])
    .catch((reason: unknown) => reason)) as Error;
  expect(error.message).toBe(
    'alterUserScramCredentials: alterations[0].password must be a string or bytes; got object',
  );
});

test('an empty list is answered at once and sends no request', async () => {
  await expect(admin.createTopics([])).resolves.toEqual([]);
  await expect(admin.deleteTopics([], { settled: true })).resolves.toEqual([]);
  await expect(admin.describeTopics(new Set<string>() as never)).resolves.toEqual([]);
  await expect(admin.alterConsumerGroupOffsets('g', [])).resolves.toEqual([]);
  await expect(admin.describeUserScramCredentials([])).resolves.toEqual([]);
});

test('a wrong configuration throws from the constructor', () => {
  expect(() => new AdminClient(any({ 'bootstrap.server': 'a:1' }))).toThrow(ConfigError);
  expect(AdminClient.configDef['default.api.timeout.ms']).toMatchObject({ default: 60000, role: 'admin' });
});
