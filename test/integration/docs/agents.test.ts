/**
 * examples/streams-page-views.mts as it stands there, against a real Kafka: killed in the middle, and its commands; and
 * the blocks of docs/streams/agents.md.
 */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { blocksOf, root } from '../../helpers/docs/blocks';
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
  writeProgram(file, readFileSync(path.join(root, 'examples/streams-page-views.mts'), 'utf8'));
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await kafka.stop();
  rmSync(folder, { recursive: true });
});

function writeProgram(to: string, text: string): void {
  const { code } = transformSync(text, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  writeFileSync(to, code.replaceAll('localhost:9092', kafka.bootstrapServers));
}

function start(...args: string[]): ChildProcess {
  return keep(spawn(process.execPath, args, options()));
}

const options = (): SpawnOptions => ({
  stdio: ['ignore', 'pipe', 'inherit'],
  cwd: folder,
  env: { ...process.env, BOOTSTRAP: kafka.bootstrapServers },
});

function keep(child: ChildProcess): ChildProcess {
  children.add(child);
  return child;
}

/** Runs `kafka-napi streams` with the example. */
const command = (...args: string[]): Promise<{ status: unknown; lines: string[] }> =>
  outputOf(start(path.join(root, 'dist/cli/main.js'), 'streams', file, ...args));

async function outputOf(child: ChildProcess): Promise<{ status: unknown; lines: string[] }> {
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

test('the blocks of docs/streams/agents.md: the application, its commands, and its test', async () => {
  const [app, commands, driver, ...more] = blocksOf('docs/streams/agents.md');
  expect(more).toEqual([]);
  for (const topic of ['transfers', 'audit']) await kafka.createTopic(topic, { partitions: 2 });
  writeProgram(path.join(folder, 'app.mjs'), app!.text);
  const lines = commands!.text.trim().split('\n');
  const run = (line: string): ChildProcess => {
    expect(line).toMatch(/^npx kafka-napi streams app\.mjs /);
    const cli = `"${process.execPath}" "${path.join(root, 'dist/cli/main.js')}"`;
    return keep(spawn('sh', ['-c', `exec ${line.replace('npx kafka-napi', cli)}`], options()));
  };
  expect(lines).toHaveLength(3);
  const worker = run(lines[0]!);
  expect(await outputOf(run(lines[1]!))).toEqual({ status: 0, lines: [] });
  const audit = async (): Promise<unknown[]> => {
    const records = await kafka.consume('audit', { isolation: 'read_committed' });
    return records.map(({ key, value }) => [key?.toString(), value?.toString()]);
  };
  const deadline = Date.now() + 60_000;
  while ((await audit()).length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await audit()).toEqual([['alice', '{"total":5}']]);
  worker.kill('SIGTERM');
  expect((await once(worker, 'exit'))[0]).toBe(0);
  const { status, lines: plan } = await outputOf(run(lines[2]!));
  expect({ status, plan }).toEqual({ status: 0, plan: expect.arrayContaining(['delete\tbank-totals-changelog']) });

  writeProgram(path.join(folder, 'driver.mjs'), driver!.text);
  expect(await outputOf(start('driver.mjs'))).toEqual({ status: 0, lines: ["[ 'TEA' ]"] });
}, 300_000);
