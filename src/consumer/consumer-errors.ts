import type { KafkaErrorCode } from '../errors/codes';
import type { KafkaError } from '../errors/kafka-error';

/** What Java's poll throws: it will not pass by itself, or data cannot be read. Everything else librdkafka recovers from. */
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
