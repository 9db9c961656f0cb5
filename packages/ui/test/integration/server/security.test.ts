/** A Kafka with an authorizer: ACLs, users, what a user sees who may do little; and that no attack changes anything. */
import type { AclRow, UserRow } from '../../../src/shared/admin-api';
import type { Fault, FaultBody, Page, TopicRow, TopicView } from '../../../src/shared/api';
import { writes } from '../../../src/server/options';
import { AdminClient } from '../../../../../src/index';
import { KafkaCluster } from '../../../../../test/helpers/kafka/kafka-cluster';
import { addressOf, serverApp } from '../../helpers/server-app';
import { UiUnderTest } from '../../helpers/running-ui';

const password = 'alice-secret';
let kafka: KafkaCluster;
let ui: UiUnderTest;
let alice: UiUnderTest;

beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  await kafka.createTopic('seen');
  await kafka.createTopic('hidden');
  await kafka.produce('seen', [{ value: 'v' }]);
  await kafka.createTopic('read');
  await kafka.produce('read', [{ value: 'v' }]);
  await kafka.addAcl({ resourceType: 'TOPIC', name: 'read', operation: 'READ', principal: 'User:alice' });
  await kafka.addAcl({ resourceType: 'TOPIC', name: 'seen', operation: 'DESCRIBE', principal: 'User:alice' });
  ui = await UiUnderTest.start(kafka.bootstrapServers, { log: true });
  const { 'bootstrap.servers': servers, ...login } = kafka.clientProperties('SASL_PLAINTEXT', {
    user: 'alice',
    mechanism: 'SCRAM-SHA-256',
  });
  alice = await UiUnderTest.start(servers!, { log: true }, login);
});
afterAll(async () => {
  await Promise.all([ui?.close(), alice?.close()]);
  await kafka?.stop();
});

describe('ACLs', () => {
  const acl = (name: string, more: Partial<AclRow> = {}): AclRow => ({
    resourceType: 'TOPIC',
    name,
    patternType: 'LITERAL',
    principal: 'User:bob',
    host: '*',
    operation: 'READ',
    permissionType: 'ALLOW',
    ...more,
  });

  test('are made, found by any part, and deleted', async () => {
    const acls = [
      acl('orders'),
      acl('orders', { operation: 'WRITE' }),
      acl('ord', { patternType: 'PREFIXED', principal: 'User:carol' }),
    ];
    expect(await ui.send('POST', '/acls', { acls })).toEqual(acls);
    expect((await ui.get<AclRow[]>('/acls?principal=User:bob')).map(({ operation }) => operation)).toEqual([
      'READ',
      'WRITE',
    ]);
    expect((await ui.get<AclRow[]>('/acls?patternType=MATCH&resourceType=TOPIC&name=orders')).length).toBe(3);
    expect(await ui.get<AclRow[]>('/acls?principal=User:nobody')).toEqual([]);
    const remove = (expected: number) =>
      ui.ask<AclRow[]>('DELETE', '/acls', {
        filters: [{ name: 'orders' }, { principal: 'User:bob' }],
        expect: expected,
      });
    const wrong = await ui.refused('DELETE', '/acls', { filters: [{ name: 'orders' }], expect: 1 });
    expect(wrong).toBe('409 CONFLICT: The filters find 2 ACLs, not 1. None was deleted');
    expect((await ui.get<AclRow[]>('/acls?principal=User:bob')).length).toBe(2);
    expect((await remove(2)).body.map(({ operation }) => operation)).toEqual(['READ', 'WRITE']);
    expect(await ui.get<AclRow[]>('/acls?principal=User:bob')).toEqual([]);
    expect((await remove(0)).body).toEqual([]);
  });

  test.each<[object, RegExp]>([
    [{ acls: [] }, /^400 BAD_REQUEST: acls must have at least 1 entry/],
    [
      { acls: [{ ...acl('x'), operation: 'REED' }] },
      /^400 BAD_REQUEST: acls\[0\].operation must not be "REED". Did you mean READ\?/,
    ],
    [{ acls: [{ ...acl('x'), principal: 'bob' }] }, /^400 BAD_REQUEST: .*User:bob/],
    [{ acls: [{ ...acl('x'), resource: 'x' }] }, /^400 BAD_REQUEST: acls\[0\].resource is unknown/],
  ])('%j is refused', async (body, message) => expect(await ui.refused('POST', '/acls', body)).toMatch(message));
});

