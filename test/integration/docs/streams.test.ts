/** The ten lines of docs/streams.md and examples/streams-word-count.mts, as they stand there, against a real Kafka. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { blocksOf, root } from '../../helpers/docs/blocks';
import { linkedFolder } from '../../helpers/docs/linked-folder';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';

let kafka: KafkaCluster;
let folder: string;
beforeAll(async () => {
  kafka = await KafkaCluster.start();
  folder = linkedFolder('streams');
  for (const topic of ['lines', 'words']) await kafka.createTopic(topic, { partitions: 3 });
}, 120_000);
afterAll(async () => {
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

const counts = async (): Promise<Record<string, bigint>> => {
  const records = await kafka.consume('words', { isolation: 'read_committed' });
  return Object.fromEntries(records.map(({ key, value }) => [key!.toString(), value!.readBigInt64BE()]));
};

test.each([
  ['docs/streams.md', () => blocksOf('docs/streams.md')[0]!.text, 'word-count'],
  ['the example', () => readFileSync(path.join(root, 'examples/streams-word-count.mts'), 'utf8'), 'word-count-2'],
])(
  '%s counts words',
  async (_, source, id) => {
    const text = source().replaceAll('localhost:9092', kafka.bootstrapServers).replace("'word-count'", `'${id}'`);
    const file = path.join(folder, `${id}.mjs`);
    const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
    writeFileSync(file, code);
    const word = id.replaceAll('-', '_');
    await kafka.produce('lines', [{ value: `Tea for ${word}, and ${word} for tea` }]);
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'inherit', 'inherit'], cwd: folder });
    const ended = once(child, 'exit');
    try {
      const deadline = Date.now() + 60_000;
      while ((await counts())[word] !== 2n && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 200));
      expect(await counts()).toMatchObject({ [word]: 2n });
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  },
  120_000,
);
