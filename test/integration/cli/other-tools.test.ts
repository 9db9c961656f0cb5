import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '../../helpers/cli/run-cli';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const run = promisify(execFile);
const kafka = sharedKafka();
const B = kafka.bootstrapServers;
const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-tools-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kcat = async (...args: string[]): Promise<string> => (await run('kcat', args, { timeout: 50_000 })).stdout;
const ours = async (...args: string[]): Promise<string> => {
  const result = await runCli(args);
  expect(result).toMatchObject({ status: 0 });
  return result.stdout.toString();
};

async function filled(name: string): Promise<string> {
  const topic = uniqueName(name);
  // Old timestamps: the broker would delete the records half a minute after its start.
  await kafka.createTopic(topic, { configs: { 'retention.ms': '-1' } });
  await kafka.produce(topic, [
    {
      key: 'k1',
      value: 'v1',
      timestamp: 1_700_000_000_000,
      headers: [
        ['h', '1'],
        ['n', null],
      ],
    },
    { key: null, value: '', timestamp: 1_700_000_001_000 },
    { key: 'z', value: null, timestamp: 1_700_000_002_000 },
    { key: 'é', value: Buffer.from([0, 0, 1, 2]), timestamp: 1_700_000_003_000 },
  ]);
  return topic;
}

test("kcat's command lines, the same output", async () => {
  const topic = await filled('kcat');
  const base = ['-C', '-b', B, '-t', topic, '-e', '-q'];
  const cases = [
    base,
    [...base, '-f', '%t %p %o %T [%k] %K [%s] %S (%h)\\n'],
    [...base, '-f', '%R\\x41'],
    [...base, '-Z', '-K', ':', '-o', '2'],
    [...base, '-o', '-2'],
    [...base, '-o', '1', '-c', '1'],
    [...base, '-o', 's@1700000001000', '-o', 'e@1700000003000'],
    [...base, '-D', ';'],
    [...base, '-o', '3', '-s', 'value=>i'],
    [...base, '-o', '0', '-c', '1', '-J'],
    [...base, '-o', '1', '-c', '2', '-J'],
    [...base, '-O', '-K', ':'],
    [...base, '-c', '0', '-u'],
    [...base, '-o', '-3', '-K', '\\t', '-D', '\\n--\\n'],
    [...base, '-o', '100'],
    [...base, '-p', '0', '-o', 'end'],
    [...base, '-f', '%%%t/%p/%o %T\\r\\n'],
    ['-Q', '-b', B, '-t', `${topic}:0:1700000002000`],
    ['-Q', '-b', B, '-t', `${topic}:0:-1`],
  ];
  for (const args of cases) expect([args, await ours(...args)]).toEqual([args, await kcat(...args)]);
});

test('kcat -P: what arrives is the same', async () => {
  const file = path.join(folder, 'lines');
  writeFileSync(file, 'a:1\n\nb:2\n');
  const read = async (topic: string): Promise<unknown> =>
    (await kafka.consume(topic)).map(({ key, value, headers }) => [String(key), String(value), headers.map(String)]);
  for (const args of [
    ['-K', ':', '-l', file],
    ['-H', 'x=1', file],
    ['-k', 'fixed', '-Z', '-l', file],
  ]) {
    const [theirs, mine] = [uniqueName('kcat-p'), uniqueName('ours-p')];
    await Promise.all([kafka.createTopic(theirs), kafka.createTopic(mine)]);
    await kcat('-P', '-b', B, '-t', theirs, ...args);
    await ours('-P', '-b', B, '-t', mine, ...args);
    expect(await read(mine)).toEqual(await read(theirs));
  }
});

/** Both sides; Kafka's tools end lines with blanks and say things of their own on stderr. */
async function both(tool: string, ...args: string[]): Promise<[mine: string[], theirs: string[]]> {
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());
  const [theirs, mine] = await Promise.all([kafka.tool(tool, args), runCli([tool, ...args])]);
  expect([tool, args, mine.status, mine.stderr]).toEqual([tool, args, theirs.code, expect.anything()]);
  return [lines(mine.stdout.toString()), lines(theirs.stdout)];
}

