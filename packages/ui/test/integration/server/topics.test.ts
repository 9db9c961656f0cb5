/** Topics, partitions and configurations on a real Kafka: every route's good and bad case. */
import type { PurgeResult, TopicCreated } from '../../../src/shared/admin-api';
import type { ClusterView, ConfigRow, Page, PartitionRow, TopicRow, TopicView } from '../../../src/shared/api';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import { UiUnderTest } from '../../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;

beforeAll(async () => {
  ui = await UiUnderTest.start(kafka.bootstrapServers);
});
afterAll(async () => {
  await ui.close();
  expect(ui.printed.stderr).toBe('');
});

async function newTopic(partitions = 1, configs: Record<string, string> = {}): Promise<string> {
  const name = uniqueName('ui');
  await ui.send('POST', '/topics', { name, partitions, configs });
  return name;
}

const fill = (topic: string, partition: number, times: number): Promise<unknown> =>
  ui.send('POST', `/topics/${topic}/records`, {
    partition,
    key: null,
    value: { as: 'utf8', data: 'x' },
    headers: [],
    times,
  });

describe('creating', () => {
  test('a topic, which is in the list at once', async () => {
    const name = uniqueName('ui');
    const body = { name, partitions: 3, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } };
    expect(await ui.send<TopicCreated>('POST', '/topics', { ...body, validateOnly: true })).toMatchObject({
      name,
      topicId: null,
    });
    expect(await ui.refused('GET', `/topics/${name}`)).toMatch(/^404 NOT_FOUND/);
    expect(await ui.send<TopicCreated>('POST', '/topics', body)).toMatchObject({
      name,
      partitions: 3,
      replicationFactor: 1,
    });
    const { items } = await ui.get<Page<TopicRow>>(`/topics?q=${name}`);
    expect(items).toMatchObject([
      { name, partitions: 3, internal: false, replicas: [1, 1], underReplicated: 0, offline: 0 },
    ]);
    const view = await ui.get<TopicView>(`/topics/${name}`);
    expect(view.configs[0]).toMatchObject({ name: 'cleanup.policy', value: 'compact', source: 'DYNAMIC_TOPIC_CONFIG' });
    expect(view.configs.some(({ isDefault }) => isDefault)).toBe(false);
    expect(view.topicId).toMatch(/^[\w-]{22}$/);
  });

  test.each<[string, object, RegExp]>([
    ['a bad name', { name: 'a b' }, /^400 BAD_REQUEST: name must be the name of a topic/],
    ['no partitions', { name: 'x', partitions: 0 }, /^400 BAD_REQUEST: partitions must be from 1/],
    ['too many replicas', { name: 'x', replicationFactor: 5 }, /^400 BAD_REQUEST: .*replication factor/i],
    ['an unknown config', { name: 'x', configs: { 'retention.m': '1' } }, /^400 BAD_REQUEST: .*retention\.m/],
    ['a wrong value', { name: 'x', configs: { 'retention.ms': 'soon' } }, /^400 BAD_REQUEST: .*retention\.ms/],
    [
      'an unknown field',
      { name: 'x', partition: 1 },
      /^400 BAD_REQUEST: partition is unknown. Did you mean partitions\?/,
    ],
  ])('%s is refused, and only checked too', async (_, body, message) => {
    expect(await ui.refused('POST', '/topics', { ...body, validateOnly: true })).toMatch(message);
    expect(await ui.refused('POST', '/topics', body)).toMatch(message);
  });

  test('the same again is a conflict', async () => {
    const name = await newTopic();
    expect(await ui.refused('POST', '/topics', { name })).toMatch(/^409 CONFLICT/);
  });
});

