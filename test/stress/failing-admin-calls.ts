/**
 * Every call of AdminClient that sends a request. Except for listing, all are refused for a user without permissions.
 */
import { AdminClient } from '../../src';

const partition = { topic: 't', partition: 0 };
const topic = { type: 'TOPIC', name: 't' } as const;
const acl = {
  resourceType: 'TOPIC',
  name: 't',
  principal: 'User:u',
  operation: 'READ',
  permissionType: 'ALLOW',
} as const;

/** The minimum number of the calls below that are refused. */
export const LEAST_REFUSED = 18;

export const failingCalls: readonly ((admin: AdminClient) => Promise<unknown>)[] = [
  (admin) => admin.createTopics([{ name: 'n', numPartitions: 1 }]),
  (admin) => admin.deleteTopics(['t']),
  (admin) => admin.describeTopics(['t']),
  (admin) => admin.createPartitions([{ name: 't', totalCount: 9 }]),
  (admin) => admin.deleteRecords([{ ...partition, beforeOffset: 1 }]),
  (admin) => admin.listOffsets([{ ...partition, spec: 'latest' }]),
  (admin) => admin.describeConfigs([topic]),
  (admin) => admin.incrementalAlterConfigs([{ ...topic, ops: [{ name: 'retention.ms', opType: 'SET', value: '1' }] }]),
  (admin) => admin.alterConfigs([{ ...topic, entries: [{ name: 'retention.ms', value: '1' }] }] as never),
  (admin) => admin.describeCluster(),
  (admin) => admin.electLeaders('PREFERRED', [partition]),
  (admin) => admin.createAcls([acl]),
  (admin) => admin.describeAcls({}),
  (admin) => admin.deleteAcls([{ name: 't' }]),
  (admin) => admin.describeUserScramCredentials(['u']),
  (admin) =>
    admin.alterUserScramCredentials([{ user: 'u', credentialInfo: { mechanism: 'SCRAM_SHA_256' }, password: 'p' }]),
  (admin) => admin.listConsumerGroups(),
  (admin) => admin.listGroups(),
  (admin) => admin.describeConsumerGroups(['g']),
  (admin) => admin.deleteConsumerGroups(['g']),
  (admin) => admin.listConsumerGroupOffsets('g'),
  (admin) => admin.alterConsumerGroupOffsets('g', [{ ...partition, offset: 1 }]),
  (admin) => admin.deleteConsumerGroupOffsets('g', [partition]),
  (admin) => admin.consumerGroupLag('g'),
  (admin) => admin.resetOffsets('g', { to: 'earliest' } as never),
];
