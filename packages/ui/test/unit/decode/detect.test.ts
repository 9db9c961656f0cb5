/** How keys and values are read when nobody says how: a table of byte strings and what they are taken for. */
import { decode, decodeHeader, type Setting } from '../../../src/server/decode/detect';
import { partOf } from '../../../src/server/decode/decoded';

const beside = { key: null, headers: () => [] };
const setting = (role: 'key' | 'value', more: Partial<Setting> = {}): Setting => ({ topic: 't', role, ...more });

/** As `int32?`, with a question mark where it is a guess. */
function detected(bytes: Buffer | null, role: 'key' | 'value' = 'value'): string {
  const { as, isGuess } = decode(bytes, setting(role), beside);
  return isGuess ? `${as}?` : as;
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const json = [
  ...['{}', '[]', ' {}', '\t[\n]\r ', '{"a":1}', '[1,2]', '[[[]]]', '{"a":{"b":[null,true,false]}}', '[-0]', '[0.5]'],
  ...['[1e5]', '[1E+5]', '[1.25e-7]', '["\\u30c8"]', '["\\"\\\\\\/\\b\\f\\n\\r\\t"]', '{"":""}', '["ト"]', '["😀"]'],
  ...['{"a":1,"a":2}', '[12345678901234567890]', '[1.0]', '{ "a" : [ ] }', '[{}]', '[[],[]]', '["\x7f"]', '[" "]'],
  ...['{"トヨタ":"é"}', '[\n1\n,\n2\n]', '["\\ud83d"]', `${'['.repeat(512)}${']'.repeat(512)}`, '[10]', '[-1]'],
  ...['{"a":[{"b":[{"c":[]}]}]}', '["a","b",{"c":null}]', '[0]', '[-0.0e-0]', '{"a":"}"}', '["]"]', '{"__proto__":1}'],
];

const text = [
  ...[
    'a',
    'hello',
    'hello, not JSON',
    '42',
    'true',
    '"string"',
    'null',
    '{',
    '[',
    '}',
    '{]',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
  ],
  ...["{'a':1}", '[01]', '[1.]', '[.5]', '[+1]', '[1e]', '[--1]', '["\\x"]', '["\\u12"]', '["]', '["a\tb"]', '{"a"}'],
  ...['{"a":}', '{"a" 1}', '{1:2}', '[1 2]', '[1,,2]', '{}{}', '[] []', '{} x', '[tru]', '[nul]', '[True]', '[NaN]'],
  ...[
    '[Infinity]',
    '{"a":1',
    '[[]',
    '[]]',
    '\ufeff{}',
    'トヨタ',
    'é',
    '😀',
    'a\tb\r\nc',
    ' ',
    '\n',
    '-',
    '１２',
    'x{}',
  ],
  ...['//', '{"a":1}//', '<a/>', 'a,b;c', `${'['.repeat(513)}${']'.repeat(513)}`, '{,}', '[,]', '{"a":1 "b":2}', '[1}'],
  ...[
    '{"a":1]',
    '\u2028',
    '\u200b',
    '\u202eabc',
    '\ufffd',
    '[0x10]',
    '[1_000]',
    '[-]',
    '[1e+]',
    '[00]',
    '{"a":undefined}',
  ],
  ...[
    'AAPL',
    '7203.T',
    'key=value',
    '2026-01-31',
    '00000000-0000-0000-0000-000000000000',
    '{"a":"\\"}',
    "['a']",
    '\u00a0[]',
  ],
];

const bytes = [
  ...['00', '01', '7f', '80', 'ff', 'fe ff', 'c0 80', 'c1 bf', 'c2', 'e2 82', 'ed a0 80', 'f4 90 80 80', 'f5 80 80 80'],
  ...['61 00', '00 61', '1b 5b 33 31 6d', '08', '0b', '0c', '0e', '1f', 'c2 80', 'c2 85', 'c2 9f', '61 7f', '7b ff 7d'],
  ...['5b 22 00 22 5d', '5b 80 5d', '1f 8b 08 00', '82 a1 61 01 a1 62 02', 'd9 d9 f7', 'd9 d9 f7 ff', 'd9 d9 f7 9f'],
  ...['ca fe ba be 00', '00 00 00 00 00', 'ff ff ff', 'e3 83 88 e3 83', '22 80 22', 'f0 9f 98', 'c3 28', '61 c2 9b'],
  ...[
    'd9 d9 f7 01 02',
    'd9 d9 f8 01',
    '00 00 00 2a 00',
    'a1 61',
    '93 01 02 03',
    '0a 03 66 6f 6f 00',
    '09 00',
    'e2 28 a1',
  ],
  ...['f8 88 80 80 80', 'ef bf', 'e0 80 af', 'c2 a0 c2 8d', '7f 45 4c 46', '04 22 4d 18', '28 b5 2f fd', 'ff d8 ff e0'],
  ...['00 00 00 00 2a 02', '01 02 03 04 05 06 07 08 09', '89 50 4e 47 0d 0a 1a 0a 00', '50 4b 03 04 00 ff'],
];

const cbor: [bytes: string, text: string][] = [
  ['d9d9f7 00', '0'],
  ['d9d9f7 a1 61 61 01', '{"a":1}'],
  ['d9d9f7 1b ff ff ff ff ff ff ff ff', '18446744073709551615'],
  ['d9d9f7 9f 01 02 ff', '[1,2]'],
  ['d9d9f7 f6', 'null'],
  ['d9d9f7 c2 49 01 00 00 00 00 00 00 00 00', '18446744073709551616'],
  ['d9d9f7 fb 3f f1 99 99 99 99 99 9a', '1.1'],
];

const keys: [bytes: string, as: string, text: string][] = [
  ['00 00 00 2a', 'int32?', '42'],
  ['ff ff ff ff', 'int32?', '-1'],
  ['80 00 00 00', 'int32?', '-2147483648'],
  ['00 00 00 00', 'int32?', '0'],
  ['00 00 00 00 00 00 00 2a', 'int64?', '42'],
  ['7f ff ff ff ff ff ff ff', 'int64?', '9223372036854775807'],
  ['80 00 00 00 00 00 00 00', 'int64?', '-9223372036854775808'],
  ['00 20 00 00 00 00 00 01', 'int64?', '9007199254740993'],
  ['6b a7 b8 10 9d ad 11 d1 80 b4 00 c0 4f d4 30 c8', 'uuid?', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['01 8f 5f 3a 00 00 7a 00 80 00 00 00 00 00 00 01', 'uuid?', '018f5f3a-0000-7a00-8000-000000000001'],
  ['6b a7 b8 10 9d ad 01 d1 80 b4 00 c0 4f d4 30 c8', 'hex', '6ba7b8109dad01d180b400c04fd430c8'],
  ['6b a7 b8 10 9d ad 91 d1 80 b4 00 c0 4f d4 30 c8', 'hex', '6ba7b8109dad91d180b400c04fd430c8'],
  ['6b a7 b8 10 9d ad 41 d1 c0 b4 00 c0 4f d4 30 c8', 'hex', '6ba7b8109dad41d1c0b400c04fd430c8'],
  ['61 62 63 64', 'text', 'abcd'],
  ['31 32 33 34 35 36 37 38', 'text', '12345678'],
  ['7b 20 20 7d', 'json', '{  }'],
  ['00 01 02', 'hex', '000102'],
  ['00 01', 'hex', '0001'],
  ['00', 'hex', '00'],
];

test('the table has at least 200 byte strings', () => {
  expect(json.length + text.length + bytes.length + cbor.length + keys.length).toBeGreaterThanOrEqual(200);
});

describe('of a value', () => {
  test.each(json)('%j is JSON, and shown as it was written', (source) => {
    const found = decode(Buffer.from(source), setting('value'), beside);
    expect(found.as).toBe('json');
    expect(partOf(found, 1e6).text).toBe(source);
  });

  test.each(text)('%j is text', (source) => {
    const found = decode(Buffer.from(source), setting('value'), beside);
    expect(found.as).toBe('text');
    expect(partOf(found, 1e6).text).toBe(source);
  });

  test.each(bytes)('%s is hex', (source) => {
    const part = partOf(decode(hex(source), setting('value'), beside), 1e6);
    expect([part.as, part.text]).toEqual(['hex', source.replaceAll(' ', '')]);
  });

  test.each(cbor)('%s is CBOR', (source, expected) => {
    const part = partOf(decode(hex(source), setting('value'), beside), 1e6);
    expect([part.as, part.text]).toEqual(['cbor', expected]);
  });

  test('numbers and UUIDs are not guessed', () => {
    expect(keys.filter(([, as]) => as.endsWith('?')).map(([source]) => detected(hex(source)))).not.toContain('int32?');
    expect(detected(hex('00 00 00 2a'))).toBe('hex');
  });

  test('null and empty are different', () => {
    expect(partOf(decode(null, setting('value'), beside), 9)).toEqual({ size: 0, as: 'null' });
    expect(partOf(decode(Buffer.alloc(0), setting('value'), beside), 9)).toEqual({ size: 0, as: 'text', text: '' });
    expect(decode(Buffer.alloc(0), setting('value', { choice: 'int32' }), beside).tried).toBeUndefined();
  });
});

describe('of a key', () => {
  test.each(keys)('%s is %s', (source, as, expected) => {
    const part = partOf(decode(hex(source), setting('key'), beside), 1e6);
    expect([part.guess ? `${part.as}?` : part.as, part.text]).toEqual([as, expected]);
  });

  test.each([...json, ...text])('%j is what it is as a value', (source) => {
    expect(detected(Buffer.from(source), 'key')).toBe(detected(Buffer.from(source)));
  });
});

test('a header is text or hex', () => {
  expect(decodeHeader(null).as).toBe('null');
  expect(decodeHeader(Buffer.from('{"a":1}')).as).toBe('text');
  expect(decodeHeader(hex('00 00 00 2a')).as).toBe('hex');
});

describe('of long bytes the text is a beginning', () => {
  const part = (source: Buffer, limit: number) => partOf(decode(source, setting('value'), beside), limit);

  test.each([
    ['letters', 'a'.repeat(5000), 'a'.repeat(10)],
    ['two bytes each', 'é'.repeat(5000), 'é'.repeat(10)],
    ['three bytes each', 'ト'.repeat(5000), 'ト'.repeat(10)],
    ['two units each', '😀'.repeat(5000), '😀'.repeat(5)],
    ['two units, of which one would be cut', `a${'😀'.repeat(5000)}`, `a${'😀'.repeat(4)}`],
  ])('%s', (_, source, expected) => {
    expect(part(Buffer.from(source), 10)).toMatchObject({ text: expected, cut: true, size: Buffer.byteLength(source) });
  });

  test('hex has whole bytes', () => {
    expect(part(Buffer.alloc(100, 0xff), 11)).toEqual({ size: 100, as: 'hex', text: 'ffffffffff', cut: true });
  });

  test('what has just the length is whole', () => {
    expect(part(Buffer.from('😀'.repeat(5)), 10)).not.toHaveProperty('cut');
    expect(part(Buffer.alloc(5, 0xff), 10)).not.toHaveProperty('cut');
  });

  test('a control character is found behind the beginning', () => {
    expect(detected(Buffer.from(`${'ト'.repeat(700_000)}\u0001`))).toBe('hex');
    expect(detected(Buffer.from('ト'.repeat(700_000)))).toBe('text');
  });
});

test('bytes that may have been written with a schema say so', () => {
  expect(decode(hex('00 00 00 00 2a ff ff'), setting('value'), beside).tried).toEqual([
    ['serde:registry', 'it looks like schema 42: no registry is given (--registry)'],
  ]);
  expect(decode(hex('00 00 00 00 00 ff ff'), setting('value'), beside).tried).toBeUndefined();
});
