/** Groups on a real Kafka: lists, plans, resets, deletion; with members of both protocols and without. */
import { Consumer } from '../../../../../src/index';
import type { BehindResult, OffsetsPlan, PartitionResult, PlanRequest } from '../../../src/shared/admin-api';
import type { GroupRow, GroupView, Page, TopicGroupsView } from '../../../src/shared/api';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../../test/helpers/kafka/shared-kafka';
import { UiUnderTest } from '../../helpers/running-ui';

const kafka = sharedKafka();
let ui: UiUnderTest;
let topic: string;
const open: Consumer[] = [];

beforeAll(async () => {
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  topic = uniqueName('ui-groups');
  await ui.send('POST', '/topics', { name: topic, partitions: 3 });
  for (const partition of [0, 1, 2])
    await ui.send('POST', `/topics/${topic}/records`, {
      partition,
      key: null,
      value: { as: 'utf8', data: 'x' },
      headers: [],
      times: 10,
    });
});
afterEach(() => Promise.all(open.splice(0).map((consumer) => consumer.close())));
afterAll(async () => {
  await ui.close();
  expect(ui.printed.stderr).toBe('');
});

/** Commits these offsets as a group without members. */
async function committed(offsets: Record<number, number>): Promise<string> {
  const group = uniqueName('ui-group');
  const consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': group });
  await consumer.commit(
    Object.entries(offsets).map(([partition, offset]) => ({ topic, partition: Number(partition), offset })),
  );
  await consumer.close();
  return group;
}

async function join(group: string, protocol: 'classic' | 'consumer'): Promise<void> {
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': group,
    'group.protocol': protocol,
    'client.id': 'billing',
  });
  open.push(consumer);
  consumer.subscribe([topic]);
  await eventually('it has partitions', async () => {
    await consumer.poll(100);
    return consumer.assignment().length === 3;
  });
}

const plan = (group: string, body: PlanRequest): Promise<OffsetsPlan> =>
  ui.send('POST', `/groups/${group}/offsets/plan`, body);
const rows = ({ rows: all }: OffsetsPlan): string[] =>
  all.map(
    ({ partition, previous, next, clamped }) => `${partition}: ${previous} → ${next}${clamped ? ` (${clamped})` : ''}`,
  );
const offsets = async (group: string): Promise<(string | null)[]> =>
  (await ui.get<GroupView>(`/groups/${group}`)).offsets.map(({ committed: offset }) => offset);

test('a group in the list, by itself and under its topic', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  // Groups are listed every 30 s: a server that begins now knows it at once.
  const fresh = await UiUnderTest.start(kafka.bootstrapServers);
  await eventually('the list has its lag', async () => {
    const { items } = await fresh.get<Page<GroupRow>>(`/groups?q=${group}&sort=lag&desc=1`);
    return items[0]?.lag?.value === '6';
  });
  expect((await fresh.get<Page<GroupRow>>(`/groups?q=${group}&state=EMPTY`)).items).toMatchObject([
    { groupId: group, members: 0 },
  ]);
  expect((await fresh.get<Page<GroupRow>>(`/groups?q=${group}&state=STABLE`)).items).toEqual([]);
  const view = await fresh.get<GroupView>(`/groups/${group}`);
  expect(view.offsets.map(({ partition, committed: offset, latest, lag }) => [partition, offset, latest, lag])).toEqual(
    [
      [0, '4', '10', '6'],
      [1, '10', '10', '0'],
    ],
  );
  const under = await fresh.get<TopicGroupsView>(`/topics/${topic}/groups`);
  expect(under.items.map(({ groupId }) => groupId)).toContain(group);
  expect(await fresh.refused('GET', `/groups/${group}x`)).toMatch(/^404 NOT_FOUND: There is no group/);
  expect(await fresh.refused('GET', '/groups?sort=lags')).toMatch(
    /^400 BAD_REQUEST: sort must not be "lags". Did you mean lag\?/,
  );
  await fresh.close();
});

test('the age of the record that is read next', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  const behind = (partition: number): Promise<BehindResult> =>
    ui.send('POST', `/groups/${group}/behind`, { topic, partition });
  const first = await behind(0);
  expect([first.offset, typeof first.ms]).toEqual(['4', 'number']);
  expect(await behind(1)).toMatchObject({
    ms: null,
    offset: '10',
    note: expect.stringContaining('no record') as string,
  });
  expect(await behind(2)).toEqual({ ms: null, offset: null, note: 'nothing is committed' });
});

test('a plan changes nothing, and is applied as it was shown', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  const shown = await plan(group, { to: { offset: '2' } });
  expect(rows(shown)).toEqual(['0: 4 → 2', '1: 10 → 2']);
  expect(shown.rows.map(({ rewinds }) => rewinds)).toEqual(['2', '8']);
  expect(await offsets(group)).toEqual(['4', '10']);
  const apply = (confirm: string) =>
    ui.ask<PartitionResult[]>('POST', `/groups/${group}/offsets`, { planId: shown.planId, confirm });
  expect((await apply('x')).status).toBe(400);
  expect((await apply(group)).body).toEqual([
    { topic, partition: 0, next: '2' },
    { topic, partition: 1, next: '2' },
  ]);
  expect(await offsets(group)).toEqual(['2', '2']);
  expect((await apply(group)).status).toBe(409);
});

