import type { TopicCreate } from '../../shared/admin-api';
import type { ConfigRow, TopicRow, TopicView } from '../../shared/api';
import { limits } from '../../shared/limits';
import { topicSorts } from '../../shared/lists';
import { faultOf } from '../fault';
import { count, param, switchParam } from '../input/params';
import { dictionary, either, list, object, optional, type Schema } from '../input/schema';
import { flag, int64, oneOf, partitionNumber, text, topicName, whole } from '../input/values';
import { topicConfigs } from '../kafka/configs';
import { route, type Route } from '../route';
import type { Services } from '../services';
import { configsBody } from './cluster';
import { topicPage } from './lists';

const mostOffset = whole(0, 10_000_000);
const confirm = text({ most: 32_767 });
const topicIn = (path: Readonly<Record<string, string>>): string => topicName(path.t, 'topic');

const createBody: Schema<TopicCreate> = object({
  name: topicName,
  partitions: optional(whole(1, 100_000)),
  replicationFactor: optional(whole(1, 1000)),
  configs: optional(dictionary(text({ most: 100_000 }), { most: 200 })),
  validateOnly: optional(flag),
});

const purgeBody = object({
  before: list(object({ partition: partitionNumber, offset: either(oneOf(['end']), int64()) }), {
    least: 1,
    most: 100_000,
  }),
  confirm,
});

const listQuery = {
  q: param(text({ most: 500 })),
  internal: switchParam,
  sort: param(oneOf(topicSorts)),
  desc: switchParam,
  offset: count(mostOffset, 0),
  limit: count(whole(1, limits.page.topics), limits.page.topics),
};
const addBody = object({ totalCount: whole(1, 100_000), confirm });
const confirmBody = object({ confirm });

export function topicRoutes({ sampler, topics, configs }: Services): Route[] {
  /** After a change: the lists show it. That it cannot be asked is no reason to call the change a failure. */
  const changed = (): Promise<void> => sampler.changed('topics').catch(() => undefined);

  /** The sampler learns of a new topic first, and of its id some seconds later. */
  async function known(name: string, signal: AbortSignal): Promise<TopicRow> {
    const row = sampler.topic(name);
    if (row === undefined) return topics.row(name, signal);
    return row.topicId !== '' ? row : { ...row, topicId: (await topics.describe(name, signal)).topicId };
  }

  async function view(name: string, signal: AbortSignal): Promise<TopicView> {
    await sampler.ready(signal);
    const row = await known(name, signal);
    try {
      const all = await configs.describe(topicConfigs(name), signal);
      return { ...row, configs: all.filter(({ isDefault }) => !isDefault) };
    } catch (error) {
      const configsFault = faultOf(error);
      if (configsFault.code === 'NOT_FOUND') throw error;
      return { ...row, configs: [], configsFault };
    }
  }

  return [
    route({
      method: 'GET',
      path: '/topics',
      access: 'read',
      asks: 'sampler',
      query: listQuery,
      answer: async ({ query, signal }) => {
        await sampler.ready(signal);
        return topicPage(sampler.topics(), { ...query, sort: query.sort ?? 'name' });
      },
    }),
    route({
      method: 'GET',
      path: '/topics/:t',
      access: 'read',
      answer: ({ path, signal }) => view(topicIn(path), signal),
    }),
    route({
      method: 'GET',
      path: '/topics/:t/partitions',
      access: 'read',
      query: {
        offset: count(mostOffset, 0),
        limit: count(whole(1, limits.page.partitions), limits.page.partitions),
      },
      answer: ({ path, query, signal }) => topics.partitions(topicIn(path), query.offset, query.limit, signal),
    }),
    route({
      method: 'GET',
      path: '/topics/:t/configs',
      access: 'read',
      answer: ({ path, signal }): Promise<ConfigRow[]> => configs.describe(topicConfigs(topicIn(path)), signal),
    }),
    route({
      method: 'PATCH',
      path: '/topics/:t/configs',
      access: 'configs',
      body: configsBody,
      answer: async ({ path, body, signal }): Promise<ConfigRow[]> => {
        const rows = await configs.alter(topicConfigs(topicIn(path)), body, signal);
        if (body.validateOnly !== true) await changed();
        return rows;
      },
    }),
    route({
      method: 'GET',
      path: '/topics/:t/groups',
      access: 'read',
      asks: 'sampler',
      answer: ({ path }) => sampler.groupsOf(topicIn(path)),
    }),
    route({
      method: 'POST',
      path: '/topics',
      access: 'topics',
      body: createBody,
      answer: async ({ body }) => {
        const created = await topics.create(body);
        if (body.validateOnly !== true) await changed();
        return created;
      },
    }),
    route({
      method: 'POST',
      path: '/topics/:t/partitions',
      access: 'topics',
      body: addBody,
      answer: async ({ path, body }) => {
        await topics.addPartitions(topicIn(path), body);
        await changed();
      },
    }),
    route({
      method: 'DELETE',
      path: '/topics/:t',
      access: 'delete',
      body: confirmBody,
      answer: async ({ path, body }) => {
        await topics.delete(topicIn(path), body.confirm);
        await changed();
      },
    }),
    route({
      method: 'POST',
      path: '/topics/:t/purge',
      access: 'delete',
      body: purgeBody,
      answer: async ({ path, body }) => {
        const results = await topics.purge(topicIn(path), body);
        await changed();
        return results;
      },
    }),
  ];
}
