import type { BehindResult, PlanTarget } from '../../shared/admin-api';
import type { GroupView } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { limits } from '../../shared/limits';
import { groupSorts } from '../../shared/lists';
import { count, param, switchParam } from '../input/params';
import { list, object, optional, wrong, type Schema } from '../input/schema';
import { groupId, int64, ms, oneOf, partitionNumber, text, topicName, whole } from '../input/values';
import { noSuchGroup } from '../kafka/groups';
import { route, type Route } from '../route';
import type { Services } from '../services';
import { tp } from './cluster';
import { groupPage } from './lists';

const confirm = text({ most: 32_767 });
const groupIn = (path: Readonly<Record<string, string>>): string => groupId(path.g, 'group');
const partitions = list(tp, { least: 1, most: 100_000 });

/** One word, or an object with exactly one of these names. */
const target: Schema<PlanTarget> = (value, at) => {
  if (typeof value === 'string') return oneOf(['earliest', 'latest'])(value, at);
  const read = object({
    time: optional(ms),
    offset: optional(int64()),
    shift: optional(int64({ signed: true })),
    ago: optional(ms),
    offsets: optional(
      list(object({ topic: topicName, partition: partitionNumber, offset: int64() }), { least: 1, most: 100_000 }),
    ),
  })(value, at);
  if (Object.keys(read).length !== 1)
    throw wrong(at, 'must be earliest, latest, or exactly one of time, offset, shift, ago and offsets');
  return read as PlanTarget;
};

const planBody = object({
  to: target,
  topics: optional(list(topicName, { least: 1, most: 10_000 })),
  partitions: optional(partitions),
});

const listQuery = {
  q: param(text({ most: 500 })),
  state: param(text({ most: 50 })),
  type: param(text({ most: 50 })),
  sort: param(oneOf(groupSorts)),
  desc: switchParam,
  offset: count(whole(0, 10_000_000), 0),
  limit: count(whole(1, limits.page.groups), limits.page.groups),
};

const applyBody = object({ planId: text({ least: 1, most: 100 }), confirm });
const offsetsBody = object({ partitions, confirm });
const confirmBody = object({ confirm });

export function groupRoutes({ sampler, groups, pool }: Services): Route[] {
  const changed = (): Promise<void> => sampler.changed('groups').catch(() => undefined);

  /** Reads the one record that the group reads next: its age is how far the group is behind. */
  async function behind(
    group: string,
    at: { topic: string; partition: number },
    signal: AbortSignal,
  ): Promise<BehindResult> {
    const offset = await groups.committed(group, at, signal);
    if (offset === null) return { ms: null, offset, note: 'nothing is committed' };
    const first = await pool.record({ ...at, offset, isolation: 'committed' }, signal);
    const isGap = 'gap' in first;
    if (isGap && first.next === null) return { ms: null, offset, note: `no record: ${first.why}` };
    const record = isGap ? await pool.record({ ...at, offset: first.next!, isolation: 'committed' }, signal) : first;
    if ('gap' in record || record.t === null) return { ms: null, offset, note: 'the record has no time' };
    return { ms: Math.max(0, Date.now() - record.t), offset: record.o };
  }

  return [
    route({
      method: 'GET',
      path: '/groups',
      access: 'read',
      asks: 'sampler',
      query: listQuery,
      answer: async ({ query, signal }) => {
        await sampler.ready(signal);
        if (sampler.groups().sampledAt === null) await changed();
        return groupPage(sampler.groups(), { ...query, sort: query.sort ?? 'name' });
      },
    }),
    route({
      method: 'GET',
      path: '/groups/:g',
      access: 'read',
      asks: 'sampler',
      answer: async ({ path, signal }): Promise<GroupView> => {
        const group = await sampler.group(groupIn(path), signal);
        if (group === null) throw noSuchGroup(groupIn(path));
        return group;
      },
    }),
    route({
      method: 'POST',
      path: '/groups/:g/behind',
      access: 'messages',
      body: tp,
      answer: ({ path, body, signal }) => behind(groupIn(path), body, signal),
    }),
    route({
      method: 'POST',
      path: '/groups/:g/offsets/plan',
      access: 'read',
      body: planBody,
      answer: ({ path, body, session, signal }) => {
        if (body.topics !== undefined && body.partitions !== undefined)
          throw FaultError.of('BAD_REQUEST', 'Either topics or partitions, not both', { field: 'topics' });
        return groups.plan(groupIn(path), body, session, signal);
      },
    }),
    route({
      method: 'POST',
      path: '/groups/:g/offsets',
      access: 'groups',
      body: applyBody,
      answer: async ({ path, body, session, signal }) => {
        const results = await groups.apply(groupIn(path), body, session, signal);
        await changed();
        return results;
      },
    }),
    route({
      method: 'DELETE',
      path: '/groups/:g/offsets',
      access: 'groups',
      body: offsetsBody,
      answer: async ({ path, body }) => {
        const results = await groups.deleteOffsets(groupIn(path), body);
        await changed();
        return results;
      },
    }),
    route({
      method: 'DELETE',
      path: '/groups/:g',
      access: 'delete',
      body: confirmBody,
      answer: async ({ path, body, signal }) => {
        await groups.delete(groupIn(path), body.confirm, signal);
        await changed();
      },
    }),
  ];
}
