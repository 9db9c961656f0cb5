/** Every method: what it asks for, and what it makes of the answer (as Connect 4.3.1 gives it). */
import { ConnectClient, exactNumber } from '../../src/index';
import { FakeWorker } from '../helpers/fake-worker';

const info = {
  name: 'src 1',
  config: { name: 'src 1', file: 'f' },
  tasks: [{ connector: 'src 1', task: 0 }],
  type: 'source',
};
const status = {
  name: 'src 1',
  connector: { state: 'RUNNING', worker_id: 'h:8083', version: '4.3.1' },
  tasks: [{ id: 0, state: 'FAILED', worker_id: 'h:8083', version: null, trace: 'java.lang.Error' }],
  type: 'source',
};
const offsets = { offsets: [{ partition: { filename: 'f' }, offset: { position: 5 } }] };
const message = { message: 'The offsets for this connector have been reset successfully' };
const plugins = [{ class: 'org.Source', type: 'source', version: '4.3.1' }];
const found = { name: 'org.Source', error_count: 0, groups: [], configs: [] };
const N = '/connectors/src%201';

type Row = [
  name: string,
  call: (client: ConnectClient) => Promise<unknown>,
  asked: string,
  sent: unknown,
  answer: { status: number; body?: unknown },
  result: unknown,
];
const rows: Row[] = [
  [
    'serverInfo',
    (c) => c.serverInfo(),
    'GET /',
    undefined,
    { status: 200, body: { version: '4.3.1', commit: 'c', kafka_cluster_id: 'k' } },
    { version: '4.3.1', commit: 'c', kafka_cluster_id: 'k' },
  ],
  [
    'healthCheck',
    (c) => c.healthCheck(),
    'GET /health',
    undefined,
    { status: 200, body: { status: 'healthy', message: 'm' } },
    { status: 'healthy', message: 'm' },
  ],
  [
    'healthCheck, starting',
    (c) => c.healthCheck(),
    'GET /health',
    undefined,
    { status: 503, body: { status: 'starting', message: 'm' } },
    { status: 'starting', message: 'm' },
  ],
  ['ready', (c) => c.ready(), 'GET /connectors', undefined, { status: 200, body: [] }, undefined],
  [
    'listConnectors',
    (c) => c.listConnectors(),
    'GET /connectors',
    undefined,
    { status: 200, body: ['src 1'] },
    ['src 1'],
  ],
  [
    'listConnectors, expanded',
    (c) => c.listConnectors({ expand: ['status', 'info'] }),
    'GET /connectors?expand=status&expand=info',
    undefined,
    { status: 200, body: { 'src 1': { status, info } } },
    { 'src 1': { status, info } },
  ],
  [
    'createConnector',
    (c) =>
      c.createConnector({
        name: 'src 1',
        config: { file: 'f', 'tasks.max': 2, quiet: true },
        initial_state: 'STOPPED',
      }),
    'POST /connectors',
    { name: 'src 1', config: { file: 'f', 'tasks.max': '2', quiet: 'true' }, initial_state: 'STOPPED' },
    { status: 201, body: info },
    info,
  ],
  ['getConnector', (c) => c.getConnector('src 1'), `GET ${N}`, undefined, { status: 200, body: info }, info],
  [
    'getConnectorConfig',
    (c) => c.getConnectorConfig('src 1'),
    `GET ${N}/config`,
    undefined,
    { status: 200, body: info.config },
    info.config,
  ],
  [
    'putConnectorConfig, new',
    (c) => c.putConnectorConfig('src 1', { file: 'f' }),
    `PUT ${N}/config`,
    { file: 'f' },
    { status: 201, body: info },
    { created: true, result: info },
  ],
  [
    'putConnectorConfig, old',
    (c) => c.putConnectorConfig('src 1', { file: 'f' }),
    `PUT ${N}/config`,
    { file: 'f' },
    { status: 200, body: info },
    { created: false, result: info },
  ],
  [
    'patchConnectorConfig',
    (c) => c.patchConnectorConfig('src 1', { file: null, a: 'b' }),
    `PATCH ${N}/config`,
    { file: null, a: 'b' },
    { status: 200, body: info },
    info,
  ],
  [
    'getConnectorStatus',
    (c) => c.getConnectorStatus('src 1'),
    `GET ${N}/status`,
    undefined,
    { status: 200, body: status },
    status,
  ],
  ['pauseConnector', (c) => c.pauseConnector('src 1'), `PUT ${N}/pause`, undefined, { status: 202 }, undefined],
  ['resumeConnector', (c) => c.resumeConnector('src 1'), `PUT ${N}/resume`, undefined, { status: 202 }, undefined],
  ['stopConnector', (c) => c.stopConnector('src 1'), `PUT ${N}/stop`, undefined, { status: 204 }, undefined],
  [
    'restartConnector',
    (c) => c.restartConnector('src 1'),
    `POST ${N}/restart?includeTasks=false&onlyFailed=false`,
    undefined,
    { status: 204 },
    undefined,
  ],
  [
    'restartConnector, tasks',
    (c) => c.restartConnector('src 1', { includeTasks: true, onlyFailed: true }),
    `POST ${N}/restart?includeTasks=true&onlyFailed=true`,
    undefined,
    { status: 202, body: status },
    status,
  ],
  ['destroyConnector', (c) => c.destroyConnector('src 1'), `DELETE ${N}`, undefined, { status: 204 }, undefined],
  [
    'getTaskConfigs',
    (c) => c.getTaskConfigs('src 1'),
    `GET ${N}/tasks`,
    undefined,
    { status: 200, body: [{ id: info.tasks[0], config: { 'task.class': 't' } }] },
    [{ id: info.tasks[0], config: { 'task.class': 't' } }],
  ],
  [
    'getTaskStatus',
    (c) => c.getTaskStatus('src 1', 0),
    `GET ${N}/tasks/0/status`,
    undefined,
    { status: 200, body: status.tasks[0] },
    status.tasks[0],
  ],
  ['restartTask', (c) => c.restartTask('src 1', 3), `POST ${N}/tasks/3/restart`, undefined, { status: 204 }, undefined],
  [
    'getConnectorActiveTopics',
    (c) => c.getConnectorActiveTopics('src 1'),
    `GET ${N}/topics`,
    undefined,
    { status: 200, body: { 'src 1': { topics: ['t'] } } },
    ['t'],
  ],
  [
    'resetConnectorActiveTopics',
    (c) => c.resetConnectorActiveTopics('src 1'),
    `PUT ${N}/topics/reset`,
    undefined,
    { status: 202 },
    undefined,
  ],
  ['getOffsets', (c) => c.getOffsets('src 1'), `GET ${N}/offsets`, undefined, { status: 200, body: offsets }, offsets],
  [
    'alterConnectorOffsets',
    (c) => c.alterConnectorOffsets('src 1', offsets),
    `PATCH ${N}/offsets`,
    offsets,
    { status: 200, body: message },
    message,
  ],
  [
    'resetConnectorOffsets',
    (c) => c.resetConnectorOffsets('src 1'),
    `DELETE ${N}/offsets`,
    undefined,
    { status: 200, body: message },
    message,
  ],
  [
    'listConnectorPlugins',
    (c) => c.listConnectorPlugins({ connectorsOnly: false }),
    'GET /connector-plugins?connectorsOnly=false',
    undefined,
    { status: 200, body: plugins },
    plugins,
  ],
  [
    'getConnectorConfigDef',
    (c) => c.getConnectorConfigDef('org.Source'),
    'GET /connector-plugins/org.Source/config',
    undefined,
    { status: 200, body: [{ name: 'file', type: 'STRING' }] },
    [{ name: 'file', type: 'STRING' }],
  ],
  [
    'validateConfigs',
    (c) => c.validateConfigs('org.Source', { file: 'f' }),
    'PUT /connector-plugins/org.Source/config/validate',
    { file: 'f' },
    { status: 200, body: found },
    found,
  ],
  [
    'listLoggers',
    (c) => c.listLoggers(),
    'GET /admin/loggers',
    undefined,
    { status: 200, body: { root: { level: 'INFO', last_modified: null } } },
    { root: { level: 'INFO', last_modified: null } },
  ],
  [
    'getLogger',
    (c) => c.getLogger('org.apache'),
    'GET /admin/loggers/org.apache',
    undefined,
    { status: 200, body: { level: 'INFO', last_modified: 5 } },
    { level: 'INFO', last_modified: 5 },
  ],
  [
    'setLevel',
    (c) => c.setLevel('org.apache', 'DEBUG'),
    'PUT /admin/loggers/org.apache?scope=worker',
    { level: 'DEBUG' },
    { status: 200, body: ['org.apache'] },
    ['org.apache'],
  ],
  [
    'setLevel, cluster',
    (c) => c.setLevel('org.apache', 'DEBUG', { scope: 'cluster' }),
    'PUT /admin/loggers/org.apache?scope=cluster',
    { level: 'DEBUG' },
    { status: 204 },
    [],
  ],
];

