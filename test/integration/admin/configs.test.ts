import { AdminClient, type ConfigEntry } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();
let admin: AdminClient;

beforeAll(() => {
  admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
});

afterAll(() => admin.close());

/** A broker gets a change a moment after the controller has written it. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function entries(type: 'TOPIC' | 'BROKER' | 'GROUP', name: string): Promise<Map<string, ConfigEntry>> {
  const [described] = await admin.describeConfigs([{ type, name }]);
  return new Map(described!.entries.map((entry) => [entry.name, entry]));
}

const shows = (type: 'TOPIC' | 'GROUP', name: string, wanted: Record<string, Partial<ConfigEntry>>) =>
  eventually(async () => {
    expect(Object.fromEntries(await entries(type, name))).toMatchObject(wanted);
  });

/** name → value, synonyms, as `kafka-configs --describe --all` prints them. */
async function toolEntries(entity: string, name: string): Promise<Map<string, { value: string; synonyms: string }>> {
  const server = ['--bootstrap-server', kafka.bootstrapServers];
  const { stdout } = await kafka.tool('kafka-configs', [...server, '--describe', '--all', entity, name]);
  const lines = [...stdout.matchAll(/^ {2}(\S+?)=(.*) sensitive=(?:true|false) synonyms=\{(.*)\}$/gm)];
  return new Map(lines.map(([, key, value, synonyms]) => [key!, { value: value!, synonyms: synonyms! }]));
}

const asTool = (all: Map<string, ConfigEntry>) =>
  new Map(
    [...all].map(([name, entry]) => [
      name,
      {
        value: String(entry.value),
        synonyms: entry.synonyms
          .map((synonym) => `${synonym.source}:${synonym.name}=${String(synonym.value)}`)
          .join(', '),
      },
    ]),
  );

test('a topic’s configuration, as kafka-configs describes it', async () => {
  const name = uniqueName('configs');
  await admin.createTopics([{ name, configs: { 'retention.ms': '123456' } }]);
  const ours = await entries('TOPIC', name);
  const theirs = await toolEntries('--topic', name);
  expect(theirs.size).toBeGreaterThan(20);
  expect(asTool(ours)).toEqual(theirs);
  expect(ours.get('retention.ms')).toEqual({
    name: 'retention.ms',
    value: '123456',
    source: 'DYNAMIC_TOPIC_CONFIG',
    isDefault: false,
    isReadOnly: false,
    isSensitive: false,
    synonyms: expect.arrayContaining([{ name: 'retention.ms', value: '123456', source: 'DYNAMIC_TOPIC_CONFIG' }]),
  });
  expect(ours.get('cleanup.policy')).toMatchObject({ isDefault: true, source: 'DEFAULT_CONFIG' });
});

test('a broker’s configuration, as kafka-configs describes it', async () => {
  const ours = await entries('BROKER', '1');
  const theirs = await toolEntries('--broker', '1');
  expect(theirs.size).toBeGreaterThan(100);
  expect(asTool(ours)).toEqual(theirs);
  expect(ours.get('node.id')).toMatchObject({ value: '1', isReadOnly: true, source: 'STATIC_BROKER_CONFIG' });
});

test('several resources, each with its own outcome, in the order of the call', async () => {
  const name = uniqueName('several');
  await admin.createTopics([{ name }]);
  const outcomes = await admin.describeConfigs(
    [
      { type: 'TOPIC', name: 'not-there' },
      { type: 'BROKER', name: '1' },
      { type: 'TOPIC', name },
      { type: 'BROKER', name: '77' },
    ],
    { settled: true, timeoutMs: 3000 },
  );
  expect(
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.name : outcome.reason.code)),
  ).toEqual(['ERR_UNKNOWN_TOPIC_OR_PART', '1', name, 'ERR__TIMED_OUT']);
});

test('incrementalAlterConfigs sets, appends, subtracts and deletes, and keeps everything else', async () => {
  const name = uniqueName('incremental');
  await admin.createTopics([{ name, configs: { 'retention.ms': '1000', 'segment.bytes': '2000000' } }]);
  const resource = { type: 'TOPIC', name } as const;
  await expect(
    admin.incrementalAlterConfigs([
      {
        ...resource,
        ops: [
          { name: 'retention.ms', value: '5000', opType: 'SET' },
          { name: 'cleanup.policy', value: 'compact', opType: 'APPEND' },
        ],
      },
    ]),
  ).resolves.toEqual([resource]);
  await shows('TOPIC', name, {
    'retention.ms': { value: '5000' },
    'cleanup.policy': { value: 'delete,compact' },
    'segment.bytes': { value: '2000000' },
  });
  await admin.incrementalAlterConfigs([
    {
      ...resource,
      ops: [
        { name: 'retention.ms', opType: 'DELETE' },
        { name: 'cleanup.policy', value: 'delete', opType: 'SUBTRACT' },
      ],
    },
  ]);
  await shows('TOPIC', name, { 'retention.ms': { isDefault: true }, 'cleanup.policy': { value: 'compact' } });
});

test('alterConfigs replaces: properties that are not named get their default', async () => {
  const name = uniqueName('replaced');
  await admin.createTopics([{ name, configs: { 'retention.ms': '1000', 'segment.bytes': '2000000' } }]);
  await admin.alterConfigs([{ type: 'TOPIC', name, entries: [{ name: 'retention.ms', value: '7000' }] }]);
  await shows('TOPIC', name, { 'retention.ms': { value: '7000' }, 'segment.bytes': { isDefault: true } });
});

test('a group’s configuration', async () => {
  const name = uniqueName('group');
  const ops = [{ name: 'consumer.session.timeout.ms', value: '46000', opType: 'SET' }] as const;
  await admin.incrementalAlterConfigs([{ type: 'GROUP', name, ops }]);
  await shows('GROUP', name, {
    'consumer.session.timeout.ms': { value: '46000', source: 'DYNAMIC_GROUP_CONFIG' },
  });
});

test('validateOnly checks and changes nothing; errors are typed', async () => {
  const name = uniqueName('checked');
  await admin.createTopics([{ name }]);
  const ops = (value: string) => [{ name: 'retention.ms', value, opType: 'SET' }] as const;
  await admin.incrementalAlterConfigs([{ type: 'TOPIC', name, ops: ops('9000') }], { validateOnly: true });
  await admin.alterConfigs([{ type: 'TOPIC', name, entries: [{ name: 'retention.ms', value: '9000' }] }], {
    validateOnly: true,
  });
  expect((await entries('TOPIC', name)).get('retention.ms')).toMatchObject({ isDefault: true });
  await expect(
    admin.incrementalAlterConfigs([{ type: 'TOPIC', name, ops: ops('soon') }], { validateOnly: true }),
  ).rejects.toMatchObject({ code: 'ERR_INVALID_CONFIG', operation: 'incrementalAlterConfigs' });
  await expect(
    admin.incrementalAlterConfigs([{ type: 'TOPIC', name: 'not-there', ops: ops('1') }]),
  ).rejects.toMatchObject({ code: 'ERR_UNKNOWN_TOPIC_OR_PART' });
});
