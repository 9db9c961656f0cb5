import type { NativePartition } from '../../binding/native';
import { errorNumber } from '../../errors/codes';
import { KafkaError, type NativeErrorData } from '../../errors/kafka-error';
import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import { byPartition, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import {
  aclOperations,
  groupStates,
  groupTypes,
  type AclOperation,
  type GroupState,
  type GroupType,
} from '../calls/enums';
import type { Node } from '../cluster/node';
import { errnoError, inOrder, outcomeOf } from '../calls/outcomes';
import { retryPassing } from '../calls/retry';

/** Java's ConsumerGroupListing. */
export interface ConsumerGroupListing {
  groupId: string;
  /** It has offsets but never had subscribed members. */
  isSimpleConsumerGroup: boolean;
  groupState: GroupState;
  type: GroupType;
}

export interface MemberAssignment {
  topicPartitions: TopicPartition[];
}

/** Java's MemberDescription. */
export interface MemberDescription {
  consumerId: string;
  /** null: not a static member. */
  groupInstanceId: string | null;
  clientId: string;
  host: string;
  assignment: MemberAssignment;
  /** The future assignment of a member of the consumer protocol; null in a classic group. */
  targetAssignment: MemberAssignment | null;
}

/** Java's ConsumerGroupDescription. */
export interface ConsumerGroupDescription {
  groupId: string;
  isSimpleConsumerGroup: boolean;
  members: MemberDescription[];
  /** '' while the group has no members. */
  partitionAssignor: string;
  groupState: GroupState;
  type: GroupType;
  coordinator: Node | null;
  /** null: not requested. */
  authorizedOperations: AclOperation[] | null;
}

export interface GroupId {
  groupId: string;
}

export interface GroupFilter {
  /** Default: any. */
  groupStates?: readonly GroupState[] | undefined;
  /** Default: any. */
  types?: readonly GroupType[] | undefined;
}

interface GroupResult {
  groupId: string;
  error: NativeErrorData | null;
}

interface NativeMember extends Omit<MemberDescription, 'assignment' | 'targetAssignment'> {
  assignment: NativePartition[] | null;
  targetAssignment: NativePartition[] | null;
}

interface NativeGroup extends GroupResult {
  isSimpleConsumerGroup: boolean;
  members: NativeMember[];
  partitionAssignor: string | null;
  state: number;
  type: number;
  coordinator: Node | null;
  authorizedOperations: number[] | null;
}

const label = (groupId: string): string => `group ${groupId}`;

/** A rejected outcome stands for a broker that could not list its groups. */
export async function listConsumerGroups(
  call: AdminCall,
  filter: GroupFilter,
): Promise<Outcome<ConsumerGroupListing>[]> {
  const check = call.arguments;
  const codes = <Name extends string>(where: string, value: unknown, table: Parameters<typeof check.code<Name>>[2]) =>
    value === undefined
      ? null
      : [
          ...new Set(
            check.list(where, value).map((name, i) => check.code(`${where}[${i}]`, name, table, ['UNKNOWN' as Name])),
          ),
        ];
  const matchStates = codes<GroupState>('groupStates', filter.groupStates, groupStates);
  const matchTypes = codes<GroupType>('types', filter.types, groupTypes);
  const answer = await call.ask<{
    groups: { groupId: string; isSimpleConsumerGroup: boolean; state: number; type: number }[];
    errors: NativeErrorData[];
  }>('listConsumerGroups', { matchStates, matchTypes });
  const groups = answer.groups
    .map(({ groupId, isSimpleConsumerGroup, state, type }) => ({
      groupId,
      isSimpleConsumerGroup,
      groupState: groupStates.name(state),
      type: groupTypes.name(type),
    }))
    .sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
  return [
    ...groups.map((group) => fulfilled(group)),
    ...answer.errors.map((error) =>
      rejected<ConsumerGroupListing>(
        KafkaError.fromNative({
          ...error,
          operation: call.operation,
          message: `${call.operation}: a broker: ${error.message}`,
        }),
      ),
    ),
  ];
}

export async function describeConsumerGroups(
  call: AdminCall,
  groups: unknown,
  options: { includeAuthorizedOperations?: boolean | undefined },
): Promise<Outcome<ConsumerGroupDescription>[]> {
  const names = call.arguments.names('groups', groups);
  const includeAuthorizedOperations = call.arguments.boolean(
    'includeAuthorizedOperations',
    options.includeAuthorizedOperations,
  );
  if (names.length === 0) return [];
  return retryPassing(call, names, async (groupIds) => {
    const answers = await call.ask<NativeGroup[]>('describeConsumerGroups', {
      groups: [...new Set(groupIds)],
      includeAuthorizedOperations,
    });
    return inOrder(
      groupIds,
      (name) => name,
      answers,
      (answer) => answer.groupId,
      (answer) =>
        isUnknown(answer)
          ? rejected<ConsumerGroupDescription>(unknownGroup(call, answer.groupId))
          : outcomeOf(call.operation, label(answer.groupId), answer.error, description(answer)),
      (name) => unknownGroup(call, name),
    );
  });
}

/**
 * For a group that does not exist, librdkafka's version of the request returns a dead group. No existing group is dead.
 */
function isUnknown(group: NativeGroup): boolean {
  return group.error === null && groupStates.name(group.state) === 'DEAD';
}

export function unknownGroup(call: AdminCall, groupId: string): KafkaError {
  return errnoError(call.operation, label(groupId), errorNumber('ERR_GROUP_ID_NOT_FOUND'));
}

function assignment(partitions: readonly NativePartition[]): MemberAssignment {
  return { topicPartitions: partitions.map(({ topic, partition }) => ({ topic, partition })).sort(byPartition) };
}

function description(group: NativeGroup): ConsumerGroupDescription {
  return {
    groupId: group.groupId,
    isSimpleConsumerGroup: group.isSimpleConsumerGroup,
    members: group.members.map((member) => ({
      ...member,
      assignment: assignment(member.assignment ?? []),
      targetAssignment: member.targetAssignment && assignment(member.targetAssignment),
    })),
    partitionAssignor: group.partitionAssignor ?? '',
    groupState: groupStates.name(group.state),
    type: groupTypes.name(group.type),
    coordinator: group.coordinator,
    authorizedOperations: group.authorizedOperations?.map((code) => aclOperations.name(code)) ?? null,
  };
}

export async function deleteConsumerGroups(call: AdminCall, groups: unknown): Promise<Outcome<GroupId>[]> {
  const names = call.arguments.names('groups', groups);
  call.arguments.distinct('groups', names);
  if (names.length === 0) return [];
  return retryPassing(call, names, async (groupIds) => {
    const answers = await call.ask<GroupResult[]>('deleteConsumerGroups', { groups: groupIds });
    return inOrder(
      groupIds,
      (name) => name,
      answers,
      (answer) => answer.groupId,
      ({ groupId, error }) => outcomeOf(call.operation, label(groupId), error, { groupId }),
      (name) => unknownGroup(call, name),
    );
  });
}