test.each(rows)('%s', async (_name, call, asked, sent, answer, result) => {
  await using worker = await FakeWorker.start(answer);
  expect(await call(new ConnectClient({ urls: worker.url }))).toEqual(result);
  expect(worker.calls).toEqual([asked]);
  const { body, headers } = worker.asked[0]!;
  expect(body === '' ? undefined : JSON.parse(body)).toEqual(sent);
  expect(headers['content-type']).toBe(sent === undefined ? undefined : 'application/json');
});

test('every method is in the table', () => {
  const methods = Object.getOwnPropertyNames(ConnectClient.prototype).filter(
    (one) => !/^(constructor|toJSON)$/.test(one),
  );
  expect(new Set(rows.map(([name]) => name.split(',')[0]))).toEqual(new Set(methods));
});

test('numbers of offsets come and go exactly', async () => {
  const text =
    '{"offsets":[{"partition":{"a":[1,-0]},"offset":{"lsn":9007199254740993,"t":3.0,"x":0.1000,"e":1E400,"n":1.5}}]}';
  await using worker = await FakeWorker.start({ status: 200, body: text }, { status: 200, body: message });
  const client = new ConnectClient({ urls: worker.url });
  const read = await client.getOffsets('c');
  expect(read.offsets[0]!.offset).toMatchObject({ lsn: 9007199254740993n, n: 1.5 });
  await client.alterConnectorOffsets('c', read);
  expect(worker.asked[1]!.body).toBe(text);
  await client.alterConnectorOffsets('c', [
    { partition: { a: 1 }, offset: { big: 2n ** 64n, double: exactNumber('3.0') } },
  ]);
  expect(worker.asked[2]!.body).toBe(
    '{"offsets":[{"partition":{"a":1},"offset":{"big":18446744073709551616,"double":3.0}}]}',
  );
});

