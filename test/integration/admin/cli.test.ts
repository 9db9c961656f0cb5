import { runCli, startCli } from '../../helpers/cli/run-cli';
import { eventually } from '../../helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();

/** Runs a command that must succeed; its standard output. */
async function cli(...args: string[]): Promise<string> {
  const { status, signal, stdout, stderr } = await runCli([...args, '-b', kafka.bootstrapServers]);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status ?? signal}: ${stderr}`);
  return stdout.toString();
}

const json = async (...args: string[]): Promise<unknown> => JSON.parse(await cli(...args, '--json'));

/** Runs one that must fail: its status and standard error. */
async function failing(...args: string[]): Promise<{ status: number | null; stderr: string; stdout: string }> {
  const { status, stderr, stdout } = await runCli([...args, '-b', kafka.bootstrapServers]);
  return { status, stderr, stdout: stdout.toString() };
}

const tool = async (name: string, ...args: string[]) =>
  (await kafka.tool(name, ['--bootstrap-server', kafka.bootstrapServers, ...args])).stdout;

describe('topics', () => {
  test('create, describe, alter, list, delete, as kafka-topics shows it', async () => {
    const name = uniqueName('cli');
    expect(await cli('topics', 'create', name, '--partitions', '2', '--config', 'retention.ms=7000')).toBe(
      `Created topic ${name}.\n`,
    );
    const normal = (text: string) =>
      text
        .replace(/Configs: (.*)/, (_, list: string) => `Configs: ${list.split(',').sort().join(',')}`)
        .replace(/Elr: .*/g, 'Elr');
    const ours = await cli('topics', 'describe', name);
    expect(normal(ours)).toBe(normal(await tool('kafka-topics', '--describe', '--topic', name)));
    expect(await cli('topics', 'describe', '--topic', name, '--under-replicated')).toBe('');

    await cli('topics', 'alter', name, '--partitions', '3');
    expect(await json('topics', 'describe', name)).toMatchObject([{ name, partitions: [{}, {}, { partition: 2 }] }]);
    expect((await cli('topics', 'list')).split('\n')).toContain(name);
    expect(await json('topics', 'list', '--exclude-internal')).toContainEqual(expect.objectContaining({ name }));
    await cli('topics', 'create', name, '--if-not-exists');
    expect(await failing('topics', 'create', name)).toMatchObject({
      status: 1,
      stderr: `kafka-napi: createTopics: topic ${name}: Topic '${name}' already exists. (ERR_TOPIC_ALREADY_EXISTS)\n`,
    });
    await cli('topics', 'delete', name);
    expect(await failing('topics', 'delete', name, '-q')).toMatchObject({ status: 1, stdout: '' });
    await cli('topics', 'delete', name, '--if-exists');
  });

  test('if one of several fails, the others are done and the exit status shows the failure', async () => {
    const [a, b] = [uniqueName('cli'), uniqueName('cli')];
    const { status, stdout, stderr } = await failing('topics', 'create', a, 'not a name', b);
    expect([status, stdout]).toEqual([1, `Created topic ${a}.\nCreated topic ${b}.\n`]);
    expect(stderr).toContain('ERR_TOPIC_EXCEPTION');
  });

  test('a wrong command line exits with status 2 and does nothing', async () => {
    for (const args of [
      ['topics', 'create'],
      ['topics', 'create', 'a', '--partitions', 'many'],
      ['topics', 'alter', 'a'],
      ['groups', 'reset-offsets', 'g'],
      ['configs', 'describe'],
      ['configs', 'alter', '--topic', 'a'],
      ['acls', 'add', '--topic', 'a'],
      ['acls', 'remove'],
      ['cluster', 'elect-leaders', '--election-type', 'preferred'],
      ['offsets', 'a', '--time', 'yesterday'],
    ]) {
      expect([args, (await failing(...args)).status]).toEqual([args, 2]);
    }
  });
});

test('groups: list, describe with lag, reset-offsets with dry run, delete', async () => {
  const topic = uniqueName('cli');
  const group = uniqueName('cli-group');
  await kafka.createTopic(topic, { partitions: 2 });
  await kafka.produce(
    topic,
    [0, 0, 0, 1].map((partition) => ({ value: 'x', partition })),
  );
  expect(await cli('groups', 'reset-offsets', group, '--to-offset', '1', '--topic', topic, '--execute')).toContain(
    topic,
  );
  expect((await cli('groups', 'list')).split('\n')).toContain(group);
  expect(await json('groups', 'list', '--state', 'Empty', '--type', 'classic')).toContainEqual(
    expect.objectContaining({ groupId: group, groupState: 'EMPTY' }),
  );

  const words = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([first]) => first === 'GROUP' || first === group)
      .sort();
  const described = await cli('groups', 'describe', group);
  expect(words(described)).toEqual(words(await tool('kafka-consumer-groups', '--describe', '--group', group)));
  expect(await json('groups', 'describe', group)).toMatchObject([
    { groupId: group, offsets: [{ topic, currentOffset: 1, logEndOffset: 3, lag: 2 }, { lag: 0 }] },
  ]);
  expect(await cli('groups', 'describe', group, '--state')).toMatch(/Empty +0\n$/);

  const args = ['groups', 'reset-offsets', group, '--to-earliest'];
  const dry = await failing(...args);
  expect(dry).toMatchObject({ status: 0, stderr: '% nothing was changed; --execute applies the changes\n' });
  const theirs = await tool(
    'kafka-consumer-groups',
    '--reset-offsets',
    '--dry-run',
    '--group',
    group,
    '--to-earliest',
    '--all-topics',
  );
  const columns = (text: string) => words(text).map((row) => row.slice(0, 4));
  expect(columns(dry.stdout)).toEqual(columns(theirs));
  expect(Object.values(await kafka.listGroupOffsets(group)).map(({ offset }) => offset)).toEqual([1, 1]);
  await cli(...args, '--topic', `${topic}:0`, '--execute');
  expect((await kafka.listGroupOffsets(group))[`${topic}-0`]).toMatchObject({ offset: 0 });

  await cli('groups', 'delete', group);
  expect(await failing('groups', 'describe', group)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('ERR_GROUP_ID_NOT_FOUND'),
  });
});

describe('lag', () => {
  /** Two partitions with 3 and 4 records, and one where nothing was ever written; committed only in the first, at 1. */
  async function partlyCommitted(): Promise<{ topic: string; group: string }> {
    const topic = uniqueName('lag');
    const group = uniqueName('lag-group');
    await kafka.createTopic(topic, { partitions: 3 });
    await kafka.produce(
      topic,
      [0, 0, 0, 1, 1, 1, 1].map((partition) => ({ value: 'x', partition })),
    );
    await cli('groups', 'reset-offsets', group, '--to-offset', '1', '--topic', `${topic}:0`, '--execute');
    return { topic, group };
  }

  /** A member that reads all partitions, and commits nothing. */
  function startReader(group: string, topic: string) {
    const args = ['-t', topic, '-G', group, '-o', 'end', '-X', 'enable.auto.commit=false'];
    return startCli(['consume', ...args, '-b', kafka.bootstrapServers]);
  }

  test('a partition without a commit has no lag, and --max does not pass over it in silence', async () => {
    const { topic, group } = await partlyCommitted();
    const reader = startReader(group, topic);
    try {
      // The partitions of a member are those of its group, whether something was committed or not.
      await eventually('the member has its partitions', async () =>
        (await cli('lag', group)).includes(' 3          >2'),
      );
      expect(await json('lag', group)).toEqual([{ groupId: group, topic, partitions: 3, uncommitted: 1, lag: 2 }]);
      const note =
        `kafka-napi: lag: group ${group} has no committed offset in 1 of 3 partitions of topic ${topic}: ` +
        `their lag is not known, and --max`;
      expect(await failing('lag', group, '--max', '2', '-q')).toMatchObject({
        status: 0,
        stderr: `${note} 2 does not count it\n`,
      });
      expect(await failing('lag', group, '--max', '1')).toMatchObject({
        status: 1,
        stderr: `${note} 1 does not count it\n`,
      });
    } finally {
      reader.child.kill('SIGINT');
      await reader.result;
    }
  });

  test('a group without any commit: a dash', async () => {
    const { topic } = await partlyCommitted();
    const group = uniqueName('lag-none');
    const reader = startReader(group, topic);
    try {
      await eventually('the member has its partitions', async () => (await runLag(group)).includes(`${topic} `));
      // Of the partition without records it is known that nothing is to be read.
      expect(await json('lag', group)).toEqual([{ groupId: group, topic, partitions: 3, uncommitted: 2, lag: 0 }]);
    } finally {
      reader.child.kill('SIGINT');
      await reader.result;
    }
  });

  /** While the member is not there, there is no such group. */
  const runLag = async (group: string): Promise<string> =>
    (await runCli(['lag', group, '-b', kafka.bootstrapServers])).stdout.toString();

  test('--watch: round by round, with the trend and the age, while records are written', async () => {
    const { topic, group } = await partlyCommitted();
    const watch = startCli(['lag', group, '--watch', '1', '-J', '-b', kafka.bootstrapServers]);
    const rounds = () =>
      watch
        .stdout()
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as Record<string, unknown>[])[0]!);
    await eventually('a round', async () => rounds().length > 0);
    expect(rounds()[0]).toEqual({
      ...{ groupId: group, topic, partitions: 1, uncommitted: 0, lag: 2 },
      ...{ trend: null, behind: null },
    });
    await kafka.produce(topic, [{ value: 'x', partition: 0 }]);
    await eventually('the lag of the new record', async () => rounds().at(-1)!.lag === 3);
    // What is not read was there before the first round.
    expect(rounds().at(-1)!.behind).toMatchObject({ kind: 'at least' });
    await cli('groups', 'reset-offsets', group, '--to-latest', '--topic', `${topic}:0`, '--execute');
    await eventually('all is read', async () => rounds().at(-1)!.lag === 0);
    expect(rounds().at(-1)!.behind).toEqual({ ms: 0, kind: 'estimated' });
    watch.child.kill('SIGINT');
    expect(await watch.result).toMatchObject({ status: 0, stderr: '' });
  });
});

test('configs: describe and alter, as kafka-configs prints them', async () => {
  const name = uniqueName('cli');
  await kafka.createTopic(name);
  const changes = [
    '--add-config',
    'retention.ms=7000,cleanup.policy=[compact,delete]',
    '--add-config',
    'segment.ms=8000',
  ];
  expect(await cli('configs', 'alter', '--topic', name, ...changes)).toBe(
    `Completed updating config for topic ${name}.\n`,
  );
  const sorted = (text: string) => text.trim().split('\n').sort();
  const expected = sorted(await tool('kafka-configs', '--describe', '--topic', name));
  expect(expected).toHaveLength(4);
  expect(sorted(await cli('configs', 'describe', '--topic', name))).toEqual(expected);
  expect((await cli('configs', 'describe', '--topic', name, '--all')).split('\n').length).toBeGreaterThan(20);
  await cli(
    'configs',
    'alter',
    '--topic',
    name,
    '--delete-config',
    'retention.ms,segment.ms',
    '--subtract-config',
    'cleanup.policy=delete',
  );
  expect(await json('configs', 'describe', '--topic', name)).toMatchObject([
    { type: 'TOPIC', name, entries: [{ name: 'cleanup.policy', value: 'compact' }] },
  ]);
  expect(await failing('configs', 'alter', '--topic', name, '--add-config', 'retention.ms=soon')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('ERR_INVALID_CONFIG'),
  });
});

test('offsets: as kafka-get-offsets prints them', async () => {
  const topic = uniqueName('cli');
  await kafka.createTopic(topic, { partitions: 2 });
  await kafka.produce(topic, [{ value: 'x', partition: 1 }]);
  expect(await cli('offsets', topic)).toBe(await tool('kafka-get-offsets', '--topic', topic));
  expect(await cli('offsets', '--topic', topic, '--time', 'earliest', '--partitions', '1')).toBe(`${topic}:1:0\n`);
  expect(await json('offsets', topic)).toMatchObject([
    { partition: 0, offset: 0 },
    { partition: 1, offset: 1 },
  ]);
});

test('cluster: describe and id', async () => {
  const { clusterId } = (await json('cluster', 'describe')) as { clusterId: string };
  expect(await cli('cluster', 'cluster-id')).toBe(`Cluster ID: ${clusterId}\n`);
  const port = kafka.bootstrapServers.split(':')[1];
  expect(await cli('cluster', 'describe', '--include-authorized-operations')).toMatch(
    new RegExp(
      `^Cluster ID: ${clusterId}\nController: 1\nAuthorized operations: .*ALTER.*\n\nID .*\n1 +127.0.0.1 +${port} +-\n$`,
    ),
  );
});

test('without a broker: one line, exit status 1', async () => {
  const { status, stderr, stdout } = await runCli(['topics', 'list', '-q', '-b', '127.0.0.1:1', '--timeout', '500']);
  expect([status, stdout.toString()]).toEqual([1, '']);
  expect(stderr).toMatch(/^kafka-napi: metadata: no answer within 500 ms.*\n$/);
});
