import * as kafka from '../../../../../src/index';
import type { Encoded } from '../../../src/shared/api';
import { FaultError } from '../../../src/shared/fault-error';
import { faultOf } from '../../../src/server/fault';
import { factsOf } from '../../../src/server/kafka/config-facts';
import { propertiesFor } from '../../../src/server/kafka/clients';
import { encode } from '../../../src/server/kafka/encode';
import { checkConfirmed, offsetOf } from '../../../src/server/kafka/outcomes';

const { KafkaError } = kafka;

describe('bytes that somebody has typed', () => {
  test.each<[Encoded['as'], string, string]>([
    ['utf8', 'ü\n', 'c3bc0a'],
    ['utf8', '', ''],
    ['json', '{"a": 1.0 }', Buffer.from('{"a": 1.0 }').toString('hex')],
    ['json', '9007199254740993', Buffer.from('9007199254740993').toString('hex')],
    ['hex', '00 fF\n0a', '00ff0a'],
    ['hex', '', ''],
    ['base64', 'AP8K', '00ff0a'],
    ['base64', 'AP8', '00ff'],
    ['base64', 'AP8=', '00ff'],
    ['base64', '_-8', 'ffef'],
    ['int32', '-1', 'ffffffff'],
    ['int32', ' 42 ', '0000002a'],
    ['int64', '9223372036854775807', '7fffffffffffffff'],
    ['int64', '-9223372036854775808', '8000000000000000'],
    ['float64', '1.5', '3ff8000000000000'],
    ['float64', '-Infinity', 'fff0000000000000'],
    ['float64', '1e-3', '3f50624dd2f1a9fc'],
    ['uuid', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b8109dad11d180b400c04fd430c8'],
  ])('%s %j', (as, data, hex) => expect(encode({ as, data }, 'value')!.toString('hex')).toBe(hex));

  test.each<[Encoded['as'], string, string]>([
    ['json', '{"a":', 'value is no JSON'],
    ['json', '', 'value is no JSON'],
    ['hex', '0', 'value must be pairs of hex digits'],
    ['hex', 'zz', 'value must be pairs of hex digits'],
    ['base64', '!!!!', 'value must be base64'],
    ['base64', 'A', 'value must be base64'],
    ['base64', 'A=B', 'value must be base64'],
    ['int32', '2147483648', 'value must be from -2147483648 to 2147483647'],
    ['int32', '1.5', 'value must be a whole number'],
    ['int32', '', 'value must be a whole number'],
    ['int64', '9223372036854775808', 'value must be from'],
    ['int64', '0x10', 'value must be a whole number'],
    ['float64', '1,5', 'value must be a number'],
    ['float64', '', 'value must be a number'],
    ['uuid', '6ba7b8109dad11d180b400c04fd430c8', 'value must be a UUID'],
    ['serde:avro', '{}', 'there is no such encoder'],
  ])('%s %j is refused', (as, data, message) => expect(() => encode({ as, data }, 'value')).toThrow(message));

  test('null is not empty', () => {
    expect(encode(null, 'key')).toBeNull();
    expect(encode({ as: 'utf8', data: '' }, 'key')).toHaveLength(0);
  });
});

test('offsets are numbers only where they are exact', () => {
  expect(offsetOf('9007199254740991', 'x')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => offsetOf('9007199254740993', 'to.offset')).toThrow('to.offset must be below 2^53');
});

test('a typed name is the name, letter by letter', () => {
  checkConfirmed('orders', 'orders');
  for (const typed of ['', 'Orders', 'orders ', 'order'])
    expect(() => checkConfirmed(typed, 'orders')).toThrow('confirm must be the name, "orders". Nothing was changed');
});

describe('faults', () => {
  const of = (code: string, more: object = {}) =>
    faultOf(new KafkaError({ code: code as 'ERR_CLOSED', message: 'x: y', operation: 'describeTopics', ...more }));

  test.each([
    ['ERR_TOPIC_AUTHORIZATION_FAILED', 'NOT_AUTHORIZED'],
    ['ERR_UNKNOWN_TOPIC_OR_PART', 'NOT_FOUND'],
    ['ERR_GROUP_ID_NOT_FOUND', 'NOT_FOUND'],
    ['ERR_TOPIC_ALREADY_EXISTS', 'CONFLICT'],
    ['ERR_NON_EMPTY_GROUP', 'CONFLICT'],
    ['ERR__UNSUPPORTED_FEATURE', 'UNSUPPORTED'],
    ['ERR_SECURITY_DISABLED', 'UNSUPPORTED'],
    ['ERR_INVALID_CONFIG', 'BAD_REQUEST'],
    ['ERR_INVALID_PARTITIONS', 'BAD_REQUEST'],
    ['ERR_POLICY_VIOLATION', 'BAD_REQUEST'],
    ['ERR_MSG_SIZE_TOO_LARGE', 'TOO_LARGE'],
    ['ERR_TIMEOUT', 'TIMEOUT'],
    ['ERR__TIMED_OUT', 'TIMEOUT'],
    ['ERR__ALL_BROKERS_DOWN', 'BROKER'],
    ['ERR__TRANSPORT', 'BROKER'],
    ['ERR__AUTHENTICATION', 'BROKER'],
    ['ERR_UNKNOWN_200', 'BROKER'],
  ])('%s is %s', (code, expected) => expect(of(code)).toMatchObject({ code: expected, kafka: code, message: 'x: y' }));

  test('of a refusal name what is missing; retriable is as the library says', () => {
    expect(of('ERR_TOPIC_AUTHORIZATION_FAILED').hint).toBe(
      'An ACL must allow this user what describeTopics needs on the topic',
    );
    expect(of('ERR__TRANSPORT', { isRetriable: true }).retriable).toBe(true);
    expect(of('ERR__TRANSPORT').retriable).toBe(false);
  });

  test('of a mistake of the program have no text of it', () => {
    for (const error of [new TypeError('secret'), 'secret', { secret: 1 }, null, undefined])
      expect(faultOf(error)).toEqual({
        code: 'INTERNAL',
        message: 'Something went wrong inside of the server',
        retriable: false,
      });
    expect(faultOf(FaultError.of('KQL', 'x', { at: [1, 2] }))).toMatchObject({ code: 'KQL', at: [1, 2] });
  });
});

test('each kind of client gets what is its own; what joins a group or a transaction is left out', () => {
  const given = {
    'bootstrap.servers': 'a:1',
    'fetch.min.bytes': '1',
    'linger.ms': '5',
    'group.id': 'g',
    'transactional.id': 't',
    'enable.auto.commit': 'true',
    'security.protocol': 'SSL',
  };
  const common = { 'client.id': 'kafka-napi-ui', 'bootstrap.servers': 'a:1', 'security.protocol': 'SSL' };
  expect(propertiesFor(kafka, 'AdminClient', given)).toEqual(common);
  expect(propertiesFor(kafka, 'Producer', given)).toEqual({ ...common, 'linger.ms': '5' });
  expect(propertiesFor(kafka, 'Consumer', given)).toEqual({ ...common, 'fetch.min.bytes': '1' });
  expect(propertiesFor(kafka, 'AdminClient', { ...given, 'client.id': 'mine', mispelt: '1' })).toEqual({
    ...common,
    'client.id': 'mine',
    mispelt: '1',
  });
});

test('what is known of configurations', () => {
  expect(factsOf('retention.ms')).toMatchObject({ type: 'long', unit: 'ms' });
  expect(factsOf('log.segment.bytes')).toEqual({ unit: 'bytes' });
  expect(factsOf('max.connections')).toEqual({});
  for (const name of ['toString', '__proto__', 'constructor', 'terms', 'kilobytes']) expect(factsOf(name)).toEqual({});
});
