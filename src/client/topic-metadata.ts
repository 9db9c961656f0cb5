import { setTimeout as sleep } from 'node:timers/promises';
import type { Requests } from '../binding/native';
import { errorDescription } from './error-description';
import { now, remaining } from './waiting';
import { errorName, errorNumber, isRetriableErrno } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';

/** Between two questions about a topic that is being created or has no leader. */
const RETRY_MS = 100;

export interface Node {
  id: number;
  host: string;
  port: number;
}

/** Java's PartitionInfo. */
export interface PartitionInfo {
  topic: string;
  partition: number;
  /** null: none at present. */
  leader: Node | null;
  replicas: Node[];
  inSyncReplicas: Node[];
}

type Metadata = Requests['metadata']['out'];
export type AskMetadata = (timeoutMs: number) => Promise<Metadata>;

/**
 * The partitions of a topic. Asking creates it where the broker is set to (`auto.create.topics.enable`): the question is asked
 * again until the topic is there, then a TimeoutError. An error that will not pass, such as missing authorization, rejects at once.
 */
export async function topicPartitions(
  operation: string,
  topic: string,
  timeoutMs: number,
  ask: AskMetadata,
): Promise<PartitionInfo[]> {
  const deadline = now() + timeoutMs;
  let missing: KafkaError | undefined;
  const tooLate = (what: string, cause: KafkaError): TimeoutError => {
    const why = cause.errno === 0 ? '' : `: ${errorDescription(cause.errno)}`;
    const message = `${operation}: ${topic}: ${what} within ${timeoutMs} ms${why}`;
    return new TimeoutError(operation, message, { code: cause.code, errno: cause.errno, cause });
  };
  for (;;) {
    const metadata = await ask(remaining(deadline)).catch((error: unknown) => {
      if (!(error instanceof TimeoutError)) throw error;
      // The last question gets what was left of the time, so it may be cut short when the answer is known already.
      throw missing ? tooLate(`the topic did not turn up`, missing) : tooLate('no broker answered', error);
    });
    const found = metadata.topics.find((candidate) => candidate.topic === topic);
    const errno = found?.errno ?? errorNumber('ERR_UNKNOWN_TOPIC_OR_PART');
    if (errno === 0 && found!.partitions.length > 0) return partitionsFrom(found!, metadata);
    const error = new KafkaError({
      code: errorName(errno),
      errno,
      message: `${operation}: ${topic}: ${errorDescription(errno)}`,
      operation,
      isRetriable: isRetriableErrno(errno),
    });
    if (errno !== 0 && !error.isRetriable) throw error;
    missing = error;
    if (remaining(deadline) <= RETRY_MS) throw tooLate(`the topic did not turn up`, error);
    await sleep(RETRY_MS);
  }
}

/** The partitions of a topic that the metadata tell of. */
export function partitionsFrom(found: Metadata['topics'][number], metadata: Metadata): PartitionInfo[] {
  return found.partitions.map((partition) => describePartition(found.topic, partition, metadata));
}

function describePartition(
  topic: string,
  info: Metadata['topics'][number]['partitions'][number],
  metadata: Metadata,
): PartitionInfo {
  const node = (id: number): Node => metadata.brokers.find((broker) => broker.id === id) ?? { id, host: '', port: -1 };
  return {
    topic,
    partition: info.partition,
    leader: info.leader < 0 ? null : node(info.leader),
    replicas: info.replicas.map(node),
    inSyncReplicas: info.isrs.map(node),
  };
}
