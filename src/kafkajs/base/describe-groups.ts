import { AdminClient, KafkaError, type ConsumerGroupDescription, type SharedClient } from '../../index';
import { AssignerProtocol } from '../assigners/assigner-protocol';
import { fromCore, protocolCodeOf } from '../errors/from-core';
import type { Assignment } from '../types/cluster';
import type { ConsumerGroupState, GroupDescription } from '../types/consumer';

const states: Partial<Record<string, ConsumerGroupState>> = {
  PREPARING_REBALANCE: 'PreparingRebalance',
  COMPLETING_REBALANCE: 'CompletingRebalance',
  STABLE: 'Stable',
  EMPTY: 'Empty',
  DEAD: 'Dead',
  ASSIGNING: 'CompletingRebalance',
  RECONCILING: 'PreparingRebalance',
};
const GROUP_ID_NOT_FOUND = 69;

type Described = GroupDescription & { errorCode: number };

/** The groups in the order of their ids. One that does not exist is dead, which is no error. */
export async function describeGroups(client: SharedClient | AdminClient, ids: readonly string[]): Promise<Described[]> {
  const admin = client instanceof AdminClient ? client : AdminClient.from(client);
  try {
    const outcomes = await admin.describeConsumerGroups([...ids], { settled: true });
    return outcomes.map((outcome, i) => {
      if (outcome.status === 'fulfilled') return described(outcome.value);
      const code = KafkaError.is(outcome.reason) ? protocolCodeOf(outcome.reason) : undefined;
      if (code === undefined) throw outcome.reason;
      const errorCode = code === GROUP_ID_NOT_FOUND ? 0 : code;
      return { errorCode, groupId: ids[i]!, state: 'Dead', protocolType: '', protocol: '', members: [] };
    });
  } catch (error) {
    throw fromCore(error);
  }
}

function described(group: ConsumerGroupDescription): Described {
  return {
    errorCode: 0,
    groupId: group.groupId,
    state: states[group.groupState] ?? 'Unknown',
    protocolType: 'consumer',
    protocol: group.partitionAssignor,
    members: group.members.map(({ consumerId, clientId, host, assignment: { topicPartitions } }) => {
      const assignment: Assignment = {};
      for (const { topic, partition } of topicPartitions) (assignment[topic] ??= []).push(partition);
      const userData = Buffer.alloc(0);
      return {
        memberId: consumerId,
        clientId,
        clientHost: host,
        // The admin calls of librdkafka give no bytes: these are made of what they say.
        memberMetadata: AssignerProtocol.MemberMetadata.encode({
          version: 0,
          topics: Object.keys(assignment),
          userData,
        }),
        memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 0, assignment, userData }),
      };
    }),
  };
}