describe('partitions', () => {
  test('their ends, in pages', async () => {
    const name = await newTopic(3);
    await fill(name, 1, 5);
    const page = await ui.get<Page<PartitionRow>>(`/topics/${name}/partitions?offset=1&limit=1`);
    expect(page).toMatchObject({ total: 3, offset: 1 });
    expect(page.items).toMatchObject([{ partition: 1, earliest: '0', latest: '5', lastStable: '5', firstRecord: '0' }]);
    expect(page.items[0]!.leader).toBe(page.items[0]!.replicas[0]);
    expect((await ui.get<Page<PartitionRow>>(`/topics/${name}/partitions?offset=9`)).items).toEqual([]);
    expect(await ui.refused('GET', `/topics/${name}/partitions?limit=501`)).toMatch(
      /^400 BAD_REQUEST: limit must be from 1 to 500/,
    );
    expect(await ui.refused('GET', `/topics/${name}x/partitions`)).toMatch(/^404 NOT_FOUND/);
  });

  test('are added, with the typed name; never taken away', async () => {
    const name = await newTopic(2);
    const add = (totalCount: number, confirm = name) =>
      ui.refused('POST', `/topics/${name}/partitions`, { totalCount, confirm });
    expect(await add(4, 'other')).toMatch(/^400 BAD_REQUEST: confirm must be the name/);
    expect(await add(1)).toMatch(/^400 BAD_REQUEST/);
    expect((await ui.get<TopicView>(`/topics/${name}`)).partitions).toBe(2);
    expect(await add(4)).toBe('204');
    expect((await ui.get<TopicView>(`/topics/${name}`)).partitions).toBe(4);
    expect(await ui.refused('POST', `/topics/${name}x/partitions`, { totalCount: 4, confirm: `${name}x` })).toMatch(
      /^404/,
    );
  });

  test('are purged to an offset, or to the end', async () => {
    const name = await newTopic(3);
    await Promise.all([fill(name, 0, 5), fill(name, 1, 5)]);
    const purge = (before: object[], confirm = name) =>
      ui.ask<PurgeResult[]>('POST', `/topics/${name}/purge`, { before, confirm });
    expect((await purge([{ partition: 0, offset: '3' }], 'no')).status).toBe(400);
    expect((await purge([{ partition: 0, offset: '9007199254740993' }])).status).toBe(400);
    const { body } = await purge([
      { partition: 0, offset: '3' },
      { partition: 1, offset: 'end' },
      { partition: 2, offset: '7' },
      { partition: 9, offset: 'end' },
    ]);
    expect(
      body.map((one) => [one.partition, one.fault?.code ?? (one as { lowWatermark: string }).lowWatermark]),
    ).toEqual([
      [0, '3'],
      [1, '5'],
      [2, 'BAD_REQUEST'],
      [9, 'NOT_FOUND'],
    ]);
    const { items } = await ui.get<Page<PartitionRow>>(`/topics/${name}/partitions`);
    expect(items.map(({ earliest, latest }) => [earliest, latest])).toEqual([
      ['3', '5'],
      ['5', '5'],
      ['0', '0'],
    ]);
  });

  test('the preferred leader leads already: nothing is wrong', async () => {
    const name = await newTopic(1);
    expect(await ui.send('POST', '/elections', { partitions: [{ topic: name, partition: 0 }] })).toEqual([
      { topic: name, partition: 0 },
    ]);
    expect(await ui.send('POST', '/elections', { partitions: [{ topic: name, partition: 7 }] })).toMatchObject([
      { fault: { code: 'NOT_FOUND' } },
    ]);
  });
});