test("Kafka's scripts, the same output", async () => {
  const topic = await filled('scripts');
  const group = uniqueName('scripts-group');
  const at = ['--bootstrap-server', B];
  await ours('groups', 'reset-offsets', group, '-b', B, '--to-offset', '2', '--topic', topic, '--execute');
  const offsets = path.join(folder, 'offsets.csv');
  writeFileSync(offsets, `${topic},0,3\n`);
  const formatter = ['print.timestamp', 'print.partition', 'print.offset', 'print.headers', 'print.key'];
  const cases: [string, ...string[]][] = [
    ['kafka-topics', ...at, '--list', '--topic', `${topic}|none`],
    ['kafka-get-offsets', ...at, '--topic', `${topic.slice(0, -2)}..`, '--time', 'earliest'],
    ['kafka-get-offsets', ...at, '--topic-partitions', `${topic}:0-1`],
    ['kafka-consumer-groups', ...at, '--describe', '--group', group],
    ['kafka-consumer-groups', ...at, '--describe', '--group', group, '--verbose'],
    [
      'kafka-consumer-groups',
      ...at,
      '--reset-offsets',
      '--group',
      group,
      '--all-topics',
      '--to-datetime',
      '2023-11-14T22:13:21.500',
      '--dry-run',
    ],
    [
      'kafka-consumer-groups',
      ...at,
      '--reset-offsets',
      '--group',
      group,
      '--all-topics',
      '--by-duration',
      'P9000D',
      '--dry-run',
    ],
    ['kafka-consumer-groups', ...at, '--reset-offsets', '--group', group, '--from-file', offsets, '--dry-run'],
    [
      'kafka-consumer-groups',
      ...at,
      '--reset-offsets',
      '--group',
      group,
      '--all-topics',
      '--to-current',
      '--export',
      '--dry-run',
    ],
    ['kafka-configs', ...at, '--describe', '--entity-type', 'topics', '--entity-name', topic],
    [
      'kafka-console-consumer',
      ...at,
      '--topic',
      topic,
      '--from-beginning',
      '--max-messages',
      '4',
      ...formatter.flatMap((name) => ['--formatter-property', `${name}=true`]),
    ],
  ];
  for (const [tool, ...args] of cases) {
    const [mine, theirs] = await both(tool, ...args);
    expect([tool, args, mine]).toEqual([tool, args, theirs]);
  }
  // librdkafka does not report eligible leader replicas (docs/cli.md).
  const [mine, theirs] = await both('kafka-topics', ...at, '--describe', '--topic', topic);
  expect(mine.map((line) => line.replace('Elr: N/A\tLastKnownElr: N/A', 'Elr: \tLastKnownElr:'))).toEqual(theirs);
}, 180_000);

test('records delete, users, delete-offsets, ACLs of producers and consumers', async () => {
  const topic = await filled('more');
  const group = uniqueName('more-group');
  expect(await ours('records', 'delete', '-b', B, '--before', `${topic}:0:3`)).toBe(
    `Records delete operation completed:\npartition: ${topic}-0\tlow_watermark: 3\n`,
  );
  await ours('groups', 'reset-offsets', group, '-b', B, '--to-latest', '--topic', topic, '--execute');
  expect(await ours('groups', 'delete-offsets', group, '-b', B, '--topic', topic)).toContain(
    `Request succeeded for deleting offsets from group ${group}.`,
  );
  const user = uniqueName('user');
  await ours(
    'users',
    'set',
    user,
    '-b',
    B,
    '--password',
    'secret',
    '--mechanism',
    'SCRAM-SHA-512',
    '--iterations',
    '8192',
  );
  expect(
    await ours('kafka-configs', '--bootstrap-server', B, '--describe', '--entity-type', 'users', '--entity-name', user),
  ).toBe(`SCRAM credential configs for user-principal '${user}' are SCRAM-SHA-512=iterations=8192\n`);
  await ours('users', 'delete', user, '-b', B, '--mechanism', 'SCRAM-SHA-512');
  expect(await ours('lag', group, '-b', B)).toMatch(/^GROUP +TOPIC +PARTITIONS LAG\n/);
});

test('names of topics and groups are completed', async () => {
  const topic = await filled('complete-me');
  expect(await ours('__complete', '--', 'consume', '-b', B, '-t', 'complete-')).toContain(`${topic}\n`);
  expect(await ours('__complete', '--', 'top')).toBe('topics\n');
  expect(await ours('__complete', '--', 'topics', 'des')).toBe('describe\n');
  expect(await ours('__complete', '--', 'perf', 'e2e', '--producer-acks', '')).toBe('1\nall\n');
});
