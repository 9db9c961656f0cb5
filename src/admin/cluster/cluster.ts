import type { Requests } from '../binding/native';
import { errorNumber } from '../errors/codes';
import type { NativeErrorData } from '../errors/kafka-error';
import type { Outcome } from '../errors/partial-failure-error';
import { partitionName, type TopicPartition } from './arguments';
import type { AdminCall } from './call';
import { aclOperations, electionTypes, type AclOperation } from './enums';
import type { Node } from './node';
import { errnoError, inOrder, outcomeOf } from './outcomes';

/** Java's DescribeClusterResult. */
export interface ClusterDescription {
  clusterId: string | null;
  /** In KRaft a broker that passes requests on to the controller, not always the same. */
  controller: Node | null;
  nodes: Node[];
  /** null: not asked for. */
  authorizedOperations: AclOperation[] | null;
}

/** What a broker tells every client about itself and the others. */
export type ClusterMetadata = Requests['metadata']['out'];

interface NativeCluster extends Omit<ClusterDescription, 'authorizedOperations'> {
  authorizedOperations: number[] | null;
}

export async function describeCluster(
  call: AdminCall,
  options: { includeAuthorizedOperations?: boolean },
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

/** Partitions null: all; the answer then holds those where something was to be done. */
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
