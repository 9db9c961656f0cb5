/** Closing in every situation settles, and the process then ends by itself. */
import { spawn } from 'node:child_process';
import path from 'node:path';

import { root } from '../../helpers/addon';
import { expectSuccess } from '../../helpers/child';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { sharedKafka } from '../../helpers/kafka/shared-kafka';
import { filledTopic } from './support';

const program = path.join(__dirname, 'programs/close.ts');

test.each([
  'never polled',
  'poll',
  'loop',
  'rebalance',
  'stuck rebalance',
  'commit',
  'twice',
  'forEach',
  'sync',
  'not closed',
])('close: %s', async (situation) => {
  const topic = await filledTopic(20);
  const stdout = await expectSuccess(program, {
    args: [sharedKafka().bootstrapServers, topic, situation],
    timeoutMs: 40_000,
  });
  expect(stdout.trim().split('\n').pop()).toBe('closed');
});

test('close while the broker is gone', async () => {
  await using kafka = await KafkaCluster.start();
  await kafka.createTopic('t');
  await kafka.produce('t', [{ value: 'v', partition: 0 }]);
  const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
  const child = spawn(process.execPath, ['-r', hook, program, kafka.bootstrapServers, 't', 'outage'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let stdout = '';
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
      if (stdout.includes('READY')) resolve();
    }),
  );
  await kafka.kill(1);
  child.stdin.write('go\n');
  expect(await exited).toBe(0);
  expect(stdout.trim().split('\n').pop()).toBe('closed');
});
