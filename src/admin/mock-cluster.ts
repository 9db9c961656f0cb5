import type { Connection } from '../client/connection';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';

/** The name that librdkafka's mock cluster reports. */
const MOCK_CLUSTER_ID = /^mockCluster/;

/** Requests that it does answer, because every client sends them. */
const answered = new Set(['metadata', 'listOffsets', 'listConsumerGroupOffsets', 'alterConsumerGroupOffsets']);

/**
 * Rejects if the broker is librdkafka's mock cluster, which answers no administration requests: it names a controller
 * that does not exist, for which librdkafka would wait until the deadline. Resolves if it is another broker, or a
 * request that the mock cluster answers. `signal` ends the check.
 */
export async function refusedByMock(
  connection: Connection,
  op: string,
  operation: string,
  signal: AbortSignal,
): Promise<void> {
  const id = answered.has(op) ? null : await connection.clusterId(signal).catch(() => null);
  if (id === null || !MOCK_CLUSTER_ID.test(id)) return;
  throw new KafkaError({
    code: 'ERR__UNSUPPORTED_FEATURE',
    errno: errorNumber('ERR__UNSUPPORTED_FEATURE'),
    operation,
    message: `the mock cluster does not answer administration requests; use a real broker`,
  });
}
