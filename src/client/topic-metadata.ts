import { setTimeout as sleep } from 'node:timers/promises';
import type { Requests } from '../binding/native';
import { errorDescription } from './events/error-description';
import { now, remaining } from './waiting';
import { errorName, errorNumber, isRetriableErrno } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError, tooLate } from '../errors/waiting-errors';

/** Pause between two requests about a topic that is being created or has no leader. */
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
 * The partitions of a topic. The request creates the topic if the broker is configured so
 * (`auto.create.topics.enable`), so it is repeated until the topic exists. At the deadline rejects with a TimeoutError.
 * A permanent error, such as missing authorization, rejects at once.
 */
export async function topicPartitions(
  operation: string,
  topic: string,
  timeoutMs: number,
  ask: AskMetadata,
): Promise<PartitionInfo[]> {
  const deadline = now() + timeoutMs;
  let missing: KafkaError | undefined;
  const unknown = (cause: KafkaError): TimeoutError => {
    const why = cause.errno === 0 ? '' : `: ${errorDescription(cause.errno)}`;
    const message = `${operation}: topic '${topic}' was not found within ${timeoutMs} ms${why}`;
    return new TimeoutError(operation, message, { code: cause.code, errno: cause.errno, cause });
  };
  const unanswered = (error: TimeoutError): TimeoutError => {
    const what = `no metadata of topic '${topic}' came within ${timeoutMs} ms`;
    return tooLate(operation, what, KafkaError.is(error.cause) ? error.cause : undefined, { cause: error });
  };
  for (;;) {
    const metadata = await ask(remaining(deadline)).catch((error: unknown) => {
      if (!(error instanceof TimeoutError)) throw error;
      // The last request has only the remaining time. If it is cut short, the earlier answer is known.
      throw missing ? unknown(missing) : unanswered(error);
    });
    const found = metadata.topics.find((candidate) => candidate.topic === topic);
    const errno = found?.errno ?? errorNumber('ERR_UNKNOWN_TOPIC_OR_PART');
    if (errno === 0 && found!.partitions.length > 0) return partitionsFrom(found!, metadata);
    const error = KafkaError.of({
      code: errorName(errno),
      errno,
      message: `${operation}: ${topic}: ${errorDescription(errno)}`,
      operation,
      isRetriable: isRetriableErrno(errno),
    });
    if (errno !== 0 && !error.isRetriable) throw error;
    missing = error;
    if (remaining(deadline) <= RETRY_MS) throw unknown(error);
    await sleep(RETRY_MS);
  }
}

/** The partitions of a topic in the metadata. */
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
