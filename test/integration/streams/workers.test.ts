/** Two workers of one process on a real Kafka: they count words together, and one of them is killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StreamsMetric } from '../../../src/streams/index';
import { linkedFolder } from '../../helpers/docs/linked-folder';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();

/** In the worker. `die`: once for each folder, in the middle of a transaction. */
const topology = `
import { existsSync, writeFileSync } from 'node:fs';
const text = { keySerde: 'string', valueSerde: 'string' };
export default (builder) => {
  const { LINES, COUNTS, MARKER } = process.env;
  builder
    .stream(LINES, text)
    .flatMapValues((line) => line.split(' '))
    .groupBy((_, word) => word, text)
    .count({ storeName: 'counts' })
    .toStream()
    .peek((word) => {
      if (word !== 'die' || existsSync(MARKER)) return;
      writeFileSync(MARKER, '');
      process.exit(7);
    })
    .to(COUNTS);
};`;

/** In the process: tells its parent of everything. */
const main = `
import { runInWorkers } from 'kafka-napi/streams';
const tell = (message) => process.connected && process.send(message);
const stop = new AbortController();
const workers = await runInWorkers(new URL('./topology.mjs', import.meta.url), JSON.parse(process.env.CONFIG), {
  workers: 2,
  signal: stop.signal,
  uncaughtExceptionHandler({ name, message, worker, code }) {
    tell({ error: { name, message, worker, code } });
    return process.env.RESPONSE;
  },
  stateListener(state) {
    tell({ state });
    if (state === 'ERROR' || state === 'NOT_RUNNING') process.disconnect();
  },
});
process.on('message', async (question) => {
  if (question === 'metrics') return tell({ metrics: await workers.metrics() });
  stop.abort();
});
tell({ states: workers.workerStates });`;

interface Told {
  readonly state?: string;
  readonly error?: object;
  readonly metrics?: StreamsMetric[];
}

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = linkedFolder('workers');
  writeFileSync(path.join(folder, 'topology.mjs'), topology);
  writeFileSync(path.join(folder, 'main.mjs'), main);
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(response: string) {
  const [lines, counts] = [uniqueName('lines'), uniqueName('counts')];
  for (const topic of [lines, counts]) await kafka.createTopic(topic, { partitions: 4 });
  const config = {
    'application.id': uniqueName('workers'),
    'bootstrap.servers': kafka.bootstrapServers,
    'processing.guarantee': 'exactly_once_v2',
    'group.instance.id': 'member',
    'state.dir': path.join(folder, 'state'),
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 500,
    'linger.ms': 5,
  };
  const MARKER = path.join(folder, 'marker');
  const env = {
    ...process.env,
    LINES: lines,
    COUNTS: counts,
    MARKER,
    RESPONSE: response,
    CONFIG: JSON.stringify(config),
  };
  child = spawn(process.execPath, ['main.mjs'], { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told: Told[] = [];
  child.on('message', (message) => void told.push(message as Told));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 90_000;
    while (!(await isSo()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const found = async (): Promise<Record<string, number[]>> => {
    const all: Record<string, number[]> = {};
    for (const { key, value } of await kafka.consume(counts, { isolation: 'read_committed' }))
      (all[key!.toString()] ??= []).push(Number(value!.readBigInt64BE()));
    return all;
  };
  const state = (): string | undefined => told.flatMap((one) => one.state ?? []).at(-1);
  const ask = async (question: string): Promise<void> => {
    child!.send(question);
    await Promise.resolve();
  };
  return { told, exited, until, found, state, ask, lines };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const words = ['tea', 'for', 'two', 'and', 'me', 'you'];

test('both count, and after the death of one another takes its place: each word is counted once', async () => {
  const { told, exited, until, found, state, ask, lines } = await start('REPLACE_THREAD');
  const round = (more: string): Promise<unknown> =>
    kafka.produce(
      lines,
      Array.from({ length: 40 }, (_, i) => ({ value: `${words.join(' ')}${more}`, partition: i % 4 })),
    );
  await until(() => state() === 'RUNNING');
  await round('');
  const isCounted = async (count: number): Promise<boolean> => {
    const all = await found();
    return words.every((word) => all[word]?.length === count);
  };
  await until(() => isCounted(40));
  expect(await found()).toEqual(Object.fromEntries(words.map((word) => [word, upTo(40)])));
  await ask('metrics');
  await until(() => told.some(({ metrics }) => metrics));
  const consumed = told
    .flatMap(({ metrics }) => metrics ?? [])
    .filter(({ name, tags }) => name === 'records-consumed-total' && tags.topic === lines);
  expect(consumed.map(({ value }) => value)).toEqual([10, 10, 10, 10]);
  expect(new Set(consumed.map(({ tags }) => tags['thread-id']))).toHaveProperty('size', 2);

  await round(' die');
  await until(() => told.some(({ error }) => error));
  expect(told.find(({ error }) => error)!.error).toEqual({
    ...{ name: 'StreamsWorkerError', code: 'ERR_WORKER', worker: expect.any(Number) },
    message: expect.stringContaining('it has ended with exit code 7'),
  });
  await until(() => isCounted(80));
  expect(await found()).toEqual({ ...Object.fromEntries(words.map((word) => [word, upTo(80)])), die: upTo(40) });
  await until(() => state() === 'RUNNING');
  await ask('close');
  expect(await exited).toEqual([0, null]);
  expect(state()).toBe('NOT_RUNNING');
}, 300_000);

test('SHUTDOWN_CLIENT: the death of one closes the other', async () => {
  const { told, exited, until, state, lines } = await start('SHUTDOWN_CLIENT');
  await until(() => state() === 'RUNNING');
  await kafka.produce(lines, [{ value: 'tea die' }]);
  expect(await exited).toEqual([0, null]);
  expect(told.filter(({ error }) => error)).toHaveLength(1);
  expect(told.flatMap((one) => one.state ?? []).slice(-3)).toEqual(['REBALANCING', 'PENDING_ERROR', 'ERROR']);
}, 300_000);

test.each([
  ['an ES module', 'called.mjs', "export default () => { throw new RangeError('called'); };", 'called'],
  ['a CommonJS module', 'called.cjs', "module.exports = () => { throw new RangeError('called'); };", 'called'],
  [
    'one that was compiled to that',
    'compiled.cjs',
    "exports.default = () => { throw new RangeError('called'); };",
    'called',
  ],
  ['a module without a function', 'none.mjs', 'export default 5;', 'the default export of'],
])('%s is imported in the worker, and what it throws is the error of the start', async (_, name, text, message) => {
  writeFileSync(path.join(folder, name), text);
  const program = `
import { runInWorkers } from 'kafka-napi/streams';
const config = { 'application.id': 'a', 'bootstrap.servers': 'localhost:1' };
const error = await runInWorkers('${name}', config, { workers: 1 }).catch((thrown) => thrown);
process.send({ error: { message: error.message, worker: error.worker, code: error.code } }, () => process.disconnect());`;
  writeFileSync(path.join(folder, 'once.mjs'), program);
  child = spawn(process.execPath, ['once.mjs'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const [told] = (await once(child, 'message')) as [Told];
  expect(told.error).toEqual({ message: expect.stringContaining(message), worker: 1, code: 'ERR_WORKER' });
  expect(await exited).toEqual([0, null]);
});
