import type { NativePartition } from '../../binding/native';
import { errorNumber } from '../../errors/codes';
import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import { partitionName, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { errnoError, inOrder } from '../calls/outcomes';

const UNKNOWN = errorNumber('ERR_UNKNOWN_TOPIC_OR_PART');

export const partitionLabel = (partition: Readonly<TopicPartition>): string => `partition ${partitionName(partition)}`;
/** librdkafka uses negative numbers for "none". */
export const orNull = (value: number | undefined): number | null => (value === undefined || value < 0 ? null : value);

/** The outcome of each partition in the order of the request, with `value` for those without an error. */
export function partitionOutcomes<Answer extends NativePartition, T>(
  call: AdminCall,
  asked: readonly TopicPartition[],
  answers: readonly Answer[],
  value: (answer: Answer) => T,
): Outcome<T>[] {
  return inOrder<TopicPartition, Answer, T>(
    asked,
    partitionName,
    answers,
    partitionName,
    (answer) =>
      answer.errno
        ? rejected(errnoError(call.operation, partitionLabel(answer), asBroker(answer.errno)))
        : fulfilled(value(answer)),
    (partition) => errnoError(call.operation, partitionLabel(partition), UNKNOWN),
  );
}

/**
 * Translates librdkafka's own code for a partition missing from the metadata to the broker's code for the same fact.
 */
function asBroker(errno: number): number {
  return errno === errorNumber('ERR__UNKNOWN_PARTITION') || errno === errorNumber('ERR__UNKNOWN_TOPIC')
    ? UNKNOWN
    : errno;
}
