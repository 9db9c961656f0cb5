import type { NativePartition } from '../../binding/native';
import { errorName } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import { isQuestion, type AdminCall } from './call';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * A leader or coordinator is moving or not ready yet. librdkafka returns these errors; Java's Admin repeats the
 * request, and so does this client.
 */
const passing = new Set([
  'ERR_COORDINATOR_LOAD_IN_PROGRESS',
  'ERR_COORDINATOR_NOT_AVAILABLE',
  'ERR_NOT_COORDINATOR',
  'ERR__WAIT_COORD',
  'ERR_LEADER_NOT_AVAILABLE',
  'ERR_NOT_LEADER_FOR_PARTITION',
  'ERR_FENCED_LEADER_EPOCH',
  'ERR_UNKNOWN_LEADER_EPOCH',
  'ERR_OFFSET_NOT_AVAILABLE',
  'ERR_KAFKA_STORAGE_ERROR',
  'ERR_UNSTABLE_OFFSET_COMMIT',
  // For one of several partitions: the connection to its leader was lost.
  'ERR__TIMED_OUT',
]);

function isPassing(call: AdminCall, error: unknown): boolean {
  if (!KafkaError.is(error)) return false;
  return passing.has(error.code) || (error.code === 'ERR__TRANSPORT' && isQuestion(call.operation));
}

/** Whether the answer of some partition is such an error. */
export function hasPassing(partitions: readonly NativePartition[]): boolean {
  return partitions.some(({ errno }) => errno !== undefined && passing.has(errorName(errno)));
}

/** Runs `attempt` with growing pauses until it returns true or the caller's time is nearly over. */
export async function retry(call: AdminCall, attempt: () => Promise<boolean>): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !(await attempt()); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    if (call.left <= pauseMs) return;
    await call.pause(pauseMs);
  }
}

/** Repeats the request until the answer is complete. At the deadline returns the last answer. */
export async function repeat<Answer>(
  call: AdminCall,
  ask: () => Promise<Answer>,
  isIncomplete: (answer: Answer) => boolean,
): Promise<Answer> {
  let last!: () => Answer;
  await retry(call, async () => {
    try {
      const answer = await ask();
      last = () => answer;
      return !isIncomplete(answer);
    } catch (error) {
      if (!isPassing(call, error)) throw error;
      last = () => {
        throw error;
      };
      return false;
    }
  });
  return last();
}

/** The outcome of each item. Items with a temporary error are requested again while there is time. */
export async function retryPassing<Item, T>(
  call: AdminCall,
  items: readonly Item[],
  ask: (items: readonly Item[]) => Promise<Outcome<T>[]>,
): Promise<Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  let waiting = items.map((_, i) => i);
  await repeat(
    call,
    async () => {
      const answers = await ask(waiting.map((i) => items[i]!));
      waiting.forEach((i, place) => (outcomes[i] = answers[place]!));
      waiting = waiting.filter((i) => {
        const outcome = outcomes[i]!;
        return outcome.status === 'rejected' && isPassing(call, outcome.reason);
      });
    },
    () => waiting.length > 0,
  );
  return outcomes;
}
