import type { Connection } from '../client/connection';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';

/** How librdkafka's mock cluster names itself. */
const MOCK_CLUSTER_ID = /^mockCluster/;

/** What it answers all the same: the requests that every client makes. */
const answered = new Set(['metadata', 'listOffsets', 'listConsumerGroupOffsets', 'alterConsumerGroupOffsets']);

/**
 * Rejects if the broker turns out to be librdkafka's mock cluster, which answers no administration: it names a controller that does
 * not exist, for which librdkafka would wait until the deadline. Never resolves; `signal` ends the watch.
 */
export async function refusedByMock(
  connection: Connection,
  op: string,
  operation: string,
  signal: AbortSignal,
): Promise<never> {
  const id = answered.has(op) ? null : await connection.clusterId(signal).catch(() => null);
  if (id === null || !MOCK_CLUSTER_ID.test(id)) return new Promise<never>(() => undefined);
  throw new KafkaError({
    code: 'ERR__UNSUPPORTED_FEATURE',
    errno: errorNumber('ERR__UNSUPPORTED_FEATURE'),
    operation,
    message: `the mock cluster answers no administration; use a real broker`,
  });
}
