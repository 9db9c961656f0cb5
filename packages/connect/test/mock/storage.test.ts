/** ConnectStorage over an in-process cluster, with the bytes that Connect 4.3.1 writes. */
import { Producer } from 'kafka-napi';
import { MockCluster } from 'kafka-napi/testing';

import { ConnectStorage, type ConnectStorageConfig, type ConnectStorageOptions } from '../../src/index';

let cluster: MockCluster;
let producer: Producer<'string', 'string'>;
beforeAll(async () => {
  cluster = await MockCluster.start({ brokers: 1 });
  producer = new Producer({
    'bootstrap.servers': cluster.bootstrapServers,
    'key.serializer': 'string',
    'value.serializer': 'string',
  });
});
afterAll(async () => {
  await producer.close();
  await cluster.close();
});

let count = 0;
interface Topics {
  config: string;
  status: string;
  offsets: string;
  storage: ConnectStorage;
}

/** Topics of their own, and what reads them. */
function make(options: ConnectStorageOptions = {}): Topics {
  const id = ++count;
  const [config, status, offsets] = [`configs-${id}`, `status-${id}`, `offsets-${id}`];
  cluster.createTopic(config, { numPartitions: 1 });
  cluster.createTopic(status, { numPartitions: 5 });
  cluster.createTopic(offsets, { numPartitions: 25 });
  const storage = new ConnectStorage(
    { 'bootstrap.servers': cluster.bootstrapServers },
    { 'config.storage.topic': config, 'status.storage.topic': status, 'offset.storage.topic': offsets, ...options },
  );
  return { config, status, offsets, storage };
}

async function write(topic: string, records: readonly (readonly [key: string, value: unknown, timestamp?: number])[]) {
  for (const [key, value, timestamp] of records) {
    const text = value === null || typeof value === 'string' ? value : JSON.stringify(value);
    await producer.send({ topic, key, value: text, timestamp });
  }
}

const properties = (more: object = {}) => ({
  properties: { name: 'src-1', 'connector.class': 'FileStreamSource', ...more },
});
const state = (name: string) => ({ state: name, trace: null, worker_id: 'h:8083', generation: 4, version: '4.3.1' });

test('what Connect writes', async () => {
  const { config, status, offsets, storage } = make();
  await write(config, [
    ['session-key', { key: 'c2VjcmV0', algorithm: 'HmacSHA256', 'creation-timestamp': 1 }],
    ['connector-src-1', properties()],
    ['task-src-1-0', properties({ 'task.class': 'T', file: 'a' })],
    ['task-src-1-1', properties({ 'task.class': 'T', file: 'b' })],
    ['commit-src-1', { tasks: 2 }],
    ['target-state-src-1', { state: 'PAUSED', 'state.v2': 'STOPPED' }],
    ['tasks-fencing-src-1', { 'task-count': 2 }],
    ['restart-connector-src-1', { 'include-tasks': true, 'only-failed': false }],
    ['connector-other', properties()],
    ['target-state-other', { state: 'PAUSED' }],
    ['connector-gone', properties()],
    ['target-state-gone', { state: 'STARTED' }],
    ['connector-gone', null],
    ['target-state-gone', null],
    ['logger-cluster-org.apache', { level: 'DEBUG' }],
  ]);
  await write(status, [
    ['status-connector-src-1', state('STOPPED')],
    ['status-task-src-1-0', { ...state('FAILED'), trace: 'java.lang.Error', version: undefined }],
    ['status-task-src-1-1', state('RUNNING')],
    ['status-task-src-1-1', null],
    ['status-topic-t2:connector-src-1', { topic: { name: 't2', connector: 'src-1', task: 0, discoverTimestamp: 1 } }],
    ['status-topic-t1:connector-src-1', { topic: { name: 't1', connector: 'src-1', task: 0, discoverTimestamp: 1 } }],
    ['status-topic-t2:connector-src-1', { topic: { name: 't2', connector: 'src-1', task: 1, discoverTimestamp: 2 } }],
  ]);
  await write(offsets, [
    ['["src-1",{"file":"a"}]', '{"pos":9007199254740993}'],
    ['["src-1",{"file":"b"}]', '{"pos":3}'],
    ['["src-1",{"file":"b"}]', null],
    ['["gone",{"file":"c"}]', '{"pos":1.0}'],
  ]);

  const snapshot = await storage.read();
  expect(snapshot.unreadable).toEqual([]);
  expect(Object.fromEntries(snapshot.loggers)).toEqual({ 'org.apache': 'DEBUG' });
  expect([...snapshot.connectors.keys()]).toEqual(['src-1', 'other']);
  expect(snapshot.connectors.get('src-1')).toEqual({
    name: 'src-1',
    config: properties().properties,
    targetState: 'STOPPED',
    tasks: ['a', 'b'].map((file) => properties({ 'task.class': 'T', file }).properties),
    isConsistent: true,
    status: state('STOPPED'),
    taskStatuses: new Map([[0, { ...state('FAILED'), trace: 'java.lang.Error', version: null }]]),
    topics: ['t1', 't2'],
    offsets: [{ partition: { file: 'a' }, offset: { pos: 9007199254740993n } }],
  });
  expect(snapshot.connectors.get('other')).toMatchObject({ targetState: 'PAUSED', tasks: [], status: undefined });
  expect([...snapshot.offsets.keys()].sort()).toEqual(['gone', 'src-1']);
  expect(snapshot.offsets.get('gone')).toMatchObject([{ partition: { file: 'c' }, offset: { pos: { value: '1.0' } } }]);
});

