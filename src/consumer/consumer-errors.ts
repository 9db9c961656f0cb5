import type { NativePartition } from '../binding/native';
import { errorDescription } from '../client/events/error-description';
import { errorName, isRetriableErrno, type KafkaErrorCode } from '../errors/codes';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import { TimeoutError } from '../errors/waiting-errors';

/** Errors that Java's poll throws: they are permanent, or data cannot be read. librdkafka recovers from all others. */
const rejecting = new Set<KafkaErrorCode>([
  'ERR_TOPIC_AUTHORIZATION_FAILED',
  'ERR_GROUP_AUTHORIZATION_FAILED',
  'ERR_CLUSTER_AUTHORIZATION_FAILED',
  'ERR_INVALID_GROUP_ID',
  'ERR_INVALID_SESSION_TIMEOUT',
  'ERR_INCONSISTENT_GROUP_PROTOCOL',
  'ERR_GROUP_MAX_SIZE_REACHED',
  'ERR_TOPIC_EXCEPTION',
  'ERR_UNSUPPORTED_VERSION',
  'ERR_UNSUPPORTED_ASSIGNOR',
  'ERR_UNRELEASED_INSTANCE_ID',
  'ERR_FENCED_INSTANCE_ID',
  'ERR_INVALID_REGULAR_EXPRESSION',
  'ERR__AUTHENTICATION',
  'ERR__FATAL',
  'ERR__FENCED',
  'ERR__UNKNOWN_PROTOCOL',
  'ERR__NOT_IMPLEMENTED',
  'ERR__BAD_MSG',
  'ERR__BAD_COMPRESSION',
  'ERR_INVALID_MSG',
] as KafkaErrorCode[]);

export function rejectsPoll(error: KafkaError): boolean {
  return error.isFatal || rejecting.has(error.code as KafkaErrorCode);
}

/** The rejection of calls that wait for the group. */
export function groupRefusedError(operation: string, cause: KafkaError): KafkaError {
  const { code, errno } = cause;
  return KafkaError.of({
    code,
    errno,
    operation,
    cause,
    message: `${operation}: the group refuses this consumer: ${cause.message} It needs READ on the group.`,
  });
}

/** librdkafka's message when it closes a connection because a response is too large. */
const TOO_LARGE = /Invalid response size (\d+) \(\d+\.\.(\d+)\)/;

/**
 * The error of polls when a response is larger than `receive.message.max.bytes`. librdkafka itself only reconnects and
 * requests it again, endlessly. undefined for any other error.
 */
export function responseTooLarge(cause: KafkaError): KafkaError | undefined {
  const found = TOO_LARGE.exec(cause.message);
  if (!found) return undefined;
  const [, size, limit] = found;
  return new KafkaError({
    code: 'ERR__BAD_MSG',
    errno: librdkafkaCodes.ERR__BAD_MSG,
    operation: 'poll',
    message: `poll: a response of ${size} bytes is too large: receive.message.max.bytes is ${limit}. Raise it, or skip the record with seek().`,
    cause,
  });
}

/** Code `ERR_ASSIGNMENT_LOST`. Java's CommitFailedException. */
export function assignmentLostError(operation: string, topic: string, partition: number): KafkaError {
  return new KafkaError({
    code: 'ERR_ASSIGNMENT_LOST',
    operation,
    message: `${operation}: ${topic}-${partition} is not assigned to this consumer any more; its new owner reads from the committed offset`,
  });
}

/** The consumer is not a member of the group for which it would commit. Code and Java's class as above. */
export function notMemberError(operation: string): KafkaError {
  return new KafkaError({
    code: 'ERR_ASSIGNMENT_LOST',
    operation,
    message: `${operation}: the consumer is not, or no longer, a member of its group. A poll joins it; then commit.`,
  });
}

/** Java's InvalidGroupIdException. Code `ERR_INVALID_GROUP_ID`. */
export function requireGroup(operation: string, groupId: string | null): void {
  if (groupId !== null) return;
  throw new InvalidArgumentError(
    operation,
    `${operation}: the consumer has no group.id, so it cannot commit offsets; set group.id`,
    {
      code: 'ERR_INVALID_GROUP_ID',
      errno: librdkafkaCodes.ERR_INVALID_GROUP_ID,
    },
  );
}

export function partitionError(operation: string, { topic, partition, errno }: NativePartition): KafkaError {
  const code = errorName(errno!);
  const message = `${operation}: ${topic}-${partition}: ${errorDescription(errno!)}`;
  if (code === 'ERR__TIMED_OUT') return new TimeoutError(operation, message);
  return KafkaError.of({
    code,
    errno,
    message,
    isRetriable: isRetriableErrno(errno!),
    operation,
  });
}