test('names are encoded, and a prefix of the address is kept', async () => {
  await using worker = await FakeWorker.start({ status: 204 });
  const client = new ConnectClient({ urls: `${worker.url}/connect/` });
  await client.stopConnector('a/b?c#d%2F é');
  expect(worker.calls).toEqual(['PUT /connect/connectors/a%2Fb%3Fc%23d%252F%20%C3%A9/stop']);
});

test('credentials and headers go along, and are not shown', async () => {
  await using worker = await FakeWorker.start({ status: 200, body: [] });
  const { host } = new URL(worker.url);
  const client = new ConnectClient({ urls: `http://us%40er:geheim%3A@${host}`, headers: { 'X-Tenant': 'a' } });
  await client.listConnectors();
  const { headers } = worker.asked[0]!;
  expect(headers.authorization).toBe(`Basic ${Buffer.from('us@er:geheim:').toString('base64')}`);
  expect(headers['x-tenant']).toBe('a');
  expect(JSON.stringify(client)).toBe(JSON.stringify({ urls: [worker.url] }));
});

test('one worker can be asked', async () => {
  await using first = await FakeWorker.start({ status: 200, body: {} });
  await using second = await FakeWorker.start({ status: 200, body: {} });
  const client = new ConnectClient({ urls: [first.url, second.url] });
  await client.listLoggers({ worker: second.url });
  expect([first.calls, second.calls]).toEqual([[], ['GET /admin/loggers']]);
  await expect(client.listLoggers({ worker: 'http://other:1' })).rejects.toThrow(
    `listLoggers: worker is none of the urls. Valid: ${first.url}, ${second.url}`,
  );
});
