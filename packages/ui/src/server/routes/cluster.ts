import type { ClientView, ElectionRequest } from '../../shared/admin-api';
import type { ClusterView, ConfigRow, SamplesView } from '../../shared/api';
import { count, names } from '../input/params';
import { list, object, optional, type Schema } from '../input/schema';
import { flag, groupId, oneOf, partitionNumber, text, topicName, whole } from '../input/values';
import { brokerConfigs } from '../kafka/configs';
import { route, type Route } from '../route';
import type { Services } from '../services';

const mostWatched = 50;
const brokerId: Schema<string> = (value, at) => String(whole(0, 2_147_483_647)(Number(value), at));

export const configsBody = object({
  ops: list(
    object({
      name: text({ least: 1, most: 500 }),
      op: oneOf(['set', 'delete', 'append', 'subtract']),
      value: optional(text({ most: 100_000 })),
    }),
    { least: 1, most: 200 },
  ),
  validateOnly: optional(flag),
});

export const tp = object({ topic: topicName, partition: partitionNumber });

const electionBody: Schema<ElectionRequest> = object({ partitions: list(tp, { least: 1, most: 10_000 }) });

export function clusterRoutes({ facts, sampler, configs, topics, clients, sessions, pool }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cluster',
      access: 'read',
      answer: async ({ signal }): Promise<ClusterView> => {
        await sampler.ready(signal);
        return sampler.cluster();
      },
    }),
    route({
      method: 'GET',
      path: '/samples',
      access: 'read',
      query: {
        since: count(whole(0, Number.MAX_SAFE_INTEGER), 0),
        topics: names(topicName, mostWatched),
        groups: names(groupId, mostWatched),
      },
      answer: ({ query }): SamplesView | Response => sampler.samples(query) ?? new Response(null, { status: 304 }),
    }),
    route({
      method: 'GET',
      path: '/brokers/:id/configs',
      access: 'read',
      answer: ({ path, signal }): Promise<ConfigRow[]> =>
        configs.describe(brokerConfigs(brokerId(path.id, 'id')), signal),
    }),
    route({
      method: 'PATCH',
      path: '/brokers/:id/configs',
      access: 'configs',
      body: configsBody,
      answer: ({ path, body, signal }): Promise<ConfigRow[]> =>
        configs.alter(brokerConfigs(brokerId(path.id, 'id')), body, signal),
    }),
    route({
      method: 'POST',
      path: '/elections',
      access: 'topics',
      body: electionBody,
      answer: ({ body }) => topics.elect(body),
    }),
    route({
      method: 'GET',
      path: '/client',
      access: 'read',
      answer: ({ session }): ClientView => {
        const { rss, heapUsed } = process.memoryUsage();
        const uptimeMs = Math.round(process.uptime() * 1000);
        const { version, librdkafka } = facts;
        return {
          clients: clients.view(),
          process: { rss, heapUsed, uptimeMs, node: process.versions.node, librdkafka, version },
          sessions: sessions.count,
          scans: pool
            .list()
            .filter(({ owner }) => owner === session)
            .map(({ scanId, kind, state, topic, startedAt }) => ({ scanId, kind, state, topic, startedAt })),
        };
      },
    }),
  ];
}
