import type { AdminClient } from 'kafka-napi';
import { KafkaError } from '../../../../../src/index';
import type { PlanTarget } from '../../../src/shared/admin-api';
import { Groups } from '../../../src/server/kafka/groups';
import { Topics } from '../../../src/server/kafka/topics';

const { signal } = new AbortController();

/** A cluster with the topic `t`: partition → beginning, end, committed offset of the group `g`. */
function cluster() {
  const logs: Record<number, { first: number; end: number; atTime: number | null; committed: number | null }> = {
    0: { first: 10, end: 100, atTime: 50, committed: 60 },
    1: { first: 0, end: 5, atTime: null, committed: null },
    2: { first: 0, end: 0, atTime: null, committed: 7 },
  };
  const state = {
    logs,
    members: [] as { consumerId: string; clientId: string; host: string }[],
    written: [] as unknown[],
    offline: -1,
  };
  const failed = (code: string) => {
    const reason = new KafkaError({ code: code as 'ERR_CLOSED', message: code });
    return { status: 'rejected' as const, reason, error: reason };
  };
  const fulfilled = <T>(value: T) => ({ status: 'fulfilled' as const, value });
  const admin = {
    describeConsumerGroups: async ([groupId]: string[]) => [
      groupId === 'g' ? fulfilled({ groupId, members: state.members }) : failed('ERR_GROUP_ID_NOT_FOUND'),
    ],
    listConsumerGroupOffsets: async (groupId: string) =>
      groupId !== 'g'
        ? []
        : Object.entries(logs).map(([partition, { committed }]) =>
            fulfilled({ topic: 't', partition: Number(partition), offset: committed }),
          ),
    describeTopics: async ([name]: string[]) => [
      name === 't'
        ? fulfilled({
            name,
            topicId: 'id',
            isInternal: false,
            partitions: [0, 1, 2].map((partition) => ({ partition, leader: { id: 1 }, replicas: [], isr: [] })),
          })
        : failed('ERR_UNKNOWN_TOPIC_OR_PART'),
    ],
    listOffsets: async (queries: { topic: string; partition: number; spec: unknown }[]) =>
      queries.map(({ topic, partition, spec }) => {
        const log = logs[partition];
        if (log === undefined) return failed('ERR_UNKNOWN_TOPIC_OR_PART');
        if (partition === state.offline) return failed('ERR_LEADER_NOT_AVAILABLE');
        const offset = spec === 'earliest' ? log.first : spec === 'latest' ? log.end : log.atTime;
        return fulfilled({ topic, partition, offset });
      }),
    alterConsumerGroupOffsets: async (groupId: string, list: { partition: number }[]) => {
      state.written.push([groupId, list]);
      return list.map(({ partition }) => fulfilled({ topic: 't', partition }));
    },
    deleteConsumerGroups: async (ids: string[]) => {
      state.written.push(ids);
      return ids.map((groupId) => fulfilled({ groupId }));
    },
  } as unknown as AdminClient;
  return { state, groups: new Groups(admin, new Topics(admin)) };
}

const rowsOf = async (to: PlanTarget, more: object = {}): Promise<string[]> => {
  const { groups } = cluster();
  const { rows, faults } = await groups.plan('g', { to, ...more }, 's', signal);
  return [
    ...rows.map(({ partition, previous, next, clamped, rewinds }) =>
      [partition, previous, next, clamped ?? '-', rewinds].join(' '),
    ),
    ...faults.map(({ partition, fault }) => `${partition} ${fault.code}`),
  ];
};

describe('a plan', () => {
  // partition, previous, next, clamped, rewinds
  test.each<[string, PlanTarget, object, string[]]>([
    ['the beginning', 'earliest', {}, ['0 60 10 - 50', '2 7 0 - 7']],
    ['the end', 'latest', {}, ['0 60 100 - -40', '2 7 0 - 7']],
    ['a time; none is that late: the end', { time: 5 }, {}, ['0 60 50 - 10', '2 7 0 - 7']],
    ['an age', { ago: 5 }, {}, ['0 60 50 - 10', '2 7 0 - 7']],
    ['an offset', { offset: '20' }, {}, ['0 60 20 - 40', '2 7 0 latest 7']],
    ['below the log', { offset: '3' }, {}, ['0 60 10 earliest 50', '2 7 0 latest 7']],
    ['back', { shift: '-5' }, {}, ['0 60 55 - 5', '2 7 0 latest 7']],
    ['far back', { shift: '-500' }, {}, ['0 60 10 earliest 50', '2 7 0 earliest 7']],
    ['whole topics', 'earliest', { topics: ['t', 't'] }, ['0 60 10 - 50', '1  0 - 0', '2 7 0 - 7']],
    ['a shift without an offset', { shift: '1' }, { topics: ['t'] }, ['0 60 61 - -1', '2 7 0 latest 7', '1 CONFLICT']],
    [
      'some partitions',
      'latest',
      {
        partitions: [
          { topic: 't', partition: 1 },
          { topic: 't', partition: 1 },
        ],
      },
      ['1  5 - 0'],
    ],
    ['a partition that is not there', 'latest', { partitions: [{ topic: 't', partition: 9 }] }, ['9 NOT_FOUND']],
    [
      'each its own',
      {
        offsets: [
          { topic: 't', partition: 0, offset: '70' },
          { topic: 't', partition: 1, offset: '2' },
        ],
      },
      {},
      ['0 60 70 - -10', '1  2 - 0'],
    ],
  ])('%s', async (_, to, more, expected) => expect(await rowsOf(to, more)).toEqual(expected));

  test('of a partition without a leader says so, and moves the others', async () => {
    const { groups, state } = cluster();
    state.offline = 0;
    const { rows, faults } = await groups.plan('g', { to: 'earliest' }, 's', signal);
    expect([rows.map(({ partition }) => partition), faults.map(({ fault }) => fault.kafka)]).toEqual([
      [2],
      ['ERR_LEADER_NOT_AVAILABLE'],
    ]);
  });

  test('of nobody, of unknown topics, beyond exact numbers', async () => {
    const { groups } = cluster();
    await expect(groups.plan('none', { to: 'earliest' }, 's', signal)).rejects.toThrow('There is no group none');
    await expect(groups.plan('g', { to: 'earliest', topics: ['no'] }, 's', signal)).rejects.toThrow(
      'ERR_UNKNOWN_TOPIC_OR_PART',
    );
    await expect(groups.plan('g', { to: { offset: '9007199254740993' } }, 's', signal)).rejects.toThrow('below 2^53');
  });
});

