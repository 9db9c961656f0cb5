import { setTimeout as sleep } from 'node:timers/promises';
import { now, remaining, throwIfAborted } from '../client/waiting';
import { isRetriableErrno } from '../errors/codes';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import { partitionError } from './offsets';
import type { TopicPartition } from './topic-partition';

/** Between two questions about a partition that is not known, or has no leader. */
const RETRY_MS = 100;

const unknown: readonly (number | undefined)[] = [
  librdkafkaCodes.ERR__UNKNOWN_PARTITION,
  librdkafkaCodes.ERR__UNKNOWN_TOPIC,
];

export interface Asking {
  operation: string;
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * What the leaders of these partitions answer. The question is asked again while a partition is unknown, has no leader or cannot be
 * reached: the topic may be being made. Then a TimeoutError, as Java's; an error that will not pass rejects at once.
 */
export async function untilKnown<T extends TopicPartition & { errno?: number }>(
  asking: Asking,
  ask: (timeoutMs: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const { operation, timeoutMs, signal } = asking;
  const deadline = now() + timeoutMs;
  let missing: KafkaError | undefined;
  for (;;) {
    try {
      const answers = await ask(remaining(deadline));
      const failed = answers.find(({ errno }) => errno);
      if (!failed) return answers;
      throw partitionError(operation, { ...failed, errno: failed.errno });
    } catch (error) {
      if (!mayPass(error)) throw error;
      // The last question gets what was left of the time: that it was cut short says less than what was known before.
      if (!(error instanceof TimeoutError) || !missing) missing = error;
    }
    const left = remaining(deadline);
    if (left <= 0) {
      const why = missing instanceof TimeoutError ? '' : `: ${missing.message}`;
      throw new TimeoutError(operation, `${operation}: not done within ${timeoutMs} ms${why}`, { cause: missing });
    }
    await sleep(Math.min(RETRY_MS, left), undefined, { signal }).catch(() => throwIfAborted(operation, signal));
  }
}

function mayPass(error: unknown): error is KafkaError {
  if (error instanceof TimeoutError) return true;
  return KafkaError.is(error) && (unknown.includes(error.errno) || isRetriableErrno(error.errno ?? 0));
}
