import { runCli, startCli } from '../../helpers/cli/run-cli';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { OffsetMap } from '../../../src/cli/mirror/offset-map';

const kafka = sharedKafka();
const B = kafka.bootstrapServers;

test('mirror copies everything, continues where it ended, and maps the offsets of groups', async () => {
  const topic = uniqueName('mirror');
  const prefix = 'copy.';
  const now = Date.now();
  await kafka.createTopic(topic, { partitions: 2 });
  const records = Array.from({ length: 50 }, (_, at) => ({
    key: at % 3 === 0 ? null : `k${at}`,
    value: at % 7 === 0 ? null : `v${at}`,
    partition: at % 2,
    timestamp: now + at,
    headers: [
      ['h', String(at)],
      ['n', null],
    ] as [string, string | null][],
  }));
  const run = ['mirror', '--from', B, '--to', B, '-t', topic, '--prefix', prefix, '--id', topic, '-e'];
  await kafka.produce(topic, records.slice(0, 30));
  const group = uniqueName('mirror-group');
  await runCli(['groups', 'reset-offsets', group, '-b', B, '--to-latest', '--topic', topic, '--execute']);
  expect(await runCli([...run, '-G', group])).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^30 records/m),
  });
  const lag = await runCli(['lag', group, '-b', B]);
  expect([lag.status, lag.stderr, lag.stdout.toString()]).toEqual([
    0,
    '',
    expect.stringMatching(new RegExp(`copy\\.${topic} +2 +[0-2]\\b`)),
  ]);
  await kafka.produce(topic, records.slice(30));
  expect(await runCli(run)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^20 records/m) });
  expect(await runCli(run)).toMatchObject({ status: 0, stderr: expect.stringMatching(/^0 records/m) });

  const shown = async (name: string): Promise<unknown[]> =>
    (await kafka.consume(name, { isolation: 'read_committed' }))
      .map(({ partition, key, value, timestamp, headers }) =>
        JSON.stringify([
          partition,
          key?.toString(),
          value?.toString(),
          timestamp,
          headers.map(([n, v]) => [n, v?.toString()]),
        ]),
      )
      .sort();
  expect(await shown(prefix + topic)).toEqual(await shown(topic));
});

test('a mirror that is killed while it copies loses and duplicates nothing', async () => {
  const topic = uniqueName('mirror-kill');
  await kafka.createTopic(topic);
  const lines = Array.from({ length: 200_000 }, (_, at) => `line ${at}`);
  expect(await runCli(['produce', '-b', B, '-t', topic], lines.join('\n'))).toMatchObject({ status: 0 });
  const run = ['mirror', '--from', B, '--to', B, '-t', topic, '--prefix', 'copy.', '--id', topic];
  const killed = startCli([
    ...run,
    '--from-property',
    'max.poll.records=500',
    '--to-property',
    'transaction.timeout.ms=10000',
  ]);
  const read = ['consume', '-b', B, '-t', `copy.${topic}`, '-e', '-q', '--isolation-level', 'read_committed'];
  for (;;) {
    const some = await runCli([...read, '-c', '1']);
    if (some.stdout.length > 0) break;
  }
  killed.child.kill('SIGKILL');
  await killed.result;
  expect(await runCli([...run, '-e'])).toMatchObject({ status: 0 });
  expect((await runCli(read)).stdout.toString()).toBe(`${lines.join('\n')}\n`);
});

test('an offset is mapped to the nearest known place before it', () => {
  const map = new OffsetMap();
  expect(map.targetOf('t', 0, 5)).toBeUndefined();
  map.add('t', 0, 10, 12);
  map.add('t', 0, 20, 25);
  expect([9, 10, 19, 20, 99].map((offset) => map.targetOf('t', 0, offset))).toEqual([undefined, 12, 12, 25, 25]);
  for (let at = 30; at < 40_000; at++) map.add('t', 0, at, at + 5);
  expect(map.targetOf('t', 0, 39_999)).toBe(40_004);
});
