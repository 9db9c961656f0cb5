import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';
import { KafkaError } from '../../../src';
import { afterRetries, fromCore } from '../../../src/kafkajs/errors/from-core';
import { protocolErrors } from '../../../src/kafkajs/errors/protocol-table';

type ErrorClass = new (...args: unknown[]) => Error & Record<string, unknown>;

/** Arguments with which each class has something to say. */
const protocol = { message: 'why', type: 'NOT_CONTROLLER', code: 41, retriable: true };
const cases: Record<string, unknown[]> = {
  KafkaJSOffsetOutOfRange: [protocol, { topic: 't', partition: 1 }],
  KafkaJSMemberIdRequired: [protocol, { memberId: 'm' }],
  KafkaJSNumberOfRetriesExceeded: [new Error('last'), { retryCount: 3, retryTime: 40 }],
  KafkaJSConnectionError: ['why', { broker: 'a:1', code: 'ECONNREFUSED' }],
  KafkaJSConnectionClosedError: ['why', { host: 'a', port: 1 }],
  KafkaJSRequestTimeoutError: ['why', { broker: 'a:1', correlationId: 1, createdAt: 2, sentAt: 3, pendingDuration: 4 }],
  KafkaJSTopicMetadataNotLoaded: ['why', { topic: 't' }],
  KafkaJSStaleTopicMetadataAssignment: ['why', { topic: 't', unknownPartitions: [1] }],
  KafkaJSDeleteGroupsError: ['why', [{ groupId: 'g', errorCode: 1 }]],
  KafkaJSServerDoesNotSupportApiKey: ['why', { apiKey: 1, apiName: 'a' }],
  KafkaJSDeleteTopicRecordsError: [
    { topic: 't', partitions: [{ partition: 0, offset: '1', error: { retriable: true } }] },
  ],
  KafkaJSCreateTopicError: [protocol, 't'],
  KafkaJSAlterPartitionReassignmentsError: [protocol, 't', 1],
  KafkaJSAggregateError: ['why', [new Error('one')]],
  KafkaJSProtocolError: [protocol],
  KafkaJSNoBrokerAvailableError: [],
};

const names = Object.keys(original).filter((name) => name.startsWith('KafkaJS'));

test.each(names)('%s: the same fields, parents and flags', (name) => {
  const make = (lib: unknown) => {
    const error = new (lib as Record<string, ErrorClass>)[name]!(...(cases[name] ?? ['why']));
    const parents: string[] = [];
    for (
      let at = Object.getPrototypeOf(error) as object;
      at !== Error.prototype;
      at = Object.getPrototypeOf(at) as object
    )
      parents.push(at.constructor.name);
    const { stack: _, helpUrl: __, ...fields } = error;
    return { parents, fields, message: error.message, cause: error.cause, text: String(error) };
  };
  expect(make(entry)).toEqual(make(original));
});

test('the flags of an error that is made of another', () => {
  const source = Object.assign(new Error('inner'), { helpUrl: 'http://x', retriable: false });
  for (const lib of [original, entry] as unknown as Record<string, ErrorClass>[]) {
    const error = new lib.KafkaJSError!(source, { retriable: false, cause: source });
    expect(error).toMatchObject({ message: 'inner', helpUrl: 'http://x', retriable: false, cause: source });
    expect(new lib.KafkaJSProtocolError!(source).retriable).toBe(false);
  }
});

const core = (code: string, errno: number, more = {}) =>
  new KafkaError({ code: code as never, errno, message: 'm', ...more });

test.each([
  [
    core('ERR_UNKNOWN_TOPIC_OR_PART', 3),
    { name: 'KafkaJSProtocolError', type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3, retriable: true },
  ],
  [core('ERR__UNKNOWN_TOPIC', -188), { type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3 }],
  [core('ERR__UNKNOWN_PARTITION', -190), { type: 'UNKNOWN_TOPIC_OR_PARTITION', code: 3 }],
  [core('ERR_MSG_SIZE_TOO_LARGE', 10), { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false }],
  [core('ERR_NOT_COORDINATOR', 16), { type: 'NOT_COORDINATOR_FOR_GROUP' }],
  [core('ERR_THROTTLING_QUOTA_EXCEEDED', 89), { type: 'THROTTLING_QUOTA_EXCEEDED', code: 89 }],
  [core('ERR__FENCED', -144, { isFatal: true }), { type: 'INVALID_PRODUCER_EPOCH', code: 47 }],
  [core('ERR__TRANSPORT', -195), { name: 'KafkaJSConnectionError', retriable: true }],
  [core('ERR__RESOLVE', -193), { name: 'KafkaJSConnectionError' }],
  [core('ERR__ALL_BROKERS_DOWN', -187), { name: 'KafkaJSConnectionError' }],
  [core('ERR__SSL', -181), { name: 'KafkaJSConnectionError' }],
  [core('ERR__AUTHENTICATION', -169), { name: 'KafkaJSSASLAuthenticationError', retriable: false }],
  [core('ERR_SASL_AUTHENTICATION_FAILED', 58), { name: 'KafkaJSSASLAuthenticationError' }],
  [core('ERR__TIMED_OUT', -185), { name: 'KafkaJSRequestTimeoutError' }],
  [core('ERR_TIMEOUT', 0), { name: 'KafkaJSRequestTimeoutError' }],
  [core('ERR__MSG_TIMED_OUT', -192), { name: 'KafkaJSNumberOfRetriesExceeded', retriable: false }],
  [core('ERR_CONFIG', 0), { name: 'KafkaJSNonRetriableError' }],
  [core('ERR__RETRY', -101, { isRetriable: true }), { name: 'KafkaJSError', retriable: true }],
])('%s becomes an error of kafkajs', (error, expected) => {
  expect(fromCore(error)).toMatchObject(expected);
});

test("the core's error is the cause, and other errors stay what they are", () => {
  const error = core('ERR__TRANSPORT', -195);
  expect((fromCore(error) as Error).cause).toBe(error);
  const own = new Error('own');
  expect(fromCore(own)).toBe(own);
});

test('what can be retried was retried as long as it may', () => {
  expect(afterRetries(core('ERR_LEADER_NOT_AVAILABLE', 5), 5, 300)).toMatchObject({
    name: 'KafkaJSNumberOfRetriesExceeded',
    retryCount: 5,
    retryTime: 300,
    cause: { type: 'LEADER_NOT_AVAILABLE' },
  });
  expect(afterRetries(core('ERR_MSG_SIZE_TOO_LARGE', 10), 5, 300)).toMatchObject({ name: 'KafkaJSProtocolError' });
});

test('every protocol error is as in kafkajs', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { errorCodes } = require('kafkajs/src/protocol/error') as { errorCodes: Record<string, unknown>[] };
  expect(protocolErrors.map(([code, type, retriable, message]) => ({ code, type, retriable, message }))).toEqual(
    errorCodes.map(({ code, type, retriable, message }) => ({ code, type, retriable, message })),
  );
});
