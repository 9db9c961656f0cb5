/** Bytes of the built-in serdes are Java's; what does not fit is refused. */
import { bindSerde } from '../../../src/streams/serdes/bind';
import { readChange, writeChange } from '../../../src/streams/serdes/changes';

const bind = (name: string): ReturnType<typeof bindSerde> => bindSerde(name, false, 'here');

test.each<[string, unknown, string]>([
  ['string', 'é', 'c3a9'],
  ['string', '\ud800', '3f'],
  ['bytes', Buffer.of(1, 2), '0102'],
  ['int', -2, 'fffffffe'],
  ['short', 258, '0102'],
  ['long', -1n, 'ffffffffffffffff'],
  ['int64', 1, '0000000000000001'],
  ['int64', -1, 'ffffffffffffffff'],
  ['int64', Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ['int64', Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
  ['float', 1.5, '3fc00000'],
  ['double', 1.5, '3ff8000000000000'],
  ['boolean', true, '01'],
  ['uuid', '123e4567-e89b-12d3-a456-426614174000', Buffer.from('123e4567-e89b-12d3-a456-426614174000').toString('hex')],
  ['json', { a: [1] }, Buffer.from('{"a":[1]}').toString('hex')],
  ['org.apache.kafka.common.serialization.Serdes$LongSerde', 7n, '0000000000000007'],
])('%s %p', (name, data, hex) => {
  const serde = bind(name);
  expect(serde.serialize('t', data)!.toString('hex')).toBe(hex);
  const back = serde.deserialize('t', Buffer.from(hex, 'hex'));
  expect(back).toEqual(data === '\ud800' ? '?' : data);
});

test.each<[string, unknown]>([
  ['int64', 2 ** 53],
  ['int64', 1n],
  ['int', 2 ** 31],
  ['short', 1.5],
  ['string', 1],
  ['uuid', 'x'],
  ['boolean', 0],
  ['json', undefined],
  ['void', 'x'],
])('%s refuses %p', (name, data) => {
  expect(() => bind(name).serialize('t', data)).toThrow();
});

test('int64 does not read a Long beyond 2^53, and says which serde does', () => {
  expect(() => bind('int64').deserialize('t', Buffer.from('7fffffffffffffff', 'hex'))).toThrow(
    "9223372036854775807 is beyond ±2^53. Use the serde 'long'",
  );
});

test.each<[string | null, string | null, string]>([
  [null, 'old', `${Buffer.from('old').toString('hex')}00`],
  ['new', null, `${Buffer.from('new').toString('hex')}01`],
  ['new', 'old', `06${Buffer.from('newold').toString('hex')}02`],
  ['n'.repeat(100), 'o', `c801${Buffer.from(`${'n'.repeat(100)}o`).toString('hex')}02`],
])('a change from %p and %p', (value, old, hex) => {
  expect(writeChange(bind('string'), 't', value, old).toString('hex')).toBe(hex);
  expect(readChange(bind('string'), 't', Buffer.from(hex, 'hex'))).toEqual([value, old]);
});

test('changes of versioned tables, which Java may have written, are read', () => {
  expect(readChange(bind('string'), 't', Buffer.from('6e0104', 'hex'))).toEqual(['n', null]);
  expect(() => readChange(bind('string'), 't', Buffer.from('6e09', 'hex'))).toThrow('unknown flag 9');
});
