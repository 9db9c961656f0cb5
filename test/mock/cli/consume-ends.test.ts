import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Consumer } from '../../../src/index';
import { MockCluster } from '../../../src/testing/index';
import { cliInShell, runCli } from '../../helpers/cli/run-cli';

const shell = promisify(execFile);
let cluster: MockCluster;

beforeAll(async () => {
  cluster = await MockCluster.start();
});
afterAll(() => cluster.close());

async function topicOf(name: string, lines: number, numPartitions = 1): Promise<string> {
  cluster.createTopic(name, { numPartitions });
  const input = Array.from({ length: lines }, (_, at) => `${at}\n`).join('');
  expect(await runCli(['produce', '-b', cluster.bootstrapServers, '-t', name, '-p', '0'], input)).toMatchObject({
    status: 0,
  });
  return name;
}

test.each([
  ['3:100', '3\n4\n'],
  [':100', '0\n1\n2\n3\n4\n'],
  ['1:+100', '1\n2\n3\n4\n'],
  ['50:100', ''],
])('-o %s ends where a partition is shorter, or empty', async (range, expected) => {
  const topic = await topicOf(`short-${range.replace(/[:+]/g, '-')}`, 5, 2);
  const read = await runCli(['consume', '-b', cluster.bootstrapServers, '-t', topic, '-o', range]);
  expect(read).toMatchObject({ status: 0 });
  expect(read.stdout.toString()).toBe(expected);
});

test('a group does not commit what stayed in the pipe of a reader that went away', async () => {
  const topic = await topicOf('gone', 20_000);
  const common = ['-b', cluster.bootstrapServers, '-X', 'auto.offset.reset=earliest', '-q'];
  const read = cliInShell(['consume', ...common, '-G', 'leaving', topic]);
  const { stdout } = await shell('sh', ['-c', `${read} | head -5`], { timeout: 50_000 });
  expect(stdout).toBe('0\n1\n2\n3\n4\n');
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'leaving' });
  try {
    const [committed] = await consumer.committed([{ topic, partition: 0 }]);
    expect(committed?.offset ?? 0).toBeLessThanOrEqual(5);
  } finally {
    await consumer.close();
  }
});