describe('configurations', () => {
  const change = (where: string, ops: object[], validateOnly = false) =>
    ui.ask<ConfigRow[]>('PATCH', where, { ops, validateOnly });
  const named = (rows: ConfigRow[], name: string): ConfigRow => rows.find((row) => row.name === name)!;

  test('of a topic: changed ones first, with what is known of them', async () => {
    const name = await newTopic(1, { 'retention.ms': '1000' });
    const rows = await ui.get<ConfigRow[]>(`/topics/${name}/configs`);
    expect(rows[0]).toMatchObject({ name: 'retention.ms', value: '1000', isDefault: false, type: 'long', unit: 'ms' });
    expect(rows[0]!.synonyms.length).toBeGreaterThan(0);
    expect(rows.slice(1).some(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG')).toBe(false);
    expect(rows.map((row) => row.name)).toContain('max.message.bytes');
  });

  test('are only checked, changed, and put back', async () => {
    const name = await newTopic();
    const where = `/topics/${name}/configs`;
    const set = { name: 'retention.ms', op: 'set', value: '86400000' };
    expect(named((await change(where, [set], true)).body, 'retention.ms').isDefault).toBe(true);
    expect(named((await change(where, [set])).body, 'retention.ms')).toMatchObject({
      value: '86400000',
      isDefault: false,
    });
    const list = await change(where, [{ name: 'cleanup.policy', op: 'append', value: 'compact' }]);
    expect(named(list.body, 'cleanup.policy').value).toBe('delete,compact');
    const back = await change(where, [
      { name: 'retention.ms', op: 'delete' },
      { name: 'cleanup.policy', op: 'subtract', value: 'delete' },
    ]);
    expect(named(back.body, 'retention.ms').isDefault).toBe(true);
    expect(named(back.body, 'cleanup.policy').value).toBe('compact');
  });

  test.each<[object, RegExp]>([
    [
      { name: 'retention.mss', op: 'set', value: '1' },
      /^400 BAD_REQUEST: ops\[0\]\.name retention\.mss is no configuration here. Did you mean retention\.ms\?/,
    ],
    [{ name: 'retention.ms', op: 'set' }, /^400 BAD_REQUEST: ops\[0\]\.value must be there/],
    [{ name: 'retention.ms', op: 'delete', value: '1' }, /^400 BAD_REQUEST: ops\[0\]\.value must be there/],
    [{ name: 'retention.ms', op: 'set', value: 'x' }, /^400 BAD_REQUEST: .*retention\.ms/],
    [{ name: 'retention.ms', op: 'append', value: '1' }, /^400 BAD_REQUEST/],
    [
      { name: 'retention.ms', op: 'Set', value: '1' },
      /^400 BAD_REQUEST: ops\[0\]\.op must not be "Set". Did you mean set\?/,
    ],
  ])('%j is refused, and nothing is changed', async (op, message) => {
    const name = await newTopic();
    expect(await ui.refused('PATCH', `/topics/${name}/configs`, { ops: [op] })).toMatch(message);
    const rows = await ui.get<ConfigRow[]>(`/topics/${name}/configs`);
    expect(rows.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG')).toEqual([]);
  });

  test('of a topic that is not there', async () => {
    const name = uniqueName('none');
    expect(await ui.refused('GET', `/topics/${name}/configs`)).toMatch(/^404 NOT_FOUND/);
    expect(
      await ui.refused('PATCH', `/topics/${name}/configs`, { ops: [{ name: 'retention.ms', op: 'delete' }] }),
    ).toMatch(/^404/);
  });

  test('of a broker: sensitive ones have no value', async () => {
    const { brokers } = await ui.get<ClusterView>('/cluster');
    const where = `/brokers/${brokers[0]!.id}/configs`;
    const rows = await ui.get<ConfigRow[]>(where);
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows.filter(({ isSensitive }) => isSensitive))
      expect([row.value, ...row.synonyms.map(({ value }) => value)].every((value) => value === null)).toBe(true);
    const set = await change(where, [{ name: 'log.cleaner.threads', op: 'set', value: '2' }], true);
    expect(set.status).toBe(200);
    expect(await ui.refused('PATCH', where, { ops: [{ name: 'node.id', op: 'set', value: '7' }] })).toMatch(
      /^400 BAD_REQUEST/,
    );
    expect(await ui.refused('GET', '/brokers/x/configs')).toMatch(/^400 BAD_REQUEST: id must be the number/);
    expect(await ui.refused('GET', '/brokers/4711/configs')).toBe('404 NOT_FOUND: There is no broker 4711 at present');
  });
});

test('deleting needs the typed name, and the list forgets it at once', async () => {
  const name = await newTopic();
  for (const confirm of ['', 'x', `${name} `])
    expect(await ui.refused('DELETE', `/topics/${name}`, { confirm })).toMatch(
      /^400 BAD_REQUEST: confirm must be the name/,
    );
  expect(await ui.refused('DELETE', `/topics/${name}`, {})).toMatch(/^400 BAD_REQUEST: confirm/);
  expect(await ui.refused('DELETE', `/topics/${name}`)).toMatch(/^415 NOT_JSON/);
  expect((await ui.get<TopicView>(`/topics/${name}`)).name).toBe(name);
  expect(await ui.refused('DELETE', `/topics/${name}`, { confirm: name })).toBe('204');
  expect(await ui.refused('GET', `/topics/${name}`)).toMatch(/^404 NOT_FOUND/);
  expect((await ui.get<Page<TopicRow>>(`/topics?q=${name}`)).total).toBe(0);
  expect(await ui.refused('DELETE', `/topics/${name}`, { confirm: name })).toMatch(/^404 NOT_FOUND/);
});
