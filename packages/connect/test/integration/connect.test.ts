/**
 * The life of a connector in a real Kafka Connect 4.3.1, by ConnectClient; after each step ConnectStorage must read
 * from the topics what the worker answers.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { sharedKafka } from '../../../../test/helpers/kafka/shared-kafka';
import {
  ConnectClient,
  ConnectError,
  ConnectStorage,
  type ConnectorStateInfo,
  type StorageChange,
} from '../../src/index';
import { ConnectWorker } from '../helpers/connect-worker';

const FILE_SOURCE = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
let worker: ConnectWorker;
let connect: ConnectClient;
let storage: ConnectStorage;

beforeAll(async () => {
  const { bootstrapServers } = sharedKafka();
  worker = await ConnectWorker.start(bootstrapServers);
  connect = new ConnectClient({ urls: worker.url });
  storage = new ConnectStorage(
    { 'bootstrap.servers': bootstrapServers },
    {
      'config.storage.topic': worker.topics.config,
      'status.storage.topic': worker.topics.status,
      'offset.storage.topic': worker.topics.offsets,
    },
  );
  try {
    await connect.ready({ timeoutMs: 120_000 });
  } catch (error) {
    throw new Error(`Connect did not start; end of its log:\n${worker.log}`, { cause: error });
  }
}, 180_000);
afterAll(() => worker?.stop());

/** Asks until the answer is what is waited for. One that is never there fails the test with the last answer. */
async function until<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain; last answer: ${inspect(answer)}\n${worker.log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const states = ({ connector, tasks }: ConnectorStateInfo): string =>
  [connector.state, ...tasks.map(({ state }) => state)].join(' ');
/** A connector that was just made has no status until its worker writes one. */
async function statesOf(name: string): Promise<string> {
  try {
    return states(await connect.getConnectorStatus(name));
  } catch (error) {
    if (ConnectError.is(error) && error.message.includes('No status found')) return 'none';
    throw error;
  }
}
const reach = (name: string, wanted: string): Promise<string> =>
  until(
    () => statesOf(name),
    (status) => status === wanted,
  );

/** What the topics hold of a connector is what the worker says of it. */
async function compare(name: string): Promise<void> {
  const [status, config, tasks, topics, { offsets }] = await Promise.all([
    connect.getConnectorStatus(name),
    connect.getConnectorConfig(name),
    connect.getTaskConfigs(name),
    connect.getConnectorActiveTopics(name),
    connect.getOffsets(name),
  ]);
  const { connectors, unreadable } = await storage.read();
  expect(unreadable).toEqual([]);
  const stored = connectors.get(name)!;
  expect(stored.config).toEqual({ ...config, 'a.password': '[hidden]' });
  expect(stored.tasks).toEqual(tasks.map((task) => ({ ...task.config, 'a.password': '[hidden]' })));
  expect(stored.isConsistent).toBe(true);
  expect(stored.topics).toEqual([...topics].sort());
  expect(stored.offsets).toEqual(offsets);
  const { state, worker_id } = stored.status!;
  expect({ state, worker_id }).toEqual({ state: status.connector.state, worker_id: status.connector.worker_id });
  expect([...stored.taskStatuses].map(([id, task]) => ({ id, state: task.state }))).toEqual(
    status.tasks.map(({ id, state }) => ({ id, state })),
  );
}

test('the worker', async () => {
  expect(await connect.serverInfo()).toMatchObject({ version: '4.3.1' });
  expect(await connect.healthCheck()).toMatchObject({ status: 'healthy' });
  const classes = (await connect.listConnectorPlugins()).map((plugin) => plugin.class);
  expect(classes).toContain(FILE_SOURCE);
  expect((await connect.listConnectorPlugins({ connectorsOnly: false })).length).toBeGreaterThan(classes.length);
  const names = (await connect.getConnectorConfigDef(FILE_SOURCE)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['file', 'topic', 'batch.size']));
  const found = await connect.validateConfigs(FILE_SOURCE, { 'connector.class': FILE_SOURCE, name: 'x', file: 'f' });
  expect(found.error_count).toBeGreaterThan(0);
  expect(found.configs.find(({ value }) => value.name === 'topic')!.value.errors).not.toEqual([]);
  await expect(connect.getConnectorConfigDef('Nope')).rejects.toMatchObject({ code: 'ERR_CONNECT_NOT_FOUND' });
});

test("a name that Connect's web server does not take in a path", async () => {
  await expect(connect.getConnector('a/b')).rejects.toMatchObject({
    code: 'ERR_CONNECT_BAD_REQUEST',
    message: expect.stringContaining("an HTML page, 'Error 400 Ambiguous URI path separator'") as string,
  });
});

test('loggers', async () => {
  const logger = 'org.apache.kafka.connect.file';
  expect(await connect.setLevel(logger, 'DEBUG', { worker: worker.url })).toContain(logger);
  expect(await connect.getLogger(logger)).toMatchObject({ level: 'DEBUG' });
  expect(Object.keys(await connect.listLoggers())).toContain(logger);
  expect(await connect.setLevel(logger, 'WARN', { scope: 'cluster' })).toEqual([]);
  await until(
    () => connect.getLogger(logger),
    ({ level }) => level === 'WARN',
  );
  expect((await storage.read()).loggers.get(logger)).toBe('WARN');
  await expect(connect.setLevel(logger, 'LOUD')).rejects.toMatchObject({ code: 'ERR_CONNECT_NOT_FOUND' });
});

