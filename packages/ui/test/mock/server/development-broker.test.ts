/** Every page on the broker that a newcomer starts first: what it does not answer is said in one line. */
import { MockCluster } from '../../../../../src/testing/index';
import type {
  ClusterView,
  FaultBody,
  Page,
  PartitionRow,
  Row,
  SessionView,
  TopicRow,
  TopicView,
} from '../../../src/shared/api';
import type { ClientView, ProducedRecord } from '../../../src/shared/admin-api';
import { UiUnderTest } from '../../helpers/running-ui';

let mock: MockCluster;
let ui: UiUnderTest;

beforeAll(async () => {
  mock = await MockCluster.start({ topics: { numbers: 3, other: 1 } });
  ui = await UiUnderTest.start(mock.bootstrapServers);
});

afterAll(async () => {
  await ui?.close();
  await mock?.close();
});

const record = { partition: 1, key: { as: 'utf8', data: 'k' }, value: { as: 'json', data: '{"a":1}' }, headers: [] };

test('the address comes first, alone on its line', () => {
  expect(ui.printed.stdout).toBe(`${ui.ui.url}#t=${ui.ui.token}\n`);
  expect(ui.ui.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test('topics, partitions and the cluster', async () => {
  const topics = await ui.get<Page<TopicRow>>('/topics');
  expect(topics.items.map(({ name, partitions, cleanup }) => [name, partitions, cleanup])).toEqual([
    ['numbers', 3, null],
    ['other', 1, null],
  ]);
  const view = await ui.get<TopicView>('/topics/numbers');
  expect([view.configs, view.configsFault?.code]).toEqual([[], 'UNSUPPORTED']);
  const partitions = await ui.get<Page<PartitionRow>>('/topics/other/partitions');
  expect(partitions.items).toEqual([
    {
      partition: 0,
      leader: 1,
      replicas: [1],
      isr: [1],
      earliest: '0',
      latest: '0',
      lastStable: '0',
      firstRecord: null,
    },
  ]);
  const cluster = await ui.get<ClusterView>('/cluster');
  expect([cluster.brokers.length, cluster.totals.topics, cluster.totals.groups]).toEqual([1, 2, null]);
});

test('producing, and seeing it', async () => {
  const written = await ui.send<ProducedRecord[]>('POST', '/topics/numbers/records', { ...record, times: 3 });
  expect(written.map(({ partition, offset }) => [partition, offset])).toEqual([
    [1, '0'],
    [1, '1'],
    [1, '2'],
  ]);
  const events = await ui.events('/scan', { topic: 'numbers', mode: 'newest' });
  const rows = events.flatMap(({ name, data }) => (name === 'rows' ? (data as { rows: Row[] }).rows : []));
  expect(rows.map(({ p, o }) => [p, o])).toEqual([
    [1, '2'],
    [1, '1'],
    [1, '0'],
  ]);
  expect(events.at(-1)).toMatchObject({ name: 'done', data: { reason: 'end' } });
  const client = await ui.get<ClientView>('/client');
  expect(client.clients.map(({ name, state }) => [name, state])).toEqual([
    ['AdminClient', 'up'],
    ['Producer', 'up'],
  ]);
});

test('a topic that is not there is not made', async () => {
  expect(await ui.refused('POST', '/topics/nothing/records', { ...record, partition: null })).toMatch(
    /^404 NOT_FOUND: There is no topic nothing/,
  );
  expect(await ui.refused('GET', '/topics/nothing')).toMatch(/^404 NOT_FOUND/);
  expect(await ui.refused('GET', '/topics/nothing/partitions')).toMatch(/^404 NOT_FOUND/);
  expect(await ui.refusedStream('/scan', { topic: 'nothing', mode: 'newest' })).toMatch(/^NOT_FOUND/);
  expect((await ui.get<Page<TopicRow>>('/topics')).total).toBe(2);
  expect(await ui.refused('POST', '/topics/numbers/records', { ...record, partition: 3 })).toBe(
    '400 BAD_REQUEST: partition must be below 3; it is 3',
  );
});

test.each<[string, string, unknown]>([
  ['GET', '/topics/numbers/configs', undefined],
  ['PATCH', '/topics/numbers/configs', { ops: [{ name: 'retention.ms', op: 'set', value: '1' }] }],
  ['GET', '/brokers/1/configs', undefined],
  ['POST', '/topics', { name: 'new' }],
  ['POST', '/topics/numbers/partitions', { totalCount: 4, confirm: 'numbers' }],
  ['POST', '/topics/numbers/purge', { before: [{ partition: 0, offset: 'end' }], confirm: 'numbers' }],
  ['DELETE', '/topics/numbers', { confirm: 'numbers' }],
  ['POST', '/elections', { partitions: [{ topic: 'numbers', partition: 0 }] }],
  ['GET', '/acls', undefined],
  ['DELETE', '/acls', { filters: [{}], expect: 0 }],
  ['GET', '/users', undefined],
  ['PUT', '/users/alice', { mechanism: 'SCRAM_SHA_256', password: 'secret' }],
  ['DELETE', '/users/alice/SCRAM_SHA_256', undefined],
  ['POST', '/groups/g/offsets/plan', { to: 'earliest' }],
  ['DELETE', '/groups/g', { confirm: 'g' }],
  ['DELETE', '/groups/g/offsets', { partitions: [{ topic: 'numbers', partition: 0 }], confirm: 'g' }],
])('%s %s is unsupported, and nothing else', async (method, where, body) => {
  const answer = await ui.ask<FaultBody>(method, where, body);
  expect([answer.status, answer.body.error?.code, answer.body.error?.kafka]).toEqual([
    501,
    'UNSUPPORTED',
    'ERR__UNSUPPORTED_FEATURE',
  ]);
});

test('the session names what is not answered', async () => {
  const { unsupported, clusterId } = await ui.get<SessionView>('/session');
  expect(clusterId).toMatch(/^mockCluster/);
  expect(unsupported).toContain('describeConfigs');
  expect((await ui.get<Page<unknown>>('/groups')).partial).toContain('groups');
  expect(await ui.refused('GET', '/groups/g')).toMatch(/^404 NOT_FOUND: There is no group g/);
});

test('nothing was an internal error', () => expect(ui.printed.stderr).toBe(''));
