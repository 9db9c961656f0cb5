import type { Fault } from '../../../src/shared/api';
import { FaultError } from '../../../src/shared/fault-error';
import { nearest } from '../../../src/server/input/nearest';
import { count, names, param, readQuery, switchParam } from '../../../src/server/input/params';
import { dictionary, either, list, nullable, object, optional, pair } from '../../../src/server/input/schema';
import { decoder, flag, groupId, int64, ms, oneOf, text, topicName, whole } from '../../../src/server/input/values';
import { scanBody } from '../../../src/server/routes/scan-bodies';

function faultIn(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (FaultError.is(error)) return error.fault;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const schema = object({
  name: topicName,
  partitions: optional(whole(1, 100)),
  configs: optional(dictionary(text({ most: 10 }), { most: 2 })),
  offset: optional(either(oneOf(['end']), int64())),
  headers: optional(list(pair(text({ most: 5 }), nullable(flag)), { most: 2 })),
});

test('reads what is right, and nothing else', () => {
  const value = { name: 'a', partitions: 3, configs: { x: 'y' }, offset: 'end', headers: [['h', null]] };
  expect(schema(value, '')).toEqual(value);
  expect(schema({ name: 'a' }, '')).toEqual({ name: 'a' });
  expect(schema({ name: 'a', offset: '007' }, '')).toEqual({ name: 'a', offset: '7' });
});

test.each<[unknown, string | undefined, string]>([
  [null, undefined, 'The body must be an object'],
  [[], undefined, 'The body must be an object'],
  [{}, 'name', 'name must be the name of a topic'],
  [{ name: 'a', partition: 3 }, 'partition', 'partition is unknown. Did you mean partitions?'],
  [{ name: 'a', zzz: 3 }, 'zzz', 'zzz is unknown. Known are name, partitions, configs, offset, headers'],
  [JSON.parse('{"name":"a","__proto__":{"partitions":1}}'), '__proto__', '__proto__ is unknown'],
  [{ name: 'a', constructor: 1 }, 'constructor', 'constructor is unknown'],
  [{ name: 'a', partitions: '3' }, 'partitions', 'partitions must be a whole number'],
  [{ name: 'a', partitions: 1.5 }, 'partitions', 'partitions must be a whole number'],
  [{ name: 'a', partitions: 101 }, 'partitions', 'partitions must be from 1 to 100; it is 101'],
  [{ name: 'a', configs: { a: '1', b: '2', c: '3' } }, 'configs', 'configs has 3 entries. At most 2'],
  [{ name: 'a', configs: { a: 1 } }, 'configs.a', 'configs.a must be a text'],
  [{ name: 'a', offset: 5 }, 'offset', 'offset must be a text of digits'],
  [{ name: 'a', offset: '-1' }, 'offset', 'offset must be a text of digits'],
  [{ name: 'a', offset: '9223372036854775808' }, 'offset', 'offset must be below 2^63'],
  [{ name: 'a', headers: [['h']] }, 'headers[0]', 'headers[0] must be a list of two'],
  [{ name: 'a', headers: [['toolong', null]] }, 'headers[0][0]', 'headers[0][0] has 7 characters. At most 5'],
  [{ name: 'a', headers: [[], [], []] }, 'headers', 'headers has 3 entries. At most 2'],
])('%j: %s', (value, field, message) => {
  const fault = faultIn(() => schema(value, ''));
  expect([fault.code, fault.field, fault.message]).toEqual(['BAD_REQUEST', field, expect.stringContaining(message)]);
});

test.each(['a', 'a.b_c-D9', 'x'.repeat(249)])('%s is a topic', (name) => expect(topicName(name, 'x')).toBe(name));
test.each(['', '.', '..', 'a b', 'a/b', 'ü', 'x'.repeat(250), '__proto__\0', 7, null])('%j is no topic', (name) =>
  expect(faultIn(() => topicName(name, 'topic')).field).toBe('topic'),
);

test('decoders', () => {
  for (const name of ['json', 'int32:le', 'serde:avro']) expect(decoder(name, 'x')).toBe(name);
  expect(faultIn(() => decoder('jsno', 'v')).message).toContain('Did you mean json?');
  for (const name of ['', 'json:le', 'serde:', 'serde:a b', 'toString', 7]) faultIn(() => decoder(name, 'v'));
});

test('other values', () => {
  expect(groupId('any ü/\\text', 'g')).toBe('any ü/\\text');
  faultIn(() => groupId('', 'g'));
  expect(ms(0, 't')).toBe(0);
  faultIn(() => ms(-1, 't'));
  faultIn(() => ms(NaN, 't'));
  expect(int64({ signed: true })('-5', 'x')).toBe('-5');
  faultIn(() => int64({ signed: true })('--5', 'x'));
  expect(faultIn(() => oneOf(['set', 'delete'])('dele', 'op')).message).toBe(
    'op must not be "dele". Did you mean delete?',
  );
});

test('parameters', () => {
  const params = { q: param(text({ most: 3 })), n: count(whole(1, 5), 2), on: switchParam, list: names(topicName, 2) };
  const read = (query: string) => readQuery(params, new URLSearchParams(query));
  expect(read('')).toEqual({ q: undefined, n: 2, on: false, list: [] });
  expect(read('q=a&n=3&on=1&list=a,b')).toEqual({ q: 'a', n: 3, on: true, list: ['a', 'b'] });
  const messages: [string, string][] = [
    ['x=1', 'The parameter x is unknown. Did you mean q?'],
    ['lst=1', 'Did you mean list?'],
    ['q=a&q=b', 'The parameter q stands there more than once'],
    ['n=0', 'n must be from 1 to 5'],
    ['n=1e0', 'n must be a whole number'],
    ['n=', 'n must be a whole number'],
    ['n=%201', 'n must be a whole number'],
    ['n=99999999999999999999', 'n must be a whole number'],
    ['on=yes', 'on must be true or false'],
    ['list=a,b,c', 'list has 3 names. At most 2'],
    ['list=a,', 'list must be the name of a topic'],
    ['__proto__=1', 'The parameter __proto__ is unknown'],
  ];
  for (const [query, message] of messages)
    expect([query, faultIn(() => read(query)).message]).toEqual([query, expect.stringContaining(message)]);
});

test('the nearest name', () => {
  expect(nearest('partion', ['partition', 'offset'])).toBe('partition');
  expect(nearest('part', ['offset', 'partition'])).toBe('partition');
  expect(nearest('zzzzzz', ['partition', 'offset'])).toBeUndefined();
  expect(nearest('x'.repeat(100_000), ['partition'])).toBeUndefined();
  expect(nearest('a', [])).toBeUndefined();
});

describe('a scan', () => {
  test('needs what its mode needs', () => {
    expect(scanBody({ topic: 't', mode: 'newest' }, '')).toEqual({ topic: 't', mode: 'newest' });
    expect(scanBody({ topic: 't', mode: 'from-offset', offset: { 0: '5', 12: '7' } }, '')).toEqual({
      topic: 't',
      mode: 'from-offset',
      offset: { 0: '5', 12: '7' },
    });
    for (const [mode, field] of [
      ['from-offset', 'offset'],
      ['to-offset', 'offset'],
      ['from-time', 'time'],
      ['to-time', 'time'],
      ['cursor', 'cursor'],
    ])
      expect(faultIn(() => scanBody({ topic: 't', mode }, '')).field).toBe(field);
  });

  test.each<[string, object]>([
    ['limit', { limit: 501 }],
    ['preview', { preview: 5000 }],
    ['budget.records', { budget: { records: 50_000_001 } }],
    ['budget.bytes', { budget: { bytes: 0 } }],
    ['partitions', { partitions: [] }],
    ['partitions[0]', { partitions: [-1] }],
    ['offset.x', { offset: { x: '1' } }],
    ['offset.0', { offset: { 0: 1 } }],
    ['where', { where: 'x'.repeat(10_001) }],
    ['cursor', { cursor: 'x'.repeat(100_000) }],
    ['isolation', { isolation: 'none' }],
    ['decode.key', { decode: { key: 'nope' } }],
    ['limits', { limits: 5 }],
  ])('%s', (field, more) =>
    expect(faultIn(() => scanBody({ topic: 't', mode: 'newest', ...more }, '')).field).toBe(field),
  );
});
