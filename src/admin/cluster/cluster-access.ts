import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import type { AdminCall } from './call';
import { describeCluster } from './cluster';

/**
 * Rejects with what the broker would answer to a user who may not describe the cluster. Asked beforehand where librdkafka 2.15.1 cannot
 * take that answer: DescribeAcls drops it, so that there seem to be no ACLs, and DescribeUserScramCredentials frees memory for it
 * that it does not own.
 */
export async function assertMayDescribeCluster(call: AdminCall): Promise<void> {
  const { authorizedOperations } = await describeCluster(call, { includeAuthorizedOperations: true });
  if (authorizedOperations === null || authorizedOperations.includes('DESCRIBE')) return;
  throw new KafkaError({
    code: 'ERR_CLUSTER_AUTHORIZATION_FAILED',
    errno: errorNumber('ERR_CLUSTER_AUTHORIZATION_FAILED'),
    operation: call.operation,
    message: `${call.operation}: the user may not describe the cluster`,
  });
}
