import type { KafkaError } from '../../../src/index';

/**
 * Java's exception classes and our codes that mean the same, under one word. What is in no line stands for itself, and
 * so differs.
 */
const kinds: readonly (readonly [kind: string, java: readonly string[], ours: readonly string[]])[] = [
  ['wakeup', ['WakeupException'], ['ERR_WAKEUP']],
  ['state', ['IllegalStateException'], ['ERR__STATE', 'ERR_CLOSED', 'ERR_ASSIGNMENT_LOST']],
  ['argument', ['IllegalArgumentException'], ['ERR__INVALID_ARG']],
  [
    'no offset',
    ['NoOffsetForPartitionException', 'OffsetOutOfRangeException'],
    ['ERR__AUTO_OFFSET_RESET', 'ERR_OFFSET_OUT_OF_RANGE'],
  ],
  ['timeout', ['TimeoutException'], ['ERR_TIMEOUT', 'ERR__TIMED_OUT', 'ERR__TIMED_OUT_QUEUE', 'ERR__MSG_TIMED_OUT']],
  [
    'commit failed',
    ['CommitFailedException', 'RebalanceInProgressException', 'UnknownMemberIdException', 'StaleMemberEpochException'],
    [
      'ERR_UNKNOWN_MEMBER_ID',
      'ERR_ILLEGAL_GENERATION',
      'ERR_REBALANCE_IN_PROGRESS',
      'ERR_STALE_MEMBER_EPOCH',
      'ERR_FENCED_MEMBER_EPOCH',
    ],
  ],
  ['no group', ['InvalidGroupIdException'], ['ERR_INVALID_GROUP_ID']],
  ['unreleased instance', ['UnreleasedInstanceIdException'], ['ERR_UNRELEASED_INSTANCE_ID']],
  ['fenced instance', ['FencedInstanceIdException'], ['ERR_FENCED_INSTANCE_ID']],
  ['topic exists', ['TopicExistsException'], ['ERR_TOPIC_ALREADY_EXISTS']],
  [
    'unknown topic',
    ['UnknownTopicOrPartitionException', 'UnknownTopicIdException'],
    ['ERR_UNKNOWN_TOPIC_OR_PART', 'ERR__UNKNOWN_TOPIC', 'ERR__UNKNOWN_PARTITION', 'ERR_UNKNOWN_TOPIC_ID'],
  ],
  ['unknown member', ['UnknownMemberIdException'], ['ERR_UNKNOWN_MEMBER_ID']],
  ['group not empty', ['GroupNotEmptyException'], ['ERR_NON_EMPTY_GROUP']],
  ['policy', ['PolicyViolationException'], ['ERR_POLICY_VIOLATION']],
  ['record', ['InvalidRecordException'], ['ERR_INVALID_RECORD']],
  ['partitions', ['InvalidPartitionsException'], ['ERR_INVALID_PARTITIONS']],
  ['listener', ['KafkaException'], ['ERR_LISTENER']],
];

/**
 * What Java throws as a bare KafkaException, or one of few others: by the state a producer is in after an error, until
 * the abort or for good, and for a record whose batch held an invalid one.
 */
const ERROR_STATE = 'error state';
const javaErrorState: ReadonlySet<string> = new Set([
  'InvalidTxnStateException',
  'ProducerFencedException',
  'InvalidProducerEpochException',
  'TransactionAbortedException',
  'KafkaException',
]);
const ourErrorState: ReadonlySet<string> = new Set([
  'ERR_INVALID_PRODUCER_EPOCH',
  'ERR__INVALID_DIFFERENT_RECORD',
  'ERR__PURGE_QUEUE',
  'ERR__PURGE_INFLIGHT',
]);

export function javaKind(javaClass: string, ofProducer = false): string {
  if (ofProducer && javaErrorState.has(javaClass)) return ERROR_STATE;
  return kinds.find(([, java]) => java.includes(javaClass))?.[0] ?? javaClass;
}

export function ourKind({ code, isFatal, txnRequiresAbort }: KafkaError, ofProducer = false): string {
  const isState = ourErrorState.has(code) || (code === 'ERR__STATE' && txnRequiresAbort);
  if (ofProducer && (isFatal || isState)) return ERROR_STATE;
  return kinds.find(([, , ours]) => ours.includes(code))?.[0] ?? code;
}