test('every kind of target', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  const of = async (body: PlanRequest) => rows(await plan(group, body));
  expect(await of({ to: 'earliest' })).toEqual(['0: 4 → 0', '1: 10 → 0']);
  expect(await of({ to: 'latest' })).toEqual(['0: 4 → 10', '1: 10 → 10']);
  expect(await of({ to: { time: 0 } })).toEqual(['0: 4 → 0', '1: 10 → 0']);
  expect(await of({ to: { time: Date.now() + 3_600_000 } })).toEqual(['0: 4 → 10', '1: 10 → 10']);
  expect(await of({ to: { ago: 3_600_000 } })).toEqual(['0: 4 → 0', '1: 10 → 0']);
  expect(await of({ to: { shift: '-6' } })).toEqual(['0: 4 → 0 (earliest)', '1: 10 → 4']);
  expect(await of({ to: { offset: '99' } })).toEqual(['0: 4 → 10 (latest)', '1: 10 → 10 (latest)']);
  expect(await of({ to: 'earliest', topics: [topic] })).toEqual(['0: 4 → 0', '1: 10 → 0', '2: null → 0']);
  expect(await of({ to: 'latest', partitions: [{ topic, partition: 2 }] })).toEqual(['2: null → 10']);
  expect(await of({ to: { offsets: [{ topic, partition: 1, offset: '3' }] } })).toEqual(['1: 10 → 3']);
});

test.each<[object, RegExp]>([
  [{ to: 'newest' }, /^400 BAD_REQUEST: to must not be "newest"/],
  [{ to: { time: 1, offset: '1' } }, /^400 BAD_REQUEST: to must be earliest, latest, or exactly one/],
  [{ to: {} }, /^400 BAD_REQUEST: to must be earliest/],
  [{ to: { offset: 5 } }, /^400 BAD_REQUEST: to.offset must be a text of digits/],
  [
    { to: 'earliest', topics: ['a'], partitions: [{ topic: 'a', partition: 0 }] },
    /^400 BAD_REQUEST: Either topics or partitions/,
  ],
  [{ to: 'earliest', topics: ['no-such-topic'] }, /^404 NOT_FOUND/],
])('the plan %j is refused', async (body, message) => {
  const group = await committed({ 0: 4 });
  expect(await ui.refused('POST', `/groups/${group}/offsets/plan`, body)).toMatch(message);
});

test('a plan is void when an offset has moved, or somebody has joined', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  const [first, second] = [await plan(group, { to: 'earliest' }), await plan(group, { to: 'latest' })];
  const apply = ({ planId }: OffsetsPlan) => ui.refused('POST', `/groups/${group}/offsets`, { planId, confirm: group });
  expect(await apply(second)).toBe('200');
  expect(await apply(first)).toMatch(
    /^409 PLAN_CHANGED: The committed offset of .* has moved since the plan was made. Nothing was changed/,
  );
  expect(await offsets(group)).toEqual(['10', '10']);
  const third = await plan(group, { to: 'earliest' });
  await join(group, 'classic');
  expect(await apply(third)).toMatch(/^409 PLAN_CHANGED: billing at .* is a member since the plan was made/);
});

test.each(['classic', 'consumer'] as const)(
  'members of the %s protocol are named, and stand in the way',
  async (protocol) => {
    const group = await committed({ 0: 4, 1: 10, 2: 0 });
    await join(group, protocol);
    await eventually('the broker shows the member', async () => {
      const view = await ui.get<GroupView>(`/groups/${group}`);
      return view.memberList[0]?.partitions.length === 3 && view.memberList[0].clientId === 'billing';
    });
    const shown = await plan(group, { to: 'earliest' });
    expect(shown.members).toMatchObject([{ clientId: 'billing' }]);
    expect(await ui.refused('POST', `/groups/${group}/offsets`, { planId: shown.planId, confirm: group })).toMatch(
      /^409 CONFLICT: billing at .* is a member of the group/,
    );
    expect(await ui.refused('DELETE', `/groups/${group}`, { confirm: group })).toMatch(/^409 CONFLICT: billing at/);
    const deleted = await ui.send<PartitionResult[]>('DELETE', `/groups/${group}/offsets`, {
      partitions: [{ topic, partition: 0 }],
      confirm: group,
    });
    expect(deleted).toMatchObject([{ partition: 0, fault: { code: 'CONFLICT' } }]);
  },
);

test('offsets and whole groups are deleted, with the typed name', async () => {
  const group = await committed({ 0: 4, 1: 10 });
  const partitions = [{ topic, partition: 0 }];
  expect(await ui.refused('DELETE', `/groups/${group}/offsets`, { partitions, confirm: 'x' })).toMatch(/^400/);
  expect(await ui.send('DELETE', `/groups/${group}/offsets`, { partitions, confirm: group })).toEqual([
    { topic, partition: 0 },
  ]);
  expect(await offsets(group)).toEqual(['10']);
  expect(await ui.refused('DELETE', `/groups/${group}`, { confirm: 'x' })).toMatch(/^400/);
  expect(await ui.refused('DELETE', `/groups/${group}`, { confirm: group })).toBe('204');
  expect(await ui.refused('GET', `/groups/${group}`)).toMatch(/^404/);
  expect(await ui.refused('DELETE', `/groups/${group}`, { confirm: group })).toMatch(/^404/);
  expect((await ui.get<Page<GroupRow>>(`/groups?q=${group}`)).total).toBe(0);
});

test('a group whose name is no word', async () => {
  const group = `ui /%2f "ü" ${uniqueName('x')}`;
  const consumer = new Consumer({ 'bootstrap.servers': kafka.bootstrapServers, 'group.id': group });
  await consumer.commit([{ topic, partition: 0, offset: 3 }]);
  await consumer.close();
  const where = `/groups/${encodeURIComponent(group)}`;
  expect((await ui.get<GroupView>(where)).groupId).toBe(group);
  expect(await ui.refused('DELETE', where, { confirm: group })).toBe('204');
});
