import { isConnectFailure } from '../../client/events/connect-failure';
import { setTimeout as sleep } from 'node:timers/promises';
import { now, remaining, throwIfAborted } from '../../client/waiting';
import { isRetriableErrno } from '../../errors/codes';
import { librdkafkaCodes } from '../../errors/codes.generated';
import { KafkaError } from '../../errors/kafka-error';
import { TimeoutError, tooLate } from '../../errors/waiting-errors';
import { partitionError } from '../consumer-errors';
import type { TopicPartition } from '../partitions/topic-partition';

/** Pause between two requests about a partition that is unknown or has no leader. */
const RETRY_MS = 100;

/**
 * ms that the first request waits for its answer; each later one waits twice as long. If a leader or coordinator moves
 * away from a dead broker, only another request finds the new one.
 */
const FIRST_ATTEMPT_MS = 5000;

const unknown: readonly (number | undefined)[] = [
  librdkafkaCodes.ERR__UNKNOWN_PARTITION,
  librdkafkaCodes.ERR__UNKNOWN_TOPIC,
];

export interface Asking {
  operation: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/**
 * Requests the answer of these partitions' leaders. The request is repeated while a partition is unknown, has no leader
 * or cannot be reached, because the topic may just be being created. At the deadline rejects with a TimeoutError, as in
 * Java. A permanent error rejects at once.
 */
export async function untilKnown<T extends TopicPartition & { errno?: number | undefined }>(
  asking: Asking,
  ask: (timeoutMs: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const { operation, timeoutMs, signal } = asking;
  const deadline = now() + timeoutMs;
  let missing: KafkaError | undefined;
  for (let attemptMs = FIRST_ATTEMPT_MS; ; attemptMs *= 2) {
    try {
      const answers = await ask(Math.min(remaining(deadline), attemptMs));
      const failed = answers.find(({ errno }) => errno);
      if (!failed) return answers;
      throw partitionError(operation, { ...failed, errno: failed.errno });
    } catch (error) {
      if (!mayPass(error)) throw error;
      // The last request gets the remaining time. If that cuts it short, its timeout says less than the earlier error.
      if (!(error instanceof TimeoutError) || !missing) missing = error;
    }
    const left = remaining(deadline);
    if (left <= 0) {
      const why = missing instanceof TimeoutError ? '' : `: ${missing.message}`;
      const unreachable = isConnectFailure(missing.cause) ? missing.cause : undefined;
      throw tooLate(operation, `not done within ${timeoutMs} ms${why}`, unreachable, { cause: missing });
    }
    await sleep(Math.min(RETRY_MS, left), undefined, { signal }).catch(() => throwIfAborted(operation, signal));
  }
}

function mayPass(error: unknown): error is KafkaError {
  if (error instanceof TimeoutError) return true;
  return KafkaError.is(error) && (unknown.includes(error.errno) || isRetriableErrno(error.errno ?? 0));
}
