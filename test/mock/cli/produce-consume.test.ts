import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';
import { eventually } from '../../helpers/cli/eventually';
import { runCli, startCli, type CliResult } from '../../helpers/cli/run-cli';

let cluster: MockCluster;
let folder: string;
let topics = 0;

beforeAll(async () => {
  cluster = await MockCluster.start();
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-cli-'));
});
afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

function newTopic(numPartitions = 1): string {
  const name = `cli-${++topics}`;
  cluster.createTopic(name, { numPartitions });
  return name;
}

/** How many messages the topic's only partition has. */
async function countOf(topic: string): Promise<number> {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
  try {
    const [end] = await consumer.endOffsets([{ topic, partition: 0 }]);
    return end?.offset ?? 0;
  } finally {
    await consumer.close();
  }
}

const produce = (input: string | Buffer, ...args: string[]): Promise<CliResult> =>
  runCli(['produce', '-b', cluster.bootstrapServers, ...args], input);
const consume = (...args: string[]): Promise<CliResult> => runCli(['consume', '-b', cluster.bootstrapServers, ...args]);

test('lines go out and come back as the bytes they are', async () => {
  const topic = newTopic();
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).filter((byte) => byte !== 10);
  const large = Buffer.alloc(200_000, 'é');
  const input = Buffer.concat([every, Buffer.from('\n\n'), large, Buffer.from('\nlast without newline')]);
  const sent = await produce(input, '-t', topic);
  expect(sent).toMatchObject({ status: 0, stdout: Buffer.alloc(0) });
  expect(sent.stderr).toMatch(/^4 delivered \(200\.3 kB\) in/m);

  const back = await consume('-t', topic, '-e');
  expect(back.status).toBe(0);
  expect(back.stdout.equals(Buffer.concat([input, Buffer.from('\n')]))).toBe(true);
  expect(back.stderr).toBe(`% Reached end of topic ${topic} [0] at offset 4: exiting\n`);
});

test('keys, headers, partition, format tokens, JSON', async () => {
  const topic = newTopic(3);
  const sent = await produce(
    'k1:v1\nno key\n:\n',
    '-t',
    topic,
    '-K',
    ':',
    '-k',
    'fixed',
    '-p',
    '2',
    '-H',
    'a=1',
    '-H',
    'b',
    '-Z',
    '-q',
  );
  expect(sent).toMatchObject({ status: 0, stderr: '' });
  const back = await consume('-t', topic, '-e', '-q', '-f', '%t/%p/%o [%k|%K] [%s|%S] %h\\n');
  expect(back).toMatchObject({ status: 0, stderr: '' });
  expect(back.stdout.toString()).toBe(
    `${topic}/2/0 [k1|2] [v1|2] a=1,b=NULL\n${topic}/2/1 [fixed|5] [no key|6] a=1,b=NULL\n${topic}/2/2 [|-1] [|-1] a=1,b=NULL\n`,
  );
  const json = await consume('-t', topic, '-p', '2', '-o', '-2', '-e', '-J');
  const lines = json.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toEqual([
    expect.objectContaining({
      topic,
      partition: 2,
      offset: 1,
      tstype: 'create',
      broker: 1,
      headers: ['a', '1', 'b', null],
      key: 'fixed',
      payload: 'no key',
    }),
    expect.objectContaining({ offset: 2, key: null, payload: null }),
  ]);
});

test("files, a delimiter of one's own, a count", async () => {
  const topic = newTopic();
  const [one, two] = [path.join(folder, 'one'), path.join(folder, 'two')];
  writeFileSync(one, 'a--b');
  writeFileSync(two, 'c--d--e');
  expect(await produce('', '-t', topic, '-D', '--', '-c', '4', '-z', 'lz4', one, two)).toMatchObject({ status: 0 });
  expect((await consume('-t', topic, '-e', '-D', ',')).stdout.toString()).toBe('a,b,c,d,');
  expect((await consume('-t', topic, '-o', '1', '-c', '2')).stdout.toString()).toBe('b\nc\n');
  expect((await consume('-t', topic, '-o', '1:3')).stdout.toString()).toBe('b\nc\n');
  expect((await consume('-t', topic, '-o', 'end', '-e')).stdout.toString()).toBe('');
  expect((await consume('-t', topic, '-o', 'end', '--idle-timeout', '300')).status).toBe(0);
});

test('a group commits what it wrote, and only that', async () => {
  const topic = newTopic();
  await produce('1\n2\n3\n4\n5\n', '-t', topic);
  // The mock lets the next member in only a session after one left.
  const session = ['-X', 'session.timeout.ms=6000', '-X', 'heartbeat.interval.ms=1000'];
  const group = ['-G', `group-${topic}`, topic, '-X', 'auto.offset.reset=earliest', ...session];
  expect((await consume(...group, '-c', '2')).stdout.toString()).toBe('1\n2\n');
  expect((await consume(...group, '-e')).stdout.toString()).toBe('3\n4\n5\n');
  const fresh = ['-G', `group-2-${topic}`, topic, '-e', '-o', '-2', '-X', 'enable.auto.commit=false'];
  expect((await consume(...fresh)).stdout.toString()).toBe('4\n5\n');
});