test('task configurations count when their commit is there, also in a compacted log', async () => {
  const { config, storage } = make();
  const task = (file: string) => ({ properties: { file } });
  await write(config, [
    ['connector-a', properties()],
    ['task-a-1', task('old')], // of an earlier, larger commit
    ['task-a-0', task('new')],
    ['commit-a', { tasks: 1 }],
    ['task-a-0', task('not committed')],
    ['connector-b', properties()],
    ['task-b-1', task('1')], // task 0 was written again later
    ['commit-b', { tasks: 2 }],
    ['task-b-0', task('later')],
    ['connector-c', properties()],
    ['task-c-0', task('x')],
    ['commit-c', { tasks: 1 }],
    ['commit-c', { tasks: 0 }], // stopped
  ]);
  const { connectors } = await storage.read();
  expect(connectors.get('a')).toMatchObject({ tasks: [{ file: 'new' }], isConsistent: true });
  expect(connectors.get('b')).toMatchObject({ tasks: [], isConsistent: false });
  expect(connectors.get('c')).toMatchObject({ tasks: [], isConsistent: true });
});

test('one partition under two keys: the later offset, whatever the order of members', async () => {
  const { offsets, storage } = make();
  await write(offsets, [
    ['["c",{"a":1,"b":2}]', { pos: 7 }, 2000],
    ['["c",{"b":2,"a":1}]', { pos: 5 }, 1000],
    ['["c",{"a":2,"b":{"y":1,"x":2}}]', { pos: 1 }, 1000],
    ['["c",{"b":{"x":2,"y":1},"a":2}]', { pos: 2 }, 3000],
  ]);
  const { offsets: all } = await storage.read();
  expect(all.get('c')!.map(({ offset }) => offset)).toEqual([{ pos: 7 }, { pos: 2 }]);
});

test('what is none of Connect, or cannot be read, is listed and harms nothing', async () => {
  const { config, status, offsets, storage } = make();
  await write(config, [
    ['connector-a', properties()],
    ['connector-a', '{"properties":{"password":"geheim'],
    ['connector-b', { properties: { x: 1 } }],
    ['target-state-a', { state: 'SLEEPING' }],
    ['commit-a', { tasks: -1 }],
    ['task-a', properties()],
    ['hello', '1'],
    ['__proto__', '{}'],
  ]);
  await write(status, [
    ['status-connector-a', { state: 7 }],
    ['status-topic-x', '{}'],
    ['status-task-', '{}'],
  ]);
  await write(offsets, [
    ['no json', '{}'],
    ['["a"]', '{}'],
    ['["__proto__",{"__proto__":1}]', '{"__proto__":{"x":1}}'],
  ]);
  await producer.send({ topic: offsets, value: 'x' });
  const { connectors, unreadable } = await storage.read();
  expect([...connectors.keys()]).toEqual(['a']);
  expect(connectors.get('a')!.targetState).toBe('STARTED');
  expect(unreadable).toHaveLength(13);
  expect(unreadable).toContainEqual({ topic: config, partition: 0, offset: 1, reason: 'it is no JSON' });
  expect(JSON.stringify(unreadable)).not.toContain('geheim');
});

const secrets = {
  'connection.password': 'geheim',
  'database.password': '${file:/secrets:db}',
  'connection.url': 'jdbc:postgresql://user:pw@db/orders',
  'producer.override.sasl.jaas.config': 'x',
  'key.converter': 'StringConverter',
};

test('secrets are hidden', async () => {
  const { config, storage } = make();
  await write(config, [
    ['connector-a', { properties: secrets }],
    ['task-a-0', { properties: secrets }],
    ['commit-a', { tasks: 1 }],
  ]);
  const { config: shown, tasks } = (await storage.read()).connectors.get('a')!;
  expect(shown).toEqual({
    'connection.password': '[hidden]',
    'database.password': '${file:/secrets:db}',
    'connection.url': 'jdbc:postgresql://[hidden]@db/orders',
    'producer.override.sasl.jaas.config': '[hidden]',
    'key.converter': 'StringConverter',
  });
  expect(tasks).toEqual([shown]);
});

