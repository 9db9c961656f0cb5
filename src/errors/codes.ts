import { librdkafkaCodes } from './codes.generated';

/** Codes that librdkafka does not have. None equals one of its own. docs/errors.md says when each is raised. */
export const ownCodes = [
  'ERR_CONFIG',
  'ERR_CLOSED',
  'ERR_CONCURRENT',
  'ERR_WAKEUP',
  'ERR_TIMEOUT',
  'ABORT_ERR',
  'ERR_INVALID_ARGUMENT',
  'ERR_PARTIAL_FAILURE',
  'ERR_SYNC_LISTENER',
  'ERR_LISTENER',
  'ERR_KEY_SERIALIZATION',
  'ERR_VALUE_SERIALIZATION',
  'ERR_KEY_DESERIALIZATION',
  'ERR_VALUE_DESERIALIZATION',
  'ERR_ASSIGNMENT_LOST',
  'ERR_NOT_SUPPORTED',
  'ERR_NOT_KAFKA',
  'ERR_ADDON_NOT_LOADED',
  'ERR_STREAMS',
  'ERR_TOPOLOGY',
  'ERR_ASYNC_HANDLER',
  'ERR_ASYNC_SERDE',
  'ERR_STATE_STORE',
  'ERR_STATE_DIRECTORY',
  'ERR_WORKER',
  'ERR_KEY_TOO_LONG',
  'ERR_LMDB_MISSING',
] as const;

export type LibrdkafkaErrorCode = keyof typeof librdkafkaCodes;
export type OwnErrorCode = (typeof ownCodes)[number];
/**
 * Every `code` of a {@link KafkaError}. The last form is a broker's error number that this librdkafka does not know.
 */
export type KafkaErrorCode = LibrdkafkaErrorCode | OwnErrorCode | `ERR_UNKNOWN_${number}`;

const names = new Map<number, LibrdkafkaErrorCode>();
for (const [name, errno] of Object.entries(librdkafkaCodes)) names.set(errno, name as LibrdkafkaErrorCode);

/** The stable code of a librdkafka error number. The name of an unknown number contains the number. */
export function errorName(errno: number): KafkaErrorCode {
  return names.get(errno) ?? `ERR_UNKNOWN_${errno}`;
}

export function errorNumber(code: LibrdkafkaErrorCode): number {
  return librdkafkaCodes[code];
}

/**
 * Errors after which the same call may succeed: Java's RetriableException and its subclasses, by protocol error code,
 * and librdkafka's local equivalents.
 */
const retriable = new Set<LibrdkafkaErrorCode>([
  'ERR__TRANSPORT',
  'ERR__TIMED_OUT',
  'ERR__TIMED_OUT_QUEUE',
  'ERR__MSG_TIMED_OUT',
  'ERR__ALL_BROKERS_DOWN',
  'ERR__RETRY',
  'ERR__QUEUE_FULL',
  'ERR__WAIT_COORD',
  'ERR__IN_PROGRESS',
  'ERR__PREV_IN_PROGRESS',
  'ERR__NODE_UPDATE',
  'ERR__RESOLVE',
  'ERR_INVALID_MSG',
  'ERR_UNKNOWN_TOPIC_OR_PART',
  'ERR_LEADER_NOT_AVAILABLE',
  'ERR_NOT_LEADER_FOR_PARTITION',
  'ERR_REQUEST_TIMED_OUT',
  'ERR_REPLICA_NOT_AVAILABLE',
  'ERR_NETWORK_EXCEPTION',
  'ERR_COORDINATOR_LOAD_IN_PROGRESS',
  'ERR_COORDINATOR_NOT_AVAILABLE',
  'ERR_NOT_COORDINATOR',
  'ERR_NOT_ENOUGH_REPLICAS',
  'ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'ERR_NOT_CONTROLLER',
  'ERR_KAFKA_STORAGE_ERROR',
  'ERR_FETCH_SESSION_ID_NOT_FOUND',
  'ERR_INVALID_FETCH_SESSION_EPOCH',
  'ERR_LISTENER_NOT_FOUND',
  'ERR_UNKNOWN_LEADER_EPOCH',
  'ERR_OFFSET_NOT_AVAILABLE',
  'ERR_PREFERRED_LEADER_NOT_AVAILABLE',
  'ERR_ELIGIBLE_LEADERS_NOT_AVAILABLE',
  'ERR_UNSTABLE_OFFSET_COMMIT',
  'ERR_THROTTLING_QUOTA_EXCEEDED',
  'ERR_CONCURRENT_TRANSACTIONS',
  'ERR_UNKNOWN_TOPIC_ID',
  'ERR_FENCED_LEADER_EPOCH',
]);

export function isRetriableErrno(errno: number): boolean {
  const name = names.get(errno);
  return name !== undefined && retriable.has(name);
}