test('the life of a source', async () => {
  const name = 'src-1 ü';
  const topic = `${worker.topics.config}-lines`;
  const file = join(worker.folder, 'lines.txt');
  await sharedKafka().createTopic(topic, { partitions: 1 });
  writeFileSync(file, 'one\ntwo\nthree\n');
  const config = { 'connector.class': FILE_SOURCE, 'tasks.max': 1, file, topic, 'a.password': 'geheim-42' };
  await using watch = await storage.watch();

  // Created stopped, so that the first offsets can be set before it runs.
  const made = await connect.createConnector({ name, config, initial_state: 'STOPPED' });
  expect(made).toMatchObject({ name, type: 'source', config: { 'tasks.max': '1', 'a.password': 'geheim-42' } });
  await expect(connect.createConnector({ name, config })).rejects.toMatchObject({ code: 'ERR_CONNECT_ALREADY_EXISTS' });
  await reach(name, 'STOPPED');
  expect((await storage.read()).connectors.get(name)!.targetState).toBe('STOPPED');

  await connect.resumeConnector(name);
  await reach(name, 'RUNNING RUNNING');
  const partition = { filename: file };
  const at = (position: number) => [{ partition, offset: { position } }];
  await until(
    () => connect.getOffsets(name),
    ({ offsets }) => offsets[0]?.offset?.position === 14,
  );
  await until(
    () => connect.getConnectorActiveTopics(name),
    (topics) => topics.length === 1,
  );
  await compare(name);
  expect(await connect.getTaskStatus(name, 0)).toMatchObject({ id: 0, state: 'RUNNING' });
  await expect(connect.getTaskStatus(name, 9)).rejects.toMatchObject({ code: 'ERR_CONNECT_NOT_FOUND' });

  await connect.pauseConnector(name);
  await reach(name, 'PAUSED PAUSED');
  await compare(name);
  expect((await storage.read()).connectors.get(name)!.targetState).toBe('PAUSED');
  await expect(connect.alterConnectorOffsets(name, at(0))).rejects.toMatchObject({ code: 'ERR_CONNECT_BAD_REQUEST' });

  await connect.stopConnector(name);
  await reach(name, 'STOPPED');
  await compare(name);
  const huge = [{ partition, offset: { position: 9_007_199_254_740_993n } }];
  expect((await connect.alterConnectorOffsets(name, huge)).message).toContain('altered successfully');
  expect((await connect.getOffsets(name)).offsets).toEqual(huge);
  await compare(name);
  expect((await connect.resetConnectorOffsets(name)).message).toContain('reset successfully');
  expect((await connect.getOffsets(name)).offsets).toEqual([]);
  await compare(name);
  await connect.alterConnectorOffsets(name, at(4)); // behind "one"

  await connect.resumeConnector(name);
  await reach(name, 'RUNNING RUNNING');
  await connect.restartTask(name, 0);
  const restarting = await connect.restartConnector(name, { includeTasks: true });
  expect(restarting).toMatchObject({ name, tasks: [{ id: 0 }] });
  await reach(name, 'RUNNING RUNNING');
  expect(await connect.restartConnector(name)).toBeUndefined();
  await reach(name, 'RUNNING RUNNING');
  appendFileSync(file, 'four\n');
  await until(
    () => connect.getOffsets(name),
    ({ offsets }) => offsets[0]?.offset?.position === 19,
  );
  await compare(name);

  const changed = await connect.putConnectorConfig(name, { ...config, 'batch.size': 7 });
  expect(changed).toMatchObject({ created: false, result: { config: { 'batch.size': '7' } } });
  expect((await connect.patchConnectorConfig(name, { 'batch.size': null })).config).not.toHaveProperty('batch.size');
  // Changes and restarts at once are what "stale configuration" comes from: they all succeed.
  await Promise.all([
    ...[1, 2].map((size) => connect.patchConnectorConfig(name, { 'batch.size': size })),
    ...[1, 2].map(() => connect.restartConnector(name, { includeTasks: true })),
  ]);
  await reach(name, 'RUNNING RUNNING');
  expect(Object.keys(await connect.listConnectors({ expand: ['info', 'status'] }))).toEqual([name]);
  await connect.resetConnectorActiveTopics(name);

  await connect.destroyConnector(name);
  expect(await connect.listConnectors()).toEqual([]);
  await expect(connect.getConnector(name)).rejects.toMatchObject({ code: 'ERR_CONNECT_NOT_FOUND' });
  const after = await storage.read();
  expect([...after.connectors.keys()]).toEqual([]);
  expect(after.offsets.get(name)).toEqual(at(19)); // Connect keeps them
  const lines = await sharedKafka().consume(topic, { isolation: 'read_committed' });
  expect(lines.map(({ value }) => String(value))).toEqual(['one', 'two', 'three', 'two', 'three', 'four']);

  const seen: StorageChange[] = [];
  for await (const change of watch) {
    seen.push(change);
    if (change.kind === 'connector' && change.isDeleted) break;
  }
  const kinds = new Set(seen.map(({ kind }) => kind));
  for (const kind of ['connector', 'targetState', 'tasks', 'restart'] as const) expect(kinds).toContain(kind);
  expect(seen.every((change) => change.connector === name)).toBe(true);
}, 120_000);