test('a message that is too large is told of, the others arrive, status 1', async () => {
  const topic = newTopic();
  const sent = await produce(`a\n${'x'.repeat(5000)}\nb\n`, '-t', topic, '-X', 'max.request.size=4000');
  expect(sent.status).toBe(1);
  expect(sent.stderr).toMatch(
    /kafka-napi: not delivered: a line of 5000 bytes in standard input is more than max.request.size \(4000\)/,
  );
  expect(sent.stderr).toMatch(/^2 delivered, 1 failed/m);
  expect((await consume('-t', topic, '-e')).stdout.toString()).toBe('a\nb\n');
});

test('SIGINT: reading stops, what was taken is delivered and counted', async () => {
  const topic = newTopic();
  const running = startCli(['produce', '-b', cluster.bootstrapServers, '-t', topic, '-X', 'linger.ms=2000']);
  running.child.stdin.write('first\n');
  await eventually('the first line is there', async () => (await countOf(topic)) === 1);
  running.child.stdin.write('a\nb\nhalf a li');
  // Read by now, and waiting for their linger.
  await sleep(1000);
  running.child.kill('SIGINT');
  const result = await running.result;
  expect(result.status).toBe(130);
  expect(result.stderr).toMatch(/^3 delivered/m);
  expect((await consume('-t', topic, '-e')).stdout.toString()).toBe('first\na\nb\n');
});

test('a broker that is away: nothing is lost', async () => {
  const topic = newTopic();
  const running = startCli(['produce', '-b', cluster.bootstrapServers, '-t', topic]);
  running.child.stdin.write('before\n');
  await eventually('the first line is there', async () => (await countOf(topic)) === 1);
  cluster.stopBroker(1);
  const lines = Array.from({ length: 1000 }, (_, at) => `line ${at}`);
  running.child.stdin.end(`${lines.join('\n')}\n`);
  await sleep(3000);
  cluster.startBroker(1);
  const result = await running.result;
  expect(result).toMatchObject({ status: 0 });
  expect((await consume('-t', topic, '-e')).stdout.toString()).toBe(`before\n${lines.join('\n')}\n`);
});

test('a reader that goes away ends consume without a word', async () => {
  const topic = newTopic();
  await produce(Array.from({ length: 20_000 }, (_, at) => `line ${at}`).join('\n'), '-t', topic);
  const running = startCli(['consume', '-b', cluster.bootstrapServers, '-t', topic, '-q']);
  await running.stdoutMatches(/line 0\n/);
  running.child.stdout.destroy();
  await produce('more\n', '-t', topic);
  const result = await running.result;
  expect(result).toMatchObject({ status: 141, stderr: '' });
});

test('a slow reader holds consume back and gets every byte', async () => {
  const topic = newTopic();
  const file = path.join(folder, 'many');
  const text = Array.from({ length: 30_000 }, (_, at) => `line number ${at} ${'.'.repeat(at % 80)}`).join('\n') + '\n';
  writeFileSync(file, text);
  await produce('', '-t', topic, file);
  const running = startCli(['consume', '-b', cluster.bootstrapServers, '-t', topic, '-e', '-q']);
  running.child.stdout.pause();
  await sleep(3000);
  running.child.stdout.resume();
  const result = await running.result;
  expect(result.status).toBe(0);
  expect(result.stdout.equals(Buffer.from(text))).toBe(true);
});

test('the same through standard input from a file', async () => {
  const topic = newTopic();
  const running = startCli(['produce', '-b', cluster.bootstrapServers, '-t', topic]);
  createReadStream(path.join(folder, 'many')).pipe(running.child.stdin);
  expect((await running.result).stderr).toMatch(/^30,000 delivered/m);
});

test.each([
  [['produce'], /required option '-t, --topic <topic>' not specified/],
  [['produce', '-t', 'x', '-X', 'linger=1'], /Unknown property linger/],
  [['produce', '-t', 'x', '-X', 'linger.ms=soon'], /linger\.ms/],
  [['produce', '-t', 'x', '-H', '=v'], /-H =v: expected name=value/],
  [['consume'], /no topic: give one with -t/],
  [['consume', '-t', 'x', '-o', 'somewhere'], /-o somewhere: not an offset/],
  [['consume', '-t', 'x', '-f', '%q'], /%q is unknown/],
  [['consume', '-t', 'x', '-c', '0'], /not a whole number of at least 1/],
  [['consume', '-t', 'x', '-o', 'stored'], /-o stored: offsets are stored for a group/],
  [['broker', '--topics', 'a:0'], /--topics a:0/],
  [['nonsense'], /unknown command 'nonsense'/],
])('%j: status 2 and one line that says why', async (args, message) => {
  const result = await runCli([...args]);
  expect(result.status).toBe(2);
  expect(result.stdout).toHaveLength(0);
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/\n\s+at /);
});

test('a partition that is not there', async () => {
  const topic = newTopic(2);
  const result = await consume('-t', topic, '-p', '7', '-e');
  expect(result).toMatchObject({
    status: 1,
    stderr: `kafka-napi: topic ${topic} has no partition 7; it has 2, counted from 0\n`,
  });
});

test.each([[], ['-J'], ['-p', '0']])('a topic that is not there, with %j: an error at once', async (...more) => {
  const result = await consume('-t', 'misspelt', '-e', ...more);
  expect(result).toMatchObject({
    status: 1,
    stderr: 'kafka-napi: topic misspelt does not exist; kafka-napi topics list shows those that do\n',
  });
});
