import { statusOf, type Code, type Fault } from '../shared/api';
import { FaultError } from '../shared/fault-error';

export const statusOfFault = (fault: Fault): number => statusOf[fault.code];

/** What a KafkaError has, of whichever copy of the library. */
interface KafkaLike {
  code: string;
  message: string;
  isRetriable: boolean;
  operation?: string;
  cause?: unknown;
}

export function isKafkaLike(error: unknown): error is KafkaLike {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, isRetriable } = error as Partial<KafkaLike>;
  return typeof code === 'string' && typeof message === 'string' && typeof isRetriable === 'boolean';
}

const codes: [pattern: RegExp, code: Code][] = [
  [/_AUTHORIZATION_FAILED$/, 'NOT_AUTHORIZED'],
  [
    /^ERR_(_UNKNOWN_TOPIC|_UNKNOWN_PARTITION|_UNKNOWN_GROUP|UNKNOWN_TOPIC_OR_PART|UNKNOWN_TOPIC_ID|GROUP_ID_NOT_FOUND|RESOURCE_NOT_FOUND|_UNKNOWN_BROKER)$/,
    'NOT_FOUND',
  ],
  [
    /^ERR_(TOPIC_ALREADY_EXISTS|NON_EMPTY_GROUP|GROUP_SUBSCRIBED_TO_TOPIC|ELECTION_NOT_NEEDED|REASSIGNMENT_IN_PROGRESS|UNKNOWN_MEMBER_ID|_CONFLICT)$/,
    'CONFLICT',
  ],
  [
    /^ERR_(_UNSUPPORTED_FEATURE|UNSUPPORTED_VERSION|SECURITY_DISABLED|TOPIC_DELETION_DISABLED|NOT_SUPPORTED|_NOT_IMPLEMENTED|UNSUPPORTED_SASL_MECHANISM)$/,
    'UNSUPPORTED',
  ],
  [
    /^ERR_(INVALID_(?!MSG$)\w+|TOPIC_EXCEPTION|POLICY_VIOLATION|OFFSET_OUT_OF_RANGE|UNACCEPTABLE_CREDENTIAL|DUPLICATE_RESOURCE|_INVALID_ARG|CONFIG)$/,
    'BAD_REQUEST',
  ],
  [/^ERR_(MSG_SIZE_TOO_LARGE|RECORD_LIST_TOO_LARGE)$/, 'TOO_LARGE'],
  [/^ERR_(TIMEOUT|_TIMED_OUT|_TIMED_OUT_QUEUE|_MSG_TIMED_OUT|REQUEST_TIMED_OUT)$/, 'TIMEOUT'],
];

/** Which operation on what Kafka's ACLs would have to allow, by the code of the refusal. */
const missingAcls: Record<string, string> = {
  ERR_TOPIC_AUTHORIZATION_FAILED: 'on the topic',
  ERR_GROUP_AUTHORIZATION_FAILED: 'on the group',
  ERR_CLUSTER_AUTHORIZATION_FAILED: 'on the cluster',
  ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'on the transactional id',
};

/** A fault of any error. Of an unknown error it has no text, because that may hold what nobody should see. */
export function faultOf(error: unknown): Fault {
  if (FaultError.is(error)) return error.fault;
  if (!isKafkaLike(error))
    return { code: 'INTERNAL', message: 'Something went wrong inside of the server', retriable: false };
  const { code: kafka, message, isRetriable, operation } = refusalIn(error) ?? error;
  const hint = hintOf(kafka, operation);
  return {
    code: isUnreachable(error) ? 'BROKER' : (codes.find(([pattern]) => pattern.test(kafka))?.[1] ?? 'BROKER'),
    message,
    kafka,
    retriable: isRetriable,
    ...(hint === undefined ? {} : { hint }),
  };
}

function hintOf(kafka: string, operation: string | undefined): string | undefined {
  if (kafka === 'ERR_UNKNOWN_TOPIC_OR_PART')
    return 'There is no such topic or partition (any more), or this user may not see it';
  if (!Object.hasOwn(missingAcls, kafka)) return undefined;
  return `An ACL must allow this user ${operation ? `what ${operation} needs ` : ''}${missingAcls[kafka]!}`;
}

/** Of a record that was not sent because its producer was refused, the refusal is the cause. */
function refusalIn({ cause }: KafkaLike): KafkaLike | undefined {
  return isKafkaLike(cause) && Object.hasOwn(missingAcls, cause.code) ? cause : undefined;
}

/** The time was over because no broker could be reached: the connection's error is the cause. */
function isUnreachable({ code, cause }: KafkaLike): boolean {
  const isConnection = /^ERR_(_TRANSPORT|_ALL_BROKERS_DOWN|_RESOLVE|_AUTHENTICATION|_SSL|NOT_KAFKA)$/;
  return /TIME(D_)?OUT/.test(code) && isKafkaLike(cause) && isConnection.test(cause.code);
}
