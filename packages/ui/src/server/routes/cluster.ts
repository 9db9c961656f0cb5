import type { ClientView, ElectionRequest } from '../../shared/admin-api';
import type { ConfigResource } from 'kafka-napi';
import type { ClusterView, ConfigRow, SamplesView } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { count, names } from '../input/params';
import { list, object, optional, wrong, type Schema } from '../input/schema';
import { flag, groupId, oneOf, partitionNumber, text, topicName, whole } from '../input/values';
import { route, type Route } from '../route';
import type { Services } from '../services';

const mostWatched = 50;
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
  /** The configurations of a broker that is there: one that is not would be waited for. */
  async function brokerIn(path: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ConfigResource> {
    if (!/^\d{1,10}$/.test(path.id ?? '')) throw wrong('id', 'must be the number of a broker');
    await sampler.ready(signal);
    if (!sampler.cluster().brokers.some(({ id }) => id === Number(path.id)))
      throw FaultError.of('NOT_FOUND', `There is no broker ${path.id} at present`);
    return { type: 'BROKER', name: String(Number(path.id)) };
  }

  return [
    route({
      method: 'GET',
      path: '/cluster',
      access: 'read',
      asks: 'sampler',
      answer: async ({ signal }): Promise<ClusterView> => {
        await sampler.ready(signal);
        return sampler.cluster();
      },
    }),
    route({
      method: 'GET',
      path: '/samples',
      access: 'read',
      asks: 'nothing',
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
      answer: async ({ path, signal }): Promise<ConfigRow[]> => configs.describe(await brokerIn(path, signal), signal),
    }),
    route({
      method: 'PATCH',
      path: '/brokers/:id/configs',
      access: 'configs',
      body: configsBody,
      answer: async ({ path, body, signal }): Promise<ConfigRow[]> =>
        configs.alter(await brokerIn(path, signal), body, signal),
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
      asks: 'nothing',
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
