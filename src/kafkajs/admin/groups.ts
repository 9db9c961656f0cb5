import { describeGroups } from '../base/describe-groups';
import { KafkaJSDeleteGroupsError } from '../errors/admin-errors';
import { KafkaJSProtocolError } from '../errors/errors';
import { fromCore } from '../errors/from-core';
import type { Admin } from '../types/admin';
import type { AdminConnection } from './connection';
import { refused } from './checks';

type GroupCalls = Pick<Admin, 'listGroups' | 'describeGroups' | 'deleteGroups' | 'describeCluster'>;

export function groupCalls(connection: AdminConnection): GroupCalls {
  return {
    async listGroups() {
      const groups = await connection.call((core) => core.listGroups());
      return {
        groups: groups.map(({ groupId, isSimpleConsumerGroup }) => ({
          groupId,
          protocolType: isSimpleConsumerGroup ? '' : 'consumer',
        })),
      };
    },

    async describeGroups(groupIds) {
      return { groups: await describeGroups(await connection.core, groupIds) };
    },

    async deleteGroups(groupIds) {
      if (!groupIds || !Array.isArray(groupIds)) throw refused(`Invalid groupIds array ${String(groupIds)}`);
      if (groupIds.some((id) => typeof id !== 'string')) throw refused('Invalid groupId name: true');
      if (groupIds.length === 0) return [];
      const outcomes = await connection.call((core) => core.deleteConsumerGroups(groupIds, { settled: true }));
      const errors = outcomes.flatMap((outcome, i) => {
        if (outcome.status === 'fulfilled') return [];
        const error = fromCore(outcome.reason);
        if (!(error instanceof KafkaJSProtocolError)) throw error;
        return { groupId: groupIds[i]!, errorCode: error.code, error };
      });
      if (errors.length > 0) throw new KafkaJSDeleteGroupsError('Error in DeleteGroups', errors);
      return groupIds.map((groupId) => ({ groupId, errorCode: 0 }));
    },

    async describeCluster() {
      const { brokers, controllerId, clusterId } = await connection.call((core) => core.metadata([]));
      return {
        brokers: brokers.map(({ id, host, port }) => ({ nodeId: id, host, port })),
        controller: controllerId < 0 ? null : controllerId,
        clusterId: clusterId!,
      };
    },
  };
}
