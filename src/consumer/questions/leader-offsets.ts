import { LogicalOffset, type NativePartition } from '../../binding/native';
import { nativeTimeout } from '../../client/waiting';
import { errorNumber } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import type { TopicPartition } from '../partitions/topic-partition';
import type { NativeClient } from '../../client/native-client';
import { distinctPartitions, inOrderOf } from './in-order';
import type { Asking } from './until-known';

/** `offset`: an end of the log ({@link LogicalOffset}), or a time in ms. */
export type OffsetQuery = TopicPartition & { offset: number };

/** Result of {@link askLeaders}. `errno` is 0 or absent if there was no error. */
export type LeaderAnswer = NativePartition & { offset: number };

export interface AskingParts {
  readonly client: NativeClient;
  readonly settings: { readonly readCommitted: boolean };
}

const UNKNOWN = errorNumber('ERR__UNKNOWN_PARTITION');

/**
 * One ListOffsets request to each leader, for any number of partitions. No other call of this client waits for it.
 * Answers come in the order of the request, errors in the `errno` of each. With `isolation.level=read_committed` the
 * end is the last stable offset, as in Java.
 */
export async function askLeaders(
  parts: AskingParts,
  queries: readonly OffsetQuery[],
  asking: Asking,
): Promise<LeaderAnswer[]> {
  const answers = await askKnownLeaders(parts, queries, asking);
  if (answers !== null) return answers;
  const errno = await whyNoLeader(parts.client, queries[0]!, asking);
  return unanswered(queries, errno);
}

/** The same, without a question about a topic that has no leader: it would create the topic if the client may. */
export async function askLeadersOnly(
  parts: AskingParts,
  queries: readonly OffsetQuery[],
  asking: Asking,
): Promise<LeaderAnswer[]> {
  return (await askKnownLeaders(parts, queries, asking)) ?? unanswered(queries, UNKNOWN);
}

const unanswered = (queries: readonly OffsetQuery[], errno: number): LeaderAnswer[] =>
  queries.map((query) => ({ ...query, offset: LogicalOffset.INVALID, errno }));

/** null: none of the partitions has a leader. */
async function askKnownLeaders(
  { client, settings }: AskingParts,
  queries: readonly OffsetQuery[],
  asking: Asking,
): Promise<LeaderAnswer[] | null> {
  let answers: readonly NativePartition[];
  try {
    answers = await client.requestWithin(
      'listOffsets',
      {
        partitions: distinctPartitions(queries),
        isolationLevel: settings.readCommitted ? 1 : 0,
        timeoutMs: nativeTimeout(asking.timeoutMs),
      },
      asking,
    );
  } catch (error) {
    if (!KafkaError.is(error) || error.errno !== errorNumber('ERR__NOENT')) throw error;
    return null;
  }
  return inOrderOf(queries, answers, (answer, { topic, partition }) => {
    if (!answer) return { topic, partition, offset: LogicalOffset.INVALID, errno: UNKNOWN };
    // If a leader did not answer, librdkafka reports no error and only leaves the offset unset.
    const silent = !answer.errno && answer.offset === LogicalOffset.INVALID;
    return { ...answer, offset: answer.offset!, errno: silent ? errorNumber('ERR__TIMED_OUT') : answer.errno };
  });
}

/** librdkafka only reports that it found no leader for any of them. */
async function whyNoLeader(
  client: AskingParts['client'],
  { topic, partition }: OffsetQuery,
  asking: Asking,
): Promise<number> {
  const { topics } = await client.requestWithin(
    'metadata',
    { topics: [topic], timeoutMs: nativeTimeout(asking.timeoutMs) },
    asking,
  );
  const [found] = topics;
  if (found?.errno) return found.errno;
  const known = found?.partitions.some((one) => one.partition === partition) ?? false;
  return known ? errorNumber('ERR_LEADER_NOT_AVAILABLE') : UNKNOWN;
}
