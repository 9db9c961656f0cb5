import type { AclOperation, AdminClient, AdminNode, GroupState, GroupType } from '../../index';
import { ERRORS } from '../base/codes';
import { codeOf, elementError, LibrdKafkaError } from '../base/librdkafka-error';
import type { TopicPartition } from '../base/types';
import type { DescribeOptions, GroupOffsetsOptions, ListGroupsOptions } from './types';
import {
  AclOperationTypes,
  ConsumerGroupStates,
  ConsumerGroupTypes,
  type DeleteGroupsResult,
  type GroupDescription,
  type GroupOverview,
  type GroupResults,
  type ListGroupOffsets,
  type Node,
  type MemberDescription,
} from './values';

type Core = InstanceType<typeof AdminClient>;

/** `rack` is missing if there is none. */
export const nodeOf = ({ id, host, port, rack }: AdminNode): Node => ({
  id,
  host,
  port,
  ...(rack === null || rack === undefined ? {} : { rack }),
});

const nameOf = <T extends string>(table: object, value: number): T =>
  Object.entries(table).find(([, one]) => one === value)?.[0] as T;

const numberOf = (table: object, name: string): number =>
  (table as Record<string, number | undefined>)[name.toUpperCase()] ?? 0;

export const operationNumbers = (operations: readonly AclOperation[]): AclOperationTypes[] =>
  operations.map((operation) => AclOperationTypes[operation]);

export async function listGroups(
  admin: Core,
  timeoutMs: number,
  { matchConsumerGroupStates: states, matchConsumerGroupTypes: types }: ListGroupsOptions,
): Promise<{ groups: GroupOverview[]; errors: never[] }> {
  const groups = await admin.listConsumerGroups({
    timeoutMs,
    ...(states ? { groupStates: states.map((one) => nameOf<GroupState>(ConsumerGroupStates, one)) } : {}),
    ...(types ? { types: types.map((one) => nameOf<GroupType>(ConsumerGroupTypes, one)) } : {}),
  });
  const overviews = groups.map(({ groupId, isSimpleConsumerGroup, groupState, type }) => ({
    groupId,
    isSimpleConsumerGroup,
    protocolType: isSimpleConsumerGroup ? 'simple' : 'consumer',
    state: numberOf(ConsumerGroupStates, groupState),
    type: numberOf(ConsumerGroupTypes, type),
  }));
  return { errors: [], groups: overviews };
}

type CoreMember = Awaited<ReturnType<Core['describeConsumerGroups']>>[number]['members'][number];

function memberOf(member: CoreMember): MemberDescription {
  const { consumerId, clientId, host, groupInstanceId, assignment, targetAssignment } = member;
  return {
    clientHost: host,
    clientId,
    memberId: consumerId,
    memberAssignment: null,
    memberMetadata: null,
    ...(groupInstanceId === null ? {} : { groupInstanceId }),
    assignment,
    ...(targetAssignment === null ? {} : { targetAssignment }),
  };
}

export async function describeGroups(
  admin: Core,
  groupIds: string[],
  timeoutMs: number,
  { includeAuthorizedOperations = false }: DescribeOptions,
): Promise<{ groups: GroupDescription[] }> {
  const outcomes = await admin.describeConsumerGroups(groupIds, {
    timeoutMs,
    includeAuthorizedOperations,
    settled: true,
  });
  const groups = outcomes.map((outcome, i): GroupDescription => {
    if (outcome.status === 'rejected') {
      // A group that does not exist is a dead one here, and no error.
      const isDead = codeOf(outcome.reason) === ERRORS.ERR_GROUP_ID_NOT_FOUND;
      return {
        groupId: groupIds[i]!,
        ...(isDead ? {} : { error: elementError(outcome.reason) }),
        members: [],
        isSimpleConsumerGroup: isDead,
        protocolType: isDead ? 'simple' : '',
        protocol: '',
        partitionAssignor: '',
        state: isDead ? ConsumerGroupStates.DEAD : ConsumerGroupStates.UNKNOWN,
        type: isDead ? ConsumerGroupTypes.CLASSIC : ConsumerGroupTypes.UNKNOWN,
        coordinator: null as never,
      };
    }
    const {
      groupId,
      members,
      isSimpleConsumerGroup,
      partitionAssignor,
      groupState,
      type,
      coordinator,
      authorizedOperations,
    } = outcome.value;
    return {
      groupId,
      members: members.map(memberOf),
      isSimpleConsumerGroup,
      protocolType: isSimpleConsumerGroup ? 'simple' : 'consumer',
      protocol: partitionAssignor,
      partitionAssignor,
      state: numberOf(ConsumerGroupStates, groupState),
      type: numberOf(ConsumerGroupTypes, type),
      coordinator: (coordinator && nodeOf(coordinator)) as Node,
      ...(authorizedOperations ? { authorizedOperations: operationNumbers(authorizedOperations) } : {}),
    };
  });
  return { groups };
}

export async function deleteGroups(admin: Core, groupIds: string[], timeoutMs: number): Promise<DeleteGroupsResult[]> {
  const outcomes = await admin.deleteConsumerGroups(groupIds, { timeoutMs, settled: true });
  return outcomes.map((outcome, i) => {
    if (outcome.status === 'fulfilled') return { groupId: groupIds[i]!, errorCode: ERRORS.ERR_NO_ERROR };
    const error = elementError(outcome.reason);
    return { groupId: groupIds[i]!, errorCode: error.code, error };
  });
}

/** librdkafka asks in this order. */
const byPartition = (a: TopicPartition, b: TopicPartition): number =>
  a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition;

async function offsetsOf(
  admin: Core,
  { groupId, partitions }: ListGroupOffsets,
  timeoutMs: number,
  requireStable: boolean,
): Promise<GroupResults> {
  const asked = partitions?.map(({ topic, partition }) => ({ topic, partition })).sort(byPartition) ?? [];
  // librdkafka's check. The core takes them.
  if (new Set(asked.map(({ topic, partition }) => `${topic} ${partition}`)).size < asked.length)
    throw new LibrdKafkaError(ERRORS.ERR__INVALID_ARG);
  try {
    const offsets = await admin.listConsumerGroupOffsets(groupId, {
      timeoutMs,
      requireStable,
      ...(asked.length > 0 ? { topicPartitions: asked } : {}),
    });
    return {
      groupId,
      partitions: offsets.map(({ topic, partition, offset, leaderEpoch, metadata }) => ({
        topic,
        partition,
        offset: offset ?? -1001,
        metadata: metadata === '' ? null : metadata,
        ...(leaderEpoch === null ? {} : { leaderEpoch }),
      })),
    };
  } catch (error) {
    return { groupId, error: elementError(error), partitions: [] };
  }
}

export function listConsumerGroupOffsets(
  admin: Core,
  groups: ListGroupOffsets[],
  timeoutMs: number,
  { requireStableOffsets = false }: GroupOffsetsOptions,
): Promise<GroupResults[]> {
  return Promise.all(groups.map((group) => offsetsOf(admin, group, timeoutMs, requireStableOffsets)));
}