describe('users', () => {
  test('get a password, which is never shown, and lose it', async () => {
    const put = (body: object) => ui.refused('PUT', '/users/dave', body);
    expect(await put({ mechanism: 'SCRAM_SHA_256', password: 'first-password' })).toBe('204');
    expect(await put({ mechanism: 'SCRAM_SHA_512', password: 'second-password', iterations: 8192 })).toBe('204');
    const users = await ui.get<UserRow[]>('/users');
    expect(users.find(({ name }) => name === 'dave')!.credentials).toEqual([
      { mechanism: 'SCRAM_SHA_256', iterations: 4096 },
      { mechanism: 'SCRAM_SHA_512', iterations: 8192 },
    ]);
    expect(JSON.stringify(users)).not.toContain('password');
    expect(await ui.refused('DELETE', '/users/dave/SCRAM_SHA_256')).toBe('204');
    expect((await ui.get<UserRow[]>('/users')).find(({ name }) => name === 'dave')!.credentials).toHaveLength(1);
    expect(await ui.refused('DELETE', '/users/dave/SCRAM_SHA_256')).toMatch(/^404 NOT_FOUND/);
    expect(await ui.refused('DELETE', '/users/dave/SCRAM')).toMatch(/^400 BAD_REQUEST: mechanism must not be "SCRAM"/);
    expect(await put({ mechanism: 'SCRAM_SHA_256', password: 'x', iterations: 1 })).toMatch(
      /^400 BAD_REQUEST: iterations must be from 4096/,
    );
    expect(await put({ mechanism: 'SCRAM_SHA_256', password: '' })).toMatch(
      /^400 BAD_REQUEST: password must not be empty/,
    );
  });
});

test('a user who may read a topic, and no group, reads it', async () => {
  expect(await alice.get('/topics/read/records/0/0')).toMatchObject({ o: '0', v: { text: 'v' } });
  const events = await alice.events('/scan', { topic: 'read', mode: 'newest' });
  expect(events.find(({ name }) => name === 'rows')!.data).toMatchObject({ rows: [{ o: '0' }] });
  expect((await alice.events('/query', { query: 'select count(*) from read' })).at(-1)).toMatchObject({ name: 'done' });
});

describe('a user who may only describe one topic', () => {
  test('sees it, and of its configurations why there are none', async () => {
    expect((await alice.get<Page<TopicRow>>('/topics')).items.map(({ name }) => name)).toEqual(['read', 'seen']);
    const view = await alice.get<TopicView>('/topics/seen');
    expect(view.configsFault).toMatchObject({ code: 'NOT_AUTHORIZED', kafka: 'ERR_TOPIC_AUTHORIZATION_FAILED' });
    expect(view.configsFault!.hint).toBe('An ACL must allow this user what describeConfigs needs on the topic');
    expect((await alice.get<Page<unknown>>('/topics/seen/partitions')).items).toHaveLength(1);
  });

  test.each<[string, string, object | undefined]>([
    ['GET', '/topics/seen/configs', undefined],
    ['PATCH', '/topics/seen/configs', { ops: [{ name: 'retention.ms', op: 'set', value: '1' }] }],
    ['DELETE', '/topics/seen', { confirm: 'seen' }],
    ['POST', '/topics', { name: 'new' }],
    ['POST', '/topics/seen/partitions', { totalCount: 3, confirm: 'seen' }],
    ['POST', '/topics/seen/records', { partition: 0, key: null, value: null, headers: [] }],
    ['GET', '/topics/seen/records/0/0', undefined],
    ['GET', '/acls', undefined],
    ['GET', '/users', undefined],
    ['PUT', '/users/alice', { mechanism: 'SCRAM_SHA_256', password: 'other' }],
    ['GET', '/brokers/1/configs', undefined],
    ['POST', '/groups/g/offsets/plan', { to: 'earliest' }],
    ['DELETE', '/groups/g', { confirm: 'g' }],
  ])('%s %s says which permission is missing', async (method, where, body) => {
    const answer = await alice.ask<FaultBody>(method, where, body);
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'NOT_AUTHORIZED']);
    expect(answer.body.error.hint).toMatch(/^An ACL must allow this user /);
  });

  test('a scan, a purge and an election name it, too', async () => {
    expect(await alice.refusedStream('/scan', { topic: 'seen', mode: 'newest' })).toMatch(/^NOT_AUTHORIZED/);
    for (const [where, body] of [
      ['/topics/seen/purge', { before: [{ partition: 0, offset: 'end' }], confirm: 'seen' }],
      ['/elections', { partitions: [{ topic: 'seen', partition: 0 }] }],
    ] as const) {
      const { body: answer } = await alice.ask<FaultBody & { fault: Fault }[]>('POST', where, body);
      expect((answer.error ?? answer[0]!.fault).code).toBe('NOT_AUTHORIZED');
    }
  });

  test('what is hidden looks like what is not there', async () => {
    expect(await alice.refused('GET', '/topics/hidden')).toMatch(/^40[34] /);
    expect((await alice.get<Page<TopicRow>>('/topics?q=hidden')).total).toBe(0);
  });
});

