import { errorNumber } from '../../errors/codes';
import { AuthorizationError } from '../../errors/kafka-error';
import type { AdminCall } from '../calls/call';
import { describeCluster } from './cluster';

/**
 * Rejects with the broker's error for a user who may not describe the cluster. This check is needed before requests
 * whose such error librdkafka 2.15.1 cannot handle: DescribeAcls drops it, so that there seem to be no ACLs, and
 * DescribeUserScramCredentials frees memory that it does not own.
 */
export async function assertMayDescribeCluster(call: AdminCall): Promise<void> {
  const { authorizedOperations } = await describeCluster(call, { includeAuthorizedOperations: true });
  if (authorizedOperations === null || authorizedOperations.includes('DESCRIBE')) return;
  throw new AuthorizationError({
    code: 'ERR_CLUSTER_AUTHORIZATION_FAILED',
    errno: errorNumber('ERR_CLUSTER_AUTHORIZATION_FAILED'),
    operation: call.operation,
    message: `${call.operation}: the user may not describe the cluster`,
  });
}
