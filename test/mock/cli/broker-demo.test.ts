import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MockCluster } from '../../../src/testing/index';
import { runCli, startCli } from '../../helpers/cli/run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-demo-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('broker: an address on the first line, topics, several brokers, Ctrl-C ends it with status 0', async () => {
  const broker = startCli(['broker', '--port', '0', '--brokers', '2', '--topics', 'a:3,b']);
  await broker.stdoutMatches(/\n/);
  const servers = broker.stdout().toString().trim();
  expect(servers).toMatch(/^localhost:\d+,localhost:\d+$/);
  await broker.stderrMatches(/kafka-napi consume .*-t a -e/);
  expect(broker.stderr()).toMatch(/It is not Kafka/);
  const sent = await runCli(['produce', '-t', 'a', '-p', '2'], 'one\ntwo\n', { KAFKA_BOOTSTRAP_SERVERS: servers });
  expect(sent.status).toBe(0);
  // By another of the two: each leads some of the partitions.
  const back = await runCli(['consume', '-b', servers.split(',')[1] as string, '-t', 'a', '-e', '-f', '%p %s\\n']);
  expect(back.stdout.toString()).toBe('2 one\n2 two\n');
  broker.child.kill('SIGINT');
  expect((await broker.result).status).toBe(0);
});

test('broker through npx: what it proposes begins with npx, too', async () => {
  const broker = startCli(['broker', '--port', '0'], { npm_command: 'exec' });
  await broker.stderrMatches(/\| npx kafka-napi produce -b \S+ -t first\n {2}npx kafka-napi consume -b /);
  broker.child.kill('SIGINT');
  expect((await broker.result).status).toBe(0);
});

test('without Java: one sentence that names --mock, and --mock starts', async () => {
  const env = { PATH: folder, JAVA_HOME: undefined, KAFKA_HOME: undefined, XDG_DATA_HOME: folder };
  const port = '19092';
  const real = await runCli(['broker', 'start', '--port', port], '', env);
  expect(real).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^kafka-napi: a real Kafka needs Java 17 or newer, .* --mock starts at once without it\n$/,
    ),
  });
  const mock = startCli(['broker', 'start', '--mock', '--port', '0', '--topics', 'a:1'], env);
  await mock.stdoutMatches(/\n/);
  const B = ['-b', mock.stdout().toString().trim()];
  expect((await runCli(['produce', ...B, '-t', 'a'], 'one\n', env)).status).toBe(0);
  const cases: [string[], RegExp][] = [
    [['consume', ...B, '-t', 'a', '-e', '-q'], /^one\n$/],
    [['topics', 'list', ...B], /^a\n$/],
    [['offsets', ...B, 'a'], /^a:0:1\n$/],
    [['doctor', ...B], /No problem was found|PROBLEM/],
    [['doctor', ...B], /^clock +2\S+Z here; no request of Kafka's protocol reads a broker's/m],
    [['man'], /\.TH KAFKA/],
  ];
  const outputs = await Promise.all(cases.map(async ([args]) => (await runCli(args, '', env)).stdout.toString()));
  cases.forEach(([args, output], index) =>
    expect([args, outputs[index]]).toEqual([args, expect.stringMatching(output)]),
  );
  mock.child.kill('SIGINT');
  expect((await mock.result).status).toBe(0);
});

test('list: brokers, topics and partitions as kcat prints them', async () => {
  await using cluster = await MockCluster.start({ brokers: 1, topics: { a: 2 } });
  const listing = await runCli(['list', '-b', cluster.bootstrapServers]);
  // The mock does not always say which broker is the controller.
  expect(listing.stdout.toString().replace(' (controller)', '')).toBe(
    `Metadata for all topics:\n 1 brokers:\n  broker 1 at ${cluster.bootstrapServers}\n 1 topics:\n` +
      '  topic "a" with 2 partitions:\n' +
      '    partition 0, leader 1, replicas: 1, isrs: 1\n    partition 1, leader 1, replicas: 1, isrs: 1\n',
  );
  const json = await runCli(['list', '-b', cluster.bootstrapServers, '-t', 'a', '-J']);
  const id = [{ id: 1 }];
  expect(JSON.parse(json.stdout.toString())).toEqual({
    query: { topic: 'a' },
    controllerid: expect.any(Number) as number,
    brokers: [{ id: 1, name: cluster.bootstrapServers }],
    topics: [{ topic: 'a', partitions: [0, 1].map((partition) => ({ partition, leader: 1, replicas: id, isrs: id })) }],
  });
});

test('broker: a port in use is named', async () => {
  const first = startCli(['broker', '--port', '0']);
  await first.stdoutMatches(/\n/);
  const port = first.stdout().toString().trim().split(':')[1] as string;
  const second = await runCli(['broker', '--port', port]);
  expect(second).toMatchObject({
    status: 1,
    stderr: `kafka-napi: port ${port} is in use; choose another with --port\n`,
  });
  first.child.kill('SIGTERM');
  expect((await first.result).status).toBe(0);
});

test('demo: mixed lines through the embedded broker and back', async () => {
  const file = path.join(folder, 'mixed');
  const lines: Buffer[] = [];
  for (let at = 0; at < 60_000; at++) {
    if (at % 7 === 0) lines.push(Buffer.alloc(0));
    else if (at % 5000 === 1) lines.push(Buffer.alloc(100_000 + at, 1 + (at & 7)));
    else lines.push(Buffer.from(`line ${at} `.repeat(at % 40)), Buffer.from([0xff, 0xfe, 128 + (at & 0x7f)]));
  }
  // Larger than what the mock keeps of a partition, and more of them than one session takes.
  for (let at = 0; at < 20; at++) lines.splice(at * 1000, 0, Buffer.alloc(3_000_000 + at * 300_000, 'z'));
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  writeFileSync(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  const result = await runCli(['demo', file]);
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
  const amount = `${lines.length.toLocaleString('en-US')} messages, ${bytes.toLocaleString('en-US')} bytes`;
  expect(result.stdout.toString()).toMatch(
    new RegExp(
      `^produced  ${amount} in [\\d.]+ s: [\\d,]+ messages/s, .*\\nconsumed  ${amount} in .*\\nequal: every message came back`,
    ),
  );
});

test('demo: standard input, an empty file', async () => {
  expect((await runCli(['demo'], 'a\nb')).stdout.toString()).toMatch(/^produced {2}2 messages, 2 bytes/);
  const empty = path.join(folder, 'empty');
  writeFileSync(empty, '');
  expect(await runCli(['demo', empty])).toMatchObject({ status: 0 });
});

test('demo: without anything to send it says what it needs, with an example', async () => {
  const result = await runCli(['demo']);
  expect(result.status).toBe(2);
  expect(result.stdout).toHaveLength(0);
  expect(result.stderr).toMatch(/demo needs lines to send/);
  expect(result.stderr).toMatch(/kafka-napi demo \/var\/log\/syslog/);
  expect(await runCli(['demo', path.join(folder, 'none')])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/none: no such file\n$/),
  });
});