test('no attack on any route changes anything', async () => {
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const state = async (): Promise<string> => {
    const topics = (await admin.listTopics({ listInternal: true })).map(({ name }) => name);
    return JSON.stringify([
      topics,
      await admin.describeTopics(topics),
      await admin.describeConfigs(topics.map((name) => ({ type: 'TOPIC', name }))),
      await admin.listOffsets(
        topics
          .filter((name) => !name.startsWith('__'))
          .flatMap((topic) => [{ topic, partition: 0, spec: 'latest' as const }]),
      ),
      await admin.listConsumerGroups(),
      await admin.describeAcls({}),
      await admin.describeUserScramCredentials(),
    ]);
  };
  const before = await state();
  const readOnly = await UiUnderTest.start(kafka.bootstrapServers, { readOnly: true });
  const bodies: Record<string, object> = {
    'POST /topics': { name: 'attacked' },
    'POST /topics/:t/partitions': { totalCount: 9, confirm: 'seen' },
    'DELETE /topics/:t': { confirm: 'seen' },
    'POST /topics/:t/purge': { before: [{ partition: 0, offset: 'end' }], confirm: 'seen' },
    'POST /topics/:t/records': { partition: 0, key: null, value: null, headers: [] },
    'PATCH /topics/:t/configs': { ops: [{ name: 'retention.ms', op: 'set', value: '1' }] },
    'PATCH /brokers/:id/configs': { ops: [{ name: 'log.cleaner.threads', op: 'set', value: '2' }] },
    'POST /elections': { partitions: [{ topic: 'seen', partition: 0 }] },
    'POST /groups/:g/offsets': { planId: 'x', confirm: 'x' },
    'DELETE /groups/:g/offsets': { partitions: [{ topic: 'seen', partition: 0 }], confirm: 'x' },
    'DELETE /groups/:g': { confirm: 'x' },
    'POST /acls': {
      acls: [
        {
          resourceType: 'TOPIC',
          name: 'x',
          patternType: 'LITERAL',
          principal: 'User:eve',
          host: '*',
          operation: 'ALL',
          permissionType: 'ALLOW',
        },
      ],
    },
    'DELETE /acls': { filters: [{}], expect: 1 },
    'PUT /users/:u': { mechanism: 'SCRAM_SHA_256', password: 'evil' },
  };
  for (const { method, path, access, takesBody } of serverApp().routes.filter((route) =>
    writes.includes(route.access),
  )) {
    const name = `${method} ${path}`;
    const where = addressOf({ path }).replace('/api/v1', '').replace('/topics/x', '/topics/seen').replace('/SCRAM', '');
    const body = bodies[name];
    expect([name, body !== undefined]).toEqual([name, takesBody]);
    const ways: [string, UiUnderTest, Record<string, string>][] = [
      ['read-only', readOnly, {}],
      ['cross-site', ui, { 'Sec-Fetch-Site': 'cross-site' }],
      ['same-site', ui, { 'Sec-Fetch-Site': 'same-site' }],
      ['no secret', ui, { 'X-Kafka-UI': '' }],
      ['no cookie', ui, { Cookie: '' }],
      ['a form', ui, { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ];
    for (const [way, server, headers] of ways) {
      const { status } = await server.fetchWith(method, where, body, headers);
      expect([name, access, way, [401, 403, 415].includes(status)]).toEqual([name, access, way, true]);
    }
  }
  await readOnly.close();
  expect(await state()).toBe(before);
  await admin.close();
});

test('looking leaves no trace: no group, no offset, no topic', async () => {
  const scan = { topic: 'seen', mode: 'newest' };
  expect((await ui.events('/scan', scan)).at(-1)).toMatchObject({ name: 'done' });
  await ui.get('/topics/seen/records/0/0');
  await ui.get('/topics/nothing-here').catch(() => undefined);
  await ui.events('/query', { query: 'select count(*) from seen' });
  const tail = new AbortController();
  await ui.fetch('POST', '/tail', { topic: 'seen' }, tail.signal);
  tail.abort();
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  expect(await admin.listConsumerGroups()).toEqual([]);
  // librdkafka looks for the coordinator of any consumer, for which Kafka makes its own topic of offsets.
  const topics = (await admin.listTopics({ listInternal: true })).map(({ name }) => name);
  expect(topics.filter((name) => name !== '__consumer_offsets')).toEqual(['hidden', 'read', 'seen']);
  await admin.close();
});

test('no secret in all that was printed', () => {
  for (const server of [ui, alice]) {
    expect(server.printed.stderr).not.toMatch(/-secret|-password|Error/);
    expect(server.printed.stderr).not.toContain(password);
    expect(server.printed.stderr).not.toContain(server.ui.token);
  }
});