describe('applying', () => {
  test('exactly the plan, once', async () => {
    const { groups, state } = cluster();
    const { planId } = await groups.plan('g', { to: 'earliest' }, 's', signal);
    state.logs[0]!.first = 30;
    expect(await groups.apply('g', { planId, confirm: 'g' }, 's', signal)).toEqual([
      { topic: 't', partition: 0, next: '10' },
      { topic: 't', partition: 2, next: '0' },
    ]);
    expect(state.written).toEqual([
      [
        'g',
        [
          { topic: 't', partition: 0, offset: 10 },
          { topic: 't', partition: 2, offset: 0 },
        ],
      ],
    ]);
    await expect(groups.apply('g', { planId, confirm: 'g' }, 's', signal)).rejects.toMatchObject({
      fault: { code: 'PLAN_CHANGED' },
    });
    expect(state.written).toHaveLength(1);
  });

  test.each<
    [
      string,
      string,
      (state: ReturnType<typeof cluster>['state']) => void,
      Partial<{ group: string; confirm: string; session: string; planId: string }>,
    ]
  >([
    ['without the typed name', 'BAD_REQUEST', () => undefined, { confirm: 'G' }],
    ['by another session', 'PLAN_CHANGED', () => undefined, { session: 'other' }],
    ['of another group', 'PLAN_CHANGED', () => undefined, { group: 'h', confirm: 'h' }],
    ['of no plan', 'PLAN_CHANGED', () => undefined, { planId: 'x' }],
    ['after a commit', 'PLAN_CHANGED', ({ logs }) => (logs[0]!.committed = 61), {}],
    ['after an offset was deleted', 'PLAN_CHANGED', ({ logs }) => (logs[2]!.committed = null), {}],
    [
      'after a member came',
      'PLAN_CHANGED',
      ({ members }) => members.push({ consumerId: 'c', clientId: 'billing', host: '/10.0.0.7' }),
      {},
    ],
  ])(
    '%s: %s, and nothing is changed',
    async (_, code, meanwhile, { group = 'g', confirm = 'g', session = 's', planId: other }) => {
      const { groups, state } = cluster();
      const { planId } = await groups.plan('g', { to: 'earliest' }, 's', signal);
      meanwhile(state);
      const applied = groups.apply(group, { planId: other ?? planId, confirm }, session, signal);
      await expect(applied).rejects.toMatchObject({ fault: { code } });
      expect(state.written).toEqual([]);
    },
  );

  test('while members are there it says who they are', async () => {
    const { groups, state } = cluster();
    for (let i = 0; i < 5; i++)
      state.members.push({ consumerId: `c${i}`, clientId: `billing-${i}`, host: `/10.0.0.${i}` });
    const { planId, members } = await groups.plan('g', { to: 'earliest' }, 's', signal);
    expect(members).toHaveLength(5);
    await expect(groups.apply('g', { planId, confirm: 'g' }, 's', signal)).rejects.toThrow(
      'billing-0 at 10.0.0.0, billing-1 at 10.0.0.1, billing-2 at 10.0.0.2 and 2 more are members of the group',
    );
    await expect(groups.delete('g', 'g', signal)).rejects.toMatchObject({ fault: { code: 'CONFLICT' } });
    state.members.length = 1;
    await expect(groups.delete('g', 'g', signal)).rejects.toThrow('billing-0 at 10.0.0.0 is a member of the group');
    await expect(groups.delete('g', 'x', signal)).rejects.toThrow('confirm must be the name');
    expect(state.written).toEqual([]);
  });

  test('plans are forgotten: the oldest of too many', async () => {
    const { groups } = cluster();
    const { planId } = await groups.plan('g', { to: 'earliest' }, 's', signal);
    for (let i = 0; i < 200; i++) await groups.plan('g', { to: 'earliest' }, 's', signal);
    await expect(groups.apply('g', { planId, confirm: 'g' }, 's', signal)).rejects.toMatchObject({
      fault: { code: 'PLAN_CHANGED' },
    });
  });
});
