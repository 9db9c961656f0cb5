/** examples/streams-page-views.mts as it stands there, against a real Kafka: killed in the middle, and its commands. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { root } from '../../helpers/docs/blocks';
import { linkedFolder } from '../../helpers/docs/linked-folder';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';

let kafka: KafkaCluster;
let folder: string;
let file: string;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  kafka = await KafkaCluster.start();
  folder = linkedFolder('agents');
  for (const topic of ['page-views', 'page-view-counts']) await kafka.createTopic(topic, { partitions: 2 });
  file = path.join(folder, 'page-views.mjs');
  const text = readFileSync(path.join(root, 'examples/streams-page-views.mts'), 'utf8');
  const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  writeFileSync(file, code);
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: folder,
    env: { ...process.env, BOOTSTRAP: kafka.bootstrapServers },
  });
  children.add(child);
  return child;
}

/** Runs `kafka-napi streams` with the example. */
async function command(...args: string[]): Promise<{ status: unknown; lines: string[] }> {
  const child = start(path.join(root, 'dist/cli/main.js'), 'streams', file, ...args);
  let output = '';
  child.stdout!.on('data', (data: Buffer) => (output += data.toString()));
  const [status] = (await once(child, 'close')) as [unknown];
  return { status, lines: output.split('\n').filter((line) => line !== '') };
}

type Counts = Record<string, number[]>;

/** By page, the counts in their order. */
async function counts(): Promise<Counts> {
  const found: Counts = {};
  for (const { key, value } of await kafka.consume('page-view-counts', { isolation: 'read_committed' }))
    (found[key!.toString()] ??= []).push(Number(value!.readBigInt64BE()));
  return found;
}

const total = (found: Counts): number => Object.values(found).reduce((sum, list) => sum + list.length, 0);

async function until(isSo: (found: Counts) => boolean): Promise<Counts> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const found = await counts();
    if (isSo(found) || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('killed in the middle and started again, it counts each view once; and its commands', async () => {
  const views = 20_000;
  await kafka.produce(
    'page-views',
    Array.from({ length: views }, (_, i) => ({ value: JSON.stringify({ id: `/${i % 5}`, user: 'u' }) })),
  );
  const first = start(file);
  const before = await until((found) => total(found) > 100);
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(total(before)).toBeLessThan(views);

  const second = start(path.join(root, 'dist/cli/main.js'), 'streams', file, 'worker');
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  const expected = Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`/${i}`, upTo(views / 5)]));
  expect(await until((found) => total(found) >= views)).toEqual(expected);

  expect(await command('send', 'page-views', '{"id":"/0","user":"sue"}')).toEqual({ status: 0, lines: [] });
  expect((await until((found) => found['/0']!.length > views / 5))['/0']).toEqual(upTo(views / 5 + 1));
  expect((await command('reset')).status).toBe(1);
  second.kill('SIGTERM');
  expect((await once(second, 'exit'))[0]).toBe(0);

  expect((await command('agents')).lines).toEqual(['page-views\tpage-views\tviews']);
  expect((await command('tables')).lines).toEqual(['views\tpage-views-app-views-changelog']);
  expect((await command('describe')).lines[0]).toBe('Topologies:');
  const plan = [
    ...[0, 1].map((partition) => `offset\tpage-views\t${partition}\t0`),
    'delete\tpage-views-app-by-page-repartition',
    'delete\tpage-views-app-views-changelog',
  ];
  expect((await command('reset', '--dry-run')).lines).toEqual(plan);
  expect((await command('reset')).lines).toEqual(plan);
  expect((await command('reset', '--dry-run')).lines).toEqual(plan.slice(0, 2));
  expect((await command('nonsense')).status).toBe(2);
}, 300_000);
