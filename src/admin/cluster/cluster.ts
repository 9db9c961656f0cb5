import type { Requests } from '../../binding/native';
import { errorNumber } from '../../errors/codes';
import type { NativeErrorData } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import { partitionName, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { aclOperations, electionTypes, type AclOperation } from '../calls/enums';
import type { Node } from './node';
import { errnoError, inOrder, outcomeOf } from '../calls/outcomes';

/** Java's DescribeClusterResult. */
export interface ClusterDescription {
  clusterId: string | null;
  /** In KRaft any broker that forwards requests to the controller; it can change. */
  controller: Node | null;
  nodes: Node[];
  /** null: not requested. */
  authorizedOperations: AclOperation[] | null;
}

/** The metadata that a broker returns to every client. */
export type ClusterMetadata = Requests['metadata']['out'];

interface NativeCluster extends Omit<ClusterDescription, 'authorizedOperations'> {
  authorizedOperations: number[] | null;
}

export async function describeCluster(
  call: AdminCall,
  options: { includeAuthorizedOperations?: boolean | undefined },
): Promise<ClusterDescription> {
  const includeAuthorizedOperations = call.arguments.boolean(
    'includeAuthorizedOperations',
    options.includeAuthorizedOperations,
  );
  const cluster = await call.ask<NativeCluster>('describeCluster', { includeAuthorizedOperations });
  return {
    ...cluster,
    nodes: cluster.nodes.sort((a, b) => a.id - b.id),
    authorizedOperations: cluster.authorizedOperations?.map((code) => aclOperations.name(code)) ?? null,
  };
}

export async function metadata(call: AdminCall, topics: unknown): Promise<ClusterMetadata> {
  const names = topics === undefined || topics === null ? null : call.arguments.names('topics', topics);
  return call.ask('metadata', { topics: names });
}

/** `partitions` null: all. The answer then contains only those with something to do. */
export async function electLeaders(
  call: AdminCall,
  electionType: unknown,
  partitions: unknown,
): Promise<Outcome<TopicPartition>[]> {
  const check = call.arguments;
  const asked = partitions === undefined || partitions === null ? null : check.partitions('partitions', partitions);
  if (asked !== null) check.distinct('partitions', asked.map(partitionName));
  const request = {
    electionType: check.code('electionType', electionType, electionTypes),
    partitions: asked,
    operationTimeoutMs: call.operationTimeoutMs,
  };
  if (asked?.length === 0) return [];
  const answers = await call.ask<(TopicPartition & { error: NativeErrorData | null })[]>('electLeaders', request);
  return inOrder<TopicPartition, TopicPartition & { error: NativeErrorData | null }, TopicPartition>(
    asked ?? answers,
    partitionName,
    answers,
    partitionName,
    ({ topic, partition, error }) =>
      outcomeOf(call.operation, `partition ${topic}-${partition}`, error, { topic, partition }),
    (partition) =>
      errnoError(call.operation, `partition ${partitionName(partition)}`, errorNumber('ERR__UNKNOWN_PARTITION')),
  );
}
