import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../helpers/cli/eventually';
import { firstDifference, joined, mixedLines, splitLines } from '../../helpers/cli/mixed-lines';
import { runCli, startCli } from '../../helpers/cli/run-cli';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('mixed lines through four partitions: sorted input equals sorted output', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('cli-mixed');
  await kafka.createTopic(topic, { partitions: 4 });
  const file = path.join(folder, 'mixed');
  const lines = mixedLines(60_000);
  writeFileSync(file, joined(lines));
  const sent = await runCli(['produce', '-b', kafka.bootstrapServers, '-t', topic, '-z', 'lz4', file]);
  expect(sent).toMatchObject({ status: 0, stderr: expect.stringMatching(/^60,000 delivered/) });
  const back = await runCli(['consume', '-b', kafka.bootstrapServers, '-t', topic, '-e', '-q']);
  expect(back).toMatchObject({ status: 0, stderr: '' });
  expect(firstDifference(lines, splitLines(back.stdout))).toBeUndefined();
});

test('records written by Java: null and empty, headers, timestamps, ranges by time', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('cli-java');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [
    { key: null, value: '', timestamp: 1_700_000_000_000 },
    {
      key: '',
      value: null,
      timestamp: 1_700_000_001_000,
      headers: [
        ['h', ''],
        ['h', null],
      ],
    },
    { key: 'k', value: 'v', timestamp: 1_700_000_002_000 },
  ]);
  const consume = async (...args: string[]): Promise<string> =>
    (await runCli(['consume', '-b', kafka.bootstrapServers, '-t', topic, '-q', ...args])).stdout.toString();
  expect(await consume('-e', '-f', '%o %K %S %T [%h]\\n')).toBe(
    '0 -1 0 1700000000000 []\n1 0 -1 1700000001000 [h=,h=NULL]\n2 1 1 1700000002000 []\n',
  );
  expect(await consume('-e', '-o', 's@1700000000500', '-f', '%o ')).toBe('1 2 ');
  expect(await consume('-o', 's@1700000000500', '-o', 'e@1700000002000', '-f', '%o ')).toBe('1 ');
  expect(await consume('-o', '@2100-01-01', '-e')).toBe('');
});

test('aborted transactions are not shown, their gap at the end does not keep -e waiting', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('cli-txn');
  await kafka.createTopic(topic);
  await kafka.produce(topic, [{ value: 'a' }], { transactionalId: uniqueName('t'), outcome: 'commit' });
  await kafka.produce(topic, [{ value: 'b' }], { transactionalId: uniqueName('t'), outcome: 'abort' });
  const back = await runCli([
    'consume',
    '-b',
    kafka.bootstrapServers,
    '-t',
    topic,
    '-e',
    '-X',
    'isolation.level=read_committed',
  ]);
  expect(back).toMatchObject({ status: 0, stderr: `% Reached end of topic ${topic} [0] at offset 4: exiting\n` });
  expect(back.stdout.toString()).toBe('a\n');
});

test('lines as one transaction: all on success, none after Ctrl-C', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('cli-one-txn');
  await kafka.createTopic(topic);
  const args = ['produce', '-b', kafka.bootstrapServers, '-t', topic, '-X', `transactional.id=${topic}`];
  expect(await runCli(args, 'a\nb\n')).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/transaction committed\n2 delivered/),
  });
  const stopped = startCli([...args, '-X', 'linger.ms=0']);
  stopped.child.stdin.write('c\nd\n');
  await eventually('its lines are in the log', async () => (await kafka.consume(topic)).length === 4);
  stopped.child.kill('SIGINT');
  expect(await stopped.result).toMatchObject({
    status: 130,
    stderr: expect.stringMatching(/transaction aborted: nothing of it was delivered/),
  });
  const committed = await kafka.consume(topic, { isolation: 'read_committed' });
  expect(committed.map(({ value }) => value?.toString())).toEqual(['a', 'b']);
});

test('Ctrl-C on a stream of lines: the topic has the first lines, as many as reported', async () => {
  const kafka = sharedKafka();
  const topic = uniqueName('cli-stop');
  await kafka.createTopic(topic);
  const running = startCli(['produce', '-b', kafka.bootstrapServers, '-t', topic]);
  let written = 0;
  const timer = setInterval(() => {
    const lines = Array.from({ length: 2000 }, () => `line ${written++}\n`);
    running.child.stdin.write(lines.join(''));
  }, 20);
  await eventually('lines arrive', async () => (await kafka.consume(topic)).length > 10_000);
  running.child.kill('SIGINT');
  const result = await running.result;
  clearInterval(timer);
  expect(result.status).toBe(130);
  const delivered = Number(/^([\d,]+) delivered/m.exec(result.stderr)?.[1]?.replaceAll(',', ''));
  expect(delivered).toBeGreaterThan(1000);
  const records = await kafka.consume(topic);
  expect(records).toHaveLength(delivered);
  expect(records.every(({ value }, index) => value?.toString() === `line ${index}`)).toBe(true);
});

describe('with its own broker', () => {
  let kafka: KafkaCluster;
  beforeAll(async () => {
    kafka = await KafkaCluster.start();
  });
  afterAll(() => kafka.stop());

  test('a pipe whose broker is killed and away for ten seconds loses no line', async () => {
    const topic = uniqueName('cli-outage');
    await kafka.createTopic(topic, { partitions: 4 });
    const running = startCli(['produce', '-b', kafka.bootstrapServers, '-t', topic], {}, 110_000);
    const lines: Buffer[] = [];
    const feed = async (ms: number): Promise<void> => {
      const end = Date.now() + ms;
      while (Date.now() < end) {
        const more = mixedLines(100, lines.length + 1).map((line, at) =>
          line.length > 0 ? Buffer.concat([Buffer.from(`${lines.length + at} `), line]) : line,
        );
        lines.push(...more);
        // A pipe blocks its writer: so does this.
        if (!running.child.stdin.write(joined(more))) {
          await Promise.race([
            new Promise((resolve) => running.child.stdin.once('drain', resolve)),
            sleep(Math.max(0, end - Date.now())),
          ]);
        }
        await sleep(20);
      }
    };
    await feed(3000);
    await kafka.kill(1);
    await feed(10_000);
    const restarted = kafka.restart(1);
    await feed(3000);
    await restarted;
    running.child.stdin.end();
    const result = await running.result;
    expect(result.status).toBe(0);
    expect(result.stderr).toMatch(new RegExp(`^${lines.length.toLocaleString('en-US')} delivered \\(`, 'm'));
    const back = await runCli(['consume', '-b', kafka.bootstrapServers, '-t', topic, '-e', '-q']);
    expect(back.status).toBe(0);
    expect(firstDifference(lines, splitLines(back.stdout))).toBeUndefined();
  });
});