test('what is hidden is the choice of the caller', async () => {
  const all = make({ hide: false });
  await write(all.config, [['connector-a', { properties: secrets }]]);
  expect((await all.storage.read()).connectors.get('a')!.config).toEqual(secrets);
  const own = make({ hide: (name, value, connector) => name === 'key.converter' && value !== '' && connector === 'a' });
  await write(own.config, [['connector-a', { properties: secrets }]]);
  expect((await own.storage.read()).connectors.get('a')!.config).toEqual({ ...secrets, 'key.converter': '[hidden]' });
  const failing = make({
    hide: () => {
      throw new Error('mine');
    },
  });
  await write(failing.config, [['connector-a', { properties: secrets }]]);
  await expect(failing.storage.read()).rejects.toThrow('mine');
});

test('watch: everything that is there, then each change, until it is closed', async () => {
  const { config, status, offsets, storage } = make();
  await write(config, [['connector-a', properties()]]);
  const watch = await storage.watch();
  expect([...watch.snapshot().connectors.keys()]).toEqual(['a']);
  const seen: unknown[] = [];
  const writing = (async () => {
    await write(config, [
      ['target-state-a', { state: 'PAUSED' }],
      ['session-key', { key: 'x' }],
    ]);
    await write(status, [['status-task-a-3', state('RUNNING')]]);
    await write(offsets, [['["a",{"file":"f"}]', { pos: 1 }]]);
    await write(config, [['connector-a', null]]);
  })();
  for await (const change of watch) {
    seen.push(change);
    if (change.kind === 'targetState') expect(watch.snapshot().connectors.get('a')!.targetState).toBe('PAUSED');
    if (change.isDeleted) break;
  }
  await writing;
  // Across topics there is no order.
  expect(seen).toEqual(expect.arrayContaining([{ kind: 'targetState', connector: 'a', isDeleted: false }]));
  expect(seen.at(-1)).toEqual({ kind: 'connector', connector: 'a', isDeleted: true });
  expect(watch.snapshot().connectors.size).toBe(0);

  const rest = (async () => {
    for await (const change of watch) seen.push(change);
  })();
  await write(status, [['status-connector-b', state('RUNNING')]]);
  while (!seen.some((one) => (one as { connector: string }).connector === 'b')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(watch.close()).toBe(watch.close());
  await Promise.all([rest, watch.close()]);
  expect(seen).toContainEqual({ kind: 'taskStatus', connector: 'a', task: 3, isDeleted: false });
  expect(seen).toContainEqual({ kind: 'offset', connector: 'a', isDeleted: false });
});

test('the signal of watch ends its loop', async () => {
  const { storage } = make();
  const controller = new AbortController();
  await using watch = await storage.watch({ signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  for await (const change of watch) throw new Error(`${change.kind} out of nothing`);
});

test('a topic that does not exist, no broker, an abort: an error within the time', async () => {
  const { config, status, storage } = make({ 'offset.storage.topic': 'not-there' });
  await expect(storage.read({ timeoutMs: 500 })).rejects.toMatchObject({
    name: 'TimeoutError',
    message: `read: not done within 500 ms. Check that there are the topics ${config}, ${status}, not-there`,
    cause: { operation: 'partitionsFor' },
  });
  const nobody = new ConnectStorage({ 'bootstrap.servers': '127.0.0.1:1' });
  await expect(nobody.read({ timeoutMs: 300 })).rejects.toMatchObject({ name: 'TimeoutError' });
  const controller = new AbortController();
  const reading = nobody.read({ signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  await expect(nobody.read({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
});

test.each<[object, object | undefined, string]>([
  [
    { 'group.id': 'g' },
    undefined,
    "property 'group.id' is set by ConnectStorage. Valid: other properties of a consumer",
  ],
  [
    {},
    { topics: 1 },
    "unknown option 'topics'. Valid options: config.storage.topic, status.storage.topic, offset.storage.topic, hide",
  ],
  [{}, { 'config.storage.topic': '' }, 'config.storage.topic is no name of a topic. A string is valid'],
  [
    {},
    { 'offset.storage.topic': [] },
    'offset.storage.topic is no name of a topic. A string is valid, or a list of them',
  ],
  [{}, { 'config.storage.topic': 'connect-status' }, 'a topic is named twice. Each of them has one purpose'],
  [{}, { hide: true }, 'hide is no function. (name, value, connector) => boolean is valid, and false'],
])('new ConnectStorage(%j, %j)', (config, options, message) => {
  const make = () =>
    new ConnectStorage({ 'bootstrap.servers': 'localhost:9092', ...config } as ConnectStorageConfig, options);
  expect(make).toThrow(
    expect.objectContaining({ name: 'InvalidArgumentError', message: `ConnectStorage: ${message}` }) as Error,
  );
});
